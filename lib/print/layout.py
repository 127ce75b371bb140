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
from lib.print.legend import Entry, Legend
from lib.print.page import Look, Page, path_of, rectangle
from lib.print.panel import Block, fit, gap, stacked
from lib.print.sheet import Sheet
from lib.print.words import context_lines, narrowed
from lib.text import (
    _,
)
from lib.text.provenance import disclaimer, provenance

Rect = tuple[float, float, float, float]
"""Left, top, width and height in layout pixels."""
Listed = Callable[[Rect], Legend]
"""What the legend of a map in a rectangle names."""
WIDE_FROM: Final = 1.2
"""Width in heights from which a sheet has its panel on the right."""
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
        blocks += [print_panel.paragraph(page, line, soft, room) for line in self.context]
        if self.sheet.note.strip():
            note = Look(12.0 * factor, TOKENS["ink"])
            text = " ".join(self.sheet.note.split())
            blocks += [gap(5 * factor), print_panel.paragraph(page, text, note, room, most=8)]
        return blocks


@dataclass(frozen=True)
class Arranged:
    """Where the map stands, what the legend names, and how to draw all that stands around."""

    map: Rect
    legend: Legend
    draw: Callable[[], None]


def landscape(content: Content, listed: Listed) -> Arranged:
    """Arrange a wide sheet: the map on the left with the small print under it, the panel on the right."""
    page, sheet = content.page, content.sheet
    wide = min(max(0.245 * page.width, 250.0), 400.0)
    left, room = page.width - wide, wide - 2 * _PAD
    # The small print gets lower, not smaller, on a narrow sheet.
    strip = print_panel.small(page, content.imprint, left - 2 * _STRIP_PAD, 1.0)
    high = strip.height + 1.4 * _STRIP_PAD if content.imprint else 0.0
    where = (0.0, 0.0, left, page.height - high)
    legend = listed(where) if sheet.legend else Legend()

    def panel(factor: float, shown: frozenset[str]) -> tuple[Block, Block]:
        upper = content.head(room, factor)
        if sheet.figures and "figures" in shown:
            upper += [gap(14 * factor), print_panel.figures(page, content.figures, room, 2, factor)]
        named, notes = legend.entries if "legend" in shown else (), _notes(content, legend)
        if named or notes:
            upper += [gap(8 * factor), *_legend(page, named, notes, room, 1, factor)]
        return stacked([*upper, gap(10 * factor)]), print_panel.address(page, sheet.link, room, factor)

    upper, lower = fit(panel, page.height - 2 * _PAD)

    def draw() -> None:
        page.fill(rectangle(left, 0, wide, page.height), TOKENS["paper"])
        page.fill(rectangle(0, where[3], left, high), TOKENS["paper"])
        page.stroke(
            path_of([LineString([(left, 0), (left, page.height)]), LineString([(0, where[3]), (left, where[3])])]),
            _EDGE,
        )
        strip.draw(_STRIP_PAD, where[3] + 0.8 * _STRIP_PAD)
        upper.draw(left + _PAD, _PAD)
        lower.draw(left + _PAD, page.height - _PAD - lower.height)

    return Arranged(where, legend, draw)


def portrait(content: Content, listed: Listed) -> Arranged:
    """Arrange an upright sheet: title and figures above the map, legend and sources below it."""
    page, sheet = content.page, content.sheet
    room = page.width - 2 * _PAD

    def above(factor: float, shown: frozenset[str]) -> Block:
        blocks = content.head(room, factor, 3)
        if sheet.figures and "figures" in shown:
            blocks += [gap(10 * factor), print_panel.figures(page, content.figures, room, 5, factor)]
        return stacked(blocks)

    def around(legend: Legend) -> tuple[Block, Block, Rect]:
        def both(factor: float, shown: frozenset[str]) -> tuple[Block, Block]:
            named = legend.entries if "legend" in shown else ()
            return above(factor, shown), _below(content, room, factor, named, _notes(content, legend))

        upper, lower = fit(both, (1 - _LEAST_MAP) * page.height - 3.2 * _PAD)
        top = 0.8 * _PAD + upper.height + 0.6 * _PAD
        return upper, lower, (0.0, top, page.width, page.height - top - lower.height - 1.8 * _PAD)

    # What the legend names depends on the map, and the map's height on the legend.
    legend = listed((0.0, 0.0, page.width, 0.6 * page.height)) if sheet.legend else Legend()
    upper, lower, where = around(legend)
    for _round in range(_ROUNDS if sheet.legend else 0):
        seen = listed(where)
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

    return Arranged(where, legend, draw)


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
    narrowing = "" if content.sheet.head else narrowed(content.query)
    return (narrowing, *legend.notes) if narrowing else tuple(legend.notes)


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
