"""The filter of a view: its form in the address, and the rows it selects.

One declared table, :data:`PARAMETERS`, names every address parameter with its default, its reader and its
writer. A value that cannot be read is ignored, and a sentence says so; it never stops the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.events.schema import CONFIDENCES, CONTROLLERS, KINDS, SUBKINDS
from lib.wording import LANGUAGES, _, day

FIRST_DAY = date(2019, 12, 1)
LAST_DAY = date(2020, 3, 8)
"""The days the map covers: the start of the offensive to three days after the Moscow ceasefire was agreed."""

CEASEFIRE_AGREED = date(2020, 3, 5)
"""The Moscow protocol was agreed on this day; it stopped military action from 00:01 on the next."""

ALL_SUBKINDS = tuple(dict.fromkeys(sub for subs in SUBKINDS.values() for sub in subs))
OVERLAYS = ("sochi_strip", "m4_corridor", "posts")
"""What agreements drew on the map: off until a reader asks for them."""
LAYERS = (
    "control", "front", "band", "flows", "strikes", "places", "camps", "crossings", "roads", "relief",
    *OVERLAYS, "online",
)  # fmt: skip
"""What can be drawn. All but the overlays and the online background are on unless the address says otherwise."""
DEFAULT_LAYERS = frozenset(LAYERS) - {"online", *OVERLAYS}

MODES = ("gains", "swipe")
"""How two dates are compared: what changed hands hatched, or one date beside the other under a divider."""

NONE = "none"
"""How an address writes an empty list, since an empty value means the default."""

MAX_TEXT = 120
"""Longest place name or counter read from an address, in characters."""


@dataclass(frozen=True)
class Query:
    """What a view shows: a range of days, filters, layers, and where the map looks.

    ``start`` and ``end`` are days, both included. ``kinds``, ``confidence`` and ``layers`` hold what is shown;
    ``subkinds`` and ``controllers`` restrict only when they are not empty. ``compare`` is the day the front line is
    compared with, None for the eve of the range. ``lat`` and ``lon`` are WGS 84 degrees,
    ``zoom`` is a Leaflet zoom level.
    """

    start: date = FIRST_DAY
    end: date = CEASEFIRE_AGREED
    kinds: frozenset[str] = frozenset(KINDS)
    subkinds: frozenset[str] = frozenset()
    controllers: frozenset[str] = frozenset()
    confidence: frozenset[str] = frozenset(CONFIDENCES)
    layers: frozenset[str] = DEFAULT_LAYERS
    counter: str = ""
    compare: date | None = None
    mode: str = "gains"
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    zoom: float | None = None
    lang: str = "en"

    def params(self) -> dict[str, str]:
        """The address parameters that restore this query; those at their default are left out."""
        default = Query()
        return {
            p.name: p.write(getattr(self, p.attribute))
            for p in PARAMETERS
            if getattr(self, p.attribute) != getattr(default, p.attribute)
        }

    def timeless(self) -> dict[str, str]:
        """The address parameters that filter rows and are not time: what map data depend on besides the range."""
        names = ("kinds", "subkinds", "confidence")
        return {name: value for name, value in self.params().items() if name in names}

    def has_kind(self, kind: str) -> bool:
        """Whether rows of ``kind`` are asked for."""
        return kind in self.kinds


@dataclass(frozen=True)
class Parameter:
    """One address parameter: its name, the field of :class:`Query`, how to read and write it, and its meaning."""

    name: str
    attribute: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    meaning: str


def _words(allowed: tuple[str, ...]) -> tuple[Callable[[str], frozenset[str]], Callable[[frozenset[str]], str]]:
    """Reader and writer of a comma-separated list of known words, written in the declared order."""

    def read(text: str) -> frozenset[str]:
        asked = frozenset(word.strip() for word in text.split(",") if word.strip()) - {NONE}
        if unknown := asked - frozenset(allowed):
            raise ValueError(_("unknown: {words}").format(words=", ".join(sorted(w[:40] for w in unknown)[:3])))
        return asked

    def write(words: frozenset[str]) -> str:
        return ",".join(word for word in allowed if word in words) or NONE

    return read, write


def _within(low: float, high: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        value = float(text)
        if not low <= value <= high:
            raise ValueError(_("outside {low} to {high}").format(low=low, high=high))
        return value

    return read


def _text(text: str) -> str:
    if len(text) > MAX_TEXT or not text.isprintable():
        raise ValueError(_("longer than {n} characters, or not plain text").format(n=MAX_TEXT))
    return text


def _one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(_("one of {words}").format(words=", ".join(words)))
        return text

    return read


def _covered_day(text: str) -> date:
    asked = date.fromisoformat(text)
    if not FIRST_DAY <= asked <= LAST_DAY:
        raise ValueError(_("outside {low} to {high}").format(low=FIRST_DAY, high=LAST_DAY))
    return asked


PARAMETERS: tuple[Parameter, ...] = (
    Parameter("from", "start", date.fromisoformat, date.isoformat, "first day of the range, YYYY-MM-DD"),
    Parameter("to", "end", date.fromisoformat, date.isoformat, "last day of the range, YYYY-MM-DD"),
    Parameter("kinds", "kinds", *_words(KINDS), "kinds of event shown"),
    Parameter(
        "subkinds", "subkinds", *_words(ALL_SUBKINDS), "sub-kinds; a kind none of whose are named is not restricted"
    ),
    Parameter("controllers", "controllers", *_words(CONTROLLERS), "whose areas are tinted"),
    Parameter("confidence", "confidence", *_words(CONFIDENCES), "confidence of strikes and displacement rows"),
    Parameter("layers", "layers", *_words(LAYERS), "layers drawn"),
    Parameter("counter", "counter", _text, str, "who counted the flows drawn; blank for the default"),
    Parameter("compare", "compare", _covered_day, date.isoformat, "day the front line is compared with, YYYY-MM-DD"),
    Parameter("mode", "mode", _one_of(MODES), str, "how it is compared: `gains` or `swipe`"),
    Parameter("place", "place", _text, str, "settlement to open"),
    Parameter("lat", "lat", _within(30, 42), lambda v: f"{v:.5f}".rstrip("0"), "centre of the map, degrees north"),
    Parameter("lon", "lon", _within(30, 45), lambda v: f"{v:.5f}".rstrip("0"), "centre of the map, degrees east"),
    Parameter("zoom", "zoom", _within(5, 16), lambda v: f"{v:g}", "zoom level of the map"),
    Parameter("lang", "lang", _one_of(LANGUAGES), str, "language of words, dates and numbers"),
)


@dataclass
class _Reading:
    known: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def parse(params: Mapping[str, str]) -> tuple[Query, tuple[str, ...]]:
    """The query that an address asks for.

    Args:
        params: Address parameters as text. Names that are not declared are left alone.

    Returns:
        The query, and a sentence for each value that was ignored or moved. Never raises.
    """
    reading = _Reading()
    for parameter in PARAMETERS:
        text = params.get(parameter.name, "")
        if text == "":
            continue
        try:
            reading.known[parameter.attribute] = parameter.read(text)
        except (ValueError, OverflowError) as error:
            reading.notes.append(
                _("The address asks for {name}={value}, which cannot be used ({why}); it was ignored.").format(
                    name=parameter.name, value=repr(text[:40]), why=str(error)[:120]
                )
            )
    query = replace(Query(), **reading.known)
    return _in_order(query, reading.notes)


def _in_order(query: Query, notes: list[str]) -> tuple[Query, tuple[str, ...]]:
    """``query`` with its range inside the days covered and its ends in order; what was moved is added to ``notes``."""
    start, end = query.start, query.end
    if start > end:
        start, end = end, start
        notes.append(_("The first day lay after the last; the two were swapped."))
    inside = min(max(start, FIRST_DAY), LAST_DAY), min(max(end, FIRST_DAY), LAST_DAY)
    if inside != (start, end):
        notes.append(
            _("The map covers {first} to {last}; the range was cut to that.").format(
                first=day(FIRST_DAY), last=day(LAST_DAY)
            )
        )
    if (query.lat is None) != (query.lon is None):
        notes.append(_("The address gives half a point (lat and lon belong together); it was ignored."))
        query = replace(query, lat=None, lon=None)
    return replace(query, start=inside[0], end=inside[1]), tuple(notes)


def in_range(frame: pd.DataFrame, start: date, end: date) -> pd.Series:
    """Which rows' dates overlap ``start`` to ``end``, both included; a boolean series on ``frame``'s index."""
    return (frame["date_start"] <= pd.Timestamp(end)) & (frame["date_end"] >= pd.Timestamp(start))


def passes_filters(frame: pd.DataFrame, query: Query) -> pd.Series:
    """Which rows pass the filters of ``query`` that are not time; a boolean series on ``frame``'s index.

    A kind none of whose sub-kinds is named is not restricted by ``subkinds``. ``confidence`` leaves control and
    milestones alone: a front line computed from half of its reports would be another line, not a surer one.
    """
    keep = np.ones(len(frame), dtype=bool)
    if query.kinds != frozenset(KINDS):
        keep &= frame["kind"].isin(query.kinds).to_numpy()
    if query.subkinds:
        restricted = [kind for kind, subs in SUBKINDS.items() if query.subkinds & frozenset(subs)]
        keep &= (~frame["kind"].isin(restricted) | frame["subkind"].isin(query.subkinds)).to_numpy()
    if query.confidence != frozenset(CONFIDENCES):
        graded = frame["kind"].isin(["strike", "displacement"])
        keep &= (~graded | frame["confidence"].isin(query.confidence)).to_numpy()
    return pd.Series(keep, index=frame.index)


def select(frame: pd.DataFrame, query: Query) -> pd.DataFrame:
    """The rows of an event frame that overlap the range of ``query`` and pass its filters."""
    return frame.loc[in_range(frame, query.start, query.end) & passes_filters(frame, query)]
