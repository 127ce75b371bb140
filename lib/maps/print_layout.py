"""Where things stand on a printed sheet: the map as large as it can be, and all that explains it beside or below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from shapely import LineString

from lib.analysis import daily, summary
from lib.analysis.source_words import sources_line
from lib.analysis.summary import Figures
from lib.events.query import Query
from lib.exports.words import disclaimer, provenance
from lib.geography import basemap
from lib.maps import print_panel
from lib.maps.print_legend import Entry
from lib.maps.print_page import Look, Page, path_of, rectangle
from lib.maps.print_panel import Block, fit, gap, stacked
from lib.maps.print_sheet import Sheet
from lib.maps.snapshot import Snapshot
from lib.maps.style import TOKENS
from lib.wording import _, span

Rect = tuple[float, float, float, float]
"""Left, top, width and height in layout pixels."""
Listed = Callable[[Rect], list[Entry]]
"""What the legend of a map in a rectangle names."""
WIDE_FROM: Final = 1.2
"""Width in heights from which a sheet has its panel on the right."""
_PAD: Final = 22.0
_STRIP_PAD: Final = 12.0
_EDGE: Final = {"colour": "#8f959c", "width": 1.0}
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
    def imprint(self) -> tuple[str, ...]:
        """Disclaimer, sources, and base layers with data version and cut-off; nothing where others write them."""
        if not self.sheet.foot:
            return ()
        publishers = daily.publishers(self.snapshot.events, self.query)
        return (
            disclaimer(),
            sources_line(publishers),
            provenance(self.snapshot.version, self.query, basemap.attribution()),
        )

    def head(self, room: float, factor: float, most: int = print_panel.MOST_TITLE_LINES) -> list[Block]:
        """Title, where and when, and the reader's note; nothing where others write them."""
        if not self.sheet.head:
            return []
        page, soft = self.page, Look(12.0 * factor, TOKENS["ink_soft"])
        where = _("Idlib, north-west Syria \N{MIDDLE DOT} {dates}").format(dates=span(self.query.start, self.query.end))
        blocks = [print_panel.title(page, self.title, room, factor, most)] if self.title else []
        blocks += [gap(6 * factor), print_panel.paragraph(page, where, soft, room)]
        if self.sheet.note.strip():
            note = Look(12.0 * factor, TOKENS["ink"])
            text = " ".join(self.sheet.note.split())
            blocks += [gap(5 * factor), print_panel.paragraph(page, text, note, room, most=8)]
        return blocks


@dataclass(frozen=True)
class Arranged:
    """Where the map stands, what the legend names, and how to draw all that stands around."""

    map: Rect
    entries: tuple[Entry, ...]
    draw: Callable[[], None]


def landscape(content: Content, listed: Listed) -> Arranged:
    """A wide sheet: the map on the left with the small print under it, the panel on the right."""
    page, sheet = content.page, content.sheet
    wide = min(max(0.245 * page.width, 250.0), 400.0)
    left, room = page.width - wide, wide - 2 * _PAD
    # The small print gets lower, not smaller, on a narrow sheet.
    strip = print_panel.small(page, content.imprint, left - 2 * _STRIP_PAD, 1.0)
    high = strip.height + 1.4 * _STRIP_PAD if content.imprint else 0.0
    where = (0.0, 0.0, left, page.height - high)
    entries = listed(where) if sheet.legend else []

    def panel(factor: float, shown: frozenset[str]) -> tuple[Block, Block]:
        upper = content.head(room, factor)
        if sheet.figures and "figures" in shown:
            upper += [gap(14 * factor), print_panel.figures(page, content.counted, room, 2, factor)]
        if entries and "legend" in shown:
            upper += [gap(8 * factor), *_legend(page, entries, room, 1, factor)]
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

    return Arranged(where, tuple(entries), draw)


def portrait(content: Content, listed: Listed) -> Arranged:
    """An upright sheet: title and figures above the map, legend and sources below it."""
    page, sheet = content.page, content.sheet
    room = page.width - 2 * _PAD
    entries = listed((0.0, 0.0, page.width, 0.6 * page.height)) if sheet.legend else []

    def above(factor: float, shown: frozenset[str]) -> Block:
        blocks = content.head(room, factor, 3)
        if sheet.figures and "figures" in shown:
            blocks += [gap(10 * factor), print_panel.figures(page, content.counted, room, 5, factor)]
        return stacked(blocks)

    def below(factor: float, named: Sequence[Entry]) -> Block:
        left = 0.66 * room
        blocks = [Block(0.0, lambda _x, _y: None)]
        signs = stacked(_legend(page, named, left, 2, factor)) if named else blocks[0]
        rest = room - left - 16 if named else room
        words = stacked(
            [
                print_panel.small(page, content.imprint, rest, factor),
                gap(6 * factor),
                print_panel.address(page, sheet.link, rest, factor),
            ]
        )

        def draw(x: float, y: float) -> None:
            signs.draw(x, y)
            words.draw(x + (left + 16 if named else 0), y)

        return Block(max(signs.height, words.height), draw)

    def both(factor: float, shown: frozenset[str]) -> tuple[Block, Block]:
        return above(factor, shown), below(factor, entries if "legend" in shown else [])

    upper, lower = fit(both, (1 - _LEAST_MAP) * page.height - 3.2 * _PAD)
    top = 0.8 * _PAD + upper.height + 0.6 * _PAD
    where = (0.0, top, page.width, page.height - top - lower.height - 1.8 * _PAD)

    def draw() -> None:
        bottom = where[1] + where[3]
        page.fill(rectangle(0, 0, page.width, top), TOKENS["paper"])
        page.fill(rectangle(0, bottom, page.width, page.height - bottom), TOKENS["paper"])
        page.stroke(path_of([LineString([(0, y), (page.width, y)]) for y in (top, bottom)]), _EDGE)
        upper.draw(_PAD, 0.8 * _PAD)
        lower.draw(_PAD, bottom + 0.8 * _PAD)

    return Arranged(where, tuple(entries), draw)


def _legend(page: Page, entries: Sequence[Entry], room: float, columns: int, factor: float) -> list[Block]:
    return [
        print_panel.heading(page, _("Legend"), room, factor),
        print_panel.legend(page, entries, room, columns, factor),
    ]
