"""What sort of file some bytes are, told by how they begin and never by a name."""

from __future__ import annotations

import re

WORKBOOK, ARCHIVE, PARQUET, GEOPACKAGE = "workbook", "archive", "Parquet", "GeoPackage"
GEOJSON, JSON, WEB_PAGE = "GeoJSON", "JSON", "web page"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SIGNATURES = {
    b"\xd0\xcf\x11\xe0": WORKBOOK,
    b"%PDF": "PDF",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"\x1f\x8b": ARCHIVE,
    b"PAR1": PARQUET,
    b"SQLite format 3": GEOPACKAGE,
}
_IN_WORKBOOK = re.compile(rb"xl/|content\.xml")
_FEATURES = re.compile(rb'"type"\s*:\s*"(?:FeatureCollection|Feature)"')


def binary_sort(data: bytes) -> str:
    """Return the sort of a file that is not text, "" when it may be text."""
    if data.startswith(_ZIP):
        # A workbook is a zip archive with one of these folders inside.
        return WORKBOOK if _IN_WORKBOOK.search(data[:100_000] + data[-20_000:]) else ARCHIVE
    return next((sort for signature, sort in _SIGNATURES.items() if data.startswith(signature)), "")


def sort_of(data: bytes) -> str:
    """Return the sort of a file, "" when it may be delimited text."""
    if found := binary_sort(data):
        return found
    start = data[:100].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:20].lower().startswith((b"<!doctype html", b"<html")):
        return WEB_PAGE
    if start.startswith((b"{", b"[")):
        return GEOJSON if _FEATURES.search(data) else JSON
    return ""
