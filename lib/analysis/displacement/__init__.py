"""Displacement: who moved where, and how many in a range of days.

Counting rules: one counter at a time; a cumulative total is never added up, within a range it is the later total
minus the earlier; a row with a direction and no number stays a direction.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from lib.analysis import daily, range_index
from lib.config.crisis import CRISIS
from lib.events.query import FIRST_DAY, Query, in_range
from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.text import _, enumerated

FLOW_COUNTER = CRISIS.counters.flows
"""Default counter of dated flows: its windows do not overlap, so they may be added within a range."""

NOT_STATED = "not stated"
"""Counter of the rows whose source does not say who counted."""

WHOLE_AREA = CRISIS.areas.whole[0]
"""Origin of the rows that count the whole area, not one part of it."""

WHOLE_NAMES = frozenset({"", *CRISIS.areas.whole})
"""Names of an end that mean no part of the area in particular."""

TOTAL_COUNTER = CRISIS.counters.totals
"""Default counter of totals; "" where the crisis leaves it to the table."""

TOTALS_SINCE = CRISIS.counters.since or FIRST_DAY
"""The day that the totals of the series count from."""


LOW = "low"
"""The confidence of rows that a figure has to be told of."""

PAIR = ("origin_place", "place", "origin_lat", "origin_lon", "lat", "lon")
"""What tells one movement's two ends from another's: names alone do not, and may be blank."""


@dataclass(frozen=True)
class Displaced:
    """Persons displaced in a range, by one counter's cumulative totals.

    ``low`` and ``high`` are persons; both None when no two totals cover the range, or the later one is below the
    earlier: that is two publications differing, not people returning. ``since`` and ``until`` are the first and the
    last day the figure stands for.
    """

    low: int | None
    high: int | None
    since: date | None
    until: date | None
    counter: str
    later: str = ""
    """event_id of the later total."""
    unsure: bool = False
    """Whether a total that the figure is made of is of low confidence."""


_PREPARED: TableCache[pd.DataFrame] = TableCache(64)
"""Totals by counter and drawable flows of the last tables: a page asks for them on each change of the filter."""
_COUNTERS: TableCache[list[str]] = TableCache(16)


def total_counter(events: EventTable) -> str:
    """Return whose totals are shown: the crisis' own counter, else the one with most; "" if nobody counts."""
    if TOTAL_COUNTER:
        return TOTAL_COUNTER
    rows = events.displacement
    counted = rows.loc[rows["is_primary"] & (rows["subkind"] == "cumulative") & (rows["counter"] != ""), "counter"]
    return str(counted.value_counts().index[0]) if len(counted) else ""


def totals(events: EventTable, counter: str = "") -> pd.DataFrame:
    """Return a counter's cumulative totals of persons displaced since the first day, one a date.

    Args:
        events: The event table.
        counter: Who counts; "" is :func:`total_counter`.

    Returns:
        Primary rows with a figure, sorted by date_end, of the series for the whole area (no single destination).
        When one date has two totals, the later row of the table stands.
    """
    who = counter or total_counter(events)
    return _PREPARED.get_or_compute(events, ("totals", who), lambda: _totals(events.displacement, who))


def _totals(rows: pd.DataFrame, counter: str) -> pd.DataFrame:
    series = rows.loc[
        rows["is_primary"]
        & (rows["subkind"] == "cumulative")
        & (rows["counter"] == counter)
        & (rows["metric"] == "displaced")
        & (rows["date_start"] == pd.Timestamp(TOTALS_SINCE))
        & rows["date_end"].notna()
        & (rows["origin_place"] == WHOLE_AREA)
        & (rows["place"] == "")
        & (rows["persons_low"].notna() | rows["persons_high"].notna())
    ]
    return series.sort_values("date_end", kind="stable").drop_duplicates("date_end", keep="last")


def other_totals(events: EventTable, counter: str = "") -> pd.DataFrame:
    """Return a counter's totals of persons displaced since another day, or of a part of the area: in no other series.

    Returns:
        Primary rows with a figure, sorted by date_end and then by the figure, with least (persons: the low end, or the
        high where that is all there is).
    """
    who = counter or total_counter(events)
    return _PREPARED.get_or_compute(events, ("others", who), lambda: _other_totals(events, who))


def _other_totals(events: EventTable, counter: str) -> pd.DataFrame:
    rows = events.displacement
    rows = rows.loc[
        rows["is_primary"]
        & (rows["subkind"] == "cumulative")
        & (rows["counter"] == counter)
        & (rows["metric"] == "displaced")
        & has_number(rows)
        & ~rows["event_id"].isin(totals(events, counter)["event_id"])
    ]
    rows = rows.assign(least=rows["persons_low"].fillna(rows["persons_high"]))
    return rows.sort_values(["date_end", "least"], kind="stable")


def displaced_in_range(events: EventTable, start: date, end: date, counter: str = "") -> Displaced:
    """Compute the persons displaced from ``start`` to ``end``: the later published total minus the earlier.

    The later total is the last one published for a day up to ``end``, the earlier the last for a day before
    ``start``. The days they stand for are part of the answer, since they seldom are those asked for. Where another of
    the counter's totals lies wholly inside the range, ends later and is larger than that, it stands instead, with its
    own days: so many at least were displaced in the range.
    """
    counter = counter or total_counter(events)
    found = _difference(events, start, end, counter)
    others = other_totals(events, counter)
    inside = (others["date_start"] >= pd.Timestamp(start)) & (others["date_end"] <= pd.Timestamp(end))
    if found.until is not None:
        most = found.high if found.high is not None else found.low
        inside &= (others["date_end"] > pd.Timestamp(found.until)) & (others["least"] > (most or 0))
    if not inside.any():
        return found
    total = others.loc[inside].iloc[-1]
    low, high = ends(total)
    days = total["date_start"].date(), total["date_end"].date()
    return Displaced(low, high, *days, counter, total["event_id"], unsure=total["confidence"] == LOW)


def _difference(events: EventTable, start: date, end: date, counter: str) -> Displaced:
    """Subtract the earlier total of the series from the later, with the days that stands for."""
    nothing = Displaced(None, None, None, None, counter)
    series = totals(events, counter)
    days: list[date] = series["date_end"].dt.date.tolist()
    known, before = bisect_right(days, end), bisect_left(days, start)
    if known in (0, before):
        return nothing
    told = series[["persons_low", "persons_high", "event_id", "confidence"]]
    later, until = told.iloc[known - 1], days[known - 1]
    low, high = ends(later)
    if not before:
        return Displaced(low, high, TOTALS_SINCE, until, counter, later["event_id"], unsure=later["confidence"] == LOW)
    earlier = told.iloc[before - 1]
    earlier_low, earlier_high = ends(earlier)
    least = None if low is None or earlier_high is None else low - earlier_high
    most = None if high is None or earlier_low is None else high - earlier_low
    if (most is not None and most < 0) or (most is None and (least or 0) < 0):
        return nothing
    least = None if least is None else max(least, 0)
    since, unsure = days[before - 1] + timedelta(days=1), LOW in (later["confidence"], earlier["confidence"])
    return Displaced(least, most, since, until, counter, later["event_id"], unsure=unsure)


def ends(row: pd.Series) -> tuple[int | None, int | None]:
    """Return the low and the high figure of a row, persons; None where it gives none."""
    low, high = row["persons_low"], row["persons_high"]
    return (None if pd.isna(low) else int(low)), (None if pd.isna(high) else int(high))


def drawable_flows(events: EventTable) -> pd.DataFrame:
    """Return primary rows of persons on the move, or returning, whose two ends both have a point and differ.

    Their points are rounded as places are told apart (:data:`lib.analysis.range_index.POINT_DIGITS`).
    """
    return _PREPARED.get_or_compute(events, "drawable", lambda: _drawable(events.displacement))


def _drawable(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.round(dict.fromkeys(("lat", "lon", "origin_lat", "origin_lon"), range_index.POINT_DIGITS))
    ends = rows[["lat", "lon", "origin_lat", "origin_lon"]].notna().all(axis=1)
    apart = (rows["lat"] != rows["origin_lat"]) | (rows["lon"] != rows["origin_lon"])
    return rows.loc[rows["is_primary"] & (rows["subkind"] == "flow") & (rows["metric"] != "returned") & ends & apart]


def has_number(rows: pd.DataFrame) -> pd.Series:
    """Mark the rows that give a number of persons, at either end of the range."""
    return rows["persons_low"].notna() | rows["persons_high"].notna()


def flow_counters(events: EventTable) -> list[str]:
    """List the counters that give numbered, drawable flows, the default first, the others by number of rows.

    Rows that do not say who counted are no series, so they cannot be chosen.
    """
    return _COUNTERS.get_or_compute(events, "flows", lambda: _flow_counters(drawable_flows(events)))


def _flow_counters(flows: pd.DataFrame) -> list[str]:
    counted = flows.loc[has_number(flows) & ~flows["counter"].isin(["", NOT_STATED]), "counter"].value_counts()
    others = [name for name in counted.index if name != FLOW_COUNTER]
    return [FLOW_COUNTER, *others] if FLOW_COUNTER in counted.index else others


def flow_counter(events: EventTable, query: Query) -> str:
    """Choose the one counter whose numbered flows a view shows: the one asked for, else the table's default."""
    return query.counter or next(iter(flow_counters(events)), FLOW_COUNTER)


def unknown_counter(events: EventTable, name: str) -> str:
    """Say to a reader that the address names a counter without numbered flows in this table."""
    known = flow_counters(events)
    return _("No numbered flow in this table is counted by {name!r}; there are flows by {known}.").format(
        name=name[:40], known=enumerated(known) or _("nobody")
    )


def flows(events: EventTable, query: Query) -> pd.DataFrame:
    """Return the rows behind the arrows of a view, in the columns of the event table.

    Numbered rows are those of the one counter asked for (:func:`flow_counter`). Rows that
    give a direction and no number are taken from every counter: a direction cannot be counted twice.
    """
    rows = drawable_flows(events)
    return rows.loc[_counted(events, query) & in_range(rows, query.start, query.end)]


def all_flows(events: EventTable, query: Query) -> pd.DataFrame:
    """Return the same rows for every day at once: only the filters of ``query`` that are not time apply."""
    return drawable_flows(events).loc[_counted(events, query)]


def _counted(events: EventTable, query: Query) -> pd.Series:
    rows = drawable_flows(events)
    return (~has_number(rows) | (rows["counter"] == flow_counter(events, query))) & daily.passing(events, rows, query)


def arrow_count(events: EventTable, query: Query) -> int:
    """Count how many arrows :func:`arrows` makes of the flows of a view."""
    rows = drawable_flows(events)
    shown = _counted(events, query) & in_range(rows, query.start, query.end)
    return len(rows.loc[shown, list(PAIR)].drop_duplicates())


def arrows(rows: pd.DataFrame, apart: tuple[str, ...] = ()) -> pd.DataFrame:
    """Gather flows by origin and destination, each by its name and its point: :data:`PAIR`.

    Args:
        rows: The flows.
        apart: Further columns whose values are not gathered.

    Returns:
        One row a pair, in the order of ``apart`` and the pair: the columns ``apart``, origin_place, place, their four
        coordinates and two precisions, low and high (persons summed over the numbered rows; missing for a direction
        without a number) and reports (count).
    """
    precisions = ["origin_precision", "geo_precision"]
    low = rows["persons_low"].fillna(rows["persons_high"])
    high = rows["persons_high"].fillna(rows["persons_low"])
    gathered = rows.assign(low=low, high=high).groupby([*apart, *PAIR], sort=True)
    sums = gathered[["low", "high"]].sum(min_count=1)
    firsts = gathered[precisions].first()
    return firsts.join(sums).join(gathered.size().rename("reports")).reset_index()


def days_without_windows(events: EventTable, query: Query) -> int:
    """Count days of the range without a numbered flow of the chosen counter: gaps in the sources, not quiet days."""
    rows = flows(events, query)
    rows = rows.loc[has_number(rows)]
    days = pd.Series(pd.date_range(query.start, query.end, freq="D"))
    if rows.empty:
        return len(days)
    starts, ends = rows["date_start"].to_numpy()[:, None], rows["date_end"].to_numpy()[:, None]
    covered = ((starts <= days.to_numpy()) & (days.to_numpy() <= ends)).any(axis=0)
    return int((~covered).sum())
