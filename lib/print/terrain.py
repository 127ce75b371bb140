"""What lies under a printed name: whose ground it is, the front, and the lines that it had better not cover.

As ``client/draw/terrain.js``: a grid of small cells, so that hundreds of places can be tried in no time.
"""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from PIL import Image, ImageDraw

from lib.config.crisis import CONTESTED
from lib.print.view import Floats, View

CELL: Final = 3.0
"""Layout pixels in one cell."""
STEP: Final = 3.0
"""Spacing of the points that stand for a line, layout pixels."""

Rect = tuple[float, float, float, float]
"""Left, top, right and bottom in layout pixels."""


class Terrain:
    """Who holds what in a view.

    Attributes:
        sides: The sides, which the cells count from 1.
        front: Points along the front, layout pixels, shape (n, 2).
        lines: Points along what a name had better not cover, likewise.
    """

    def __init__(self, view: View, areas: gpd.GeoDataFrame | None = None, front: Any = (), lines: Any = ()) -> None:
        self._corner = np.array([view.left, view.top])
        self._size = (max(1, round(view.width / CELL)), max(1, round(view.height / CELL)))
        self.sides: list[str] = []
        self.front, self.lines = points_along(front), points_along(lines)
        self._held = np.zeros(self._size[::-1], dtype=np.uint8)
        if areas is None:
            return
        self.sides = list(dict.fromkeys(areas["controller"]))
        for number, side in enumerate(self.sides, 1):
            shapes = view.shapes(areas.loc[areas["controller"] == side].geometry.to_numpy())
            self._held[self._filled(shapes)] = number

    def _filled(self, shapes: Any) -> npt.NDArray[np.bool_]:
        """Mark the cells inside some polygons."""
        picture = Image.new("1", self._size)
        pen = ImageDraw.Draw(picture)
        parts = shapely.get_parts(np.atleast_1d(np.asarray(shapes, dtype=object)))
        parts = parts[shapely.get_type_id(parts) == 3]  # noqa: PLR2004 - polygons
        # A hole is emptied before what lies in it is filled: the largest first.
        for part in parts[np.argsort(-shapely.area(parts), kind="stable")]:
            for nth, ring in enumerate(shapely.get_rings(part)):
                corners = (shapely.get_coordinates(ring) - self._corner) / CELL - 0.5
                if len(corners) > 2:  # noqa: PLR2004 - fewer are no ring
                    pen.polygon([(float(x), float(y)) for x, y in corners], fill=0 if nth else 1)
        return np.asarray(picture, dtype=bool)

    def owner(self, x: float, y: float) -> int:
        """Return who holds a point: a number of :attr:`sides`, 0 for nobody."""
        column, row = (int(value) for value in np.floor((np.array([x, y]) - self._corner) / CELL))
        inside = 0 <= column < self._size[0] and 0 <= row < self._size[1]
        return int(self._held[row, column]) if inside else 0

    def elsewhere(self, box: Rect, owner: int) -> float:
        """Return the share of a box that lies on the ground of another side than its owner.

        Contested ground is no side's alone: it bars no name, and the name of a place on it may lie on either side.
        """
        shared = self.sides.index(CONTESTED) + 1 if CONTESTED in self.sides else 0
        if owner and owner == shared:
            return 0.0
        cells = self._cells(box)
        return float(((cells > 0) & (cells != owner) & (cells != shared)).sum()) / max(1, self._all(box))

    def near_front(self, box: Rect, off: float) -> bool:
        """Return whether the front runs through a box, or nearer to it than ``off`` layout pixels."""
        return bool(_under(self.front, (box[0] - off, box[1] - off, box[2] + off, box[3] + off)))

    def crossed(self, box: Rect, *, front: bool = False) -> float:
        """Measure the layout pixels of lines under a box that it had better not cover; of the ``front`` too."""
        return STEP * (_under(self.lines, box) + (_under(self.front, box) if front else 0))

    def _edges(self, box: Rect) -> tuple[int, int, int, int]:
        """Return first column, first row, last column and last row of a box, the last ones excluded."""
        low = np.ceil((np.array(box) - np.tile(self._corner, 2)) / CELL - 0.5).astype(int)
        return int(low[0]), int(low[1]), int(low[2]), int(low[3])

    def _all(self, box: Rect) -> int:
        left, top, right, bottom = self._edges(box)
        return (right - left) * (bottom - top)

    def _cells(self, box: Rect) -> npt.NDArray[np.uint8]:
        left, top, right, bottom = self._edges(box)
        return self._held[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]


def points_along(lines: Any) -> Floats:
    """Return points along some lines in layout pixels, :data:`STEP` apart, shape (n, 2)."""
    given = np.atleast_1d(np.asarray(lines, dtype=object))
    points: Floats = shapely.get_coordinates(shapely.segmentize(given, STEP)) if len(given) else np.empty((0, 2))
    return points


def _under(points: Floats, box: Rect) -> int:
    x, y = points.T
    return int(np.count_nonzero((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])))
