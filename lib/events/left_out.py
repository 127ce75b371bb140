"""The rows of a user's file that were left out, as they stand there, each with its reason: to be mended and read again.

The file is kept as compressed CSV: four hundred thousand rows take some megabytes.
"""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as pa_csv

from lib.events.formula_guard import DANGEROUS, defuse_one
from lib.events.problem_kinds import ProblemKind
from lib.events.problems import shown
from lib.events.reading.grid import Grid
from lib.text import _

WHY = "why"
"""Name of the first column."""
_PIECE = 50_000
"""Rows looked at, and written, at a time."""


@dataclass(frozen=True)
class LeftOut:
    """Rows left out: how many, and the CSV file of them, compressed."""

    rows: int = 0
    packed: bytes = b""

    def csv(self) -> bytes:
        """Return the rows as CSV for a spreadsheet: :data:`WHY`, then the columns of the file.

        UTF-8 with a byte order mark; a cell that would run as a formula gets an apostrophe before it.
        """
        return zlib.decompress(self.packed) if self.packed else b""


def left_out(grid: Grid, found: Sequence[ProblemKind], starts: Sequence[tuple[int, str]] = ()) -> LeftOut:
    """Return the rows of a file that problems left out.

    Args:
        grid: The file's cells as they were read, before anything was made of them.
        found: Its problems.
        starts: The tables read as one, where there are several: how many rows were counted before each, and its name.
    """
    reasons = _reasons(found, {shown(name): start for start, name in starts})
    if reasons.empty:
        return LeftOut()
    squeeze = zlib.compressobj(1)
    pieces = [squeeze.compress(b"\xef\xbb\xbf" + _line([WHY, *grid.header]))]
    rows = grid.cells.rows
    named = np.isin(rows, reasons.index.to_numpy())
    for at in range(0, len(rows), _PIECE):
        some = named[at : at + _PIECE]
        if some.any():
            cells = grid.cells.table.slice(at, _PIECE).filter(pa.array(some))
            pieces.append(squeeze.compress(_written(cells, reasons.reindex(rows[at : at + _PIECE][some]))))
    broken = [(row, cells) for row, cells in grid.cells.broken if row in reasons.index]
    pieces.extend(squeeze.compress(_line([str(reasons[row]), *cells])) for row, cells in broken)
    pieces.append(squeeze.flush())
    return LeftOut(int(named.sum()) + len(broken), b"".join(pieces))


def _reasons(found: Sequence[ProblemKind], starts: Mapping[str, int]) -> pd.Series:
    """Return why each row was left out, by its number through all tables; several reasons after one another."""
    frames = [
        kind.frame().assign(at=kind.rows.astype(np.int64) + starts.get(kind.sheet, 0), sheet=kind.sheets())
        for kind in found
        if kind.severity == "error" and len(kind.rows)
    ]
    if not frames:
        return pd.Series(dtype="str")
    told = pd.concat(frames, ignore_index=True).sort_values("at", kind="stable")
    column = told["column"].where(told["column"] == "", _("column {column}").replace("{column}", "") + told["column"])
    row = _("row {row}").replace("{row}", "") + told["row"].astype("int64").astype("str")
    where = row.where(column == "", row + ", " + column)
    sheet = told["sheet"].map({name: _("sheet '{name}'").format(name=name) for name in told["sheet"].unique()})
    where = where.where(told["sheet"] == "", sheet + ", " + where)
    reasons = (where + ": " + told["message"]).set_axis(told["at"])
    doubled = reasons.index.duplicated(keep=False)
    joined = reasons[doubled].groupby(level=0).agg(" ".join)
    together: pd.Series = pd.concat([reasons[~doubled], joined]).sort_index()
    return together


def _written(cells: pa.Table, reasons: pd.Series) -> bytes:
    """Return some rows as lines of CSV, without anything that a spreadsheet would run."""
    columns = [pa.array(reasons.to_numpy(dtype=object), type=pa.string()), *cells.columns]
    guarded = [pc.replace_substring_regex(column, f"({DANGEROUS})", r"'\1") for column in columns]
    table = pa.table({str(at): column for at, column in enumerate(guarded)})
    out = io.BytesIO()
    pa_csv.write_csv(table, out, pa_csv.WriteOptions(include_header=False, quoting_style="needed"))
    return out.getvalue()


def _line(cells: Sequence[str]) -> bytes:
    """Return one line of CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(map(defuse_one, cells))
    return out.getvalue().encode()
