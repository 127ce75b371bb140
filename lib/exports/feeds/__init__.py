"""What a reader or another program subscribes to: changes of the event table, and milestones; one declared table.

Nothing here is imported that writes a feed: pages name the feeds in their heads, and only an answer needs a writer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lib.config import base_path
from lib.text import _

FOLDER: Final = "feed"
"""First part of the address of a feed."""


@dataclass(frozen=True)
class Feed:
    """A feed: the name of its file, of its format, its media type, and what it is called in the reader's language."""

    file: str
    name: str
    media_type: str
    title: Callable[[], str]

    def address(self, lang: str) -> str:
        """Return its address as a link of any page, in a language."""
        return base_path.link(f"/{FOLDER}/{self.file}", {"lang": lang})


def _changes() -> str:
    return _("Changes of the event table")


def _milestones() -> str:
    return _("Milestones")


FEEDS: Final = (
    Feed("changes.atom", "Atom", "application/atom+xml", _changes),
    Feed("changes.json", "JSON Feed", "application/feed+json", _changes),
    Feed("milestones.ics", "iCalendar", "text/calendar", _milestones),
)
"""Every feed."""
BY_FILE: Final = {feed.file: feed for feed in FEEDS}
