"""What a legend is made of: an entry, and what of the map lies in the view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from lib.maps.style import TOKENS
from lib.print import control as print_control
from lib.print import flows as print_flows
from lib.print.control import ControlView
from lib.print.flows import Arranged
from lib.print.page import Page, path_of
from lib.print.strikes import Struck
from lib.print.symbols import Symbols
from lib.print.view import Floats, View

WIDE: Final = 38.0
HIGH: Final = 14.0
LEAST_SEEN: Final = float(TOKENS["control"]["least_seen"])
"""Side of the least patch of hatched ground that the legend names, layout pixels: nobody sees a narrower one."""


@dataclass(frozen=True)
class Entry:
    """A line of the legend: words, and how to draw its sign around the middle of its left edge, with its size.

    Attributes:
        words: What the sign means.
        draw: Draws the sign on a page, from the middle of its left edge.
        width: Its width, layout pixels.
        height: Its height.
        several: What it means where one legend explains maps of several ranges; blank where that is the same.
        brief: The words of the few signs that stand beside a map whose legend is elsewhere; blank for any other.
        rank: Which of those go first where there are too many: the lower.
    """

    words: str
    draw: Callable[[Page, float, float], None]
    width: float = WIDE
    height: float = HIGH
    several: str = ""
    brief: str = ""
    rank: int = 0


@dataclass(frozen=True)
class VisibleMap:
    """What is on the map, for the legend to name: only what lies in the view counts."""

    view: View
    control: ControlView
    symbols: Symbols
    struck: Struck
    flows: Arranged
    earlier_flows: Arranged
    agreements: print_control.Agreed
    place_sides: tuple[str, ...]

    def sees(self, at: Floats) -> bool:
        """Return whether one of some points in layout pixels is in the view."""
        return bool(self.view.sees(at).any())

    def sees_points(self, frame: gpd.GeoDataFrame) -> bool:
        """Return whether a point of the frame is in the view."""
        return bool(len(frame)) and bool(self.view.sees(self.view.points(frame)).any())

    def sees_shapes(self, frame: gpd.GeoDataFrame) -> bool:
        """Return whether a shape of the frame reaches into the view."""
        box = shapely.box(*self.view.bounds(0))
        return bool(len(frame)) and bool(shapely.intersects(frame.geometry.to_numpy(), box).any())

    def sees_ground(self, shape: shapely.Geometry) -> bool:
        """Return whether ground in the view is wide enough to be seen: a square of :data:`LEAST_SEEN` fits into it."""
        clipped = shapely.clip_by_rect(shapely.union_all(self.view.shapes([shape])), *self._frame)
        # A hair less than half: a square of just that size is seen.
        return not shapely.is_empty(shapely.buffer(clipped, 0.01 - LEAST_SEEN / 2, join_style="mitre"))

    def sees_arrows(self, flows: pd.DataFrame) -> npt.NDArray[np.bool_]:
        """Mark the arrows that reach into the view."""
        crossing: npt.NDArray[np.bool_] = shapely.intersects(
            print_flows.spines(self.view, flows), shapely.box(*self._frame)
        )
        return crossing

    @property
    def _frame(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the map in layout pixels."""
        view = self.view
        return view.left, view.top, view.left + view.width, view.top + view.height


def middle(x: float, y: float) -> Floats:
    """Return the middle of a sign as points, shape (1, 2)."""
    return np.array([[x + WIDE / 2, y]], dtype=float)


def line(pen: dict[str, object]) -> Callable[[Page, float, float], None]:
    """Return what draws a line with a pen of the style tokens."""

    def draw(page: Page, x: float, y: float) -> None:
        page.stroke(path_of([shapely.LineString([(x + 1, y), (x + WIDE - 1, y)])]), pen)

    return draw
