"""What of a layer can be taken away as data: its rows with their shapes, its columns, and the days it holds for.

A layer's home gives its :class:`Data`; :mod:`lib.exports.geodata` writes the files. Names of columns are English in
every language, since they are what a reader's own tools ask for; what they mean is said in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Final, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lib.analysis import control
from lib.analysis.control import ControlMap
from lib.config.crs import DEGREES
from lib.events.query import LAST_DAY, Query
from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.text import _

GRID: Final = 1e-5
"""Coordinates of a layer are rounded to this many degrees, about a metre: on the map and in every file."""
VALID: Final = ("valid_from", "valid_to")
"""The columns with the first and the last day on which a row holds."""

Holds = Literal["text", "number", "integer", "flag", "date"]


@dataclass(frozen=True)
class Column:
    """A column of a file: its name, what its cells hold, and what they mean in the reader's language."""

    name: str
    holds: Holds
    meaning: str


@dataclass(frozen=True)
class Moment:
    """A day whose state is asked for, and the days, both included, on which the map is the same as on it."""

    day: date
    first: date
    last: date


Rows = Callable[[EventTable, Query, str], gpd.GeoDataFrame]


@dataclass(frozen=True)
class Data:
    """A layer as data.

    Attributes:
        name: Its name in an address and in a file.
        title: What it holds, in the reader's language.
        geometry: The shape of its rows: Polygon, LineString, Point, or what several of them are.
        kind: The kind of report it is made of.
        columns: Its columns, in order.
        rows: Gives them for a table, a view, and the dates asked for ("": its end; ``all``, ``weekly``).
        sources: Gives the texts that name the sources of these rows.
        named: Says in words what a row is, for those that a tool shows by name.
        series: Gives figures by day, for a table without shapes; the rows themselves where there is none.
        series_columns: Their columns.
    """

    name: str
    title: Callable[[], str]
    geometry: str
    kind: str
    columns: Callable[[], tuple[Column, ...]]
    rows: Rows
    sources: Callable[[EventTable, Query, str], pd.Series]
    named: Callable[[Any], str]
    series: Callable[[EventTable, Query, str], pd.DataFrame] | None = None
    series_columns: Callable[[], tuple[Column, ...]] | None = None


def dated_columns() -> tuple[Column, ...]:
    """Return the columns that say when a row of a control map holds."""
    return (
        Column("date", "date", _("the day whose state this is")),
        Column("valid_from", "date", _("first day on which the map shows it so")),
        Column("valid_to", "date", _("last day on which the map shows it so")),
    )


def moments(events: EventTable, query: Query, dates: str) -> list[Moment]:
    """List the days whose state of control is asked for.

    Args:
        events: The event table.
        query: The range; its end is the day asked for where no dates are.
        dates: "" for the end of the range, ``all`` for every control date of the range, the one that holds on its first
            day included, ``weekly`` for its last day and every seventh before it, ``daily`` for each day.
    """
    known = control.control_dates(events)
    if not known:
        return []
    if dates == "all":
        first = control.snap(events, query.start)
        days = [day for day in known if first <= day <= query.end]
    elif dates:
        step = 7 if dates == "weekly" else 1
        days = [query.end - timedelta(days=back) for back in range(0, (query.end - query.start).days + 1, step)][::-1]
    else:
        days = [query.end]
    return [_moment(known, day) for day in days if day >= known[0]]


def _moment(known: list[date], day: date) -> Moment:
    at = int(np.searchsorted(np.array(known, dtype="datetime64[D]"), np.datetime64(day), side="right"))
    last = known[at] - timedelta(days=1) if at < len(known) else max(LAST_DAY, day)
    return Moment(day, known[at - 1], last)


def control_maps(events: EventTable, query: Query, dates: str) -> Iterator[tuple[Moment, ControlMap]]:
    """Yield the map of control of each moment."""
    for moment in moments(events, query, dates):
        as_of = control.snap(events, moment.day)
        yield moment, _MAPS.get_or_compute(events, as_of, partial(control.control_map, events, as_of))


_MAPS: TableCache[ControlMap] = TableCache(64)
"""The dates of a period: a file of all layers asks for each of them several times. About a megabyte each."""


def control_sources(events: EventTable, query: Query, dates: str) -> pd.Series:
    """Return the sources of the reports that the maps of control of some moments rest on, one value a report."""
    places = [found.places[["event_id", "source"]] for _moment_of, found in control_maps(events, query, dates)]
    if not places:
        return pd.Series([], dtype="str")
    sources: pd.Series = pd.concat(places).drop_duplicates("event_id")["source"]
    return sources


def dated(frame: gpd.GeoDataFrame, moment: Moment) -> gpd.GeoDataFrame:
    """Return rows with the columns of :func:`dated_columns` in front, their shapes on the grid of the map."""
    shapes = shapely.set_precision(frame.geometry.to_numpy(), GRID, mode="pointwise")
    front = {"date": moment.day, "valid_from": moment.first, "valid_to": moment.last}
    plain = pd.DataFrame(frame.drop(columns=frame.geometry.name)).assign(**front)
    return gpd.GeoDataFrame(plain, geometry=shapes, crs=DEGREES)


def stacked(frames: list[gpd.GeoDataFrame], columns: tuple[Column, ...]) -> gpd.GeoDataFrame:
    """Lay rows of several days under one another, with the columns that are declared and no other."""
    names = [column.name for column in columns]
    if not frames:
        return gpd.GeoDataFrame({name: [] for name in names}, geometry=[], crs=DEGREES)
    whole = pd.concat(frames, ignore_index=True)
    return gpd.GeoDataFrame(whole[[*names, "geometry"]], geometry="geometry", crs=DEGREES)


def table(parts: list[pd.DataFrame], columns: tuple[Column, ...]) -> pd.DataFrame:
    """Lay figures of several days under one another, with the columns that are declared and no other."""
    names = [column.name for column in columns]
    return pd.concat(parts, ignore_index=True)[names] if parts else pd.DataFrame({name: [] for name in names})


def week_ending(last: pd.Series, query: Query) -> pd.Series:
    """Return for each day the last day of its week; weeks end on the weekday of the range's last day."""
    days = pd.to_datetime(last)
    behind = (pd.Timestamp(query.end) - days).dt.days // 7
    return pd.Timestamp(query.end) - pd.to_timedelta(behind * 7, unit="D")
