"""Where what is assessed ends, on the printed map: tints and lines fade out, and the country beyond them is hatched.

The rule is that of ``client/draw/unassessed.js``: toward some edges of the region (``CRISIS.fades``) as much is left of
a tint as of the way to the edge, in both directions together; the hatch on bare land is as strong as the tint is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.path import Path
from matplotlib.transforms import Bbox, TransformedBbox

from lib.config.crisis import CRISIS
from lib.geography import basemap
from lib.maps.style import TOKENS
from lib.print.page import ExactImage, Page, corners, outlines, path_of, rectangle
from lib.print.patterns import slanted
from lib.print.view import Floats, View

LEVELS: Final = 16
"""Steps in which a hatch and a line grow fainter: no eye tells them apart."""
_PIECE: Final = 6.0
"""Layout pixels of a line of the hatch that are equally strong."""
_REACH: Final = 12.0
"""Farther than a line's points are apart, layout pixels: a line without a point so near is not in a strip."""
_VEIL_SIDE: Final = 1200
"""Longest side of the picture that covers tints; it holds nothing but a slope."""


@dataclass(frozen=True)
class Fade:
    """A fade along ``axis`` (0: x, 1: y) of a view, between two layout pixels: at ``end`` nothing is left."""

    axis: int
    start: float
    end: float


def fades(view: View) -> tuple[Fade, ...]:
    """Return the fades that reach into a view."""
    found = []
    for edge, degrees in CRISIS.fades.items():
        axis = 0 if edge in {"west", "east"} else 1
        at = view.xy(degrees, [0, 0]) if axis == 0 else view.xy([0, 0], degrees)
        start, end = (round(float(value)) for value in at[:, axis])
        low, high = (view.left, view.left + view.width) if axis == 0 else (view.top, view.top + view.height)
        if start < high if end > start else start > low:
            found.append(Fade(axis, start, end))
    return tuple(found)


def tint_left(some: tuple[Fade, ...], x: npt.ArrayLike, y: npt.ArrayLike) -> Floats:
    """Return how much of a tint is left at points in layout pixels: 1 where all is assessed, 0 beyond."""
    at = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
    share: Floats = np.ones(at[0].shape)
    for fade in some:
        share = share * np.clip(1 - (at[fade.axis] - fade.start) / (fade.end - fade.start), 0, 1)
    return share


@lru_cache(maxsize=1)
def _country() -> npt.NDArray[np.object_]:
    frame = basemap.layer("countries")
    land: npt.NDArray[np.object_] = frame.loc[frame["code"] == CRISIS.country.code].geometry.to_numpy()
    return land


@lru_cache(maxsize=1)
def ground() -> shapely.Geometry:
    """Return the country's ground of whose tint less than half is left, WGS 84 degrees; empty without such limits."""
    half = {edge: (start + end) / 2 for edge, (start, end) in CRISIS.fades.items()}
    inside = shapely.box(half.get("west", -180), half.get("south", -90), half.get("east", 180), half.get("north", 90))
    return shapely.difference(shapely.union_all(_country()), inside)


def tinted(view: View) -> shapely.Geometry:
    """Return the part of a view where three quarters of a tint are left, layout pixels: names of sides stand there."""
    low = [view.left, view.top]
    high = [view.left + view.width, view.top + view.height]
    for fade in fades(view):
        edge = fade.start + (fade.end - fade.start) / 4
        if fade.end > fade.start:
            high[fade.axis] = min(high[fade.axis], edge)
        else:
            low[fade.axis] = max(low[fade.axis], edge)
    return shapely.box(*low, *high) if low[0] < high[0] and low[1] < high[1] else shapely.Polygon()


def in_view(view: View) -> bool:
    """Return whether ground that is not assessed is on the map."""
    return bool(CRISIS.fades) and bool(shapely.intersects(ground(), shapely.box(*view.bounds(0))))


def draw(page: Page, view: View) -> None:
    """Cover tints with bare land and hatch it, each the stronger the less is assessed."""
    some = fades(view)
    land = path_of(view.shapes(_country())) if some else path_of([])
    if not len(corners(land)):
        return
    _veil(page, view, some, land)
    look = TOKENS["unassessed"]["hatch"]
    box = (view.left, view.top, view.left + view.width, view.top + view.height)
    for level, lines in _pieces(slanted(box, float(look["step"]), up=True), some):
        opacity = look["opacity"] * level / LEVELS
        page.ruled(lines, colour=look["colour"], width=look["width"], opacity=opacity, clip=land)


def pill(page: Page, box: tuple[float, float, float, float]) -> None:
    """Draw the pill on which it is said: a box (left, top, right, bottom) whose short sides are round."""
    x0, y0, x1, y1 = box
    radius = (y1 - y0) / 2
    turn = np.linspace(-np.pi / 2, np.pi / 2, 13)
    end = np.column_stack([np.cos(turn), np.sin(turn)]) * radius
    right, left = np.array([x1 - radius, y0 + radius]), np.array([x0 + radius, y0 + radius])
    outline = np.concatenate([right + end, left - end])
    look = TOKENS["unassessed"]["pill"]
    page.fill(outlines(outline[None]), look["fill"], pen={"colour": look["edge"], "width": 1.0})


def _veil(page: Page, view: View, some: tuple[Fade, ...], land: Path) -> None:
    """Lay land over the country that grows denser along the fades."""
    shrink = min(1.0, _VEIL_SIDE / page.device(max(view.width, view.height)))
    wide, high = (max(1, round(page.device(side) * shrink)) for side in (view.width, view.height))
    x = view.left + (np.arange(wide) + 0.5) * view.width / wide
    y = view.top + (np.arange(high) + 0.5) * view.height / high
    colour = TOKENS["ground"]["land"]
    dots = np.empty((high, wide, 4), dtype=np.uint8)
    dots[..., :3] = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    dots[..., 3] = np.round(255 * (1 - tint_left(some, x[None, :], y[:, None])))
    bottom, right = view.top + view.height, view.left + view.width
    box = TransformedBbox(Bbox([[view.left, bottom], [right, view.top]]), page.transform)
    picture = ExactImage(box, interpolation="nearest" if shrink == 1 else "bilinear", origin="upper")
    picture.set_data(dots)
    page.add(picture, land)


def _pieces(lines: Floats, some: tuple[Fade, ...]) -> list[tuple[int, Floats]]:
    """Cut straight lines, shape (n, 2, 2), into pieces that are equally strong: by strength, 1 to :data:`LEVELS`."""
    if not len(lines):
        return []
    way = lines[:, 1] - lines[:, 0]
    count = max(1, int(np.ceil(np.hypot(*way.T).max() / _PIECE)))
    cuts = np.linspace(0, 1, count + 1)
    points = lines[:, :1] + cuts[None, :, None] * way[:, None]
    middles = (points[:, :-1] + points[:, 1:]) / 2
    level = np.round(LEVELS * (1 - tint_left(some, middles[..., 0], middles[..., 1]))).astype(int)
    # Neighbours of one strength are one piece.
    begins = np.ones(level.shape, dtype=bool)
    begins[:, 1:] = level[:, 1:] != level[:, :-1]
    line, first = np.nonzero(begins)
    following = np.append(first[1:], 0)
    last = np.where(following > 0, following, count)
    pieces = np.stack([points[line, first], points[line, last]], axis=1)
    strength = level[line, first]
    return [(n, pieces[strength == n]) for n in range(1, LEVELS + 1) if (strength == n).any()]


def stroke(page: Page, view: View, path: Path, pen: dict[str, Any]) -> None:
    """Stroke lines that fade with the tints; elsewhere as :meth:`lib.print.page.Page.stroke` does."""
    some = fades(view)
    if not some or not len(corners(path)):
        page.stroke(path, pen)
        return
    points = corners(path)
    for box, opacity in _parts(view, some):
        if not ((points > box[:2] - _REACH) & (points < box[2:] + _REACH)).all(axis=1).any():
            continue
        clip = rectangle(box[0], box[1], box[2] - box[0], box[3] - box[1])
        if "casing" in pen:
            casing = {"colour": pen["casing"], "width": pen["casing_width"], "opacity": opacity}
            page.stroke(path, casing, clip)
        bare = {name: value for name, value in pen.items() if not name.startswith("casing")}
        page.stroke(path, bare | {"opacity": opacity * pen.get("opacity", 1.0)}, clip)


def _parts(view: View, some: tuple[Fade, ...]) -> list[tuple[Floats, float]]:
    """Divide a view into the part where nothing fades and strips of each fade: left, top, right, bottom, and opacity.

    Where two fades meet, lines follow the first.
    """
    whole = np.array([view.left, view.top, view.left + view.width, view.top + view.height])
    strips = []
    for fade in some:
        edges = np.linspace(fade.start, fade.end, LEVELS + 1)
        for step, (a, b) in enumerate(pairwise(edges)):
            strip = whole.copy()
            strip[fade.axis] = max(whole[fade.axis], min(a, b))
            strip[fade.axis + 2] = min(whole[fade.axis + 2], max(a, b))
            if strip[fade.axis] < strip[fade.axis + 2]:
                strips.append((strip, 1 - (step + 0.5) / LEVELS))
        if fade.end > fade.start:
            whole[fade.axis + 2] = min(whole[fade.axis + 2], fade.start)
        else:
            whole[fade.axis] = max(whole[fade.axis], fade.start)
    return [(whole, 1.0), *strips]
