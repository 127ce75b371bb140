"""What the page without scripts consists of, as its template reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from lib.analysis.figure_rows import FigureRow
from lib.events.query import Query


@dataclass(frozen=True)
class Link:
    """A link: its words, its address, whether it leads to what is shown already, and the language it leads to."""

    words: str
    address: str
    here: bool = False
    lang: str = ""


@dataclass(frozen=True)
class Told:
    """Something that happened: when, what, more of it, and whose report it is; ``address`` "" where it has none."""

    when: str
    title: str
    more: str
    source: str
    address: str


@dataclass(frozen=True)
class Picture:
    """The map as a picture: its address ("" where nothing can be drawn), words, size in pixels, and a larger one."""

    address: str
    words: str
    width: int
    height: int
    larger: str


@dataclass(frozen=True)
class First:
    """What is seen first of a view: the finding, its days, its figures, and the map as a picture.

    ``full``, ``light`` and ``map`` are the addresses of the view on the full page, on this one, and as a map alone;
    ``version`` is that of the data, ``dated`` the day of the version of the event table, where it is known.
    """

    query: Query
    title: str
    place: str
    days: str
    earlier: str
    narrowed: str
    figures: list[FigureRow]
    written: str
    picture: Picture
    full: str
    light: str
    map: str
    version: str
    dated: date | None


@dataclass(frozen=True)
class Content:
    """The whole page; ``first`` is what stands at its top."""

    first: First
    steps: dict[str, list[Link]]
    milestones: list[Told]
    worst: list[Told]
    changed: list[Told]
    changed_more: Link | None
    others: list[str]
    reports: list[dict[str, Any]]
    pages: list[Link]
    found: str
    downloads: list[Link]
    languages: list[Link]
    limits: tuple[str, ...]
    story: Link | None
