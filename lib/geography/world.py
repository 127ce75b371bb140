"""Base layers for a crisis that brings none: the world's countries, cut to its boxes, and the lines between them.

Coarse, about 5 km: enough to see where one is. Rivers, lakes, roads and relief are left out. Where the countries come
from stands in ``data/geo/NOTICE.md``.
"""

from __future__ import annotations

import itertools
import json
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from lib.config.crisis import CRISIS
from lib.config.crs import DEGREES
from lib.config.paths import SHIPPED

COARSE = 0.06
"""How far off the shore may be, degrees: the simplification and the rounding of :data:`FILE`."""
FILE = SHIPPED / "geo" / "world.geojson"
REACH = 12.0
BROAD = 0.03
HAIR = 0.01
"""Degrees: how far around the base layers there is land, how much of its outline is left out, and how exact it is."""


@lru_cache(maxsize=1)
def _countries() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame.from_features(json.loads(FILE.read_text(encoding="utf-8"))["features"], crs=DEGREES)


def inside(box: shapely.Geometry) -> gpd.GeoDataFrame:
    """Return the countries inside a box: code, name_en, name_ar, name_tr and geometry, WGS 84 degrees."""
    known = _countries()
    seen = known.loc[known.intersects(box)]
    cut = seen.set_geometry([polygons_alone(shape) for shape in shapely.intersection(seen.geometry.to_numpy(), box)])
    return cut.loc[shapely.area(cut.geometry.to_numpy()) > 0].reset_index(drop=True)


@lru_cache(maxsize=1)
def around() -> gpd.GeoDataFrame:
    """Return the countries around what the base layers cover, as far as a view reaches: code and geometry, degrees.

    They overlap with the layers by a hair, so that no seam is seen; coarse as they are, nothing is drawn of them but
    land.
    """
    west, south, east, north = CRISIS.boxes.base
    far = shapely.box(west - REACH, south - REACH, east + REACH, north + REACH)
    land = inside(far.difference(shapely.box(west + HAIR, south + HAIR, east - HAIR, north - HAIR)))
    shapes = shapely.set_precision(shapely.coverage_simplify(land.geometry.to_numpy(), BROAD), HAIR)
    return _frame(list(shapes), code=list(land["code"]))


def polygons_alone(shape: shapely.Geometry) -> shapely.Geometry:
    """Return land that was cut to a box without the points and lines where the box only touches it.

    What has none is returned as it is: lines are stored under the ground that they were computed for.
    """
    if shape.geom_type != "GeometryCollection":
        return shape
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.multipolygons(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])


def onto_land(xy: npt.NDArray[np.float64], region: shapely.Geometry) -> npt.NDArray[np.float64]:
    """Move points that the coarse shore leaves in the water onto the nearest land of a region.

    Args:
        xy: Longitude and latitude of settlements, shape (n, 2); missing ones stay so.
        region: The ground that sides can hold, WGS 84 degrees.

    Returns:
        The points; one that lies on any country's land, or farther off than the shore may be, is as it was.
    """
    points = shapely.points(xy)
    afloat = shapely.dwithin(points, region, COARSE)
    for shape in _countries().geometry:
        afloat &= ~shapely.intersects(shape, points)
    ashore = shapely.get_coordinates(shapely.get_point(shapely.shortest_line(region, points[afloat]), 0))
    moved = xy.copy()
    moved[afloat] = ashore
    return moved


def _lines(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the lines of what two outlines share, joined; their points are left out."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "LineString"]
    return shapely.line_merge(shapely.multilinestrings(parts)) if parts else shapely.MultiLineString()


def _between(land: gpd.GeoDataFrame) -> dict[tuple[str, str], shapely.Geometry]:
    """Find the lines that two countries share, by their codes in order."""
    shapes = dict(zip(land["code"], land.geometry, strict=True))
    pairs = itertools.combinations(sorted(shapes), 2)
    met = {pair: _lines(shapely.intersection(shapes[pair[0]].boundary, shapes[pair[1]].boundary)) for pair in pairs}
    return {pair: line for pair, line in met.items() if not line.is_empty}


def _frame(shapes: list[shapely.Geometry], **columns: list[Any]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=DEGREES)


def layer(name: str, columns: tuple[str, ...]) -> gpd.GeoDataFrame:
    """Return a base layer made of the world's countries.

    Args:
        name: One of :data:`lib.geography.basemap.LAYERS`.
        columns: The columns it has there.

    Returns:
        A frame with ``columns`` and geometry, WGS 84 degrees; empty for what the world's countries do not tell.
    """
    extent = shapely.box(*CRISIS.boxes.base)
    code, beyond = CRISIS.country.code, CRISIS.border.country if CRISIS.border else ""
    pair = (min(code, beyond), max(code, beyond))
    land = inside(shapely.box(*CRISIS.boxes.locator)) if name == "neighbours" else inside(extent)
    between = _between(land) if name in {"border", "borders"} else {}
    if name in {"countries", "neighbours"}:
        found = land
    elif name == "country":
        own = land["code"] == code
        found = land.loc[own] if own.any() else land
    elif name == "border":
        found = _frame([between.get(pair, shapely.MultiLineString())], approximate=["about 5 km off"])
    elif name == "borders":
        lines = {each: line for each, line in between.items() if each != pair}
        found = _frame(list(lines.values()), between=["-".join(each) for each in lines])
    elif name == "coast":
        shore = shapely.union_all(land.geometry.to_numpy()).boundary.difference(extent.boundary.buffer(1e-6))
        found = _frame([part for part in shapely.get_parts(shore) if part.geom_type == "LineString"])
    else:
        found = _frame([], **{column: [] for column in columns})
    return found[[*columns, "geometry"]]
