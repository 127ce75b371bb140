"""Cells of text without blank records, outer spaces and invisible characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.events.formula_guard import SIGNS, restore
from lib.events.problems import ProblemLog, shown
from lib.events.reading.grid import Grid
from lib.events.reading.records import Cells
from lib.events.reading.signs import (
    ARABIC_RUN,
    MAY_BE_ARABIC,
    MAY_BE_INVISIBLE,
    MAY_BE_TWICE,
    MAY_HIDE,
    arabic,
    once,
    visible,
)
from lib.events.schema import COLUMNS, NAMES, Holds
from lib.text import _, ngettext, number

_MAY_BE_TWICE = r"[\u00c2-\u00df\u0130\u011e\u015e\u0637\u0638][^\x00-\x7f]"
_TWICE = r"(?:[\u00c3\u00d8-\u00db\u00c4\u00c5][^\x00-\x7f].*){2}"
"""Two letters that were read as two each: what cannot be undone but is no word either."""
_MOST = 0.5
_DAMAGED = "\ufffd"
_DAMAGED_BYTES = re.compile(_DAMAGED.encode())
_GUARDED_BYTES = re.compile(f"'[{SIGNS}]".encode())
"""What a cell that was kept from running as a formula may begin with (of the wide signs, any byte)."""
_TEXTS = frozenset(column.name for column in COLUMNS if column.holds is Holds.TEXT)


class Text(NamedTuple):
    """Trimmed text in every column of the event table ("" where blank), and the row of each record in the file."""

    frame: pd.DataFrame
    rows: npt.NDArray[np.int64]
    read: int


def tidy(
    cells: Cells,
    places: Mapping[str, int],
    log: ProblemLog,
    *,
    names: Sequence[str] = NAMES,
    guarded: bool = False,
) -> Text:
    """Return the cells of some columns without blank records, outer spaces and invisible characters.

    Args:
        cells: The cells of the file.
        places: Where each column stands.
        log: Is told of invisible characters and of those that could not be read.
        names: The columns wanted; one that has no place is blank.
        guarded: Whether a text may carry the apostrophe that keeps a spreadsheet from running it; it is taken off.

    Returns:
        The cells under ``names``.
    """
    columns: dict[str, pd.Series] = {}
    blank = np.ones(len(cells.rows), dtype=bool)
    # One for all columns that the file does not have: they share its memory.
    nothing = pd.Series("", index=range(len(cells.rows)), dtype="str")
    for name in names:
        if name in places:
            column = cells.table.column(places[name])
            text = column.to_pandas().astype("str").reset_index(drop=True)
            if _may_hold(column, MAY_BE_TWICE):
                text = _once(text, cells.rows, name, log)
            if _may_hold(column, MAY_BE_ARABIC):
                text = _arabic(text, cells.rows, name, log)
            if _may_hold(column, MAY_BE_INVISIBLE):
                text = _visible(text, cells.rows, name, log)
            text = _trimmed(text)
            blank &= (text == "").to_numpy(dtype=bool)
            if _may_hold(column, _DAMAGED_BYTES):
                _tell_damaged(text, cells.rows, name, log)
            unguarded = guarded and name in _TEXTS and _may_hold(column, _GUARDED_BYTES)
            columns[name] = restore(text) if unguarded else text
        else:
            columns[name] = nothing
    frame = pd.DataFrame(columns)
    kept = np.flatnonzero(~blank)
    if len(kept) < len(frame):
        frame = frame.iloc[kept].reset_index(drop=True)
    return Text(frame, cells.rows[kept], len(kept) + cells.left_out)


def _trimmed(text: pd.Series) -> pd.Series:
    """Return ``text`` without outer spaces; the same memory where there are none."""
    trimmed = text.str.strip()
    return text if _length(trimmed) == _length(text) else trimmed


def _length(text: pd.Series) -> int:
    return int(pc.sum(pc.binary_length(pa.array(text, from_pandas=True))).as_py() or 0)


def _may_hold(column: pa.ChunkedArray, pattern: re.Pattern[bytes]) -> bool:
    """Tell whether the memory of a column of text holds ``pattern``: quicker than asking cell by cell."""
    buffers = (buffer for chunk in column.chunks for buffer in chunk.buffers()[2:])
    return any(buffer is not None and pattern.search(memoryview(buffer)) for buffer in buffers)


def _visible(text: pd.Series, rows: npt.NDArray[np.int64], name: str, log: ProblemLog) -> pd.Series:
    """Return ``text`` without characters that a reader cannot see but a program or a line of text obeys."""
    made, changed = _changed(text, MAY_HIDE, visible)
    if n := int(np.count_nonzero(changed)):
        words = ngettext(
            "{n} cell holds characters that cannot be seen, in row {row}: '{value}'; they were taken out.",
            "{n} cells hold characters that cannot be seen, the first in row {row}: '{value}'; they were taken out.",
            n,
        )
        _tell_first(text, changed, rows, words, name, log)
    return made


def undone(grid: Grid, log: ProblemLog) -> Grid:
    """Return a file's cells as they were before they were put into UTF-8 twice, where that is certain, in every column.

    ``log`` is told once a column.
    """
    columns = list(grid.cells.table.columns)
    for at, column in enumerate(columns):
        twice, turned = _may_hold(column, MAY_BE_TWICE), _may_hold(column, MAY_BE_ARABIC)
        if twice or turned:
            text = column.to_pandas().astype("str").reset_index(drop=True)
            name = shown(grid.header[at]) if at < len(grid.header) else ""
            text = _undone(text, grid.cells.rows, name, log)[0] if twice else text
            text = _arabic(text, grid.cells.rows, name, log) if turned else text
            columns[at] = pa.chunked_array([pa.array(text, pa.string())])
    table = pa.table({str(at): column for at, column in enumerate(columns)})
    return replace(grid, cells=replace(grid.cells, table=table))


def _undone(
    text: pd.Series, rows: npt.NDArray[np.int64], name: str, log: ProblemLog
) -> tuple[pd.Series, npt.NDArray[np.bool_]]:
    """Undo UTF-8 that was put into UTF-8 again, where that is certain; return also which cells it altered."""
    made, changed = _changed(text, _MAY_BE_TWICE, lambda cell: once(cell) or cell)
    if n := int(np.count_nonzero(changed)):
        words = ngettext(
            "{n} cell had been put into UTF-8 twice, in row {row}: '{value}'; that was undone.",
            "{n} cells had been put into UTF-8 twice, the first in row {row}: '{value}'; that was undone.",
            n,
        )
        _tell_first(made, changed, rows, words, name, log)
    return made, changed


def _once(text: pd.Series, rows: npt.NDArray[np.int64], name: str, log: ProblemLog) -> pd.Series:
    """Undo UTF-8 that was put into UTF-8 again, where that is certain; what only looks so is named."""
    made, changed = _undone(text, rows, name, log)
    left = made.str.contains(_TWICE).to_numpy(dtype=bool) & ~changed
    message = _(
        "'{value}' looks like text saved in a wrong encoding. Take the name from its source, and save as UTF-8."
    )
    log.cells(_("wrong encoding"), rows, left, made, message, column=name)
    return made


def _arabic(text: pd.Series, rows: npt.NDArray[np.int64], name: str, log: ProblemLog) -> pd.Series:
    """Read Arabic as such that was read in a code page of Western Europe, where most of a column is; else name it."""
    made, changed = _changed(text, ARABIC_RUN, lambda cell: arabic(cell) or cell)
    wordy = text.str.contains(r"[^\W\d_]").to_numpy(dtype=bool)
    if changed.sum() <= _MOST * wordy.sum():
        message = _(
            "'{value}' looks like Arabic saved in a wrong encoding. Take the name from its source, and save as UTF-8."
        )
        log.cells(
            _("wrong encoding"), rows, text.str.contains(ARABIC_RUN).to_numpy(dtype=bool), text, message, column=name
        )
        return text
    words = ngettext(
        "{n} cell was Arabic in a wrong encoding, in row {row}: '{value}'; it was read as such.",
        "{n} cells were Arabic in a wrong encoding, the first in row {row}: '{value}'; they were read as such.",
        int(np.count_nonzero(changed)),
    )
    _tell_first(made, changed, rows, words, name, log)
    return made


def _changed(text: pd.Series, pattern: str, change: Callable[[str], str]) -> tuple[pd.Series, npt.NDArray[np.bool_]]:
    """Make ``change`` to the cells of ``text`` that hold ``pattern``; return also which of them it altered."""
    found = np.flatnonzero(text.str.contains(pattern).to_numpy(dtype=bool))
    changed = np.zeros(len(text), dtype=bool)
    if not len(found):
        return text, changed
    codes, different = pd.factorize(text.iloc[found])
    after = np.array([change(cell) for cell in different], dtype=object)
    changed[found] = (after != np.asarray(different, dtype=object))[codes]
    made = text.copy()
    made.iloc[found] = after[codes]
    return made, changed


def _tell_first(  # noqa: PLR0913, PLR0917  one sentence needs all of this
    text: pd.Series, which: npt.NDArray[np.bool_], rows: npt.NDArray[np.int64], words: str, name: str, log: ProblemLog
) -> None:
    """Report all the cells ``which`` in one notice, with the first of them."""
    at = int(which.argmax())
    told = words.format(n=number(int(np.count_nonzero(which))), row=rows[at], value=shown(str(text.iloc[at])))
    log.whole(told, severity="notice", column=log.called.get(name, name))


def _tell_damaged(text: pd.Series, rows: npt.NDArray[np.int64], name: str, log: ProblemLog) -> None:
    """Name the cells with a character that could not be read."""
    found = text.str.contains(_DAMAGED, regex=False).to_numpy(dtype=bool)
    message = _("'{value}' holds a character that cannot be read (shown as \ufffd). Correct it and save as UTF-8.")
    log.cells(_("unreadable character"), rows, found, text, message, column=name)
