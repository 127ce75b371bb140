"""How far each reported strike lay from camps, crossings, the border, the front line of its day, or places hit.

Distances are kilometres in the metric CRS between settlement centres and the nearest point of what is asked for: a
strike is reported at a settlement, not at its place of impact, and a camp is drawn at the settlement it belongs to. So
two kilometres may be none. Strikes located more coarsely than a settlement have no distance: they are never near.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import Transformer

from lib.analysis import control
from lib.analysis.control.lines import front_lines
from lib.config.crs import DEGREES, METRIC
from lib.events.query import NEAR, Query
from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.geography import basemap, places

FINE: Final = ("exact", "settlement")
"""Values of ``geo_precision`` for which a distance says something."""
SITES: Final = {
    "camps": ("camp_cluster", "reception_centre"),
    "crossings": ("border_crossing", "border_crossing_unofficial", "internal_crossing"),
}
"""The kinds of site that a choice stands for."""
HIT: Final = {"hospitals": "hospital", "schools": "school"}
"""The target that a choice stands for: a settlement where a report, of any day, says that one was hit."""

Floats = npt.NDArray[np.float64]
Objects = npt.NDArray[np.object_]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Distances:
    """Distance of every row of a table, one value a row.

    ``km`` is NaN where the row reports no strike, is located more coarsely than a settlement, or there is nothing to be
    measured to; ``nearest`` is the name of the nearest site or place, "" for a line; ``as_of`` the control date of the
    front line measured to, else missing.
    """

    km: Floats
    nearest: Objects
    as_of: npt.NDArray[np.datetime64]


_DISTANCES: TableCache[Distances] = TableCache(16)


def passing(events: EventTable, query: Query) -> Bools | None:
    """Mark rows of a table that are no strike, or as near as ``query`` asks; return None when it does not ask."""
    if query.near == NEAR[0]:
        return None
    near = distances(events, query.near).km <= query.within
    passes: Bools = near | (events.frame["kind"] != "strike").to_numpy()
    return passes


def distances(events: EventTable, what: str) -> Distances:
    """Measure every strike of a table once.

    Args:
        events: The event table.
        what: One of :data:`lib.events.query.NEAR` but the first.

    Raises:
        BaseLayerError: The border's file is missing or damaged.
        PlacesError: The file of camps and crossings is.
    """
    return _DISTANCES.get_or_compute(events, what, lambda: _measured(events, what))


def targets(events: EventTable, what: str) -> gpd.GeoDataFrame:
    """Return the places that distances are measured to, none where it is to a line.

    Returns:
        name, and geometry: points in WGS 84 degrees.
    """
    if what in SITES:
        sites = places.sites()
        sites = sites.loc[sites["kind"].isin(SITES[what]) & sites.geometry.notna()]
        return sites[["name", "geometry"]].reset_index(drop=True)
    rows = _fine(events.strikes) if what in HIT else events.strikes.iloc[:0]
    if what in HIT:
        rows = rows.loc[rows["target_kind"].str.split(";").map(lambda words: HIT[what] in words).astype(bool)]
    rows = rows.drop_duplicates(["place", "lat", "lon"])
    points = gpd.points_from_xy(rows["lon"], rows["lat"])
    return gpd.GeoDataFrame({"name": rows["place"].to_numpy(dtype=object)}, geometry=points, crs=DEGREES)


def _fine(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.loc[rows["geo_precision"].isin(FINE) & rows["lat"].notna() & rows["lon"].notna()]


def _measured(events: EventTable, what: str) -> Distances:
    n = len(events.frame)
    found = Distances(
        np.full(n, np.nan), np.full(n, "", dtype=object), np.full(n, np.datetime64("NaT"), "datetime64[s]")
    )
    rows = _fine(events.strikes)
    if rows.empty:
        return found
    at = rows.index.to_numpy()
    # Many reports share a settlement: each point is projected and measured once.
    code, points = pd.factorize(pd.MultiIndex.from_frame(rows[["lat", "lon"]]))
    lat, lon = (np.array([point[axis] for point in points], dtype=float) for axis in (0, 1))
    project = Transformer.from_crs(DEGREES, METRIC, always_xy=True).transform
    metric: Objects = shapely.points(*project(lon, lat))
    if what == "front":
        found.km[at], found.as_of[at] = _to_fronts(events, rows, metric[code])
        return found
    if what == "border":
        shapes, names = gpd.GeoSeries([basemap.border()], crs=DEGREES).to_crs(METRIC).to_numpy(), [""]
    else:
        known = targets(events, what)
        shapes, names = known.geometry.to_crs(METRIC).to_numpy(), list(known["name"])
    if len(shapes):
        (of, which), km = shapely.STRtree(shapes).query_nearest(metric, return_distance=True, all_matches=False)
        nearest = np.zeros(len(metric), dtype=np.intp)
        distance = np.full(len(metric), np.nan)
        nearest[of], distance[of] = which, km / 1000
        found.km[at], found.nearest[at] = distance[code], np.array(names, dtype=object)[nearest[code]]
    return found


def _to_fronts(events: EventTable, rows: pd.DataFrame, points: Objects) -> tuple[Floats, npt.NDArray[np.datetime64]]:
    """Measure from each strike to the front line at the end of its first day, km; add that line's control date.

    One look at a line for each control date, whatever the number of strikes.
    """
    distance = np.full(len(rows), np.nan)
    as_of = np.full(len(rows), np.datetime64("NaT"), dtype="datetime64[s]")
    days, which = np.unique(rows["date_start"].to_numpy(), return_inverse=True)
    snapped = [control.snap(events, pd.Timestamp(day).date()) for day in days] if control.control_dates(events) else []
    for control_date in dict.fromkeys(snapped):
        at = np.flatnonzero(np.array([day == control_date for day in snapped])[which])
        as_of[at] = np.datetime64(control_date)
        line = front_lines(events, control_date)
        if len(line):
            distance[at] = shapely.distance(points[at], shapely.union_all(line)) / 1000
    return distance, as_of
