"""From the rows of delimited text to columns of cells: quotes, rows with too many or too few cells.

A quick path (pyarrow) reads a sound file of 200 MB in seconds. Where it stumbles, a patient one (the standard
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
from lib.text import _, number

_CHUNK = 20_000
"""Records turned into columns at a time on the patient path: bounds the memory for Python strings."""
_END = b"\x02end of the table\x02"
"""A last record of our own. If it does not come back, a quotation mark swallowed it."""


@dataclass(frozen=True)
class Cells:
    """The cells of a file as text, by position of the column, and the row each record has in a spreadsheet.

    ``left_out`` counts the records that could not be read.
    """

    table: pa.Table
    rows: npt.NDArray[np.int64]
    left_out: int = 0


class _Record(NamedTuple):
    """One record: its first line, its cells, and the fault that hides them ("open" quotation mark, too "long")."""

    line: int
    cells: list[str]
    fault: str = ""


def header(lines: Sequence[bytes], separator: str) -> tuple[list[str], int]:
    """The cells of the header and the number of lines it takes."""
    records = _records(lines, separator)
    first = next(records)
    if first.fault:
        return [cell.strip(' "') for cell in lines[0].decode(errors="replace").split(separator)], 1
    following = next(records, None)
    return first.cells, following.line if following else len(lines)


def read_cells(body: bytes, separator: str, width: int, first_row: int, log: ProblemLog) -> Cells:
    r"""The cells below the header.

    Args:
        body: UTF-8 text after the header, lines ended by ``\n``.
        separator: What stands between two cells, one of :data:`lib.events.reading.delimited.SEPARATORS`.
        width: Number of cells in the header.
        first_row: Row number of the first record, as a spreadsheet shows it.
        log: Is told of each record left out.

    Returns:
        ``width`` columns of text named by position; blank records are not in it.
    """
    cells = _read_quickly(body, separator, width, first_row)
    if cells is None:
        cells = _read_patiently(body, separator, width, first_row, log)
    return cells


def _read_quickly(body: bytes, separator: str, width: int, first_row: int) -> Cells | None:
    """The cells, or None when anything about the file is unusual."""
    names = [str(position) for position in range(width)]
    end = _END + separator.encode() * (width - 1) + b"\n"
    text = body.rstrip(b"\n") + b"\n" + end
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(text),
            read_options=pa_csv.ReadOptions(column_names=names, block_size=4_000_000),
            parse_options=pa_csv.ParseOptions(delimiter=separator, newlines_in_values=True, ignore_empty_lines=False),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    last = table.num_rows - 1
    if last < 0 or table.column(0)[last].as_py() != _END.decode() or _is_suspicious(table, separator):
        return None
    table = table.slice(0, last)
    return Cells(table, np.arange(first_row, first_row + last, dtype=np.int64))


def _is_suspicious(table: pa.Table, separator: str) -> bool:
    """Whether a cell may have swallowed rows through an open quotation mark, or is too long for the patient reader."""
    for column in table.columns:
        if (pc.max(pc.binary_length(column)).as_py() or 0) > csv.field_size_limit():
            return True
        several_lines = column.filter(pc.match_substring(column, "\n"))
        if len(several_lines) and pc.any(pc.match_substring_regex(several_lines, f'["{separator}]')).as_py():
            return True
    return False


def _read_patiently(body: bytes, separator: str, width: int, first_row: int, log: ProblemLog) -> Cells:
    """The cells, record by record, with a problem for each record that cannot be one."""
    lines = body.rstrip(b"\n").split(b"\n")
    chunks: list[pa.Table] = []
    kept: list[list[str]] = []
    rows: list[int] = []
    faults: dict[str, list[tuple[int, int]]] = {fault: [] for fault in _faults()}
    left_out = 0
    row = first_row - 1
    for record in _records(lines, separator):
        row += 1
        cells = record.cells
        fault = record.fault
        if not fault:
            if not any(cells):
                continue
            fault = "few" if len(cells) < width else "many" if any(cells[width:]) else ""
        if fault:
            left_out += 1
            faults[fault].append((row, len(cells)))
            continue
        kept.append(cells[:width])
        rows.append(row)
        if len(kept) == _CHUNK:
            chunks.append(_columns(kept, width))
            kept = []
    chunks.append(_columns(kept, width))
    _tell(faults, width, log)
    return Cells(pa.concat_tables(chunks), np.array(rows, dtype=np.int64), left_out)


def _faults() -> dict[str, tuple[str, str]]:
    """What can be wrong with a record: in short, and as a sentence."""
    return {
        "open": (
            _("open quotation mark"),
            _(
                "A quotation mark is opened and never closed. Close it, or double it if it belongs to the text. "
                "The row was left out."
            ),
        ),
        "long": (
            _("cell too long"),
            _("A cell is longer than {limit} characters. Shorten it. The row was left out."),
        ),
        "many": (
            _("too many cells"),
            _(
                "The row has {found} cells, the header {width}. Put a cell that holds the separator in quotation "
                "marks. The row was left out."
            ),
        ),
        "few": (
            _("too few cells"),
            _("The row has {found} cells, the header {width}. Add the missing cells. The row was left out."),
        ),
    }


def _tell(faults: dict[str, list[tuple[int, int]]], width: int, log: ProblemLog) -> None:
    """Log the records left out (their row and number of cells), by what is wrong with them."""
    limit = number(csv.field_size_limit())
    for fault, (sort, template) in _faults().items():
        found = np.array(faults[fault], dtype=np.int64).reshape(-1, 2)

        def message(position: int, template: str = template, found: npt.NDArray[np.int64] = found) -> str:
            return template.format(found=found[position, 1], width=width, limit=limit)

        log.cells(sort, found[:, 0], np.ones(len(found), dtype=bool), None, message, severity="error")


def _columns(records: list[list[str]], width: int) -> pa.Table:
    """Records of equal length as columns."""
    columns = zip(*records, strict=True) if records else ((),) * width
    return pa.table({str(n): pa.array(column, type=pa.string()) for n, column in enumerate(columns)})


def _records(lines: Sequence[bytes], separator: str, start: int = 0) -> Iterator[_Record]:
    """The records of ``lines`` from line ``start`` on.

    A quotation mark too many swallows the rows up to the next one, where text then stands straight after the mark that
    closes it: sound quoting never does that. Such a record loses its first line only; reading goes on after it.
    """
    line = start
    while line < len(lines):
        reader = csv.reader(_text(lines, start), delimiter=separator, strict=True)
        try:
            while line < len(lines):
                cells = next(reader)
                yield _Record(line, cells)
                line = start + reader.line_num
        except csv.Error:
            alone = reader.line_num - (line - start) == 1
            yield _lenient(lines[line], line, separator, alone=alone)
            line = start = line + 1


def _lenient(text: bytes, line: int, separator: str, *, alone: bool) -> _Record:
    """The record of one line whose quotation marks are not sound; ``alone`` when it swallowed no other line."""
    if len(text) > csv.field_size_limit():
        return _Record(line, [], "long")
    if not alone:
        return _Record(line, [], "open")
    return _Record(line, next(csv.reader([text.decode(errors="replace")], delimiter=separator), []))


def _text(lines: Sequence[bytes], start: int) -> Iterator[str]:
    """The lines from ``start`` on."""
    for position in range(start, len(lines)):
        yield lines[position].decode(errors="replace") + "\n"
