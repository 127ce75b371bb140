"""Land that changed hands between two maps of control."""

from __future__ import annotations

import geopandas as gpd
import shapely

from lib.analysis.front_areas import polygons_of
from lib.analysis.front_line import DEGREES, METRIC

SLIVER_M = 150.0
"""Half the width below which a strip between two lines is drawing noise, not a change. Metres."""


def land_changed(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Land that has another holder in the areas ``after`` than in those ``before``.

    Strips narrower than twice ``SLIVER_M`` are left out: they come from drawing the line anew.

    Returns:
        previous_controller, controller, area_km2, geometry (WGS 84 degrees); one row a pair, largest first.
    """
    old, new = (areas[["controller", "geometry"]].to_crs(METRIC) for areas in (before, after))
    pairs = old.merge(new, how="cross", suffixes=("_old", "_new"))
    pairs = pairs.loc[pairs.controller_old != pairs.controller_new]
    both = polygons_of(shapely.intersection(pairs.geometry_old.to_numpy(), pairs.geometry_new.to_numpy()))
    opened = shapely.buffer(shapely.buffer(both, -SLIVER_M), SLIVER_M)
    changed = gpd.GeoDataFrame(
        {"previous_controller": pairs.controller_old.to_numpy(), "controller": pairs.controller_new.to_numpy()},
        geometry=polygons_of(shapely.intersection(opened, both)),
        crs=METRIC,
    )
    changed["area_km2"] = changed.area / 1e6
    changed = changed.loc[changed.area_km2 > 0].sort_values("area_km2", ascending=False, ignore_index=True)
    return changed[["previous_controller", "controller", "area_km2", "geometry"]].to_crs(DEGREES)
