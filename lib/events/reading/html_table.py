"""The largest table of a web page: what many systems export as Excel."""

from __future__ import annotations

import codecs
import re

from lxml import etree, html

from lib.events.problems import ProblemLog
from lib.events.reading.decode import to_utf8
from lib.events.reading.refusals import refusal
from lib.events.reading.sheets import MAX_CELLS, Sheet, too_many_cells
from lib.events.reading.sniff import WEB_PAGE
from lib.events.reading.xml_pieces import Element, attribute, local
from lib.text import _, number

MAX_HTML = 60_000_000
"""Most bytes of a web page that is read: it stands in memory whole, ten times as large."""
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{3,20})", re.IGNORECASE)
_HEAD = 4_096
_LARGEST_SPAN = 1_000
_ROWS = 2


def read_html_table(data: bytes, log: ProblemLog) -> Sheet | None:
    """Return the cells of the largest table; None, with the reason in ``log``, when the page has none."""
    if len(data) > MAX_HTML:
        words = _("The web page is larger than {size} MB. Open it in Excel and save it as .xlsx or CSV UTF-8.")
        log.whole(words.format(size=number(MAX_HTML / 1e6)))
        return None
    text = _utf8(data, log)
    if text is None:
        return None
    try:
        page = html.document_fromstring(text, parser=html.HTMLParser(encoding="utf-8", huge_tree=False))
    except (etree.LxmlError, ValueError):
        page = None
    tables = [] if page is None else [_rows_of(table) for table in page.iter("table")]
    rows = max(tables, key=_filled_cells, default=[])
    if len(rows) < _ROWS or max(len(row) for row in rows) < _ROWS:
        log.whole(refusal(WEB_PAGE, log.file))
        return None
    return _sheet(rows)


def _filled_cells(rows: list[Element]) -> int:
    return sum(len(row) for row in rows)


def _utf8(data: bytes, log: ProblemLog) -> bytes | None:
    """Return the page as UTF-8: in the encoding that it names, unless that cannot be."""
    named = _CHARSET.search(data[:_HEAD])
    if named is not None and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode(codecs.lookup(named[1].decode()).name).encode()
        except (LookupError, UnicodeError):
            pass
    return to_utf8(data, log)


def _rows_of(table: Element) -> list[Element]:
    """Return the rows of a table without those of tables inside of it."""
    found = []
    for row in table.iter("tr"):
        parent = row.getparent()
        while parent is not None and local(parent) != "table":
            parent = parent.getparent()
        if parent is table:
            found.append(row)
    return found


def _sheet(rows: list[Element]) -> Sheet:
    """Make a sheet from the rows, cells merged as they are on the page.

    Raises:
        ValueError: There are too many cells.
    """
    sheet = Sheet("")
    below: dict[int, int] = {}
    cells = 0
    for number_, row in enumerate(rows, 1):
        texts: list[str] = []
        for cell in row:
            if local(cell) not in {"td", "th"}:
                continue
            while below.get(len(texts), 0) >= number_:
                texts.append("")
            left = len(texts)
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            texts += [_text(cell), *("",) * (across - 1)]
            if across > 1 or down > 1:
                sheet.merged.append((number_, number_ + down - 1, left, left + across - 1))
                below.update(dict.fromkeys(range(left, left + across), number_ + down - 1))
        cells += len(texts)
        if cells > MAX_CELLS:
            raise ValueError(too_many_cells("", cells))
        sheet.rows.append(texts)
        sheet.numbers.append(number_)
    return sheet


def _span(cell: Element, name: str) -> int:
    text = attribute(cell, name).strip()
    return min(max(int(text), 1), _LARGEST_SPAN) if text.isdecimal() else 1


def _text(cell: Element) -> str:
    """Return what a cell shows: its lines, without the blanks of the source."""
    for each in cell.iter("br"):
        each.tail = f" {each.tail or ''}"
    return re.sub(r"\s+", " ", "".join(str(part) for part in cell.itertext())).strip()
