"""What is named on the printed map, the most important first: towns, lands, sides, sites, the border and the roads."""

from __future__ import annotations

import math
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from lib.events.query import Query
from lib.geography import basemap
from lib.maps.style import TOKENS
from lib.print import ground as print_ground
from lib.print.control import Agreed
from lib.print.fonts import BOLD, ITALIC, REGULAR
from lib.print.labels import Layout
from lib.print.page import Look, Page, circles
from lib.print.shields import shields
from lib.print.strikes import Struck
from lib.print.symbols import Symbols
from lib.print.towns import MentionedPlaces, Name, of_rank, town_look, towns
from lib.print.view import Floats, View
from lib.text import number
from lib.text.map_words import country_names, map_words

LED_RANK: Final = 3
"""Settlements of this rank or better get a leader line where there is no room beside them."""
ROOMIEST: Final = 60
"""Spots tried for the name of a side: those with most room."""
FAINT: Final = "#45433f"
"""Names of lands and governorates: a shade darker than on screen, so that paper keeps the contrast."""


def draw_names(  # noqa: PLR0913, PLR0917 - names of towns, lands, sites and sides, in one order
    page: Page,
    layout: Layout,
    query: Query,
    what: Symbols,
    drawn: Struck,
    areas: gpd.GeoDataFrame | None,
    agreements: Agreed,
    mentioned: MentionedPlaces,
) -> None:
    """Write all names of the map, the most important first."""
    view = layout.view
    names = towns(view, query, mentioned)
    layout.symbols.extend(page.symbols)
    layout.symbols.extend((x - 3, y - 3, x + 3, y + 3) for x, y in (name.at for name in names))
    around = (drawn.every.centres, drawn.every.radii)
    for name in (name for name in names if name.rank <= 1):
        _town(page, layout, name, around)
    _countries(layout, view)
    for name in (name for name in names if name.rank > 1 and of_rank(name.rank)["first"]):
        _town(page, layout, name, around)
    _border_names(layout, view)
    _sites(layout, what, leads_aid=True)
    if areas is not None:
        _sides(layout, areas)
    _agreements(layout, agreements)
    _posts(layout, what)
    shields(page, layout, view)
    for name in (name for name in names if not of_rank(name.rank)["first"]):
        _town(page, layout, name, around)
    _sites(layout, what, leads_aid=False)
    _governorates(layout, view, query)


def _town(page: Page, layout: Layout, name: Name, around: tuple[Floats, Floats]) -> None:
    """Place a settlement's dot and name; a strike circle on the town needs no dot on it, and the name clears it."""
    if name.text in layout.written:
        # A crossing of the same name is named already.
        return
    look = TOKENS["town"]
    centres, radii = around
    near = np.hypot(*(centres - name.at).T) < 0.8 * radii
    circle = float(radii[near].max()) if near.any() else 0.0
    written = layout.beside(
        name.text,
        name.at,
        max(6.0, circle + 2),
        town_look(name.rank),
        tolerant=of_rank(name.rank)["first"],
        led=name.rank <= LED_RANK,
    )
    x, y = name.at
    under = any(left < x < right and top < y < bottom for left, top, right, bottom in page.symbols)
    if written and not under:
        pen = {"colour": look["dot_edge"], "width": look["dot_edge_width"]}
        page.fill(circles(np.array([name.at]), of_rank(name.rank)["dot"]), look["dot_fill"], pen=pen)


def _countries(layout: Layout, view: View) -> None:
    style = TOKENS["label"]["country"]
    look = Look(style["size"], FAINT, halo=TOKENS["label"]["halo_width"], halo_opacity=0.8)
    done: list[tuple[str, Floats]] = []
    for text, lat, lon in country_names():
        at = view.xy([lon], [lat])[0]
        if any(text == other and np.hypot(*(at - spot)) < 500 for other, spot in done):  # noqa: PLR2004 - as the web map
            continue
        if any(layout.centred(text, (at[0], at[1] + dy), look) for dy in (0, 25, -25, 50, -50, 80, -80)):
            done.append((text, at))


def _border_names(layout: Layout, view: View) -> None:
    """Name the border along its line, on the other country's side, where it runs straight enough for the words."""
    style = TOKENS["label"]["border"]
    look = Look(style["size"], style["colour"], ITALIC, halo=TOKENS["label"]["halo_width"])
    text = map_words()["border"]
    room = look.width(text) + 8
    tried = []
    for line in shapely.get_parts(np.atleast_1d(print_ground.border(view))):
        length = shapely.length(line)
        if shapely.get_type_id(line) != 1 or length < room:
            continue
        for start in np.arange(0.0, length - room, 12.0):
            a, b = shapely.get_coordinates(shapely.line_interpolate_point(line, [start, start + room]))
            chord = b - a
            size = float(np.hypot(*chord))
            if size < 0.93 * room:
                continue
            piece = shapely.get_coordinates(shapely.line_interpolate_point(line, start + np.linspace(0, room, 17)))
            off = np.abs((piece - a) @ np.array([chord[1], -chord[0]]) / size).max()
            tried.append((float(off), a, b, size))
    placed: list[Floats] = []
    for off, a, b, size in sorted(tried, key=lambda each: each[0]):
        middle = (a + b) / 2
        if off > 9 or len(placed) >= 3 or any(np.hypot(*(middle - spot)) < 420 for spot in placed):  # noqa: PLR2004
            continue
        way = (b - a) / size
        turn = math.degrees(math.atan2(way[1], way[0]))
        turn = turn - 180 if turn > 90 else turn + 180 if turn < -90 else turn  # noqa: PLR2004 - a right angle
        normal = np.array([-way[1], way[0]])
        # "North" is north of the line, or west of it where it runs north to south.
        if normal[1] > 0.35 or (abs(normal[1]) <= 0.35 and normal[0] > 0):  # noqa: PLR2004 - about 20 degrees
            normal = -normal
        spot = middle + normal * (off + 11)
        if layout.centred(text, (float(spot[0]), float(spot[1])), look, turn=turn):
            placed.append(middle)


def _sides(layout: Layout, areas: gpd.GeoDataFrame) -> None:
    """Place the name of each side where its area has most room."""
    view, style = layout.view, TOKENS["control"]
    words = map_words()["area_names"]
    frame = shapely.box(view.left, view.top, view.left + view.width, view.top + view.height)
    for side in dict.fromkeys(areas["controller"]):
        if side not in style:
            continue
        shape = shapely.intersection(
            shapely.union_all(view.shapes(areas.loc[areas["controller"] == side].geometry.to_numpy())), frame
        )
        look = Look(
            style["name_size"], style[side]["ink"], ITALIC, halo=TOKENS["label"]["halo_width"], halo_opacity=0.9
        )
        text = words[side]
        spots = _roomy(shape, look.width(text), look.size)[:ROOMIEST]
        # Beside the name of a town it would read as that town's; rather so than not at all.
        if any(layout.centred(text, spot, look, air=air) for air in (30.0, 0.0) for spot in spots):
            continue
        half = (look.width(text) / 2, look.size / 2)
        spots.sort(
            key=lambda spot: layout.covered(
                (spot[0] - half[0], spot[1] - half[1], spot[0] + half[0], spot[1] + half[1])
            )
        )
        any(layout.centred(text, spot, look, strict=False) for spot in spots)


def _agreements(layout: Layout, agreed: Agreed) -> None:
    """Place what the areas of agreements are called, where they have most room."""
    view = layout.view
    frame = shapely.box(view.left, view.top, view.left + view.width, view.top + view.height)
    for agreement, shapes in agreed.values():
        style = TOKENS[agreement.kind]["name"]
        look = Look(style["size"], style["colour"], ITALIC, halo=TOKENS["label"]["halo_width"], halo_opacity=0.9)
        text = str(agreement.name)
        shape = shapely.intersection(shapely.union_all(view.shapes(shapes.geometry.to_numpy())), frame)
        # Where it would lie on a symbol it is left to the legend.
        any(layout.centred(text, spot, look) for spot in _roomy(shape, look.width(text), look.size))


def _posts(layout: Layout, what: Symbols) -> None:
    """Place the numbers of the observation posts, where the map is near enough."""
    style, view = TOKENS["post"], layout.view
    if what.posts.empty or view.zoom < style["number_zoom"]:
        return
    look = Look(style["text_size"], style["ink"], BOLD, halo=TOKENS["label"]["halo_width"])
    at = view.points(what.posts)
    for text, point, seen in zip(what.posts["post_no"], at, view.sees(at, 2), strict=True):
        if seen:
            layout.beside(number(int(text)), point, style["size"] + 4, look, tolerant=True)


def _roomy(shape: shapely.Geometry, wide: float, high: float) -> list[tuple[float, float]]:
    """Find points of an area where a text of this size lies inside it, those with most room first."""
    if shapely.is_empty(shape):
        return []
    left, top, right, bottom = shapely.bounds(shape)
    x, y = np.meshgrid(np.linspace(left, right, 26), np.linspace(top, bottom, 22))
    boxes = shapely.box(
        x.ravel() - wide / 2 - 3, y.ravel() - 0.7 * high, x.ravel() + wide / 2 + 3, y.ravel() + 0.7 * high
    )
    shapely.prepare(shape)
    fits = shapely.contains(shape, boxes)
    if not fits.any():
        return []
    points = shapely.points(x.ravel()[fits], y.ravel()[fits])
    room = shapely.distance(points, shapely.boundary(shape))
    best = np.argsort(-room, kind="stable")
    chosen = shapely.get_coordinates(points[best])
    return [(float(a), float(b)) for a, b in chosen]


def _sites(layout: Layout, what: Symbols, *, leads_aid: bool) -> None:
    """Place names of crossings open to aid, or of the other crossings and the camps, where there is room."""
    style, view = TOKENS["label"]["site"], layout.view
    chosen = what.crossings.loc[what.open_crossings == leads_aid]
    frames = [(chosen, style["min_zoom_open"] if leads_aid else style["min_zoom"])]
    if not leads_aid:
        frames.append((what.camps, style["min_zoom_camp"]))
    look = Look(style["size"], style["colour"], BOLD if leads_aid else REGULAR, halo=TOKENS["label"]["halo_width"])
    for frame, zoom in frames:
        if frame.empty or view.zoom < zoom:
            continue
        at = view.points(frame)
        for text, point, seen in zip(frame["name"], at, view.sees(at, 2), strict=True):
            # A crossing named like the town beside it needs no second label.
            if seen and text not in layout.written:
                layout.beside(str(text), point, 10, look, tolerant=leads_aid, led=leads_aid)


def _governorates(layout: Layout, view: View, query: Query) -> None:
    style = TOKENS["label"]["governorate"]
    look = Look(style["size"], FAINT, halo=TOKENS["label"]["halo_width"], halo_opacity=0.8)
    frame = basemap.layer("governorates")
    frame = frame.loc[frame["kind"] == "label"]
    column = f"name_{query.lang}" if f"name_{query.lang}" in frame else "name_en"
    for text, fallback, at in zip(frame[column], frame["name_en"], view.points(frame), strict=True):
        name = str(text or fallback)
        if name and view.zoom <= 10 and view.sees(at[None])[0]:  # noqa: PLR2004 - nearer it would be everywhere
            layout.centred(name.upper(), (at[0], at[1]), look)
