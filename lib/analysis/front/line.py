"""Areas of control, the lines between them and how sure they are, computed from places and their holders.

Nothing here knows about dates or reports: points and sides in, geometry out. The method is described in
docs/method.md, section "Front lines"; every number it depends on is a named constant of this module,
``front_kriging``, ``front_field``, ``front_areas`` or ``front_stretches``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import Transformer
from scipy.spatial import KDTree

from lib.analysis.front import areas as front_areas
from lib.analysis.front import band as front_band
from lib.analysis.front import extents as front_extents
from lib.analysis.front import field as front_field
from lib.analysis.front import margins
from lib.analysis.front import stretches as front_stretches
from lib.analysis.front.field import Bools, Floats, Grid, Ints
from lib.config.crisis import CONTESTED, CRISIS
from lib.config.crs import DEGREES, METRIC

SIDES = tuple(side.id for side in CRISIS.sides)
"""The sides, in the order in which a line names them."""
FRONT = CRISIS.fronts
"""Pairs of sides whose line is a front. Any other line is a boundary."""
CONTESTED_RADIUS = 2_000.0
"""Largest radius of the patch around a contested place, metres."""
OVERTAKEN = 10_000.0
"""Metres from the nearest line beyond which a contested place is no longer drawn: the fight has moved on,
and nobody has said since who holds the place."""

AREA_COLUMNS = ("controller", "area_km2", "low_km2", "high_km2", "geometry")
LINE_COLUMNS = ("side_a", "side_b", "is_front", "length_km", "geometry")
BAND_COLUMNS = ("side_a", "side_b", "geometry", "width_km")
STRETCH_COLUMNS = (
    "side_a",
    "side_b",
    "is_front",
    "length_km",
    "width_km",
    "near_a",
    "near_b",
    "support_a",
    "support_b",
    "geometry",
)


class Reason(StrEnum):
    """Why a reported place does not lie in its own side's area."""

    NO_POINT = "no_point"
    IN_QUESTION = "in_question"
    OUTSIDE = "outside"
    OLDER = "older"
    OVERTAKEN = "overtaken"
    LONE = "lone"
    CLOSE = "close"


@dataclass(frozen=True)
class Drawing:
    """What is drawn of one state of control (WGS 84 degrees), and which places it could not do justice to.

    Attributes:
        areas: controller, area_km2, low_km2 and high_km2 (:mod:`lib.analysis.front.margins`), geometry; one row a side.
            They neither overlap nor leave gaps.
        front: side_a, side_b, is_front, length_km, geometry; one row a pair of sides.
        band: side_a, side_b, geometry, width_km; strips around the stretches that are a front.
        stretches: ``front`` cut into stretches: side_a, side_b, is_front, length_km, width_km (mean width of the
            band), near_a, near_b (position, in what was passed in, of the nearest place of each side), support_a,
            support_b (positions of all places of a side that are nearest to some point of it), geometry.
        reasons: For each point passed in, "" or a :class:`Reason`.
    """

    areas: gpd.GeoDataFrame
    front: gpd.GeoDataFrame
    band: gpd.GeoDataFrame
    stretches: gpd.GeoDataFrame
    reasons: npt.NDArray[np.object_]


@dataclass(frozen=True)
class _Region:
    """A region in metres with its grid, prepared once and used for every date."""

    shape: shapely.Geometry
    grid: Grid
    zone: Bools


@lru_cache(maxsize=4)
def _region(wkb: bytes) -> _Region:
    """Prepare the region; its straight sides are split first, as a parallel is not straight in a metric CRS."""
    shape = to_metres(shapely.segmentize(shapely.from_wkb(wkb), 0.05))
    # To whole metres like the lines that meet it: the edge of the areas is then exactly the region's edge.
    shape = shapely.set_precision(shape, front_areas.SNAP)
    grid = front_field.grid_over(shape)
    return _Region(shape, grid, front_field.inside(grid, shape))


_FORTH = Transformer.from_crs(DEGREES, METRIC, always_xy=True)


def to_metres(geometry: shapely.Geometry) -> shapely.Geometry:
    """Convert the geometry from WGS 84 degrees to the metric CRS."""
    return shapely.transform(geometry, lambda xy: np.column_stack(_FORTH.transform(xy[:, 0], xy[:, 1])))


def draw(  # noqa: PLR0913  the places column by column, and the ground
    lon: Floats,
    lat: Floats,
    controller: npt.ArrayLike,
    region: shapely.Geometry,
    *,
    unsure: Bools | None = None,
    radius: Floats | None = None,
) -> Drawing:
    """Draw areas, lines and band for places held by sides.

    Args:
        lon: Longitude of each place, degrees; NaN where it has no point.
        lat: Latitude, likewise. Of several places at one point the last one counts.
        controller: A side or "contested" for each place.
        region: What is to be covered, in degrees.
        unsure: Places whose holder is not sure now, which therefore steer nothing.
        radius: How far a place reaches, metres; 0 for a point (:mod:`lib.analysis.front.extents`).

    Returns:
        The drawing. With no place there is no area; with one side there is no line.
    """
    land = _region(shapely.to_wkb(region))
    holder = np.asarray(controller, dtype=object)
    xy = np.column_stack(_FORTH.transform(lon, lat))
    reasons = np.full(len(xy), "", dtype=object)
    known = np.isfinite(xy).all(axis=1)
    reasons[~known] = Reason.NO_POINT
    if unsure is not None:
        reasons[known & unsure] = Reason.IN_QUESTION
        known &= ~unsure
    point = np.full(len(xy), None, dtype=object)
    point[known] = shapely.points(xy[known])
    within = np.asarray(shapely.dwithin(point, land.shape, 1.0))
    reasons[known & ~within] = Reason.OUTSIDE
    reasons[np.flatnonzero(within)[~_newest(xy[within])]] = Reason.OLDER
    used = reasons == ""
    settled, disputed = used & (holder != CONTESTED), used & (holder == CONTESTED)
    named, side = np.unique(holder[settled].astype(str), return_inverse=True)
    order = [s for s in SIDES if s in named] + [s for s in named if s not in SIDES]
    side = np.array([order.index(s) for s in named], dtype=np.intp)[side]
    if not order:
        patches = _patches(xy[disputed], xy[settled], land.shape)
        front, band, stretches = _no_lines()
        return Drawing(_areas(np.array([patches]), np.array([CONTESTED]), band), front, band, stretches, reasons)
    reaches = np.zeros(len(xy)) if radius is None else radius
    held, lines = _divide(land, xy[settled], side, len(order), reaches[settled])
    if lines:
        reach = shapely.distance(shapely.multilinestrings(lines), shapely.points(xy[disputed]))
        reasons[np.flatnonzero(disputed)[reach > OVERTAKEN]] = Reason.OVERTAKEN
        used, disputed = reasons == "", disputed & (reasons == "")
    patches = _patches(xy[disputed], xy[settled], land.shape)
    pieces = front_areas.cut(land.shape, lines, patches, land.grid, held)
    holders = np.where(pieces.contested, CONTESTED, np.array(order, dtype=object)[pieces.side])
    reasons[used] = _misplaced(pieces, holders, holder[used], xy[used], order)
    front, band, stretches = _lines(pieces, order, xy, [np.flatnonzero(settled)[side == n] for n in range(len(order))])
    return Drawing(_areas(pieces.polygons, holders, band), front, band, stretches, reasons)


def _newest(xy: Floats) -> Bools:
    """Mark the place that is the last of those at its point (to a metre)."""
    return ~pd.DataFrame(np.round(xy)).duplicated(keep="last").to_numpy()


def _patches(disputed: Floats, settled: Floats, region: shapely.Geometry) -> shapely.Geometry:
    """Draw discs around contested places, each at most half-way to the nearest place that is not, and unite them."""
    if not len(disputed):
        return shapely.Polygon()
    radius = np.full(len(disputed), CONTESTED_RADIUS)
    if len(settled):
        radius = np.minimum(radius, 0.5 * KDTree(settled).query(disputed)[0])
    discs = shapely.union_all(shapely.buffer(shapely.points(disputed), radius))
    return front_areas.polygons_of(shapely.intersection(discs, region))


def _divide(land: _Region, xy: Floats, side: Ints, n_sides: int, radius: Floats) -> tuple[Ints, list[shapely.Geometry]]:
    """Choose the side that holds each sample of the grid, and trace the lines between the sides."""
    points, place = front_extents.with_edges(xy, radius, land.shape)
    field = front_field.distance_to_sides(land.grid, points, side[place], n_sides)
    held = front_field.settle(field, land.zone, land.grid.cell_of(xy), side)
    return held, front_areas.trace(land.grid, held, field)


def _misplaced(
    pieces: front_areas.Pieces,
    holders: npt.NDArray[np.object_],
    holder: npt.NDArray[np.object_],
    xy: Floats,
    order: list[str],
) -> npt.NDArray[np.object_]:
    """Say why a place is not in its side's area: alone among the other side's places, or too close to a line."""
    reasons = np.full(len(xy), "", dtype=object)
    tree = shapely.STRtree(pieces.polygons)
    place, piece = tree.query(shapely.points(xy), predicate="dwithin", distance=front_areas.SNAP)
    at_home = np.zeros(len(xy), dtype=bool)
    at_home[place[holders[piece] == holder[place]]] = True
    own_area = {s: shapely.union_all(pieces.polygons[pieces.side == n]) for n, s in enumerate(order)}
    lost = np.flatnonzero(~at_home)
    away = np.array([shapely.distance(own_area.get(holder[n]), shapely.Point(xy[n])) for n in lost])
    reasons[lost] = np.where(away < front_field.CELL, Reason.CLOSE.value, Reason.LONE.value)
    return reasons


def _areas(
    polygons: npt.NDArray[np.object_], holders: npt.NDArray[np.object_], band: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Gather the areas into one row per side, largest first, with its size at either edge of the band."""
    frame = gpd.GeoDataFrame({"controller": holders}, geometry=polygons, crs=METRIC)
    frame = frame.loc[~frame.is_empty].dissolve(by="controller", as_index=False, method="coverage")
    frame["area_km2"] = frame.area / 1e6
    frame = frame.sort_values("area_km2", ascending=False, ignore_index=True)
    return margins.area_ranges(frame, band)[list(AREA_COLUMNS)].to_crs(DEGREES)


def _no_lines() -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return front, band and stretches where there are none: the columns without rows."""
    nothing = pd.DataFrame(np.zeros((0, 3)), columns=["length_km", "width_km", "is_front"]).astype({"is_front": bool})
    named = nothing.assign(**{name: pd.Series(dtype=object) for name in ("side_a", "side_b", "support_a", "support_b")})
    frame = gpd.GeoDataFrame(named.assign(near_a=named.index, near_b=named.index), geometry=[], crs=DEGREES)
    return frame[list(LINE_COLUMNS)], frame[list(BAND_COLUMNS)], frame[list(STRETCH_COLUMNS)]


def _lines(
    pieces: front_areas.Pieces, order: list[str], xy: Floats, of_side: list[Ints]
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Find the lines between sides, the band around those that are a front, and the lines' stretches.

    Args:
        pieces: The areas.
        order: The sides' names.
        xy: All places, metres.
        of_side: Positions of each side's places among them.
    """
    lines, first, second = front_areas.shared_lines(pieces)
    if not len(lines):
        return _no_lines()
    names = np.array(order, dtype=object)
    front = gpd.GeoDataFrame({"side_a": names[first], "side_b": names[second]}, geometry=lines, crs=METRIC)
    front["is_front"] = [pair in FRONT for pair in zip(front.side_a, front.side_b, strict=True)]
    front["length_km"] = front.length / 1000.0
    pairs = list(zip(first.tolist(), second.tolist(), strict=True))
    cut = [front_stretches.cut(line, xy[of_side[a]], xy[of_side[b]]) for line, (a, b) in zip(lines, pairs, strict=True)]
    number = np.repeat(np.arange(len(pairs)), [len(found) for found in cut])
    ends = [[of_side[n] for n in sides[number]] for sides in (first, second)]
    stretches = _stretches(front.iloc[number], [s for found in cut for s in found], *ends)
    strips = [_strip(cut[n], pieces, pairs[n]) for n in np.flatnonzero(front.is_front)]
    front = front[list(LINE_COLUMNS)].to_crs(DEGREES)
    if not strips:
        return front, _no_lines()[1], stretches
    fronts = stretches.loc[stretches.is_front, ["side_a", "side_b", "width_km"]].reset_index(drop=True)
    band = gpd.GeoDataFrame(fronts, geometry=front_band.apart(np.concatenate(strips)), crs=METRIC)
    band = band.loc[~band.is_empty].reset_index(drop=True)
    return front, band[list(BAND_COLUMNS)].to_crs(DEGREES), stretches


def _stretches(
    lines: gpd.GeoDataFrame, found: list[front_stretches.Stretch], of_a: list[Ints], of_b: list[Ints]
) -> gpd.GeoDataFrame:
    """Return the stretches as a table, with the line each is cut from and the positions of its two sides' places."""
    columns = {
        "side_a": lines.side_a.to_numpy(),
        "side_b": lines.side_b.to_numpy(),
        "is_front": lines.is_front.to_numpy(),
        "width_km": [float(stretch.width.mean()) / 1000.0 for stretch in found],
        "near_a": [int(own[stretch.near[0]]) for own, stretch in zip(of_a, found, strict=True)],
        "near_b": [int(own[stretch.near[1]]) for own, stretch in zip(of_b, found, strict=True)],
        "support_a": [own[stretch.support[0]].tolist() for own, stretch in zip(of_a, found, strict=True)],
        "support_b": [own[stretch.support[1]].tolist() for own, stretch in zip(of_b, found, strict=True)],
    }
    frame = gpd.GeoDataFrame(columns, geometry=[stretch.line for stretch in found], crs=METRIC)
    frame["length_km"] = frame.length / 1000.0
    return frame[list(STRETCH_COLUMNS)].to_crs(DEGREES)


def _strip(
    stretches: list[front_stretches.Stretch], pieces: front_areas.Pieces, pair: tuple[int, int]
) -> npt.NDArray[np.object_]:
    """Draw the band along one line, kept to the land of the two sides it divides."""
    land = shapely.union_all(pieces.polygons[np.isin(pieces.side, pair)])
    shapes = shapely.intersection(front_band.strip(stretches), land, grid_size=front_band.GRAIN)
    return np.asarray(front_areas.polygons_of(shapes))
