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
from typing import IO

from lxml import etree

from lib.events.reading.cell_formats import as_shown, holding
from lib.events.reading.sheets import MAX_CELLS, Merge, column_letters, too_many_cells
from lib.events.reading.xml_pieces import Element, attribute, child, local, pieces

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
    """

    path: str
    rows: int = 0
    columns: int = 0
    cells: int = 0
    hidden: set[int] = field(default_factory=set)
    errors: bool = False
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
    """Return what stands in one sheet of the archive, without making a cell of it."""
    part = Part(path)
    row = 0
    coarse = holding(formats.coarse) if formats.coarse else None
    with archive.open(path) as file:
        for chunk in _chunks(file):
            for found in _ROW.finditer(chunk):
                number = _NUMBER.search(found[1])
                row = int(number[1]) if number else row + 1
                part.rows = max(part.rows, row)
                if _HIDDEN.search(found[1]):
                    part.hidden.add(row)
            letters = set(_WIDE.findall(chunk))
            part.columns = max([part.columns, *(_column(each.decode()) + 1 for each in letters)])
            part.cells += len(_CELL.findall(chunk))
            part.errors = part.errors or _ERROR.search(chunk) is not None
            part.coarse = part.coarse or (coarse is not None and coarse.search(chunk) is not None)
    return part


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the bytes of a sheet in pieces that end with an element."""
    rest = b""
    while piece := file.read(_CHUNK):
        piece = rest + piece
        end = piece.rfind(b">") + 1
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
