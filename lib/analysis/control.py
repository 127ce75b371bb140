"""Who holds what, as a map: areas, lines and their stretches at a date, and what changed between two dates.

The state of the places that a map is computed from is that of :mod:`lib.analysis.control_state`; its functions are
offered here too, so that a reader of control needs this one module.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from lib.analysis import control_cache, control_change, control_stretches, front_line
from lib.analysis.control_state import (
    CHANGE_COLUMNS,
    DRAWN_PRECISION,
    SAME_PLACE_KM,
    STATE_COLUMNS,
    ControlReports,
    changed_hands,
    control_dates,
    control_on,
    net_changes,
    reports_of,
    settlements_changed,
    snap,
)
from lib.analysis.kept import Kept
from lib.events.table import EventTable
from lib.geography import basemap

__all__ = [
    "AREA_TIME_COLUMNS",
    "CHANGE_COLUMNS",
    "DRAWN_PRECISION",
    "SAME_PLACE_KM",
    "STATE_COLUMNS",
    "Changes",
    "ControlMap",
    "ControlReports",
    "area_over_time",
    "changed_hands",
    "changes_between",
    "control_dates",
    "control_map",
    "control_on",
    "default_region",
    "forget",
    "net_changes",
    "reports_of",
    "settlements_changed",
    "snap",
]

_reports = reports_of
AREA_TIME_COLUMNS = ("date", "controller", "area_km2")


@dataclass(frozen=True)
class ControlMap:
    """Control at a date, ready to draw. All geometry in WGS 84 degrees.

    Attributes:
        as_of: The control date the map is of.
        places: The state, as :func:`control_on` gives it.
        areas: controller, area_km2, geometry; one row a side, without overlaps and gaps.
        front: side_a, side_b, is_front, length_km, geometry; one row a pair of sides that meet.
        band: geometry, width_km; the strip in which the front line may lie.
        stretches: The lines again, cut into stretches of a few kilometres with what holds each up, as
            :func:`lib.analysis.control_stretches.describe` gives them.
        exceptions: The rows of ``places`` that do not lie in their own side's area, with ``reason``
            (:class:`lib.analysis.front_line.Reason`).
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
        """Length of the front, km: lines between government and opposition or Turkish-backed areas."""
        return float(self.front.loc[self.front.is_front, "length_km"].sum())


@dataclass(frozen=True)
class Changes:
    """What changed between the ends of two days.

    Attributes:
        start: The earlier day.
        end: The later day.
        areas: previous_controller, controller, area_km2, geometry (WGS 84 degrees); one row a pair of sides.
        settlements: Places whose holder at ``end`` differs from that at ``start``, as :func:`net_changes` gives them.
        front_km_before: Length of the front at ``start``, km.
        front_km_after: Length of the front at ``end``, km.
    """

    start: date
    end: date
    areas: gpd.GeoDataFrame
    settlements: pd.DataFrame
    front_km_before: float
    front_km_after: float


def control_map(
    events: ControlReports,
    day: date,
    cache_dir: Path | None = None,
    region: shapely.Geometry | None = None,
) -> ControlMap:
    """Areas of control, lines and their band at the end of ``day``.

    Args:
        events: The event table.
        day: Any date; the map is that of the latest control date up to it.
        cache_dir: Where computed maps are kept; by default the user's cache directory (or IDLIB_MAP_CACHE).
        region: What to cover, WGS 84 degrees; by default the part of Syria in the area of interest.

    Returns:
        The map, read from the cache when it holds one of the same data, method, region and date.
    """
    land = default_region() if region is None else region
    as_of = snap(events, day)
    places = control_on(events, as_of)
    key = control_cache.Key.of(events.version, land, as_of)

    def draw() -> front_line.Drawing:
        x, y = places.geometry.x.to_numpy(), places.geometry.y.to_numpy()
        return front_line.draw(x, y, places.controller, land, unsure=places.in_question.to_numpy())

    if isinstance(events, EventTable) and events.private:
        drawing = _PRIVATE.of(events, key, draw)
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


_PRIVATE: Kept[front_line.Drawing] = Kept(400)
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


_MEASURED: Kept[Measured] = Kept(256)


def measured(events: EventTable, day: date) -> Measured:
    """Length of the front and whose areas there are at the end of ``day``; reading a whole map takes 30 ms."""
    as_of = snap(events, day)

    def measure() -> Measured:
        found = control_map(events, as_of)
        return Measured(found.front_km, tuple(found.areas["controller"]))

    return _MEASURED.of(events, as_of, measure)


def forget(version: str) -> None:
    """Drop what is kept of the table ``version``."""
    for key in [key for key in list(_AREAS) if key[0] == version]:
        _AREAS.pop(key, None)


@lru_cache(maxsize=1)
def default_region() -> shapely.Geometry:
    """The part of Syria inside the area of interest, WGS 84 degrees."""
    return shapely.intersection(basemap.syria(), basemap.AREA_OF_INTEREST)


def changes_between(events: ControlReports, start: date, end: date, cache_dir: Path | None = None) -> Changes:
    """Land, settlements and length of front that changed between the ends of two days, in whichever order given."""
    start, end = min(start, end), max(start, end)
    before, after = (control_map(events, day, cache_dir) for day in (start, end))
    areas = control_change.land_changed(before.areas, after.areas)
    settlements = net_changes(events, start + timedelta(days=1), end)
    return Changes(start, end, areas, settlements, before.front_km, after.front_km)


_AREAS: OrderedDict[tuple[str, Path], pd.DataFrame] = OrderedDict()
_AREAS_KEPT = 4


def area_over_time(events: ControlReports, cache_dir: Path | None = None) -> pd.DataFrame:
    """Area held by each side on every control date.

    The first call for a table computes what the cache lacks: about ten seconds for the shipped one, cold.

    Returns:
        date (timestamp), controller, area_km2; one row a date and side that holds any, dates in order.
    """
    key = (events.version, control_cache.folder_of(cache_dir))
    if key not in _AREAS:
        maps = [control_map(events, day, cache_dir) for day in control_dates(events)]
        parts = [m.areas[["controller", "area_km2"]].assign(date=pd.Timestamp(m.as_of)) for m in maps]
        nothing = pd.DataFrame({name: [] for name in AREA_TIME_COLUMNS}).astype({"date": "datetime64[s]"})
        _AREAS[key] = pd.concat(parts, ignore_index=True) if parts else nothing
        for old in list(_AREAS)[:-_AREAS_KEPT]:
            _AREAS.pop(old, None)
    return _AREAS[key][list(AREA_TIME_COLUMNS)].copy()
