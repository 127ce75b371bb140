"""A count of people displaced that has days of its own, beside a figure that is of other days or a wide range."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.analysis import displacement
from lib.events.table import EventTable
from lib.events.table_cache import TableCache

_COUNTS: TableCache[pd.DataFrame] = TableCache(8)


@dataclass(frozen=True)
class OfficialCount:
    """A count of people displaced on days of its own: persons, first and last day, who counted.

    ``origin`` is the part of the area that they left; "" for the whole.
    """

    low: int | None
    high: int | None
    since: date
    until: date
    counter: str
    origin: str


def official_count(events: EventTable, start: date, end: date) -> OfficialCount | None:
    """Return the last count of people displaced by the counter of the totals whose own days lie inside a range.

    It covers half of the range at least: a count of few days says little of many. Of several that end on one day the
    longest stands, then that of the whole area. None where there is no such count.
    """
    counter = displacement.total_counter(events)
    rows = _COUNTS.get_or_compute(events, counter, lambda: _official(events, counter))
    inside = rows.loc[(rows["date_start"] >= pd.Timestamp(start)) & (rows["date_end"] <= pd.Timestamp(end))]
    inside = inside.loc[inside["days"] * 2 >= (end - start).days + 1]
    if inside.empty:
        return None
    row = inside.iloc[-1]
    part = "" if row["whole"] else str(row["origin_place"])
    return OfficialCount(*displacement.ends(row), row["date_start"].date(), row["date_end"].date(), counter, part)


def _official(events: EventTable, counter: str) -> pd.DataFrame:
    """Return a counter's numbered movements and totals, with days and whole (of the whole area); the later stands."""
    rows = events.displacement
    rows = rows.loc[
        rows["is_primary"]
        & rows["subkind"].isin(["flow", "cumulative"])
        & (rows["counter"] == counter)
        & (rows["metric"] == "displaced")
        & displacement.has_number(rows)
        & (counter != "")
    ]
    rows = rows.assign(
        days=(rows["date_end"] - rows["date_start"]).dt.days + 1,
        whole=rows["origin_place"].isin(displacement.WHOLE_NAMES),
    )
    return rows.sort_values(["date_end", "days", "whole"], kind="stable")
