"""A layer as a Data Package: its shapes as GeoJSON, its figures as CSV with their schema, sources and terms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from lib.events.store import Snapshot
from lib.exports.geodata.about import about_layer
from lib.exports.geodata.asked import MEDIA_TYPES, Asked
from lib.exports.geodata.text import as_csv, as_geojson
from lib.exports.tables.datapackage import Resource, zipped
from lib.layers.data import Column

TYPES: Final = {"text": "string", "number": "number", "integer": "integer", "flag": "boolean", "date": "date"}
"""What the Table Schema calls the types of columns."""


def as_package(snapshot: Snapshot, asked: Asked, server: str = "") -> bytes:
    """Write a ZIP with the layer as CSV and as GeoJSON, and what they are.

    Raises:
        ValueError: It is not said what is known of the layer as a whole.
    """
    data, events = asked.data, snapshot.events
    rows, columns = data.rows(events, asked.query, asked.dates), data.columns()
    figures = rows if data.series is None else data.series(events, asked.query, asked.dates)
    figured = data.series_columns() if data.series_columns else columns
    shapes = about_layer(snapshot, replace(asked, ending="geojson"), len(rows), server)
    table = about_layer(snapshot, replace(asked, ending="csv"), len(figures), server)
    if table.facts is None:
        raise ValueError("a package says what it is")
    name = data.name
    files = [
        Resource(name, f"{name}.csv", table.title, MEDIA_TYPES["csv"], [as_csv(figures, figured)], schema_of(figured)),
        Resource(
            f"{name}-shapes", f"{name}.geojson", shapes.title, MEDIA_TYPES["geojson"],
            [as_geojson(rows, columns, name, shapes)],
        ),
    ]  # fmt: skip
    readme = "\n\n".join(f"{file.path}\n\n{about.text()}" for file, about in zip(files, (table, shapes), strict=True))
    return b"".join(zipped(table.facts, files, readme, len(rows)))


def schema_of(columns: tuple[Column, ...]) -> dict[str, Any]:
    """Return declared columns as a Table Schema."""
    return {
        "fields": [
            {"name": column.name, "type": TYPES[column.holds], "description": column.meaning} for column in columns
        ]
    }
