"""Sub-districts and districts as shapes. No polygons are shipped, so they are made of the settlements that lie in them.

A sub-district is the ground that is nearer to one of its known settlements, or to its own point, than to any of
another. So every known settlement lies in its own; where between two settlements the boundary runs is not known, and
whoever shows such an outline says that it is approximate.
"""

from __future__ import annotations

from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lib.config.crs import DEGREES, METRIC
from lib.geography import areas, basemap, places

REACH_M = 15_000.0
"""Ground farther than this from every settlement that is known belongs to none, metres."""
TOLERANCE_M = 150.0
"""Tolerance of the simplification, metres: less than half the way between two settlements."""
LEVELS = ("admin2", "admin3")


@lru_cache(maxsize=1)
def subdistricts() -> gpd.GeoDataFrame:
    """Divide the ground around the settlements that are known among their sub-districts.

    Returns:
        admin2, admin3 and geometry (metres, metric CRS); a coverage: no overlaps, no gaps within reach of a settlement.
        Empty where no settlement is known to lie in a sub-district.

    Raises:
        PlacesError: A places file is missing or damaged.
        BaseLayerError: The country's file is missing or damaged.
    """
    known = _sites()
    if len(known) < 3:  # noqa: PLR2004  fewer points divide nothing
        return gpd.GeoDataFrame({name: [] for name in LEVELS}, geometry=[], crs=METRIC)
    points = known.geometry.to_numpy()
    land = gpd.GeoSeries([basemap.country()], crs=DEGREES).to_crs(METRIC).iloc[0]
    land = shapely.intersection(land, shapely.union_all(shapely.buffer(points, REACH_M, quad_segs=4)))
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=land))
    (cell, at) = shapely.STRtree(points).query(cells, "intersects")
    cut = shapely.intersection(cells[cell], land)
    keys = known[list(LEVELS)].iloc[at].reset_index(drop=True)
    groups = keys.groupby(list(LEVELS), sort=True).indices
    whole = np.array([shapely.union_all(cut[rows], grid_size=1.0) for rows in groups.values()], dtype=object)
    whole = shapely.coverage_simplify(whole, TOLERANCE_M)
    names = pd.DataFrame(list(groups), columns=list(LEVELS))
    return gpd.GeoDataFrame(names, geometry=shapely.make_valid(whole), crs=METRIC)


def _sites() -> gpd.GeoDataFrame:
    """Gather settlements with their sub-district, and each sub-district's own point, each point once, in metres."""
    settled = places.places()
    settled = settled.loc[(settled["admin3"] != "") & settled.geometry.notna()]
    columns = [*LEVELS, "geometry"]
    listed = areas.subdistricts()[columns]
    both = pd.concat([settled[columns], listed], ignore_index=True).to_crs(METRIC)
    rounded = shapely.set_precision(both.geometry.to_numpy(), 1.0)
    return both.set_geometry(rounded, crs=METRIC).drop_duplicates("geometry", ignore_index=True)


@lru_cache(maxsize=64)
def outline(chain: tuple[str, ...]) -> shapely.Geometry | None:
    """Return the approximate outline of a district or sub-district, metric CRS.

    Args:
        chain: Names from the governorate down, as :func:`lib.geography.areas.named` gives them: two or three.

    Returns:
        A polygon or several; None where no settlement of it is known.
    """
    known = subdistricts()
    mine = np.ones(len(known), dtype=bool)
    for level, name in zip(LEVELS, chain[1:], strict=False):
        mine &= (known[level] == name).to_numpy()
    found = known.geometry.to_numpy()[mine]
    return shapely.union_all(found) if len(found) else None
