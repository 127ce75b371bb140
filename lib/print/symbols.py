"""The symbols of the printed map: what there is to draw, and the marks of sites, posts, settlements and own tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from lib.config.crisis import CRISIS
from lib.config.crs import DEGREES
from lib.events.query import Query
from lib.events.schema import CONTROLLERS
from lib.events.table import EventTable
from lib.geography import agreements
from lib.layers import earlier, modelled, own_area, sites
from lib.layers import flows as flow_layer
from lib.layers import own as own_layer
from lib.layers import strikes as strike_layer
from lib.layers.modelled import Shown
from lib.maps.sizes import own_numbered, own_size
from lib.maps.style import TOKENS, place_mark
from lib.print import points as print_points
from lib.print.control import ControlView
from lib.print.fonts import BOLD
from lib.print.page import Look, Page, circles, outlines, path_of
from lib.print.points import Points
from lib.print.view import EQUATOR_KM, Floats, View
from lib.text import number


@dataclass(frozen=True)
class Symbols:
    """What there is to draw as symbols, for the layers that are on."""

    flows: pd.DataFrame
    strikes: gpd.GeoDataFrame
    camps: gpd.GeoDataFrame
    crossings: gpd.GeoDataFrame
    posts: gpd.GeoDataFrame
    unplaced_posts: tuple[str, ...]
    modelled: Shown
    own: gpd.GeoDataFrame | None = None
    """Places of a reader's own table with their number of reports, ``n``; None where none is laid beside."""
    own_more: int = 0
    """How many further places of it are not drawn."""
    rings: gpd.GeoDataFrame = field(default_factory=gpd.GeoDataFrame)
    """The places that strikes have to be near, for a ring around each."""
    own_area: shapely.Geometry | None = None
    """The ground of the reader's own area, WGS 84 degrees."""
    points: tuple[Points, ...] = ()
    """The dated points of the layers that have some and are on."""
    earlier_strikes: gpd.GeoDataFrame = field(default_factory=gpd.GeoDataFrame)
    """The places struck before the range and not in it, as ``strikes``."""
    earlier_flows: pd.DataFrame = field(default_factory=pd.DataFrame)
    """The movements before the range between places without one in it, as ``flows``."""

    @property
    def open_crossings(self) -> pd.Series:
        """Which crossings were open to United Nations aid."""
        leads: pd.Series = self.crossings["open_to_un_aid"].isin(["true", "yes"])
        return leads


def symbols(events: EventTable, query: Query, own: EventTable | None = None) -> Symbols:
    """Gather the symbols of ``query``: flows with their figures and bends, strikes by place, sites and posts.

    ``own`` is a reader's own table that is laid beside: its places are marks of their own.
    """
    on = query.visible_layers()
    flows = flow_layer.flow_arrows(events, query)
    held = flow_layer.avoided(events)
    strikes = strike_layer.strike_circles(events, query)
    posts = _standing_posts(query, on)
    located = posts.geometry.notna()
    camps, crossings = _sites()
    split = modelled.shown(events, query)
    split = replace(split, flows=split.flows.assign(bend=flow_layer.bends(split.flows, held)))
    squares, more = (None, 0) if own is None else own_layer.squares(own, query)
    return Symbols(
        _in_drawing_order(flows if "flows" in on else flows.iloc[:0], held),
        _most_first(strikes if "strikes" in on else strikes.iloc[:0]),
        camps if "camps" in on else camps.iloc[:0],
        crossings if "crossings" in on else crossings.iloc[:0],
        posts.loc[located],
        tuple(posts.loc[~located, "name"]) if located.any() else (),
        split,
        squares,
        more,
        strike_layer.rings(events, query),
        own_area.outline(query),
        print_points.points(events, query),
        _most_first(earlier.strikes(events, query)),
        _in_drawing_order(earlier.flows(events, query), held),
    )


def _in_drawing_order(flows: pd.DataFrame, held: shapely.Geometry | None) -> pd.DataFrame:
    """Add persons and bends, and sort: bare directions at the bottom, then wide arrows, the thin visible on top."""
    flows = flows.assign(persons=(flows["low"] + flows["high"]) / 2, bend=flow_layer.bends(flows, held))
    return flows.sort_values("persons", ascending=False, na_position="first", kind="stable")


def _most_first(strikes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return strikes.sort_values("strikes", ascending=False, kind="stable")


def _standing_posts(query: Query, on: frozenset[str]) -> gpd.GeoDataFrame:
    """Return the observation posts of the agreements that are on, as of the end; ``layer`` is the agreement's."""
    frames = [gpd.GeoDataFrame({"post_no": [], "name": [], "status": [], "layer": []}, geometry=[], crs=DEGREES)]
    for agreement in CRISIS.agreements_of("posts"):
        if agreement.id in on and agreement.posts is not None:
            found = agreements.posts(agreement.posts, query.end).assign(layer=agreement.id)
            frames.append(found.loc[found["status"] != "planned"])
    return frames[0] if len(frames) == 1 else pd.concat(frames[1:], ignore_index=True)


@lru_cache(maxsize=1)
def _sites() -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return camps and crossings with what is drawn of them. Shared: not to be changed."""
    columns = ["name", "name_ar", "kind", "open_to_un_aid", "geometry"]
    return sites.camps()[columns], sites.crossings()[columns]


_TENT: Final = np.array([[[-1, 0.75], [0, -0.85], [1, 0.75]]])
_DIAMOND: Final = np.array([[[0, -1], [1, 0], [0, 1], [-1, 0]]], dtype=float)
_SQUARE: Final = np.array([[[-1, -1], [1, -1], [1, 1], [-1, 1]]], dtype=float)


Marked = tuple[tuple[gpd.GeoDataFrame, Callable[[Floats], None]], ...]
"""Sites or posts that look the same, with the painter that marks each of some points in layout pixels."""


def draw_sites(page: Page, view: View, what: Symbols) -> None:
    """Draw camps as tents, crossings as diamonds."""
    parts: Marked = (
        (what.camps.loc[what.camps["kind"] == "camp_cluster"], lambda at: tents(page, at)),
        (what.camps.loc[what.camps["kind"] != "camp_cluster"], lambda at: tents(page, at, cluster=False)),
        (what.crossings.loc[~what.open_crossings], lambda at: diamonds(page, at, leads_aid=False)),
        (what.crossings.loc[what.open_crossings], lambda at: diamonds(page, at, leads_aid=True)),
    )
    _draw_marked(page, view, parts)


def draw_posts(page: Page, view: View, standing: gpd.GeoDataFrame) -> None:
    """Draw observation posts as squares with a dot."""
    held = standing["status"] == "encircled"
    parts: Marked = (
        (standing.loc[~held], lambda at: posts(page, at, encircled=False)),
        (standing.loc[held], lambda at: posts(page, at, encircled=True)),
    )
    _draw_marked(page, view, parts)


def _draw_marked(page: Page, view: View, parts: Marked) -> None:
    """Draw the marks in the view; names keep off them."""
    for frame, mark in parts:
        if len(frame):
            at = view.points(frame)
            at = at[view.sees(at, -10)]
            mark(at)
            page.symbols.extend((x - 8, y - 8, x + 8, y + 8) for x, y in at)


def tents(page: Page, at: Floats, *, cluster: bool = True) -> None:
    """Draw camps, no finer than the settlement they belong to; a cluster has a line in its tent."""
    look = TOKENS["camp"]
    pen = {"colour": look["edge"], "width": look["edge_width"]}
    page.fill(outlines(_placed(_TENT * look["size"], at)), look["fill"], pen=pen)
    if cluster:
        pole = np.array([[[0, -0.2], [0, 0.75]]]) * look["size"]
        page.stroke(outlines(_placed(pole, at), closed=False), pen)


def diamonds(page: Page, at: Floats, *, leads_aid: bool) -> None:
    """Draw crossings; those open to United Nations aid are larger and filled."""
    look = TOKENS["crossing"]
    shape = _DIAMOND * (look["size"] if leads_aid else look["size_other"])
    pen = {"colour": look["edge"], "width": look["edge_width"]}
    page.fill(outlines(_placed(shape, at)), look["fill"] if leads_aid else TOKENS["paper"], pen=pen)


def posts(page: Page, at: Floats, *, encircled: bool) -> None:
    """Draw observation posts: white while the post is free, filled once it is encircled."""
    look = TOKENS["post"]
    squares = outlines(_placed(_SQUARE * look["size"], at))
    page.stroke(squares, {"colour": look["halo"], "width": look["halo_width"]})
    fill, dot = (look["ink"], look["fill"]) if encircled else (look["fill"], look["ink"])
    page.fill(squares, fill, pen={"colour": look["ink"], "width": look["edge_width"]})
    page.fill(circles(at, look["dot"]), dot)


def draw_own(page: Page, view: View, places: gpd.GeoDataFrame | None) -> None:
    """Draw a reader's own table: a square per place with its number of reports, which are in no figure of the map."""
    if places is None or places.empty:
        return
    at = view.points(places)
    seen = view.sees(at, -12)
    for centre, n in zip(at[seen], places["n"].to_numpy()[seen], strict=True):
        size = own_size(int(n))
        square(page, centre, size, number(int(n)) if own_numbered(int(n)) else "")
        page.symbols.append((centre[0] - size, centre[1] - size, centre[0] + size, centre[1] + size))


def square(page: Page, centre: Floats, size: float, text: str = "") -> None:
    """Draw one place of an own table; the legend draws the same."""
    look = TOKENS["own"]
    path = outlines(_placed(_SQUARE * size, centre))
    page.stroke(path, {"colour": look["casing"], "width": look["casing_width"]})
    page.fill(path, look["fill"], pen={"colour": look["edge"], "width": look["width"]})
    if text:
        page.text(
            centre[0], centre[1] + 3.5, text, Look(look["text_size"], look["edge"], BOLD), "center", role="number"
        )


def _placed(shape: Floats, at: Floats) -> Floats:
    """Set a shape at each of the points, shape (n, corners, 2)."""
    placed: Floats = shape + np.atleast_2d(at)[:, None, :]
    return placed


def place_sides(view: View, what: ControlView, query: Query) -> tuple[str, ...]:
    """List the sides that have a reported settlement in the view, where the map is near enough to show settlements."""
    if what.now is None or "places" not in query.visible_layers() or view.zoom < TOKENS["place"]["min_zoom"]:
        return ()
    at, sides = _reported(view, what.now.places)
    return tuple(side for side in CONTROLLERS if side in set(sides[view.sees(at)]))


def _reported(view: View, places: gpd.GeoDataFrame) -> tuple[Floats, npt.NDArray[np.object_]]:
    """Return points and sides of the settlements that have both."""
    known = places.loc[places.geometry.notna() & ~places.geometry.is_empty]
    return view.points(known) if len(known) else np.empty((0, 2)), known["controller"].to_numpy(dtype=object)


def draw_places(page: Page, view: View, what: ControlView, *, every: bool) -> None:
    """Mark the reported settlements; shape as well as colour tells the sides apart.

    Those that lie in ground drawn as another side's have a ring, and are drawn wherever that ground is tinted; the
    others only when ``every`` one is asked for.
    """
    at, sides = _reported(view, what.apart)
    if len(at):
        rings(page, at[view.sees(at, -6)])
    if every and what.now is not None:
        at, sides = _reported(view, what.now.places)
    seen = view.sees(at, -6)
    for side in dict.fromkeys(sides[seen]):
        place_marks(page, at[seen & (sides == side)], str(side))


def rings(page: Page, at: Floats) -> None:
    """Draw rings around places that lie in ground drawn as another side's; the legend draws the same."""
    look = TOKENS["apart"]
    path = circles(at, look["size"])
    page.stroke(path, {"colour": look["casing"], "width": look["casing_width"]})
    page.stroke(path, {"colour": look["colour"], "width": look["width"]})


def place_marks(page: Page, at: Floats, side: str) -> None:
    """Mark settlements of one side; the legend draws the same."""
    if side not in TOKENS["control"]:
        return
    look = place_mark(side)
    corners = look["outline"]
    path = circles(at, look["size"]) if corners is None else outlines(_placed(np.array([corners]), at))
    page.fill(path, look["fill"], pen={"colour": look["edge"], "width": look["width"]})


def draw_rings(page: Page, view: View, rings: gpd.GeoDataFrame, km: float) -> None:
    """Draw rings of ``km`` kilometres on the ground around the places that strikes have to be near."""
    if len(rings):
        at, latitude = view.points(rings), np.radians(rings.geometry.y.to_numpy())
        near_rings(page, at, km * view.scale / (EQUATOR_KM * np.cos(latitude)))


def near_rings(page: Page, at: Floats, radii: npt.ArrayLike) -> None:
    """Draw such rings at some points with radii in layout pixels; the legend draws the same."""
    look = TOKENS["near_ring"]
    page.fill(circles(at, radii), look["fill"], look["opacity"], pen={k: look[k] for k in ("colour", "width", "dash")})


def draw_own_area(page: Page, view: View, outline: shapely.Geometry | None) -> None:
    """Draw the outline of the reader's own area."""
    if outline is not None:
        page.stroke(path_of(view.shapes([shapely.boundary(outline)])), TOKENS["own_area"])


def draw_chosen(page: Page, at: Floats) -> None:
    """Draw a ring around the place that is opened."""
    ring = circles(np.atleast_2d(at), 16.0)
    page.stroke(ring, {"colour": TOKENS["paper"], "width": 5.0})
    page.stroke(ring, {"colour": TOKENS["ink"], "width": 2.0})
