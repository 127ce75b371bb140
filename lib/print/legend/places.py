"""The legend of places: crossings, camps, marks of other layers, agreements, settlements, the reader's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import shapely

from lib.config.crisis import CRISIS
from lib.events.query import Query
from lib.layers import own_area, own_marks
from lib.layers.layer import Marks
from lib.maps.style import TOKENS
from lib.print import control as print_control
from lib.print import own_marks as print_own_marks
from lib.print import points as print_points
from lib.print import symbols as print_symbols
from lib.print.legend.seen import WIDE, Entry, VisibleMap, line, middle
from lib.print.page import Page, rectangle
from lib.text.map_words import map_words
from lib.text.print_words import brief


def of_own_marks(seen: VisibleMap, query: Query) -> Iterator[Entry]:
    """Explain the marks of the author, where one is in the picture."""
    if print_own_marks.seen(seen.view, query):
        yield Entry(own_marks.legend_words(), print_own_marks.sample, height=print_own_marks.SAMPLE_HIGH, rank=1)


def of_own(seen: VisibleMap, _query: Query) -> Iterator[Entry]:
    """List a reader's own table."""
    if seen.symbols.own is not None and seen.sees_points(seen.symbols.own):
        yield Entry(map_words()["own_legend"], _own, height=2 * TOKENS["own"]["size"] + 6,
            brief=brief()["own_legend"], rank=1)  # fmt: skip


def of_own_area(seen: VisibleMap, query: Query) -> Iterator[Entry]:
    """List the outline of a reader's own area."""
    outline = seen.symbols.own_area
    if outline is not None and len(seen.view.shapes([shapely.boundary(outline)])):
        yield Entry(own_area.legend_words(query), line(TOKENS["own_area"]))


def of_sites(seen: VisibleMap, _query: Query) -> Iterator[Entry]:
    """List crossings and camps."""
    words, what = map_words(), seen.symbols
    if seen.sees_points(what.crossings.loc[what.open_crossings]):
        yield Entry(
            words["crossing_open"], lambda page, x, y: print_symbols.diamonds(page, middle(x, y), leads_aid=True),
            brief=brief()["crossing_open"], rank=7,
        )  # fmt: skip
    if seen.sees_points(what.crossings.loc[~what.open_crossings]):
        yield Entry(
            words["crossing_other"], lambda page, x, y: print_symbols.diamonds(page, middle(x, y), leads_aid=False)
        )
    if seen.sees_points(what.camps):
        yield Entry(words["camps"], lambda page, x, y: print_symbols.tents(page, middle(x, y)),
            brief=brief()["camps"], rank=11)  # fmt: skip


def of_points(seen: VisibleMap, _query: Query) -> Iterator[Entry]:
    """List the marks of other layers."""
    for some in seen.symbols.points:
        if seen.sees(some.at(seen.view)):
            yield Entry(some.marks.legend(), _point(some.marks), height=2 * some.marks.size + 4)


def of_agreements(seen: VisibleMap, _query: Query) -> Iterator[Entry]:
    """List areas of agreements and posts."""
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


def of_places(seen: VisibleMap, _query: Query) -> Iterator[Entry]:
    """List the marks of settlements."""
    words = map_words()
    for side in seen.place_sides:
        yield Entry(words["place_of"].format(side=words["area_names"][side]), _settlement(side))
    if seen.sees_points(seen.control.apart):
        yield Entry(words["place_apart"], _apart, height=2 * TOKENS["apart"]["size"] + 4)


def _own(page: Page, x: float, y: float) -> None:
    print_symbols.square(page, middle(x, y)[0], TOKENS["own"]["size"])


def _point(look: Marks) -> Callable[[Page, float, float], None]:
    return lambda page, x, y: print_points.marks(page, middle(x, y), look)


def _settlement(side: str) -> Callable[[Page, float, float], None]:
    return lambda page, x, y: print_symbols.place_marks(page, middle(x, y), side)


def _apart(page: Page, x: float, y: float) -> None:
    print_symbols.rings(page, middle(x, y))


def _agreement(name: str) -> Callable[[Page, float, float], None]:
    return lambda page, x, y: print_control.agreement(page, rectangle(x + 1, y - 6, WIDE - 2, 12), name)


def _post(encircled: bool) -> Callable[[Page, float, float], None]:
    return lambda page, x, y: print_symbols.posts(page, middle(x, y), encircled=encircled)
