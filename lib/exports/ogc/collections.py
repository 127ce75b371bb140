"""The collections of the service, one declared table: what a row is, what narrows it, and how its rows are found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from lib import layers
from lib.analysis import listing
from lib.config.language import LANGUAGES
from lib.events.own_area import area_of
from lib.events.parameter import ROW_FILTERS
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.events.schema import COLUMNS, FIRST_YEAR, LAST_YEAR, Holds
from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.exports.geodata.about import rules
from lib.exports.ogc import kept
from lib.exports.ogc.found import Found
from lib.layers.data import VALID, Column
from lib.text import _
from lib.text.vocabulary import reports_of

EVER: Final = (date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
"""The days that a table may have: no row of it lies outside."""
_HOLDS: Final = {Holds.DATE: "date", Holds.FIGURE: "integer", Holds.DEGREE: "number", Holds.FLAG: "flag"}
OF_STRIKES: Final = tuple(name for name in ROW_FILTERS if name not in {"kinds", "area", "flow"})
OF_FLOWS: Final = ("subkinds", "confidence", "date_basis", "area", "flow", "within_area", "counter")
LISTED: Final = ("place", "q")
"""Parameters of the list of reports that pick rows."""


@dataclass(frozen=True)
class Collection:
    """A collection of the service.

    Attributes:
        name: Its name in an address.
        title: What it holds, in the reader's language.
        description: How its rows are to be read, in the reader's language.
        geometry: The shape of its rows.
        columns: Its columns, in order.
        find: Gives all its rows, of every day, that a query's filters leave.
        filters: Names of the parameters of a page that narrow it.
        dated: Whether its rows have days.
        files: Name of the files under ``/export`` that hold the same; "" where there are none.
        lines: Whether its rows rest on the front line of every control date.
    """

    name: str
    title: Callable[[], str]
    description: Callable[[], str]
    geometry: str
    columns: Callable[[], tuple[Column, ...]]
    find: Callable[[EventTable, Query], Found]
    filters: tuple[str, ...]
    dated: bool = True
    files: str = ""
    lines: bool = False


_FOUND: TableCache[Found] = TableCache(8)
"""Rows of layers on every date, up to some megabytes each: pages of the same answer are asked for one after another."""


def _unique(names: pd.Series) -> list[str]:
    """Tell rows of the same name apart by a number after it."""
    again = names.groupby(names).cumcount()
    return [f"{name}.{n + 1}" if n else str(name) for name, n in zip(names, again, strict=True)]


def _layer(name: str, id_of: Callable[[gpd.GeoDataFrame], pd.Series], events: EventTable, query: Query) -> Found:
    """Find the rows of a layer on every date that the query's filters leave."""
    data = layers.data()[name]
    by_point = data.geometry == "Point"
    # Points are picked by where they lie; lines and areas are computed of all reports and then cut.
    cut = "" if by_point else query.within_area
    view = _ever(query) if data.kind == "displacement" else Query(start=FIRST_DAY, end=LAST_DAY, within_area=cut)

    def made() -> Found:
        def rows_of_layer() -> gpd.GeoDataFrame:
            return data.rows(events, view, "all").reset_index(drop=True)

        on_disk = data.kind == "control" and not cut
        rows = kept.rows(events, name, rows_of_layer) if on_disk else rows_of_layer()
        days = VALID if {column.name for column in data.columns()} >= set(VALID) else None
        return Found.of(rows, _unique(id_of(rows)), days)

    found = _FOUND.get_or_compute(events, (name, tuple(sorted(view.params().items()))), made)
    keep = np.ones(len(found), dtype=bool)
    if query.controllers and "controller" in found.frame:
        keep &= found.frame["controller"].isin(query.controllers).to_numpy()
    if query.within_area and by_point:
        keep &= area_of(query.within_area).holds(*found.bounds[:, :2].T)
    return found if keep.all() else found.taken(np.flatnonzero(keep))


def _ever(query: Query) -> Query:
    """Return what narrows the rows of a query, on whatever day."""
    return replace(query, start=EVER[0], end=EVER[1], lang=LANGUAGES[0])


def _reports(kind: str, events: EventTable, query: Query) -> Found:
    """Find the reports that the query's filters leave: all of them, or those of one kind that are counted."""
    view = _ever(query)
    at = listing.listing(events, replace(view, kinds=frozenset({kind})) if kind else view).positions
    if kind:
        at = at[events.frame["is_primary"].to_numpy(dtype=bool)[at]]
    return Found.of_reports(events.frame, at)


def event_columns() -> tuple[Column, ...]:
    """Return the columns of reports: those of the event table."""
    return tuple(Column(each.name, _HOLDS.get(each.holds, "text"), each.meaning) for each in COLUMNS)  # type: ignore[arg-type]


def _counted_strikes() -> str:
    return " ".join([
        _("Counted strikes alone: of all reports of a strike the primary one."),
        _("A filter on what sources say passes where any report of the strike says so."),
        _("Points are settlement centres, not places of impact; rows without a point are there without a shape."),
        _("A blank figure means that the source does not say; it is never 0."),
    ])  # fmt: skip


def _all_reports() -> str:
    return " ".join([
        _("One row is one report of one thing at one place."),
        _("Reports of one thing share a group_id; count only the rows whose is_primary is true."),
        _("A blank figure means that the source does not say; it is never 0."),
        _("Running totals (cumulative) are never added up, and figures of different counters are never mixed."),
    ])  # fmt: skip


def _of_control(name: str, id_of: Callable[[gpd.GeoDataFrame], pd.Series], *more: str) -> Collection:
    data = layers.addressed()[name]
    find = partial(_layer, name, id_of)
    filters = (*more, "within_area")
    return Collection(
        name, data.title, partial(rules, "control"), data.geometry, data.columns, find, filters, files=name, lines=True
    )


def _by_day(column: str) -> Callable[[gpd.GeoDataFrame], pd.Series]:
    """Name rows by their day and another of their columns."""
    return lambda rows: rows["date"].astype(str) + "." + rows[column].astype(str)


def _places() -> Collection:
    data = layers.data()["settlements"]
    words = lambda: _("Who held each settlement that is reported on, a row for as long as one report tells it.")  # noqa: E731
    return Collection(
        "places", data.title, words, "Point", data.columns,
        partial(_layer, "settlements", lambda rows: rows["event_id"]), ("controllers", "within_area"), lines=True,
    )  # fmt: skip


def _camps() -> Collection:
    data = layers.data()["camps"]
    words = lambda: _("Camp clusters and reception centres, none located finer than its settlement; they have no days.")  # noqa: E731
    return Collection(
        "camps", data.title, words, "Point", data.columns,
        partial(_layer, "camps", lambda rows: rows["name"]), ("within_area",), dated=False,
    )  # fmt: skip


def _flows() -> Collection:
    data = layers.addressed()["flows"]
    find = partial(_layer, "flows", lambda rows: rows["event_ids"])
    return Collection(
        "flows", data.title, partial(rules, "displacement"), data.geometry, data.columns, find, OF_FLOWS, files="flows"
    )


COLLECTIONS: Final = {
    each.name: each
    for each in (
        _of_control("areas", _by_day("controller"), "controllers"),
        _of_control("front", _by_day("piece")),
        _of_control("band", _by_day("piece")),
        _flows(),
        Collection(
            "strikes", lambda: reports_of("strike", by_itself=True), _counted_strikes, "Point", event_columns,
            partial(_reports, "strike"), (*OF_STRIKES, *LISTED),
        ),
        Collection(
            "reports", lambda: _("All reports"), _all_reports, "Point", event_columns, partial(_reports, ""),
            (*ROW_FILTERS, *LISTED), files="events",
        ),
        Collection(
            "milestones", lambda: reports_of("milestone", by_itself=True),
            lambda: _("Agreements, meetings and other turns of the crisis, by their days."), "Point", event_columns,
            partial(_reports, "milestone"), ("subkinds", "q"),
        ),
        _places(),
        _camps(),
    )
}  # fmt: skip
"""Every collection by its name, in the order in which a reader is offered them."""


def of_lines() -> tuple[str, ...]:
    """Return the names of the collections that rest on the front line of every control date: they take long to make."""
    return tuple(name for name, one in COLLECTIONS.items() if one.lines)


def make_ready(events: EventTable, name: str) -> None:
    """Make the rows of a collection, once for every process that is asked for them."""
    COLLECTIONS[name].find(events, Query())
