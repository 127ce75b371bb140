"""The printed map: the layers and looks of the web map, drawn without a browser.

:func:`draw` gives a matplotlib figure; :mod:`lib.exports.pictures` turns it into PNG, SVG and PDF. What is drawn comes
from :mod:`lib.maps.layers`, how it looks from :mod:`lib.maps.style`: the same two that feed the web map.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from matplotlib.figure import Figure
from matplotlib.text import Text

from lib.analysis import summary
from lib.events.query import Query
from lib.maps import print_control, print_flows, print_ground, print_symbols
from lib.maps.print_control import Held
from lib.maps.print_furniture import draw_locator, draw_scale
from lib.maps.print_labels import COURSE_STEP, Layout
from lib.maps.print_layout import WIDE_FROM, Content, landscape, portrait
from lib.maps.print_legend import Picture, entries
from lib.maps.print_names import Story, draw_names
from lib.maps.print_page import Page
from lib.maps.print_sheet import EXTENTS, SHEETS, Sheet, SheetError, check, named
from lib.maps.print_symbols import Symbols
from lib.maps.print_view import Floats, View, point_of, view_of
from lib.maps.snapshot import Snapshot
from lib.wording import language

__all__ = ["EXTENTS", "SHEETS", "Drawing", "Sheet", "SheetError", "check", "draw", "named"]


@dataclass(frozen=True)
class Drawing:
    """A finished picture.

    Attributes:
        figure: The matplotlib figure, on the Agg canvas.
        drawn: What is on the map in numbers, as ``window.situation.drawn`` of the web map.
        labels: The names on the map.
        numbers: The numbers inside circles, which may lie under other circles as on the web map.
        texts: Every text of the sheet, names and numbers included.
        map: Where the map is: left, bottom, right and top in dots of the figure.
        legend: The words of the legend.
        title: The title as it was asked for, or the finding.
    """

    figure: Figure
    drawn: dict[str, float]
    labels: tuple[Text, ...]
    numbers: tuple[Text, ...]
    texts: tuple[Text, ...]
    map: tuple[float, float, float, float]
    legend: tuple[str, ...]
    title: str


def draw(snapshot: Snapshot, query: Query, sheet: Sheet) -> Drawing:
    """Draw ``query`` on ``sheet``. Safe to call from several threads at once.

    Raises:
        SheetError: The sheet cannot be drawn; the message says why.
    """
    check(sheet)
    speaking = language.set(query.lang)
    try:
        return _drawn(snapshot, query, sheet)
    finally:
        language.reset(speaking)


def _drawn(snapshot: Snapshot, query: Query, sheet: Sheet) -> Drawing:
    page = Page(sheet)
    events = snapshot.events
    counted = summary.figures(events, query)
    content = Content(page, sheet, snapshot, query, counted)
    held, symbols = print_control.held(events, query), print_symbols.symbols(events, query)
    agreements = print_control.agreements(events, query)

    def picture(rect: tuple[float, float, float, float]) -> Picture:
        view = view_of(events, query, sheet.extent, rect)
        return Picture(view, held, symbols, agreements, print_symbols.place_sides(view, held, query))

    arrange = landscape if page.width >= WIDE_FROM * page.height else portrait
    arranged = arrange(content, lambda rect: entries(picture(rect), query))
    seen = picture(arranged.map)
    drawn = _map(content, seen)
    arranged.draw()
    words = tuple(entry.words for entry in arranged.entries)
    left, top, wide, high = arranged.map
    (x0, y1), (x1, y0) = page.transform.transform([(left, top), (left + wide, top + high)])
    return Drawing(
        page.figure,
        drawn,
        tuple(page.labels),
        tuple(page.numbers),
        tuple(page.texts),
        (float(x0), float(y0), float(x1), float(y1)),
        words,
        content.title,
    )


def _map(content: Content, seen: Picture) -> dict[str, float]:
    """Draw the map from the ground up, and say what was drawn."""
    page, query = content.page, content.query
    view, held, symbols = seen.view, seen.held, seen.symbols
    page.clip_to((view.left, view.top, view.width, view.height))
    print_ground.draw_ground(page, view, query)
    print_control.draw_areas(page, view, held)
    print_control.draw_agreements(page, view, seen.agreements)
    print_ground.draw_lines(page, view, query)
    front_km = print_control.draw_lines(page, view, held)
    if seen.place_sides and held.now is not None:
        print_symbols.draw_places(page, view, held.now.places)
    print_flows.draw_flows(page, view, symbols.flows)
    print_symbols.draw_strikes(page, view, symbols.strikes)
    print_symbols.draw_sites(page, view, symbols)
    opened = point_of(content.snapshot.events, query)
    if opened is not None:
        print_symbols.draw_chosen(page, view.xy([opened[0]], [opened[1]]))
    layout = Layout(page, view, symbols=list(page.symbols), courses=_courses(view, held, symbols))
    draw_scale(page, view, layout)
    if content.sheet.locator:
        draw_locator(page, view, layout)
    draw_names(page, layout, query, symbols, held.areas, _story(content, symbols))
    page.clip_to(None)
    return {
        "front_km": round(front_km, 1),
        "control_areas": 0 if held.areas is None else len(held.areas),
        "strike_places": len(symbols.strikes),
        "strike_events": int(symbols.strikes["strikes"].sum()),
        "flows": len(symbols.flows),
        "camps": len(symbols.camps),
        "crossings": len(symbols.crossings),
    }


def _story(content: Content, symbols: Symbols) -> Story:
    """The places that the range is about, and among them those that a finding names."""
    changed = content.counted.changed.iloc[: None if content.query.has_kind("control") else 0]
    places = {*changed["place"], *symbols.strikes["place"], *symbols.flows["place"], *symbols.flows["origin_place"]}
    named = {name for side in set(changed["controller"]) for name in summary.best_known(changed, side)}
    return Story(frozenset(places), frozenset(named))


def _courses(view: View, held: Held, symbols: Symbols) -> Floats:
    """Points along the front and the arrows in layout pixels: names had better not lie on them."""
    lines = [print_flows.spines(view, symbols.flows.loc[symbols.flows["persons"].notna()])]
    if held.now is not None and held.front:
        lines.append(view.shapes(held.now.front.loc[held.now.front["is_front"]].geometry.to_numpy()))
    points: Floats = shapely.get_coordinates(shapely.segmentize(np.concatenate(lines), COURSE_STEP))
    return points
