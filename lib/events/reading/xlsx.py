"""The sheets inside an .xlsx file, looked over before a library opens them.

The library makes room for every cell between the first and the last one, reads cells in error as blank, and gives a day
to a date that the sheet shows as a month. So a sheet with a cell far away, with cells in error or with such dates is
written anew: without the empty space, and with errors and months as the text that is shown.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import IO

from lxml import etree

from lib.events.reading.cell_formats import as_shown, holding
from lib.events.reading.sheets import MAX_CELLS, Merge, column_letters, too_many_cells
from lib.events.reading.xml_pieces import Element, attribute, child, local, pieces
from lib.text import _, number

MAX_PART = 400_000_000
"""Most bytes of one sheet unpacked that is written anew."""
_DENSE = 2_000_000
"""Cells up to which empty space costs nothing."""
_SPARSE = 6
"""Times as many places as cells: most of the sheet is empty space."""
_CHUNK = 1 << 24
_ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
_NUMBER = re.compile(rb'\br="(\d{1,7})"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_WIDE = re.compile(rb'\br="([A-Z]{1,3})\d')
_CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
_BEYOND = re.compile(rb'\br="(?:[A-Za-z]{4,}\d|[A-Za-z]*\d{8,})')
"""A cell or row further on than any sheet reaches: four letters, or eight figures."""
_LONG_NUMBER = re.compile(rb'\br="[A-Z]{0,3}(\d{7})"')
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b(?![^<>]*\bt=\"str\")[^<>]*\br=\"([A-Z]{1,3})(\d{1,7})\"[^<>]*>\s*"
    rb"<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<>]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</"
)
"""A formula of which the sheet does not have the result."""
_MOST_FORMULAS = 100_000
_ERROR = re.compile(rb'(<(?:\w+:)?c\b[^<>]*?\bt=)"e"')
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_KEPT_PARTS = ("[Content_Types].xml", "_rels/", "xl/workbook.xml", "xl/_rels/", "xl/styles.xml", "xl/sharedStrings.xml")
_LETTERS = 26


@dataclass
class Part:
    """What stands in the file of one sheet.

    Attributes:
        path: Its name in the archive.
        rows: Number of the last row.
        columns: Number of the last column.
        cells: How many cells there are, blank ones with a format included.
        hidden: Numbers of the rows that are hidden.
        errors: Whether a cell holds an error.
        coarse: Whether a date is shown without its day.
        formulas: Column, from 0, and row of cells with a formula of which no result was saved.
    """

    path: str
    rows: int = 0
    columns: int = 0
    cells: int = 0
    hidden: set[int] = field(default_factory=set)
    errors: bool = False
    formulas: list[tuple[int, int]] = field(default_factory=list)
    coarse: bool = False

    @property
    def is_rewritten(self) -> bool:
        """Whether the sheet is written anew before it is read."""
        return self.is_sparse or self.errors or self.coarse

    @property
    def is_sparse(self) -> bool:
        """Whether most of the sheet is empty space."""
        places = self.rows * self.columns
        return places > _DENSE and places > _SPARSE * self.cells


@dataclass(frozen=True)
class Formats:
    """How a workbook writes its dates: styles that show no day with what they show, and from when days are counted."""

    coarse: dict[str, str] = field(default_factory=dict)
    since_1904: bool = False


@dataclass(frozen=True)
class Rewritten:
    """A workbook of one sheet; where empty space was taken out, where its rows stood, and its merged cells."""

    data: bytes
    rows: tuple[int, ...] | None = None
    merged: tuple[Merge, ...] = ()


def parts_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the name in the archive of each sheet, by what its tab says; nothing where that cannot be told."""
    try:
        targets = {
            attribute(each, "Id"): attribute(each, "Target")
            for _event, each in pieces(io.BytesIO(archive.read("xl/_rels/workbook.xml.rels")), ("Relationship",))
        }
        sheets = pieces(io.BytesIO(archive.read("xl/workbook.xml")), ("sheet",))
        found = {}
        for _event, each in sheets:
            prefixed = (value for key, value in each.attrib.items() if str(key).endswith("}id"))
            target = targets.get(str(next(prefixed, "")), "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            found[attribute(each, "name")] = path
    except (KeyError, ValueError):
        return {}
    return {name: path for name, path in found.items() if path in archive.namelist()}


def look_over(archive: zipfile.ZipFile, path: str, formats: Formats) -> Part:
    """Return what stands in one sheet of the archive, without making a cell of it.

    Raises:
        ValueError: It has more rows than a sheet can have, or cells beyond its end.
    """
    part = Part(path)
    row = count = 0
    coarse = holding(formats.coarse) if formats.coarse else None
    with archive.open(path) as file:
        for chunk in _chunks(file):
            for found in _ROW.finditer(chunk):
                stated = _NUMBER.search(found[1])
                row = int(stated[1]) if stated else row + 1
                count += 1
                part.rows = max(part.rows, row)
                if _HIDDEN.search(found[1]):
                    part.hidden.add(row)
            letters = set(_WIDE.findall(chunk))
            part.columns = max([part.columns, *(_column(each.decode()) + 1 for each in letters)])
            if max(part.rows, count) > _MOST_ROWS or part.columns > _MOST_COLUMNS or _reaches_beyond(chunk):
                raise ValueError(_beyond())
            part.cells += len(_CELL.findall(chunk))
            if b"<f" in chunk or b":f" in chunk:
                places = ((_column(each[1].decode()), int(each[2])) for each in _FORMULA.finditer(chunk))
                part.formulas.extend(islice(places, _MOST_FORMULAS - len(part.formulas)))
            part.errors = part.errors or _ERROR.search(chunk) is not None
            part.coarse = part.coarse or (coarse is not None and coarse.search(chunk) is not None)
    return part


def _reaches_beyond(chunk: bytes) -> bool:
    """Tell whether a cell stands where no sheet has one."""
    return _BEYOND.search(chunk) is not None or any(int(row) > _MOST_ROWS for row in set(_LONG_NUMBER.findall(chunk)))


def _beyond() -> str:
    words = _(
        "A sheet of the workbook goes beyond {rows} rows or {columns} columns, which no spreadsheet can hold. Open it "
        "in Excel or LibreOffice, save it again, or save the sheet as CSV UTF-8."
    )
    return words.format(rows=number(_MOST_ROWS), columns=number(_MOST_COLUMNS))


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the bytes of a sheet in pieces that end with a row, or else with an element."""
    rest = b""
    while piece := file.read(_CHUNK):
        piece = rest + piece
        end = piece.rfind(b"</row>") + len(b"</row>")
        end = end if end >= len(b"</row>") else piece.rfind(b">") + 1
        rest = piece[end:]
        yield piece[:end]
    yield rest


def _column(letters: str) -> int:
    """Return the position of a column from 0 by its letters."""
    found = 0
    for letter in letters:
        found = found * _LETTERS + ord(letter) - ord("A") + 1
    return found - 1


def rewritten(archive: zipfile.ZipFile, part: Part, name: str, formats: Formats) -> Rewritten:
    """Return a workbook of this sheet alone: without empty space where it is sparse, errors and months as text.

    Raises:
        ValueError: The sheet is too large or damaged; the message says what to do.
    """
    if archive.getinfo(part.path).file_size > MAX_PART:
        raise ValueError(too_many_cells(name, MAX_CELLS + part.cells))
    rows: tuple[int, ...] | None = None
    merged: tuple[Merge, ...] = ()
    if part.is_sparse:
        sheet, rows, merged = _compacted(archive, part, name)
    else:
        sheet = archive.read(part.path)
        sheet = _ERROR.sub(rb'\1"str"', sheet) if part.errors else sheet
    if part.coarse:
        sheet = as_shown(sheet, formats.coarse, since_1904=formats.since_1904)
    return Rewritten(_repacked(archive, part.path, sheet), rows, merged)


def _repacked(archive: zipfile.ZipFile, path: str, sheet: bytes) -> bytes:
    """Pack this sheet into an archive with what every workbook needs."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as small:
        for name in dict.fromkeys(archive.namelist()):
            if name != path and name.startswith(_KEPT_PARTS):
                small.writestr(name, archive.read(name))
        small.writestr(path, sheet)
    return out.getvalue()


def _compacted(archive: zipfile.ZipFile, part: Part, name: str) -> tuple[bytes, tuple[int, ...], tuple[Merge, ...]]:
    """Return the sheet with its filled rows and columns only, the numbers the rows had, and the cells merged."""
    kept: list[tuple[int, list[tuple[int, bytes]]]] = []
    used: set[int] = set()
    merged: list[str] = []
    row = 0
    with archive.open(part.path) as file:
        for _event, element in pieces(file, ("row", "mergeCell")):
            if local(element) == "mergeCell":
                merged.append(attribute(element, "ref"))
                continue
            row = int(attribute(element, "r") or row + 1)
            cells = list(_filled_cells(element))
            if cells:
                kept.append((row, cells))
                used.update(column for column, _cell in cells)
    if too_large := too_many_cells(name, len(kept) * len(used)):
        raise ValueError(too_large)
    columns = sorted(used)
    letters = {column: column_letters(at) for at, column in enumerate(columns)}
    body = [b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>']
    for at, (_row, cells) in enumerate(kept, 1):
        body.append(b'<row r="%d">' % at)
        body.extend(cell % f"{letters[column]}{at}".encode() for column, cell in cells)
        body.append(b"</row>")
    body.append(b"</sheetData></worksheet>")
    return b"".join(body), tuple(row for row, _cells in kept), tuple(_merges(merged, columns))


def _merges(references: list[str], columns: list[int]) -> Iterator[Merge]:
    """Yield merged cells by the columns that are left; those whose first column is gone held nothing."""
    for reference in references:
        corners = _REFERENCE.findall(reference)
        if len(corners) == 2 and (left := _column(corners[0][0])) in columns:  # noqa: PLR2004  two corners
            right = bisect_right(columns, _column(corners[1][0])) - 1
            yield int(corners[0][1]), int(corners[1][1]), columns.index(left), right


def _filled_cells(row: Element) -> Iterator[tuple[int, bytes]]:
    """Yield column and text of each cell of a row that holds something; %b stands for its place."""
    column = -1
    for cell in row:
        if local(cell) != "c":
            continue
        place = _REFERENCE.fullmatch(attribute(cell, "r"))
        column = _column(place[1]) if place else column + 1
        value, inline = child(cell, "v"), child(cell, "is")
        if (value is None or not value.text) and inline is None:
            continue
        kind = attribute(cell, "t")
        made = etree.Element("c", t="str" if kind == "e" else kind) if kind else etree.Element("c")
        if style := attribute(cell, "s"):
            made.set("s", style)
        for part in (value, inline):
            if part is not None:
                made.append(_plain_copy(part))
        text = etree.tostring(made).replace(b"%", b"%%")
        yield column, text.replace(b"<c", b'<c r="%b"', 1)


def _plain_copy(element: Element) -> Element:
    """Copy a cell's value without namespaces; of rich text the text alone."""
    made = etree.Element(local(element))
    if made.tag == "v":
        made.text = element.text
        return made
    text = etree.SubElement(made, "t")
    text.text = "".join(str(each.text or "") for each in element.iter("{*}t") if local(each.getparent()) != "rPh")
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made
