"""One sheet of a file as cells of text below a header, wherever in the sheet the header stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from lib.events.reading.delimited import plain
from lib.events.reading.records import Cells

HEADER_WITHIN = 60
"""Rows from the top of a sheet among which the header is looked for."""
ENOUGH = 3
"""Known names that make a row a header; fewer may be chance."""


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet.

    Attributes:
        header: The names of the columns, as they are written.
        cells: The records below the header, as text by position of the column, with their row numbers.
        above: The rows above the header, as cells of text.
        sheet: The name of the sheet, "" where a file has only one.
        guarded: Whether cells may carry the mark that keeps a spreadsheet from running them as formulas.
    """

    header: tuple[str, ...]
    cells: Cells
    above: tuple[tuple[str, ...], ...] = ()
    sheet: str = ""
    guarded: bool = False

    def places(self) -> dict[str, int]:
        """Position of each column by its plain name (:func:`plain`); the first of several wins."""
        found: dict[str, int] = {}
        for position, name in enumerate(self.header):
            found.setdefault(plain(name), position)
        return found


def find_header(rows: Sequence[Sequence[str]], known: frozenset[str]) -> tuple[int, int]:
    """Which of the first rows holds the names of the columns.

    Args:
        rows: The first rows of a sheet.
        known: Plain names of the columns that some format has.

    Returns:
        Position of the row with the most known names, the first of equals, and how many it has; the first row that
        is not blank and 0 when none has enough of them.
    """
    counts = [len({plain(cell) for cell in row} & known) for row in rows[:HEADER_WITHIN]]
    best = max(range(len(counts)), key=lambda at: (counts[at], -at), default=0)
    if counts and counts[best] >= ENOUGH:
        return best, counts[best]
    filled = (at for at, row in enumerate(rows) if any(cell.strip() for cell in row))
    return next(filled, 0), 0


def grid_of(columns: Sequence[tuple[str, pa.ChunkedArray]], first_row: int = 2) -> Grid:
    """A grid from named columns of text, whose records are numbered from ``first_row``."""
    table = pa.table({str(at): text for at, (_name, text) in enumerate(columns)})
    rows = np.arange(first_row, first_row + table.num_rows, dtype=np.int64)
    return Grid(tuple(name for name, _text in columns), Cells(table, rows))


def grid_of_rows(rows: Sequence[Sequence[str]], known: frozenset[str], sheet: str) -> Grid:
    """A grid from the rows of a sheet, the first of which is row 1."""
    at, _count = find_header(rows, known)
    header = tuple(cell.strip() for cell in rows[at])
    width = len(header)
    body = [tuple(row[:width]) + ("",) * (width - len(row)) for row in rows[at + 1 :]]
    columns = zip(*body, strict=True) if body else ((),) * width
    table = pa.table({str(n): pa.array(column, type=pa.string()) for n, column in enumerate(columns)})
    numbers = np.arange(at + 2, at + 2 + len(body), dtype=np.int64)
    return Grid(header, Cells(table, numbers), tuple(tuple(row) for row in rows[:at]), sheet)


def series(cells: Cells, position: int) -> pd.Series:
    """One column of a grid as text."""
    text: pd.Series = cells.table.column(position).to_pandas().astype("str").reset_index(drop=True)
    return text
