"""What sort of file some bytes are, told by their content and never by a name."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable

WORKBOOK, OPEN_DOCUMENT, ARCHIVE, GZIP = "workbook", "OpenDocument sheet", "archive", "gzip archive"
PARQUET, GEOPACKAGE, GEOJSON, JSON, WEB_PAGE = "Parquet", "GeoPackage", "GeoJSON", "JSON", "web page"
GEOJSON_LINES, TOPOJSON, ESRI_JSON = "GeoJSON, a line each feature", "TopoJSON", "Esri JSON"
KML, GPX, XML_WORKBOOK, XML = "KML", "GPX", "XML workbook", "XML"
SHAPES, DBASE, LOCKED, NUMBERS, MHTML = "shapefile part", "dBASE table", "locked workbook", "Numbers", "web archive"
PDF, PICTURE, DOCUMENT, SLIDES, MAIL = "PDF", "picture", "text document", "presentation", "mail"
PACKED, SPSS, STATA, SAS, R_DATA, ACCESS = "packed archive", "SPSS", "Stata", "SAS", "R", "Access database"
ARROW, FLATGEOBUF = "Arrow", "FlatGeobuf"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0"
_SIGNATURES = {
    b"%PDF": PDF,
    b"\x89PNG": PICTURE,
    b"\xff\xd8\xff": PICTURE,
    b"GIF8": PICTURE,
    b"II*\0": PICTURE,
    b"MM\0*": PICTURE,
    b"\x1f\x8b": GZIP,
    b"7z\xbc\xaf\x27\x1c": PACKED,
    b"Rar!": PACKED,
    b"BZh9": PACKED,
    b"BZh6": PACKED,
    b"\xfd7zXZ": PACKED,
    b"\x28\xb5\x2f\xfd": PACKED,
    b"PAR1": PARQUET,
    b"ARROW1": ARROW,
    b"fgb\x03": FLATGEOBUF,
    b"SQLite format 3": GEOPACKAGE,
    b"$FL2": SPSS,
    b"$FL3": SPSS,
    b"<stata_dta>": STATA,
    b"RDX2\n": R_DATA,
    b"RDX3\n": R_DATA,
    b"{\\rtf": DOCUMENT,
}
"""How files begin that are not text."""
_MARKS = (
    *((0, mark, sort) for mark, sort in _SIGNATURES.items()),
    (4, b"Standard Jet DB", ACCESS), (4, b"Standard ACE DB", ACCESS), (84, b"SAS FILE", SAS), (257, b"ustar", PACKED),
)  # fmt: skip
"""The same with where it stands, and what stands further on."""
_IN_OLE = {
    "EncryptedPackage": LOCKED,
    "WordDocument": DOCUMENT,
    "PowerPoint Document": SLIDES,
    "__nameid_version1.0": MAIL,
}
"""Names of streams in a compound file of Microsoft's, with what the file then is; else it is an old workbook."""
_IN_ZIP = {
    "xl/": WORKBOOK,
    "word/": DOCUMENT,
    "ppt/": SLIDES,
    "Index/Document.iwa": NUMBERS,
    "Index.zip": NUMBERS,
}
_IN_WORKBOOK = re.compile(rb"xl/|content\.xml")
_FEATURES = re.compile(rb'"type"\s*:\s*"(?:FeatureCollection|Feature)"')
_TOPOLOGY = re.compile(rb'"type"\s*:\s*"Topology"')
_ESRI = re.compile(rb'"features"\s*:\s*\[\s*\{\s*"(?:attributes|geometry)"\s*:\s*\{')
_ONE_A_LINE = re.compile(rb'\s*\{[^\n]*"type"\s*:\s*"Feature"[^\n]*\}\s*\n\s*\{')
_ROOTS = {
    "<kml": KML,
    "<gpx": GPX,
    "<workbook": XML_WORKBOOK,
    "<office:document": OPEN_DOCUMENT,
    "<html": WEB_PAGE,
    "<!doctype html": WEB_PAGE,
    "<table": WEB_PAGE,
    "<body": WEB_PAGE,
    "<head": WEB_PAGE,
    "<meta": WEB_PAGE,
    "<div": WEB_PAGE,
}
"""Elements that tell what a file in angle brackets is; the first that stands in it wins."""
_ROOT = re.compile("|".join(rf"{re.escape(root)}\b" for root in _ROOTS))
_PREFIXED_ROOT = re.compile(r"<\w+:(kml|gpx|workbook)\b")
_OLD_STATA = re.compile(rb"[\x6e-\x73][\x01\x02]\x01\x00")
_SYSTEM = re.compile(rb"\s*(?:GEOG|PROJ|GEOD|COMPD|LOCAL_|BOUND)[A-Z]*\[", re.IGNORECASE)
"""How the text begins that names a reference system."""
_HEAD = 8_192
_FIELD = 32


def binary_sort(data: bytes) -> str:
    """Return the sort of a file that is not text, "" when it may be text."""
    if data.startswith(_ZIP):
        return _zip_sort(data)
    if data.startswith(_OLE):
        return next((sort for name, sort in _IN_OLE.items() if f"{name}\0".encode("utf-16-le") in data), WORKBOOK)
    for at, mark, sort in _MARKS:
        if data.startswith(mark, at):
            return sort
    tests: dict[str, Callable[[bytes], object]] = {SHAPES: _is_shapes, STATA: _OLD_STATA.match, DBASE: _is_dbase}
    return next((sort for sort, fits in tests.items() if fits(data)), "")


def sort_of(data: bytes) -> str:
    """Return the sort of a file, "" when it may be delimited text."""
    if found := binary_sort(data):
        return found
    head = _start(data)
    if head.startswith("<"):
        return _markup_sort(head)
    if head.startswith("\x1e"):
        return GEOJSON_LINES if _FEATURES.search(data[: 1 << 20]) else JSON
    if head.startswith(("{", "[")):
        return _json_sort(data)
    return MHTML if head.startswith("mime-version:") and "multipart/related" in head else ""


def _start(data: bytes) -> str:
    """Return the first letters of a text, in lower case and without what may stand before them."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    head = data[:_HEAD].decode("utf-16" if wide else "utf-8", errors="ignore")
    return head.lstrip("\ufeff \t\r\n\0").lower()


def _markup_sort(head: str) -> str:
    found = _ROOT.search(head) or _PREFIXED_ROOT.search(head)
    if found is None:
        return XML
    sort = _ROOTS.get(found[0]) or _ROOTS[f"<{found[1]}"]
    return XML if sort == XML_WORKBOOK and "office:spreadsheet" not in head else sort


def _json_sort(data: bytes) -> str:
    if _ONE_A_LINE.match(data[: 1 << 20].removeprefix(b"\xef\xbb\xbf")):
        return GEOJSON_LINES
    if _FEATURES.search(data):
        return GEOJSON
    if _TOPOLOGY.search(data[:_HEAD]):
        return TOPOJSON
    return ESRI_JSON if _ESRI.search(data) else JSON


def _zip_sort(data: bytes) -> str:
    """Tell what a zip archive is: a workbook or document has members of certain names, anything else is an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            mime = archive.open("mimetype").read(_FIELD * 4) if "mimetype" in names else b""
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        # Damaged: go by what stands in it.
        return WORKBOOK if _IN_WORKBOOK.search(data[:100_000] + data[-20_000:]) else ARCHIVE
    for beginning, sort in _IN_ZIP.items():
        if any(name.startswith(beginning) for name in names):
            return sort
    if "content.xml" in names:
        return DOCUMENT if b"opendocument" in mime and b"spreadsheet" not in mime else OPEN_DOCUMENT
    return ARCHIVE


def _is_shapes(data: bytes) -> bool:
    """Tell whether these are the shapes of a shapefile, or their index."""
    return data.startswith(b"\0\0\x27\x0a") and data[28:32] == b"\xe8\x03\0\0"


def is_beside_shapes(data: bytes, name: str) -> bool:
    """Tell whether this is the small text beside a shapefile that names its reference system or its encoding."""
    ending = name.rpartition(".")[2].lower()
    if len(data) > _HEAD or ending not in {"prj", "cpg"}:
        return False
    return ending == "cpg" or _SYSTEM.match(data) is not None


def _is_dbase(data: bytes) -> bool:
    """Tell whether the header of a dBASE table stands here and fits the size of the file."""
    if len(data) <= _FIELD or data[0] not in {0x02, 0x03, 0x30, 0x31, 0x43, 0x83, 0x8B, 0xF5}:
        return False
    records, header, size = (int.from_bytes(data[at:end], "little") for at, end in ((4, 8), (8, 10), (10, 12)))
    fits = header > _FIELD and size > 1 and header + records * size <= len(data) + 1
    return fits and b"\r" in data[header - 2 : header]
