"""A line between two sides cut into stretches, each with the places that support it.

How sure a line is differs along it, so that whatever is said of it is said of a few kilometres at a time. A
stretch is held up by the places nearest to it on either side: had they been reported otherwise, it would lie
elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy import ndimage
from scipy.spatial import KDTree
from shapely import ops

from lib.analysis.front.kriging import Floats, Ints

LONGEST = 6_000.0
"""Greatest length of a stretch, metres. Any line longer than that falls into equal stretches of at least half."""
STEP = 500.0
"""Distance between the points of a line at which its width and its nearest places are taken, metres."""
SHARE = 0.5
"""Part of the gap between the nearest places of the two sides in which the line may lie."""
NARROWEST, WIDEST = 500.0, 10_000.0
"""Limits of the band's width, metres. A settlement is itself about half a kilometre wide."""
CALM = 9
"""Points over which the width is averaged along the line."""


@dataclass(frozen=True)
class Stretch:
    """A few kilometres of a line, metric CRS.

    Attributes:
        line: The stretch itself.
        xy: Points along it, about ``STEP`` apart, from one end to the other.
        width: Width of the band at these points, metres.
        near: Position of the nearest place of the one and of the other side.
        support: Positions of all places of each side that are the nearest to some point of the stretch.
    """

    line: shapely.Geometry
    xy: Floats
    width: Floats
    near: tuple[int, int]
    support: tuple[Ints, Ints]


def cut(line: shapely.Geometry, here: Floats, there: Floats) -> list[Stretch]:
    """Cut a line between two sides into stretches.

    The band's width at a point of the line is ``SHARE`` of the distance to the nearest place of one side plus that
    to the nearest place of the other, within ``NARROWEST`` and ``WIDEST``, and a running mean along the line.

    Args:
        line: Line or multi-line, metric CRS.
        here: Places of the one side, metres, shape (n, 2); positions in a stretch count along it.
        there: Places of the other side.

    Returns:
        The stretches, in the line's order; their lengths add up to its own.
    """
    trees = KDTree(here), KDTree(there)
    found: list[Stretch] = []
    for part in shapely.get_parts(line):
        length = float(shapely.length(part))
        pieces = max(1, int(np.ceil(length / LONGEST)))
        steps = max(1, round(length / pieces / STEP))
        along = np.linspace(0.0, length, pieces * steps + 1)
        xy = shapely.get_coordinates(shapely.line_interpolate_point(part, along))
        (near, nearest), (far, farthest) = (tree.query(xy) for tree in trees)
        gap = np.clip(SHARE * (near + far), NARROWEST, WIDEST)
        width = ndimage.uniform_filter1d(gap, size=CALM, mode="nearest")
        for at in range(0, pieces * steps, steps):
            own = slice(at, at + steps + 1)
            closest = int(nearest[own][near[own].argmin()]), int(farthest[own][far[own].argmin()])
            piece = ops.substring(part, along[at], along[at + steps]) if pieces > 1 else part
            support = np.unique(nearest[own]), np.unique(farthest[own])
            found.append(Stretch(piece, xy[own], width[own], closest, support))
    return found
