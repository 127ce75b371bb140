"""Small workbooks as a spreadsheet program writes them, with text, numbers and dates in their cells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Error:
    """A cell in which a formula went wrong."""

    text: str


Cell = str | float | date | Error | None
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
EPOCH = date(1899, 12, 30)
NO_ROWS: Mapping[str, Collection[int]] = {}
NO_TEXT: Mapping[str, Sequence[str]] = {}
NO_CELLS: Mapping[str, Mapping[str, str]] = {}


def workbook(
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    *,
    hidden: Collection[str] = (),
    hidden_rows: Mapping[str, Collection[int]] = NO_ROWS,
    merged: Mapping[str, Sequence[str]] = NO_TEXT,
    far: Mapping[str, Mapping[str, str]] = NO_CELLS,
) -> bytes:
    """An .xlsx file of sheets of rows; a date is a number with the format of a date, None an empty cell.

    ``hidden`` names the sheets that are hidden; by sheet, ``hidden_rows`` are the numbers of hidden rows, ``merged``
    the ranges of merged cells ("A1:C1"), and ``far`` cells by place ("GR1048576") after all others.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPES}.worksheet+xml"/>'
            for n, _ in enumerate(sheets, 1)
        )
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>{parts}</Types>',
        )
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{REL}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        listed = "".join(
            f'<sheet name="{escape(s)}" sheetId="{n}" state="{"hidden" if s in hidden else "visible"}" r:id="r{n}"/>'
            for n, s in enumerate(sheets, 1)
        )
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{listed}</sheets></workbook>'
        )
        targets = "".join(
            f'<Relationship Id="r{n}" Type="{REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n, _ in enumerate(sheets, 1)
        )
        styles = f'<Relationship Id="s" Type="{REL}/styles" Target="styles.xml"/>'
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}">{targets}{styles}</Relationships>'
        )
        archive.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
            "</styleSheet>",
        )
        for n, (name, rows) in enumerate(sheets.items(), 1):
            body = "".join(_row(at, row, at in hidden_rows.get(name, ())) for at, row in enumerate(rows, 1))
            body += "".join(
                f'<row r="{place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}">'
                f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c></row>'
                for place, text in far.get(name, {}).items()
            )
            ranges = "".join(f'<mergeCell ref="{each}"/>' for each in merged.get(name, ()))
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>'
                f"{f'<mergeCells>{ranges}</mergeCells>' if ranges else ''}</worksheet>",
            )
    return out.getvalue()


def _row(number: int, row: Sequence[Cell], hidden: bool) -> str:
    return f'<row r="{number}"{" hidden=" + chr(34) + "1" + chr(34) if hidden else ""}>{"".join(map(_cell, row))}</row>'


def _cell(value: Cell) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, Error):
        return f'<c t="e"><v>{value.text}</v></c>'
    if isinstance(value, date):
        return f'<c s="1"><v>{(value - EPOCH).days}</v></c>'
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f"<c><v>{value}</v></c>"
