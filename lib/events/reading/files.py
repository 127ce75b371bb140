"""Any file a user brings, as cells of text: CSV of any sort, workbooks, GeoJSON, GeoPackage, (Geo)Parquet.

What a file is, is told by its content, never by its name. Nothing is written to disk, and nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from lib.events.problems import ProblemLog, shown
from lib.events.questions import Answers, Question, QuestionError
from lib.events.reading.delimited import MAX_BYTES, SEPARATORS, open_delimited, split
from lib.events.reading.grid import HEADER_WITHIN, Grid, find_header
from lib.events.reading.sniff import GEOJSON, GEOPACKAGE, JSON, PARQUET, WEB_PAGE, WORKBOOK, sort_of
from lib.events.reading.vector import layers, read_parquet, read_vector
from lib.events.reading.workbook import Workbook, refusal
from lib.text import _, number

ENDINGS = ("csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods", "geojson", "json", "gpkg", "parquet", "geoparquet")
"""Endings of the files that can be read."""
_NO_TABLES = (WEB_PAGE, JSON)
_OTHER_ENDINGS = {
    WORKBOOK: ("xlsx", "xlsm", "xls", "ods"),
    GEOJSON: ("geojson", "json"),
    GEOPACKAGE: ("gpkg",),
    PARQUET: ("parquet", "geoparquet"),
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
    sort = sort_of(data)
    if sort in _NO_TABLES:
        log.whole(_no_table(sort))
        return None
    _tell_other_ending(name, sort, log)
    readers: dict[str, Callable[[], Grid | None]] = {
        WORKBOOK: lambda: _workbook(data, known, log, answers),
        PARQUET: lambda: read_parquet(data, log),
        GEOPACKAGE: lambda: read_vector(data, _layer(data, answers), log),
        GEOJSON: lambda: read_vector(data, None, log),
    }
    # What is neither is read as text, or refused as none.
    return readers.get(sort, lambda: _delimited(data, known, log))()


def _no_table(sort: str) -> str:
    """Why a file of this sort is no table, and what to do."""
    if sort == WEB_PAGE:
        return _("This is a web page, not a table. Log in where you got it from, and download the table itself.")
    return _("This is JSON but no GeoJSON: it has no features. Export it as GeoJSON or CSV.")


def _tell_other_ending(name: str, sort: str, log: ProblemLog) -> None:
    """A notice when the name of a file says that it is something else."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending in ENDINGS and ending not in _OTHER_ENDINGS.get(sort, (ending,)):
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
    opened = open_delimited(data, partial(_best_line, known=known), log)
    if opened is None:
        return None
    if why := opened.refusal():
        log.whole(why)
        return None
    return Grid(tuple(name.strip() for name in opened.header), opened.cells(log), opened.above, guarded=True)


def _best_line(lines: Sequence[bytes], known: frozenset[str]) -> tuple[str, int]:
    """The separator, and which line holds the names of the columns: the one with the most known names."""
    best = (0, 0, ",", 0)
    for mark in SEPARATORS:
        at, count = find_header([split(line, mark) for line in lines[:HEADER_WITHIN]], known)
        best = max(best, (count, int(mark == ","), mark, at), key=lambda found: found[:2])
    count, _comma, separator, at = best
    if not count:
        at = next((n for n, line in enumerate(lines) if line.strip()), 0)
        separator = max(SEPARATORS, key=lambda mark: (lines[at].count(mark.encode()), mark == ","))
    return separator, at
