"""The legend of a printed map: an entry for each thing that is in the picture, drawn with the pens of the map."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from lib.config import layers
from lib.config.crisis import CRISIS
from lib.events import narrowing
from lib.events.query import Query
from lib.events.schema import CONTROLLERS
from lib.geography import places
from lib.layers import own_area
from lib.layers.earlier import before
from lib.layers.layer import Marks
from lib.maps.sizes import faint_radius, flow_width, merged_radius, strike_radius
from lib.maps.style import TOKENS
from lib.print import control as print_control
from lib.print import flows as print_flows
from lib.print import points as print_points
from lib.print import strikes as print_strikes
from lib.print import symbols as print_symbols
from lib.print import unassessed
from lib.print.arrows import arrows
from lib.print.control import ControlView
from lib.print.flows import Arranged
from lib.print.page import Look, Page, outlines, path_of, rectangle
from lib.print.patterns import hatched
from lib.print.strikes import Struck
from lib.print.symbols import Symbols
from lib.print.view import Floats, View
from lib.text import _, day, enumerated, ngettext, number, told
from lib.text.map_words import map_words

WIDE: Final = 38.0
HIGH: Final = 14.0
LEAST_SEEN: Final = float(TOKENS["control"]["least_seen"])
"""Side of the least patch of hatched ground that the legend names, layout pixels: nobody sees a narrower one."""
_CLASS_WIDE, _CLASS_HIGH = 18.0, 11.0
"""A class of the density in the legend, layout pixels."""


@dataclass(frozen=True)
class Entry:
    """A line of the legend: words, and how to draw its sign around the middle of its left edge, with its size."""

    words: str
    draw: Callable[[Page, float, float], None]
    width: float = WIDE
    height: float = HIGH


@dataclass(frozen=True)
class VisibleMap:
    """What is on the map, for the legend to name: only what lies in the view counts."""

    view: View
    control: ControlView
    symbols: Symbols
    struck: Struck
    flows: Arranged
    earlier_flows: Arranged
    agreements: print_control.Agreed
    place_sides: tuple[str, ...]

    def sees(self, at: Floats) -> bool:
        """Return whether one of some points in layout pixels is in the view."""
        return bool(self.view.sees(at).any())

    def sees_points(self, frame: gpd.GeoDataFrame) -> bool:
        """Return whether a point of the frame is in the view."""
        return bool(len(frame)) and bool(self.view.sees(self.view.points(frame)).any())

    def sees_shapes(self, frame: gpd.GeoDataFrame) -> bool:
        """Return whether a shape of the frame reaches into the view."""
        box = shapely.box(*self.view.bounds(0))
        return bool(len(frame)) and bool(shapely.intersects(frame.geometry.to_numpy(), box).any())

    def sees_ground(self, shape: shapely.Geometry) -> bool:
        """Return whether ground in the view is wide enough to be seen: a square of :data:`LEAST_SEEN` fits into it."""
        clipped = shapely.clip_by_rect(shapely.union_all(self.view.shapes([shape])), *self._frame)
        # A hair less than half: a square of just that size is seen.
        return not shapely.is_empty(shapely.buffer(clipped, 0.01 - LEAST_SEEN / 2, join_style="mitre"))

    def sees_arrows(self, flows: pd.DataFrame) -> npt.NDArray[np.bool_]:
        """Mark the arrows that reach into the view."""
        crossing: npt.NDArray[np.bool_] = shapely.intersects(
            print_flows.spines(self.view, flows), shapely.box(*self._frame)
        )
        return crossing

    @property
    def _frame(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the map in layout pixels."""
        view = self.view
        return view.left, view.top, view.left + view.width, view.top + view.height


@dataclass(frozen=True)
class Legend:
    """What explains a picture: an entry for each thing that is in it, and sentences on what is not."""

    entries: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()

    def fits(self, other: Legend) -> bool:
        """Return whether another legend takes the same room and says the same."""
        signs = ([(one.words, one.width, one.height) for one in some.entries] for some in (self, other))
        first, second = signs
        return first == second and self.notes == other.notes


def legend(seen: VisibleMap, query: Query) -> Legend:
    """Build the entries for what is in the picture now, and nothing else, with the sentences under them."""
    parts = {
        "own": _of_own,
        "own_area": _of_own_area,
        "control": _of_control,
        "front": _of_lines,
        "band": _of_band,
        "flows": _of_flows,
        "modelled": _of_modelled,
        "strikes": _of_strikes,
        "earlier": _of_earlier,
        "sites": _of_sites,
        "points": _of_points,
        "agreements": _of_agreements,
        "places": _of_places,
    }
    entries = (entry for name in layers.IN_LEGEND for entry in parts[name](seen, query))
    return Legend(tuple(entries), tuple(_notes(seen, query)))


def _notes(seen: VisibleMap, query: Query) -> Iterator[str]:
    """Say what is on the map only in part, or on the web map alone."""
    words, what, on = map_words(), seen.symbols, query.visible_layers()
    if what.own is not None and not seen.sees_points(what.own):
        yield _("Your own table has no place in this picture in these days.")
    if what.own_more:
        yield ngettext(
            "{n} place of your own table is not drawn.", "{n} places of your own table are not drawn.", what.own_more
        ).format(n=number(what.own_more))
    if what.unplaced_posts:
        yield words["posts_unplaced"].format(names=enumerated(map(places.local, what.unplaced_posts)))
    if "modelled" in on and not what.modelled.all:
        yield words["modelled_none"]
    if "online" in query.layers:
        yield _("The online background of the web map is not in a picture.")
    if named := CRISIS.comparison_on(seen.control.compared):
        yield str(named.note)
    if query.mode == "swipe" and seen.control.compared:
        yield _("Two dates are compared by hatching and a dotted line: a picture has no divider.")


def _of_own(seen: VisibleMap, _query: Query) -> Iterator[Entry]:
    if seen.symbols.own is not None and seen.sees_points(seen.symbols.own):
        yield Entry(map_words()["own_legend"], _own, height=2 * TOKENS["own"]["size"] + 6)


def _of_own_area(seen: VisibleMap, query: Query) -> Iterator[Entry]:
    outline = seen.symbols.own_area
    if outline is not None and len(seen.view.shapes([shapely.boundary(outline)])):
        yield Entry(own_area.legend_words(query), _line(TOKENS["own_area"]))


def _of_control(seen: VisibleMap, query: Query) -> Iterator[Entry]:
    words, what = map_words(), seen.control
    if what.areas is not None:
        inside = [side for side in CONTROLLERS if seen.sees_shapes(what.areas.loc[what.areas["controller"] == side])]
        yield from (Entry(words["sides"][side], _swatch(side)) for side in inside)
        if unassessed.in_view(seen.view):
            yield Entry(words["unassessed_legend"], _unassessed)
    for name, shape in what.gains.items():
        if seen.sees_ground(shape):
            # What passed since a day before the range is more than what passed in the range.
            since = what.compared if what.compared and what.compared < query.end else None
            text = words["gained_since"][name].format(day=day(since)) if since else words["gained"][name]
            yield Entry(text, _gain(name))


def _of_lines(seen: VisibleMap, query: Query) -> Iterator[Entry]:
    words, what = map_words(), seen.control
    if what.now is None or not what.front:
        return
    lines = what.now.front
    if seen.sees_shapes(lines.loc[lines["is_front"]]):
        yield Entry(words["front_on"].format(day=day(query.end)), _line(TOKENS["front"]))
    pieces = what.now.stretches
    if seen.sees_shapes(pieces.loc[pieces["is_front"] & pieces["one_sided"]]):
        yield Entry(words["one_sided"], _line({**TOKENS["front"], "dash": TOKENS["stretch"]["one_sided_dash"]}))
    if what.before is not None and seen.sees_shapes(what.before.front.loc[what.before.front["is_front"]]):
        text = words["front_on"] if what.compared else words["front_before"]
        yield Entry(text.format(day=day(what.compared or query.start)), _line(TOKENS["earlier_front"]))
    if seen.sees_shapes(lines.loc[~lines["is_front"]]):
        yield Entry(words["other_boundary"], _line(TOKENS["boundary"]))


def _of_band(seen: VisibleMap, _query: Query) -> Iterator[Entry]:
    what = seen.control
    if what.now is not None and what.band and seen.sees_shapes(what.now.band):
        yield Entry(map_words()["band"], _band)


def _of_flows(seen: VisibleMap, _query: Query) -> Iterator[Entry]:
    words, flows, view = map_words(), seen.flows.drawn, seen.view
    inside = seen.sees_arrows(flows)
    bare = flows["persons"].isna().to_numpy()
    loose = (flows["loose_from"] | flows["loose_to"]).to_numpy()
    if (inside & ~bare).any():
        for persons in TOKENS["flow"]["legend_persons"]:
            wide = float(flow_width(persons)) * view.symbol_scale
            high = wide * TOKENS["flow"]["head_width"] + TOKENS["flow"]["head_extra"]
            text = ngettext("{n} person displaced", "{n} persons displaced", persons).format(n=number(persons))
            yield Entry(text, _arrow(wide), 64.0, max(HIGH, high))
    if (inside & bare).any():
        yield Entry(words["direction_only"], _direction)
    if (inside & ~bare & loose).any():
        yield Entry(words["representative"], _loose)
    if short := print_flows.too_short(view, seen.flows.short):
        yield Entry(short, _short)


def _of_modelled(seen: VisibleMap, _query: Query) -> Iterator[Entry]:
    split = seen.symbols.modelled
    if seen.sees_arrows(split.flows).any():
        counted = {"n": number(len(split.flows)), "all": number(split.all)}
        yield Entry(map_words()["modelled_entry"].format(who=told(split.counter), **counted), _modelled, 64.0, 20.0)


def _of_strikes(seen: VisibleMap, query: Query) -> Iterator[Entry]:
    words, what, scale = map_words(), seen.struck, seen.view.symbol_scale
    look = TOKENS["strike"]
    if seen.sees(what.merged.centres):
        radius = float(merged_radius(look["cluster"]["legend_count"])) * scale
        high = 2 * (radius + look["cluster"]["gap"]) + 4
        yield Entry(words["cluster_legend"], _cluster(radius), height=high)
    if what.surface is not None:
        yield from _of_density(seen, what.surface)
    elif seen.sees(what.alone.centres):
        counts = look["legend_counts"]
        radii = (strike_radius(counts) * scale).tolist()
        text = words["strikes_by_number"].format(counts=enumerated(number(count) for count in counts))
        yield Entry(text, _strikes(counts, radii), sum(2 * r + 4 for r in radii), 2 * max(radii) + 4)
    if seen.sees(what.every.centres[what.every.shared]):
        radius = float(strike_radius(look["legend_share"]["count"])) * scale
        yield Entry(words["strike_partly"], _share(radius), height=2 * radius + 10)
    if seen.sees(what.every.centres[what.every.pale]):
        yield Entry(words["strike_coarse"], _coarse(float(strike_radius(look["legend_coarse"])) * scale))
    if len(seen.symbols.rings):
        text = words["near_ring"].format(distance=narrowing.near_in_words(query))
        yield Entry(text, lambda page, x, y: print_symbols.near_rings(page, _at(x, y), 6.5))


def _of_earlier(seen: VisibleMap, query: Query) -> Iterator[Entry]:
    words, earlier_days = map_words(), before(query)
    if earlier_days is None:
        return
    days = {"from": day(earlier_days.start), "to": day(earlier_days.end)}
    if seen.sees(seen.struck.faint.centres):
        yield Entry(words["strikes_before"].format(**days), _faint_strike)
    if seen.sees_arrows(seen.earlier_flows.drawn).any():
        yield Entry(words["flows_before"].format(**days), _faint_flow)


def _of_density(seen: VisibleMap, surface: Floats) -> Iterator[Entry]:
    words, look = map_words(), TOKENS["density"]
    # The grid reaches a cell beyond the map.
    if surface[1:-1, 1:-1].max(initial=0.0) >= look["breaks"][0]:
        text = words["density"].format(n=number(look["radius_km"]))
        yield Entry(text, _classes, _CLASS_WIDE * len(look["colours"]), 26.0)
    if seen.sees(seen.struck.dots):
        yield Entry(words["density_dot"], lambda page, x, y: print_strikes.dots(page, _at(x, y)))


def _of_sites(seen: VisibleMap, _query: Query) -> Iterator[Entry]:
    words, what = map_words(), seen.symbols
    if seen.sees_points(what.crossings.loc[what.open_crossings]):
        yield Entry(words["crossing_open"], lambda page, x, y: print_symbols.diamonds(page, _at(x, y), leads_aid=True))
    if seen.sees_points(what.crossings.loc[~what.open_crossings]):
        yield Entry(
            words["crossing_other"], lambda page, x, y: print_symbols.diamonds(page, _at(x, y), leads_aid=False)
        )
    if seen.sees_points(what.camps):
        yield Entry(words["camps"], lambda page, x, y: print_symbols.tents(page, _at(x, y)))


def _of_points(seen: VisibleMap, _query: Query) -> Iterator[Entry]:
    for some in seen.symbols.points:
        if seen.sees(some.at(seen.view)):
            yield Entry(some.marks.legend(), _point(some.marks), height=2 * some.marks.size + 4)


def _of_agreements(seen: VisibleMap, _query: Query) -> Iterator[Entry]:
    for each, areas in seen.agreements.values():
        if seen.sees_shapes(areas):
            yield Entry(str(each.legend), _agreement(each.kind))
    posts = seen.symbols.posts
    for each in CRISIS.agreements_of("posts"):
        of_it = posts.loc[posts["layer"] == each.id]
        for encircled, text in (
            (False, each.legend),
            (True, each.posts and each.posts.legend_encircled),
        ):
            if seen.sees_points(of_it.loc[(of_it["status"] == "encircled") == encircled]):
                yield Entry(str(text), _post(encircled))


def _of_places(seen: VisibleMap, _query: Query) -> Iterator[Entry]:
    words = map_words()
    for side in seen.place_sides:
        yield Entry(words["place_of"].format(side=words["area_names"][side]), _settlement(side))
    if seen.sees_points(seen.control.apart):
        yield Entry(words["place_apart"], _apart, height=2 * TOKENS["apart"]["size"] + 4)


def _at(x: float, y: float) -> np.ndarray:
    return np.array([[x + WIDE / 2, y]])


def _swatch(side: str) -> Callable[[Page, float, float], None]:
    def draw(page: Page, x: float, y: float) -> None:
        path = rectangle(x, y - HIGH / 2, WIDE, HIGH)
        page.fill(path, TOKENS["ground"]["land"])
        print_control.tint(page, path, side)

    return draw


def _unassessed(page: Page, x: float, y: float) -> None:
    path = rectangle(x, y - HIGH / 2, WIDE, HIGH)
    page.fill(path, TOKENS["ground"]["land"])
    hatched(page, path, "hatch", TOKENS["unassessed"]["hatch"])


def _gain(name: str) -> Callable[[Page, float, float], None]:
    def draw(page: Page, x: float, y: float) -> None:
        look = TOKENS["gained"][name]
        _swatch(look["won_by"][0])(page, x, y)
        hatched(page, rectangle(x, y - HIGH / 2, WIDE, HIGH), look["kind"], look)

    return draw


def _band(page: Page, x: float, y: float) -> None:
    look = TOKENS["band"]
    _swatch(CONTROLLERS[0])(page, x, y)
    page.fill(rectangle(x, y - 4, WIDE, 8), look["fill"], min(1.0, look["opacity"] + 0.2))


def _line(pen: dict[str, object]) -> Callable[[Page, float, float], None]:
    def draw(page: Page, x: float, y: float) -> None:
        page.stroke(path_of([shapely.LineString([(x + 1, y), (x + WIDE - 1, y)])]), pen)

    return draw


def _arrow(wide: float) -> Callable[[Page, float, float], None]:
    def draw(page: Page, x: float, y: float) -> None:
        shape = arrows(np.array([[x, y]]), np.array([[x + 62, y]]), np.zeros(1), np.array([wide]))
        page.fill(outlines(shape.outline), TOKENS["flow"]["colour"])

    return draw


def _direction(page: Page, x: float, y: float) -> None:
    wide = np.array([TOKENS["flow"]["direction_only"]["width"]])
    print_flows.draw_directions(page, arrows(np.array([[x, y]]), np.array([[x + WIDE, y]]), np.zeros(1), wide))


def _loose(page: Page, x: float, y: float) -> None:
    look = TOKENS["flow"]
    pen = {"colour": look["colour"], "width": look["faded"]["width"], "dash": look["faded"]["dash"]}
    page.fill(rectangle(x + 1, y - 4, WIDE - 2, 8), look["colour"], 0.25, pen=pen)


def _short(page: Page, x: float, y: float) -> None:
    wide = np.array([TOKENS["flow"]["min_width"]])
    shape = arrows(np.array([[x + 11, y]]), np.array([[x + 25, y]]), np.zeros(1), wide)
    page.fill(outlines(shape.outline), TOKENS["flow"]["colour"])


def _faint_strike(page: Page, x: float, y: float) -> None:
    print_strikes.rings(page, _at(x, y), faint_radius(1))


def _faint_flow(page: Page, x: float, y: float) -> None:
    look = TOKENS["flow"]["faint"]
    wide = np.array([look["legend_width"]])
    shape = arrows(np.array([[x, y]]), np.array([[x + WIDE, y]]), np.zeros(1), wide)
    page.fill(outlines(shape.outline), look["colour"], look["opacity"])


def _strikes(counts: list[int], radii: list[float]) -> Callable[[Page, float, float], None]:
    def draw(page: Page, x: float, y: float) -> None:
        at = x
        for count, radius in zip(counts, radii, strict=True):
            print_strikes.circle(page, np.array([at + radius, y]), radius, count)
            at += 2 * radius + 4

    return draw


def _coarse(radius: float) -> Callable[[Page, float, float], None]:
    count = TOKENS["strike"]["legend_coarse"]
    return lambda page, x, y: print_strikes.circle(page, _at(x, y)[0], radius, count, count, counted=False)


def _share(radius: float) -> Callable[[Page, float, float], None]:
    shown = TOKENS["strike"]["legend_share"]
    return lambda page, x, y: print_strikes.circle(page, _at(x, y)[0], radius, **shown, counted=False)


def _cluster(radius: float) -> Callable[[Page, float, float], None]:
    count = TOKENS["strike"]["cluster"]["legend_count"]
    return lambda page, x, y: print_strikes.cluster(page, _at(x, y)[0], radius, count)


def _classes(page: Page, x: float, y: float) -> None:
    look = TOKENS["density"]
    for at, (value, colour) in enumerate(zip(look["breaks"], look["colours"], strict=True)):
        left = x + at * _CLASS_WIDE
        page.fill(rectangle(left, y - 13, _CLASS_WIDE, _CLASS_HIGH), colour, look["opacity"])
        text = number(value, digits=0 if float(value).is_integer() else 1)
        page.text(left + 1, y + 9, text, Look(9.5, TOKENS["ink_soft"]))


def _modelled(page: Page, x: float, y: float) -> None:
    wide = flow_width([TOKENS["modelled"]["legend_persons"]])
    print_flows.modelled(page, arrows(np.array([[x, y]]), np.array([[x + 62, y]]), np.zeros(1), wide))


def _own(page: Page, x: float, y: float) -> None:
    print_symbols.square(page, _at(x, y)[0], TOKENS["own"]["size"])


def _point(look: Marks) -> Callable[[Page, float, float], None]:
    return lambda page, x, y: print_points.marks(page, _at(x, y), look)


def _settlement(side: str) -> Callable[[Page, float, float], None]:
    return lambda page, x, y: print_symbols.place_marks(page, _at(x, y), side)


def _apart(page: Page, x: float, y: float) -> None:
    print_symbols.rings(page, _at(x, y))


def _agreement(name: str) -> Callable[[Page, float, float], None]:
    return lambda page, x, y: print_control.agreement(page, rectangle(x + 1, y - 6, WIDE - 2, 12), name)


def _post(encircled: bool) -> Callable[[Page, float, float], None]:
    return lambda page, x, y: print_symbols.posts(page, _at(x, y), encircled=encircled)
