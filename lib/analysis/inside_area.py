"""What lies inside the reader's own area: which rows, which settlements that changed hands, how much ground and front.

A strike counts by its point, however finely that is known; a movement by either of its ends, as ``flow`` asks; a report
of control by the point of its place. The front line is computed from every report there is, and then cut: a line of
some of the reports would be another line.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lib.analysis import control
from lib.analysis.control import Changes, ControlMap
from lib.analysis.control import change as control_change
from lib.analysis.control import state as control_state
from lib.analysis.control.lines import front_lines
from lib.analysis.front import margins
from lib.analysis.front.areas import polygons_of
from lib.analysis.tally import Bools
from lib.config.crs import DEGREES, METRIC
from lib.events import flow_filter, own_area
from lib.events.own_area import Area
from lib.events.query import Query
from lib.events.table import EventTable
from lib.events.table_cache import TableCache

AROUND: Final = 0.05
"""Degrees around an area that are looked at: more than its edge bends between two projections."""


@dataclass(frozen=True, eq=False)
class _Inside:
    """Which rows lie inside, one value a row: ``into`` by their own point, ``out_of`` by that of their origin."""

    into: Bools
    out_of: Bools


_INSIDE: TableCache[_Inside] = TableCache(16)
_FRONT_KM: TableCache[float] = TableCache(2048)
_SIDES: TableCache[tuple[Side, ...]] = TableCache(512)
"""A few hundred bytes each at most: the control dates of a clock under some areas."""


def passing(events: EventTable, query: Query) -> Bools | None:
    """Mark the rows of a table that ``query.within_area`` leaves; return None when it asks for nothing.

    Milestones are of the whole crisis, and stay.
    """
    if not query.within_area:
        return None
    inside = _inside(events, query.within_area)
    moved = flow_filter.by_direction(inside.into, inside.out_of)[flow_filter.way_of_own_area(query)]
    passes = np.ones(len(events.frame), dtype=bool)
    for rows, kept in ((events.strikes, inside.into), (events.control, inside.into), (events.displacement, moved)):
        at = rows.index.to_numpy()
        passes[at] = kept[at]
    return passes


def _inside(events: EventTable, text: str) -> _Inside:
    return _INSIDE.get_or_compute(events, text, lambda: _tested(events, own_area.area_of(text)))


def _tested(events: EventTable, area: Area) -> _Inside:
    frame = events.frame
    into = area.holds(frame["lon"], frame["lat"])
    at, names = events.control.index.to_numpy(), events.control["event_id"]
    counted = _counted_inside(events, area)
    into[at] = np.where(names.isin(counted.index), names.isin(counted.index[counted.to_numpy()]), into[at])
    return _Inside(into, area.holds(frame["origin_lon"], frame["origin_lat"]))


def _counted_inside(events: EventTable, area: Area) -> pd.Series:
    """Return which counted reports of control are of places inside, by event_id: all of a place's, or none."""
    reports = control_state.reports_of(events)
    points = gpd.GeoSeries(reports["geometry"])
    known = points.notna().to_numpy()
    # A place without a point of its own is where its report says, as wide as that may be.
    lon = np.where(known, shapely.get_x(points.to_numpy()), reports["lon"])
    lat = np.where(known, shapely.get_y(points.to_numpy()), reports["lat"])
    inside = pd.Series(area.holds(lon, lat)).groupby(reports["key"].to_numpy()).transform("any")
    return inside.astype(bool).set_axis(reports["event_id"].to_numpy())


def reports_inside(events: EventTable, query: Query) -> Bools:
    """Mark the reports of :func:`lib.analysis.control.reports_of` that are of places inside the area of a view."""
    return _named_inside(events, control_state.reports_of(events)["event_id"], query)


def _named_inside(events: EventTable, names: pd.Series, query: Query) -> Bools:
    if not query.within_area:
        return np.ones(len(names), dtype=bool)
    rows = events.control
    inside = _inside(events, query.within_area).into[rows.index.to_numpy()]
    return names.isin(rows["event_id"].to_numpy()[inside]).to_numpy(dtype=bool)


def net_changes(events: EventTable, query: Query) -> pd.DataFrame:
    """Find the places of a view whose holder changed; columns as of :func:`lib.analysis.control.net_changes`."""
    changed = control.net_changes(events, query.start, query.end)
    return changed.loc[_named_inside(events, changed["event_id"], query)].reset_index(drop=True)


class Side(NamedTuple):
    """How much of an area a side holds, km²: with the line at the inner edge of its band, as drawn, at the outer."""

    controller: str
    low: float
    best: float
    high: float


def sides(events: EventTable, day: date, text: str) -> tuple[Side, ...]:
    """Measure the ground that each side holds, or may hold, inside an area at the end of ``day``."""
    as_of = control.snap(events, day)

    def measure() -> tuple[Side, ...]:
        areas, _band = _cut(control.control_map(events, as_of), own_area.area_of(text))
        rows = areas[["controller", "low_km2", "area_km2", "high_km2"]].itertuples(index=False, name=None)
        return tuple(Side(*row) for row in rows)

    return _SIDES.get_or_compute(events, (text, as_of), measure)


def front_km(events: EventTable, day: date, text: str) -> float:
    """Measure the front inside an area, or all of it where ``text`` is "", at the end of ``day``, km."""
    if not text:
        return control.measured(events, day).front_km
    as_of = control.snap(events, day)

    def measure() -> float:
        lines = shapely.intersection(front_lines(events, as_of), own_area.area_of(text).metres)
        return float(shapely.length(lines).sum()) / 1e3

    return _FRONT_KM.get_or_compute(events, (text, as_of), measure)


def ground(whole: ControlMap, query: Query) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return areas and band of a control map as a view has them: cut to its area, with their sizes there, or whole."""
    return _cut(whole, own_area.area_of(query.within_area)) if query.within_area else (whole.areas, whole.band)


def lines(frame: gpd.GeoDataFrame, query: Query) -> gpd.GeoDataFrame:
    """Return lines of a control map as a view has them: cut to its area, with their lengths there, or whole."""
    if not query.within_area:
        return frame
    area = own_area.area_of(query.within_area).metres
    cut = shapely.intersection(frame.geometry.to_crs(METRIC).to_numpy(), area)
    shapes = gpd.GeoSeries(cut, crs=METRIC, index=frame.index).to_crs(DEGREES)
    inside = frame.assign(length_km=shapely.length(cut) / 1e3).set_geometry(shapes)
    return inside.loc[inside["length_km"] > 0].reset_index(drop=True)


def _cut(whole: ControlMap, area: Area) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Cut areas and band of a control map to an area, with their sizes there."""
    band = _ground(whole.band, area)
    areas = margins.area_ranges(_ground(whole.areas, area), band)
    # A side whose line may lie inside, although it is drawn outside, may hold ground here: none to so much.
    return areas.loc[areas["high_km2"] > 0].reset_index(drop=True), band


def _ground(frame: gpd.GeoDataFrame, area: Area) -> gpd.GeoDataFrame:
    """Return some shapes cut to an area, WGS 84 degrees as they came, with area_km2; what lies outside is empty."""
    west, south, east, north = shapely.bounds(area.degrees)
    # Most of a side's outline is far away, and takes as long to project as all the rest.
    near = shapely.clip_by_rect(frame.geometry.to_numpy(), west - AROUND, south - AROUND, east + AROUND, north + AROUND)
    metres = gpd.GeoSeries(polygons_of(near), crs=frame.crs).to_crs(METRIC).to_numpy()
    inside = polygons_of(shapely.intersection(metres, area.metres))
    shapes = gpd.GeoSeries(inside, crs=METRIC, index=frame.index)
    return frame.assign(area_km2=shapely.area(inside) / 1e6).set_geometry(shapes.to_crs(DEGREES))


_CHANGED: TableCache[tuple[gpd.GeoDataFrame, pd.DataFrame]] = TableCache(16)


def changes_between(events: EventTable, start: date, end: date, query: Query) -> Changes:
    """Find what changed between the ends of two days in the area of a view; everywhere where it names none."""
    whole = control.changes_between(events, start, end)
    text = query.within_area
    if not text:
        return whole
    maps = [control.control_map(events, day) for day in (whole.start, whole.end)]

    def measure() -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
        area = own_area.area_of(text)
        before, after = (_cut(one, area) for one in maps)
        land = _ground(whole.areas, area)
        land = land.loc[land["area_km2"] > 0].reset_index(drop=True)
        return land, control_change.ranges(land, before, after)

    key = (text, *(one.as_of for one in maps))
    land, ranges = _CHANGED.get_or_compute(events, key, measure)
    lengths = [front_km(events, day, text) for day in (whole.start, whole.end)]
    settlements = whole.settlements.loc[_named_inside(events, whole.settlements["event_id"], query)]
    return Changes(whole.start, whole.end, land.copy(), ranges.copy(), settlements.reset_index(drop=True), *lengths)


def area_over_time(events: EventTable, days: list[date], text: str) -> pd.DataFrame:
    """Measure the ground that each side holds, or may hold, inside an area at the end of some days.

    Returns:
        date (timestamp), controller, area_km2, low_km2, high_km2; one row a day and side that may hold any of it.
    """
    rows = [
        (pd.Timestamp(day), side, best, low, high) for day in days for side, low, best, high in sides(events, day, text)
    ]
    return pd.DataFrame(rows, columns=list(control.AREA_TIME_COLUMNS)).astype({"date": "datetime64[s]"})


def held_over_time(events: EventTable, query: Query, since: date) -> pd.DataFrame:
    """Measure the ground of each side on every control date: in the area of a view, or everywhere.

    Columns as of :func:`area_over_time`.
    """
    if not query.within_area:
        return control.area_over_time(events, since=since)
    dates = control.dates_since(events, since) if control.control_dates(events) else []
    return area_over_time(events, dates, query.within_area)
