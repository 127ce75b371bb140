"""What stands beside a printed map: title, dates, figures, legend and sources, made to fit whatever they hold.

Each block is measured and drawn by the same code. When everything is too much for the room, the smaller of a few
sizes is taken; where that is still too much what figures rest on gives way, then the figures, then the legend.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from lib.analysis.figure_rows import FigureRow
from lib.maps.style import TOKENS
from lib.print import fonts as print_fonts
from lib.print.fonts import BOLD
from lib.print.furniture import qr_path
from lib.print.legend import Entry
from lib.print.legend.seen import WIDE
from lib.print.page import Look, Page
from lib.print.tags import HEAD, Tag
from lib.text import _, spoken
from lib.text.provenance import directed, reads_from_right

FACTORS: Final = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.66)
"""Sizes tried, largest first."""
MOST_TITLE_LINES: Final = 6
CODE: Final = 66.0
"""Side of the code of an address, layout pixels."""
SMALLEST: Final = 11.0
"""The smallest letters of a panel at their full size, layout pixels."""
LEAST_FIGURE: Final = 11.0
_LEVELS: Final[tuple[set[str], ...]] = ({"figures", "basis", "legend"}, {"figures", "legend"}, {"legend"}, set())
"""What stands in a panel, the most first."""
_MARKED_LEADING: Final = 1.56
"""Least distance of lines whose letters bear marks, as the vowels of Arabic, in sizes: from ink to ink."""
ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"
_SOFT: Final = TOKENS["ink_soft"]
_INK: Final = TOKENS["ink"]


@dataclass(frozen=True)
class Block:
    """Something of a certain height, drawn at a left upper corner."""

    height: float
    draw: Callable[[float, float], None]


def _nothing(_x: float, _y: float) -> None:
    """Draw nothing."""


def gap(height: float) -> Block:
    """Leave room between two blocks."""
    return Block(height, _nothing)


def paragraph(  # noqa: PLR0913, PLR0917 - words, look, room, and what happens to the rest
    page: Page,
    text: str,
    look: Look,
    room: float,
    leading: float = 1.32,
    most: int = 99,
    link: str = "",
    wrap: float | None = None,
    tag: Tag = Tag(),  # noqa: B008  it cannot be changed
) -> Block:
    """Set text in lines of ``wrap`` at most, by default all of ``room``; those beyond ``most`` end in an ellipsis.

    A text that begins right-to-left stands on the right of the room.
    """
    lines = print_fonts.wrapped(text, look.families, look.size, wrap or room)
    if len(lines) > most:
        last = lines[most - 1]
        while last and look.width(last + ELLIPSIS) > (wrap or room):
            last = last[:-1]
        lines = [*lines[: most - 1], last.rstrip() + ELLIPSIS]
    right = reads_from_right(text)
    if any(unicodedata.combining(sign) for line in lines[1:] for sign in line):
        leading = max(leading, _MARKED_LEADING)

    def draw(x: float, y: float) -> None:
        if text:
            page.mark(tag)
        for order, line in enumerate(lines):
            base = y + order * leading * look.size + 0.98 * look.size
            page.text(x + room if right else x, base, directed(line), look, "right" if right else "left", link=link)

    return Block(len(lines) * leading * look.size if text else 0.0, draw)


def title(page: Page, text: str, room: float, factor: float, most: int = MOST_TITLE_LINES) -> Block:
    """Set the title as large as it can be in a few lines; a very long one ends in an ellipsis."""
    for size in (22.0, 20.0, 18.0, 16.5, 15.0, 13.5):
        look = Look(size * factor, _INK, BOLD)
        lines = len(print_fonts.wrapped(text, look.families, look.size, room))
        if lines <= most:
            break
    narrow = room
    # As narrow as the same number of lines allows: no last line of one word.
    while narrow > 0.7 * room and len(print_fonts.wrapped(text, look.families, look.size, 0.97 * narrow)) <= lines:
        narrow *= 0.97
    return paragraph(page, text, look, room, 1.26, most, wrap=narrow, tag=Tag("H1", rank=HEAD))


def stacked(blocks: Sequence[Block]) -> Block:
    """Stack blocks under each other."""

    def draw(x: float, y: float) -> None:
        for block in blocks:
            block.draw(x, y)
            y += block.height

    return Block(sum(block.height for block in blocks), draw)


def beside(blocks: Sequence[Block], step: float, columns: int = 0) -> Block:
    """Set blocks beside each other, ``step`` apart from left edge to left edge, in the direction of the language."""

    def draw(x: float, y: float) -> None:
        for order, block in enumerate(blocks):
            at = (columns or len(blocks)) - 1 - order if spoken().from_right else order
            block.draw(x + at * step, y)

    return Block(max((block.height for block in blocks), default=0.0), draw)


def figures(  # noqa: PLR0913, PLR0917 - figures, their room and their size
    page: Page, rows: Sequence[FigureRow], room: float, columns: int, factor: float, based: bool = True
) -> Block:
    """Set the figures of the range in columns; ``based`` says whether with what each rests on."""
    step = room / columns
    each, from_right = step - 12, spoken().from_right
    cells = []
    for value, what, basis, _key in rows:
        large = 20.0 * factor
        while large > LEAST_FIGURE and print_fonts.width(value, BOLD, large) > each:
            large *= 0.92
        blocks = [
            paragraph(page, value, Look(large, _INK, BOLD), each if from_right else 2 * each, 1.25),
            paragraph(page, what, Look(12.0 * factor, _INK), each, 1.25),
            *([paragraph(page, basis, Look(11.0 * factor, _SOFT), each, 1.25, 3)] if based else []),
            gap(8 * factor),
        ]
        cells.append(stacked(blocks))
    return stacked([beside(cells[at : at + columns], step, columns) for at in range(0, len(cells), columns)])


def legend(page: Page, entries: Sequence[Entry], room: float, columns: int, factor: float) -> Block:
    """Set the entries in columns, filled one after the other, none much longer than the others."""
    step = room / columns
    # A wide sign pushes its own words aside, not those of all.
    usual = min(max((entry.width for entry in entries), default=0.0), WIDE)
    blocks = [_entry(page, entry, step - 8, factor, max(usual, entry.width)) for entry in entries]
    if columns == 1:
        return stacked(blocks)
    share = sum(block.height for block in blocks) / columns
    piles: list[list[Block]] = [[]]
    for block in blocks:
        filled = sum(each.height for each in piles[-1])
        if piles[-1] and len(piles) < columns and filled + block.height / 2 > share:
            piles.append([])
        piles[-1].append(block)
    return beside([stacked(pile) for pile in piles], step)


def notes(page: Page, words: Sequence[str], room: float, factor: float) -> list[Block]:
    """Set the sentences under the legend: what is on the map only in part, or not at all."""
    look = Look(11.0 * factor, _SOFT)
    return [block for text in words for block in (gap(4 * factor), paragraph(page, text, look, room, 1.25, 4))]


def _entry(page: Page, entry: Entry, room: float, factor: float, sign: float) -> Block:
    indent = sign + 8
    words = paragraph(page, entry.words, Look(11.5 * factor, _INK), room - indent, 1.22)
    height = max(entry.height + 1, words.height) + 3.4 * factor

    def draw(x: float, y: float) -> None:
        middle = y + height / 2
        page.mark(None)
        # The sign stands where a line begins.
        at, beside_it = (x + room - sign, x) if spoken().from_right else (x, x + indent)
        entry.draw(page, at + (sign - entry.width) / 2, middle)
        words.draw(beside_it, middle - words.height / 2)

    return Block(height, draw)


def heading(page: Page, text: str, room: float, factor: float) -> Block:
    """Set the heading of a part."""
    return stacked([paragraph(page, text, Look(12.5 * factor, _INK, BOLD), room, 1.3, tag=Tag("H2")), gap(3 * factor)])


def small(page: Page, words: Sequence[str], room: float, factor: float) -> Block:
    """Set disclaimer, sources and data version in small letters, each a paragraph."""
    # In full ink: strokes this thin are paler on paper than their colour.
    look = Look(11.0 * factor, _INK)
    return stacked(
        [block for text in words for block in (paragraph(page, text, look, room, 1.3, 6), gap(2.5 * factor))]
    )


def address(page: Page, link: str, room: float, factor: float) -> Block:
    """Set the address of the same view: letters on the left, a QR code on the right; nothing without one."""
    if not link:
        return gap(0)
    side = CODE
    beside_code = room - side - 12
    look = Look(11.0 * factor, _SOFT)
    lines = stacked(
        [
            paragraph(page, _("This view, with a source for every event:"), look, beside_code, 1.3),
            paragraph(page, link, look, beside_code, 1.3, 3, link),
        ]
    )

    def draw(x: float, y: float) -> None:
        lines.draw(x, y + max(0.0, side - lines.height))
        page.mark(None)
        page.fill(qr_path(link, x + room - side, y, side), _INK)

    return Block(max(lines.height, side), draw)


def address_line(page: Page, link: str, room: float) -> Block:
    """Set the address of the same view in small letters."""
    text = f"{_('This view, with a source for every event:')} {link}"
    return paragraph(page, text, Look(11.0, _SOFT), room, 1.3, 3, link)


def fit(page: Page, made: Callable[[float, frozenset[str]], tuple[Block, Block]], height: float) -> tuple[Block, Block]:
    """Find the largest size at which two blocks fit a height; when even the smallest is too much, with less in them.

    Args:
        page: The page; no letters on it get smaller than it may have.
        made: The blocks at a factor of their size, with ``figures``, the ``basis`` of each and ``legend`` or without.
        height: The room, layout pixels.
    """
    sizes = [factor for factor in FACTORS if factor * SMALLEST >= page.least] or FACTORS[:1]
    for shown in map(frozenset, _LEVELS):
        for factor in sizes:
            blocks = made(factor, shown)
            if sum(block.height for block in blocks) <= height:
                return blocks
    return blocks
