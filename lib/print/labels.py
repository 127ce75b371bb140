"""Room for names on the printed map: who may stand where, beside a point, led to it by a line, or centred on it.

A name goes beside its point where it covers least. Where no side is free, an important name goes further off and a
thin line leads to its point; a lesser one is left out. No name lies on another, and none leaves the map.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely

from lib.maps.style import TOKENS
from lib.print.page import Anchor, Look, Page, outlines
from lib.print.view import Floats, View

Rect = tuple[float, float, float, float]
"""Left, top, right and bottom in layout pixels."""

Spot = tuple[float, float, Anchor]
"""Where a line of text begins, ends or has its middle, at its base line."""

COURSE_STEP: Final = 3.0
"""Spacing of the points that stand for the lines a name had better not lie on, layout pixels."""
ASCENT: Final = 0.84
DESCENT: Final = 0.26
"""How far a line of text reaches above and below its base line, in its size."""
_AIR: Final = 2.0
_EDGE: Final = 4.0
_LEADS: Final = tuple(
    (distance, angle)
    for distance in (18.0, 30.0, 44.0, 60.0, 80.0)
    for angle in (0, 180, 35, 145, 325, 215, 70, 110, 290, 250)
)


@dataclass
class Layout:
    """What of the map is taken: by names and furniture, where nothing else may be, and by symbols, better kept free."""

    page: Page
    view: View
    taken: list[Rect] = field(default_factory=list)
    symbols: list[Rect] = field(default_factory=list)
    written: set[str] = field(default_factory=set)
    courses: Floats = field(default_factory=lambda: np.empty((0, 2)))
    _named: Floats = field(default_factory=lambda: np.empty((0, 4)))
    _boxes: Floats = field(default_factory=lambda: np.empty((0, 4)))

    def inside(self, box: Rect) -> bool:
        """Return whether a box lies on the map as a whole."""
        view = self.view
        return (
            box[0] >= view.left + _EDGE
            and box[1] >= view.top + _EDGE
            and box[2] <= view.left + view.width - _EDGE
            and box[3] <= view.top + view.height - _EDGE
        )

    def free(self, box: Rect) -> bool:
        """Return whether nothing that must stay free lies under a box, and the box is on the map."""
        if not self.inside(box):
            return False
        if len(self._named) != len(self.taken):
            self._named = np.array(self.taken, dtype=float).reshape(-1, 4)
        left, top, right, bottom = self._named.T
        return not ((left < box[2]) & (right > box[0]) & (top < box[3]) & (bottom > box[1])).any()

    def covered(self, box: Rect) -> float:
        """Measure the square pixels of symbols under a box, and the length of lines that matter as if it were area."""
        if len(self._boxes) != len(self.symbols):
            self._boxes = np.array(self.symbols, dtype=float).reshape(-1, 4)
        left, top, right, bottom = self._boxes.T
        wide = np.clip(np.minimum(right, box[2]) - np.maximum(left, box[0]), 0, None)
        high = np.clip(np.minimum(bottom, box[3]) - np.maximum(top, box[1]), 0, None)
        symbols = float(wide @ high)
        return symbols + 2.0 * self.crossed(box)

    def crossed(self, box: Rect) -> float:
        """Measure the length of the lines that matter under a box, layout pixels."""
        x, y = self.courses.T
        under = (x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])
        return COURSE_STEP * float(np.count_nonzero(under))

    def beside(  # noqa: PLR0913 - a name, its point, how it looks, and how badly it is wanted
        self, text: str, at: Floats, gap: float, look: Look, *, tolerant: bool = False, led: bool = False
    ) -> bool:
        """Write a name beside its point; says whether it was written."""
        wide, high = look.width(text), look.size
        x, y = float(at[0]), float(at[1])
        up, down = y - gap * 0.75, y + gap * 0.75 + high * 0.8
        spots: tuple[Spot, ...] = (
            (x + gap, y + high * 0.35, "left"),
            (x + gap * 0.75, up, "left"),
            (x - gap, y + high * 0.35, "right"),
            (x - gap * 0.75, up, "right"),
            (x + gap * 0.75, down, "left"),
            (x - gap * 0.75, down, "right"),
            (x, y - gap - 2, "center"),
            (x, y + gap + high * 0.85, "center"),
        )
        best: tuple[float, Rect, Spot] | None = None
        for order, spot in enumerate(spots):
            box = _box(spot, wide, high)
            if self.free(box):
                cost = self.covered(box) + 2 * order
                if best is None or cost < best[0]:
                    best = (cost, box, spot)
        room = 0.22 * wide * high + 16
        if best is not None and best[0] <= (1.6 * room if led else room):
            self._write(text, best[2], look, best[1])
            return True
        if led and self._lead(text, (x, y), gap, look, tolerant=tolerant):
            return True
        if best is not None and (tolerant or (led and best[0] <= 4 * room)):
            self._write(text, best[2], look, best[1])
            return True
        return False

    def _lead(self, text: str, at: tuple[float, float], gap: float, look: Look, *, tolerant: bool) -> bool:
        """Write a name away from its point with a line to it, where that covers little and belongs to nothing else."""
        wide, high = look.width(text), look.size
        best: tuple[float, Rect, Spot, tuple[tuple[float, float], tuple[float, float]]] | None = None
        for distance, angle in _LEADS:
            way = (math.cos(math.radians(angle)), math.sin(math.radians(angle)))
            end = (at[0] + (gap + distance) * way[0], at[1] + (gap + distance) * way[1])
            anchor: Anchor = "left" if end[0] > at[0] + 4 else "right" if end[0] < at[0] - 4 else "center"
            shift = 3.0 if anchor == "left" else -3.0 if anchor == "right" else 0.0
            spot: Spot = (end[0] + shift, end[1] + high * 0.35, anchor)
            box = _box(spot, wide, high)
            line = (min(at[0], end[0]), min(at[1], end[1]), max(at[0], end[0]), max(at[1], end[1]))
            if not self.free(box) or self._crosses(at, end):
                continue
            # Close to another symbol a name reads as that symbol's.
            cost = (
                self.covered(box)
                + 2 * self.covered(_grown(box, 7.0))
                + 0.2 * self.covered(_grown(line, 0.5))
                + 2 * distance
            )
            if best is None or cost < best[0]:
                begin = (at[0] + (gap - 2) * way[0], at[1] + (gap - 2) * way[1])
                best = (cost, box, spot, (begin, end))
        if best is None or best[0] > (2.0 if tolerant else 0.6) * wide * high + 100:
            return False
        _, box, spot, ends = best
        leader = outlines(np.array([ends]), closed=False)
        self.page.stroke(
            leader, {"colour": TOKENS["ink"], "width": 0.9, "casing": TOKENS["paper"], "casing_width": 2.6}
        )
        self._write(text, spot, look, box)
        return True

    def centred(  # noqa: PLR0913 - a name, its point and look, how it lies, and what it keeps off
        self,
        text: str,
        at: tuple[float, float],
        look: Look,
        *,
        turn: float = 0.0,
        strict: bool = True,
        air: float = 0.0,
    ) -> bool:
        """Write a name centred on a point, only where no name lies.

        Args:
            text: The name.
            at: The point in layout pixels.
            look: How it looks.
            turn: Angle in degrees, clockwise.
            strict: Keep off symbols too.
            air: Keep this many layout pixels to the left and right free of other names.
        """
        angle = math.radians(turn)
        wide, high = look.width(text), look.size
        half_wide = (abs(wide * math.cos(angle)) + abs(high * math.sin(angle))) / 2 + 3
        half_high = (abs(wide * math.sin(angle)) + abs(high * math.cos(angle))) / 2 + 3
        box = (at[0] - half_wide, at[1] - half_high, at[0] + half_wide, at[1] + half_high)
        wider = (box[0] - air, box[1], box[2] + air, box[3])
        if not self.free(wider) or (strict and self.covered(_grown(box, 4.0)) > 0):
            return False
        lift = high * 0.35
        x, y = at[0] - lift * math.sin(angle), at[1] + lift * math.cos(angle)
        self.taken.append(wider)
        self.written.add(text)
        self.page.text(x, y, text, look, "center", turn=-turn, role="label")
        return True

    def _crosses(self, start: tuple[float, float], end: tuple[float, float]) -> bool:
        """Return whether a line from one point to another runs through what is taken."""
        line = shapely.LineString([start, end])
        return bool(self.taken) and bool(shapely.intersects(shapely.box(*np.array(self.taken).T), line).any())

    def _write(self, text: str, spot: Spot, look: Look, box: Rect) -> None:
        self.taken.append(box)
        self.written.add(text)
        self.page.text(spot[0], spot[1], text, look, spot[2], role="label")


def _box(spot: Spot, wide: float, high: float) -> Rect:
    """Return the box of a line of text at its base line, with a little air."""
    x, y, anchor = spot
    left = x if anchor == "left" else x - wide if anchor == "right" else x - wide / 2
    return left - _AIR, y - ASCENT * high - 1, left + wide + _AIR, y + DESCENT * high + 1


def _grown(box: Rect, by: float) -> Rect:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def overlap(a: Rect, b: Rect) -> float:
    """Measure the square pixels that two boxes share."""
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0
