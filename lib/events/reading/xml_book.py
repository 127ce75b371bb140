"""Workbooks that are XML through and through: OpenDocument sheets (.ods, .fods) and Excel's XML of 2003.

Read here row by row and not by the library for workbooks, which knows neither merged and hidden rows nor cells in error
of the one, nothing of the other, and makes room for every row that is only said to be repeated.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO

from lib.events.reading.refusals import locked
from lib.events.reading.sheets import MAX_CELLS, Sheet, too_many_cells
from lib.events.reading.sniff import OPEN_DOCUMENT
from lib.events.reading.xml_pieces import Element, attribute, local, pieces, text_of
from lib.text import _

MAX_CONTENT = 600_000_000
"""Most bytes of the XML of a workbook."""
_WIDEST = 16_384
_SMALL_GAP = 100
"""Blank rows between others up to which each is kept, so that they can be told."""
_DAY = 10
_NUMBERS, _LETTERS = re.compile(r"\d+"), re.compile(r"[^\W\d_]")
_LONGEST_DATE = 40
"""Letters of a date as a sheet shows it."""
_SKIPPED = ("annotation", "Comment")


class XmlBook:
    """A workbook of XML, read whole.

    Attributes:
        names: The tabs of its sheets.
        hidden: Those of them that the program hides.
    """

    def __init__(self, data: bytes, sort: str) -> None:
        """Read the workbook in ``data``, of the sort ``sort``.

        Raises:
            ValueError: It cannot be read; the message says why, and what to do.
        """
        dialect = _OPEN_DOCUMENT if sort == OPEN_DOCUMENT else _EXCEL_2003
        with _content(data) as file:
            self._sheets = {sheet.name: (sheet, hidden) for sheet, hidden in _sheets(file, dialect)}
        self.names = tuple(self._sheets)
        self.hidden = frozenset(name for name, (_sheet, hidden) in self._sheets.items() if hidden)

    def sheet(self, name: str, limit: int | None = None) -> Sheet:
        """Return the cells of a sheet, of its first ``limit`` rows only where that is given."""
        sheet = self._sheets[name][0]
        return Sheet(
            sheet.name, [list(row) for row in sheet.rows[:limit]], sheet.numbers[:limit],
            {column: list(found) for column, found in sheet.dates.items()} if limit is None else {},
            sheet.merged, sheet.hidden, sheet.far,
        )  # fmt: skip


def _content(data: bytes) -> IO[bytes]:
    """Open the XML of a workbook.

    Raises:
        ValueError: It is locked, damaged or too large.
    """
    if not data.startswith(b"PK"):
        return io.BytesIO(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.namelist() else b""
        if b"encryption-data" in manifest or archive.getinfo("content.xml").flag_bits & 1:
            raise ValueError(locked())
        if archive.getinfo("content.xml").file_size > MAX_CONTENT:
            raise ValueError(_("The workbook unpacks to too much, so it was not opened. Save the sheet as CSV."))
        # What it says of its own size is held to: no more than that is unpacked.
        return io.BytesIO(archive.read("content.xml"))
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError) as error:
        raise ValueError(
            _("The workbook is damaged and cannot be opened. Save it again, or save the sheet as CSV UTF-8.")
        ) from error


@dataclass(frozen=True)
class _Cell:
    """One cell: its text, whether it is a real date, how often it stands there, and how far it is merged."""

    text: str
    date: bool = False
    times: int = 1
    column: int | None = None
    down: int = 0
    right: int = 0


@dataclass(frozen=True)
class _Dialect:
    """How one sort of workbook names things: elements of sheet, row and cells; the rest as functions of them."""

    sheet: str
    row: str
    cells: tuple[str, ...]
    cell: Callable[[Element], _Cell]
    row_number: Callable[[Element], int]
    repeats: Callable[[Element], int]
    hidden_row: Callable[[Element], bool]
    hidden_sheets: Callable[[Element], bool]
    styles: tuple[str, ...] = ()


@dataclass
class _Reading:
    """A sheet while it is read."""

    sheet: Sheet
    hidden: bool
    row: int = 0
    cells: int = 0
    wide: dict[int, int] = field(default_factory=dict)


def _sheets(file: IO[bytes], dialect: _Dialect) -> Iterator[tuple[Sheet, bool]]:
    """Yield each sheet, and whether it is hidden."""
    reading: _Reading | None = None
    hidden_styles: set[str] = set()
    for event, element in pieces(file, (dialect.sheet, dialect.row, *dialect.styles), (dialect.sheet,)):
        name = local(element)
        if name in dialect.styles:
            if any(attribute(each, "display") == "false" for each in element):
                hidden_styles.add(attribute(element, "name"))
        elif name == dialect.row and reading is not None:
            _take_row(reading, element, dialect)
        elif event == "start" and reading is None:
            title = attribute(element, "name") or attribute(element, "Name")
            reading = _Reading(Sheet(title), attribute(element, "style-name") in hidden_styles)
        elif event == "end" and reading is not None:
            reading.hidden = reading.hidden or dialect.hidden_sheets(element)
            yield reading.sheet, reading.hidden
            reading = None


def _take_row(reading: _Reading, element: Element, dialect: _Dialect) -> None:
    """Add a row as often as it stands there; one that holds nothing is only counted."""
    sheet = reading.sheet
    reading.row = max(dialect.row_number(element), reading.row + 1)
    first = reading.row
    times = dialect.repeats(element)
    reading.row += times - 1
    texts, dates = _cells_of(element, dialect, sheet, first)
    if not texts:
        return
    reading.cells += len(texts) * times
    if reading.cells > MAX_CELLS:
        raise ValueError(too_many_cells(sheet.name, reading.cells))
    if sheet.numbers and (gap := first - sheet.numbers[-1] - 1) <= _SMALL_GAP:
        sheet.rows += [[] for _row in range(gap)]
        sheet.numbers += range(first - gap, first)
    hidden = dialect.hidden_row(element)
    for number in range(first, first + times):
        for column in dates:
            sheet.dates.setdefault(column, []).append(len(sheet.rows))
        sheet.rows.append(list(texts))
        sheet.numbers.append(number)
        if hidden:
            sheet.hidden.add(number)


def _cells_of(element: Element, dialect: _Dialect, sheet: Sheet, row: int) -> tuple[list[str], list[int]]:
    """Return the cells of a row up to the last that is filled, and the columns of real dates."""
    texts: list[str] = []
    dates: list[int] = []
    column = 0
    for each in element:
        if local(each) not in dialect.cells:
            continue
        cell = dialect.cell(each)
        column = column if cell.column is None else max(column, cell.column)
        if cell.text.strip() and column < _WIDEST:
            times = min(cell.times, _WIDEST - column)
            texts += [""] * (column - len(texts)) + [cell.text] * times
            if cell.date:
                dates.extend(range(column, column + times))
        if (cell.down or cell.right) and len(sheet.merged) < MAX_CELLS:
            sheet.merged.append((row, row + cell.down, column, column + cell.right))
        # Excel counts the columns that a merged cell covers, OpenDocument writes them out.
        column += cell.times + (cell.right if dialect is _EXCEL_2003 else 0)
    return texts, dates


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < _DAY else otherwise


def _open_document_cell(element: Element) -> _Cell:
    times = _whole(attribute(element, "number-columns-repeated"), 1)
    kind = attribute(element, "value-type")
    date = False
    lines = [_written(each) for each in element if local(each) == "p"]
    text = "\n".join(lines)
    if kind in {"float", "percentage", "currency"}:
        value = attribute(element, "value")
        text = value[:-2] if value.endswith(".0") else value or text
    elif kind == "date" and (value := attribute(element, "date-value")):
        shown = _as_shown(text, value)
        date = shown == value
        text = shown.removesuffix("T00:00:00")
    elif kind == "boolean":
        text = attribute(element, "boolean-value")
    if local(element) == "covered-table-cell":
        return _Cell("", times=times)
    down = _whole(attribute(element, "number-rows-spanned"), 1) - 1
    right = _whole(attribute(element, "number-columns-spanned"), 1) - 1
    return _Cell(text, date, times, None, down, right)


def _as_shown(shown: str, value: str) -> str:
    """Return what the sheet shows of the date ``value`` (YYYY-MM-DD): the month alone, as Feb-20, or the year."""
    year, month, day = value[:4], value[5:7], value[8:10]
    numbers = [int(each) for each in _NUMBERS.findall(shown)]
    if not numbers or not (year + month + day).isdecimal() or len(shown) > _LONGEST_DATE:
        return value
    for short in (int(year), int(year[2:])):
        if short in numbers and short != int(day):
            numbers.remove(short)
            break
    worded = _LETTERS.search(shown) is not None
    if not numbers:
        return value[: len("YYYY-MM")] if worded else year
    return value[: len("YYYY-MM")] if numbers == [int(month)] and not worded else value


def _written(element: Element) -> str:
    """Return the text of a paragraph; runs of spaces, tabs and breaks are elements of their own, remarks no text."""
    parts = [element.text or ""]
    for each in element:
        name = local(each)
        if name == "s":
            parts.append(" " * min(_whole(attribute(each, "c"), 1), 1000))
        elif name in {"tab", "line-break"}:
            parts.append("\t" if name == "tab" else "\n")
        elif name not in _SKIPPED:
            parts.append(_written(each))
        parts.append(each.tail or "")
    return "".join(parts)


def _excel_cell(element: Element) -> _Cell:
    index = _whole(attribute(element, "Index"), 0)
    column = index - 1 if index else None
    down, right = (_whole(attribute(element, name), 0) for name in ("MergeDown", "MergeAcross"))
    data = next((each for each in element if local(each) == "Data"), None)
    if data is None:
        return _Cell("", column=column, down=down, right=right)
    text, kind = text_of(data), attribute(data, "Type")
    if kind == "DateTime":
        text = text.removesuffix(".000").removesuffix("T00:00:00")
    elif kind == "Boolean":
        text = {"1": "true", "0": "false"}.get(text, text)
    return _Cell(text, kind == "DateTime", 1, column, down, right)


def _hidden_by_options(worksheet: Element) -> bool:
    """Tell whether Excel's options of a sheet say that it is hidden."""
    return any(local(each) == "Visible" and (each.text or "").startswith("Sheet") for each in worksheet.iter())


_OPEN_DOCUMENT = _Dialect(
    sheet="table",
    row="table-row",
    cells=("table-cell", "covered-table-cell"),
    cell=_open_document_cell,
    row_number=lambda _row: 0,
    repeats=lambda row: _whole(attribute(row, "number-rows-repeated"), 1),
    hidden_row=lambda row: attribute(row, "visibility") in {"collapse", "filter"},
    hidden_sheets=lambda _sheet: False,
    styles=("style",),
)
_EXCEL_2003 = _Dialect(
    sheet="Worksheet",
    row="Row",
    cells=("Cell",),
    cell=_excel_cell,
    row_number=lambda row: _whole(attribute(row, "Index"), 0),
    repeats=lambda _row: 1,
    hidden_row=lambda row: attribute(row, "Hidden") == "1",
    hidden_sheets=_hidden_by_options,
)
