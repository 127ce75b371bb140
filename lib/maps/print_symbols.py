"""The symbols of the printed map: flows, strikes, crossings, camps, posts and the settlements behind the areas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.analysis import control
from lib.analysis.kept import Kept
from lib.analysis.strikes import PRECISION_ORDER
from lib.events.query import LAST_DAY, Query
from lib.events.table import EventTable
from lib.geography import overlays
from lib.maps import layers
from lib.maps.print_control import Held, shown_layers
from lib.maps.print_fonts import BOLD
from lib.maps.print_page import Look, Page, circles, outlines
from lib.maps.print_view import Floats, View
from lib.maps.style import COARSE_FROM, CONTROLLERS, TOKENS, strike_radius
from lib.wording import number

LOOSE: Final = ("representative", "country", "governorate")
"""Precisions of an end that is only a place to hang the arrow on: the report names an area, not a settlement."""


@dataclass(frozen=True)
class Symbols:
    """What there is to draw as symbols, for the layers that are on."""

    flows: pd.DataFrame
    strikes: gpd.GeoDataFrame
    camps: gpd.GeoDataFrame
    crossings: gpd.GeoDataFrame
    posts: gpd.GeoDataFrame
    unplaced_posts: tuple[str, ...]

    @property
    def open_crossings(self) -> pd.Series:
        """Which crossings were open to United Nations aid."""
        leads: pd.Series = self.crossings["open_to_un_aid"].isin(["true", "yes"])
        return leads


def symbols(events: EventTable, query: Query) -> Symbols:
    """Gather the symbols of ``query``: flows with their figures and bends, strikes by place, sites and posts."""
    on = shown_layers(query)
    flows = layers.flow_arrows(events, query)
    flows = flows if "flows" in on else flows.iloc[:0]
    flows = flows.assign(
        persons=(flows["low"] + flows["high"]) / 2,
        bend=layers.bends(flows, _held_by_government(events)),
        loose_from=flows["origin_precision"].isin(LOOSE),
        loose_to=flows["geo_precision"].isin(LOOSE),
    )
    # Bare directions at the bottom, then wide arrows before thin ones, so that the thin stay visible on top.
    flows = flows.sort_values("persons", ascending=False, na_position="first", kind="stable")
    strikes = layers.strike_circles(events, query)
    strikes = strikes if "strikes" in on else strikes.iloc[:0]
    coarse = strikes["precision"].map(PRECISION_ORDER).fillna(0) >= COARSE_FROM
    strikes = strikes.assign(coarse=coarse).sort_values("strikes", ascending=False, kind="stable")
    posts = overlays.observation_posts(query.end)
    posts = posts.loc[posts["status"] != "planned"] if "posts" in on else posts.iloc[:0]
    located = posts.geometry.notna()
    camps, crossings = _sites()
    return Symbols(
        flows,
        strikes,
        camps if "camps" in on else camps.iloc[:0],
        crossings if "crossings" in on else crossings.iloc[:0],
        posts.loc[located],
        tuple(posts.loc[~located, "name"]),
    )


@lru_cache(maxsize=1)
def _sites() -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Camps and crossings with what is drawn of them. Shared: not to be changed."""
    columns = ["name", "kind", "open_to_un_aid", "geometry"]
    return layers.camps()[columns], layers.crossings()[columns]


_GOVERNMENT: Kept[Any] = Kept(8)


def _held_by_government(events: EventTable) -> Any:
    """The government's area at the end, in metres: arrows keep out of it, as on the web map."""

    def made() -> Any:
        if not control.control_dates(events):
            return None
        areas = control.control_map(events, LAST_DAY).areas
        return areas.loc[areas["controller"] == "government"].to_crs(layers.METRIC).union_all()

    return _GOVERNMENT.of(events, "held by the government", made)


def draw_strikes(page: Page, view: View, strikes: gpd.GeoDataFrame) -> None:
    """One circle a place, most strikes first; boxes are noted, so that names stay clear of them."""
    if strikes.empty:
        return
    at = view.points(strikes)
    seen = view.sees(at, -30)
    counts, coarse = strikes["strikes"].to_numpy()[seen], strikes["coarse"].to_numpy()[seen]
    radii = np.array([strike_radius(int(count)) for count in counts]) * view.symbol_scale
    for centre, radius, count, rough in zip(at[seen], radii, counts, coarse, strict=True):
        circle(page, centre, float(radius), int(count), coarse=bool(rough))
        page.symbols.append((centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius))


def circle(  # noqa: PLR0913 - a place, a size, and how it is told
    page: Page, centre: Floats, radius: float, count: int, *, coarse: bool, counted: bool = True
) -> None:
    """One circle with its number where that can be read; the legend draws the same."""
    look = TOKENS["strike"]
    pen = (
        {"colour": look["coarse_edge"], "width": look["coarse_edge_width"], "dash": look["coarse_dash"]}
        if coarse
        else {"colour": look["edge"], "width": look["edge_width"]}
    )
    opacity = look["coarse_fill_opacity"] if coarse else look["opacity"]
    page.fill(circles(np.array([centre]), radius), look["fill"], opacity, pen=pen)
    text = number(count) if counted and count > 1 and radius >= look["count_radius"] else ""
    size = min(look["text_size"], radius * 1.55)
    if text and len(text) * 3.1 <= radius:
        ink = Look(size, look["coarse_text"] if coarse else look["text"], BOLD)
        page.text(centre[0], centre[1] + size * 0.36, text, ink, "center", role="number")


_TENT: Final = np.array([[[-1, 0.75], [0, -0.85], [1, 0.75]]])
_DIAMOND: Final = np.array([[[0, -1], [1, 0], [0, 1], [-1, 0]]], dtype=float)
_SQUARE: Final = np.array([[[-1, -1], [1, -1], [1, 1], [-1, 1]]], dtype=float)


def draw_sites(page: Page, view: View, what: Symbols) -> None:
    """Camps as tents, crossings as diamonds, posts as squares with a dot."""
    marks: tuple[tuple[gpd.GeoDataFrame, Callable[[Floats], None]], ...] = (
        (what.camps.loc[what.camps["kind"] == "camp_cluster"], lambda at: tents(page, at)),
        (what.camps.loc[what.camps["kind"] != "camp_cluster"], lambda at: tents(page, at, cluster=False)),
        (what.crossings.loc[~what.open_crossings], lambda at: diamonds(page, at, leads_aid=False)),
        (what.crossings.loc[what.open_crossings], lambda at: diamonds(page, at, leads_aid=True)),
        (what.posts.loc[what.posts["status"] != "encircled"], lambda at: posts(page, at, encircled=False)),
        (what.posts.loc[what.posts["status"] == "encircled"], lambda at: posts(page, at, encircled=True)),
    )
    for frame, mark in marks:
        if len(frame):
            at = view.points(frame)
            at = at[view.sees(at, -10)]
            mark(at)
            page.symbols.extend((x - 8, y - 8, x + 8, y + 8) for x, y in at)


def tents(page: Page, at: Floats, *, cluster: bool = True) -> None:
    """Camps, drawn no finer than the settlement they belong to; a cluster has a line in its tent."""
    look = TOKENS["camp"]
    pen = {"colour": look["edge"], "width": look["edge_width"]}
    page.fill(outlines(_placed(_TENT * look["size"], at)), look["fill"], pen=pen)
    if cluster:
        pole = np.array([[[0, -0.2], [0, 0.75]]]) * look["size"]
        page.stroke(outlines(_placed(pole, at), closed=False), pen)


def diamonds(page: Page, at: Floats, *, leads_aid: bool) -> None:
    """Crossings; those open to United Nations aid are larger and filled."""
    look = TOKENS["crossing"]
    shape = _DIAMOND * (look["size"] if leads_aid else look["size_other"])
    pen = {"colour": look["edge"], "width": look["edge_width"]}
    page.fill(outlines(_placed(shape, at)), look["fill"] if leads_aid else TOKENS["paper"], pen=pen)


def posts(page: Page, at: Floats, *, encircled: bool) -> None:
    """Observation posts: white while the post is free, filled once it is encircled."""
    look = TOKENS["post"]
    squares = outlines(_placed(_SQUARE * look["size"], at))
    page.stroke(squares, {"colour": look["halo"], "width": look["edge_width"] + 2.4})
    fill, dot = (look["ink"], look["fill"]) if encircled else (look["fill"], look["ink"])
    page.fill(squares, fill, pen={"colour": look["ink"], "width": look["edge_width"]})
    page.fill(circles(at, look["dot"]), dot)


def _placed(shape: Floats, at: Floats) -> Floats:
    """A shape at each of the points, shape (n, corners, 2)."""
    placed: Floats = shape + np.atleast_2d(at)[:, None, :]
    return placed


_TRIANGLE: Final = np.array([[[-1.2, -1], [1.2, -1], [0, 1.2]]])
_HOLLOW: Final = ("opposition", "contested")


def place_sides(view: View, what: Held, query: Query) -> tuple[str, ...]:
    """The sides that have a reported settlement in the view, where the map is near enough to show settlements."""
    if what.now is None or "places" not in shown_layers(query) or view.zoom < TOKENS["place"]["min_zoom"]:
        return ()
    at, sides = _reported(view, what.now.places)
    return tuple(side for side in CONTROLLERS if side in set(sides[view.sees(at)]))


def _reported(view: View, places: gpd.GeoDataFrame) -> tuple[Floats, npt.NDArray[np.object_]]:
    """Points and sides of the settlements that have both."""
    known = places.loc[places.geometry.notna() & ~places.geometry.is_empty]
    return view.points(known) if len(known) else np.empty((0, 2)), known["controller"].to_numpy(dtype=object)


def draw_places(page: Page, view: View, places: gpd.GeoDataFrame) -> None:
    """Marks of the reported settlements; shape as well as colour tells the sides apart."""
    at, sides = _reported(view, places)
    seen = view.sees(at, -6)
    for side in dict.fromkeys(sides[seen]):
        place_marks(page, at[seen & (sides == side)], str(side))


def place_marks(page: Page, at: Floats, side: str) -> None:
    """Settlements of one side; the legend draws the same."""
    if side not in TOKENS["control"]:
        return
    look, ink = TOKENS["place"], TOKENS["control"][side]["ink"]
    hollow = side in _HOLLOW
    pen = {"colour": ink if hollow else look["edge"], "width": 1.6 if hollow else look["edge_width"]}
    shape = _TRIANGLE if side == "kurdish_led" else _SQUARE if side in {"turkey_backed", "contested"} else None
    path = circles(at, look["size"]) if shape is None else outlines(_placed(shape * look["size"], at))
    page.fill(path, TOKENS["paper"] if hollow else ink, pen=pen)


def draw_chosen(page: Page, at: Floats) -> None:
    """A ring around the place that is opened."""
    ring = circles(np.atleast_2d(at), 16.0)
    page.stroke(ring, {"colour": TOKENS["paper"], "width": 5.0})
    page.stroke(ring, {"colour": TOKENS["ink"], "width": 2.0})
