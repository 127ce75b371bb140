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
import shapely

from lib.config.crisis import CRISIS
from lib.config.crs import DEGREES
from lib.config.paths import SHIPPED

FILE = SHIPPED / "geo" / "world.geojson"
REACH = 12.0
COARSE = 0.03
HAIR = 0.01
"""Degrees: how far around the base layers there is land, how much of its outline is left out, and how exact it is."""


@lru_cache(maxsize=1)
def _countries() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame.from_features(json.loads(FILE.read_text(encoding="utf-8"))["features"], crs=DEGREES)


def inside(box: shapely.Geometry) -> gpd.GeoDataFrame:
    """Return the countries inside a box: code, name_en, name_ar, name_tr and geometry, WGS 84 degrees."""
    known = _countries()
    seen = known.loc[known.intersects(box)]
    cut = seen.set_geometry(shapely.intersection(seen.geometry.to_numpy(), box))
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
    ground = np.array([_ground(shape) for shape in land.geometry], dtype=object)
    shapes = shapely.set_precision(shapely.coverage_simplify(ground, COARSE), HAIR)
    return _frame(list(shapes), code=list(land["code"]))


def _ground(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the ground of a shape; lines and points at which it touches the edge of a box are left out."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.multipolygons([part for part in parts if part.geom_type == "Polygon"])


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
