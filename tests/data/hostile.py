"""Files made to exhaust whoever reads them, each some megabytes at most; the worst a stranger may send."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.data.workbooks import workbook
from tests.events.tables import STRIKE

MEGABYTE = 1_000_000
HEADER = ",".join(STRIKE)


def nested() -> bytes:
    """GeoJSON with a property a hundred thousand lists deep."""
    deep = "[" * 100_000 + "]" * 100_000
    head = '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"a":'
    return f"{head}{deep}}}}}]}}".encode()


def many_properties() -> bytes:
    """GeoJSON whose features have a hundred thousand properties each, every one of another name."""
    features = [
        {"type": "Feature", "geometry": None, "properties": {f"p{n}_{at}": 1 for at in range(50_000)}} for n in range(2)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def zip_bomb() -> bytes:
    """A workbook whose sheet unpacks to more than a gigabyte."""
    out = io.BytesIO(workbook({"A": [list(STRIKE)]}))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet2.xml", "w") as sheet,
    ):
        for _piece in range(1_100):
            sheet.write(bytes(MEGABYTE))
    return out.getvalue()


def _with_entities(xml: bytes) -> bytes:
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n + 1, b"&l%d;" % n * 10) for n in range(12))
    start = xml.index(b"?>") + 2 if b"?>" in xml[:200] else 0
    return (
        xml[:start] + b'<!DOCTYPE x [<!ENTITY l0 "lol">' + laughs + b"]>" + xml[start:].replace(b"event_id", b"&l12;")
    )


def billion_laughs() -> bytes:
    """A workbook with a word that unfolds to a million million letters."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook({"A": [list(STRIKE), list(STRIKE.values())]}))) as sound,
        zipfile.ZipFile(out, "w") as made,
    ):
        for name in sound.namelist():
            text = sound.read(name)
            made.writestr(name, _with_entities(text) if b"event_id" in text else text)
    return out.getvalue()


def laughing_document() -> bytes:
    """The same in an OpenDocument sheet."""
    words = "".join(f"<table:table-cell><text:p>{name}</text:p></table:table-cell>" for name in STRIKE)
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content{spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="A"><table:table-row>{words}</table:table-row></table:table>'
        f"</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _with_entities(content.encode()))
    return out.getvalue()


def one_line() -> bytes:
    """Twenty million cells in the one line below the header."""
    return f"{HEADER}\n".encode() + b"a," * 20 * MEGABYTE


def one_cell() -> bytes:
    """One cell of forty million letters."""
    return f"{HEADER}\n".encode() + b"a" * 40 * MEGABYTE


def no_line_end() -> bytes:
    """A file that is one line, and not even a header."""
    return b"event_id;" * 5 * MEGABYTE


def million_columns() -> bytes:
    """A header of a million names."""
    return (HEADER + "," + ",".join(f"c{n}" for n in range(MEGABYTE)) + "\n" + "1," * MEGABYTE + "\n").encode()


def million_quotes() -> bytes:
    """A million quotation marks that open."""
    return f"{HEADER}\n".encode() + b'"' * MEGABYTE + b'\n"'


def quotes_without_end() -> bytes:
    """Lines each of which opens a quotation mark that the next one closes, only to open another."""
    return f"{HEADER}\n".encode() + b'a","\n' * 300_000


def wide_parquet() -> bytes:
    """A Parquet file of one word, repeated to fifty gigabytes."""
    words = pa.DictionaryArray.from_arrays(pa.array([0] * MEGABYTE, pa.int32()), pa.array(["x" * 50_000]))
    columns = dict.fromkeys(("event_id", "kind", "subkind", "date_start", "source"), words)
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def endless_view(folder: Path) -> bytes:
    """A database with a view that has no end, a trigger, and a virtual table."""
    path = folder / "endless.gpkg"
    with sqlite3.connect(path) as base:
        base.executescript(
            """
            CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, description TEXT,
                last_change TEXT, min_x REAL, min_y REAL, max_x REAL, max_y REAL, srs_id INTEGER);
            CREATE VIEW events AS WITH RECURSIVE n(kind) AS (SELECT 1 UNION ALL SELECT kind + 1 FROM n)
                SELECT kind AS event_id, kind, kind AS subkind, kind AS date_start FROM n;
            INSERT INTO gpkg_contents VALUES ('events', 'attributes', 'events', '', '2020-01-01', 0, 0, 0, 0, 0);
            CREATE TRIGGER again AFTER INSERT ON gpkg_contents BEGIN
                INSERT INTO gpkg_contents SELECT table_name || 'x', data_type, identifier || 'x', '', '', 0, 0, 0, 0, 0
                FROM gpkg_contents; END;
            CREATE VIRTUAL TABLE found USING fts5(words);
            """
        )
    base.close()
    return path.read_bytes()


FILES = {
    "a GeoJSON property nested a hundred thousand deep": (nested, "a.geojson"),
    "a hundred thousand properties": (many_properties, "a.geojson"),
    "a zip bomb": (zip_bomb, "a.xlsx"),
    "entities that unfold in a workbook": (billion_laughs, "a.xlsx"),
    "entities that unfold in an OpenDocument sheet": (laughing_document, "a.ods"),
    "a line of twenty million cells": (one_line, "a.csv"),
    "a cell of forty million letters": (one_cell, "a.csv"),
    "a file of one line": (no_line_end, "a.csv"),
    "a million columns": (million_columns, "a.csv"),
    "a million quotation marks": (million_quotes, "a.csv"),
    "quotation marks without end": (quotes_without_end, "a.csv"),
    "a Parquet file that unpacks to fifty gigabytes": (wide_parquet, "a.parquet"),
}
