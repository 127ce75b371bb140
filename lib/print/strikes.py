"""The strikes of the printed map, as the reader chose: a circle a place, merged circles, or a density.

The numbers stay the same: none of the three adds or loses a strike. The rules are those of the web map.
"""

from __future__ import annotations

import math
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
from lib.print.merge import NO_CIRCLES, Circles, Ints, merge
from lib.print.page import Look, Page, circles, outlines
from lib.print.view import EQUATOR_KM, Floats, View
from lib.text import number


@dataclass(frozen=True)
class Struck:
    """The strikes of a view as they are drawn.

    Attributes:
        alone: A circle a place, or for places too near to each other; of a density only the coarse strikes.
        merged: Circles of several places with a ring, where that was chosen.
        dots: The places of a density in layout pixels, shape (n, 2).
        surface: Strikes per 100 km² on a grid that reaches a cell beyond the map; None unless it is a density.
        faint: Rings of the places struck before the range, without those that open with a circle on the web map.
    """

    alone: Circles
    merged: Circles
    dots: Floats
    surface: Floats | None = None
    faint: Circles = NO_CIRCLES

    @property
    def every(self) -> Circles:
        """All circles of the range, with the radius to the outer rim of halo, ring or arc."""
        alone, merged = self.alone, self.merged
        both = (
            replace(alone, radii=alone.radii + sizes.beyond_circle(alone.count, alone.coarse)),
            replace(merged, radii=merged.radii + sizes.beyond_disc(merged.count, merged.coarse)),
        )
        fields = ("centres", "radii", "count", "coarse")
        return Circles(*(np.concatenate([getattr(some, name) for some in both]) for name in fields))


def struck(view: View, strikes: gpd.GeoDataFrame, symbols: str, earlier: gpd.GeoDataFrame | None = None) -> Struck:
    """Choose what to draw of strikes.

    Args:
        view: Where the map looks.
        strikes: strikes, coarse and a point in WGS 84 degrees of each place, those of most strikes first.
        symbols: One of :data:`lib.events.query.SYMBOLS`.
        earlier: The same of the places struck before the range and not in it.
    """
    at, count, coarse = _columns(view, strikes)
    dots, spread = np.empty((0, 2)), None
    if symbols == "density":
        fine = count - coarse
        which = fine > 0
        dots = at[which]
        spread = surface(view, dots, strikes.geometry.y.to_numpy()[which] if len(strikes) else np.empty(0), fine[which])
        at, count = at[coarse > 0], coarse[coarse > 0]
        coarse = count
    alone, merged = _kept_apart(view, at, count, coarse, clusters=symbols == "clusters")
    what = Struck(alone, merged, dots, spread)
    if earlier is None or earlier.empty:
        return what
    return replace(what, faint=_rings(what.every, *_columns(view, earlier)))


def _columns(view: View, strikes: gpd.GeoDataFrame) -> tuple[Floats, Ints, Ints]:
    """Return points in layout pixels, strikes, and how many of these are coarse."""
    count, coarse = (strikes[name].to_numpy(dtype=np.int64) for name in ("strikes", "coarse"))
    return view.points(strikes) if len(strikes) else np.empty((0, 2)), count, coarse


def _kept_apart(view: View, at: Floats, count: Ints, coarse: Ints, *, clusters: bool) -> tuple[Circles, Circles]:
    """Return circles that look like those of one place, and clusters: circles of several places with a ring."""
    look, scale = TOKENS["strike"], view.symbol_scale

    def single(count: Ints, coarse: Ints, _places: Ints) -> Floats:
        return sizes.strike_rim(count, coarse, scale)

    def either(count: Ints, coarse: Ints, places: Ints) -> Floats:
        several: Floats = np.where(places > 1, sizes.merged_rim(count, coarse, scale), single(count, coarse, places))
        return several

    apart, rim = (look["cluster"]["apart"], either) if clusters else (look["apart"], single)
    tops, member = merge(at, count, coarse, apart, rim)
    sums, rough, places = (
        np.bincount(member, weights, minlength=len(tops)).astype(np.int64) for weights in (count, coarse, None)
    )
    ringed = (places > 1) & clusters
    alone = Circles(at[tops], sizes.strike_radius(sums) * scale, sums, rough)
    merged = Circles(at[tops], sizes.merged_radius(sums) * scale, sums, rough)
    return alone.only(~ringed), merged.only(ringed)


def _rings(strong: Circles, at: Floats, count: Ints, coarse: Ints) -> Circles:
    """Return the rings of the days before the range, without those that would touch a circle of the range."""
    apart = TOKENS["strike"]["faint"]["apart"]
    tops, member = merge(at, count, coarse, apart, lambda count, _coarse, _places: sizes.faint_rim(count))
    sums, rough = (np.bincount(member, weights, minlength=len(tops)).astype(np.int64) for weights in (count, coarse))
    away = np.hypot(*(at[tops][:, None] - strong.centres[None]).transpose(2, 0, 1))
    touching = away < strong.radii[None] + sizes.faint_rim(sums)[:, None] + apart["gap"]
    return Circles(at[tops], sizes.faint_radius(sums), sums, rough).only(~touching.any(axis=1))


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
    page.symbols.extend(_boxes(every.only(view.sees(every.centres, -40))))


def draw_faint(page: Page, view: View, what: Struck) -> None:
    """Draw the rings of the places struck before the range; note their boxes, on which names had better not lie."""
    seen = what.faint.only(view.sees(what.faint.centres, -10))
    if len(seen.count):
        rings(page, seen.centres, seen.radii)
        page.faint.extend(_boxes(replace(seen, radii=seen.radii + TOKENS["strike"]["faint"]["width"] / 2)))


def rings(page: Page, at: Floats, radii: npt.ArrayLike) -> None:
    """Draw rings of the days before the range; the legend draws the same."""
    look = TOKENS["strike"]["faint"]
    pen = {"colour": look["colour"], "width": look["width"], "opacity": look["opacity"]}
    page.fill(circles(at, radii), look["colour"], look["fill_opacity"], pen=pen)


def _boxes(some: Circles) -> list[tuple[float, float, float, float]]:
    return [(float(x - r), float(y - r), float(x + r), float(y + r)) for (x, y), r, _count, _coarse in some]


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
    path = circles(np.array([centre]), radius)
    page.stroke(path, {"colour": look["halo"], "width": look["edge_width"] + 2 * look["halo_width"]})
    page.fill(path, look["fill"], opacity, pen=pen)
    share(page, centre, radius, sizes.coarse_degrees(count, coarse))
    text = number(count) if counted else ""
    size = sizes.strike_number_size(count, len(text), radius)
    if text and size:
        size = max(size, page.least)
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
    pen |= {"casing": look["halo"], "casing_width": look["arc_width"] + look["halo_width"]}
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
    size = max(sizes.merged_number_size(len(text), radius), page.least)
    page.text(centre[0], centre[1] + size * 0.36, text, Look(size, look["text"], BOLD), "center", role="number")


def dots(page: Page, at: Floats) -> None:
    """Draw the settlements whose strikes are spread."""
    look = TOKENS["density"]
    page.fill(circles(at, look["dot_radius"]), look["dot"], pen={"colour": look["dot_edge"], "width": 1.0})
