"""From a grid of sides to areas that neither overlap nor leave gaps, and the lines between them.

The boundary is traced once and used by the areas on both sides of it, so they share every vertex: the areas
are a *coverage* in Shapely's sense and stay one when they are simplified. All coordinates are metres in the metric CRS.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from lib.analysis.front.field import Bools, Floats, Grid, Ints

SNAP = 1.0
"""Metres to which boundaries are snapped where they meet the edge of the region or a contested place."""
TOLERANCE = 150.0
"""Tolerance of the simplification, metres: a fifth of a grid cell, too little to be seen at zoom 12."""


@dataclass(frozen=True)
class Pieces:
    """A coverage: polygons with the side that holds them and whether they are contested."""

    polygons: np.ndarray
    side: Ints
    contested: Bools


def polygons_of(shapes: Any) -> Any:
    """Return the shapes without the points and lines that overlays leave where two areas only touch."""
    return shapely.buffer(shapes, 0.0)


def trace(grid: Grid, held: Ints, field: Floats) -> list[shapely.Geometry]:
    """Trace the boundaries between sides, as smooth lines that meet exactly at their ends.

    Each square of four samples that are not all of one side gets one vertex, at the mean of the points where
    the two fields are equal along its edges; vertices of neighbouring squares are joined ("surface nets").
    So three sides that meet share one vertex, which contouring each side by itself would not give.

    Args:
        grid: The sample points.
        held: Side of each sample.
        field: Effective distances the sides were taken from.

    Returns:
        Lines in the metric CRS.
    """
    rows, columns = grid.rows, grid.columns
    # Crossings along rows (between column i and i + 1) and along columns (between row j and j + 1).
    across, cut_x = _crossings(field[:, :, :-1], field[:, :, 1:], held[:, :-1], held[:, 1:])
    along, cut_y = _crossings(field[:, :-1, :], field[:, 1:, :], held[:-1, :], held[1:, :])
    count = (across[:-1] + across[1:]).astype(float) + along[:, :-1] + along[:, 1:]
    sum_x = cut_x[:-1] + cut_x[1:] + along[:, 1:]
    sum_y = cut_y[:, :-1] + cut_y[:, 1:] + across[1:]
    with np.errstate(invalid="ignore", divide="ignore"):
        x = grid.x0 + grid.cell * (np.arange(columns - 1)[None, :] + sum_x / count)
        y = grid.y0 + grid.cell * (np.arange(rows - 1)[:, None] + sum_y / count)
    vertex = np.stack([x, y], axis=-1)
    # An edge between two samples is crossed by the segment that joins the squares on either side of it.
    j, i = np.nonzero(across[1:-1])
    upright = np.stack([vertex[j, i], vertex[j + 1, i]], axis=1)
    k, m = np.nonzero(along[:, 1:-1])
    level = np.stack([vertex[k, m], vertex[k, m + 1]], axis=1)
    segments = shapely.linestrings(np.concatenate([upright, level]))
    lines = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(segments)))
    return [_calm(line) for line in lines]


def _crossings(a: Floats, b: Floats, side_a: Ints, side_b: Ints) -> tuple[Bools, Floats]:
    """Tell whether two neighbouring samples differ in side, and where between them (0 to 1) the sides are equal."""
    mixed = side_a != side_b
    where = np.zeros(mixed.shape)
    at = np.nonzero(mixed)
    own, other = side_a[at], side_b[at]
    # How much nearer the own side is than the other one, at either end; both are 0 or more by choice of side.
    here = a[(other, *at)] - a[(own, *at)]
    there = b[(own, *at)] - b[(other, *at)]
    total = here + there
    share = np.divide(here, total, out=np.full_like(total, 0.5), where=np.isfinite(total) & (total > 0))
    where[at] = np.clip(share, 0.02, 0.98)
    return mixed, where


def _calm(line: shapely.Geometry) -> shapely.Geometry:
    """Move each inner vertex of the line to the weighted mean of itself and its neighbours, three times."""
    xy = shapely.get_coordinates(line)
    closed = len(xy) > 3 and bool((xy[0] == xy[-1]).all())  # noqa: PLR2004 (a ring has four points at least)
    for _ in range(3):
        inner = (xy[:-2] + 2.0 * xy[1:-1] + xy[2:]) / 4.0
        if closed:
            seam = (xy[-2] + 2.0 * xy[0] + xy[1]) / 4.0
            xy = np.vstack([seam, inner, seam])
        else:
            xy = np.vstack([xy[:1], inner, xy[-1:]])
    return shapely.linestrings(xy)


def cut(
    region: shapely.Geometry,
    lines: list[shapely.Geometry],
    contested: shapely.Geometry,
    grid: Grid,
    held: Ints,
) -> Pieces:
    """Cut the region along the lines and around the contested places, then simplify it.

    Args:
        region: What is to be covered, metric CRS.
        lines: Boundaries of :func:`trace`.
        contested: Union of the patches around contested places; may be empty.
        grid: The sample points.
        held: Side of each sample.

    Returns:
        The pieces, at most two a side: held and contested.
    """
    inner = shapely.intersection(shapely.multilinestrings(lines), region) if lines else shapely.MultiLineString()
    edges = [shapely.boundary(region), inner, shapely.intersection(shapely.boundary(contested), region)]
    noded = shapely.union_all(np.array(edges), grid_size=SNAP)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    inside = shapely.point_on_surface(faces)
    kept = shapely.intersects(shapely.buffer(region, SNAP), inside)
    faces, inside = faces[kept], inside[kept]
    row, column = grid.cell_of(shapely.get_coordinates(inside))
    side, disputed = held[row, column], np.asarray(shapely.intersects(contested, inside))
    keys, number = np.unique(np.stack([side, disputed]), axis=1, return_inverse=True)
    whole = np.array([shapely.coverage_union_all(faces[number == n]) for n in range(keys.shape[1])])
    simple = shapely.coverage_simplify(whole, TOLERANCE, simplify_boundary=False)
    return Pieces(simple, keys[0].astype(np.intp), keys[1].astype(bool))


def shared_lines(pieces: Pieces) -> tuple[np.ndarray, Ints, Ints]:
    """Find the lines along which two sides meet, contested or not, so that the line runs on through contested places.

    Returns:
        The lines (one merged line or multi-line a pair of sides) and the two sides of each, lower number first.
    """
    first, second = np.triu_indices(len(pieces.polygons), k=1)
    differ = pieces.side[first] != pieces.side[second]
    first, second = first[differ], second[differ]
    edges = shapely.boundary(pieces.polygons)
    met = shapely.intersection(edges[first], edges[second])
    low = np.minimum(pieces.side[first], pieces.side[second])
    high = np.maximum(pieces.side[first], pieces.side[second])
    pairs, number = np.unique(np.stack([low, high]), axis=1, return_inverse=True)
    lines = np.array([_merged(met[number == n]) for n in range(pairs.shape[1])], dtype=object)
    long_enough = shapely.length(lines) > 0 if len(lines) else np.zeros(0, dtype=bool)
    return lines[long_enough], pairs[0][long_enough], pairs[1][long_enough]


def _merged(parts: np.ndarray) -> shapely.Geometry:
    """Make one line of what intersections gave back, without the points among it."""
    single = shapely.get_parts(shapely.get_parts(parts))
    lines = single[shapely.get_type_id(single) == shapely.GeometryType.LINESTRING]
    return shapely.line_merge(shapely.multilinestrings(lines))
