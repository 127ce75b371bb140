"""A plain gathering of strikes by place, which the running sums must equal."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from lib.analysis import range_index
from lib.analysis.range_index import COARSE_FROM
from lib.analysis.strikes import PRECISION_ORDER
from lib.events.schema import GEO_PRECISIONS


def strike_places(rows: pd.DataFrame) -> gpd.GeoDataFrame:
    """Strikes gathered by the place they are reported at: its name and its point.

    Args:
        rows: Primary strike rows, as :func:`strikes` gives them. Rows without a point are left out: they are
            listed on the page, never drawn.

    Returns:
        One row a place: place, strikes (count), coarse (how many of them are located to a sub-district or wider),
        precision (the worst among them), and geometry, a point in WGS 84 degrees. Points are settlement centres,
        not impact sites.
    """
    located = rows.loc[rows["lat"].notna() & rows["lon"].notna()]
    order = located["geo_precision"].map(PRECISION_ORDER).fillna(len(PRECISION_ORDER) - 1)
    gathered = (
        located.assign(order=order, coarse=order >= COARSE_FROM)
        .round({"lat": range_index.POINT_DIGITS, "lon": range_index.POINT_DIGITS})
        .groupby(["place", "lat", "lon"], sort=True)
        .agg(
            strikes=("event_id", "size"),
            coarse=("coarse", "sum"),
            order=("order", "max"),
        )
        .reset_index()
    )
    gathered["precision"] = np.array(GEO_PRECISIONS)[gathered["order"].astype(int)]
    points = gpd.points_from_xy(gathered["lon"], gathered["lat"])
    return gpd.GeoDataFrame(gathered[["place", "strikes", "coarse", "precision"]], geometry=points, crs="EPSG:4326")
