"""Any file a user brings, as cells of text. What a file is, is told by its content, never by its name.

Nothing is written to disk, and nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median_high

from lib.events.problems import ProblemLog, shown
from lib.events.questions import Answers
from lib.events.reading import sniff
from lib.events.reading.archive import ArchiveError, gunzipped
from lib.events.reading.delimited import MAX_BYTES, SEPARATORS, open_delimited, split
from lib.events.reading.grid import HEADER_WITHIN, Grid, find_header
from lib.events.reading.html_table import read_html_table
from lib.events.reading.json_records import read_records
from lib.events.reading.layout import settle
from lib.events.reading.multiple import read_archive, read_layers, read_workbook
from lib.events.reading.placemarks import read_gpx, read_kml
from lib.events.reading.refusals import refusal
from lib.events.reading.shapefile import read_shapefile
from lib.events.reading.sheets import columns_kept, grid_of_sheet
from lib.events.reading.vector import read_parquet, read_vector, too_deep
from lib.text import _, number

_BLANK = b"\0 \t\r\n"
ENDINGS = (
    "csv", "tsv", "txt", "xlsx", "xlsm", "xlsb", "xls", "ods", "fods", "xml", "html", "htm", "geojson", "json",
    "geojsonl", "geojsons", "ndjson", "gpkg", "parquet", "geoparquet", "zip", "gz", "shp", "dbf", "kml", "kmz", "gpx",
)  # fmt: skip
"""Endings of the files that can be read, and .shp, which by itself is told what it lacks."""
_FIRST = 1_000
_LIST = re.compile(rb"\[\s*[\[{\]]")
_TEXT = ""
_CALLED = {
    _TEXT: ("csv", "tsv", "txt"),
    sniff.WORKBOOK: ("xlsx", "xlsm", "xlsb", "xls"),
    sniff.OPEN_DOCUMENT: ("ods", "fods", "xml"),
    sniff.XML_WORKBOOK: ("xml",),
    sniff.WEB_PAGE: ("html", "htm"),
    sniff.GEOJSON: ("geojson", "json"),
    sniff.GEOJSON_LINES: ("geojsonl", "geojsons", "ndjson", "json", "geojson"),
    sniff.JSON: ("json", "ndjson", "geojson", "txt"),
    sniff.GEOPACKAGE: ("gpkg",),
    sniff.PARQUET: ("parquet", "geoparquet"),
    sniff.ARCHIVE: ("zip", "kmz"),
    sniff.GZIP: ("gz",),
    sniff.DBASE: ("dbf",),
    sniff.KML: ("kml", "xml"),
    sniff.GPX: ("gpx", "xml"),
}
"""Endings that a file of each sort may have without a word."""
_DEEPEST = 60
"""Brackets that a feature of GeoJSON opens at most, with room to spare."""
_OPENED = re.compile(rb"(?:[\[{]\s*|\"[^\"]{0,80}\"\s*:\s*[\[{]\s*){%d}" % _DEEPEST)


def read_file(data: bytes, name: str, known: frozenset[str], log: ProblemLog, answers: Answers) -> Grid | None:
    """Read the cells of a file.

    Args:
        data: Its bytes.
        name: Its name, only to say when the content is of another sort.
        known: Plain names of the columns that some format has; the header is the row that holds most of them.
        log: Is told of everything that is wrong with the file as a whole.
        answers: What the owner has said about it.

    Returns:
        The cells, or None when there are none that can be read; then ``log`` has the reason.

    Raises:
        QuestionError: The owner has to say which sheet, layer or file of an archive is meant.
    """
    if len(data) > MAX_BYTES:
        limit = number(MAX_BYTES / 1024 / 1024)
        log.whole(_("The file is larger than {size} MB. Split it, or save it as Parquet.").format(size=limit))
        return None
    if not data[:1000].strip(_BLANK) and not data.strip(_BLANK):
        log.whole(_("The file is empty. Export the table again, as CSV UTF-8."))
        return None
    sort = sniff.sort_of(data)
    if sort == sniff.GZIP:
        return _unpacked(data, name, known, log, answers)
    if sort == sniff.ARCHIVE:
        return read_archive(data, partial(_table_of, known=known), known, log, answers)
    return _table_of(data, name, log, answers, known)


def _unpacked(data: bytes, name: str, known: frozenset[str], log: ProblemLog, answers: Answers) -> Grid | None:
    """Read the cells of a file that was packed with gzip."""
    try:
        inner = gunzipped(data, name)
    except ArchiveError as error:
        log.whole(str(error))
        return None
    return _table_of(inner, re.sub(r"(?i)\.gz$", "", name), log, answers, known)


def _table_of(data: bytes, name: str, log: ProblemLog, answers: Answers, known: frozenset[str]) -> Grid | None:
    """Read the cells of a file that is no archive."""
    sort = sniff.sort_of(data)
    if sort in {sniff.ARCHIVE, sniff.GZIP}:
        words = _("The archive holds another archive ('{name}'), which is not opened. Unpack it, and bring the table.")
        log.whole(words.format(name=shown(name)))
        return None
    if sort != sniff.WEB_PAGE and (why := refusal(sniff.SHAPES if sniff.is_beside_shapes(data, name) else sort, name)):
        log.whole(why)
        return None
    _tell_other_ending(name, sort, log)
    readers: dict[str, Callable[[], Grid | None]] = {
        sniff.WORKBOOK: lambda: read_workbook(data, sort, known, log, answers),
        sniff.OPEN_DOCUMENT: lambda: read_workbook(data, sort, known, log, answers),
        sniff.XML_WORKBOOK: lambda: read_workbook(data, sort, known, log, answers),
        sniff.WEB_PAGE: lambda: _web_page(data, known, log),
        sniff.PARQUET: lambda: read_parquet(data, log),
        sniff.GEOPACKAGE: lambda: read_layers(data, known, log, answers),
        sniff.GEOJSON: lambda: _features(data, log),
        sniff.GEOJSON_LINES: lambda: _features(_collected(data), log),
        sniff.JSON: lambda: _json(data, known, log),
        sniff.DBASE: lambda: _lone_table(data, log),
        sniff.KML: lambda: read_kml(data, log),
        sniff.GPX: lambda: read_gpx(data, log),
    }
    # What is neither is read as text, or refused as none.
    return readers.get(sort, lambda: _delimited(data, known, log))()


def _tell_other_ending(name: str, sort: str, log: ProblemLog) -> None:
    """Report in a notice when the name of a file says that it is something else."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending in ENDINGS and ending not in _CALLED.get(sort, (ending,)):
        message = _("The file is called .{ending} but is a {sort}; it was read as such.")
        log.whole(message.format(ending=ending, sort=sort or _("table of text")), severity="notice")


def _web_page(data: bytes, known: frozenset[str], log: ProblemLog) -> Grid | None:
    """Read the cells of the largest table of a web page."""
    try:
        sheet = read_html_table(data, log)
    except ValueError as error:
        log.whole(str(error))
        return None
    return None if sheet is None else grid_of_sheet(sheet, known, log)


def _features(data: bytes, log: ProblemLog) -> Grid | None:
    """Read the features of a GeoJSON file, unless it is made to exhaust what reads it."""
    if _OPENED.search(data):
        log.whole(too_deep())
        return None
    return read_vector(data, None, log)


def _json(data: bytes, known: frozenset[str], log: ProblemLog) -> Grid | None:
    """Read the records of a JSON file that has no shapes."""
    if _OPENED.search(data):
        log.whole(too_deep())
        return None
    # A line of delimited text may begin with a bracket as well.
    opened = data[:_FIRST].lstrip(_BLANK)
    if opened.startswith(b"[") and not _LIST.match(opened):
        return _delimited(data, known, log)
    return read_records(data, log)


def _lone_table(data: bytes, log: ProblemLog) -> Grid | None:
    """Read a dBASE table, and say where its points are if it is that of a shapefile."""
    words = _("This is the .dbf alone: if it is part of a shapefile, its points stand in the .shp. {advice}")
    advice = _("Put all files of that name into one zip to have them read.")
    log.whole(words.format(advice=advice), severity="notice")
    return read_shapefile({"dbf": data}, log)


def _collected(data: bytes) -> bytes:
    """Put features that stand by themselves, a line each or after the sign for a record, into one collection."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    apart = data.split(b"\x1e") if b"\x1e" in data else data.splitlines()
    features = b",".join(each for each in (part.strip(b" \t\r\n,") for part in apart) if each)
    return b'{"type":"FeatureCollection","features":[' + features + b"]}"


def _delimited(data: bytes, known: frozenset[str], log: ProblemLog) -> Grid | None:
    """Read the cells of a text file, whatever separates them."""
    opened = open_delimited(data, partial(_best_line, known=known), log)
    if opened is None:
        return None
    if why := opened.refusal():
        log.whole(why)
        return None
    kept = columns_kept(range(len(opened.header)), opened.header, known, log)
    names = tuple(opened.header[at].strip() for at in kept)
    above = tuple(tuple(row[at] for at in kept if at < len(row)) for row in opened.above)
    grid = Grid(names, opened.cells(log, kept), above, guarded=True)
    row = opened.first_row - 1
    return settle(grid, known, log, header_row=row, above_rows=range(1, row))


def _best_line(lines: Sequence[bytes], known: frozenset[str]) -> tuple[str, int]:
    """Find the separator, and which line holds the names of the columns: the one with the most known names."""
    best = (0, 0, ",", 0)
    for mark in SEPARATORS:
        at, count = find_header([split(line, mark) for line in lines[:HEADER_WITHIN]], known)
        best = max(best, (count, int(mark == ","), mark, at), key=lambda found: found[:2])
    count, _comma, separator, at = best
    if not count:
        separator = max(SEPARATORS, key=lambda mark: (_usual(lines, mark), mark == ","))
        at, _count = find_header([split(line, separator) for line in lines[:HEADER_WITHIN]], known)
    return separator, at


def _usual(lines: Sequence[bytes], mark: str) -> int:
    """Return how often a separator stands in the first lines in general."""
    return median_high([line.count(mark.encode()) for line in lines[:HEADER_WITHIN] if line.strip()] or [0])
