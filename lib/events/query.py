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
import numpy.typing as npt
import pandas as pd

from lib.events import flow_filter, strike_filter
from lib.events.address import line, one_of, within, words
from lib.events.flow_filter import FLOWS
from lib.events.schema import ATTRIBUTIONS, CONFIDENCES, CONTROLLERS, KINDS, SUBKINDS
from lib.events.strike_filter import CASUALTIES, TARGETS
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
    "modelled", *OVERLAYS, "online",
)  # fmt: skip
"""What can be drawn. All but the modelled flows, the overlays and the online background are on unless the address says
otherwise."""
DEFAULT_LAYERS = frozenset(LAYERS) - {"online", "modelled", *OVERLAYS}

VIEWS = ("page", "present")
"""How much of a page is shown: all of it, or the map alone with its title, dates, legend and sources."""

MODES = ("gains", "swipe")
"""How two dates are compared: what changed hands hatched, or one date beside the other under a divider."""

SYMBOLS = ("circles", "clusters", "density")
"""How strikes are drawn: a circle a place, circles merged where they would overlap, or how many on how much land."""

NEAR = ("camps", "crossings", "border", "front")
"""What the distance of strikes is measured to."""

ROW_FILTERS = (
    "kinds", "subkinds", "confidence", "attribution", "actor", "targets", "casualties", "where", "area", "flow",
)  # fmt: skip
"""The parameters that pick rows and are not time: what counts and map data depend on besides the range."""


@dataclass(frozen=True)
class Query:
    """What a view shows: a range of days, filters, layers, and where the map looks.

    ``start`` and ``end`` are days, both included. ``kinds``, ``confidence`` and ``layers`` hold what is shown;
    ``subkinds`` and ``controllers`` restrict only when they are not empty. ``attribution``, ``actor``, ``targets``,
    ``casualties`` and ``where`` restrict strikes alone (:mod:`lib.events.strike_filter`), and only when they are set;
    ``area`` and ``flow`` restrict displacement alone (:mod:`lib.events.flow_filter`).
    ``compare`` is the day the front line is compared with, None for the eve of the range. ``within`` is kilometres;
    ``lat`` and ``lon`` are WGS 84 degrees, ``zoom`` is a Leaflet zoom level. ``search`` and ``event`` concern the page
    of reports alone: they change no figure and no map. ``view`` is one of :data:`VIEWS`.
    """

    start: date = FIRST_DAY
    end: date = CEASEFIRE_AGREED
    kinds: frozenset[str] = frozenset(KINDS)
    subkinds: frozenset[str] = frozenset()
    controllers: frozenset[str] = frozenset()
    confidence: frozenset[str] = frozenset(CONFIDENCES)
    attribution: frozenset[str] = frozenset()
    actor: str = ""
    targets: frozenset[str] = frozenset()
    casualties: str = CASUALTIES[0]
    where: str = ""
    symbols: str = SYMBOLS[0]
    near: str = NEAR[0]
    within: float = 5.0
    layers: frozenset[str] = DEFAULT_LAYERS
    counter: str = ""
    area: str = ""
    flow: str = FLOWS[0]
    compare: date | None = None
    mode: str = "gains"
    place: str = ""
    search: str = ""
    event: str = ""
    lat: float | None = None
    lon: float | None = None
    zoom: float | None = None
    view: str = "page"
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
        return {name: value for name, value in self.params().items() if name in ROW_FILTERS}

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


def _covered_day(text: str) -> date:
    asked = date.fromisoformat(text)
    if not FIRST_DAY <= asked <= LAST_DAY:
        raise ValueError(_("outside {low} to {high}").format(low=FIRST_DAY, high=LAST_DAY))
    return asked


PARAMETERS: tuple[Parameter, ...] = (
    Parameter("from", "start", date.fromisoformat, date.isoformat, "first day of the range, YYYY-MM-DD"),
    Parameter("to", "end", date.fromisoformat, date.isoformat, "last day of the range, YYYY-MM-DD"),
    Parameter("kinds", "kinds", *words(KINDS), "kinds of event shown"),
    Parameter(
        "subkinds", "subkinds", *words(ALL_SUBKINDS), "sub-kinds; a kind none of whose are named is not restricted"
    ),
    Parameter("controllers", "controllers", *words(CONTROLLERS), "whose areas are tinted"),
    Parameter("confidence", "confidence", *words(CONFIDENCES), "confidence of strikes and displacement rows"),
    Parameter("attribution", "attribution", *words(ATTRIBUTIONS), "strikes whose attribution the source gives so"),
    Parameter("actor", "actor", line, str, "strikes whose actor, in the source's words, holds this text"),
    Parameter("targets", "targets", *words(TARGETS), "strikes on these targets; `not_stated` where none is named"),
    Parameter("casualties", "casualties", one_of(CASUALTIES), str, "strikes: `any`, with a `figure`, with `killed`"),
    Parameter("where", "where", line, str, "strikes at places or in districts whose name holds this text"),
    Parameter("symbols", "symbols", one_of(SYMBOLS), str, "how strikes are drawn: `circles`, `clusters`, `density`"),
    Parameter("near", "near", one_of(NEAR), str, "what strikes are near: `camps`, `crossings`, `border`, `front`"),
    Parameter("within", "within", within(0.5, 100), lambda v: f"{v:g}", "how near, km"),
    Parameter("layers", "layers", *words(LAYERS), "layers drawn"),
    Parameter("counter", "counter", line, str, "who counted the flows drawn; blank for the default"),
    Parameter("area", "area", line, str, "area whose displacement rows are shown: a P-code or a name"),
    Parameter("flow", "flow", one_of(FLOWS), str, "which of them: `any`, `in`, `out`, `between` its places"),
    Parameter("compare", "compare", _covered_day, date.isoformat, "day the front line is compared with, YYYY-MM-DD"),
    Parameter("mode", "mode", one_of(MODES), str, "how it is compared: `gains` or `swipe`"),
    Parameter("place", "place", line, str, "settlement to open; the page of reports lists its reports alone"),
    Parameter("q", "search", line, str, "words searched for on the page of reports and in its downloads"),
    Parameter("id", "event", line, str, "report to open on the page of reports"),
    Parameter("lat", "lat", within(30, 42), lambda v: f"{v:.5f}".rstrip("0"), "centre of the map, degrees north"),
    Parameter("lon", "lon", within(30, 45), lambda v: f"{v:.5f}".rstrip("0"), "centre of the map, degrees east"),
    Parameter("zoom", "zoom", within(5, 16), lambda v: f"{v:g}", "zoom level of the map"),
    Parameter("view", "view", one_of(VIEWS), str, "`present`: the map alone, for a projector; `page`: all of the page"),
    Parameter("lang", "lang", one_of(LANGUAGES), str, "language of words, dates and numbers"),
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
    milestones alone: a front line computed from half of its reports would be another line, not a surer one. What
    :mod:`lib.events.strike_filter` restricts, it restricts of strikes alone, and
    :mod:`lib.events.flow_filter` of displacement.
    """
    keep = passes_grades(frame, query)
    if strike_filter.narrows(query):
        strikes = np.flatnonzero(keep & (frame["kind"] == "strike").to_numpy())
        keep[strikes] = strike_filter.passes(frame.iloc[strikes], query)
    if flow_filter.narrows(query):
        moves = np.flatnonzero(keep & (frame["kind"] == "displacement").to_numpy())
        keep[moves] = flow_filter.passes(frame.iloc[moves], query)
    return pd.Series(keep, index=frame.index)


def passes_grades(frame: pd.DataFrame, query: Query) -> npt.NDArray[np.bool_]:
    """Which rows pass the filters by kind, sub-kind and confidence, one value a row."""
    keep = np.ones(len(frame), dtype=bool)
    if query.kinds != frozenset(KINDS):
        keep &= frame["kind"].isin(query.kinds).to_numpy()
    if query.subkinds:
        restricted = [kind for kind, subs in SUBKINDS.items() if query.subkinds & frozenset(subs)]
        keep &= (~frame["kind"].isin(restricted) | frame["subkind"].isin(query.subkinds)).to_numpy()
    if query.confidence != frozenset(CONFIDENCES):
        graded = frame["kind"].isin(["strike", "displacement"])
        keep &= (~graded | frame["confidence"].isin(query.confidence)).to_numpy()
    return keep


def select(frame: pd.DataFrame, query: Query) -> pd.DataFrame:
    """The rows of an event frame that overlap the range of ``query`` and pass its filters."""
    return frame.loc[in_range(frame, query.start, query.end) & passes_filters(frame, query)]
