"""Who holds what, as a map: areas, lines and their stretches at a date, and what changed between two dates.

The state of the places that a map is computed from is that of :mod:`lib.analysis.control.state`; its functions are
offered here too, so that a reader of control needs this one module.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from lib.analysis.control import cache as control_cache
from lib.analysis.control import change as control_change
from lib.analysis.control import sharing
from lib.analysis.control import stretches as control_stretches
from lib.analysis.control.state import (
    CHANGE_COLUMNS,
    DRAWN_PRECISION,
    SAME_PLACE_KM,
    STATE_COLUMNS,
    ControlReports,
    control_dates,
    control_on,
    net_changes,
    pending_on,
    reports_of,
    snap,
)
from lib.analysis.front import line as front_line
from lib.config import disk_cache
from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.geography import basemap, world

__all__ = [
    "AREA_TIME_COLUMNS",
    "CHANGE_COLUMNS",
    "DRAWN_PRECISION",
    "SAME_PLACE_KM",
    "STATE_COLUMNS",
    "AreaRange",
    "Changes",
    "ControlMap",
    "ControlReports",
    "area_over_time",
    "area_range",
    "changed_range",
    "changes_between",
    "control_dates",
    "control_map",
    "control_on",
    "dates_since",
    "default_region",
    "ensure_cached",
    "net_changes",
    "pending_on",
    "reports_of",
    "snap",
]

AREA_TIME_COLUMNS = ("date", "controller", "area_km2", "low_km2", "high_km2")


@dataclass(frozen=True)
class ControlMap:
    """Control at a date, ready to draw. All geometry in WGS 84 degrees.

    Attributes:
        as_of: The control date the map is of.
        places: The state, as :func:`control_on` gives it.
        areas: controller, area_km2, low_km2 and high_km2 (with the front at either edge of its band), geometry; one row
            a side, without overlaps and gaps.
        front: side_a, side_b, is_front, length_km, geometry; one row a pair of sides that meet.
        band: side_a, side_b, geometry, width_km; the strip in which the front line may lie.
        stretches: The lines again, cut into stretches of a few kilometres with what holds each up, as
            :func:`lib.analysis.control.stretches.describe` gives them.
        exceptions: The rows of ``places`` that do not lie in their own side's area, with ``reason``
            (:class:`lib.analysis.front.line.Reason`).
    """

    as_of: date
    places: gpd.GeoDataFrame
    areas: gpd.GeoDataFrame
    front: gpd.GeoDataFrame
    band: gpd.GeoDataFrame
    stretches: gpd.GeoDataFrame
    exceptions: gpd.GeoDataFrame

    @property
    def front_km(self) -> float:
        """Length of the front, km: lines between sides that face each other."""
        return float(self.front.loc[self.front.is_front, "length_km"].sum())


@dataclass(frozen=True)
class Changes:
    """What changed between the ends of two days.

    Attributes:
        start: The earlier day.
        end: The later day.
        areas: previous_controller, controller, area_km2, geometry (WGS 84 degrees); one row a pair of sides.
        ranges: What each side gained and lost, km²: gained_low, gained, gained_high, lost_low, lost, lost_high by side.
        settlements: Places whose holder at ``end`` differs from that at ``start``, as :func:`net_changes` gives them.
        front_km_before: Length of the front at ``start``, km.
        front_km_after: Length of the front at ``end``, km.
    """

    start: date
    end: date
    areas: gpd.GeoDataFrame
    ranges: pd.DataFrame
    settlements: pd.DataFrame
    front_km_before: float
    front_km_after: float


def control_map(
    events: ControlReports,
    day: date,
    cache_dir: Path | None = None,
    region: shapely.Geometry | None = None,
) -> ControlMap:
    """Return areas of control, lines and their band at the end of ``day``.

    Args:
        events: The event table.
        day: Any date; the map is that of the latest control date up to it.
        cache_dir: Where computed maps are kept; by default the user's cache directory (or IDLIB_MAP_CACHE).
        region: What to cover, WGS 84 degrees; by default the part of the country in the area of interest.

    Returns:
        The map, read from the cache when it holds one of the same data, method, region and date.
    """
    land = default_region() if region is None else region
    as_of = snap(events, day)
    places = control_on(events, as_of)
    shared = sharing.base_of(events, places, as_of)
    data, drawn_on = shared or (sharing.reports_version(events), as_of)
    key = control_cache.Key.of(data, land, drawn_on)

    def draw() -> front_line.Drawing:
        x, y = on_ground(np.column_stack([places.geometry.x, places.geometry.y]), land).T
        unsure, radius = places.in_question.to_numpy(), sharing.radius_m(places)
        return front_line.draw(x, y, places.controller, land, unsure=unsure, radius=radius)

    if isinstance(events, EventTable) and events.private and not shared:
        drawing = _PRIVATE.get_or_compute(events.added or events, sharing.content(places, land), draw)
    else:
        stored = control_cache.read(key, cache_dir)
        if stored is None or len(stored.reasons) != len(places):
            stored = draw()
            control_cache.write(key, stored, cache_dir)
        drawing = stored
    odd = drawing.reasons != ""
    exceptions = places.loc[odd].assign(reason=drawing.reasons[odd]).reset_index(drop=True)
    stretches = control_stretches.describe(drawing.stretches, places, reports_of(events), as_of)
    return ControlMap(as_of, places, drawing.areas, drawing.front, drawing.band, stretches, exceptions)


def ensure_cached(events: EventTable, day: date) -> None:
    """Compute the control map of a day of a table that is not a reader's own, unless it is on disk already."""
    key = control_cache.Key.of(sharing.reports_version(events), default_region(), snap(events, day))
    if not control_cache.holds(key):
        control_map(events, day)


_PRIVATE: TableCache[front_line.Drawing] = TableCache(400)
"""Drawings from tables of readers, in memory alone: nothing of them may be on disk. Some tens of kilobytes each."""


@dataclass(frozen=True)
class Measured:
    """What a control map says without its shapes.

    Attributes:
        front_km: Length of the front, km.
        controllers: Whose each of its areas is.
    """

    front_km: float
    controllers: tuple[str, ...]


_MEASURED: TableCache[Measured] = TableCache(256)


def measured(events: EventTable, day: date) -> Measured:
    """Measure the front and whose areas there are at the end of ``day``; reading a whole map takes 30 ms."""
    as_of = snap(events, day)

    def measure() -> Measured:
        found = control_map(events, as_of)
        return Measured(found.front_km, tuple(found.areas["controller"]))

    return _MEASURED.get_or_compute(events, as_of, measure)


def on_ground(xy: npt.NDArray[np.float64], region: shapely.Geometry) -> npt.NDArray[np.float64]:
    """Put places (longitude, latitude) on land where only the coarse shore of the world's layers has them in water."""
    return world.onto_land(xy, region) if basemap.OF_THE_WORLD else xy


@lru_cache(maxsize=1)
def default_region() -> shapely.Geometry:
    """Return the part of the country inside the area of interest, WGS 84 degrees."""
    return world.polygons_alone(shapely.intersection(basemap.country(), basemap.AREA_OF_INTEREST))


def changes_between(events: ControlReports, start: date, end: date, cache_dir: Path | None = None) -> Changes:
    """Find land, settlements and length of front that changed between the ends of two days, given in either order."""
    start, end = min(start, end), max(start, end)
    before, after = (control_map(events, day, cache_dir) for day in (start, end))
    key = (before.as_of, after.as_of, disk_cache.folder_of(cache_dir))
    areas, ranges = _CHANGED.get_or_compute(events, key, lambda: _changed(before, after))
    settlements = net_changes(events, start + timedelta(days=1), end)
    return Changes(start, end, areas.copy(), ranges.copy(), settlements, before.front_km, after.front_km)


_CHANGED: TableCache[tuple[gpd.GeoDataFrame, pd.DataFrame]] = TableCache(16)
"""Half a second for a whole offensive."""


def _changed(before: ControlMap, after: ControlMap) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    areas = control_change.land_changed(before.areas, after.areas)
    return areas, control_change.ranges(areas, (before.areas, before.band), (after.areas, after.band))


class AreaRange(NamedTuple):
    """An area, km²: with the line at the inner edge of its band, as drawn, and at the outer edge."""

    low: float
    best: float
    high: float


def area_range(events: ControlReports, side: str, day: date, cache_dir: Path | None = None) -> AreaRange:
    """Return how much ground a side holds at the end of ``day``; zeros when it holds none."""
    areas = control_map(events, day, cache_dir).areas
    held = areas.loc[areas["controller"] == side, ["low_km2", "area_km2", "high_km2"]]
    return AreaRange(*(held.iloc[0] if len(held) else (0.0, 0.0, 0.0)))


def changed_range(
    events: ControlReports, side: str, start: date, end: date, cache_dir: Path | None = None
) -> AreaRange:
    """Return how much ground a side gained between the ends of two days; zeros when it gained none."""
    ranges = changes_between(events, start, end, cache_dir).ranges
    gained = ("gained_low", "gained", "gained_high")
    return AreaRange(*(ranges.loc[side, list(gained)] if side in ranges.index else (0.0, 0.0, 0.0)))


_AREAS: TableCache[pd.DataFrame] = TableCache(4)


def area_over_time(events: ControlReports, cache_dir: Path | None = None, since: date | None = None) -> pd.DataFrame:
    """Measure the area held by each side on every control date, from that which holds on ``since`` on.

    The first call for a table computes what the cache lacks: minutes for the shipped one, cold.

    Returns:
        date (timestamp), controller, area_km2, low_km2, high_km2; one row a date and side that holds any, dates in
        order.
    """
    dates = dates_since(events, since) if since else control_dates(events)

    def compute() -> pd.DataFrame:
        maps = [control_map(events, day, cache_dir) for day in dates]
        parts = [m.areas[list(AREA_TIME_COLUMNS[1:])].assign(date=pd.Timestamp(m.as_of)) for m in maps]
        nothing = pd.DataFrame({name: [] for name in AREA_TIME_COLUMNS}).astype({"date": "datetime64[s]"})
        return pd.concat(parts, ignore_index=True) if parts else nothing

    key = (disk_cache.folder_of(cache_dir), dates[0] if dates else None)
    areas = _AREAS.get_or_compute(events, key, compute)
    return areas[list(AREA_TIME_COLUMNS)].copy()


def dates_since(events: ControlReports, day: date) -> list[date]:
    """Return the control date that holds on ``day``, or the first one, and all later ones."""
    first = snap(events, day)
    return [known for known in control_dates(events) if known >= first]
