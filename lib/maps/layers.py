"""What is drawn, independent of how: the web map and the print map both start here.

Each function takes the event table and a query and gives the things to draw with their figures; no colours, no
pixels. :func:`drawn` counts them, and is what the maps are tested against.
"""

from __future__ import annotations

from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from lib.analysis import control, displacement, strikes
from lib.events.query import Query
from lib.events.table import EventTable
from lib.geography import places

METRIC = "EPSG:32637"
"""UTM 37N: every distance and length is measured in it."""

BENDS = (0.16, -0.16, 0.3, -0.3, 0.45, -0.45)
"""Sideways bulges an arrow may take, as a share of its length; the first that serves is taken."""

CAMP_KINDS = ("camp_cluster", "reception_centre")
CROSSING_KINDS = ("border_crossing", "border_crossing_unofficial", "internal_crossing")


def strike_circles(events: EventTable, query: Query) -> gpd.GeoDataFrame:
    """One circle a place: place, strikes (count), precision (the worst), point in WGS 84 degrees."""
    return strikes.circles(events, query)


def flow_arrows(events: EventTable, query: Query) -> pd.DataFrame:
    """One arrow a pair of origin and destination, as :func:`lib.analysis.displacement.arrows` gathers them."""
    return displacement.arrows(displacement.flows(events, query))


def control_map(events: EventTable, query: Query) -> control.ControlMap:
    """Areas of control and the lines between them at the end of the range."""
    return control.control_map(events, query.end)


def camps() -> gpd.GeoDataFrame:
    """Camp clusters and reception centres with a point, at the settlement they belong to."""
    return _located_sites(CAMP_KINDS)


def crossings() -> gpd.GeoDataFrame:
    """Border and internal crossings with a point."""
    return _located_sites(CROSSING_KINDS)


def _located_sites(kinds: tuple[str, ...]) -> gpd.GeoDataFrame:
    sites = places.sites()
    return sites.loc[sites["kind"].isin(kinds) & sites.geometry.notna()]


@lru_cache(maxsize=2)
def _located(kinds: tuple[str, ...]) -> int:
    return len(_located_sites(kinds))


def visible_areas(areas: gpd.GeoDataFrame, query: Query) -> gpd.GeoDataFrame:
    """The control areas that the query's ``controllers`` leave on the map."""
    return areas.loc[areas["controller"].isin(query.controllers)] if query.controllers else areas


def drawn(events: EventTable, query: Query) -> dict[str, float]:
    """What a map of ``query`` shows, in numbers: what ``window.situation.drawn`` must equal.

    Returns:
        front_km, control_areas, strike_places, strike_events, flows, camps, crossings. A layer that is off, or a
        kind that is filtered out, counts 0.
    """
    on = query.layers
    shows = {kind: query.has_kind(kind) for kind in ("control", "strike", "displacement")}
    struck = strikes.at_places(events, query).sum(axis=1) if "strikes" in on and shows["strike"] else np.zeros(0)
    arrows = displacement.arrow_count(events, query) if "flows" in on and shows["displacement"] else 0
    held = control.measured(events, query.end) if shows["control"] else None
    areas = [side for side in held.controllers if not query.controllers or side in query.controllers] if held else []
    return {
        "front_km": round(held.front_km, 1) if held and "front" in on else 0,
        "control_areas": len(areas) if "control" in on else 0,
        "strike_places": int(np.count_nonzero(struck)),
        "strike_events": int(struck.sum()),
        "flows": arrows,
        "camps": _located(CAMP_KINDS) if "camps" in on else 0,
        "crossings": _located(CROSSING_KINDS) if "crossings" in on else 0,
    }


def bends(arrows: pd.DataFrame, avoid: shapely.Geometry | None) -> np.ndarray:
    """How far each arrow bulges sideways, so that it crosses as little of the other side's area as it can.

    Args:
        arrows: Rows with origin_lat, origin_lon, lat, lon in WGS 84 degrees.
        avoid: Area to keep out of, in :data:`METRIC`; None when nothing is to be avoided.

    Returns:
        One number an arrow, shape (n,): the bulge as a share of the arrow's length, positive to the left of its
        direction on a north-up map.
    """
    if arrows.empty:
        return np.zeros(0)
    if avoid is None or avoid.is_empty:
        return np.full(len(arrows), BENDS[0])
    curves = shapely.linestrings(_curves(arrows))
    shapely.prepare(avoid)
    inside = shapely.length(shapely.intersection(curves, avoid))
    tidiness = np.abs(np.array(BENDS)) * 100
    chosen: np.ndarray = np.array(BENDS)[np.argmin(inside + tidiness, axis=1)]
    return chosen


def _curves(arrows: pd.DataFrame) -> np.ndarray:
    """Points along each arrow at each possible bulge, metres in UTM 37N, shape (n, len(BENDS), 17, 2)."""
    project = Transformer.from_crs("EPSG:4326", METRIC, always_xy=True).transform
    start = np.column_stack(project(arrows["origin_lon"].to_numpy(), arrows["origin_lat"].to_numpy()))
    end = np.column_stack(project(arrows["lon"].to_numpy(), arrows["lat"].to_numpy()))
    along = end - start
    left = np.column_stack([-along[:, 1], along[:, 0]])
    bulge = np.array(BENDS)[None, :, None] * left[:, None, :]
    middle = ((start + end) / 2)[:, None, :] + 2 * bulge
    t = np.linspace(0, 1, 17)[None, None, :, None]
    a, b, c = start[:, None, None, :], middle[:, :, None, :], end[:, None, None, :]
    points: np.ndarray = (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c
    return points
