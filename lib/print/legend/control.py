"""The legend of who holds what: areas, what passed, lines, their uncertainty, areas of agreements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from lib.config.crisis import CONTESTED
from lib.events.query import Query
from lib.events.schema import CONTROLLERS
from lib.maps.style import TOKENS
from lib.print import control as print_control
from lib.print import unassessed
from lib.print.legend.seen import HIGH, WIDE, Entry, VisibleMap, line
from lib.print.page import Page, rectangle
from lib.print.patterns import hatched
from lib.text import day
from lib.text.map_words import map_words
from lib.text.print_words import brief, several


def of_control(seen: VisibleMap, query: Query) -> Iterator[Entry]:
    """List areas by who holds them, what is not assessed, and what passed in the range."""
    words, what = map_words(), seen.control
    if what.areas is not None:
        inside = [side for side in CONTROLLERS if seen.sees_shapes(what.areas.loc[what.areas["controller"] == side])]
        few = {CONTESTED: brief()["contested"]}
        yield from (Entry(words["sides"][side], _swatch(side), brief=few.get(side, ""), rank=9) for side in inside)
        if unassessed.in_view(seen.view):
            yield Entry(words["unassessed_legend"], _unassessed)
    for name, shape in what.gains.items():
        if seen.sees_ground(shape):
            # What passed since a day before the range is more than what passed in the range.
            since = what.compared if what.compared and what.compared < query.end else None
            text = words["gained_since"][name].format(day=day(since)) if since else words["gained"][name]
            yield Entry(text, _gain(name), several=words["gained"][name], brief=words["gained"][name], rank=3)


def of_lines(seen: VisibleMap, query: Query) -> Iterator[Entry]:
    """List the front lines and the other lines between sides."""
    words, what = map_words(), seen.control
    if what.now is None or not what.front:
        return
    lines = what.now.front
    if seen.sees_shapes(lines.loc[lines["is_front"]]):
        text, few = (
            words["front_on"].format(day=day(query.end)),
            brief()["front_on"].format(day=day(query.end, short=True)),
        )
        yield Entry(text, line(TOKENS["front"]), several=several()["front_on"], brief=few, rank=1)
    pieces = what.now.stretches
    if seen.sees_shapes(pieces.loc[pieces["is_front"] & pieces["one_sided"]]):
        yield Entry(words["one_sided"], line({**TOKENS["front"], "dash": TOKENS["stretch"]["one_sided_dash"]}),
            brief=brief()["one_sided"], rank=10)  # fmt: skip
    if what.before is not None and seen.sees_shapes(what.before.front.loc[what.before.front["is_front"]]):
        text = (words["front_on"] if what.compared else words["front_before"]).format(
            day=day(what.compared or query.start)
        )
        few = brief()["front_on"].format(day=day(what.compared or query.start - timedelta(days=1), short=True))
        yield Entry(text, line(TOKENS["earlier_front"]), several=several()["front_before"], brief=few, rank=5)
    if seen.sees_shapes(lines.loc[~lines["is_front"]]):
        yield Entry(words["other_boundary"], line(TOKENS["boundary"]))


def of_band(seen: VisibleMap, _query: Query) -> Iterator[Entry]:
    """List where the line is uncertain."""
    what = seen.control
    if what.now is not None and what.band and seen.sees_shapes(what.now.band):
        yield Entry(map_words()["band"], _band)


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
