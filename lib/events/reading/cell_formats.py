"""What the formats of an .xlsx workbook's cells show of their dates: a month without a day is no day."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection

import numpy as np

from lib.events.reading.xml_pieces import attribute, local, pieces

_MONTH_YEAR = "17"
"""The format that every workbook has as mmm-yy, without writing it down."""
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
"""Parts of a format that are no codes: text in quotes, one sign after another, colours and languages."""
_TYPE = re.compile(rb'\s*\bt="n"')
_OTHER_TYPE = re.compile(rb'\bt="(?!n")')
_ORIGIN, _ORIGIN_1904 = np.datetime64("1899-12-30"), np.datetime64("1904-01-01")
_LAST = 2_958_465
"""The last day that a spreadsheet counts."""


def coarse(code: str) -> str:
    """Return what a format shows of a date: ``M`` for a month, ``Y`` for a year alone, "" for a day or no date."""
    plain = _LITERAL.sub("", code).split(";")[0].lower()
    if set(plain) & set("dhs0#?@") or "general" in plain:
        return ""
    return "M" if "m" in plain else "Y" if "y" in plain else ""


def coarse_styles(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return which styles of cells show no day of a date, by their number, with what they show (``M`` or ``Y``)."""
    codes = {_MONTH_YEAR: "M"}
    styles: dict[str, str] = {}
    try:
        for _event, element in pieces(io.BytesIO(archive.read("xl/styles.xml")), ("numFmt", "cellXfs")):
            if local(element) == "numFmt":
                codes[attribute(element, "numFmtId")] = coarse(attribute(element, "formatCode"))
                continue
            formats = [attribute(each, "numFmtId") for each in element if local(each) == "xf"]
            styles = {str(at): codes[given] for at, given in enumerate(formats) if codes.get(given)}
    except (KeyError, ValueError):
        return {}
    return styles


def counts_from_1904(archive: zipfile.ZipFile) -> bool:
    """Return whether the workbook counts its days from the beginning of 1904."""
    try:
        found = pieces(io.BytesIO(archive.read("xl/workbook.xml")), ("workbookPr",))
        return any(attribute(each, "date1904") in {"1", "true"} for _event, each in found)
    except (KeyError, ValueError):
        return False


def holding(styles: Collection[str]) -> re.Pattern[bytes]:
    """Return a pattern that finds a cell of one of ``styles`` in a sheet."""
    return re.compile(rb'<(?:\w+:)?c\b[^<>]*?\bs="(?:' + "|".join(styles).encode() + rb')"')


def as_shown(sheet: bytes, styles: dict[str, str], *, since_1904: bool) -> bytes:
    """Return the XML of a sheet with the dates of ``styles`` as the text that they show: YYYY-MM, or YYYY."""
    listed = "|".join(styles).encode()
    cell = re.compile(
        rb'(<(?:\w+:)?c\b)([^<>]*?\bs="(' + listed + rb')"[^<>/]*)>'
        rb"((?:<(?:\w+:)?f\b[^<>]*/>|<(?:\w+:)?f\b[^<>]*>[^<>]*</(?:\w+:)?f>)?<(?:\w+:)?v>)(\d{1,7})(?:\.\d+)?(?=<)"
    )
    origin = _ORIGIN_1904 if since_1904 else _ORIGIN

    def shown(found: re.Match[bytes]) -> bytes:
        days = int(found[5])
        if _OTHER_TYPE.search(found[2]) or days > _LAST:
            return found[0]
        day = str(origin + np.timedelta64(days, "D"))
        text = day[: len("YYYY-MM") if styles[found[3].decode()] == "M" else len("YYYY")].encode()
        return b"".join((found[1], _TYPE.sub(b"", found[2]), b' t="str">', found[4], text))

    return cell.sub(shown, sheet)
