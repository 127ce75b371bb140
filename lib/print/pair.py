"""Two periods on one sheet: a map of each at one zoom and centre, and the table of their figures.

A wide sheet has the table between the maps, any other below them; without figures the maps stand over their legend.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from lib.analysis import side_by_side, summary
from lib.analysis.side_by_side import Row, words
from lib.analysis.side_by_side.words import Line
from lib.config.crisis import CRISIS
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.geography import basemap
from lib.layers import own_marks
from lib.layers.sources import sources
from lib.maps.style import TOKENS
from lib.print import panel as print_panel
from lib.print.drawing import Drawing, described, finished, paint, seen_by
from lib.print.figure_table import figure_table
from lib.print.fonts import BOLD
from lib.print.layout import WIDE_FROM, Content, Rect
from lib.print.legend import Legend, VisibleMap, legend
from lib.print.page import Look, Page, rectangle
from lib.print.panel import Block, fit, gap, paragraph, stacked
from lib.print.sheet import Sheet, check
from lib.print.tags import MAP, Tag
from lib.print.view import View, view_of
from lib.print.words import coarsened, narrowed, part
from lib.text import span, speaking
from lib.text.provenance import disclaimer, provenance

_PAD: Final = 16.0
_CAPTION: Final = 30.0
"""Height of the line over a map that names its period, layout pixels."""
_MIDDLE: Final = (0.29, 300.0, 480.0)
"""Width of what stands between the maps: its share of the sheet, its least and its most, layout pixels."""
_LEAST_MAP: Final = 0.38
"""Share of the height of a sheet that maps over their table never go below."""
_COLUMNS: Final = 5
"""Columns of the legend under both maps of a wide sheet."""
_ROUNDS: Final = 3
"""Times that the legend is made anew for the maps above it."""
_EDGE: Final = {"colour": "#8f959c", "width": 1.0}
_SOFT: Final = TOKENS["ink_soft"]


@dataclass(frozen=True)
class Pair:
    """What there is to say of two periods on a sheet, whose title is the reader's or the finding."""

    page: Page
    sheet: Sheet
    snapshot: Snapshot
    a: Query
    b: Query
    rows: tuple[Row, ...]

    @cached_property
    def contents(self) -> tuple[Content, Content]:
        """What there is to say of each period, as for a sheet of its own."""
        a, b = (
            Content(self.page, self.sheet, self.snapshot, each, summary.figures(self.snapshot.events, each))
            for each in (self.a, self.b)
        )
        return a, b

    @cached_property
    def lines(self) -> list[Line]:
        """The figures in words; none where the sheet leaves them to others."""
        return words.lines(self.rows, self.a) if self.sheet.figures else []

    def head(self, room: float, factor: float) -> Block:
        """Set title, how long the periods are, where, what is narrowed, and the reader's note."""
        if not self.sheet.head:
            return gap(0)
        soft, ink = Look(12.0 * factor, _SOFT), Look(12.0 * factor, TOKENS["ink"])
        extent = self.sheet.extent
        about = [
            f"{words.lengths(self.a, self.b)} \N{MIDDLE DOT} {CRISIS.place}",
            narrowed(self.a),
            coarsened(self.a),
            part(self.snapshot.events, self.a, extent),
            own_marks.caption(self.a),
        ]
        note = " ".join(self.sheet.note.split())
        return stacked([
            print_panel.title(self.page, self.contents[0].title, room, factor, 2),
            gap(3 * factor),
            *(paragraph(self.page, line, soft, room) for line in about if line),
            *([paragraph(self.page, note, ink, room, most=3)] if note else []),
        ])  # fmt: skip

    def imprint(self, room: float, factor: float) -> Block:
        """Set disclaimer, sources, and base layers with data version and cut-off; nothing where others write them."""
        if not self.sheet.foot:
            return gap(0)
        last = max(self.a.end, self.b.end)
        said = (
            disclaimer(),
            sources(self.snapshot.events, self.a, self.b),
            provenance(self.snapshot.version, last, basemap.attribution()),
        )
        return print_panel.small(self.page, said, room, factor)


@dataclass(frozen=True)
class Placed:
    """Where both maps stand, what the legend of both names, and how to draw all that stands around."""

    maps: tuple[Rect, Rect]
    legend: Legend
    explained: Legend
    draw: Callable[[], None]


Listed = Callable[[tuple[Rect, Rect]], Legend]
"""What the legend of both maps names, for the rectangles they stand in."""


def draw_pair(snapshot: Snapshot, query: Query, sheet: Sheet, own: Snapshot | None = None) -> tuple[Drawing, Drawing]:
    """Draw the two periods of ``query`` on one sheet; arguments and errors as for :func:`lib.print.drawing.draw`.

    Returns:
        The same figure twice, with what each of its maps holds: that of A, that of B.
    """
    check(sheet)
    with speaking(query.lang):
        a, b = side_by_side.periods(query)
        rows = side_by_side.rows(snapshot.events, a, b)
        title = words.finding(rows, a, b) if sheet.title is None else sheet.title
        # Twice the same countries around would tell nobody more.
        titled = replace(sheet, title=title, locator=False)
        return _drawn(Pair(Page(titled), titled, snapshot, a, b, rows), own)


def _drawn(pair: Pair, own: Snapshot | None) -> tuple[Drawing, Drawing]:
    seen_in = tuple(seen_by(content, own) for content in pair.contents)

    def pictures(maps: tuple[Rect, Rect]) -> list[VisibleMap]:
        view = view_of(pair.snapshot.events, pair.a, pair.sheet.extent, maps[0])
        moved: list[View] = [view, replace(view, left=maps[1][0], top=maps[1][1])]
        return [see(each) for see, each in zip(seen_in, moved, strict=True)]

    def listed(maps: tuple[Rect, Rect]) -> Legend:
        return _together(*(legend(seen, each) for seen, each in zip(pictures(maps), (pair.a, pair.b), strict=True)))

    wide = pair.page.width >= WIDE_FROM * pair.page.height and pair.sheet.figures
    placed = (_between if wide else _above)(pair, listed)
    seen = pictures(placed.maps)
    drawn = []
    for content, each in zip(pair.contents, seen, strict=True):
        pair.page.mark(Tag("Figure", described(content, placed.explained), MAP))
        drawn.append(paint(content, each))
    pair.page.mark(None)
    placed.draw()
    pair.page.mark(Tag())
    _captions(pair, placed.maps)
    first, second = (
        finished(content, each, counts, placed.legend, placed.explained)
        for content, each, counts in zip(pair.contents, seen, drawn, strict=True)
    )
    return first, second


def _together(first: Legend, second: Legend) -> Legend:
    """Join two legends: what is in both is named once."""
    known = {entry.words for entry in first.entries}
    more = tuple(entry for entry in second.entries if entry.words not in known)
    return Legend((*first.entries, *more), tuple(dict.fromkeys((*first.notes, *second.notes))))


def _between(pair: Pair, listed: Listed) -> Placed:
    """Arrange a wide sheet: the table between the maps, the legend under both."""
    page = pair.page
    share, least, most = _MIDDLE
    middle = min(max(share * page.width, least), most)
    room = page.width - 2 * _PAD
    head, strip = pair.head(room, 1.0), pair.imprint(room, 1.0)
    top = _caption_top(head) + _CAPTION
    foot = strip.height + 1.2 * _PAD if strip.height else 0.0
    each = (page.width - middle) / 2
    explained, signs = Legend(), gap(0)
    bottom = page.height - foot
    maps = (0.0, top, each, bottom - top), (each + middle, top, each, bottom - top)
    for _round in range(_ROUNDS if pair.sheet.legend else 0):
        seen = listed(maps)
        if seen.fits(explained):
            break
        explained = seen
        signs = stacked(_legend(page, explained, room, _COLUMNS, 1.0))
        bottom = page.height - foot - signs.height - 0.8 * _PAD
        maps = (0.0, top, each, bottom - top), (each + middle, top, each, bottom - top)

    def panel(factor: float, _shown: frozenset[str]) -> tuple[Block, Block]:
        column = middle - 2 * _PAD
        table = figure_table(page, pair.lines, column, factor)
        return table, print_panel.address(page, pair.sheet.link, column, factor)

    upper, lower = fit(page, panel, bottom - top + _CAPTION - _PAD)

    def draw() -> None:
        head.draw(_PAD, _PAD)
        signs.draw(_PAD, bottom + 0.7 * _PAD)
        strip.draw(_PAD, page.height - foot + 0.6 * _PAD)
        upper.draw(each + _PAD, top - _CAPTION + 4)
        lower.draw(each + _PAD, bottom - lower.height)

    return Placed(maps, explained, explained, draw)


def _above(pair: Pair, listed: Listed) -> Placed:
    """Arrange an upright sheet: the maps beside each other, below them the table and the legend."""
    page = pair.page
    room = page.width - 2 * _PAD
    head = pair.head(room, 1.0)
    top = _caption_top(head) + _CAPTION
    half = (page.width - _PAD) / 2

    def around(explained: Legend) -> tuple[Block, tuple[Rect, Rect]]:
        def both(factor: float, shown: frozenset[str]) -> tuple[Block, Block]:
            named = explained if "figures" in shown else Legend((), explained.notes)
            return _below(pair, named, room, factor), pair.imprint(room, factor)

        upper, lower = fit(pair.page, both, (1 - _LEAST_MAP) * page.height - top)
        below = stacked([upper, gap(0.4 * _PAD if lower.height else 0.0), lower])
        high = page.height - top - below.height - (1.4 * _PAD if below.height else 0.0)
        return below, ((0.0, top, half, high), (page.width - half, top, half, high))

    explained = Legend()
    below, maps = around(explained)
    for _round in range(_ROUNDS if pair.sheet.legend else 0):
        seen = listed(maps)
        if seen.fits(explained):
            break
        explained = seen
        below, maps = around(explained)

    def draw() -> None:
        head.draw(_PAD, _PAD)
        below.draw(_PAD, maps[0][1] + maps[0][3] + 0.7 * _PAD)

    return Placed(maps, explained, explained if pair.sheet.legend else listed(maps), draw)


def _below(pair: Pair, explained: Legend, room: float, factor: float) -> Block:
    """Set the table with the legend beside it; the legend alone over all the room where there is no table."""
    page = pair.page
    if not pair.lines:
        return stacked(_legend(page, explained, room, 4, factor))
    half = (room - _PAD) / 2
    beside = stacked([
        *_legend(page, explained, half, 2, factor),
        gap(6 * factor),
        print_panel.address(page, pair.sheet.link, half, factor),
    ])  # fmt: skip
    return print_panel.beside([figure_table(page, pair.lines, half, factor), beside], half + _PAD)


def _caption_top(head: Block) -> float:
    return head.height + 1.6 * _PAD if head.height else 0.0


def _legend(page: Page, explained: Legend, room: float, columns: int, factor: float) -> list[Block]:
    """Set the legend of both maps with its notes."""
    entries = [print_panel.legend(page, explained.entries, room, columns, factor)] if explained.entries else []
    return [*entries, *print_panel.notes(page, explained.notes, room, factor)]


def _captions(pair: Pair, maps: tuple[Rect, Rect]) -> None:
    """Frame each map, and name over it its period and the day of its front."""
    page = pair.page
    for letter, query, (left, top, wide, high) in zip("AB", (pair.a, pair.b), maps, strict=True):
        page.stroke(rectangle(left, top, wide, high), _EDGE)
        base = top - 0.34 * _CAPTION
        plate = 20.0
        page.fill(rectangle(left + 8, base - 15, plate, plate), TOKENS["ink"])
        page.text(left + 8 + plate / 2, base, letter, Look(13.0, TOKENS["paper"], BOLD), "center")
        page.text(left + 16 + plate, base, span(query.start, query.end, short=True), Look(13.0, families=BOLD))
        front, look = words.front_on(query), Look(11.0, _SOFT)
        used = 24 + plate + Look(13.0, families=BOLD).width(span(query.start, query.end, short=True))
        if "front" in query.visible_layers() and used + look.width(front) + 16 <= wide:
            page.text(left + wide - 8, base, front, look, "right")
