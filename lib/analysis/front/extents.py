"""What a city says of the ground it covers: its report stands at points along its edge too, not at its centre alone."""

from __future__ import annotations

import numpy as np
import shapely
from scipy.spatial import KDTree

from lib.analysis.front.field import Floats, Ints

EDGE_POINTS = 8
"""Points along the edge of a city, evenly around its centre."""


def edges(xy: Floats, radius: Floats, land: shapely.Geometry) -> tuple[Floats, Ints]:
    """Place points along the edge of each place that has an extent.

    Args:
        xy: The reported places, metres, shape (places, 2).
        radius: Radius of a circle as large as the built ground of each, metres; 0 where it is a point.
        land: What a point has to lie in.

    Returns:
        Points, metres, shape (points, 2), and the position in ``xy`` of the place each belongs to. A point is left out
        where it is not on land, and where another of the places is nearer to it than the city's own centre is: that
        place speaks for the ground there.
    """
    cities = np.flatnonzero(radius > 0)
    if not len(cities):
        return np.empty((0, 2)), cities
    angle = np.arange(EDGE_POINTS) * (2.0 * np.pi / EDGE_POINTS)
    around = np.column_stack([np.sin(angle), np.cos(angle)])
    points = (xy[cities][:, None] + radius[cities][:, None, None] * around).reshape(-1, 2)
    owner = np.repeat(cities, EDGE_POINTS)
    nearest = KDTree(xy).query(points)[1]
    kept = (nearest == owner) & shapely.intersects(land, shapely.points(points))
    return points[kept], owner[kept]


def with_edges(xy: Floats, radius: Floats, land: shapely.Geometry) -> tuple[Floats, Ints]:
    """Return all points that speak for the places, their edges after the places themselves, and whose each is."""
    points, city = edges(xy, radius, land)
    return np.vstack([xy, points]), np.append(np.arange(len(xy)), city)
