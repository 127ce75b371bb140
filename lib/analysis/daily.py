"""The rows and counts of a range and filter, from the prefix sums of a table instead of its events.

A filter by kind, sub-kind, confidence and basis of the day picks sums of the table's
:class:`lib.analysis.range_index.RangeIndex`. The filters of strikes or of displacement alone look at its rows once per
filter, and then at integers (:mod:`lib.analysis.source_facets`); an area of the reader's own looks at points once
(:mod:`lib.analysis.inside_area`). :func:`passing` and :func:`selected` give the rows, by
the same masks as the sums.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.analysis import inside_area
from lib.analysis.range_index import POINT_DIGITS, View, index_of
from lib.analysis.strikes import distance as strike_distance
from lib.analysis.tally import DAYS, Bools, span_of
from lib.events import flow_filter, strike_filter
from lib.events.choices import CASUALTIES
from lib.events.query import Query, in_range, passes_grades
from lib.events.table import EventTable
from lib.events.table_cache import TableCache

FILTERS_KEPT = 32

Point = tuple[float, float]
"""Latitude and longitude, WGS 84 degrees."""

_MASKS: TableCache[Bools] = TableCache(FILTERS_KEPT)
_VIEWS: TableCache[View] = TableCache(FILTERS_KEPT)


def view(events: EventTable, query: Query) -> View:
    """Return the sums of a table under the filters of ``query`` that are not time."""
    rows = query.rows_alone()
    return _VIEWS.get_or_compute(events, rows, lambda: _view(events, rows))


def _view(events: EventTable, query: Query) -> View:
    index = index_of(events)
    if not (strike_filter.is_active(query) or flow_filter.is_active(query) or query.within_area):
        whole, cells = index.whole, passes_grades(index.cells, query)
        return View(whole.strikes.cells(cells), whole.places.cells(cells), whole.publishers.cells(cells))
    inside, keep = index.start < DAYS, mask(events, query)
    # The front line rests on every report of control, wherever the rest is looked at: all of its sources are named.
    lines = (passes_grades(index.cells, query) & (index.cells["kind"] == "control").to_numpy())[index.cell]
    return index.items.view(index.start, index.end, keep & inside, (keep | lines) & inside)


def mask(events: EventTable, query: Query) -> Bools:
    """Return which rows pass the filters of ``query`` that are not time, one value per row; not to be changed.

    A filter of strikes or of displacement leaves rows of any other kind alone.
    """
    rows = query.rows_alone()
    return _MASKS.get_or_compute(events, rows, lambda: _mask(events, rows))


def _mask(events: EventTable, query: Query) -> Bools:
    index = index_of(events)
    keep: Bools = passes_grades(index.cells, query)[index.cell]
    for passing in (
        index.facets.passing(query),
        strike_distance.passing(events, query),
        inside_area.passing(events, query),
    ):
        if passing is not None:
            keep &= passing
    return keep


def passing(events: EventTable, rows: pd.DataFrame, query: Query) -> pd.Series:
    """Return which of some rows of a table pass the filters of ``query`` that are not time.

    Args:
        events: The event table.
        rows: Rows of its frame, under their own index, with any of its columns.
        query: The filter.

    Returns:
        One value per row, on the index of ``rows``.
    """
    return pd.Series(mask(events, query)[rows.index.to_numpy()], index=rows.index)


def selected(events: EventTable, rows: pd.DataFrame, query: Query) -> pd.DataFrame:
    """Return those of some rows that overlap the range of ``query`` and pass its filters; see :func:`passing`."""
    return rows.loc[in_range(rows, query.start, query.end) & passing(events, rows, query)]


def strikes_at(events: EventTable, query: Query, place: str, point: Point | None = None) -> npt.NDArray[np.int32]:
    """Return the rows of the located primary strikes at a place, in the range and filter of a query.

    Args:
        events: The event table.
        query: Range and filter.
        place: Name of the place.
        point: Latitude and longitude, where places of the same name have to be told apart.

    Returns:
        Positions in the table.
    """
    index = index_of(events)
    known = index.places
    same = known["place"] == place
    if point is not None:
        same &= (known["lat"] == round(point[0], POINT_DIGITS)) & (known["lon"] == round(point[1], POINT_DIGITS))
    rows, begins = index.at_place
    found = [rows[begins[at] : begins[at + 1]] for at in np.flatnonzero(same.to_numpy())]
    rows = np.concatenate(found) if found else np.zeros(0, dtype=np.int32)
    first, last = span_of(query)
    return rows[mask(events, query)[rows] & (index.start[rows] <= last) & (index.end[rows] >= first)]


def second_reports(events: EventTable, query: Query) -> tuple[int, int]:
    """Return how many uncounted reports match a filter of strikes that no counted one does, and of how many strikes.

    Such a report says what is asked and overlaps the range; the counted report of the same strike does not, or does
    not in these days.
    """
    index = index_of(events)
    unasked = replace(query, attribution=frozenset(), actor="", targets=frozenset(), casualties=CASUALTIES[0])
    first, last = span_of(query)
    keep = mask(events, unasked) & index.facets.saying(query) & (index.start <= last) & (index.end >= first)
    rows = np.intersect1d(np.flatnonzero(keep), index.non_primary_rows)
    return len(rows), events.frame["group_id"].iloc[rows].nunique()


def publishers(events: EventTable, *queries: Query) -> pd.Series:
    """Return how many rows of the range and filter each publisher gave, primary or not; most first, then by name.

    Who is the publisher of a row: :mod:`lib.events.publishers`. Of several views a row counts once for each.
    """
    index = index_of(events)
    size = len(index.publishers)
    each = [view(events, query).publishers.in_range(*span_of(query), size)[:, 0] for query in queries]
    counted = np.sum(each, axis=0)
    found = np.flatnonzero(counted)
    order = found[np.argsort(-counted[found], kind="stable")]
    return pd.Series(counted[order], index=[index.publishers[item] for item in order], dtype="int64")
