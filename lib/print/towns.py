"""Which settlements are named on the printed map, in which order and how large."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from lib.events.query import Query
from lib.geography import places
from lib.maps.style import TOKENS
from lib.print.fonts import BOLD, REGULAR
from lib.print.page import Look
from lib.print.view import Floats, View

MENTIONED_ZOOM: Final = 0.75
"""A picture cannot be zoomed into: places that the range is about are named this much earlier than on the web map."""

HEAVY: Final = 600
"""Weights from here on are set in the bold face: paper has two."""


def town_look(rank: int) -> Look:
    """Return how the name of a settlement of ``rank`` is written."""
    look = of_rank(rank)
    families = BOLD if look["weight"] >= HEAVY else REGULAR
    return Look(float(look["size"]), TOKENS["label"]["colour"], families, halo=TOKENS["label"]["halo_width"])


def of_rank(rank: int) -> dict[str, Any]:
    """Return the tokens of a settlement of ``rank``: size, min_zoom, weight, dot (radius, pixels) and first."""
    ranks: list[dict[str, Any]] = TOKENS["town"]["ranks"]
    return ranks[min(rank, len(ranks)) - 1]


@dataclass(frozen=True)
class Name:
    """A settlement to be named: its words, its point in layout pixels, its rank, and whether the title names it."""

    text: str
    at: Floats
    rank: int
    titled: bool = False


@dataclass(frozen=True)
class MentionedPlaces:
    """``places`` that a report of the range names, and of them those ``named`` in the finding."""

    places: frozenset[str]
    named: frozenset[str]


def towns(view: View, query: Query, mentioned: MentionedPlaces) -> list[Name]:
    """Return the settlements of the view that its zoom has room for, best rank first; the opened place before all.

    Args:
        view: Where the map looks.
        query: What is shown; its language and opened place count.
        mentioned: The places that the range is about; they are named earlier than others, and before them.
    """
    known = places.labels()
    if view.zoom >= TOKENS["town"]["more_zoom"]:
        known = pd.concat([known, places.settlements()])
    opened = places.places()
    opened = opened.loc[(opened["place"] == query.place) & opened.geometry.notna()]
    found = []
    for frame, chosen in ((opened, True), (known.loc[known["place"] != query.place], False)):
        if frame.empty:
            continue
        at = view.points(frame)
        visible = view.sees(at, 2)
        names = places.spoken(frame, query.lang)
        early = frame["place"].isin(mentioned.places)
        titled = frame["place"].isin(mentioned.named)
        ranks = frame["rank"].clip(lower=1).where(~titled, frame["rank"].clip(1, 2))
        for text, point, rank, is_visible, is_early, is_titled in zip(
            names, at, ranks, visible, early, titled, strict=True
        ):
            level = 1 if chosen else int(rank)
            zoom = view.zoom + (MENTIONED_ZOOM if is_early else 0.0)
            if is_visible and (chosen or zoom >= of_rank(level)["min_zoom"]):
                found.append(Name(str(text), point, level, bool(is_titled)))
    return sorted(found, key=lambda name: name.rank)
