"""Any file a user brings, as cells of text: CSV of any sort, workbooks, GeoJSON, GeoPackage, (Geo)Parquet.

What a file is, is told by its content, never by its name. Nothing is written to disk, and nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lib.events.decoding import to_utf8
from lib.events.delimited import SEPARATORS, header, read_cells
from lib.events.geofiles import layers, read_parquet, read_vector
from lib.events.grids import HEADER_WITHIN, Grid, find_header
from lib.events.problems import ProblemLog, shown
from lib.events.questions import Answers, Question, QuestionError
from lib.events.reading import MAX_LINES
from lib.events.workbooks import Workbook, refusal
from lib.wording import _, number

MAX_BYTES = 200 * 1024 * 1024
"""Largest file read."""
ENDINGS = ("csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods", "geojson", "json", "gpkg", "parquet", "geoparquet")
"""Endings of the files that can be read."""
_HEAD = 1_000_000
_WORKBOOK = re.compile(rb"xl/|content\.xml")
_FEATURES = re.compile(rb'"type"\s*:\s*"(?:FeatureCollection|Feature)"')
_SEPARATOR_LINE = re.compile(rb'"?sep=(.)"?\s*', re.IGNORECASE)
_SIGNATURES = {
    b"\xd0\xcf\x11\xe0": "workbook",
    b"PAR1": "Parquet",
    b"SQLite format 3\0": "GeoPackage",
}
_NO_TABLES = ("web page", "JSON")
_OTHER_ENDINGS = {
    "workbook": ("xlsx", "xlsm", "xls", "ods"),
    "GeoJSON": ("geojson", "json"),
    "GeoPackage": ("gpkg",),
    "Parquet": ("parquet", "geoparquet"),
    "": ("csv", "tsv", "txt"),
}


def read_file(data: bytes, name: str, known: frozenset[str], log: ProblemLog, answers: Answers) -> Grid | None:
    """The cells of a file.

    Args:
        data: Its bytes.
        name: Its name, only to say when the content is of another sort.
        known: Plain names of the columns that some format has; the header is the row that holds most of them.
        log: Is told of everything that is wrong with the file as a whole.
        answers: What the owner has said about it.

    Returns:
        The cells, or None when there are none that can be read; then ``log`` has the reason.

    Raises:
        QuestionError: The owner has to say which sheet is meant.
    """
    if len(data) > MAX_BYTES:
        limit = number(MAX_BYTES / 1024 / 1024)
        log.whole(_("The file is larger than {size} MB. Split it, or save it as Parquet.").format(size=limit))
        return None
    if not data.strip(b"\0 \t\r\n"):
        log.whole(_("The file is empty. Export the table again, as CSV UTF-8."))
        return None
    sort = _sort(data)
    if sort in _NO_TABLES:
        log.whole(_no_table(sort))
        return None
    _tell_other_ending(name, sort, log)
    readers: dict[str, Callable[[], Grid | None]] = {
        "workbook": lambda: _workbook(data, known, log, answers),
        "Parquet": lambda: read_parquet(data, log),
        "GeoPackage": lambda: read_vector(data, _layer(data, answers), log),
        "GeoJSON": lambda: read_vector(data, None, log),
        "": lambda: _delimited(data, known, log),
    }
    return readers[sort]()


def _no_table(sort: str) -> str:
    """Why a file of this sort is no table, and what to do."""
    if sort == "web page":
        return _("This is a web page, not a table. Log in where you got it from, and download the table itself.")
    return _("This is JSON but no GeoJSON: it has no features. Export it as GeoJSON or CSV.")


def _sort(data: bytes) -> str:
    """What sort of file ``data`` is, "" when it may be text."""
    if data.startswith(b"PK\x03\x04") and _WORKBOOK.search(data[:100_000] + data[-20_000:]):
        return "workbook"
    if found := next((sort for signature, sort in _SIGNATURES.items() if data.startswith(signature)), ""):
        return found
    start = data[:100].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:20].lower().startswith((b"<!doctype html", b"<html")):
        return "web page"
    if start.startswith((b"{", b"[")):
        return "GeoJSON" if _FEATURES.search(data) else "JSON"
    return ""


def _tell_other_ending(name: str, sort: str, log: ProblemLog) -> None:
    """A notice when the name of a file says that it is something else."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending in ENDINGS and sort in _OTHER_ENDINGS and sort and ending not in _OTHER_ENDINGS[sort]:
        message = _("The file is called .{ending} but is a {sort}; it was read as such.")
        log.whole(message.format(ending=ending, sort=sort), severity="notice")


def _workbook(data: bytes, known: frozenset[str], log: ProblemLog, answers: Answers) -> Grid | None:
    if why := refusal(data):
        log.whole(why)
        return None
    try:
        book = Workbook(data)
        if answers.sheet in book.names:
            return book.grid(answers.sheet, known, log)
        found = book.candidates(known)
        if len(found) > 1:
            raise QuestionError(_which_sheet(found, len(book.names)))
        if len(book.names) > 1 and found:
            message = _("The workbook has {n} sheets; '{name}' was read, the only one with columns that are known.")
            log.whole(message.format(n=number(len(book.names)), name=shown(found[0])), severity="notice")
        name = (found or book.names)[:1]
        if not found and len(book.names) > 1:
            message = _("None of the {n} sheets of the workbook has columns that are known. The first row of the sheet")
            log.whole(f"{message.format(n=number(len(book.names)))} {_('should name the columns.')}")
            return None
        return book.grid(name[0], known, log) if name else None
    except ValueError as error:
        log.whole(str(error))
        return None


def _which_sheet(found: tuple[str, ...], total: int) -> Question:
    words = _("The workbook has {n} sheets, and {m} of them hold columns that are known. Which one is to be read?")
    return Question("sheet", words.format(n=number(total), m=number(len(found))), tuple((n, shown(n)) for n in found))


def _layer(data: bytes, answers: Answers) -> str | None:
    """The layer of a GeoPackage to read; None for the only one."""
    found = layers(data)
    if answers.sheet in found:
        return answers.sheet
    # What a program adds to describe its file is no table of events.
    found = tuple(name for name in found if name.lower() != "readme") or found
    if len(found) > 1:
        words = _("The GeoPackage has {n} layers. Which one is to be read?").format(n=number(len(found)))
        raise QuestionError(Question("sheet", words, tuple((name, shown(name)) for name in found)))
    return found[0] if found else None


def _delimited(data: bytes, known: frozenset[str], log: ProblemLog) -> Grid | None:
    """The cells of a text file, whatever separates them."""
    text = to_utf8(data, log)
    if text is None:
        return None
    hint = _SEPARATOR_LINE.fullmatch(text, 0, max(text.find(b"\n"), 0))
    start = hint.end() + 1 if hint else 0
    lines = text[start : start + _HEAD].split(b"\n")
    separator, at = _header_line(lines, known, log)
    names, taken = header(lines[at:], separator)
    skipped = start + sum(len(line) + 1 for line in lines[: at + taken])
    body = text[skipped:]
    first_row = 1 + (1 if hint else 0) + at + taken
    if not body.strip(b" \t\n,;|"):
        log.whole(_("The table has a header but no rows."))
        return None
    if body.count(b"\n") > MAX_LINES:
        log.whole(_("The table has more than {limit} lines. Split it.").format(limit=number(MAX_LINES)))
        return None
    del text
    above = tuple(tuple(cell.strip() for cell in _split(line, separator)) for line in lines[:at])
    cells = read_cells(body, separator, len(names), first_row, log)
    return Grid(tuple(name.strip() for name in names), cells, above, guarded=True)


def _header_line(lines: list[bytes], known: frozenset[str], log: ProblemLog) -> tuple[str, int]:
    """The separator, and which line holds the names of the columns."""
    best = (0, 0, ",", 0)
    for mark in SEPARATORS:
        at, count = find_header([_split(line, mark) for line in lines[:HEADER_WITHIN]], known)
        best = max(best, (count, int(mark == ","), mark, at), key=lambda found: found[:2])
    count, _comma, separator, at = best
    if not count:
        at = next((n for n, line in enumerate(lines) if line.strip()), 0)
        separator = max(SEPARATORS, key=lambda mark: (lines[at].count(mark.encode()), mark == ","))
    if separator != ",":
        names = {";": _("semicolons"), "\t": _("tabs"), "|": _("bars")}
        message = _("The cells are separated by {separator}; the file was read as such.")
        log.whole(message.format(separator=names[separator]), severity="notice")
    if at and any(line.strip() for line in lines[:at]):
        message = _("The names of the columns stand in row {row}; what is above was left out.")
        log.whole(message.format(row=at + 1), severity="notice")
    return separator, at


def _split(line: bytes, separator: str) -> list[str]:
    return line.decode(errors="replace").split(separator)
