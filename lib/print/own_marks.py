"""The author's own marks on paper: pins, lines, arrows, boxes, and their words on plates, over everything else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import shapely
from matplotlib.path import Path

from lib.events.own_marks import Mark
from lib.events.query import Query
from lib.layers import own_marks
from lib.maps.style import TOKENS
from lib.print.page import Look, Page, circles, outlines, path_of, rectangle
from lib.print.view import Floats, View

_LOOK: Final[dict[str, Any]] = TOKENS["own_marks"]
_PEN: Final = {
    "colour": _LOOK["fill"], "width": _LOOK["width"], "casing": _LOOK["ink"], "casing_width": _LOOK["casing_width"],
}  # fmt: skip
Rect = tuple[float, float, float, float]


def seen(view: View, query: Query) -> tuple[Mark, ...]:
    """Return the marks that are on the map of a view."""
    return tuple(
        mark for mark in own_marks.marks(query) if shapely.intersects(_ground(_points(view, mark), mark), view.frame)
    )


def draw_own_marks(page: Page, view: View, query: Query) -> None:
    """Draw the marks of a view; names keep off their pins and plates."""
    for mark in seen(view, query):
        at = _points(view, mark)
        if mark.kind == "point":
            pin(page, at[0])
            page.symbols.append(_pin_box(at[0]))
        elif mark.kind == "box":
            box(page, _corners(at))
        elif mark.kind != "text":
            line(page, at, arrow=mark.kind == "arrow")
        if mark.text:
            page.symbols.append(_plate(page, mark, at))


def pin(page: Page, at: Floats) -> None:
    """Draw a pin whose tip stands on a place; the legend draws the same."""
    look = _LOOK["pin"]
    path = outlines(np.array([look["outline"]]) + at)
    page.fill(path, _LOOK["fill"], pen={"colour": _LOOK["ink"], "width": look["edge_width"]})
    page.fill(circles(np.atleast_2d(at + np.array(look["head"])), look["dot"]), _LOOK["ink"])


def line(page: Page, at: Floats, *, arrow: bool) -> None:
    """Draw a line through points in layout pixels, with an open head at its end where it is an arrow."""
    lines = [shapely.LineString(at)]
    if arrow and (head := arrow_head(at)) is not None:
        lines.append(shapely.LineString(head))
    page.stroke(path_of(lines), _PEN)


def arrow_head(at: Floats) -> Floats | None:
    """Return the three points of an arrow's head; None where it has no length on the page."""
    (x0, y0), (x1, y1) = at[-2], at[-1]
    long = math.hypot(x1 - x0, y1 - y0)
    if not long:
        return None
    ux, uy = (x1 - x0) / long, (y1 - y0) / long
    back, half = _LOOK["head"]["length"], _LOOK["head"]["half"]
    x, y = x1 - back * ux, y1 - back * uy
    return np.array([[x - half * uy, y + half * ux], [x1, y1], [x + half * uy, y - half * ux]])


def box(page: Page, rect: Path) -> None:
    """Draw a box that what it holds is seen through."""
    page.fill(rect, _LOOK["fill"], _LOOK["box"]["opacity"])
    page.stroke(rect, _PEN)


def _points(view: View, mark: Mark) -> Floats:
    lon, lat = zip(*mark.at, strict=True)
    return view.xy(lon, lat)


def _ground(at: Floats, mark: Mark) -> shapely.Geometry:
    """Return what of the page a mark takes, without its words."""
    if mark.kind == "box":
        return shapely.box(*at.min(axis=0), *at.max(axis=0))
    return shapely.Point(at[0]) if len(at) == 1 else shapely.LineString(at)


def _corners(at: Floats) -> Path:
    (left, top), (right, bottom) = at.min(axis=0), at.max(axis=0)
    return rectangle(left, top, right - left, bottom - top)


def _pin_box(at: Floats) -> Rect:
    high, radius = -_LOOK["pin"]["head"][1], _LOOK["pin"]["radius"]
    return at[0] - radius, at[1] - high - radius, at[0] + radius, at[1]


def plate_box(kind: str, at: Sequence[tuple[float, float]] | Floats, wide: float, high: float) -> Rect:
    """Return where the plate of a mark's words stands: the rule of ``plateBox`` in ``client/layers/own_marks.js``.

    Beside the head of a pin, over a box, else on the first of its points.

    Args:
        kind: The mark's.
        at: Its points in layout pixels.
        wide: Width of the plate.
        high: Its height.
    """
    x, y = (float(value) for value in at[0])
    gap = float(_LOOK["plate"]["gap"])
    if kind == "point":
        left = x + _LOOK["pin"]["radius"] + gap - 2
        top = y + _LOOK["pin"]["head"][1] - high / 2
    elif kind == "box":
        left = min(float(point[0]) for point in at)
        top = min(float(point[1]) for point in at) - high - gap
    else:
        left = x - wide / 2
        top = y - high / 2
    return left, top, left + wide, top + high


def _plate(page: Page, mark: Mark, at: Floats) -> Rect:
    """Write the words of a mark on a plate, and return where that stands."""
    look = _LOOK["plate"]
    letters = Look(look["text_size"], _LOOK["ink"])
    lines, pad = own_marks.lines(mark), look["pad"]
    wide = max(letters.width(one) for one in lines) + 2 * pad
    high = look["line"] * len(lines) + pad
    left, top, right, bottom = plate_box(mark.kind, at, wide, high)
    page.fill(
        rectangle(left, top, wide, high),
        look["fill"],
        pen={"colour": look["edge"], "width": look["edge_width"], "dash": look["dash"]},
    )
    for n, text in enumerate(lines):
        page.text((left + right) / 2, top + pad / 2 + (n + 0.78) * look["line"], text, letters, "center")
    return left, top, right, bottom


def sample(page: Page, x: float, y: float) -> None:
    """Draw the sign of the marks in a legend, around the middle of its left edge: a pin, and a piece of a line."""
    pin(page, np.array([x + 8.0, y + 13.0]))
    line(page, np.array([[x + 20.0, y + 2.0], [x + 36.0, y + 2.0]]), arrow=False)


SAMPLE_HIGH: Final = 31.0
"""Height of that sign, layout pixels."""
