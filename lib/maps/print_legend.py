"""The legend of a printed map: an entry for each thing that is in the picture, drawn with the pens of the map."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from lib.events.query import Query
from lib.maps import print_control, print_flows, print_symbols
from lib.maps.print_arrows import arrows
from lib.maps.print_control import Held
from lib.maps.print_page import Page, outlines, path_of, rectangle
from lib.maps.print_symbols import Symbols
from lib.maps.print_view import View
from lib.maps.style import CONTROLLERS, TOKENS, flow_width, strike_radius
from lib.maps.words import map_words
from lib.wording import day, number

WIDE: Final = 38.0
HIGH: Final = 14.0


@dataclass(frozen=True)
class Entry:
    """A line of the legend: words, and how to draw its sign around the middle of its left edge, with its size."""

    words: str
    draw: Callable[[Page, float, float], None]
    width: float = WIDE
    height: float = HIGH


@dataclass(frozen=True)
class Picture:
    """What is on the map, for the legend to name: only what lies in the view counts."""

    view: View
    held: Held
    symbols: Symbols
    agreements: dict[str, gpd.GeoDataFrame]
    place_sides: tuple[str, ...]

    def sees_points(self, frame: gpd.GeoDataFrame) -> bool:
        """Whether a point of the frame is in the view."""
        return bool(len(frame)) and bool(self.view.sees(self.view.points(frame)).any())

    def sees_shapes(self, frame: gpd.GeoDataFrame) -> bool:
        """Whether a shape of the frame reaches into the view."""
        box = shapely.box(*self.view.bounds(0))
        return bool(len(frame)) and bool(shapely.intersects(frame.geometry.to_numpy(), box).any())


def entries(seen: Picture, query: Query) -> list[Entry]:
    """The entries for what is in the picture now, and nothing else."""
    return [*_of_control(seen, query), *_of_flows(seen), *_of_points(seen), *_of_agreements(seen)]


def _of_control(seen: Picture, query: Query) -> Iterator[Entry]:
    words, what = map_words(), seen.held
    if what.areas is not None:
        inside = [side for side in CONTROLLERS if seen.sees_shapes(what.areas.loc[what.areas["controller"] == side])]
        yield from (Entry(words["sides"][side], _swatch(side)) for side in inside)
    for name, shape in what.gains.items():
        if seen.sees_shapes(gpd.GeoDataFrame(geometry=[shape], crs=4326)):
            yield Entry(words["gained" if name == "government" else "gained_opposition"], _gain(name))
    if what.now is None:
        return
    if what.front:
        yield from _of_lines(seen, query)
    if what.band and seen.sees_shapes(what.now.band):
        yield Entry(words["band"], _band)


def _of_lines(seen: Picture, query: Query) -> Iterator[Entry]:
    words, what = map_words(), seen.held
    if what.now is None:
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


def _of_flows(seen: Picture) -> Iterator[Entry]:
    words, flows, view = map_words(), seen.symbols.flows, seen.view
    if flows.empty:
        return
    frame = shapely.box(view.left, view.top, view.left + view.width, view.top + view.height)
    inside = shapely.intersects(print_flows.spines(view, flows), frame)
    bare = flows["persons"].isna().to_numpy()
    loose = (flows["loose_from"] | flows["loose_to"]).to_numpy()
    if (inside & ~bare).any():
        for persons in TOKENS["flow"]["legend_persons"]:
            wide = flow_width(persons) * view.symbol_scale
            high = wide * TOKENS["flow"]["head_width"] + TOKENS["flow"]["head_extra"]
            text = words["persons_fled"].format(n=number(persons))
            yield Entry(text, _arrow(wide), 64.0, max(HIGH, high))
    if (inside & bare).any():
        yield Entry(words["direction_only"], _direction)
    if (inside & ~bare & loose).any():
        yield Entry(words["representative"], _loose)


def _of_points(seen: Picture) -> Iterator[Entry]:
    words, what = map_words(), seen.symbols
    if seen.sees_points(what.strikes):
        counts = TOKENS["strike"]["legend_counts"]
        radii = [strike_radius(count) * seen.view.symbol_scale for count in counts]
        text = words["strikes_by_number"].format(counts=", ".join(number(count) for count in counts))
        yield Entry(text, _strikes(counts, radii), sum(2 * r + 2 for r in radii), 2 * max(radii) + 2)
        if seen.sees_points(what.strikes.loc[what.strikes["coarse"]]):
            yield Entry(words["strike_coarse"], _coarse(strike_radius(2) * seen.view.symbol_scale))
    if seen.sees_points(what.crossings.loc[what.open_crossings]):
        yield Entry(words["crossing_open"], lambda page, x, y: print_symbols.diamonds(page, _at(x, y), leads_aid=True))
    if seen.sees_points(what.crossings.loc[~what.open_crossings]):
        yield Entry(
            words["crossing_other"], lambda page, x, y: print_symbols.diamonds(page, _at(x, y), leads_aid=False)
        )
    if seen.sees_points(what.camps):
        yield Entry(words["camps"], lambda page, x, y: print_symbols.tents(page, _at(x, y)))
    for side in seen.place_sides:
        text = words["place_of"].format(side=words["area_names"][side])
        yield Entry(text, _settlement(side))


def _of_agreements(seen: Picture) -> Iterator[Entry]:
    words = map_words()
    for name, text in (("sochi_strip", "strip"), ("m4_corridor", "corridor")):
        if name in seen.agreements and seen.sees_shapes(seen.agreements[name]):
            yield Entry(words[text], _agreement(name))
    posts = seen.symbols.posts
    for encircled, text in ((False, "post_legend"), (True, "post_legend_encircled")):
        if seen.sees_points(posts.loc[(posts["status"] == "encircled") == encircled]):
            yield Entry(words[text], _post(encircled))


def _at(x: float, y: float) -> np.ndarray:
    return np.array([[x + WIDE / 2, y]])


def _swatch(side: str) -> Callable[[Page, float, float], None]:
    def draw(page: Page, x: float, y: float) -> None:
        path = rectangle(x, y - HIGH / 2, WIDE, HIGH)
        page.fill(path, TOKENS["ground"]["land"])
        print_control.tint(page, path, side)

    return draw


def _gain(name: str) -> Callable[[Page, float, float], None]:
    def draw(page: Page, x: float, y: float) -> None:
        _, won, kind, look = print_control.GAINS[name]
        _swatch(won[0])(page, x, y)
        print_control.hatched(page, rectangle(x, y - HIGH / 2, WIDE, HIGH), kind, TOKENS[look])

    return draw


def _band(page: Page, x: float, y: float) -> None:
    look = TOKENS["band"]
    _swatch("government")(page, x, y)
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
    pen = {"colour": look["colour"], "width": 1.0, "dash": look["outline_dash"]}
    page.fill(rectangle(x + 1, y - 4, WIDE - 2, 8), look["colour"], 0.25, pen=pen)


def _strikes(counts: list[int], radii: list[float]) -> Callable[[Page, float, float], None]:
    def draw(page: Page, x: float, y: float) -> None:
        at = x
        for count, radius in zip(counts, radii, strict=True):
            print_symbols.circle(page, np.array([at + radius, y]), radius, count, coarse=False)
            at += 2 * radius + 2

    return draw


def _coarse(radius: float) -> Callable[[Page, float, float], None]:
    return lambda page, x, y: print_symbols.circle(page, _at(x, y)[0], radius, 2, coarse=True, counted=False)


def _settlement(side: str) -> Callable[[Page, float, float], None]:
    return lambda page, x, y: print_symbols.place_marks(page, _at(x, y), side)


def _agreement(name: str) -> Callable[[Page, float, float], None]:
    return lambda page, x, y: print_control.agreement(page, rectangle(x + 1, y - 6, WIDE - 2, 12), name)


def _post(encircled: bool) -> Callable[[Page, float, float], None]:
    return lambda page, x, y: print_symbols.posts(page, _at(x, y), encircled=encircled)
