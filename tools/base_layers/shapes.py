"""Small operations on geometries that every layer of the base map needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from lib.config.crs import METRIC
from lib.geography.basemap import EXTENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

WGS84 = "EPSG:4326"
METRES = METRIC
DECIMALS = 4
"""Of degrees in the files: 11 m, far below the error of any source used here."""


WIDE_DEGREES = 6.0
"""Width or height of the extent up to which layers are drawn as finely as they are read."""


def coarser() -> float:
    """Return how much more a layer is simplified where the extent is wide: a page shows no more of it at once."""
    west, south, east, north = EXTENT.bounds
    return float(max(1.0, max(east - west, north - south) / WIDE_DEGREES) ** 2)


def rounded(geometry: Any) -> Any:
    """Cut coordinates to :data:`DECIMALS`, each by itself: a line shared by two shapes stays shared."""
    return shapely.transform(geometry, lambda points: np.round(points, DECIMALS))


def metric(geometries: Any) -> gpd.GeoSeries:
    """Project geometries in degrees to a series in metres."""
    return gpd.GeoSeries(geometries, crs=WGS84).to_crs(METRES)


def simplified(geometries: Any, tolerance: float) -> NDArray[np.object_]:
    """Simplify geometries in degrees by ``tolerance`` metres."""
    coarse = metric(geometries).simplify(tolerance).to_crs(WGS84)
    return np.asarray(coarse.to_numpy(), dtype=object)


def merged(geometries: Any) -> NDArray[np.object_]:
    """Join lines end to end where only two meet, into an array of single lines in a steady order."""
    lines = shapely.get_parts(shapely.line_merge(shapely.union_all(geometries)))
    lines = lines[shapely.get_type_id(lines) == shapely.GeometryType.LINESTRING]
    return np.asarray(sorted(shapely.normalize(lines), key=lambda line: line.wkb), dtype=object)


def lines_only(geometry: BaseGeometry) -> BaseGeometry:
    """Return the lines in ``geometry`` as one merged geometry; points where lines only touch are dropped."""
    parts = shapely.get_parts(geometry)
    return shapely.line_merge(shapely.union_all(parts[shapely.get_dimensions(parts) == 1]))


def frame(rows: Sequence[dict[str, Any]], geometries: Sequence[Any] | NDArray[np.object_]) -> gpd.GeoDataFrame:
    """Make properties and geometries a table in degrees, rounded for the file."""
    return gpd.GeoDataFrame(list(rows), geometry=rounded(np.asarray(geometries, dtype=object)), crs=WGS84)
