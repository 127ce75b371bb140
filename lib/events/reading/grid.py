"""One sheet of a file as cells of text below a header, wherever in the sheet the header stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median_high

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from lib.events.reading.delimited import plain
from lib.events.reading.lines import tags_of
from lib.events.reading.records import Cells

HEADER_WITHIN = 60
"""Rows from the top of a sheet among which the header is looked for."""
ENOUGH = 3
"""Known names that make a row a header; fewer may be chance."""
_HALF = 0.5
_MOST = 0.6
"""Share of the usual number of filled cells that a row of names has at least."""


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet.

    Attributes:
        header: The names of the columns, as they are written.
        cells: The records below the header, as text by position of the column, with their row numbers.
        above: The rows above the header, as cells of text.
        sheet: The name of the sheet, "" where a file has only one.
        guarded: Whether cells may carry the mark that keeps a spreadsheet from running them as formulas.
        real_dates: Of the columns of a workbook that hold real dates: which cells do, by position of the column.
        since_1904: Whether numbers that count days count them from the beginning of 1904.
        lower: Of names joined from several rows, by the whole: the name without what stands on top.
        tags: The HXL tag of each column in lower case, "" where it has none; none at all where the file has no tags.
    """

    header: tuple[str, ...]
    cells: Cells
    above: tuple[tuple[str, ...], ...] = ()
    sheet: str = ""
    guarded: bool = False
    real_dates: Mapping[int, npt.NDArray[np.bool_]] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    since_1904: bool = False
    lower: Mapping[str, str] = field(default_factory=dict)

    def keeping(self, which: npt.NDArray[np.bool_]) -> Grid:
        """Return this grid with those of its records only that are True in ``which``."""
        if which.all():
            return self
        cells = replace(self.cells, table=self.cells.table.filter(pa.array(which)), rows=self.cells.rows[which])
        real = {at: mask[which] for at, mask in self.real_dates.items()}
        return replace(self, cells=cells, real_dates=real)

    def without(self, position: int) -> Grid:
        """Return this grid without the column at ``position``."""
        kept = [at for at in range(len(self.header)) if at != position]
        table = pa.table({str(new): self.cells.table.column(old) for new, old in enumerate(kept)})
        return replace(
            self,
            header=tuple(self.header[at] for at in kept),
            cells=Cells(table, self.cells.rows, self.cells.left_out),
            real_dates={kept.index(at): mask for at, mask in self.real_dates.items() if at != position},
            tags=tuple(tag for at, tag in enumerate(self.tags) if at != position),
        )

    def places(self) -> dict[str, int]:
        """Return the position of each column, from 0, by its plain name (:func:`plain`); the first of several wins."""
        found: dict[str, int] = {}
        for position, name in enumerate(self.header):
            found.setdefault(plain(name), position)
        return found


def find_header(rows: Sequence[Sequence[str]], known: frozenset[str]) -> tuple[int, int]:
    """Find which of the first rows holds the names of the columns.

    Args:
        rows: The first rows of a sheet.
        known: Plain names of the columns that some format has.

    Returns:
        Position of the row with the most known names, the first of equals, and how many it has, or of one with half as
        many above it that has records below; else that of the row over the HXL tags, or of the tags, and how many
        there are; else that of the first row that is nearly as wide as the rows in general, and 0.
    """
    rows = rows[:HEADER_WITHIN]
    counts = [len({plain(cell) for cell in row} & known) for row in rows]
    best = max(range(len(counts)), key=lambda at: (counts[at], -at), default=0)
    widths = [sum(bool(cell.strip()) for cell in row) for row in rows]
    if counts and counts[best] >= ENOUGH:
        for at in range(best):
            enough = counts[at] >= max(ENOUGH, _HALF * counts[best])
            # Names with records below them are those of the first of several tables.
            if enough and any(_is_record(rows[n], widths[n], widths[at]) for n in range(at + 1, best)):
                return at, counts[at]
        # Names may stand below their tags, which are known too.
        below = rows[best + 1] if best + 1 < len(rows) and tags_of(rows[best]) and counts[best + 1] else ()
        names_follow = bool(below) and not any(sign.isdigit() for cell in below for sign in cell)
        return best + int(names_follow), counts[best]
    for at, row in enumerate(rows):
        if tags := [tag for tag in tags_of(row) if tag]:
            named = at and widths[at - 1] >= _MOST * len(tags)
            return (at - 1 if named else at), len(tags)
    usual = median_high([width for width in widths if width] or [0])
    wide = (at for at, width in enumerate(widths) if width and width >= _MOST * usual)
    return next(wide, 0), 0


def _is_record(row: Sequence[str], filled: int, names: int) -> bool:
    """Tell whether a row is nearly as wide as the names above it, and has a figure."""
    return filled >= _MOST * names and any(sign.isdigit() for cell in row for sign in cell)


def grid_of(columns: Sequence[tuple[str, pa.ChunkedArray]], first_row: int = 2) -> Grid:
    """Make a grid from named columns of text, whose records are numbered from ``first_row``."""
    table = pa.table({str(at): text for at, (_name, text) in enumerate(columns)})
    rows = np.arange(first_row, first_row + table.num_rows, dtype=np.int64)
    return Grid(tuple(name for name, _text in columns), Cells(table, rows))


def series(cells: Cells, position: int) -> pd.Series:
    """Return one column of a grid, by its position from 0, as text."""
    text: pd.Series = cells.table.column(position).to_pandas().astype("str").reset_index(drop=True)
    return text
