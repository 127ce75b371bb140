"""A shapefile from the files that make it, or the table of one alone (.dbf)."""

from __future__ import annotations

import codecs
import io
import re
import struct
import zipfile
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial

import pyarrow as pa

from lib.events.problems import ProblemLog, shown
from lib.events.reading.coordinates.metres import is_known
from lib.events.reading.decode import to_utf8
from lib.events.reading.grid import Grid
from lib.events.reading.vector import read_vector
from lib.events.schema import NAMES
from lib.text import _, enumerated, ngettext

_HEADER = 100
_RECORD = 8
_LONGEST_NAME = 10
"""Letters of a column's name that the format keeps."""
_UTF8 = "utf-8"
_ENCODINGS = ("cp1256", "iso8859_6", "cp1254", "iso8859_15", "cp1252")
"""Encodings that a text may be found to be in."""


def read_shapefile(parts: Mapping[str, bytes], log: ProblemLog) -> Grid | None:
    """Return the features of a shapefile.

    Args:
        parts: Its files by ending: ``dbf`` at least; ``shp`` where it has shapes, ``shx``, ``prj`` and ``cpg`` where
            there are any.
        log: Is told of what is missing and of names that were cut short.
    """
    files = {ending: data for ending, data in parts.items() if ending in {"shp", "dbf", "prj", "shx", "cpg"}}
    if "shp" in files:
        # The index says where each shape begins, which the shapes themselves tell as well.
        files["shx"] = _index(files["shp"])
        if "prj" not in files:
            message = _("The shapefile comes without its .prj: its coordinates were taken for degrees (WGS 84).")
            log.whole(message, severity="notice")
        elif not is_known(files["prj"].decode(errors="replace").strip("\x00 \r\n\t\ufeff")):
            message = _(
                "The .prj of the shapefile names no known system: its coordinates were taken for degrees (WGS 84)."
            )
            log.whole(message, severity="notice")
    encoding = _named_encoding(files.get("cpg", b"")) or _told_encoding(files["dbf"])
    # What is not UTF-8 is read byte by byte first: the library that reads shapefiles knows few encodings.
    files["cpg"] = b"UTF-8" if encoding == _UTF8 else b"ISO-8859-1"
    grid = read_vector(_packed(files), None, log)
    if grid is None:
        return None
    return _with_whole_names(grid if encoding == _UTF8 else _decoded(grid, encoding), log)


def _packed(files: Mapping[str, bytes]) -> bytes:
    """Pack the files under one name, in the form in which they can be read from memory."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for ending, data in files.items():
            archive.writestr(f"table.{ending}", data)
    return out.getvalue()


def _index(shapes: bytes) -> bytes:
    """Make the index (.shx) of shapes: offset and length of each record, in words of two bytes."""
    found = []
    at = _HEADER
    while at + _RECORD <= len(shapes):
        length = struct.unpack_from(">i", shapes, at + 4)[0]
        if length < 0:
            break
        found.append(struct.pack(">ii", at // 2, length))
        at += _RECORD + 2 * length
    size = (_HEADER + _RECORD * len(found)) // 2
    return shapes[:24] + struct.pack(">i", size) + shapes[28:_HEADER] + b"".join(found)


def _named_encoding(page: bytes) -> str:
    """Return the encoding that a .cpg names, as "UTF-8", "1256" or "ANSI 1256"; "" when it is none that is known."""
    name = re.sub(r"(?i)^(?:ansi|oem|cp|windows[- ]?)\s*", "", page.decode("ascii", errors="ignore").strip())[:20]
    iso = re.sub(r"^8859(\d{1,2})$", r"iso8859-\1", name)
    for tried in (_UTF8 if name == "65001" else "", f"cp{name}" if name.isdecimal() else "", iso):
        if tried:
            with suppress(LookupError):
                return codecs.lookup(tried).name
    return ""


def _told_encoding(table: bytes) -> str:
    """Tell the encoding of a .dbf by the text in it."""
    body = table[int.from_bytes(table[8:10], "little") :]
    with suppress(UnicodeDecodeError):
        body.decode(_UTF8)
        return _UTF8
    lines = re.sub(rb"[\x00-\x1f]+", b"\n", body)
    text = to_utf8(lines, ProblemLog(""))
    return next((each for each in _ENCODINGS if lines.decode(each, errors="replace").encode() == text), "cp1252")


def _decoded(grid: Grid, encoding: str) -> Grid:
    """Return the grid with every letter in its encoding, where each byte was read as one."""
    columns = [pa.array(map(partial(_as_meant, encoding=encoding), each.to_pylist()), pa.string()) for each in
               grid.cells.table.columns]  # fmt: skip
    table = pa.table({str(at): column for at, column in enumerate(columns)})
    header = tuple(_as_meant(name, encoding) for name in grid.header)
    return replace(grid, header=header, cells=replace(grid.cells, table=table))


def _as_meant(text: str, encoding: str) -> str:
    try:
        return text.encode("latin-1").decode(encoding, errors="replace")
    except UnicodeEncodeError:
        return text


def _with_whole_names(grid: Grid, log: ProblemLog) -> Grid:
    """Complete the names of our columns where the format cut them short and only one column begins so."""
    beginnings = Counter(name[:_LONGEST_NAME] for name in NAMES)
    whole = {name[:_LONGEST_NAME]: name for name in NAMES if beginnings[name[:_LONGEST_NAME]] == 1}
    header = tuple(
        whole.get(name.lower(), name) if len(name) == _LONGEST_NAME and name.lower() not in NAMES else name
        for name in grid.header
    )
    changed = [f"'{shown(old)}' ({new})" for old, new in zip(grid.header, header, strict=True) if old != new]
    if not changed:
        return grid
    words = ngettext(
        "A shapefile cuts names off after ten letters; {names} was taken for the column in brackets.",
        "A shapefile cuts names off after ten letters; {names} were taken for the columns in brackets.",
        len(changed),
    )
    log.whole(words.format(names=enumerated(changed[:10])), severity="notice")
    return replace(grid, header=header)
