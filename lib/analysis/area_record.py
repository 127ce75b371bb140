"""What an area of the reader's own holds: its strikes by day, its ground by week, and its places."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from lib.analysis import control, daily, inside_area
from lib.analysis.strikes import circles
from lib.events import own_area
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.events.table import EventTable

WEEK: Final = timedelta(days=7)
PLACE_COLUMNS: Final = ("place", "strikes", "controller", "since", "previous_controller")


def strikes_by_day(events: EventTable, query: Query) -> pd.DataFrame:
    """Count the strikes of a view by the first day they are reported for, on every day of the map.

    Returns:
        date (timestamp), strikes (count) and in_range.
    """
    begun, _ended = daily.view(events, query).strikes.by_day()
    days = pd.date_range(FIRST_DAY, LAST_DAY)
    inside = (days >= pd.Timestamp(query.start)) & (days <= pd.Timestamp(query.end))
    return pd.DataFrame({"date": days, "strikes": begun[:, 0], "in_range": inside})


def weeks() -> list[date]:
    """Return the last day of every week of the map, the day before it first and its last day last."""
    length = (LAST_DAY - FIRST_DAY).days + 1
    ends = [FIRST_DAY - timedelta(days=1) + WEEK * n for n in range(length // WEEK.days + 1)]
    return ends if ends[-1] == LAST_DAY else [*ends, LAST_DAY]


def ground_by_week(events: EventTable, query: Query) -> pd.DataFrame:
    """Measure the ground of each side in the area of a view at the end of every week, as a range.

    Returns:
        Columns as of :func:`lib.analysis.inside_area.area_over_time`; none before the first report of control.
    """
    known = control.control_dates(events)
    days = [day for day in weeks() if known and day >= known[0]]
    return inside_area.area_over_time(events, days, query.within_area)


def places_inside(events: EventTable, query: Query) -> pd.DataFrame:
    """List the places of a view's area of which a report tells: struck in the range, or held by somebody at its end.

    Returns:
        :data:`PLACE_COLUMNS`: place, strikes (in the range), controller at the end and since (timestamp), blank where
        no report says, and previous_controller where the place changed hands in the range, else blank; those with most
        strikes first, then by name.
    """
    struck = circles(events, query)
    held = control.control_on(events, query.end)
    held = held.loc[held.geometry.notna().to_numpy()] if query.has_kind("control") else held.iloc[:0]
    inside = own_area.area_of(query.within_area).holds(held.geometry.x.to_numpy(), held.geometry.y.to_numpy())
    held = held.loc[inside]
    changed = inside_area.net_changes(events, query)
    held = held.assign(
        previous_controller=held["event_id"].map(changed.set_index("event_id")["previous_controller"]).fillna("")
    )
    both = pd.concat([_at(struck, ["strikes"]), _at(held, ["controller", "since", "previous_controller"])])
    # A place of two reports is told once: by its name and, roughly, its point.
    joined = both.groupby(["place", "near"], sort=False, as_index=False).agg(
        strikes=("strikes", "sum"),
        controller=("controller", "last"),
        since=("since", "last"),
        previous_controller=("previous_controller", "last"),
    )
    joined = joined.assign(
        strikes=joined["strikes"].astype(np.int64),
        controller=joined["controller"].fillna(""),
        previous_controller=joined["previous_controller"].fillna(""),
    )
    return joined.sort_values(["strikes", "place"], ascending=[False, True], ignore_index=True)[list(PLACE_COLUMNS)]


def _at(rows: gpd.GeoDataFrame, columns: list[str]) -> pd.DataFrame:
    """Return some columns of places with their name and, to a tenth of a degree, their point."""
    x, y = rows.geometry.x.round(1), rows.geometry.y.round(1)
    near = pd.Series(list(zip(x, y, strict=True)), index=rows.index, dtype=object)
    return pd.DataFrame(rows[["place", *columns]]).assign(near=near)
