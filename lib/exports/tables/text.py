"""Reports as CSV and as GeoJSON, written piece by piece."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from lib.events.formula_guard import defuse
from lib.events.schema import COLUMNS, Holds
from lib.exports.tables.about import About
from lib.exports.tables.arrow import SCHEMA, as_arrow, joined, rewritten

TEXT = tuple(column.name for column in COLUMNS if column.holds is Holds.TEXT)
"""Columns of free text: the only ones that can begin like a formula."""
ODD = r'["\\\x00-\x1f\x7f]'
"""What JSON has its own way of writing."""
SEPARATOR = ",\n"
BYTE_ORDER_MARK = "\ufeff".encode()
"""Spreadsheets take a CSV file without it for an old Western encoding, and show Arabic as rubbish."""


def as_csv(chunks: Iterable[pd.DataFrame], about: About) -> Iterator[bytes]:
    """Write CSV in UTF-8 with a byte order mark and commas; text that would run as a formula gets an apostrophe."""
    tags = f"{','.join(about.tags)}\n" if about.tags else ""
    yield BYTE_ORDER_MARK + _csv(SCHEMA.empty_table(), header=True) + tags.encode()
    for chunk in chunks:
        yield _csv(as_arrow(chunk.assign(**{name: defuse(chunk[name]) for name in TEXT})), header=False)


def _csv(table: pa.Table, *, header: bool) -> bytes:
    out = io.BytesIO()
    csv.write_csv(table, out, csv.WriteOptions(include_header=header, quoting_header="none"))
    return out.getvalue()


def as_geojson(chunks: Iterable[pd.DataFrame], about: About) -> Iterator[bytes]:
    """Write a GeoJSON feature collection: a feature per row, columns as properties, what it is about as a member.

    Rows without a point have a null geometry.
    """
    yield f'{{"type":"FeatureCollection","name":"events","about":{about.json()},"features":['.encode()
    separator = len(SEPARATOR)
    for chunk in chunks:
        yield joined(_features(chunk))[separator:]
        separator = 0
    yield b"\n]}\n"


def _features(chunk: pd.DataFrame) -> pa.Array:
    """Write each row as a feature, with what parts it from the one before."""
    table = as_arrow(chunk)
    properties: list[pa.Array] = []
    for at, field in enumerate(SCHEMA):
        properties += [("" if at == 0 else ",") + json.dumps(field.name) + ":", _values(table.column(field.name))]
    lat, lon = (pc.cast(table.column(name).combine_chunks(), pa.string()) for name in ("lat", "lon"))
    point = pc.binary_join_element_wise('{"type":"Point","coordinates":[', lon, ",", lat, "]}", "")
    geometry = pc.fill_null(point, "null")
    return pc.binary_join_element_wise(
        f'{SEPARATOR}{{"type":"Feature","geometry":', geometry, ',"properties":{', *properties, "}}", ""
    )


def _values(column: pa.ChunkedArray) -> pa.Array:
    """Write a column as JSON values."""
    text = pc.cast(column.combine_chunks(), pa.string())
    if pa.types.is_string(column.type):
        text = rewritten(text, ODD, lambda value: json.dumps(value, ensure_ascii=False)[1:-1])
    if pa.types.is_string(column.type) or pa.types.is_date(column.type):
        text = pc.binary_join_element_wise('"', text, '"', "")
    return pc.fill_null(text, "null")
