"""Governorates as shapes: no polygons are shipped, so they are cut out of the country by the base map's lines."""

from __future__ import annotations

from functools import lru_cache

import geopandas as gpd
import shapely

from lib.config.crs import DEGREES, METRIC
from lib.geography import basemap

GAP = 0.002
"""Degrees, about 200 metres."""


@lru_cache(maxsize=32)
def governorate(pcode: str) -> shapely.Geometry | None:
    """Return a governorate as the base map's lines cut it out of the country, metres; None where the map has none.

    The lines are drawn as a strip of :data:`GAP` on either side, as some end just short of the country's border; what
    the strip took is given back.

    Args:
        pcode: P-code of the governorate, as the base map's layer has it.
    """
    try:
        layer = basemap.layer("governorates")
    except basemap.BaseLayerError:
        return None
    if not {"pcode", "kind"} <= set(layer):
        return None
    label = layer.loc[layer["pcode"] == pcode].geometry
    if len(label) != 1:
        return None
    lines = layer.loc[layer["kind"] == "line"].geometry.union_all()
    parts = shapely.get_parts(shapely.difference(basemap.country(), shapely.buffer(lines, GAP)))
    holding = parts[shapely.contains(parts, label.iloc[0])]
    if len(holding) != 1:
        return None
    whole = shapely.intersection(shapely.buffer(holding[0], GAP), basemap.country())
    shape: shapely.Geometry = gpd.GeoSeries([whole], crs=DEGREES).to_crs(METRIC).iloc[0]
    return shape
