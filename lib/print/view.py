"""Where the printed map looks: Web Mercator as the web map has it, laid on a rectangle of the sheet."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from lib.config.crisis import CRISIS
from lib.events.query import Query
from lib.events.table import EventTable
from lib.geography import basemap, places
from lib.layers import own_area, strikes
from lib.layers.control import control_map
from lib.maps.sizes import symbol_scale

Floats = npt.NDArray[np.float64]

WHOLE: Final = CRISIS.boxes.picture
"""West, south, east and north of what a picture shows when nothing else is asked for, WGS 84 degrees."""
BORDER: Final = CRISIS.boxes.border
"""The strip along the border that people flee to."""
PLACE_ZOOM: Final = 10.5
TILE: Final = 256.0
"""Pixels that the world is wide at zoom 0, as Leaflet counts."""
EQUATOR_KM: Final = 40_075.017
MARGIN: Final = 40.0
"""Layout pixels beyond the map's edge that shapes keep, so that no cut shows."""
_CLOSEST: Final = 14.0
_FARTHEST: Final = 5.0


def mercator(lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Project degrees to unit Web Mercator: the world is 1 wide and 1 high, y grows to the south."""
    phi = np.radians(np.clip(np.asarray(lat, dtype=float), -85, 85))
    return (np.asarray(lon, dtype=float) + 180) / 360, (1 - np.arcsinh(np.tan(phi)) / math.pi) / 2


@dataclass(frozen=True)
class View:
    """The rectangle of the sheet that the map fills, in layout pixels, and what of the world it shows.

    ``centre`` is in unit Mercator, ``scale`` is layout pixels for the whole world.
    """

    left: float
    top: float
    width: float
    height: float
    centre: tuple[float, float]
    scale: float

    @property
    def zoom(self) -> float:
        """The Leaflet zoom level of the same scale."""
        return math.log2(self.scale / TILE)

    @property
    def symbol_scale(self) -> float:
        """How much circles and arrows shrink at this zoom, as on the web map."""
        return symbol_scale(self.zoom)

    @property
    def km(self) -> float:
        """Layout pixels that a kilometre is long at the centre."""
        latitude = math.atan(math.sinh(math.pi * (1 - 2 * self.centre[1])))
        return self.scale / (EQUATOR_KM * math.cos(latitude))

    def xy(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Floats:
        """Return layout pixels of points (WGS 84 degrees), shape (n, 2)."""
        x, y = mercator(lon, lat)
        return np.column_stack(
            [
                (x - self.centre[0]) * self.scale + self.left + self.width / 2,
                (y - self.centre[1]) * self.scale + self.top + self.height / 2,
            ]
        )

    def points(self, frame: gpd.GeoDataFrame) -> Floats:
        """Return layout pixels of a frame of points, shape (n, 2)."""
        return self.xy(frame.geometry.x.to_numpy(), frame.geometry.y.to_numpy())

    @property
    def frame(self) -> shapely.Geometry:
        """The rectangle of the map in layout pixels."""
        return shapely.box(self.left, self.top, self.left + self.width, self.top + self.height)

    def bounds(self, margin: float = MARGIN) -> tuple[float, float, float, float]:
        """Return west, south, east and north of the view and ``margin`` layout pixels around it, degrees."""
        wide, high = (self.width / 2 + margin) / self.scale, (self.height / 2 + margin) / self.scale
        west, east = (360 * (self.centre[0] + side) - 180 for side in (-wide, wide))
        south, north = (
            math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (self.centre[1] + side))))) for side in (high, -high)
        )
        return west, south, east, north

    def shapes(self, geometries: Any) -> npt.NDArray[np.object_]:
        """Convert geometries in degrees to layout pixels, cut a little outside the view; empty ones are left out."""
        given = np.atleast_1d(np.asarray(geometries, dtype=object))
        cut = shapely.clip_by_rect(given, *self.bounds()) if len(given) else given
        seen = cut[~(shapely.is_missing(cut) | shapely.is_empty(cut))]
        moved: npt.NDArray[np.object_] = shapely.transform(seen, lambda points: self.xy(points[:, 0], points[:, 1]))
        return moved

    def sees(self, points: Floats, margin: float = 0.0) -> npt.NDArray[np.bool_]:
        """Mark the points that lie inside the map, ``margin`` layout pixels from its edge."""
        x, y = points[:, 0], points[:, 1]
        seen: npt.NDArray[np.bool_] = (
            (x >= self.left + margin)
            & (x <= self.left + self.width - margin)
            & (y >= self.top + margin)
            & (y <= self.top + self.height - margin)
        )
        return seen


def _inside(view: View) -> View:
    """Bring the view inside what the base layers cover: nearer and moved as little as that takes."""
    west, south, east, north = basemap.EXTENT.bounds
    (x0, x1), (y0, y1) = mercator([west, east], [north, south])
    scale = max(view.scale, view.width / (x1 - x0), view.height / (y1 - y0))
    half_wide, half_high = view.width / scale / 2, view.height / scale / 2
    x = float(np.clip(view.centre[0], x0 + half_wide, x1 - half_wide))
    y = float(np.clip(view.centre[1], y0 + half_high, y1 - half_high))
    return replace(view, centre=(x, y), scale=float(scale))


def fitted(rect: tuple[float, float, float, float], degrees: tuple[float, float, float, float]) -> View:
    """Fit the view on ``rect`` (left, top, width, height) that shows all ``degrees`` (west, south, east, north)."""
    left, top, width, height = rect
    west, south, east, north = degrees
    (x0, x1), (y0, y1) = mercator([west, east], [north, south])
    span = max((x1 - x0) / width, (y1 - y0) / height, 1 / (TILE * 2**_CLOSEST))
    return View(left, top, width, height, (float(x0 + x1) / 2, float(y0 + y1) / 2), float(1 / span))


def view_of(events: EventTable, query: Query, extent: str, rect: tuple[float, float, float, float]) -> View:
    """Choose the view that an extent asks for, inside what the base layers cover.

    What cannot be shown (no front, an unknown place) falls back to the whole.

    Args:
        events: The event table.
        query: What is shown; its place, lat, lon and zoom count where ``extent`` asks for them.
        extent: One of :data:`lib.print.sheet.EXTENTS`.
        rect: Left, top, width and height of the map on the sheet, layout pixels.
    """
    return _inside(_asked(events, query, extent, rect))


def _asked(events: EventTable, query: Query, extent: str, rect: tuple[float, float, float, float]) -> View:
    if extent == "view" and query.lat is not None and query.lon is not None:
        return _around(rect, query.lon, query.lat, 9.0 if query.zoom is None else query.zoom)
    if extent in {"place", "view"} and query.place:
        point = point_of(events, query)
        if point is not None:
            return _around(rect, point[0], point[1], PLACE_ZOOM if query.zoom is None else query.zoom)
    outline = own_area.outline(query)
    if extent == "view" and outline is not None:
        return fitted(rect, _padded(*shapely.bounds(outline)))
    if extent == "front":
        lines = control_map(events, query).front
        between = {side for pair in CRISIS.fronts for side in pair}
        sides = lines["side_a"].isin(between) & lines["side_b"].isin(between)
        west, south, east, north = lines.loc[sides & lines["is_front"]].total_bounds
        if north > south and east > west:
            return fitted(rect, _padded(west, south, east, north))
    return fitted(rect, BORDER if extent == "border" else WHOLE)


def _padded(west: float, south: float, east: float, north: float) -> tuple[float, float, float, float]:
    """Widen a box, so that what it is around has air."""
    padding = 0.06 * max(east - west, north - south)
    return west - padding, south - padding, east + padding, north + padding


def _around(rect: tuple[float, float, float, float], lon: float, lat: float, zoom: float) -> View:
    x, y = mercator(lon, lat)
    return View(*rect, (float(x), float(y)), TILE * 2 ** min(max(zoom, _FARTHEST), _CLOSEST))


def point_of(events: EventTable, query: Query) -> tuple[float, float] | None:
    """Return longitude and latitude of the place that is opened, or None where it has no point."""
    for frame in (places.places(), strikes.strike_circles(events, query)):
        found = frame.loc[(frame["place"] == query.place) & frame.geometry.notna()]
        if query.place and len(found):
            return float(found.geometry.x.iloc[0]), float(found.geometry.y.iloc[0])
    return None
