"""Ground in the units in which others publish it: what a side gained or holds, km², and its share of a governorate.

For the whole region each is a range, with the line at either edge of its band; in a governorate, whose outline is
approximate, only the line as drawn is measured, and the three are the same.
"""

from __future__ import annotations

from datetime import date, timedelta

import geopandas as gpd
import shapely

from lib.analysis import control
from lib.analysis.control import AreaRange, ControlReports
from lib.config.crisis import CRISIS
from lib.config.crs import METRIC
from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.geography.governorates import governorate

NOTHING = AreaRange(0.0, 0.0, 0.0)
_PASSED: TableCache[dict[str, AreaRange]] = TableCache(128)
"""Reading the maps of two days takes 60 ms, and finding what changed between them half a second."""


def gained(events: ControlReports, side: str, first: date, last: date, pcode: str = "") -> AreaRange:
    """Return the ground that a side gained from the eve of ``first`` to the end of ``last``, km².

    A gain from before the table's first control date is measured from that date.

    Args:
        events: The event table.
        side: Who gained it.
        first: First day.
        last: Last day.
        pcode: The governorate in which it is measured; "" for the whole region.

    Raises:
        KeyError: The base map has no such governorate.
    """
    dates = control.control_dates(events)
    if not dates:
        return NOTHING
    eve = max(first - timedelta(days=1), dates[0])
    if not pcode:
        return control.changed_range(events, side, eve, last)
    return _inside(control.changes_between(events, eve, last).areas, side, _outline(pcode))


def passed(events: EventTable, first: date, last: date) -> dict[str, AreaRange]:
    """Return the ground that passed to each party to the fighting in a range of days, km², by the id of its gains.

    As :func:`gained`, for all sides that the party's ground counts for together; empty where nobody is known to hold
    anything.
    """
    dates = control.control_dates(events)
    if not dates:
        return {}
    days = control.snap(events, max(first - timedelta(days=1), dates[0])), control.snap(events, last)
    return dict(_PASSED.get_or_compute(events, days, lambda: _passed(events, *days)))


def _passed(events: EventTable, eve: date, last: date) -> dict[str, AreaRange]:
    ranges = control.changes_between(events, eve, last).ranges
    gained = ranges[["gained_low", "gained", "gained_high"]]
    return {gain.id: AreaRange(*gained.reindex(list(gain.won_by), fill_value=0.0).sum()) for gain in CRISIS.gains}


def held(events: ControlReports, side: str, day: date, pcode: str = "") -> AreaRange:
    """Return the ground that a side holds at the end of ``day``, km²; arguments and errors as for :func:`gained`."""
    if not control.control_dates(events):
        return NOTHING
    if not pcode:
        return control.area_range(events, side, day)
    return _inside(control.control_map(events, day).areas, side, _outline(pcode))


def share(events: ControlReports, side: str, day: date, pcode: str) -> AreaRange:
    """Return the share of a governorate that a side holds at the end of ``day``, percent; as for :func:`gained`."""
    whole = float(shapely.area(_outline(pcode))) / 1e6
    return AreaRange(*(part / whole * 100.0 for part in held(events, side, day, pcode)))


def _outline(pcode: str) -> shapely.Geometry:
    found = governorate(pcode)
    if found is None:
        raise KeyError(pcode)
    return found


def _inside(areas: gpd.GeoDataFrame, side: str, outline: shapely.Geometry) -> AreaRange:
    mine = areas.loc[areas["controller"] == side].to_crs(METRIC).geometry.to_numpy()
    size = float(shapely.area(shapely.intersection(mine, outline)).sum()) / 1e6
    return AreaRange(size, size, size)
