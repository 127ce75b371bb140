"""Reports as an Excel workbook, written piece by piece: the rows, what they are about, and what each column means.

Written here rather than with a library for three reasons: a million rows take seconds instead of minutes, coordinates
keep all their digits (both libraries of the field cut them to sixteen), and the same view gives the same bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.exports.tables.about import About, dictionary
from lib.exports.tables.arrow import SCHEMA, as_arrow, joined, rewritten
from lib.exports.tables.pipe import Pipe, entry
from lib.text import (
    _,
    pgettext,
    spoken,
)

MOST_ROWS: Final = 1_048_575
"""Rows below the header that a sheet can hold."""
LONGEST: Final = 32_767
"""Characters that a cell can hold; longer text is cut, which the sheet about the table says."""
TEXT, DATE, HEAD, WRAP = range(1, 5)
"""Styles of cells, by their place in the style sheet."""
_ODD: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
"""What XML cannot hold, and what a reader would take for the way to write that."""
_EPOCH: Final = np.datetime64("1899-12-30", "D")
"""Day 0 of a spreadsheet's dates."""
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_DECLARED: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def as_workbook(chunks: Iterable[pd.DataFrame], about: About) -> Iterator[bytes]:
    """Write an Excel workbook of three sheets: ``events``, ``README`` and ``columns``.

    Text is text whatever it begins with, dates are dates, figures are numbers, blanks are empty.
    """
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, text in _parts(about).items():
            archive.writestr(entry(name), text)
        yield pipe.taken()
        cut = 0
        with archive.open(entry("xl/worksheets/sheet1.xml"), "w", force_zip64=about.rows > _LARGE) as sheet:
            top = 2 if about.tags else 1
            sheet.write(_opening(_WIDTHS, frozen=top).encode() + _header(SCHEMA.names))
            if about.tags:
                sheet.write(_header(about.tags, 2))
            first = top + 1
            for chunk in chunks:
                rows, shortened = _rows(as_arrow(chunk), first)
                sheet.write(rows)
                cut += shortened
                first += len(chunk)
                yield pipe.taken()
            sheet.write(f'</sheetData><autoFilter ref="A{top}:{_LETTERS[-1]}{first - 1}"/></worksheet>'.encode())
        lines = [(about.title, ""), *about.lines]
        if cut:
            note = _("{n} cells were longer than a spreadsheet's cell and were cut to {limit} characters; the other "
                     "formats hold them whole.")  # fmt: skip
            lines.append((pgettext("heading: cells that were shortened", "Cut"), note.format(n=cut, limit=LONGEST)))
        archive.writestr(entry("xl/worksheets/sheet2.xml"), _small_sheet(lines, (24, 110)))
        listed = [(_("column"), _("what it holds")), *dictionary()]
        archive.writestr(entry("xl/worksheets/sheet3.xml"), _small_sheet(listed, (24, 110)))
    yield pipe.taken()


_LARGE: Final = 500_000
"""From so many rows on a sheet may unpack to more than two gigabytes, which the archive has to announce."""


def _letter(at: int) -> str:
    """Return the letters of a spreadsheet's column, counted from 0."""
    before, last = divmod(at, 26)
    return (_letter(before - 1) if before else "") + chr(65 + last)


_LETTERS: Final = tuple(_letter(at) for at in range(len(SCHEMA)))
_WIDTHS: Final = tuple(
    {"source": 40, "source_url": 30, "note": 60, "place": 22, "place_ar": 18, "event_id": 24}.get(name, 13)
    for name in SCHEMA.names
)


def _opening(widths: Sequence[int], *, frozen: int = 0) -> str:
    """Write the start of a sheet of which the first ``frozen`` rows stay where they are."""
    first = f'<pane ySplit="{frozen}" topLeftCell="A{frozen + 1}" activePane="bottomLeft" state="frozen"/>'
    pane = first if frozen else ""
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(widths, 1)
    )
    return (
        f'{_DECLARED}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView{_from_right()} workbookViewId="0">'
        f"{pane}</sheetView>"
        f"</sheetViews><cols>{columns}</cols><sheetData>"
    )


def _cell(place: str, text: str, style: int) -> str:
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_safe(text)}</t></is></c>'


def _header(names: Sequence[str], at: int = 1) -> bytes:
    cells = "".join(_cell(f"{letter}{at}", name, HEAD) for letter, name in zip(_LETTERS, names, strict=True))
    return f'<row r="{at}">{cells}</row>'.encode()


def _from_right() -> str:
    """Return the attribute of a sheet whose first column stands at the right, as its language is read."""
    return ' rightToLeft="1"' if spoken().from_right else ""


def _small_sheet(lines: Sequence[tuple[str, str]], widths: Sequence[int]) -> str:
    rows = "".join(
        f'<row r="{at}">{_cell(f"A{at}", name, HEAD)}{_cell(f"B{at}", text[:LONGEST], WRAP)}</row>'
        for at, (name, text) in enumerate(lines, 1)
    )
    return f"{_opening(widths)}{rows}</sheetData></worksheet>"


def _rows(table: pa.Table, first: int) -> tuple[bytes, int]:
    """Write the rows of ``table`` from row number ``first`` on; count the cells that were too long to be whole."""
    numbers = pa.array(np.arange(first, first + table.num_rows)).cast(pa.string())
    parts: list[pa.Array] = ['<row r="', numbers, '">']
    cut = 0
    for letter, field in zip(_LETTERS, SCHEMA, strict=True):
        column = table.column(field.name).combine_chunks()
        opened, value, closed, shortened = _cells(column)
        cut += shortened
        place = pc.binary_join_element_wise(f'<c r="{letter}', numbers, opened, value, closed, "")
        parts.append(pc.fill_null(place, ""))
    lines = pc.binary_join_element_wise(*parts, "</row>", "")
    return joined(lines), cut


def _cells(column: pa.Array) -> tuple[str, pa.Array, str, int]:
    """Return what stands before, as and after the value of each cell of a column, null where blank; count those cut."""
    if pa.types.is_string(column.type):
        cut = pc.sum(pc.greater(pc.utf8_length(column), LONGEST)).as_py() or 0
        whole = pc.utf8_slice_codeunits(column, 0, LONGEST) if cut else column
        written = rewritten(whole, f"[&<>]|{_ODD.pattern}", _safe)
        opened = f'" s="{TEXT}" t="inlineStr"><is><t xml:space="preserve">'
        return opened, written, "</t></is></c>", cut
    if pa.types.is_boolean(column.type):
        return '" t="b"><v>', pc.cast(pc.cast(column, pa.int8()), pa.string()), "</v></c>", 0
    if pa.types.is_date(column.type):
        serial = pc.subtract(pc.cast(column, pa.int32()), int(_EPOCH.astype(int)))
        return f'" s="{DATE}"><v>', pc.cast(serial, pa.string()), "</v></c>", 0
    return '"><v>', pc.cast(column, pa.string()), "</v></c>", 0


def _safe(text: str) -> str:
    """Write text as XML, with what XML cannot hold as ``_xHHHH_``."""
    return escape(_ODD.sub(lambda odd: f"_x{ord(odd[0][0]):04X}_{odd[0][1:]}", text))


def _parts(about: About) -> dict[str, str]:
    """Return everything of the workbook but the sheets."""
    sheets = ("events", "README", "columns")
    numbered = list(enumerate(sheets, 1))
    overrides = {
        "/xl/workbook.xml": f"{_TYPE}.sheet.main+xml",
        "/xl/styles.xml": f"{_TYPE}.styles+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        **{f"/xl/worksheets/sheet{at}.xml": f"{_TYPE}.worksheet+xml" for at, _name in numbered},
    }
    types = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
    top = 2 if about.tags else 1
    rows = f"events!$A${top}:${_LETTERS[-1]}${about.rows + top}"
    named = f'<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">{rows}</definedName>'
    return {
        "[Content_Types].xml": f'{_DECLARED}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": _related({
            "xl/workbook.xml": f"{_OFFICE}/officeDocument",
            "docProps/core.xml": f"{_PACKAGE}/relationships/metadata/core-properties",
        }),
        "docProps/core.xml": f'{_DECLARED}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{_safe(about.title)}</dc:title></cp:coreProperties>',
        "xl/workbook.xml": f'{_DECLARED}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        + "".join(f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>' for at, name in numbered)
        + f"</sheets><definedNames>{named}</definedNames></workbook>",
        "xl/_rels/workbook.xml.rels": _related({
            **{f"worksheets/sheet{at}.xml": f"{_OFFICE}/worksheet" for at, _name in numbered},
            "styles.xml": f"{_OFFICE}/styles",
        }),
        "xl/styles.xml": _STYLES,
    }  # fmt: skip


def _related(targets: dict[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{at}" Type="{kind}" Target="{target}"/>'
        for at, (target, kind) in enumerate(targets.items(), 1)
    )
    return f'{_DECLARED}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


_STYLES: Final = (
    f'{_DECLARED}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">'
    '<alignment vertical="top"/></xf>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
"""General, text, ISO date, bold heading, wrapped text."""
