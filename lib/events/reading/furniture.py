"""Rows below a header that are no records: units, numbers, totals, notes, headings, blanks. Each kind is told once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from lib.events.mapping.names import is_unit
from lib.events.problems import ProblemLog, shown
from lib.events.reading.dated_totals import without_dated_totals
from lib.events.reading.delimited import plain
from lib.events.reading.grid import Grid
from lib.events.reading.lines import SUMS_BEGIN, begins_note, counts_columns, is_heading, is_note, is_sum, row_list
from lib.text import ngettext, number

Mask = npt.NDArray[np.bool_]
NARROWEST = 4
"""Columns that a table must have for a row with one filled cell to be no record."""
_FIRST_COLUMNS = 8
"""Columns from the left in which totals are named; notes in the first three."""
_NOTES_WITHIN = 3
_LEADING = 3
"""Records from the top among which units and numbers of the columns are looked for."""
_SAMPLE = 500
_HALF = 0.5
_EXACT = 5_000_000
"""Cells up to which blanks are looked for inside of cells; more would take seconds."""
_DATED_NAME = re.compile(r"date|^day$|timestamp|^jour$|tarih|^gün$|تاريخ|اليوم")
DATED = (
    r"(?:^|\D)(?:19|20)\d\d(?:\D|$)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|^(?:19|20)\d{6}$|"
    r"[٠-٩]{1,4}[./-][٠-٩]{1,2}[./-][٠-٩]{1,4}"
)
"""What is in a cell with a date in figures."""


class _Filled(NamedTuple):
    """Of each row: how many cells are filled, also in columns with a name; the first of them (-1 where none is)."""

    cells: npt.NDArray[np.int64]
    named: npt.NDArray[np.int64]
    first: npt.NDArray[np.int64]


def without_furniture(grid: Grid, log: ProblemLog) -> Grid:
    """Return ``grid`` without the rows that are no records; ``log`` is told of each kind once."""
    table = grid.cells.table
    if not table.num_rows or not table.num_columns:
        return grid
    filled = _filled(grid)
    blank = filled.cells == 0
    beside = ~blank & (filled.named == 0)
    leading = _leading(grid, filled) & ~beside
    sums = _sums(grid, filled) & ~leading & ~beside
    notes = _notes(grid, filled, blank | leading | sums | beside)
    inner = blank & (np.cumsum((~blank)[::-1])[::-1] > 0)
    rows = grid.cells.rows

    def tell(which: Mask, words: Callable[[int], str]) -> None:
        if found := rows[which].tolist():
            quoted = shown(_first_cell(table, filled, which))
            text = words(len(found)).format(n=number(len(found)), rows=row_list(found), text=quoted)
            log.whole(text, severity="notice")

    tell(leading, _leading_words)
    tell(sums, _sum_words)
    tell(notes, _note_words)
    tell(beside, _beside_words)
    tell(inner, _blank_words)
    kept = grid.keeping(~(blank | leading | sums | notes | beside))
    return without_dated_totals(kept, date_columns(kept), log)


def _leading_words(n: int) -> str:
    return ngettext(
        "{n} row below the names holds units or numbers of the columns and was left out ({rows}, from '{text}').",
        "{n} rows below the names hold units or numbers of the columns and were left out ({rows}, from '{text}').",
        n,
    )


def _sum_words(n: int) -> str:
    return ngettext(
        "{n} row of totals was left out ({rows}: '{text}').",
        "{n} rows of totals were left out ({rows}; the first: '{text}').",
        n,
    )


def _note_words(n: int) -> str:
    return ngettext(
        "{n} line of text that is no record was left out ({rows}: '{text}').",
        "{n} lines of text that are no records were left out ({rows}; the first: '{text}').",
        n,
    )


def _beside_words(n: int) -> str:
    return ngettext(
        "{n} row holds something only beside the named columns and was left out ({rows}: '{text}').",
        "{n} rows hold something only beside the named columns and were left out ({rows}; the first: '{text}').",
        n,
    )


def _blank_words(n: int) -> str:
    return ngettext("{n} blank row was passed over ({rows}).", "{n} blank rows were passed over ({rows}).", n)


def _filled(grid: Grid) -> _Filled:
    table = grid.cells.table
    count = np.zeros(table.num_rows, dtype=np.int64)
    named = np.zeros(table.num_rows, dtype=np.int64)
    first = np.full(table.num_rows, -1, dtype=np.int64)
    exact = table.num_rows * table.num_columns <= _EXACT
    for at in reversed(range(table.num_columns)):
        column = table.column(at)
        text = pc.utf8_trim_whitespace(column) if exact else column
        has = np.asarray(pc.greater(pc.binary_length(text), 0).fill_null(fill_value=False))
        count += has
        if at < len(grid.header) and grid.header[at]:
            named += has
        first[has] = at
    return _Filled(count, named, first)


def _first_cell(table: pa.Table, filled: _Filled, which: Mask) -> str:
    row = int(np.flatnonzero(which)[0])
    column = int(filled.first[row])
    return str(table.column(column)[row].as_py()).strip() if column >= 0 else ""


def _leading(grid: Grid, filled: _Filled) -> Mask:
    """Find rows below the names that tell units of the columns, or count the columns."""
    table = grid.cells.table
    found = np.zeros(table.num_rows, dtype=bool)
    if (filled.cells > 0).sum() <= 1:
        return found
    for row in range(min(_LEADING, table.num_rows)):
        cells = [cell for column in table.columns if (cell := str(column[row].as_py() or "").strip())]
        found[row] = (len(cells) > 1 and all(map(is_unit, cells))) or counts_columns(cells)
    return found


def _sums(grid: Grid, filled: _Filled) -> Mask:
    """Find rows that name a total in their first filled cell and have no date, in a table of dated records.

    The word itself may stand in the column of dates.
    """
    table = grid.cells.table
    found = np.zeros(table.num_rows, dtype=bool)
    for at in range(min(_FIRST_COLUMNS, table.num_columns)):
        begins = np.asarray(pc.match_substring_regex(table.column(at), SUMS_BEGIN).fill_null(fill_value=False))
        for row in np.flatnonzero(begins & (filled.first == at)).tolist():
            found[row] = is_sum(str(table.column(at)[row].as_py()))
    if not found.any():
        return found
    dated = date_columns(grid)
    if not dated:
        return np.zeros_like(found)
    for at in dated:
        undated = np.asarray(pc.equal(pc.binary_length(pc.utf8_trim_whitespace(table.column(at))), 0))
        found &= undated | (filled.first == at)
    return found


def date_columns(grid: Grid) -> list[int]:
    """Return the positions of the columns that hold dates, by their name or by half of their first cells."""
    sample = grid.cells.table.slice(0, _SAMPLE)
    found = []
    for at in range(sample.num_columns):
        text = sample.column(at)
        filled = text.filter(pc.greater(pc.binary_length(text), 0))
        dated = pc.sum(pc.match_substring_regex(filled, DATED)).as_py() or 0
        named = at < len(grid.header) and _DATED_NAME.search(plain(grid.header[at])) is not None
        if named or (dated and dated >= _HALF * len(filled)) or at in grid.real_dates:
            found.append(at)
    return found


def _notes(grid: Grid, filled: _Filled, others: Mask) -> Mask:
    """Find rows with one filled cell that is a line of text; below all records also what begins as a note does."""
    table = grid.cells.table
    found = np.zeros(table.num_rows, dtype=bool)
    if table.num_columns < NARROWEST:
        return found
    single = (filled.cells == 1) & (filled.first < _NOTES_WITHIN) & ~others
    record = (filled.cells > 1) & ~others
    last = int(np.flatnonzero(record)[-1]) if record.any() else -1
    # A note with commas in it falls into several cells of the first columns.
    while last >= 0 and filled.cells[last] < min(filled.cells.max(), table.num_columns) and filled.first[last] == 0:
        if not begins_note(str(table.column(0)[last].as_py())):
            break
        found[last] = True
        record[last] = False
        last = int(np.flatnonzero(record)[-1]) if record.any() else -1
    headings: list[tuple[int, str]] = []
    for row in np.flatnonzero(single).tolist():
        cell = str(table.column(int(filled.first[row]))[row].as_py()).strip()
        found[row] = is_note(cell, below=row > last)
        if not found[row] and filled.first[row] == 0 and is_heading(cell):
            headings.append((row, cell))
    usual = pc.is_in(pa.array([cell for _row, cell in headings], pa.string()), value_set=_first_cells(table, record))
    # A heading is no value that records have in that column too.
    for (row, _cell), common in zip(headings, usual.to_pylist(), strict=True):
        found[row] = not common
    return found


def _first_cells(table: pa.Table, record: Mask) -> pa.Array:
    """Return the different cells that records have in the first column."""
    column = table.column(0).cast(pa.string()).filter(pa.array(record))
    return pc.unique(pc.utf8_trim_whitespace(column))
