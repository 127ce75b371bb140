"""The legend of strikes: circles, clusters, density, rings, and what was reported before the range."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from lib.events import narrowing
from lib.events.query import Query
from lib.layers.earlier import before
from lib.maps.sizes import faint_radius, merged_radius, strike_radius
from lib.maps.style import TOKENS
from lib.print import strikes as print_strikes
from lib.print import symbols as print_symbols
from lib.print.legend.flows import faint_flow
from lib.print.legend.seen import Entry, VisibleMap, middle
from lib.print.page import Look, Page, rectangle
from lib.print.view import Floats
from lib.text import day, enumerated, number
from lib.text.map_words import map_words
from lib.text.print_words import brief, several

_CLASS_WIDE: Final = 20.0
_CLASS_HIGH: Final = 11.0
"""A class of the density in the legend, layout pixels."""


def of_strikes(seen: VisibleMap, query: Query) -> Iterator[Entry]:
    """List strikes as they are drawn: clusters, density or circles, and rings around them."""
    words, what, scale = map_words(), seen.struck, seen.view.symbol_scale
    look = TOKENS["strike"]
    if seen.sees(what.merged.centres):
        radius = float(merged_radius(look["cluster"]["legend_count"])) * scale
        high = 2 * (radius + look["cluster"]["gap"]) + 4
        yield Entry(words["cluster_legend"], _cluster(radius), height=high, brief=brief()["cluster_legend"], rank=2)
    if what.surface is not None:
        yield from _of_density(seen, what.surface)
    elif seen.sees(what.alone.centres):
        counts = look["legend_counts"]
        radii = (strike_radius(counts) * scale).tolist()
        text = words["strikes_by_number"].format(counts=enumerated(number(count) for count in counts))
        few, wide = brief()["strikes_by_number"], sum(2 * r + 4 for r in radii)
        yield Entry(text, _strikes(counts, radii), wide, 2 * max(radii) + 4, brief=few, rank=2)
    if seen.sees(what.every.centres[what.every.shared]):
        radius = float(strike_radius(look["legend_share"]["count"])) * scale
        yield Entry(words["strike_partly"], _share(radius), height=2 * radius + 10)
    if seen.sees(what.every.centres[what.every.pale]):
        yield Entry(words["strike_coarse"], _coarse(float(strike_radius(look["legend_coarse"])) * scale))
    if len(seen.symbols.rings):
        text = words["near_ring"].format(distance=narrowing.near_in_words(query))
        yield Entry(text, lambda page, x, y: print_symbols.near_rings(page, middle(x, y), 6.5))


def of_earlier(seen: VisibleMap, query: Query) -> Iterator[Entry]:
    """List what was reported before the range."""
    words, earlier_days = map_words(), before(query)
    if earlier_days is None:
        return
    days = {"from": day(earlier_days.start), "to": day(earlier_days.end)}
    if seen.sees(seen.struck.faint.centres):
        yield Entry(words["strikes_before"].format(**days), _faint_strike, several=several()["strikes_before"],
            brief=brief()["strikes_before"], rank=6)  # fmt: skip
    if seen.sees_arrows(seen.earlier_flows.drawn).any():
        yield Entry(words["flows_before"].format(**days), faint_flow, several=several()["flows_before"])


def _of_density(seen: VisibleMap, surface: Floats) -> Iterator[Entry]:
    words, look = map_words(), TOKENS["density"]
    # The grid reaches a cell beyond the map.
    if surface[1:-1, 1:-1].max(initial=0.0) >= look["breaks"][0]:
        text = words["density"].format(n=number(look["radius_km"]))
        yield Entry(text, _classes, _CLASS_WIDE * len(look["colours"]), 26.0, brief=brief()["density"], rank=2)
    if seen.sees(seen.struck.dots):
        yield Entry(words["density_dot"], lambda page, x, y: print_strikes.dots(page, middle(x, y)))


def _faint_strike(page: Page, x: float, y: float) -> None:
    print_strikes.rings(page, middle(x, y), faint_radius(1))


def _strikes(counts: list[int], radii: list[float]) -> Callable[[Page, float, float], None]:
    def draw(page: Page, x: float, y: float) -> None:
        at = x
        for count, radius in zip(counts, radii, strict=True):
            print_strikes.circle(page, np.array([at + radius, y]), radius, count)
            at += 2 * radius + 4

    return draw


def _coarse(radius: float) -> Callable[[Page, float, float], None]:
    count = TOKENS["strike"]["legend_coarse"]
    return lambda page, x, y: print_strikes.circle(page, middle(x, y)[0], radius, count, count, counted=False)


def _share(radius: float) -> Callable[[Page, float, float], None]:
    shown = TOKENS["strike"]["legend_share"]
    return lambda page, x, y: print_strikes.circle(page, middle(x, y)[0], radius, **shown, counted=False)


def _cluster(radius: float) -> Callable[[Page, float, float], None]:
    count = TOKENS["strike"]["cluster"]["legend_count"]
    return lambda page, x, y: print_strikes.cluster(page, middle(x, y)[0], radius, count)


def _classes(page: Page, x: float, y: float) -> None:
    look = TOKENS["density"]
    for at, (value, colour) in enumerate(zip(look["breaks"], look["colours"], strict=True)):
        left = x + at * _CLASS_WIDE
        page.fill(rectangle(left, y - 13, _CLASS_WIDE, _CLASS_HIGH), colour, look["opacity"])
        text = number(value, digits=0 if float(value).is_integer() else 1)
        page.text(left + 1, y + 9, text, Look(11.0, TOKENS["ink_soft"]))
