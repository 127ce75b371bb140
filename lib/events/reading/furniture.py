"""Rows below a header that are no records: repeated headers, totals, notes, blank rows. Each kind is told once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from lib.events.problems import ProblemLog, shown
from lib.events.reading.delimited import plain
from lib.events.reading.grid import Grid
from lib.events.reading.lines import SUMS_BEGIN, begins_note, is_note, is_sum, row_list
from lib.text import ngettext, number

Mask = npt.NDArray[np.bool_]
NARROWEST = 4
"""Columns that a table must have for a row with one filled cell to be no record."""
_FIRST_COLUMNS = 8
"""Columns from the left in which totals are named; notes in the first three."""
_NOTES_WITHIN = 3
_SAMPLE = 500
_HALF = 0.5
_EXACT = 5_000_000
"""Cells up to which blanks are looked for inside of cells; more would take seconds."""
_DATED_NAME = re.compile(r"date|^day$|timestamp|^jour$|tarih|^gün$|تاريخ|اليوم")
_DATED = (
    r"(?:^|\D)(?:19|20)\d\d(?:\D|$)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|^(?:19|20)\d{6}$|"
    r"[٠-٩]{1,4}[./-][٠-٩]{1,2}[./-][٠-٩]{1,4}"
)


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
    repeated = _repeated(grid, filled)
    sums = _sums(grid, filled) & ~repeated & ~beside
    notes = _notes(grid, filled, blank | repeated | sums | beside)
    inner = blank & (np.cumsum((~blank)[::-1])[::-1] > 0)
    rows = grid.cells.rows

    def tell(which: Mask, words: Callable[[int], str]) -> None:
        if found := rows[which].tolist():
            quoted = shown(_first_cell(table, filled, which))
            text = words(len(found)).format(n=number(len(found)), rows=row_list(found), text=quoted)
            log.whole(text, severity="notice")

    tell(repeated, _repeated_words)
    tell(sums, _sum_words)
    tell(notes, _note_words)
    tell(beside, _beside_words)
    tell(inner, _blank_words)
    return grid.keeping(~(blank | repeated | sums | notes | beside))


def _repeated_words(n: int) -> str:
    return ngettext(
        "{n} row repeats the names of the columns and was left out ({rows}).",
        "{n} rows repeat the names of the columns and were left out ({rows}).",
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


def _repeated(grid: Grid, filled: _Filled) -> Mask:
    """Find rows whose filled cells are the names of their columns."""
    named = [(at, name) for at, name in enumerate(grid.header) if name and at < grid.cells.table.num_columns]
    found = filled.cells > 0
    same = np.zeros(len(found), dtype=np.int64)
    for at, name in named:
        column = grid.cells.table.column(at)
        if at in {first for first, _name in named[:2]}:
            found &= np.asarray(pc.equal(pc.utf8_trim_whitespace(column), name).fill_null(fill_value=False))
            same += found
        elif found.any():
            rows = np.flatnonzero(found)
            cells = [str(cell).strip() for cell in column.take(pa.array(rows)).to_pylist()]
            same[rows] += [cell == name for cell in cells]
    return found & (same >= min(2, len(named))) & (same >= filled.cells * _HALF)


def _sums(grid: Grid, filled: _Filled) -> Mask:
    """Find rows that name a total in their first filled cell and have no date, in a table of dated records."""
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
        found &= np.asarray(pc.equal(pc.binary_length(pc.utf8_trim_whitespace(table.column(at))), 0))
    return found


def date_columns(grid: Grid) -> list[int]:
    """Return the positions of the columns that hold dates, by their name or by half of their first cells."""
    sample = grid.cells.table.slice(0, _SAMPLE)
    found = []
    for at in range(sample.num_columns):
        text = sample.column(at)
        filled = text.filter(pc.greater(pc.binary_length(text), 0))
        dated = pc.sum(pc.match_substring_regex(filled, _DATED)).as_py() or 0
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
    for row in np.flatnonzero(single).tolist():
        cell = str(table.column(int(filled.first[row]))[row].as_py()).strip()
        found[row] = is_note(cell, below=row > last)
    return found
