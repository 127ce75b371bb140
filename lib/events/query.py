"""The filter of a view: its form in the address, and the rows it selects.

The address parameters stand in one declared table, :data:`lib.events.parameters.PARAMETERS`. A value that cannot be
read is ignored, and a sentence says so; it never stops the page.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.config import layers
from lib.config.language import LANGUAGES, accepted
from lib.events import address, publishing
from lib.events.choices import (
    CASUALTIES,
    DAYS_BY,
    DEFAULT_LAYERS,
    FIRST_DAY,
    FLOWS,
    LAST_DAY,
    LAYERS,
    NEAR,
    NOT_KNOWN,
    OPENS_FROM,
    OPENS_TO,
    REPORTS,
    SORTS,
    SYMBOLS,
)
from lib.events.parameters import PARAMETERS, RANGE, ROW_FILTERS
from lib.events.publishing.view import fitted
from lib.events.schema import CONFIDENCES, KINDS, SUBKINDS
from lib.text import _, day

__all__ = [
    "DEFAULT_LAYERS", "FIRST_DAY", "LAST_DAY", "LAYERS", "NEAR", "OPENS_FROM", "OPENS_TO", "PARAMETERS", "ROW_FILTERS",
    "SYMBOLS", "Query", "in_range", "parse", "passes_grades",
]  # fmt: skip


@dataclass(frozen=True)
class Query:
    """What a view shows: a range of days, filters, layers, and where the map looks.

    ``start`` and ``end`` are days, both included. ``kinds``, ``confidence``, ``date_basis`` and ``layers`` hold what is
    shown;
    ``subkinds`` and ``controllers`` restrict only when they are not empty. ``attribution``, ``actor``, ``targets``,
    ``casualties``, ``where`` and ``near`` restrict strikes alone (:mod:`lib.events.strike_filter`), and only when they
    are set; ``reports`` says whose word counts for the first four. ``area`` and ``flow`` restrict displacement alone
    (:mod:`lib.events.flow_filter`). ``within_area`` restricts all three to the ground of an area
    (:mod:`lib.events.own_area`). ``compare`` is the day the front line is compared with, None for the day before
    the range. ``b_start`` and ``b_end`` are the period that the range is set beside on the page Compare
    (:func:`lib.analysis.side_by_side.periods`), None where the address leaves it open. ``within`` is kilometres;
    ``lat`` and ``lon`` are WGS 84 degrees, ``zoom`` is a Leaflet zoom level. ``search``, ``event`` and ``sort`` concern
    the page of reports alone: they change no figure and no map. ``marks`` is what the author wrote on the map
    (:mod:`lib.events.own_marks`), which counts for nothing. ``safe`` is whether data coarsened for publication are
    shown (:mod:`lib.events.publishing`), by default where this request gives out no others. ``view`` is one of
    :data:`lib.events.choices.VIEWS`.
    """

    start: date = OPENS_FROM
    end: date = OPENS_TO
    kinds: frozenset[str] = frozenset(KINDS)
    subkinds: frozenset[str] = frozenset()
    controllers: frozenset[str] = frozenset()
    confidence: frozenset[str] = frozenset(CONFIDENCES)
    date_basis: frozenset[str] = frozenset(DAYS_BY)
    attribution: frozenset[str] = frozenset()
    actor: str = ""
    targets: frozenset[str] = frozenset()
    casualties: str = CASUALTIES[0]
    reports: str = REPORTS[0]
    where: str = ""
    symbols: str = SYMBOLS[0]
    near: str = NEAR[0]
    within: float = 5.0
    layers: frozenset[str] = DEFAULT_LAYERS
    counter: str = ""
    area: str = ""
    flow: str = FLOWS[0]
    within_area: str = ""
    compare: date | None = None
    mode: str = "gains"
    b_start: date | None = None
    b_end: date | None = None
    place: str = ""
    search: str = ""
    event: str = ""
    sort: str = SORTS[0]
    marks: str = ""
    lat: float | None = None
    lon: float | None = None
    zoom: float | None = None
    safe: bool = field(default_factory=publishing.is_on)
    view: str = "page"
    lang: str = "en"

    def params(self) -> dict[str, str]:
        """Return the address parameters that restore this query.

        Both ends of the range always stand in it: the same link shows the same days next week, whatever the default
        has become. All others are left out at their default; English is named to a reader whose browser asks for
        another language, who would be answered in that one else.
        """
        default = Query(lang=LANGUAGES[0] if accepted.get() == LANGUAGES[0] else "")
        return {
            p.name: p.write(getattr(self, p.attribute))
            for p in PARAMETERS
            if p.name in RANGE or getattr(self, p.attribute) != getattr(default, p.attribute)
        } | ({publishing.NAME: publishing.YES} if self.safe and not publishing.is_forced() else {})

    def row_params(self) -> dict[str, str]:
        """Return the address parameters that filter rows and are not time: what map data need besides the range."""
        return {name: value for name, value in self.params().items() if name in ROW_FILTERS}

    def rows_alone(self) -> Query:
        """Return the query with its filters of rows that are not time, and all else at its default."""
        return Query(**{p.attribute: getattr(self, p.attribute) for p in PARAMETERS if p.name in ROW_FILTERS})

    def has_kind(self, kind: str) -> bool:
        """Return whether rows of ``kind`` are asked for."""
        return kind in self.kinds

    def visible_layers(self) -> frozenset[str]:
        """Return the layers that are on and whose kind of row is asked for; without the online background."""
        kinds = {facts.id: facts.kind for facts in layers.LAYERS}
        shown = (layer for layer in self.layers if not kinds[layer] or self.has_kind(kinds[layer]))
        return frozenset(shown) - {layers.ONLINE}


@dataclass
class _Reading:
    known: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def parse(
    params: Mapping[str, str], also: frozenset[str] = frozenset(), *, fitting: bool = False
) -> tuple[Query, tuple[str, ...]]:
    """Read the query that an address asks for.

    Args:
        params: Address parameters as text; ``&amp;`` before a name is read as ``&``.
        also: Names of parameters that are read elsewhere.
        fitting: Whether what coarsened data cannot be asked is left out unsaid, of a view that others wrote.

    Returns:
        The query, and a sentence for each value or name that was ignored and each end that was moved. Never raises.
    """
    twice = address.repeated(params)
    params = address.unescaped_names(params)
    reading = _Reading()
    for parameter in PARAMETERS:
        text = params.get(parameter.name, "")
        if text == "":
            continue
        try:
            reading.known[parameter.attribute] = parameter.read(text)
        except (ValueError, OverflowError) as error:
            reading.notes.append(
                _("The address asks for {name} = \u201c{value}\u201d, which cannot be used: {why}.").format(
                    name=parameter.name, value=address.shown(text), why=str(error)[:300]
                )
            )
    reading.notes += [_unknown(name) for name in params if not _is_known(name, also)]
    more_than_one = _("The address gives \u201c{name}\u201d more than once, with different values.")
    reading.notes += [more_than_one.format(name=address.shown(name)) for name in twice]
    query = replace(Query(), **reading.known)
    if "end" in reading.known and "start" not in reading.known:
        query = replace(query, start=max(FIRST_DAY, query.end - (OPENS_TO - OPENS_FROM)))
    # Of two values that contradict each other the one that opens less holds.
    query, left_out = fitted(replace(query, safe=query.safe or publishing.is_on()))
    return _in_order(query, [*reading.notes, *(() if fitting else left_out)])


def _is_known(name: str, also: frozenset[str]) -> bool:
    return name in also or address.is_tracking(name) or any(name == parameter.name for parameter in PARAMETERS)


def _unknown(name: str) -> str:
    """Say that a parameter has no meaning here, with the name that may have been meant."""
    meant = difflib.get_close_matches(name, [parameter.name for parameter in PARAMETERS], n=1, cutoff=0.7)
    if meant:
        words = _(
            "The address asks for \u201c{name}\u201d, which means nothing here; did you mean \u201c{meant}\u201d?"
        )
        return words.format(name=address.shown(name), meant=meant[0])
    return _("The address asks for \u201c{name}\u201d, which means nothing here.").format(name=address.shown(name))


def _in_order(query: Query, notes: list[str]) -> tuple[Query, tuple[str, ...]]:
    """Bring the range of ``query`` inside the days covered and its ends into order; add what was moved to ``notes``."""
    start, end = query.start, query.end
    if start > end:
        start, end = end, start
        notes.append(_("The first day lay after the last; the two were swapped."))
    inside = _covered(start), _covered(end)
    if inside != (start, end):
        notes.append(
            _("The map covers {first} to {last}; the range was cut to that.").format(
                first=day(FIRST_DAY), last=day(LAST_DAY)
            )
        )
    if (query.lat is None) != (query.lon is None):
        notes.append(_("The address gives half a point (lat and lon belong together); it was ignored."))
        query = replace(query, lat=None, lon=None)
    query = _second_in_order(replace(query, start=inside[0], end=inside[1]), notes)
    return query, tuple(notes)


def _second_in_order(query: Query, notes: list[str]) -> Query:
    """Do the same with the period that the range is set beside, of which either end may be left open."""
    start, end = query.b_start, query.b_end
    if start and end and start > end:
        start, end = end, start
        notes.append(_("The first day of period B lay after its last; the two were swapped."))
    inside = start and _covered(start), end and _covered(end)
    if inside != (start, end):
        words = _("The map covers {first} to {last}; period B was cut to that.")
        notes.append(words.format(first=day(FIRST_DAY), last=day(LAST_DAY)))
    return replace(query, b_start=inside[0], b_end=inside[1])


def _covered(asked: date) -> date:
    """Return the day of those that the map covers which is nearest to one."""
    return min(max(asked, FIRST_DAY), LAST_DAY)


def in_range(frame: pd.DataFrame, start: date, end: date) -> pd.Series:
    """Return which rows' dates overlap ``start`` to ``end``, both included; a boolean series on ``frame``'s index."""
    return (frame["date_start"] <= pd.Timestamp(end)) & (frame["date_end"] >= pd.Timestamp(start))


def passes_grades(frame: pd.DataFrame, query: Query) -> npt.NDArray[np.bool_]:
    """Return which rows pass the filters by kind, sub-kind, confidence and basis of the day, one value per row.

    A kind none of whose sub-kinds is named is not restricted by ``subkinds``. The last two leave control and
    milestones alone: a front line computed from half of its reports would be another line, not a surer one.
    """
    keep = np.ones(len(frame), dtype=bool)
    if query.kinds != frozenset(KINDS):
        keep &= frame["kind"].isin(query.kinds).to_numpy()
    if query.subkinds:
        restricted = [kind for kind, subs in SUBKINDS.items() if query.subkinds & frozenset(subs)]
        keep &= (~frame["kind"].isin(restricted) | frame["subkind"].isin(query.subkinds)).to_numpy()
    graded = frame["kind"].isin(["strike", "displacement"])
    if query.confidence != frozenset(CONFIDENCES):
        keep &= (~graded | frame["confidence"].isin(query.confidence)).to_numpy()
    if query.date_basis != frozenset(DAYS_BY):
        keep &= (~graded | frame["date_basis"].replace("", NOT_KNOWN).isin(query.date_basis)).to_numpy()
    return keep
