"""A shapefile from the files that make it, or the table of one alone (.dbf)."""

from __future__ import annotations

import io
import struct
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from lib.events.problems import ProblemLog, shown
from lib.events.reading.decode import to_utf8
from lib.events.reading.grid import Grid
from lib.events.reading.vector import read_vector
from lib.events.schema import NAMES
from lib.text import _, ngettext

_HEADER = 100
_RECORD = 8
_LONGEST_NAME = 10
"""Letters of a column's name that the format keeps."""
_CODE_PAGES = {"UTF-8": "UTF-8", "Windows-1256 (Arabic)": "1256", "Windows-1254 (Latin 5)": "1254"}
_PLAIN_NAME = 30


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
    page = files.get("cpg", b"").strip().decode("ascii", errors="ignore")
    files["cpg"] = (
        page if page and len(page) < _PLAIN_NAME and page.isprintable() else _code_page(files["dbf"])
    ).encode()
    grid = read_vector(_packed(files), None, log)
    return None if grid is None else _with_whole_names(grid, log)


def _packed(files: Mapping[str, bytes]) -> bytes:
    """The files under one name, in the form in which they can be read from memory."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for ending, data in files.items():
            archive.writestr(f"table.{ending}", data)
    return out.getvalue()


def _index(shapes: bytes) -> bytes:
    """The index (.shx) of shapes: offset and length of each record, in words of two bytes."""
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


def _code_page(table: bytes) -> str:
    """The encoding of a .dbf, told by the text in it."""
    body = table[int.from_bytes(table[8:10], "little") :]
    if body.isascii():
        return "UTF-8"
    told = ProblemLog("")
    words = to_utf8(b"\n".join(body[at : at + 65_536] for at in range(0, min(len(body), 1 << 20), 65_536)), told)
    said = " ".join(problem.message for problem in told.problems())
    if words is None:
        return "UTF-8"
    return next((code for name, code in _CODE_PAGES.items() if name in said), "UTF-8" if not said else "1252")


def _with_whole_names(grid: Grid, log: ProblemLog) -> Grid:
    """The grid with the names of our columns where the format cut them short and only one column begins so."""
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
    log.whole(words.format(names=", ".join(changed[:10])), severity="notice")
    return replace(grid, header=header)
