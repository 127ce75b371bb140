"""From the rows of delimited text to columns of cells: quotes, rows with too many or too few cells.

A quick path (pyarrow) reads a sound file of 400 MB in seconds. Where it stumbles, a patient one (the standard
library's reader) goes over the file record by record, names what is wrong, and keeps every sound row. The two give the
same cells for the same sound file (a test holds them to it).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as pa_csv

from lib.events.problems import ProblemLog
from lib.events.reading import faults
from lib.events.reading.lines import begins_note, is_note, is_sum, tags_of
from lib.events.reading.pieces import Followed, Lines

_CHUNK = 20_000
"""Records turned into columns at a time on the patient path: bounds the memory for Python strings."""
_MOST_LINES = 1_000
"""Most lines that one record may have, by its quotation marks."""
_MOST_SWALLOWED = 2_000_000
"""Lines read in vain after a quotation mark that is not closed, all of them together."""
_MOST_BROKEN = 10_000
"""Records that could not be read of which the text is kept,"""
_MOST_TEXT = 2_000
"""and how many bytes of it where it has no cells."""
_NEWLINE = ord("\n")
_MOST_NOTES = 100
"""Most lines below a table that are looked at for notes."""
_END = b"\x02end of the table\x02"
"""A last record of our own. If it does not come back, a quotation mark swallowed it."""


@dataclass(frozen=True)
class Cells:
    """The cells of a file as text, by position of the column, and the row each record has in a spreadsheet.

    ``left_out`` counts the records that could not be read; ``broken`` has the first of them, with their row and the
    cells as far as they go.
    """

    table: pa.Table
    rows: npt.NDArray[np.int64]
    left_out: int = 0
    broken: tuple[tuple[int, tuple[str, ...]], ...] = ()


class _Record(NamedTuple):
    """One record: its first line, its cells, and the fault that hides them (of :mod:`lib.events.reading.faults`)."""

    line: int
    cells: list[str]
    fault: str = ""


def header(lines: Sequence[bytes], separator: str) -> tuple[list[str], int]:
    """Return the cells of the header and the number of lines it takes."""
    records = _records(lines, separator)
    first = next(records)
    if first.fault:
        return [cell.strip(' "') for cell in lines[0].decode(errors="replace").split(separator)], 1
    following = next(records, None)
    return first.cells, following.line if following else len(lines)


def read_cells(  # noqa: PLR0913  where the records stand, and how they are written
    text: bytes,
    separator: str,
    width: int,
    first_row: int,
    log: ProblemLog,
    *,
    columns: Sequence[int] | None = None,
    start: int = 0,
) -> Cells:
    r"""Read the cells below the header.

    Args:
        text: UTF-8 text, lines ended by ``\n``.
        separator: What stands between two cells, one of :data:`lib.events.reading.delimited.SEPARATORS`.
        width: Number of cells in the header.
        first_row: Row number of the first record, as a spreadsheet shows it.
        log: Is told of each record left out.
        columns: Positions of the columns wanted, in their order; all of them where it is None.
        start: Where in the text the first record begins.

    Returns:
        The columns as text, named by position from 0. Blank records are in it, and so are notes and totals with too few
        cells: what follows leaves them out.
    """
    end = _end(text, start)
    wanted = range(width) if columns is None else columns
    cells = _read_quickly(text, separator, width, first_row, wanted, (start, end))
    if cells is not None:
        return cells
    notes = _notes_begin(text, separator, width, (start, end))
    records = None
    if start < notes < end:
        records = _read_quickly(text, separator, width, first_row, wanted, (start, _end(text, start, notes)))
    if records is None:
        return _read_patiently(text[start:end], separator, width, first_row, log, wanted)
    # What stops the quick path are notes below a sound table.
    below = _read_patiently(text[notes:end], separator, width, first_row + len(records.rows), log, wanted)
    table = pa.concat_tables([records.table, below.table], promote_options="permissive")
    return Cells(table, np.concatenate([records.rows, below.rows]), below.left_out, below.broken)


def _end(text: bytes, start: int, end: int | None = None) -> int:
    """Return where the text ends but for the ends of its last lines, before ``end``."""
    end = len(text) if end is None else end
    while end > start and text[end - 1] == _NEWLINE:
        end -= 1
    return end


def _notes_begin(text: bytes, separator: str, width: int, part: tuple[int, int]) -> int:
    """Return where the lines begin, of the last ones, that are too short for records; the end where there are none."""
    first, begin = part
    end = begin
    for _line in range(_MOST_NOTES):
        start = max(text.rfind(b"\n", first, end) + 1, first)
        cells = text[start:end].decode(errors="replace").split(separator)
        if start == first or len(cells) >= width or not _may_be_short(cells):
            break
        begin, end = start, start - 1
    return begin


def _read_quickly(  # noqa: PLR0913, PLR0917  as read_cells
    text: bytes, separator: str, width: int, first_row: int, wanted: Sequence[int], part: tuple[int, int]
) -> Cells | None:
    """Return the cells, or None when anything about the file is unusual."""
    names = [str(position) for position in range(width)]
    # The first column shows whether the last record came back.
    kept = ["0", *(str(position) for position in wanted if position)]
    start, end = part
    tail = b"\n" + _END + separator.encode() * (width - 1) + b"\n"
    try:
        # One piece after the other, so that the text is not held a second time. Wide offsets are those that pandas has:
        # its columns then share this memory.
        with pa_csv.open_csv(
            Followed(memoryview(text)[start:end], tail),
            read_options=pa_csv.ReadOptions(column_names=names, block_size=4_000_000),
            parse_options=pa_csv.ParseOptions(delimiter=separator, newlines_in_values=True, ignore_empty_lines=False),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(kept, pa.large_string()), strings_can_be_null=False, include_columns=kept
            ),
        ) as pieces:
            table = pieces.read_all()
    except pa.ArrowInvalid:
        return None
    last = table.num_rows - 1
    if last < 0 or table.column(0)[last].as_py() != _END.decode():
        return None
    # As many rows as lines: no cell holds a line's end.
    if _is_suspicious(table, separator, one_line=text.count(b"\n", start, end) == last - 1):
        return None
    table = table.slice(0, last).select([str(position) for position in wanted])
    table = table.rename_columns([str(position) for position in range(len(wanted))])
    return Cells(table, np.arange(first_row, first_row + last, dtype=np.int64))


def _is_suspicious(table: pa.Table, separator: str, *, one_line: bool) -> bool:
    """Tell whether an open quotation mark may have swallowed rows, or a cell is too long for the patient reader."""
    for column in table.columns:
        if (pc.max(pc.binary_length(column)).as_py() or 0) > csv.field_size_limit():
            return True
        if one_line:
            continue
        several_lines = column.filter(pc.match_substring(column, "\n"))
        if len(several_lines) and pc.any(pc.match_substring_regex(several_lines, f'["{separator}]')).as_py():
            return True
    return False


def _read_patiently(  # noqa: PLR0913, PLR0917  as read_cells
    body: bytes, separator: str, width: int, first_row: int, log: ProblemLog, wanted: Sequence[int]
) -> Cells:
    """Return the cells, record by record, with a problem for each record that cannot be one."""
    lines = body.split(b"\n")
    chunks: list[pa.Table] = []
    kept: list[list[str]] = []
    rows: list[int] = []
    broken: list[tuple[int, tuple[str, ...]]] = []
    faulty: dict[str, list[tuple[int, int]]] = {fault: [] for fault in faults.faults()}
    left_out = 0
    row = first_row - 1
    for record in _records(lines, separator):
        row += 1
        cells = record.cells
        fault = record.fault
        if not fault and len(cells) < width and _may_be_short(cells):
            cells = cells + [""] * (width - len(cells))
        if not fault:
            fault = "few" if len(cells) < width else "many" if any(cells[width:]) else ""
        if fault:
            left_out += 1
            faulty[fault].append((row, len(cells)))
            if len(broken) < _MOST_BROKEN:
                broken.append((row, tuple(cells) or (lines[record.line][:_MOST_TEXT].decode(errors="replace"),)))
            continue
        kept.append(cells[:width] if len(wanted) == width else [cells[position] for position in wanted])
        rows.append(row)
        if len(kept) == _CHUNK:
            chunks.append(_columns(kept, len(wanted)))
            kept = []
    chunks.append(_columns(kept, len(wanted)))
    faults.tell(faulty, width, log)
    return Cells(pa.concat_tables(chunks), np.array(rows, dtype=np.int64), left_out, tuple(broken))


def _may_be_short(cells: Sequence[str]) -> bool:
    """Tell whether a record with too few cells is blank, a note, tags or a total, which are no rows anyway."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) <= 1:
        return not filled or is_note(filled[0], below=True) or is_sum(filled[0])
    return begins_note(filled[0]) or is_sum(filled[0]) or bool(tags_of(cells))


def _columns(records: list[list[str]], width: int) -> pa.Table:
    """Turn records of equal length into columns."""
    columns = zip(*records, strict=True) if records else ((),) * width
    return pa.table({str(n): pa.array(column, type=pa.string()) for n, column in enumerate(columns)})


def _records(lines: Sequence[bytes], separator: str, start: int = 0) -> Iterator[_Record]:
    """Yield the records of ``lines`` from line ``start`` on.

    A quotation mark too many swallows the rows up to the next one, where text then stands straight after the mark that
    closes it: sound quoting never does that. Such a record loses its first line only; reading goes on after it.
    """
    line = start
    swallowed = 0
    while line < len(lines):
        # Marks that never close make each line read all that follow it: after enough of that each stands for itself.
        source = Lines(lines, line, _MOST_LINES if swallowed < _MOST_SWALLOWED else 1)
        reader = csv.reader(source, delimiter=separator, strict=True)
        try:
            while line < len(lines):
                source.record = line
                cells = next(reader)
                yield _Record(line, cells)
                line = source.position
        except csv.Error:
            taken = source.position - line
            swallowed += taken
            if taken:
                yield _lenient(lines[line], line, separator, alone=taken == 1 and not source.refused)
            else:
                yield _Record(line, [], "line")
            line += 1


def _lenient(text: bytes, line: int, separator: str, *, alone: bool) -> _Record:
    """Read the record of one line whose quotation marks are not sound; ``alone``: it swallowed no other line."""
    if len(text) > csv.field_size_limit():
        return _Record(line, [], "long")
    if not alone:
        return _Record(line, [], "open")
    return _Record(line, next(csv.reader([text.decode(errors="replace")], delimiter=separator), []))
