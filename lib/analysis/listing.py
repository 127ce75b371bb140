"""The reports of a view as a list: which rows, in which order, and one of them with all that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.analysis import daily, text_search
from lib.events.query import Query, in_range
from lib.events.table import EventTable
from lib.events.table_cache import TableCache

Positions = npt.NDArray[np.intp]

_ORDERS: TableCache[Positions] = TableCache(2)
_LISTS: TableCache[Listing] = TableCache(8)
_UNUSED = ("id", "sort", "lat", "lon", "zoom", "layers", "mode", "compare", "b_from", "b_to", "controllers")
"""Address parameters that change nothing of the list."""


@dataclass(frozen=True, eq=False)
class Listing:
    """The rows of a view by position in the event table, in order of last day, first day and name.

    ``places`` are those whose name the search was taken for.
    """

    positions: Positions
    places: tuple[str, ...] = ()

    def frame(self, events: EventTable, start: int = 0, stop: int | None = None) -> pd.DataFrame:
        """Return the rows from ``start`` up to ``stop`` of the list, with every column of the table."""
        return events.frame.iloc[self.positions[start:stop]]


def listing(events: EventTable, query: Query) -> Listing:
    """List every report, counted or not, drawn or not, that the range, the filters, the place and the search leave.

    Args:
        events: The event table.
        query: Range, filters, ``place`` (the settlement, or an end of a flow) and ``search``.
    """
    key = tuple(item for item in query.params().items() if item[0] not in _UNUSED)
    return _LISTS.get_or_compute(events, key, lambda: _listing(events, query))


def _listing(events: EventTable, query: Query) -> Listing:
    frame = events.frame
    keep = in_range(frame, query.start, query.end).to_numpy() & daily.mask(events, query)
    if query.place:
        keep = keep & ((frame["place"] == query.place) | (frame["origin_place"] == query.place)).to_numpy()
    places: tuple[str, ...] = ()
    if query.search.strip():
        found = text_search.find(events, query.search)
        keep = keep & found.rows
        places = found.places
    order = by_day(events)
    return Listing(order[keep[order]], places)


def by_day(events: EventTable) -> Positions:
    """Return all rows of the table by position, in order of last day, first day and name; not to be changed."""
    return _ORDERS.get_or_compute(events, "order", lambda: _order(events.frame))


def _order(frame: pd.DataFrame) -> Positions:
    by = ["date_end", "date_start", "event_id"]
    ordered = frame[by].reset_index(drop=True).sort_values(by)
    return ordered.index.to_numpy(dtype=np.intp)


def report(events: EventTable, event_id: str) -> pd.Series | None:
    """Return the row named ``event_id``, or None when the table has none."""
    at = np.flatnonzero((events.frame["event_id"] == event_id).to_numpy())
    return events.frame.iloc[int(at[0])] if len(at) else None


def point_of(events: EventTable, place: str) -> tuple[float, float] | None:
    """Return where ``place`` lies (latitude and longitude, WGS 84 degrees), None when no report of it has a point."""
    at = np.flatnonzero(((events.frame["place"] == place) & events.frame["lat"].notna()).to_numpy())
    if not len(at):
        return None
    row = events.frame.iloc[int(at[0])]
    return float(row["lat"]), float(row["lon"])


def reports_of_group(events: EventTable, row: pd.Series) -> pd.DataFrame:
    """Return all reports of the group of ``row``, ``row`` among them: the counted one first, then by day."""
    group: pd.DataFrame = events.frame.loc[events.frame["group_id"] == row["group_id"]]
    return group.sort_values(["is_primary", "date_start", "event_id"], ascending=[False, True, True])
