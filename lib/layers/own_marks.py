"""The author's own marks as both renderers draw them, and what legend, caption and popup say of them."""

from __future__ import annotations

import textwrap
from typing import Any, Final

from lib.events import own_marks
from lib.events.own_marks import Mark
from lib.events.query import Query
from lib.text.mark_words import mark_words

LINE: Final = 26
"""Most characters of a line of a mark's words."""


def marks(query: Query) -> tuple[Mark, ...]:
    """Return the marks of a view, from below."""
    return own_marks.marks_of(query.marks)


def lines(mark: Mark) -> list[str]:
    """Break the words of a mark into the lines in which they stand on the map."""
    return textwrap.wrap(mark.text, LINE)


def legend_words() -> str:
    """Say in the legend what the marks are."""
    return str(mark_words()["marks_legend"])


def caption(query: Query) -> str:
    """Say under a title that there are marks on the map; return "" where there are none."""
    return str(mark_words()["marks_caption"]) if query.marks else ""


def listed(query: Query) -> list[str]:
    """Say each mark in words, after a line that says what they are; nothing where there are none."""
    return [f"{legend_words()}:", *map(own_marks.in_words, marks(query))] if query.marks else []


def for_browser(query: Query) -> list[dict[str, Any]]:
    """Return what the browser draws: of each mark its kind, words, lines, and corners as latitude and longitude."""
    return [
        {"kind": mark.kind, "text": mark.text, "lines": lines(mark), "at": [[lat, lon] for lon, lat in mark.at]}
        for mark in marks(query)
    ]
