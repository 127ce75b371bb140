"""How far each strike lay from camps, crossings, the Turkish border, or the front line of its day.

Distances are kilometres in UTM 37N between settlement centres and the nearest point of what is asked for: a strike is
reported at a settlement, not at its place of impact, and a camp is drawn at the settlement it belongs to. So two
kilometres may be none. Strikes located more coarsely than a settlement have no distance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import Transformer

from lib.analysis import control
from lib.analysis.kept import Kept
from lib.analysis.strikes import strikes
from lib.events.query import Query
from lib.events.table import EventTable
from lib.geography import basemap, places

METRIC = "EPSG:32637"
"""UTM 37N, in which distances are measured."""
FINE = ("exact", "settlement")
"""Values of ``geo_precision`` for which a distance says something."""
KINDS = {
    "camps": ("camp_cluster", "reception_centre"),
    "crossings": ("border_crossing", "border_crossing_unofficial", "internal_crossing"),
}
"""The sites that each choice stands for."""

Floats = npt.NDArray[np.float64]

_FRONTS: Kept[npt.NDArray[np.object_]] = Kept(256)


@dataclass(frozen=True)
class Near:
    """Strikes with their distance.

    ``rows`` are primary strike rows with distance_km, nearest (name of the site; "" for a line) and as_of (the control
    date of the front line measured to, else missing), nearest first. ``coarse`` is the number of strikes in the view
    that are located more coarsely than a settlement, or not at all; ``unmeasured`` of those that are located, but have
    nothing to be measured to.
    """

    rows: pd.DataFrame
    coarse: int
    unmeasured: int

    def within(self, km: float) -> pd.DataFrame:
        """The rows not farther than ``km`` kilometres."""
        return self.rows.loc[self.rows["distance_km"] <= km]


def near(events: EventTable, query: Query) -> Near:
    """The strikes of a view with their distance to what ``query.near`` names.

    Raises:
        BaseLayerError: The border's file is missing or damaged.
        PlacesError: The file of camps and crossings is.
    """
    rows = strikes(events, query)
    fine = rows.loc[rows["geo_precision"].isin(FINE) & rows["lat"].notna() & rows["lon"].notna()]
    points = _metric_points(fine)
    if query.near == "front":
        measured = _to_fronts(events, fine, points)
    elif query.near == "border":
        border = gpd.GeoSeries([basemap.turkish_border()], crs="EPSG:4326").to_crs(METRIC)
        measured = _to(points, border.to_numpy(), np.array([""], dtype=object))
    else:
        sites = places.sites()
        sites = sites.loc[sites["kind"].isin(KINDS[query.near]) & sites.geometry.notna()].to_crs(METRIC)
        measured = _to(points, sites.geometry.to_numpy(), sites["name"].to_numpy(dtype=object))
    told = fine.assign(**measured)
    known = told["distance_km"].notna()
    ordered = told.loc[known].sort_values(["distance_km", "date_start", "event_id"], kind="stable")
    return Near(ordered, len(rows) - len(fine), int((~known).sum()))


def _metric_points(rows: pd.DataFrame) -> npt.NDArray[np.object_]:
    """The points of rows in UTM 37N."""
    project = Transformer.from_crs("EPSG:4326", METRIC, always_xy=True).transform
    made: npt.NDArray[np.object_] = shapely.points(*project(rows["lon"].to_numpy(), rows["lat"].to_numpy()))
    return made


def _to(
    points: npt.NDArray[np.object_], targets: npt.NDArray[np.object_], names: npt.NDArray[np.object_]
) -> dict[str, Any]:
    """Distance of each point to the nearest of some shapes, and its name."""
    distance = np.full(len(points), np.nan)
    nearest = np.full(len(points), "", dtype=object)
    if len(points) and len(targets):
        (at, which), found = shapely.STRtree(targets).query_nearest(points, return_distance=True, all_matches=False)
        distance[at], nearest[at] = found / 1000, names[which]
    return {"distance_km": distance, "nearest": nearest, "as_of": pd.NaT}


def _to_fronts(events: EventTable, rows: pd.DataFrame, points: npt.NDArray[np.object_]) -> dict[str, Any]:
    """Distance of each strike to the front line at the end of its first day.

    One look at a line for each control date, whatever the number of strikes.
    """
    distance = np.full(len(rows), np.nan)
    as_of = np.full(len(rows), np.datetime64("NaT"), dtype="datetime64[s]")
    days, which = np.unique(rows["date_start"].to_numpy(), return_inverse=True)
    known = control.control_dates(events)
    snapped = [control.snap(events, pd.Timestamp(day).date()) for day in days] if known else []
    for control_date in dict.fromkeys(snapped):
        at = np.flatnonzero(np.array([day == control_date for day in snapped])[which])
        as_of[at] = np.datetime64(control_date)
        line = _front(events, control_date)
        if len(line):
            distance[at] = shapely.distance(points[at], shapely.union_all(line)) / 1000
    return {"distance_km": distance, "nearest": "", "as_of": as_of}


def _front(events: EventTable, day: date) -> npt.NDArray[np.object_]:
    """The front line of a control date, UTM 37N."""

    def made() -> npt.NDArray[np.object_]:
        front = control.control_map(events, day).front
        lines: npt.NDArray[np.object_] = front.loc[front["is_front"].astype(bool)].to_crs(METRIC).geometry.to_numpy()
        return lines

    return _FRONTS.of(events, day, made)
