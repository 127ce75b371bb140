"""The strip in which the front line may lie.

A line computed from places is only as good as the places are near: between two villages half a kilometre
apart it can hardly be elsewhere, across empty hills it can be anywhere. The strip's width says so.
"""

from __future__ import annotations

import numpy as np
import shapely

from lib.analysis.front.areas import polygons_of
from lib.analysis.front.stretches import Stretch

GRAIN = 1.0
"""Metres to which the strips are cut. Finer remnants would not survive the way to degrees and back."""


def strip(stretches: list[Stretch]) -> np.ndarray:
    """Draw a polygon around each stretch of a front line, metric CRS. Neighbours overlap: see :func:`apart`."""
    return np.array([_around(stretch) for stretch in stretches], dtype=object)


def _around(stretch: Stretch) -> shapely.Geometry:
    """Draw the strip of the stretch's width along it: the hulls of neighbouring discs, together."""
    discs = shapely.buffer(shapely.points(stretch.xy), stretch.width / 2.0, quad_segs=6)
    return shapely.union_all(shapely.convex_hull(shapely.union(discs[:-1], discs[1:])))


def apart(shapes: np.ndarray) -> np.ndarray:
    """Cut from each shape what an earlier one covers already, so that a tint laid on them is even."""
    tree = shapely.STRtree(shapes)
    later, earlier = tree.query(shapes, predicate="intersects")
    keep = earlier < later
    later, earlier = later[keep], earlier[keep]
    cut = shapes.copy()
    for number in np.unique(later):
        covered = shapely.union_all(shapes[earlier[later == number]])
        cut[number] = polygons_of(shapely.difference(shapes[number], covered, grid_size=GRAIN))
    return cut
