"""From a spreadsheet workbook to cells of text, without trusting what it says about its own size."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

import python_calamine as calamine

from lib.events.reading import xlsx
from lib.events.reading.cell_formats import coarse_styles, counts_from_1904
from lib.events.reading.refusals import locked
from lib.events.reading.sheets import Merge, Sheet, too_many_cells
from lib.text import _, number

MAX_UNPACKED = 1_000_000_000
"""Most bytes a workbook may unpack to: five times the largest upload. A zip bomb unpacks to thousands of times more."""
_PIECE = 1 << 20
_WHOLE = 1e15
"""Up to here a float holds every whole number."""
_FILE_PASS = b"\x09\x08\x10\x00\x00\x06\x05\x00"
"""How the stream of an old workbook begins; sixteen bytes on stands the record that says it is locked."""
_DATE_MODE, _END = 0x22, 0x0A
"""Records of an old workbook: from when it counts days, and the end of what it says of itself."""
_MOST_RECORDS = 10_000
_BINARY_EXTENT = b"\x94\x01\x10"
"""Before the first and last row and column of a sheet in a binary workbook (.xlsb)."""

Cell = str | float | bool | date | datetime | time | timedelta


def refusal(data: bytes) -> str:
    """Say why a workbook must not be opened, or "" when it may be. It is unpacked piece by piece and never kept."""
    if not data.startswith(b"PK"):
        at = data.find(_FILE_PASS)
        return locked() if at >= 0 and data[at + 20 : at + 22] == b"\x2f\0" else ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = 0
            for entry in archive.infolist():
                if entry.flag_bits & 1:
                    return locked()
                for size in _pieces(archive, entry):
                    unpacked += size
                    if unpacked > MAX_UNPACKED:
                        return _(
                            "The workbook unpacks to more than {size} MB, so it was not opened. Save the sheet as CSV."
                        ).format(size=number(MAX_UNPACKED / 1e6))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        return _damaged()
    return ""


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[int]:
    with archive.open(entry) as member:
        while piece := member.read(_PIECE):
            yield len(piece)


def _damaged() -> str:
    return _("The workbook is damaged and cannot be opened. Save it again, or save the sheet as CSV UTF-8.")


class Workbook:
    """An .xlsx, .xlsm, .xlsb or .xls workbook that has been found safe to open.

    Attributes:
        names: The tabs of its sheets of cells.
        hidden: Those of them that the program hides.
    """

    def __init__(self, data: bytes) -> None:
        """Open the workbook in ``data``.

        Raises:
            ValueError: It cannot be opened; the message says why, and what to do.
        """
        self._book = _opened(data)
        self._archive = zipfile.ZipFile(io.BytesIO(data)) if data.startswith(b"PK") else None
        self._parts = xlsx.parts_of(self._archive) if self._archive is not None else {}
        self._formats = _formats(data, self._archive)
        sheets = [each for each in self._book.sheets_metadata if each.typ == calamine.SheetTypeEnum.WorkSheet]
        self.names = tuple(each.name for each in sheets)
        self.hidden = frozenset(each.name for each in sheets if each.visible != calamine.SheetVisibleEnum.Visible)
        self._seen: dict[str, xlsx.Part] = {}

    def sheet(self, name: str, limit: int | None = None) -> Sheet:
        """Return the cells of a sheet, of its first ``limit`` rows only where that is given.

        Raises:
            ValueError: It is too large or damaged; the message says what to do.
        """
        part = self._part(name)
        sheet = Sheet(name, since_1904=self._formats.since_1904)
        rows: tuple[int, ...] | None = None
        merged: list[Merge] | None = None
        book = self._book
        if part is not None:
            sheet.hidden = part.hidden
            sheet.formulas = part.formulas
            if part.is_sparse:
                sheet.far = (part.rows, part.columns - 1)
            if part.is_rewritten:
                assert self._archive is not None
                made = xlsx.rewritten(self._archive, part, name, self._formats)
                book, rows = _opened(made.data), made.rows
                merged = list(made.merged) if part.is_sparse else None
        with _read_soundly():
            cells = book.get_sheet_by_name(name)
        if rows is None and (too_large := too_many_cells(name, cells.total_height * cells.total_width)):
            raise ValueError(too_large)
        _fill(sheet, cells, rows, limit)
        ranges = cells.merged_cell_ranges or [] if merged is None else []
        sheet.merged = merged or [(top + 1, bottom + 1, left, right) for (top, left), (bottom, right) in ranges]
        return sheet

    def _part(self, name: str) -> xlsx.Part | None:
        """Look over what stands in the file of a sheet; None for sorts of workbook that have none.

        Raises:
            ValueError: The sheet is too large, or has cells where no sheet has one.
        """
        if self._archive is None or name not in self._parts:
            return None
        path = self._parts[name]
        if path.endswith(".bin"):
            head = self._archive.open(path).read(4096)
            at = head.find(_BINARY_EXTENT) + len(_BINARY_EXTENT)
            first, last, left, right = (int.from_bytes(head[at + n : at + n + 4], "little") for n in (0, 4, 8, 12))
            if at >= len(_BINARY_EXTENT) and (why := too_many_cells(name, (last - first + 1) * (right - left + 1))):
                raise ValueError(why)
            return None
        if name not in self._seen:
            self._seen[name] = xlsx.look_over(self._archive, path, self._formats)
        return self._seen[name]


def _formats(data: bytes, archive: zipfile.ZipFile | None) -> xlsx.Formats:
    """Return how the workbook writes its dates; of an old one only from when it counts days."""
    if archive is not None:
        return xlsx.Formats(coarse_styles(archive), counts_from_1904(archive))
    at = max(data.find(_FILE_PASS), 0)
    for _record in range(_MOST_RECORDS):
        kind, length = int.from_bytes(data[at : at + 2], "little"), int.from_bytes(data[at + 2 : at + 4], "little")
        if kind in {_DATE_MODE, _END, 0}:
            return xlsx.Formats(since_1904=kind == _DATE_MODE and data[at + 4 : at + 6] == b"\x01\0")
        at += 4 + length
    return xlsx.Formats()


def _opened(data: bytes) -> calamine.CalamineWorkbook:
    """Open the workbook in ``data``.

    Raises:
        ValueError: It cannot be opened.
    """
    with _read_soundly():
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))


@contextmanager
def _read_soundly() -> Iterator[None]:
    """Turn what the library says of a workbook into a ValueError with a sentence, its panics included."""
    try:
        yield
    except calamine.PasswordError as error:
        raise ValueError(locked()) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise ValueError(_damaged()) from error
    except BaseException as error:
        # The library's language ends a program that comes upon what it did not foresee; that is no Exception here.
        if type(error).__name__ != "PanicException":
            raise
        raise ValueError(_damaged()) from error


def _fill(sheet: Sheet, cells: calamine.CalamineSheet, rows: tuple[int, ...] | None, limit: int | None) -> None:
    """Put the cells into ``sheet``, those of a sheet written anew where they stood before."""
    start = cells.start[1] if cells.start is not None else 0
    for at, row in enumerate(cells.iter_rows() if cells.start is not None else ()):
        if at == limit:
            return
        texts = [""] * start
        for column, cell in enumerate(row, start):
            if isinstance(cell, date):
                sheet.dates.setdefault(column, []).append(at)
            texts.append(as_text(cell))
        sheet.rows.append(texts)
        sheet.numbers.append(at + 1 if rows is None else rows[at])


def as_text(cell: Cell) -> str:
    """Write a cell as the event table does: ISO dates, whole numbers without a point, true and false."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < _WHOLE else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat() if cell.time() != time() else cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
