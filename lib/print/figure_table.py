"""The table of two periods on paper: every figure of both with the difference, a rule under each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from shapely import LineString

from lib.analysis.side_by_side.words import Line
from lib.maps.style import TOKENS
from lib.print.fonts import BOLD
from lib.print.page import Look, Page, path_of
from lib.print.panel import LEAST_FIGURE, Block, gap, paragraph, stacked
from lib.text import _, pgettext

_COLUMNS: Final = (0.21, 0.34, 0.21, 0.24)
"""Shares of the table's width: A, the figure's name, B, and B less A."""
_AIR: Final = 8.0
_RULE: Final = {"colour": "#dcdde0", "width": 1.0}
_SOFT: Final = TOKENS["ink_soft"]


def figure_table(page: Page, lines: Sequence[Line], room: float, factor: float) -> Block:
    """Set every figure of both periods with the difference, a rule under each."""
    if not lines:
        return gap(0)
    look = Look(11.0 * factor, _SOFT, BOLD)
    heads = [
        paragraph(page, name, look, room)
        for name in (
            pgettext("the first of two periods", "A"),
            pgettext("heading of a column", "Figure"),
            pgettext("the second of two periods", "B"),
            _("B less A"),
        )
    ]
    return stacked([_ruled(page, heads, room, factor), *(_line(page, line, room, factor) for line in lines)])


def _line(page: Page, line: Line, room: float, factor: float) -> Block:
    wide = [share * room - _AIR for share in _COLUMNS]
    note = [paragraph(page, line.note, Look(11.0 * factor, _SOFT), wide[1], 1.22, 3)] if line.note else []
    name = stacked([paragraph(page, line.name, Look(11.0 * factor), wide[1], 1.22), *note])
    cells = [
        _fitting(page, line.a, wide[0], 13.0 * factor),
        name,
        _fitting(page, line.b, wide[2], 13.0 * factor),
        paragraph(page, line.difference, Look(11.0 * factor, _SOFT, BOLD), wide[3], 1.22),
    ]
    return _ruled(page, cells, room, factor)


def _fitting(page: Page, text: str, room: float, size: float) -> Block:
    """Set a figure on one line, as large as it fits."""
    while size > LEAST_FIGURE and Look(size, families=BOLD).width(text) > room:
        size *= 0.94
    return paragraph(page, text, Look(size, TOKENS["ink"], BOLD), room, 1.22)


def _ruled(page: Page, cells: Sequence[Block], room: float, factor: float) -> Block:
    """Set the cells of a row, each in the middle of its height, with a rule under them."""
    air = 4.5 * factor
    high = max(cell.height for cell in cells) + 2 * air

    def draw(x: float, y: float) -> None:
        page.stroke(path_of([LineString([(x, y + high), (x + room, y + high)])]), _RULE)
        left = x
        for cell, share in zip(cells, _COLUMNS, strict=True):
            cell.draw(left, y + (high - cell.height) / 2)
            left += share * room

    return Block(high, draw)
