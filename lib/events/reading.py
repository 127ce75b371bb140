"""From the bytes of a file to cells of text in the columns of the event table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from lib.events.columns import find_separator, match_columns
from lib.events.decoding import to_utf8
from lib.events.defused import restore
from lib.events.delimited import Cells, header, read_cells
from lib.events.parsing import INVISIBLE
from lib.events.problems import ProblemLog
from lib.events.schema import COLUMNS, NAMES, Holds
from lib.wording import _, number

MAX_LINES = 1_048_576
"""Most lines read: the rows a spreadsheet can hold. More would take more memory than a small server has."""
_HEAD = 1_000_000
"""Bytes within which the header must end."""
_SEPARATOR_LINE = re.compile(rb'"?sep=(.)"?\s*', re.IGNORECASE)
"""A first line by which some programs tell others the separator; a spreadsheet does not show it."""
_INVISIBLE_BYTES = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]")
_DAMAGED = "\ufffd"
_APOSTROPHE = re.compile("'[=+\\-@\t＝＋－＠]".encode())
"""What a cell that was kept from running as a formula may begin with (of the wide signs, any byte)."""
_TEXTS = tuple(column.name for column in COLUMNS if column.holds is Holds.TEXT)


class Text(NamedTuple):
    """Trimmed text in every column of the event table ("" where blank), and the row of each record in the file."""

    frame: pd.DataFrame
    rows: npt.NDArray[np.int64]
    read: int


def read_text(data: bytes, log: ProblemLog) -> Text | None:
    """The cells of a file.

    Args:
        data: The bytes of the file.
        log: Is told of everything that is wrong with the file as a whole, its header, its rows and its characters.

    Returns:
        The cells and the number of records that are not blank, those left out included; None when nothing can be read.
    """
    text = to_utf8(data, log)
    if text is None:
        return None
    start, first_row = _skip_to_header(text)
    lines = text[start : start + _HEAD].split(b"\n")
    if not any(lines):
        log.whole(_("The file is empty. Export the table again, as CSV UTF-8."))
        return None
    separator = find_separator(lines[0].decode(errors="replace"), log)
    names, taken = header(lines, separator)
    places = match_columns(names, log)
    if places is None:
        return None
    body = text[start + sum(len(line) + 1 for line in lines[:taken]) :]
    del text
    if refusal := _not_rows(body):
        log.whole(refusal)
        return None
    cells = read_cells(body, separator, len(names), first_row + 1, log)
    odd = _INVISIBLE_BYTES.search(body) is not None
    damaged = _DAMAGED.encode() in body
    defused = _APOSTROPHE.search(body) is not None
    del body
    tidied = tidy(cells, places, log, odd=odd, damaged=damaged)
    if defused:
        frame = tidied.frame.assign(**{name: restore(tidied.frame[name]) for name in _TEXTS})
        tidied = tidied._replace(frame=frame)
    return tidied


def _not_rows(body: bytes) -> str:
    """Why what follows the header is no rows, or no rows that can be read; "" when it may be."""
    if not body.strip(b" \t\n,;|"):
        return _("The table has a header but no rows.")
    if body.count(b"\n") > MAX_LINES:
        return _("The table has more than {limit} lines. Split it.").format(limit=number(MAX_LINES))
    return ""


def _skip_to_header(text: bytes) -> tuple[int, int]:
    """Where the header starts, and its row number."""
    start = 0
    if hint := _SEPARATOR_LINE.fullmatch(text, 0, max(text.find(b"\n"), 0)):
        start = hint.end() + 1
    rest = text[start:]
    first = start + len(rest) - len(rest.lstrip(b" \t\n"))
    end = max(start, text.rfind(b"\n", start, first) + 1)
    return end, 1 + text.count(b"\n", start, end)


def tidy(  # noqa: PLR0913  each says something else about the file
    cells: Cells,
    places: Mapping[str, int],
    log: ProblemLog,
    *,
    names: Sequence[str] = NAMES,
    odd: bool = True,
    damaged: bool = True,
) -> Text:
    """Cells without blank records, outer spaces and invisible characters.

    Args:
        cells: The cells of the file.
        places: Where each column stands.
        log: Is told of invisible characters and of those that could not be read.
        names: The columns wanted; one that has no place is blank.
        odd: Whether the file may hold invisible characters.
        damaged: Whether it may hold characters that could not be read.

    Returns:
        The cells under ``names``.
    """
    columns: dict[str, pd.Series] = {}
    blank = np.ones(len(cells.rows), dtype=bool)
    for name in names:
        if name in places:
            column = cells.table.column(places[name])
            text = column.to_pandas().astype("str").reset_index(drop=True)
            if odd and _may_hold(column, _INVISIBLE_BYTES):
                text = _visible(text, cells.rows, name, log)
            columns[name] = text.str.strip()
            blank &= (columns[name] == "").to_numpy(dtype=bool)
            if damaged:
                _tell_damaged(columns[name], cells.rows, name, log)
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
