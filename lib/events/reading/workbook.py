"""From a spreadsheet workbook to cells of text, without trusting what it says about its own size."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import python_calamine as calamine

from lib.events.problems import ProblemLog, shown
from lib.events.reading.grid import ENOUGH, Grid, find_header, grid_of_rows
from lib.text import _, number

MAX_UNPACKED = 1_000_000_000
"""Most bytes a workbook may unpack to: five times the largest upload. A zip bomb unpacks to thousands of times more."""
MAX_CELLS = 12_000_000
"""Most cells read from one sheet; as CSV the same rows take a tenth of the memory."""
MAX_SHEETS = 300
"""Most sheets of a workbook that are looked at."""
_SAMPLE_ROWS = 80
_PIECE = 1 << 20
_WHOLE = 1e15
"""Up to here a float holds every whole number."""

Cell = str | float | bool | date | datetime | time | timedelta


def refusal(data: bytes) -> str:
    """Why a workbook must not be opened, or "" when it may be. It is unpacked piece by piece and never kept."""
    if not data.startswith(b"PK"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = 0
            for entry in archive.infolist():
                if entry.flag_bits & 1:
                    return _("The workbook is locked with a password. Save it without one.")
                for size in _pieces(archive, entry):
                    unpacked += size
                    if unpacked > MAX_UNPACKED:
                        return _(
                            "The workbook unpacks to more than {size} MB, so it was not opened. Save the sheet as CSV."
                        ).format(size=number(MAX_UNPACKED / 1e6))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        return _("The workbook is damaged and cannot be opened. Save it again, or save the sheet as CSV UTF-8.")
    return ""


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[int]:
    with archive.open(entry) as member:
        while piece := member.read(_PIECE):
            yield len(piece)


class Workbook:
    """A workbook that has been found safe to open."""

    def __init__(self, data: bytes) -> None:
        """Open the workbook in ``data``.

        Raises:
            ValueError: It cannot be opened; the message says why, and what to do.
        """
        try:
            self._book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        except (calamine.CalamineError, OSError, ValueError) as error:
            raise ValueError(
                _("The workbook is damaged and cannot be opened. Save it again, or save the sheet as CSV UTF-8.")
            ) from error
        self.names = tuple(
            sheet.name for sheet in self._book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet
        )

    def candidates(self, known: frozenset[str]) -> tuple[str, ...]:
        """The sheets whose first rows hold the names of columns that some format has."""
        found = []
        for name in self.names[:MAX_SHEETS]:
            sample = [[as_text(cell) for cell in row] for row in self._rows(name, _SAMPLE_ROWS)]
            if find_header(sample, known)[1] >= ENOUGH:
                found.append(name)
        return tuple(found)

    def grid(self, name: str, known: frozenset[str], log: ProblemLog) -> Grid | None:
        """The cells of the sheet ``name``; None when it is blank or too large, which ``log`` is told."""
        sheet = self._book.get_sheet_by_name(name)
        cells = sheet.total_height * sheet.total_width
        if cells > MAX_CELLS:
            message = _("The sheet '{name}' has {n} cells; at most {limit} are read. Save it as CSV UTF-8.")
            log.whole(message.format(name=shown(name), n=number(cells), limit=number(MAX_CELLS)))
            return None
        rows = [[as_text(cell) for cell in row] for row in self._rows(name)]
        if not any(cell for row in rows for cell in row):
            log.whole(_("The sheet '{name}' is empty.").format(name=shown(name)))
            return None
        return grid_of_rows(rows, known, name)

    def _rows(self, name: str, limit: int | None = None) -> Iterator[list[Cell]]:
        """The rows of a sheet from its top, so that their numbers are those the spreadsheet shows."""
        sheet = self._book.get_sheet_by_name(name)
        for at, row in enumerate(sheet.to_python(skip_empty_area=False, nrows=limit)):
            if limit is not None and at >= limit:
                return
            yield row


def as_text(cell: Cell) -> str:
    """A cell as the event table writes it: ISO dates, whole numbers without a point, true and false."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < _WHOLE else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat() if cell.time() != time() else cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
