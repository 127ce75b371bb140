"""Ruled patterns on paper: the second sign beside a tint, so that nothing is told by colour alone."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.path import Path

from lib.print.page import Page, corners
from lib.print.view import Floats


def hatched(page: Page, path: Path, kind: str, pen: dict[str, Any]) -> None:
    """Fill a path with a pattern: ``dots``, ``lines``, ``uprights``, ``crosses``, ``hatch`` or ``backhatch``."""
    if not len(corners(path)):
        return
    step, width = float(pen["step"]), float(pen["width"])
    left, top = corners(path).min(axis=0)
    right, bottom = corners(path).max(axis=0)
    box = (max(left, 0.0), max(top, 0.0), min(right, page.width), min(bottom, page.height))
    if box[0] >= box[2] or box[1] >= box[3]:
        return
    rows, columns = _rules(box[1], box[3], step), _rules(box[0], box[2], step)
    # Dashes begin on the grid too, so that the patterns of two areas meet.
    start = columns[0] - step
    flat = np.array([[[start, y], [box[2], y]] for y in rows])
    upright = np.array([[[x, rows[0] - step], [x, box[3]]] for x in columns])
    ink = {"colour": pen["colour"], "opacity": pen.get("opacity", 1.0), "clip": path}
    if kind == "dots":
        page.ruled(flat, width=1.87 * width, dash=(0.0, (0.01, step - 0.01)), round_ends=True, **ink)
    elif kind == "lines":
        page.ruled(flat, width=width, **ink)
    elif kind == "uprights":
        page.ruled(upright, width=width, **ink)
    elif kind == "crosses":
        for bars in (flat, upright):
            page.ruled(bars, width=width, dash=(2.0, (4.0, step - 4.0)), **ink)
    else:
        page.ruled(slanted(box, step, up=kind == "hatch"), width=width, **ink)


def _rules(low: float, high: float, step: float) -> Floats:
    """Place the lines of a ruled pattern between two edges: multiples of the step, whatever the area."""
    return np.arange(np.floor(low / step), np.ceil(high / step) + 1) * step


def slanted(box: tuple[float, float, float, float], step: float, *, up: bool) -> Floats:
    """Draw lines at 45 degrees over a box, rising to the right when ``up``; ``step`` apart along an edge."""
    left, top, right, bottom = box
    high = bottom - top
    if up:  # x + y is the same all along
        along = _rules(left + top, right + bottom, step)
        ends = [along - bottom, np.full_like(along, bottom), along - top, np.full_like(along, top)]
    else:  # x - y is
        along = _rules(left - bottom, right - top, step)
        ends = [along + top, np.full_like(along, top), along + top + high, np.full_like(along, bottom)]
    return np.stack(ends, axis=1).reshape(-1, 2, 2)
