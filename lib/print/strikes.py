"""The strikes of the printed map, as the reader chose: a circle a place, merged circles, or a density.

The numbers stay the same: none of the three adds or loses a strike. The rules are those of the web map.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
from contourpy import FillType, contour_generator
from matplotlib.path import Path

from lib.maps import sizes
from lib.maps.style import TOKENS
from lib.print.fonts import BOLD
from lib.print.page import Look, Page, circles, outlines
from lib.print.view import EQUATOR_KM, Floats, View
from lib.text import number

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Circles:
    """Circles in layout pixels: centres (n, 2), radii (n,), strikes (n,), and how many of these are coarse (n,)."""

    centres: Floats
    radii: Floats
    count: Ints
    coarse: Ints

    def only(self, which: npt.NDArray[np.bool_]) -> Circles:
        """Return some of the circles."""
        return Circles(self.centres[which], self.radii[which], self.count[which], self.coarse[which])

    @property
    def pale(self) -> npt.NDArray[np.bool_]:
        """Which circles hold coarse strikes alone."""
        pale: npt.NDArray[np.bool_] = self.coarse == self.count
        return pale

    @property
    def shared(self) -> npt.NDArray[np.bool_]:
        """Which circles hold coarse strikes beside others: these have an arc."""
        shared: npt.NDArray[np.bool_] = (self.coarse > 0) & ~self.pale
        return shared

    def __iter__(self) -> Iterator[tuple[Floats, float, int, int]]:
        """Yield centre, radius, strikes and coarse strikes of one circle after the other."""
        for at, radius, count, coarse in zip(self.centres, self.radii, self.count, self.coarse, strict=True):
            yield at, float(radius), int(count), int(coarse)


@dataclass(frozen=True)
class Struck:
    """The strikes of a view as they are drawn.

    Attributes:
        alone: A circle a place; of a density only the coarse strikes.
        merged: Circles of several places.
        dots: The places of a density in layout pixels, shape (n, 2).
        surface: Strikes per 100 km² on a grid that reaches a cell beyond the map; None unless it is a density.
    """

    alone: Circles
    merged: Circles
    dots: Floats
    surface: Floats | None = None

    @property
    def every(self) -> Circles:
        """All circles, with the radius to the outer rim of circle, ring or arc."""
        look = TOKENS["strike"]
        both = (self.alone, replace(self.merged, radii=self.merged.radii + look["cluster"]["gap"]))
        fields = ("centres", "radii", "count", "coarse")
        every = Circles(*(np.concatenate([getattr(some, name) for some in both]) for name in fields))
        return replace(every, radii=every.radii + every.shared * (look["arc_gap"] + look["arc_width"]))


def struck(view: View, strikes: gpd.GeoDataFrame, symbols: str) -> Struck:
    """Choose what to draw of strikes.

    Args:
        view: Where the map looks.
        strikes: strikes, coarse and a point in WGS 84 degrees of each place, those of most strikes first.
        symbols: One of :data:`lib.events.query.SYMBOLS`.
    """
    count, coarse = (strikes[name].to_numpy(dtype=np.int64) for name in ("strikes", "coarse"))
    at = view.points(strikes) if len(strikes) else np.empty((0, 2))
    nowhere = np.empty((0, 2))
    if symbols == "clusters":
        alone, merged = _merged(view, at, count, coarse)
        return Struck(alone, merged, nowhere)
    none = _circles(view, nowhere, count[:0], coarse[:0])
    if symbols == "density":
        fine = count - coarse
        which = fine > 0
        lat = strikes.geometry.y.to_numpy()[which] if len(strikes) else np.empty(0)
        spread = surface(view, at[which], lat, fine[which])
        return Struck(_circles(view, at, coarse, coarse).only(coarse > 0), none, at[which], spread)
    return Struck(_circles(view, at, count, coarse), none, nowhere)


def _circles(view: View, at: Floats, count: Ints, coarse: Ints) -> Circles:
    return Circles(at, sizes.strike_radius(count) * view.symbol_scale, count, coarse)


def _merged(view: View, at: Floats, count: Ints, coarse: Ints) -> tuple[Circles, Circles]:
    """Return circles of one place, and of several places merged at the largest of them."""
    look = TOKENS["strike"]["cluster"]
    leaders, member = merge(at, look["reach"])
    sums, rough, places = (
        np.bincount(member, weights, minlength=len(leaders)).astype(np.int64) for weights in (count, coarse, None)
    )
    single = places == 1
    alone = _circles(view, at[leaders], sums, rough).only(single)
    return alone, Circles(at[leaders], sizes.merged_radius(sums) * view.symbol_scale, sums, rough).only(~single)


def merge(at: Floats, reach: float) -> tuple[Ints, Ints]:
    """Count places within reach of a larger one with it.

    Args:
        at: Points in layout pixels, those of most strikes first, shape (n, 2).
        reach: Layout pixels. Distances alone decide, so that another part of the map merges the same.

    Returns:
        The position of each cluster's largest place, shape (clusters,), and the cluster of each place, shape (n,).
    """
    order = np.arange(len(at))
    member = np.full(len(at), -1)
    near = np.full(len(at), float(reach))
    leaders: list[int] = []
    while (free := np.flatnonzero(member < 0)).size:
        leader = int(free[0])
        away = np.hypot(*(at - at[leader]).T)
        # The nearest larger one; what leads a cluster already stays its own.
        closer = (away < near) & (order > leader)
        near[closer] = away[closer]
        closer[leader] = True
        member[closer] = len(leaders)
        leaders.append(leader)
    return np.array(leaders, dtype=np.int64), member.astype(np.int64)


def surface(view: View, at: Floats, lat: Floats, count: Ints) -> Floats:
    """Compute strikes per 100 km² on a grid over the map and one cell beyond it.

    Each strike is spread over the ground around its settlement by the quartic kernel 3/(pi h^2) (1 - (d/h)^2)^2, which
    is nothing beyond h, the radius in kilometres.

    Args:
        view: Where the map looks.
        at: Points in layout pixels, shape (n, 2).
        lat: Their latitudes, WGS 84 degrees, shape (n,).
        count: Strikes, shape (n,).

    Returns:
        Shape (rows, columns), a value for the middle of each cell, the upper left one first.
    """
    look = TOKENS["density"]
    cell, radius = float(look["cell"]), float(look["radius_km"])
    left, top = view.left - cell, view.top - cell
    values = np.zeros((math.ceil(view.height / cell) + 2, math.ceil(view.width / cell) + 2))
    high, wide = values.shape
    peak = 3 / (math.pi * radius**2) * 100
    # Mercator stretches the ground by 1 / cos(latitude).
    reaches = radius * view.scale / (EQUATOR_KM * np.cos(np.radians(lat))) / cell
    middles = (at - [left, top]) / cell - 0.5
    for (x, y), reach, strikes in zip(middles, reaches, count, strict=True):
        columns = np.arange(max(0, math.ceil(x - reach)), min(wide - 1, math.floor(x + reach)) + 1)
        rows = np.arange(max(0, math.ceil(y - reach)), min(high - 1, math.floor(y + reach)) + 1)
        if len(columns) and len(rows):
            rest = 1 - ((rows[:, None] - y) / reach) ** 2 - ((columns[None, :] - x) / reach) ** 2
            part = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
            values[part] += strikes * peak * np.clip(rest, 0, None) ** 2
    return values


def draw_density(page: Page, view: View, what: Struck) -> None:
    """Draw the classes of the surface, each in its colour, as outlines: sharp at any size of the sheet."""
    if what.surface is None:
        return
    look = TOKENS["density"]
    for path, colour in zip(classes(view, what.surface), look["colours"], strict=True):
        page.fill(path, colour, look["opacity"])


def classes(view: View, values: Floats) -> list[Path]:
    """Return the ground of each class of a surface in layout pixels; a class begins at its break."""
    look = TOKENS["density"]
    cell, breaks = float(look["cell"]), look["breaks"]
    rows, columns = values.shape
    x = view.left + (np.arange(columns) - 0.5) * cell
    y = view.top + (np.arange(rows) - 0.5) * cell
    lines = contour_generator(x, y, values, name="serial", fill_type=FillType.OuterCode)
    ends = [*breaks[1:], math.inf]
    return [_path(*lines.filled(low, high)) for low, high in zip(breaks, ends, strict=True)]


def _path(points: Any, codes: Any) -> Path:
    if not len(points):
        return Path(np.empty((0, 2)))
    return Path(np.concatenate(points), np.concatenate(codes))


def draw_strikes(page: Page, view: View, what: Struck) -> None:
    """Draw circles, most strikes first, merged ones on top, then dots; note their boxes, so that names keep clear."""
    for at, radius, count, coarse in what.alone.only(view.sees(what.alone.centres, -30)):
        circle(page, at, radius, count, coarse)
    for at, radius, count, coarse in what.merged.only(view.sees(what.merged.centres, -40)):
        cluster(page, at, radius, count, coarse)
    dots(page, what.dots[view.sees(what.dots, -5)])
    every = what.every
    seen = every.only(view.sees(every.centres, -40))
    page.symbols.extend((x - r, y - r, x + r, y + r) for (x, y), r, _count, _coarse in seen)


def circle(  # noqa: PLR0913 - a place, a size, and how it is told
    page: Page, centre: Floats, radius: float, count: int, coarse: int = 0, *, counted: bool = True
) -> None:
    """Draw one circle with its number where that can be read; the legend draws the same.

    Only when all strikes of a place are coarse is its circle pale and dashed; else an arc says their share.
    """
    look = TOKENS["strike"]
    pale = coarse == count
    pen = (
        {"colour": look["coarse_edge"], "width": look["coarse_edge_width"], "dash": look["coarse_dash"]}
        if pale
        else {"colour": look["edge"], "width": look["edge_width"]}
    )
    opacity = look["coarse_fill_opacity"] if pale else look["opacity"]
    page.fill(circles(np.array([centre]), radius), look["fill"], opacity, pen=pen)
    share(page, centre, radius, sizes.coarse_degrees(count, coarse))
    text = number(count) if counted else ""
    size = sizes.strike_number_size(count, len(text), radius)
    if text and size:
        ink = Look(size, look["coarse_text"] if pale else look["text"], BOLD)
        page.text(centre[0], centre[1] + size * 0.36, text, ink, "center", role="number")


def share(page: Page, centre: Floats, radius: float, degrees: float) -> None:
    """Draw a dashed arc outside a circle, clockwise from the top: the share of its strikes that are coarse."""
    if not degrees:
        return
    look = TOKENS["strike"]
    angle = np.radians(np.linspace(0, degrees, 2 + int(degrees / 4)))
    away = radius + look["arc_gap"] + look["arc_width"] / 2
    points = np.column_stack([np.sin(angle), -np.cos(angle)]) * away + centre
    pen = {"colour": look["coarse_edge"], "width": look["arc_width"], "dash": look["arc_dash"]}
    # On hatched ground bare dashes would be lost.
    pen |= {"casing": look["edge"], "casing_width": look["arc_width"] + look["edge_width"]}
    page.stroke(outlines(points[None], closed=False), pen)


def cluster(page: Page, centre: Floats, radius: float, count: int, coarse: int = 0) -> None:
    """Draw one merged circle: a ring around a disc with the number of all its strikes; the legend draws the same."""
    look = TOKENS["strike"]
    merged = look["cluster"]
    pen = {"colour": look["fill"], "width": merged["ring_width"]}
    if coarse == count:
        pen["dash"] = look["coarse_dash"]
    at = np.array([centre])
    page.fill(circles(at, radius + merged["gap"]), merged["halo"], merged["halo_opacity"], pen=pen)
    page.fill(circles(at, radius), look["fill"])
    share(page, centre, radius + merged["gap"], sizes.coarse_degrees(count, coarse))
    text = number(count)
    size = sizes.merged_number_size(len(text), radius)
    page.text(centre[0], centre[1] + size * 0.36, text, Look(size, look["text"], BOLD), "center", role="number")


def dots(page: Page, at: Floats) -> None:
    """Draw the settlements whose strikes are spread."""
    look = TOKENS["density"]
    page.fill(circles(at, look["dot_radius"]), look["dot"], pen={"colour": look["dot_edge"], "width": 1.0})
