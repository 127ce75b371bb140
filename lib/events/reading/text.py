"""Cells of text without blank records, outer spaces and invisible characters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from lib.events.formula_guard import SIGNS, restore
from lib.events.parsing import INVISIBLE
from lib.events.problems import ProblemLog
from lib.events.reading.records import Cells
from lib.events.schema import COLUMNS, NAMES, Holds
from lib.text import _

_INVISIBLE_BYTES = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]")
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
    for name in names:
        if name in places:
            column = cells.table.column(places[name])
            text = column.to_pandas().astype("str").reset_index(drop=True)
            if _may_hold(column, _INVISIBLE_BYTES):
                text = _visible(text, cells.rows, name, log)
            text = text.str.strip()
            blank &= (text == "").to_numpy(dtype=bool)
            if _may_hold(column, _DAMAGED_BYTES):
                _tell_damaged(text, cells.rows, name, log)
            unguarded = guarded and name in _TEXTS and _may_hold(column, _GUARDED_BYTES)
            columns[name] = restore(text) if unguarded else text
        else:
            columns[name] = pd.Series("", index=range(len(cells.rows)), dtype="str")
    frame = pd.DataFrame(columns)
    kept = np.flatnonzero(~blank)
    if len(kept) < len(frame):
        frame = frame.iloc[kept].reset_index(drop=True)
    return Text(frame, cells.rows[kept], len(kept) + cells.left_out)


def _may_hold(column: pa.ChunkedArray, pattern: re.Pattern[bytes]) -> bool:
    """Whether the memory of a column of text holds ``pattern``: quicker than asking cell by cell."""
    buffers = (buffer for chunk in column.chunks for buffer in chunk.buffers()[2:])
    return any(buffer is not None and pattern.search(memoryview(buffer)) for buffer in buffers)


def _visible(text: pd.Series, rows: npt.NDArray[np.int64], name: str, log: ProblemLog) -> pd.Series:
    """``text`` without characters that a reader cannot see but a program or a line of text obeys."""
    found = text.str.contains(INVISIBLE).to_numpy(dtype=bool)
    message = _("'{value}' holds characters that cannot be seen; they were taken out.")
    log.cells(_("invisible characters"), rows, found, text, message, column=name, severity="notice")
    positions = np.flatnonzero(found)
    if len(positions):
        text = text.copy()
        text.iloc[positions] = text.iloc[positions].str.replace(INVISIBLE, "", regex=True)
    return text


def _tell_damaged(text: pd.Series, rows: npt.NDArray[np.int64], name: str, log: ProblemLog) -> None:
    """Name the cells with a character that could not be read."""
    found = text.str.contains(_DAMAGED, regex=False).to_numpy(dtype=bool)
    message = _("'{value}' holds a character that cannot be read (shown as \ufffd). Correct it and save as UTF-8.")
    log.cells(_("unreadable character"), rows, found, text, message, column=name)
