"""One sheet as its file has it, whatever the sort of file, and what it becomes: a header with records below it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

import numpy as np
import pyarrow as pa

from lib.events.problems import ProblemLog, shown
from lib.events.reading.delimited import plain
from lib.events.reading.grid import Grid, find_header
from lib.events.reading.layout import Spans, settle
from lib.events.reading.lines import row_list
from lib.events.reading.records import Cells
from lib.text import _, enumerated, ngettext, number

MAX_CELLS = 12_000_000
"""Most cells read from one sheet; as CSV the same rows take a tenth of the memory."""
MAX_WIDTH = 4_096
"""Most columns kept of a sheet: those with known names first, then those on the left."""
_LISTED = 8
Merge = tuple[int, int, int, int]
"""Cells merged into one: first row and last row as a spreadsheet numbers them, first and last column from 0."""


@dataclass
class Sheet:
    """The cells of a sheet as text.

    Attributes:
        name: What its tab says.
        rows: Its rows; those without a filled cell may be missing, and a row may end with its last filled cell.
        numbers: The number of each row, as a spreadsheet shows it.
        dates: Positions in ``rows`` of the cells that are real dates, by column.
        merged: Cells merged into one.
        hidden: Numbers of the rows that are hidden.
        far: The last cell that its file has, as (row, column from 0), where that is far from most others.
        since_1904: Whether the workbook counts its days from the beginning of 1904.
        formulas: Column, from 0, and row of cells with a formula of which the file does not have the result.
    """

    name: str
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    dates: dict[int, list[int]] = field(default_factory=dict)
    merged: list[Merge] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    far: tuple[int, int] | None = None
    since_1904: bool = False
    formulas: list[tuple[int, int]] = field(default_factory=list)


def grid_of_sheet(sheet: Sheet, known: frozenset[str], log: ProblemLog) -> Grid | None:
    """Return the records of a sheet below the names of its columns.

    Args:
        sheet: Its cells.
        known: Plain names of the columns that some format has.
        log: Is told of everything that was left out or filled in.

    Returns:
        None when the sheet is empty or too large, which ``log`` is told.
    """
    sheet = _filled_rows(sheet)
    if not sheet.rows:
        log.whole(_("The sheet '{name}' is empty.").format(name=shown(sheet.name)))
        return None
    at, _count = find_header(sheet.rows, known)
    sheet = _filled_columns(sheet, at, known, log)
    width = max(map(len, sheet.rows))
    if too_large := too_many_cells(sheet.name, len(sheet.rows) * width):
        log.whole(too_large)
        return None
    _tell_far(sheet, log)
    _tell_formulas(sheet.formulas, log)
    _fill_merged(sheet, at, log)
    header = tuple(cell.strip() for cell in _padded(sheet.rows[at], width))
    body = sheet.rows[at + 1 :]
    if body:
        # One row as wide as the header makes as many columns.
        body[0] = _padded(body[0], width)
    columns = zip_longest(*body, fillvalue="") if body else ((),) * width
    table = pa.table({str(n): pa.array(column, type=pa.string()) for n, column in enumerate(columns)})
    numbers = np.array(sheet.numbers[at + 1 :], dtype=np.int64)
    real = {column: _mask(found, at + 1, len(body)) for column, found in sheet.dates.items()}
    real = {column: mask for column, mask in real.items() if mask.any()}
    above = tuple(tuple(_padded(row, width)) for row in sheet.rows[:at])
    grid = Grid(header, Cells(table, numbers), above, sheet.name, real_dates=real, since_1904=sheet.since_1904)
    _tell_hidden(sheet, numbers, log)
    number_above = sheet.numbers[at - 1] if at else 0
    beside = number_above == sheet.numbers[at] - 1
    spans = Spans(_spans(sheet, number_above) if beside else {}, _spans(sheet, sheet.numbers[at]))
    return settle(grid, known, log, header_row=sheet.numbers[at], above_rows=sheet.numbers[:at], spans=spans)


def too_many_cells(name: str, cells: int) -> str:
    """Return why a sheet with so many cells is not read, "" when it is."""
    if cells <= MAX_CELLS:
        return ""
    message = _("The sheet '{name}' has {n} cells; at most {limit} are read. Save it as CSV UTF-8.")
    if not name:
        message = _("The table has {n} cells; at most {limit} are read. Save it as CSV UTF-8.")
    return message.format(name=shown(name), n=number(cells), limit=number(MAX_CELLS))


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*row, *("",) * (width - len(row))]


def _mask(found: list[int], start: int, length: int) -> np.ndarray:
    mask = np.zeros(length, dtype=bool)
    mask[[at - start for at in found if at >= start]] = True
    return mask


def _filled_rows(sheet: Sheet) -> Sheet:
    """Return the sheet up to its last row with a filled cell; blank rows between others stay."""
    last = next((at for at in range(len(sheet.rows) - 1, -1, -1) if any(map(str.strip, sheet.rows[at]))), -1)
    return replace(sheet, rows=sheet.rows[: last + 1], numbers=sheet.numbers[: last + 1])


def _filled_columns(sheet: Sheet, at: int, known: frozenset[str], log: ProblemLog) -> Sheet:
    """Return the sheet without columns that hold nothing, and without those that are too many."""
    filled: set[int] = set()
    for row in sheet.rows:
        if len(filled) < len(row):
            filled.update(column for column, cell in enumerate(row) if column not in filled and cell.strip())
    kept = columns_kept(sorted(filled), sheet.rows[at], known, log)
    if kept == list(range(len(kept))) and all(len(row) <= len(kept) for row in sheet.rows):
        return sheet
    moved = {column: position for position, column in enumerate(kept)}
    merged = []
    for top, bottom, left, right in sheet.merged:
        start, end = bisect_left(kept, left), bisect_right(kept, right) - 1
        if start <= end:
            merged.append((top, bottom, start, end))
    rows = [[row[column] for column in kept if column < len(row)] for row in sheet.rows]
    dates = {moved[column]: found for column, found in sheet.dates.items() if column in moved}
    return replace(sheet, rows=rows, merged=merged, dates=dates)


def columns_kept(
    columns: Sequence[int], header: Sequence[str], known: frozenset[str], log: ProblemLog
) -> Sequence[int]:
    """Return which of some columns are kept, in their order; ``log`` is told when they are not all."""
    if len(columns) <= MAX_WIDTH:
        return columns
    chosen = set([at for at in columns if at < len(header) and plain(header[at]) in known][:MAX_WIDTH])
    chosen |= set([at for at in columns if at not in chosen][: MAX_WIDTH - len(chosen)])
    message = _("The table has {n} columns; {limit} of them were kept, those with known names first.")
    log.whole(message.format(n=number(len(columns)), limit=number(MAX_WIDTH)), severity="notice")
    return sorted(chosen)


def _fill_merged(sheet: Sheet, at: int, log: ProblemLog) -> None:
    """Write what a merged cell holds into every row below the header that it covers; a count only into the first."""
    position = {row: place for place, row in enumerate(sheet.numbers)} if sheet.merged else {}
    filled: set[int] = set()
    counted: set[int] = set()
    room = MAX_CELLS
    for top, bottom, left, _right in sheet.merged:
        text = _cell(sheet, position, top, left)
        last = min(bottom, sheet.numbers[-1])
        if top <= sheet.numbers[at] or last <= top or not text.strip():
            continue
        if text.strip().isdecimal():
            # Three dead in two places together are not three in each.
            counted.add(top)
            continue
        room -= last - top
        below = [row for row in range(top + 1, last + 1) if row in position] if room >= 0 else []
        filled.update(_fill_down(sheet, [position[row] for row in (top, *below)], left))
    _tell_merged(filled, counted, log)


def _cell(sheet: Sheet, position: Mapping[int, int], row: int, column: int) -> str:
    """Return what a cell holds, "" where there is none."""
    cells = sheet.rows[position[row]] if row in position else []
    return cells[column] if column < len(cells) else ""


def _fill_down(sheet: Sheet, places: Sequence[int], column: int) -> Iterator[int]:
    """Write a cell of the first of some rows into those of the others that hold something; gives their numbers."""
    first = places[0]
    is_date = first in sheet.dates.get(column, ())
    for place in places[1:]:
        if any(map(str.strip, sheet.rows[place])):
            sheet.rows[place] = _padded(sheet.rows[place], column + 1)
            sheet.rows[place][column] = sheet.rows[first][column]
            if is_date:
                sheet.dates[column].append(place)
            yield sheet.numbers[place]


def _tell_merged(filled: set[int], counted: set[int], log: ProblemLog) -> None:
    if filled:
        words = ngettext(
            "{n} row lies below merged cells; what they hold was written into it ({rows}).",
            "{n} rows lie below merged cells; what they hold was written into each ({rows}).",
            len(filled),
        )
        log.whole(words.format(n=number(len(filled)), rows=row_list(filled)), severity="notice")
    if counted:
        words = ngettext(
            "A number stands in cells merged over several rows ({rows}); it was taken for the first of them alone. "
            "Give each row its own number.",
            "Numbers stand in cells merged over several rows ({rows}); each was taken for the first of them alone. "
            "Give each row its own number.",
            len(counted),
        )
        log.whole(words.format(rows=row_list(counted)), severity="warning")


def _spans(sheet: Sheet, row: int) -> dict[int, int]:
    """Return the cells of one row merged sideways: last column by first."""
    return {left: right for top, _bottom, left, right in sheet.merged if top == row and right > left}


def _tell_hidden(sheet: Sheet, numbers: np.ndarray, log: ProblemLog) -> None:
    hidden = sorted(sheet.hidden.intersection(numbers.tolist()))
    if hidden:
        words = ngettext(
            "{n} row is hidden in the sheet ({rows}); it was read like the others.",
            "{n} rows are hidden in the sheet ({rows}); they were read like the others.",
            len(hidden),
        )
        log.whole(words.format(n=number(len(hidden)), rows=row_list(hidden)), severity="notice")


def _tell_far(sheet: Sheet, log: ProblemLog) -> None:
    if sheet.far is not None and sheet.far[0] > sheet.numbers[-1]:
        row, column = sheet.far
        words = _("A cell far from the table was passed over as empty space: row {row}, column {column}.")
        log.whole(words.format(row=row, column=column_letters(column)), severity="notice")


def _tell_formulas(formulas: Sequence[tuple[int, int]], log: ProblemLog) -> None:
    """Name formulas of which no result was saved: their cells are blank."""
    if formulas:
        words = ngettext(
            "{n} cell holds a formula without its result and was taken as blank (in {columns}; {rows}): the "
            "program that wrote the file did not calculate. Open it in Excel or LibreOffice, save it, and bring it "
            "again.",
            "{n} cells hold formulas without their results and were taken as blank (in {columns}; {rows}): the "
            "program that wrote the file did not calculate. Open it in Excel or LibreOffice, save it, and bring it "
            "again.",
            len(formulas),
        )
        letters = [column_letters(column) for column in sorted({column for column, _row in formulas})]
        listed = enumerated(letters[:_LISTED]) + (", …" if len(letters) > _LISTED else "")
        rows = row_list({row for _column, row in formulas})
        log.whole(words.format(n=number(len(formulas)), columns=listed, rows=rows), severity="warning")


def column_letters(column: int) -> str:
    """Return a column, counted from 0, as a spreadsheet names it: A, B, … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
