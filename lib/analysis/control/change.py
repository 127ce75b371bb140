"""Land that changed hands between two maps of control, and how much of it each side gained and lost."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from lib.analysis.front import margins
from lib.analysis.front.areas import polygons_of
from lib.config.crs import DEGREES, METRIC

RANGE_COLUMNS = ("gained_low", "gained", "gained_high", "lost_low", "lost", "lost_high")


def land_changed(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Compute the land that has another holder in the areas ``after`` than in those ``before``.

    Strips narrower than twice :data:`lib.analysis.front.margins.SLIVER_M` are left out: they come from drawing the
    line anew.

    Returns:
        previous_controller, controller, area_km2, geometry (WGS 84 degrees); one row a pair, largest first.
    """
    old, new = (areas[["controller", "geometry"]].to_crs(METRIC) for areas in (before, after))
    pairs = old.merge(new, how="cross", suffixes=("_old", "_new"))
    pairs = pairs.loc[pairs.controller_old != pairs.controller_new]
    both = polygons_of(shapely.intersection(pairs.geometry_old.to_numpy(), pairs.geometry_new.to_numpy()))
    changed = gpd.GeoDataFrame(
        {"previous_controller": pairs.controller_old.to_numpy(), "controller": pairs.controller_new.to_numpy()},
        geometry=margins.without_slivers(both),
        crs=METRIC,
    )
    changed["area_km2"] = changed.area / 1e6
    changed = changed.loc[changed.area_km2 > 0].sort_values("area_km2", ascending=False, ignore_index=True)
    return changed[["previous_controller", "controller", "area_km2", "geometry"]].to_crs(DEGREES)


def ranges(
    changed: gpd.GeoDataFrame,
    before: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame],
    after: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame],
) -> pd.DataFrame:
    """Measure how much ground each side gained and lost, km², with the lines at either edge of their bands.

    Args:
        changed: What :func:`land_changed` gives.
        before: Areas and band of the earlier map.
        after: Areas and band of the later map.

    Returns:
        :data:`RANGE_COLUMNS` by side: the least, as drawn, and the most of
        :func:`lib.analysis.front.margins.gained_range`; what a side lost is what it would have gained had the days
        passed the other way round.
    """
    metric = changed.to_crs(METRIC)
    sides = sorted({*changed["controller"], *changed["previous_controller"]})
    rows = []
    for side in sides:
        then, now = margins.extent(*before, side), margins.extent(*after, side)
        gained, lost = (metric.loc[metric[name] == side] for name in ("controller", "previous_controller"))
        least, most = margins.gained_range(then, now, shapely.union_all(gained.geometry.to_numpy()))
        fewest, greatest = margins.gained_range(now, then, shapely.union_all(lost.geometry.to_numpy()))
        rows.append([least, gained["area_km2"].sum(), most, fewest, lost["area_km2"].sum(), greatest])
    return pd.DataFrame(rows, index=pd.Index(sides, dtype=object), columns=list(RANGE_COLUMNS), dtype=float)
