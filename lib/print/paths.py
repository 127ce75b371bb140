"""Shapes in layout pixels as paths to be filled and stroked."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.path import Path

from lib.print.view import Floats


def corners(path: Path) -> Floats:
    """Return the points of a path, shape (n, 2)."""
    return np.asarray(path.vertices, dtype=np.float64)


def path_of(shapes: Any) -> Path:
    """Join lines and polygons in layout pixels into one path."""
    given = np.atleast_1d(np.asarray(shapes, dtype=object))
    parts = shapely.get_parts(given)
    areas = shapely.get_type_id(parts) == 3  # noqa: PLR2004 - polygons
    rings = shapely.get_rings(shapely.orient_polygons(parts[areas])) if areas.any() else parts[:0]
    lines = shapely.get_parts(parts[~areas])
    lines = lines[np.isin(shapely.get_type_id(lines), (1, 2))]
    chains = np.concatenate([rings, lines])
    if not len(chains):
        return Path(np.empty((0, 2)))
    xy, chain = shapely.get_coordinates(chains, return_index=True)
    codes = np.full(len(xy), Path.LINETO, dtype=Path.code_type)
    starts = np.flatnonzero(np.diff(chain, prepend=-1))
    codes[starts] = Path.MOVETO
    codes[(np.append(starts[1:], len(xy)) - 1)[: len(rings)]] = Path.CLOSEPOLY
    return Path(xy, codes)


def outlines(points: Floats, closed: bool = True) -> Path:
    """Join polygons or lines with the same number of points, shape (n, points, 2), into one path."""
    count, length = points.shape[:2]
    if not count:
        return Path(np.empty((0, 2)))
    if closed:
        points = np.concatenate([points, points[:, :1]], axis=1)
        length += 1
    codes = np.full((count, length), Path.LINETO, dtype=Path.code_type)
    codes[:, 0] = Path.MOVETO
    if closed:
        codes[:, -1] = Path.CLOSEPOLY
    return Path(points.reshape(-1, 2), codes.ravel())


def rectangle(left: float, top: float, width: float, height: float) -> Path:
    """Return a rectangle as a path."""
    corners = [[left, top], [left + width, top], [left + width, top + height], [left, top + height]]
    return outlines(np.array([corners], dtype=float))


def circles(centres: Floats, radii: npt.ArrayLike) -> Path:
    """Join circles into one path; ``centres`` has shape (n, 2), ``radii`` (n,)."""
    round_ = Path.unit_circle()
    radius = np.broadcast_to(np.asarray(radii, dtype=float), (len(centres),))
    if not len(centres):
        return Path(np.empty((0, 2)))
    xy = corners(round_)[None] * radius[:, None, None] + centres[:, None, :]
    return Path(xy.reshape(-1, 2), np.tile(np.asarray(round_.codes), len(centres)))
