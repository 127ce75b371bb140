"""A table that an engine holds, as the analysis counts it, and views of it as the engine is asked for them.

The cube of the engine (:mod:`lib.events.store.cube`) has the form of an event table: the sums of any filter come out of
it as they come out of rows (:mod:`lib.analysis.daily`). How far a strike was from a front, and what lies inside an
outline, is found of each different spot there, and told the engine when it is asked for rows.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from lib.analysis import daily, inside_area
from lib.analysis.range_index import counted
from lib.analysis.strikes import distance as strike_distance
from lib.events import flow_filter
from lib.events.query import NEAR, Query
from lib.events.store.asked import STRIKE, Ask
from lib.events.store.engine import Store
from lib.events.table import EventTable

SPOT: Final = ("lat", "lon", "geo_precision")
ON_A_DAY: Final = "front"
"""What is elsewhere on each day, so that a distance from it is of a day."""


def counted_table(store: Store, name: str) -> EventTable:
    """Return what an engine's table counts as: its rows that are no strikes, and its cube.

    Args:
        store: Who holds the table.
        name: What the table is called.
    """
    small, cube = store.small(), store.cube()
    frame = pd.concat([small, cube.frame], ignore_index=True)
    sums = pd.concat([counted(small), cube.sums], ignore_index=True)
    return EventTable(frame, store.version(), (), name, int(sums["rows"].sum()), sums=sums)


def ask_of(store: Store, counts: EventTable, query: Query) -> Ask:
    """Return a view as the engine is asked for it.

    Args:
        store: Who holds the table.
        counts: What it counts as (:func:`counted_table`).
        query: The view.
    """
    spots = others = None
    if query.near != NEAR[0] or query.within_area:
        spots = _spots(counts, query)
    if query.within_area or flow_filter.is_active(query):
        passing = daily.mask(counts, query) & (counts.frame["kind"] != STRIKE).to_numpy()
        others = tuple(counts.frame["event_id"].to_numpy()[passing].tolist())
    return store.ask(query, spots=spots, others=others)


def _spots(counts: EventTable, query: Query) -> pd.DataFrame:
    """Find where, and when if that matters, strikes are that are near enough, and inside."""
    rows = counts.frame
    keep = (rows["kind"] == STRIKE).to_numpy() & rows["lat"].notna().to_numpy()
    for passing in (strike_distance.passing(counts, query), inside_area.passing(counts, query)):
        if passing is not None:
            keep &= passing
    columns = [*SPOT, *(["date_start"] if query.near == ON_A_DAY else [])]
    spots = rows.loc[keep, columns].drop_duplicates(ignore_index=True)
    if "date_start" in columns:
        spots["date_start"] = spots["date_start"].dt.date
    return spots.astype({"geo_precision": "object"})
