"""In which system distances and areas of a region are measured, and how far off that is."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from lib.config.crisis.fields import Box
from lib.config.crs import DEGREES

MOST_OFF: Final = 0.005
"""By what share areas may be measured wrong at the edge of a region before another system is better than a UTM zone."""
_SAMPLES: Final = 7


def area_error(crs: str, region: Box) -> float:
    """Return by which share areas are measured wrong in a system, at worst in a region: 0.02 is two per cent."""
    lon, lat = np.meshgrid(
        np.linspace(region.west, region.east, _SAMPLES), np.linspace(region.south, region.north, _SAMPLES)
    )
    scale = np.asarray(pyproj.Proj(crs).get_factors(lon.ravel(), lat.ravel()).areal_scale)
    return float(np.abs(np.where(np.isfinite(scale), scale, np.inf) - 1.0).max())


def best_for(region: Box) -> str:
    """Choose a system in metres: the region's UTM zone, or where that is too narrow for it Lambert's equal areas."""
    zone = str(gpd.GeoSeries([shapely.box(*region)], crs=DEGREES).estimate_utm_crs().to_string())
    if area_error(zone, region) <= MOST_OFF:
        return zone
    lon, lat = round((region.west + region.east) / 2, 2), round((region.south + region.north) / 2, 2)
    return f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m +no_defs +type=crs"
