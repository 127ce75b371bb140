"""The table ``agreements`` of ``crisis.toml``: what agreements drew on the map, and where each of them lies."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic.dataclasses import dataclass

from lib.config.crisis.fields import (
    STRICT,
    FileName,
    Identifier,
    Latitude,
    Longitude,
    Positive,
    Share,
    WebAddress,
    Words,
)


@dataclass(frozen=True, config=STRICT)
class Strip:
    """Land along the contact line of the agreement's own day: inside one side's area, against another's.

    ``depths_km`` are its least and greatest depth. It is drawn whole where the table knows who held what on
    ``line_day``, and says ``note_of_day``. Else it follows the line of the earliest map; where that lies nearer than
    ``moved_km`` to one of the places ``moved`` (P-codes), it is not the line that was agreed on, and nothing is drawn.
    """

    inside: str
    against: str
    depths_km: tuple[Positive, Positive]
    line_day: date | None = None
    note_of_day: Words | None = None
    moved: tuple[str, ...] = ()
    moved_km: float = 0.0


@dataclass(frozen=True, config=STRICT)
class Corridor:
    """Land on both sides of a road of ``highways.geojson``, between two points (longitude, latitude) on it.

    ``name_at`` is the share of its length at which its name stands.
    """

    road: str
    depth_km: Positive
    ends: tuple[tuple[Longitude, Latitude], tuple[Longitude, Latitude]]
    name_at: Share = 0.5


@dataclass(frozen=True, config=STRICT)
class Posts:
    """Points of a table in ``geo``, and words for one that is encircled; ``{day}`` is since when."""

    file: FileName
    legend_encircled: Words
    encircled_on: Words
    encircled_by: Words


@dataclass(frozen=True, config=STRICT)
class Cited:
    """Where it is written: publisher and title, and the address."""

    source: str
    url: WebAddress


@dataclass(frozen=True, config=STRICT)
class Agreement:
    """What an agreement drew on the map, off until a reader asks for it.

    ``id`` is the layer's name in addresses. ``option`` names it in the filter, ``name`` on its ground, ``legend`` and
    ``title`` where it is told of, with ``lines`` and ``note``. The table called as its ``kind`` says where it lies.
    """

    id: Identifier
    kind: Literal["strip", "corridor", "posts"]
    option: Words
    name: Words
    legend: Words
    title: Words
    note: Words
    lines: tuple[Words, ...] = ()
    sources: tuple[Cited, ...] = ()
    strip: Strip | None = None
    corridor: Corridor | None = None
    posts: Posts | None = None
