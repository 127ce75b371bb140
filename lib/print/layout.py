"""Where things stand on a printed sheet: the map as large as it can be, and all that explains it beside or below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from shapely import LineString

from lib.analysis import summary
from lib.analysis.figure_rows import FigureRow, figure_rows
from lib.analysis.summary import Figures
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.geography import basemap
from lib.layers.sources import sources
from lib.maps.style import TOKENS
from lib.print import panel as print_panel
from lib.print.furniture import qr_path
from lib.print.legend import Entry, Legend
from lib.print.page import Look, Page, path_of, rectangle
from lib.print.panel import Block, fit, gap, stacked
from lib.print.sheet import Sheet
from lib.print.tags import HEAD, Tag
from lib.print.words import coarsened, context_lines, narrowed
from lib.text import _, number
from lib.text.provenance import disclaimer, provenance

Rect = tuple[float, float, float, float]
"""Left, top, width and height in layout pixels."""
Listed = Callable[[Rect], Legend]
"""What the legend of a map in a rectangle names."""
WIDE_FROM: Final = 1.2
"""Width in heights from which a sheet has its panel on the right."""
_PANEL, _PANEL_ON_PAPER = 0.245, 0.285
"""Width of the panel of a wide sheet, as a share of the sheet's: letters that are read on paper need more of it."""
_PAD: Final = 22.0
_STRIP_PAD: Final = 12.0
_EDGE: Final = {"colour": "#8f959c", "width": 1.0}
_ROUNDS: Final = 3
"""Times that the legend of an upright sheet is made anew for the map beside it."""
_LEAST_MAP: Final = 0.4
"""Share of the height of an upright sheet that the map never goes below."""


@dataclass(frozen=True)
class Content:
    """What there is to say on a sheet."""

    page: Page
    sheet: Sheet
    snapshot: Snapshot
    query: Query
    counted: Figures

    @cached_property
    def title(self) -> str:
        """The reader's title, or the finding that the figures give; blanks and line breaks become single spaces."""
        given = self.sheet.title
        text = summary.finding(self.counted, self.query) if given is None else given
        return " ".join(text.split())

    @cached_property
    def figures(self) -> list[FigureRow]:
        """The figures of the view in words."""
        return figure_rows(self.counted, self.query)

    @cached_property
    def context(self) -> tuple[str, ...]:
        """Where and when, what the reports are narrowed to, and which part of the map is shown."""
        return context_lines(self.snapshot.events, self.query, self.sheet.extent)

    @cached_property
    def imprint(self) -> tuple[str, ...]:
        """Disclaimer, sources, and base layers with data version and cut-off; nothing where others write them."""
        if not self.sheet.foot:
            return ()
        return (
            disclaimer(),
            sources(self.snapshot.events, self.query),
            provenance(self.snapshot.version, self.query.end, basemap.attribution()),
        )

    def head(self, room: float, factor: float, most: int = print_panel.MOST_TITLE_LINES) -> list[Block]:
        """Set title, where and when, and the reader's note; nothing where others write them."""
        if not self.sheet.head:
            return []
        page, soft = self.page, Look(12.0 * factor, TOKENS["ink_soft"])
        blocks = [print_panel.title(page, self.title, room, factor, most)] if self.title else []
        blocks.append(gap(6 * factor))
        blocks += [print_panel.paragraph(page, line, soft, room, tag=Tag(rank=HEAD)) for line in self.context]
        if self.sheet.note.strip():
            note = Look(12.0 * factor, TOKENS["ink"])
            text = " ".join(self.sheet.note.split())
            blocks += [gap(5 * factor), print_panel.paragraph(page, text, note, room, most=8, tag=Tag(rank=HEAD))]
        return blocks


@dataclass(frozen=True)
class Arranged:
    """Where the map stands, what the legend beside it names, what there is to explain, and how to draw all around."""

    map: Rect
    legend: Legend
    explained: Legend
    draw: Callable[[], None]


def bare(content: Content, listed: Listed) -> Arranged:
    """Arrange a sheet that is all map: what explains it stands elsewhere."""
    where = (0.0, 0.0, content.page.width, content.page.height)
    return Arranged(where, Legend(), listed(where), lambda: None)


def is_bare(sheet: Sheet) -> bool:
    """Return whether nothing stands around the map of a sheet."""
    return not (sheet.head or sheet.foot or sheet.figures or sheet.legend)


def landscape(content: Content, listed: Listed) -> Arranged:
    """Arrange a wide sheet: the map on the left with the small print under it, the panel on the right."""
    page, sheet = content.page, content.sheet
    share, least = (_PANEL_ON_PAPER, 290.0) if sheet.unit == "mm" else (_PANEL, 250.0)
    wide = min(max(share * page.width, least), 400.0)
    left, room = page.width - wide, wide - 2 * _PAD
    # The small print gets lower, not smaller, on a narrow sheet.
    strip = _strip(content, left - 2 * _STRIP_PAD - _room_of_number(sheet))
    high = strip.height + 1.4 * _STRIP_PAD if strip.height else 0.0
    where = (0.0, 0.0, left, page.height - high)
    explained = listed(where) if sheet.legend else Legend()
    legend = explained.key if sheet.key else explained

    def panel(factor: float, shown: frozenset[str]) -> tuple[Block, Block]:
        upper = content.head(room, factor)
        if sheet.figures and "figures" in shown:
            upper += [
                gap(14 * factor),
                print_panel.figures(
                    page, content.figures, room, 2 if "basis" in shown else 3, factor, "basis" in shown
                ),
            ]
        named, notes = (legend if "legend" in shown else legend.key).entries, _notes(content, legend)
        if named or notes:
            upper += [gap(8 * factor), *_legend(page, named, notes, room, 1, factor)]
        return stacked(upper), gap(0)

    upper, _lower = fit(page, panel, page.height - 2 * _PAD)

    def draw() -> None:
        page.fill(rectangle(left, 0, wide, page.height), TOKENS["paper"])
        page.fill(rectangle(0, where[3], left, high), TOKENS["paper"])
        page.stroke(
            path_of([LineString([(left, 0), (left, page.height)]), LineString([(0, where[3]), (left, where[3])])]),
            _EDGE,
        )
        strip.draw(_STRIP_PAD, where[3] + 0.8 * _STRIP_PAD)
        page_number(page, sheet, left - _STRIP_PAD)
        upper.draw(left + _PAD, _PAD)

    return Arranged(where, legend, explained, draw)


def portrait(content: Content, listed: Listed) -> Arranged:
    """Arrange an upright sheet: title and figures above the map, legend and sources below it."""
    page, sheet = content.page, content.sheet
    room = page.width - 2 * _PAD

    def above(factor: float, shown: frozenset[str]) -> Block:
        blocks = content.head(room, factor, 3)
        if sheet.figures and "figures" in shown:
            blocks += [gap(10 * factor), print_panel.figures(page, content.figures, room, 5, factor, "basis" in shown)]
        return stacked(blocks)

    def around(legend: Legend) -> tuple[Block, Block, Rect]:
        def both(factor: float, shown: frozenset[str]) -> tuple[Block, Block]:
            named = (legend if "legend" in shown else legend.key).entries
            return above(factor, shown), _below(content, room, factor, named, _notes(content, legend))

        upper, lower = fit(page, both, (1 - _LEAST_MAP) * page.height - 3.2 * _PAD)
        top = 0.8 * _PAD + upper.height + 0.6 * _PAD
        return upper, lower, (0.0, top, page.width, page.height - top - lower.height - 1.8 * _PAD)

    # What the legend names depends on the map, and the map's height on the legend.
    def shown(rect: Rect) -> tuple[Legend, Legend]:
        full = listed(rect)
        return full, (full.key if sheet.key else full)

    first = (0.0, 0.0, page.width, 0.6 * page.height)
    explained, legend = shown(first) if sheet.legend else (Legend(), Legend())
    upper, lower, where = around(legend)
    for _round in range(_ROUNDS if sheet.legend else 0):
        explained, seen = shown(where)
        if seen.fits(legend):
            break
        legend = seen
        upper, lower, where = around(legend)
    top = where[1]

    def draw() -> None:
        bottom = where[1] + where[3]
        page.fill(rectangle(0, 0, page.width, top), TOKENS["paper"])
        page.fill(rectangle(0, bottom, page.width, page.height - bottom), TOKENS["paper"])
        page.stroke(path_of([LineString([(0, y), (page.width, y)]) for y in (top, bottom)]), _EDGE)
        upper.draw(_PAD, 0.8 * _PAD)
        lower.draw(_PAD, bottom + 0.8 * _PAD)
        page_number(page, sheet, page.width - _PAD)

    return Arranged(where, legend, explained, draw)


def _strip(content: Content, room: float) -> Block:
    """Set the small print of a wide sheet under its map, and the link to the view with its code beside it."""
    page, link = content.page, content.sheet.link
    beside = print_panel.CODE + _STRIP_PAD if link else 0.0
    words = print_panel.small(page, content.imprint, room - beside, 1.0)
    if not link:
        return words
    text = stacked([words, print_panel.address_line(page, link, room - beside)])
    high = max(text.height, print_panel.CODE)

    def draw(x: float, y: float) -> None:
        text.draw(x, y)
        page.mark(None)
        page.fill(qr_path(link, x + room - print_panel.CODE, y, print_panel.CODE), TOKENS["ink"])

    return Block(high, draw)


def _room_of_number(sheet: Sheet) -> float:
    return 70.0 if sheet.number[1] else 0.0


def page_number(page: Page, sheet: Sheet, right: float) -> None:
    """Write which page of how many this is, in the lower right corner of what stands under the map."""
    at, of = sheet.number
    if of:
        text = _("{n} of {all}").format(n=number(at), all=number(of))
        page.mark(Tag())
        page.text(right, page.height - 8.0, text, Look(12.0, TOKENS["ink_soft"]), "right")


def _below(content: Content, room: float, factor: float, named: Sequence[Entry], notes: Sequence[str]) -> Block:
    """Arrange what stands below the map of an upright sheet: legend, and small print with the address beside it."""
    page, left = content.page, 0.66 * room
    explained = bool(named or notes)
    signs = stacked(_legend(page, named, notes, left, 2, factor)) if explained else Block(0.0, lambda _x, _y: None)
    rest = room - left - 16 if explained else room
    words = stacked(
        [
            print_panel.small(page, content.imprint, rest, factor),
            gap(6 * factor),
            print_panel.address(page, content.sheet.link, rest, factor),
        ]
    )

    def draw(x: float, y: float) -> None:
        signs.draw(x, y)
        words.draw(x + (left + 16 if explained else 0), y)

    return Block(max(signs.height, words.height), draw)


def _notes(content: Content, legend: Legend) -> tuple[str, ...]:
    """List what stands under the legend; also what the map is narrowed to, where others write the head."""
    lines = () if content.sheet.head else (narrowed(content.query), coarsened(content.query))
    return (*filter(None, lines), *legend.notes)


def _legend(  # noqa: PLR0913, PLR0917 - what explains a picture, its room and its size
    page: Page, entries: Sequence[Entry], notes: Sequence[str], room: float, columns: int, factor: float
) -> list[Block]:
    """Set the legend with its notes, which stay where entries have no room: they say what is missing."""
    named = [print_panel.legend(page, entries, room, columns, factor)] if entries else []
    return [
        print_panel.heading(page, _("Legend"), room, factor),
        *named,
        *print_panel.notes(page, notes, room, factor),
    ]
