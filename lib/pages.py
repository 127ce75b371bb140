"""The pages of the map: one declared table, which navigation, addresses and tests are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lib.text import _


@dataclass(frozen=True)
class Page:
    """One page: the script in ``pages/`` without its ending, its path in an address, its icon, and what it shows.

    ``map`` is whether there is a map on it.
    """

    script: str
    path: str
    icon: str
    map: bool = True


PAGES: Final = (
    Page("situation", "", ":material/map:"),
    Page("front_lines", "front_lines", ":material/timeline:"),
    Page("displacement", "displacement", ":material/directions_walk:"),
    Page("strikes", "strikes", ":material/destruction:"),
    Page("compare", "compare", ":material/compare:"),
    Page("events", "events", ":material/table_rows:"),
    Page("stories", "stories", ":material/auto_stories:"),
    Page("briefing", "briefing", ":material/picture_as_pdf:", map=False),
    Page("method", "method", ":material/info:", map=False),
)
"""Every page, in the order of the navigation; the first has no path of its own."""


def title(page: Page) -> str:
    """Return what a page is called in the navigation."""
    return {
        "situation": _("Situation"),
        "front_lines": _("Front lines"),
        "displacement": _("Displacement"),
        "strikes": _("Strikes"),
        "compare": _("Compare"),
        "events": _("Reports"),
        "stories": _("Stories"),
        "briefing": _("Briefing"),
        "method": _("Method and limits"),
    }[page.script]
