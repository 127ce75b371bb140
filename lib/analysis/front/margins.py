"""How large an area is, and how much ground changed hands, with the lines at either edge of the band they may lie in.

These are bounds, not confidence limits: the low one has the line at the inner edge of its band all along, the high one
at the outer edge. All coordinates are in the crisis' metric system.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from lib.analysis.front.areas import polygons_of
from lib.config.crs import METRIC

GRAIN = 1.0
"""Metres to which shapes are cut; the drawing itself is no finer."""
SLIVER_M = 150.0
"""Half the width below which a strip between two lines is drawing noise, not a change. Metres."""


def area_ranges(areas: gpd.GeoDataFrame, band: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add to areas how small and how large each is with its fronts at either edge of their band.

    Args:
        areas: controller, area_km2, geometry.
        band: side_a, side_b, geometry; pieces that do not overlap, each around the front between two sides.

    Returns:
        ``areas`` with low_km2 (without the ground of its bands) and high_km2 (with all of it). Both are area_km2
        where no band touches the side: a boundary that is no front has none.
    """
    strips = band.to_crs(METRIC)
    shapes, sizes = strips.geometry.to_numpy(), strips.area.to_numpy()
    held = areas.geometry.to_crs(METRIC).to_numpy()
    low, high = [], []
    for side, shape, size in zip(areas["controller"], held, areas["area_km2"], strict=True):
        own = bounds_of(strips, side)
        within = shapely.area(shapely.intersection(shape, shapes[own])).sum() / 1e6
        low.append(max(size - within, 0.0))
        high.append(size + max(sizes[own].sum() / 1e6 - within, 0.0))
    return areas.assign(low_km2=np.array(low, dtype=float), high_km2=np.array(high, dtype=float))


def bounds_of(band: gpd.GeoDataFrame, side: str) -> npt.NDArray[np.bool_]:
    """Mark the pieces of a band that lie around a front of ``side``."""
    return np.asarray((band["side_a"] == side) | (band["side_b"] == side))


@dataclass(frozen=True)
class Extent:
    """What one side holds on one day: its ground, and the band around its fronts. Metres."""

    ground: shapely.Geometry
    band: shapely.Geometry


def extent(areas: gpd.GeoDataFrame, band: gpd.GeoDataFrame, side: str) -> Extent:
    """Return the ground of ``side`` and the band around its fronts."""
    ground = areas.loc[areas["controller"] == side].geometry.to_crs(METRIC).to_numpy()
    strips = band.loc[bounds_of(band, side)].geometry.to_crs(METRIC).to_numpy()
    return Extent(*(polygons_of(shapely.union_all(shapes)) for shapes in (ground, strips)))


def gained_range(before: Extent, after: Extent, gained: shapely.Geometry) -> tuple[float, float]:
    """Return the least and the most ground that a side can have gained between two days, km².

    The least is what was gained outside the bands of both days. The most adds what adjoins it and lies in the band of
    one day alone: behind the old line, where the side may not have stood yet, and ahead of the new one, where it may
    stand already. Ground in the bands of both days is where the line did not move: whatever error it has there is the
    same on both days and cancels out.

    Args:
        before: What the side holds on the earlier day.
        after: What it holds on the later day.
        gained: The ground it gained with both lines where they are drawn.
    """
    if shapely.is_empty(gained):
        return 0.0, 0.0
    either = _union(before.band, after.band)
    least = shapely.difference(gained, either)
    kept = _both(before.ground, after.ground)
    behind = _without(_both(before.band, kept), after.band)
    ahead = _without(after.band, _union(_union(before.ground, after.ground), before.band))
    most = _union(_union(gained, without_slivers(behind)), without_slivers(ahead))
    parts = shapely.get_parts(most)
    adjoining = parts[shapely.dwithin(parts, gained, GRAIN)]
    return float(shapely.area(least)) / 1e6, float(shapely.area(adjoining).sum()) / 1e6


def _union(one: shapely.Geometry, other: shapely.Geometry) -> shapely.Geometry:
    return polygons_of(shapely.union(one, other))


def _both(one: shapely.Geometry, other: shapely.Geometry) -> shapely.Geometry:
    return polygons_of(shapely.intersection(one, other))


def _without(one: shapely.Geometry, other: shapely.Geometry) -> shapely.Geometry:
    return polygons_of(shapely.difference(one, other))


def without_slivers(shape: shapely.Geometry) -> shapely.Geometry:
    """Return ``shape`` without the strips narrower than twice :data:`SLIVER_M`."""
    opened = shapely.buffer(shapely.buffer(shape, -SLIVER_M), SLIVER_M)
    return polygons_of(shapely.intersection(opened, shape))
