"""What is named on the printed map, the most important first: towns, lands, sides, sites, the border and the roads."""

from __future__ import annotations

import math
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from lib.events.query import Query
from lib.geography import basemap, places
from lib.maps.style import TOKENS
from lib.print import ground as print_ground
from lib.print import unassessed
from lib.print.control import Agreed
from lib.print.fonts import BOLD, ITALIC, REGULAR
from lib.print.labels import LEADING, Layout, overlap
from lib.print.page import Look, Page, circles
from lib.print.shields import shields
from lib.print.symbols import Symbols
from lib.print.towns import MentionedPlaces, Name, of_rank, town_look, towns
from lib.print.view import Floats, View
from lib.text import number, upper_case
from lib.text.map_words import country_names, map_words

ROOMIEST: Final = 60
"""Spots tried for the name of a side: those with most room."""
FAINT: Final = "#45433f"
"""Names of lands and governorates: a shade darker than on screen, so that paper keeps the contrast."""
SAME: Final = 4.0
"""Layout pixels within which a town and a crossing are at the same point, and one name says both."""


def draw_names(  # noqa: PLR0913, PLR0917 - names of towns, lands, sites and sides, in one order
    page: Page,
    layout: Layout,
    query: Query,
    what: Symbols,
    areas: gpd.GeoDataFrame | None,
    agreements: Agreed,
    mentioned: MentionedPlaces,
) -> None:
    """Write all names of the map, the most important first: in the order of the web map."""
    view = layout.view
    names = towns(view, query, mentioned)
    for name in (name for name in names if of_rank(name.rank)["first"]):
        _town(page, layout, name)
    _sites(layout, what, query, leads_aid=True)
    if areas is not None:
        _sides(layout, areas)
        _unassessed(page, layout)
    _countries(layout, view)
    _border_names(layout, view)
    _agreements(layout, agreements)
    _posts(layout, what)
    shields(page, layout, view)
    for name in (name for name in names if not of_rank(name.rank)["first"]):
        _town(page, layout, name)
    _sites(layout, what, query, leads_aid=False)
    _governorates(layout, view, query)


def _known(layout: Layout, text: str, at: Floats) -> bool:
    """Return whether a name stands already, or another at the same point."""
    return text in layout.written or any(bool(np.hypot(*(at - other)) < SAME) for other in layout.named)


def _town(page: Page, layout: Layout, name: Name) -> None:
    """Place a settlement's name and dot; a strong circle on the town needs no dot on it, and the name clears it."""
    look, radius = TOKENS["town"], float(of_rank(name.rank)["dot"])
    x, y = name.at
    dot = (x - radius, y - radius, x + radius, y + radius)
    if _known(layout, name.text, name.at) or any(overlap(dot, other) for other in layout.taken):
        return
    circle = _symbol_on(layout, name.at)
    gap = circle + 4 if circle else TOKENS["label"]["off"]
    first = of_rank(name.rank)["first"]
    if not layout.beside(name.text, name.at, gap, town_look(name.rank), first=first, titled=name.titled):
        return
    layout.named.append(name.at)
    if not circle:
        pen = {"colour": look["dot_edge"], "width": look["dot_edge_width"]}
        page.fill(circles(np.array([name.at]), radius), look["dot_fill"], pen=pen)
        layout.taken.append(dot)


def _symbol_on(layout: Layout, at: Floats) -> float:
    """Return half the size of the largest strong symbol that lies on a point itself, layout pixels; 0 for none."""
    boxes = np.array(layout.symbols, dtype=float).reshape(-1, 4)
    half = (boxes[:, 2] - boxes[:, 0]) / 2
    on = np.hypot(*((boxes[:, :2] + boxes[:, 2:]) / 2 - at).T) < 0.8 * half
    return float(half[on].max()) if on.any() else 0.0


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
    """Place the name of each side in the largest part of its ground that is seen, where that has most room."""
    view, style = layout.view, TOKENS["control"]
    words = map_words()["area_names"]
    frame = unassessed.tinted(view)
    for side in dict.fromkeys(areas["controller"]):
        if side not in style:
            continue
        part = _largest(view.shapes(areas.loc[areas["controller"] == side].geometry.to_numpy()), frame)
        look = Look(
            style["name_size"], style[side]["ink"], ITALIC, halo=TOKENS["label"]["halo_width"], halo_opacity=0.9
        )
        # Where it fits in neither one line nor two, the legend alone names the side.
        for lines in ([words[side]], two_lines(words[side])):
            wide = max((look.width(line) for line in lines), default=0.0)
            spots = _roomy(part, wide, look.size * (1 + LEADING * (len(lines) - 1)))[:ROOMIEST] if lines else []
            # Beside the name of a town it would read as that town's; rather so than not at all.
            if any(layout.centred(lines, spot, look, air=air) for air in (30.0, 0.0) for spot in spots):
                break


def two_lines(text: str) -> list[str]:
    """Break a text in two lines as even as its words allow; nothing when it is one word."""
    breaks = [at for at, sign in enumerate(text) if sign in " -"]
    if not breaks:
        return []
    at = min(breaks, key=lambda one: abs(2 * one - len(text)))
    return [text[: at + 1].strip(), text[at + 1 :]]


def _largest(shapes: npt.NDArray[np.object_], frame: shapely.Geometry) -> shapely.Geometry:
    """Return the largest part of some areas inside a frame."""
    parts = shapely.get_parts(np.atleast_1d(shapely.intersection(shapely.union_all(shapes), frame)))
    parts = shapely.get_parts(parts)
    return parts[int(np.argmax(shapely.area(parts)))] if len(parts) else shapely.Polygon()


def _unassessed(page: Page, layout: Layout) -> None:
    """Say on a pill that ground beyond what is assessed is not."""
    if not unassessed.in_view(layout.view):
        return
    pill = TOKENS["unassessed"]["pill"]
    look = Look(pill["size"], pill["text"], ITALIC)
    text = map_words()["unassessed"]
    wide, high = look.width(text) + 24, pill["size"] + 9
    part = _largest(layout.view.shapes([unassessed.ground()]), layout.view.frame)
    for x, y in _roomy(part, wide + 8, high)[:ROOMIEST]:
        box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        if layout.stands(box, 0):
            unassessed.pill(page, box)
            layout.centred(text, (x, y), look)
            layout.taken.append(box)
            return


def _agreements(layout: Layout, agreed: Agreed) -> None:
    """Place what the areas of agreements are called, where they have most room."""
    view = layout.view
    for agreement, shapes in agreed.values():
        style = TOKENS[agreement.kind]["name"]
        look = Look(style["size"], style["colour"], ITALIC, halo=TOKENS["label"]["halo_width"], halo_opacity=0.9)
        text = str(agreement.name)
        shape = shapely.intersection(shapely.union_all(view.shapes(shapes.geometry.to_numpy())), view.frame)
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
            layout.beside(number(int(text)), point, style["size"] + 4, look)


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


def _sites(layout: Layout, what: Symbols, query: Query, *, leads_aid: bool) -> None:
    """Place names of crossings open to aid, or of the other crossings and the camps, where there is room."""
    style, view = TOKENS["label"]["site"], layout.view
    chosen = what.crossings.loc[what.open_crossings == leads_aid]
    frames = [(chosen, style["min_zoom_open"] if leads_aid else style["min_zoom"], False)]
    if not leads_aid:
        frames.append((what.camps, style["min_zoom_camp"], True))
    look = Look(style["size"], style["colour"], BOLD if leads_aid else REGULAR, halo=TOKENS["label"]["halo_width"])
    for frame, zoom, camps in frames:
        if frame.empty or view.zoom < zoom:
            continue
        at, names = view.points(frame), places.spoken(frame, query.lang, "name")
        for text, point, seen in zip(names, at, view.sees(at, 2), strict=True):
            # A camp has a name of its own wherever it lies.
            known = text in layout.written if camps else _known(layout, text, point)
            if seen and not known and layout.beside(str(text), point, 12, look, first=leads_aid) and not camps:
                layout.named.append(point)


def _governorates(layout: Layout, view: View, query: Query) -> None:
    style = TOKENS["label"]["governorate"]
    look = Look(style["size"], FAINT, halo=TOKENS["label"]["halo_width"], halo_opacity=0.8)
    frame = basemap.layer("governorates")
    frame = frame.loc[frame["kind"] == "label"]
    column = f"name_{query.lang}" if f"name_{query.lang}" in frame else ""
    own = frame[column] if column else frame["name_en"].map(places.local)
    for text, fallback, at in zip(own, frame["name_en"], view.points(frame), strict=True):
        name = str(text or places.local(fallback))
        if name and view.zoom <= 10 and view.sees(at[None])[0]:  # noqa: PLR2004 - nearer it would be everywhere
            layout.centred(upper_case(name), (at[0], at[1]), look)
