"""Room for names on the printed map: who may stand where, beside a point, led to it by a line, or centred on it.

A name goes to the cheapest of the places around its point that it may have; farther off a thin line leads to the point.
Where none is free it is left out. No name lies on another, on a strong symbol, on the front or across it, and none
leaves the map. The rule is that of ``client/draw/layout.js``, of the same tokens; a test holds the two to each other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely

from lib.maps.style import TOKENS
from lib.print.page import Anchor, Look, Page, outlines
from lib.print.terrain import Rect, Terrain
from lib.print.view import Floats, View

Point = tuple[float, float]
"""Layout pixels."""

DIRECTIONS: Final = ((1, 0), (0.75, -0.75), (-1, 0), (-0.75, -0.75), (0.75, 0.75), (-0.75, 0.75), (0, -1), (0, 1))
"""The eight directions in which a name may stand from its dot, the best first."""
LEADING: Final = 1.2
"""From one line of a text to the next, as a share of its size."""
_EDGE: Final = 4.0
_RULE: Final = TOKENS["label"]


@dataclass(frozen=True)
class Spot:
    """Where a line of text begins, ends or has its middle, at its base line; what that costs; and the leader to it."""

    x: float
    y: float
    anchor: Anchor
    cost: float
    leader: tuple[Point, Point] | None

    def box(self, wide: float, high: float) -> Rect:
        """Return the box of the text, with a little air."""
        left = self.x - wide * {"left": 0.0, "center": 0.5, "right": 1.0}[self.anchor]
        return left - 2, self.y - 0.85 * high - 1, left + wide + 2, self.y + 0.26 * high + 1


def spots_around(dot: Point, gap: float, high: float, *, first: bool, titled: bool = False) -> list[Spot]:
    """Return where a name may stand: eight places beside its dot, then the same farther off, with a leader.

    Args:
        dot: The point in layout pixels.
        gap: Layout pixels between it and the nearest places.
        high: Size of the letters.
        first: Whether the name may stand the farthest.
        titled: Whether it may stand farther still, since the title names it.
    """
    x, y = dot
    cost, found = _RULE["cost"], []
    for more in (0, *_RULE["farther"], *([_RULE["farthest"]] if first else []), *(_RULE["titled"] if titled else [])):
        far, begin = gap + more, gap - 1.5
        for order, (dx, dy) in enumerate(DIRECTIONS):
            base = 0.35 * high if dy == 0 else (0.8 if dx else 0.85) * high if dy > 0 else 0 if dx else -2
            long = math.hypot(dx, dy)
            ends = (
                (x + dx / long * begin, y + dy / long * begin),
                (x + dx * (far - 1.5), y + dy * (far - 1.5)),
            )
            anchor: Anchor = "left" if dx > 0 else "right" if dx < 0 else "center"
            price = cost["direction"] * order + (cost["leader"] + cost["length"] * more if more else 0)
            found.append(Spot(x + dx * far, y + dy * far + base, anchor, price, ends if more else None))
    return found


@dataclass
class Layout:
    """What of the map is taken: by names and furniture, and by symbols, strong or faint, all as boxes."""

    page: Page
    view: View
    terrain: Terrain
    taken: list[Rect] = field(default_factory=list)
    symbols: list[Rect] = field(default_factory=list)
    faint: list[Rect] = field(default_factory=list)
    written: set[str] = field(default_factory=set)
    named: list[Floats] = field(default_factory=list)
    """Points of towns and crossings that have their name."""

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
        """Return whether a box is on the map and nothing lies there that a name may not cover."""
        if not self.inside(box):
            return False
        left, top, right, bottom = _columns(self.taken)
        if ((left < box[2]) & (right > box[0]) & (top < box[3]) & (bottom > box[1])).any():
            return False
        return not _meet(self.symbols, box)

    def stands(self, box: Rect, owner: int) -> bool:
        """Return whether a name that belongs to ``owner``'s ground may have a box: free, off the front, on its side."""
        return (
            self.free(box)
            and not self.terrain.near_front(box, _RULE["off_front"])
            and self.terrain.elsewhere(box, owner) <= 1 - _RULE["own_side"]
        )

    def covers(self, box: Rect) -> float:
        """Return what a box costs of what lies under it."""
        cost = _RULE["cost"]
        return float(cost["line"] * self.terrain.crossed(box)) + float(cost["ring"] * self.covered(box, self.faint))

    @staticmethod
    def covered(box: Rect, symbols: list[Rect]) -> float:
        """Measure the square pixels of some boxes under a box."""
        left, top, right, bottom = _columns(symbols)
        wide = np.clip(np.minimum(right, box[2]) - np.maximum(left, box[0]), 0, None)
        high = np.clip(np.minimum(bottom, box[3]) - np.maximum(top, box[1]), 0, None)
        return float(wide @ high)

    def beside(  # noqa: PLR0913  a name, its point, how it looks, and how much it is wanted
        self, text: str, at: Floats, gap: float, look: Look, *, first: bool = False, titled: bool = False
    ) -> bool:
        """Write a name beside its point, at the cheapest place it may have; says whether there was any.

        Args:
            text: The name.
            at: The point in layout pixels.
            gap: Layout pixels between the point and the nearest places.
            look: How it looks.
            first: Whether it may stand the farthest.
            titled: Whether it may stand farther still, since the title names it.
        """
        dot = (float(at[0]), float(at[1]))
        wide, owner = look.width(text), self.terrain.owner(*dot)
        best: tuple[float, Rect, Spot] | None = None
        for spot in spots_around(dot, gap, look.size, first=first, titled=titled):
            if best is not None and spot.cost >= best[0]:
                continue
            box = spot.box(wide, look.size)
            if not self.stands(box, owner) or (spot.leader is not None and self._crosses(*spot.leader)):
                continue
            cost = spot.cost + self.covers(box)
            if best is None or cost < best[0]:
                best = (cost, box, spot)
        if best is None:
            return False
        _cost, box, spot = best
        if spot.leader is not None:
            self.page.stroke(outlines(np.array([spot.leader]), closed=False), _RULE["leader"])
        self.taken.append(box)
        self.written.add(text)
        self.page.text(spot.x, spot.y, text, look, spot.anchor, role="label")
        return True

    def centred(
        self,
        text: str | list[str],
        at: Point,
        look: Look,
        *,
        turn: float = 0.0,
        air: float = 0.0,
    ) -> bool:
        """Write a name centred on a point, only where nothing lies that no name may cover; says whether it was written.

        Args:
            text: The name, or its lines.
            at: The point in layout pixels.
            look: How it looks.
            turn: Angle in degrees, clockwise; of one line alone.
            air: Keep this many layout pixels to the left and right free of other names.
        """
        lines = [text] if isinstance(text, str) else text
        angle = math.radians(turn)
        wide, high = max(look.width(line) for line in lines), look.size * (1 + LEADING * (len(lines) - 1))
        half_wide = (abs(wide * math.cos(angle)) + abs(high * math.sin(angle))) / 2 + 3
        half_high = (abs(wide * math.sin(angle)) + abs(high * math.cos(angle))) / 2 + 3
        box = (at[0] - half_wide, at[1] - half_high, at[0] + half_wide, at[1] + half_high)
        wider = (box[0] - air, box[1], box[2] + air, box[3])
        if not self.free(wider) or self.terrain.near_front(box, _RULE["off_front"]):
            return False
        self.taken.append(wider)
        self.written.add(" ".join(lines))
        lift = look.size * 0.35 - (high - look.size) / 2
        x, y = at[0] - lift * math.sin(angle), at[1] + lift * math.cos(angle)
        for row, line in enumerate(lines):
            self.page.text(x, y + row * LEADING * look.size, line, look, "center", turn=-turn, role="label")
        return True

    def _crosses(self, start: Point, end: Point) -> bool:
        """Return whether a line from one point to another runs through what is taken."""
        line = shapely.LineString([start, end])
        return bool(self.taken) and bool(shapely.intersects(shapely.box(*np.array(self.taken).T), line).any())


def _columns(boxes: list[Rect]) -> Floats:
    return np.array(boxes, dtype=float).reshape(-1, 4).T


def _meet(symbols: list[Rect], box: Rect) -> bool:
    """Return whether a round symbol in a box of its own reaches into another box."""
    left, top, right, bottom = _columns(symbols)
    x, y = (left + right) / 2, (top + bottom) / 2
    away_x, away_y = x - np.clip(x, box[0], box[2]), y - np.clip(y, box[1], box[3])
    wide, high = np.maximum(right - left, 1e-6), np.maximum(bottom - top, 1e-6)
    return bool((np.hypot(2 * away_x / wide, 2 * away_y / high) < 1).any())


def overlap(a: Rect, b: Rect) -> float:
    """Measure the square pixels that two boxes share."""
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0
