"""The legend of movements: reported, before the range, modelled."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from lib.events.query import Query
from lib.maps.sizes import flow_width
from lib.maps.style import TOKENS
from lib.print import flows as print_flows
from lib.print.arrows import arrows
from lib.print.legend.seen import HIGH, WIDE, Entry, VisibleMap
from lib.print.page import Page, outlines, rectangle
from lib.text import ngettext, number, told
from lib.text.map_words import map_words
from lib.text.print_words import brief, several


def of_flows(seen: VisibleMap, _query: Query) -> Iterator[Entry]:
    """List reported movements."""
    words, flows, view = map_words(), seen.flows.drawn, seen.view
    inside = seen.sees_arrows(flows)
    bare = flows["persons"].isna().to_numpy()
    loose = (flows["loose_from"] | flows["loose_to"]).to_numpy()
    if (inside & ~bare).any():
        middling = sorted(TOKENS["flow"]["legend_persons"])[len(TOKENS["flow"]["legend_persons"]) // 2]
        for persons in TOKENS["flow"]["legend_persons"]:
            wide = float(flow_width(persons)) * view.symbol_scale
            high = wide * TOKENS["flow"]["head_width"] + TOKENS["flow"]["head_extra"]
            text = ngettext("{n} person displaced", "{n} persons displaced", persons).format(n=number(persons))
            few = brief()["persons_fled"].format(n=number(persons)) if persons == middling else ""
            yield Entry(text, _arrow(wide), 64.0, max(HIGH, high), brief=few, rank=4)
    if (inside & bare).any():
        yield Entry(words["direction_only"], _direction, brief=brief()["direction_only"], rank=8)
    if (inside & ~bare & loose).any():
        yield Entry(words["representative"], _loose)
    if short := print_flows.too_short(view, seen.flows.short):
        yield Entry(short, _short, several=several()["short"])


def of_modelled(seen: VisibleMap, _query: Query) -> Iterator[Entry]:
    """List modelled movements."""
    split = seen.symbols.modelled
    if seen.sees_arrows(split.flows).any():
        counted = {"n": number(len(split.flows)), "all": number(split.all)}
        text = map_words()["modelled_entry"].format(who=told(split.counter), **counted)
        few, shared = brief()["modelled_entry"], several()["modelled_entry"]
        yield Entry(text, _modelled, 64.0, 20.0, several=shared, brief=few, rank=4)


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


def _modelled(page: Page, x: float, y: float) -> None:
    wide = flow_width([TOKENS["modelled"]["legend_persons"]])
    print_flows.modelled(page, arrows(np.array([[x, y]]), np.array([[x + 62, y]]), np.zeros(1), wide))


def faint_flow(page: Page, x: float, y: float) -> None:
    """Draw a movement before the range."""
    look = TOKENS["flow"]["faint"]
    wide = np.array([look["legend_width"]])
    shape = arrows(np.array([[x, y]]), np.array([[x + WIDE, y]]), np.zeros(1), wide)
    page.fill(outlines(shape.outline), look["colour"], look["opacity"])
