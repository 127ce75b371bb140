"""The printed map: the layers and looks of the web map, drawn without a browser.

:func:`draw` gives a matplotlib figure; :mod:`lib.exports.pictures` turns it into PNG, SVG and PDF. What is drawn comes
from :mod:`lib.layers`, how it looks from :mod:`lib.maps.style`: the same two that feed the web map.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.text import Text

from lib.analysis import sentences, summary
from lib.analysis.gains import best_known
from lib.config import layers
from lib.config.crisis import CRISIS
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.layers import own_marks, registry
from lib.maps.style import TOKENS
from lib.print import control as print_control
from lib.print import flows as print_flows
from lib.print import ground as print_ground
from lib.print import own_marks as print_own_marks
from lib.print import points as print_points
from lib.print import strikes as print_strikes
from lib.print import symbols as print_symbols
from lib.print.control import ControlView
from lib.print.furniture import draw_locator, draw_scale
from lib.print.labels import Layout
from lib.print.layout import WIDE_FROM, Content, bare, is_bare, landscape, portrait
from lib.print.legend import Legend, VisibleMap, legend
from lib.print.names import draw_names
from lib.print.page import Page
from lib.print.sheet import EXTENTS, SHEETS, Sheet, SheetError, check, named
from lib.print.symbols import Symbols
from lib.print.tags import MAP, Tag
from lib.print.terrain import Rect, Terrain
from lib.print.towns import MentionedPlaces
from lib.print.view import View, point_of, view_of
from lib.text import _, speaking

__all__ = ["EXTENTS", "SHEETS", "Drawing", "Sheet", "SheetError", "check", "draw", "named"]


@dataclass(frozen=True)
class Drawing:
    """A finished picture.

    Attributes:
        figure: The matplotlib figure, on the Agg canvas.
        drawn: What is on the map in numbers, as ``window.situation.drawn`` of the web map.
        overlays: What of agreements, modelled flows, the days before the range and a reader's own table is on it, as
            ``window.situation.overlays``: each agreement by its id, modelled, earlier_strikes, earlier_flows,
            own and own_marks.
        labels: The names on the map.
        numbers: The numbers inside circles, which may lie under other circles as on the web map.
        texts: Every text of the sheet, names and numbers included.
        map: Where the map is: left, bottom, right and top in dots of the figure.
        legend: The words of the legend.
        notes: The sentences under it.
        explained: All that there is to explain, whether a legend stands beside the map or not.
        tags: The parts of the page, as a PDF tells of them.
        title: The title as it was asked for, or the finding.
    """

    figure: Figure
    drawn: dict[str, float]
    overlays: dict[str, int | bool]
    labels: tuple[Text, ...]
    numbers: tuple[Text, ...]
    texts: tuple[Text, ...]
    map: tuple[float, float, float, float]
    legend: tuple[str, ...]
    notes: tuple[str, ...]
    explained: Legend
    tags: tuple[Tag, ...]
    title: str


def draw(snapshot: Snapshot, query: Query, sheet: Sheet, own: Snapshot | None = None) -> Drawing:
    """Draw ``query`` on ``sheet``. Safe to call from several threads at once.

    Args:
        snapshot: The event table and its version.
        query: What to show.
        sheet: Size, extent and furniture.
        own: A reader's own table that is laid beside; its places are squares of their own, counted into no figure.

    Raises:
        SheetError: The sheet cannot be drawn; the message says why.
    """
    check(sheet)
    with speaking(query.lang):
        return _drawn(snapshot, query, sheet, own)


def _drawn(snapshot: Snapshot, query: Query, sheet: Sheet, own: Snapshot | None) -> Drawing:
    page = Page(sheet)
    events = snapshot.events
    content = Content(page, sheet, snapshot, query, summary.figures(events, query))
    seen_in = seen_by(content, own)

    def picture(rect: tuple[float, float, float, float]) -> VisibleMap:
        return seen_in(view_of(events, query, sheet.extent, rect))

    arrange = bare if is_bare(sheet) else landscape if page.width >= WIDE_FROM * page.height else portrait
    arranged = arrange(content, lambda rect: legend(picture(rect), query))
    seen = picture(arranged.map)
    page.mark(Tag("Figure", described(content, arranged.explained), MAP))
    drawn = paint(content, seen)
    page.mark(None)
    arranged.draw()
    return finished(content, seen, drawn, arranged.legend, arranged.explained)


def described(content: Content, explained: Legend) -> str:
    """Say in words what a map shows, for those who cannot see it: title, days, summary and what its signs mean."""
    told = [content.title, *content.context, sentences.written(content.counted, content.query)]
    if explained.entries:
        told.append(f"{_('Legend')}: {'; '.join(entry.words for entry in explained.entries)}")
    return ". ".join(part.rstrip(".") for part in told if part) + "."


def seen_by(content: Content, own: Snapshot | None) -> Callable[[View], VisibleMap]:
    """Gather what there is to draw of a view, and return what of it each part of the world shows."""
    events, query = content.snapshot.events, content.query
    control = print_control.control_view(events, query)
    symbols = print_symbols.symbols(events, query, None if own is None else own.events)
    agreements = print_control.agreements(events, query)

    def seen(view: View) -> VisibleMap:
        struck = print_strikes.struck(view, symbols.strikes, query.symbols, symbols.earlier_strikes)
        moved = print_flows.arrange(view, symbols.flows)
        before = print_flows.arrange(view, symbols.earlier_flows, faint=True)
        sides = print_symbols.place_sides(view, control, query)
        return VisibleMap(view, control, symbols, struck, moved, before, agreements, sides)

    return seen


def finished(content: Content, seen: VisibleMap, drawn: dict[str, float], shown: Legend, explained: Legend) -> Drawing:
    """Gather what a picture holds, once everything is on its page.

    Args:
        content: What there is to say.
        seen: What there is to see.
        drawn: As :func:`paint` gives it.
        shown: The legend beside the map.
        explained: What there is to explain, wherever that stands.
    """
    page, view = content.page, seen.view
    (x0, y1), (x1, y0) = page.transform.transform(
        [(view.left, view.top), (view.left + view.width, view.top + view.height)]
    )
    return Drawing(
        page.figure,
        drawn,
        _overlays(seen.symbols, seen.agreements, content.query),
        tuple(page.labels),
        tuple(page.numbers),
        tuple(page.texts),
        (float(x0), float(y0), float(x1), float(y1)),
        tuple(entry.words for entry in shown.entries),
        shown.notes,
        explained,
        tuple(page.tags),
        content.title,
    )


def _overlays(symbols: Symbols, agreed: Mapping[str, object], query: Query) -> dict[str, int | bool]:
    """Count what lies over the counted layers."""
    return {
        **{each.id: each.id in agreed for each in CRISIS.agreements},
        **{each.id: int((symbols.posts["layer"] == each.id).sum()) for each in CRISIS.agreements_of("posts")},
        "modelled": len(symbols.modelled.flows),
        "earlier_strikes": len(symbols.earlier_strikes),
        "earlier_flows": len(symbols.earlier_flows),
        "own": 0 if symbols.own is None else len(symbols.own),
        "own_marks": len(own_marks.marks(query)),
    }


def paint(content: Content, seen: VisibleMap, covered: Sequence[Rect] = ()) -> dict[str, float]:
    """Draw the map from the ground up, and say what was drawn; no name stands where the map will be covered."""
    page, query = content.page, content.query
    view, control, symbols = seen.view, seen.control, seen.symbols
    page.clip_to((view.left, view.top, view.width, view.height))
    print_ground.draw_ground(page, view, query)
    print_control.draw_areas(page, view, control)
    print_control.draw_agreements(page, view, seen.agreements)
    print_ground.draw_lines(page, view, query)
    # Under the lines: what is held and where the front is stays sharp.
    print_strikes.draw_density(page, view, seen.struck)
    front_km = print_control.draw_lines(page, view, control)
    _draw_symbols(page, seen, query)
    opened = point_of(content.snapshot.events, query)
    if opened is not None:
        print_symbols.draw_chosen(page, view.xy([opened[0]], [opened[1]]))
    terrain = _terrain(view, control, seen.flows.drawn)
    symbols_and_rings = [*page.symbols, *_rings(view, control)]
    layout = Layout(page, view, terrain, list(covered), symbols=symbols_and_rings, faint=list(page.faint))
    draw_scale(page, view, layout)
    if content.sheet.locator:
        draw_locator(page, view, layout)
    draw_names(page, layout, query, symbols, control.areas, seen.agreements, _mentioned(content, symbols))
    page.clip_to(None)
    return {
        "front_km": round(front_km, 1),
        "control_areas": 0 if control.areas is None else len(control.areas),
        "strike_places": len(symbols.strikes),
        "strike_events": int(symbols.strikes["strikes"].sum()),
        "flows": len(symbols.flows),
        "camps": len(symbols.camps),
        "crossings": len(symbols.crossings),
        **{layer.id: 0 for layer in registry() if layer.marks is not None},
        **{some.layer: len(some.rows) for some in symbols.points},
    }


def _draw_symbols(page: Page, seen: VisibleMap, query: Query) -> None:
    """Draw what lies over the lines, in the declared order; a part that paper does not have is passed over."""
    view, control, symbols = seen.view, seen.control, seen.symbols
    painters: dict[str, Callable[[], None]] = {
        "rings": lambda: print_symbols.draw_rings(page, view, symbols.rings, query.within),
        "places": lambda: print_symbols.draw_places(page, view, control, every=bool(seen.place_sides)),
        "own_area": lambda: print_symbols.draw_own_area(page, view, symbols.own_area),
        "modelled": lambda: print_flows.draw_modelled(page, view, symbols.modelled.flows),
        "earlier": lambda: _draw_earlier(page, seen),
        "flows": lambda: print_flows.draw_flows(page, view, seen.flows.drawn),
        "strikes": lambda: print_strikes.draw_strikes(page, view, seen.struck),
        "sites": lambda: print_symbols.draw_sites(page, view, symbols),
        "points": lambda: print_points.draw_points(page, view, symbols.points),
        "agreements": lambda: print_symbols.draw_posts(page, view, symbols.posts),
        "own": lambda: print_symbols.draw_own(page, view, symbols.own),
        "own_marks": lambda: print_own_marks.draw_own_marks(page, view, query),
    }
    for name in layers.SYMBOLS:
        if name in painters:
            painters[name]()


def _draw_earlier(page: Page, seen: VisibleMap) -> None:
    """Draw what was reported before the range: arrows, then rings."""
    print_flows.draw_flows(page, seen.view, seen.earlier_flows.drawn, faint=True)
    print_strikes.draw_faint(page, seen.view, seen.struck)


def _mentioned(content: Content, symbols: Symbols) -> MentionedPlaces:
    """Collect the places that a report of the range names, and among them those that the finding names."""
    changed = content.counted.changed.iloc[: None if content.query.has_kind("control") else 0]
    places = {*changed["place"], *symbols.strikes["place"], *symbols.flows["place"], *symbols.flows["origin_place"]}
    named = {name for side in set(changed["controller"]) for name in best_known(changed, side)}
    return MentionedPlaces(frozenset(places), frozenset(named))


def _rings(view: View, control: ControlView) -> list[Rect]:
    """Return the boxes of the rings around places that lie in ground drawn as another side's."""
    size = TOKENS["apart"]["size"] + 1
    return [(x - size, y - size, x + size, y + size) for x, y in view.points(control.apart)]


def _terrain(view: View, control: ControlView, flows: pd.DataFrame) -> Terrain:
    """Return whose ground names lie on, the front, and the arrows and the border, on which they had better not lie."""
    arrows = print_flows.spines(view, flows.loc[flows["persons"].notna()])
    lines = np.concatenate([arrows, np.atleast_1d(print_ground.border(view))])
    if control.now is None or not (control.front or control.areas is not None):
        return Terrain(view, lines=lines)
    front = view.shapes(control.now.front.loc[control.now.front["is_front"]].geometry.to_numpy())
    return Terrain(view, control.now.areas if control.areas is None else control.areas, front, lines)
