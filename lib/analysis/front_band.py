"""The strip in which the front line may lie.

A line computed from places is only as good as the places are near: between two villages half a kilometre
apart it can hardly be elsewhere, across empty hills it can be anywhere. The strip's width says so.
"""

from __future__ import annotations

import numpy as np
import shapely
from scipy import ndimage
from scipy.spatial import KDTree

from lib.analysis.front_areas import polygons_of
from lib.analysis.front_field import Floats

SHARE = 0.5
"""Part of the gap between the nearest places of the two sides that the strip fills."""
NARROWEST, WIDEST = 500.0, 10_000.0
"""Limits of the strip's width, metres. A settlement is itself about half a kilometre wide."""
STEP = 500.0
"""Distance between the points of the line at which the width is taken, metres."""
GRAIN = 1.0
"""Metres to which the strips are cut. Finer remnants would not survive the way to degrees and back."""
STRETCH = 8_000.0
"""Length of line that gets one polygon and one width, metres."""


def strip(line: shapely.Geometry, here: Floats, there: Floats) -> tuple[np.ndarray, Floats]:
    """Polygons around a front line, one a stretch. Neighbours overlap: see :func:`apart`.

    The width at a point of the line is ``SHARE`` of the distance to the nearest place of one side plus that to
    the nearest place of the other, within ``NARROWEST`` and ``WIDEST``, and a running mean along the line.

    Args:
        line: The line between two sides, UTM 37N.
        here: Places of the one side, metres, shape (n, 2).
        there: Places of the other side.

    Returns:
        The polygons, and the mean width of each in metres.
    """
    near, far = KDTree(here), KDTree(there)
    shapes: list[shapely.Geometry] = []
    widths: list[float] = []
    for part in shapely.get_parts(line):
        xy = shapely.get_coordinates(shapely.segmentize(part, STEP))
        gap = SHARE * (near.query(xy)[0] + far.query(xy)[0])
        width = ndimage.uniform_filter1d(np.clip(gap, NARROWEST, WIDEST), size=9, mode="nearest")
        discs = shapely.buffer(shapely.points(xy), width / 2.0, quad_segs=6)
        # The hull of two neighbouring discs is the strip between them.
        links = shapely.convex_hull(shapely.union(discs[:-1], discs[1:]))
        stretches = max(1, round(shapely.length(part) / STRETCH))
        pieces = np.array_split(np.arange(len(links)), min(stretches, len(links)))
        shapes += [shapely.union_all(links[piece]) for piece in pieces]
        widths += [float(width[piece].mean()) for piece in pieces]
    return np.array(shapes, dtype=object), np.array(widths)


def apart(shapes: np.ndarray) -> np.ndarray:
    """The shapes without what an earlier one covers already, so that a tint laid on them is even."""
    tree = shapely.STRtree(shapes)
    later, earlier = tree.query(shapes, predicate="intersects")
    keep = earlier < later
    later, earlier = later[keep], earlier[keep]
    cut = shapes.copy()
    for number in np.unique(later):
        covered = shapely.union_all(shapes[earlier[later == number]])
        cut[number] = polygons_of(shapely.difference(shapes[number], covered, grid_size=GRAIN))
    return cut
