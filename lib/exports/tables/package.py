"""Reports as a Data Package: CSV and GeoJSON with the schema of the event table, its sources and its terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import pandas as pd

from lib.events.schema import COLUMNS, Column, Holds
from lib.exports.tables.about import About
from lib.exports.tables.datapackage import Resource, zipped
from lib.exports.tables.text import as_csv, as_geojson

TYPES: Final = {Holds.DATE: "date", Holds.FIGURE: "integer", Holds.DEGREE: "number", Holds.FLAG: "boolean"}
"""What the Table Schema calls the types of columns; any other is a string."""


def as_package(chunks: Iterable[pd.DataFrame], about: About) -> Iterator[bytes]:
    """Write a ZIP with the reports as CSV and as GeoJSON, and what they are; ``chunks`` is read twice.

    Raises:
        ValueError: It is not said what is known of the table as a whole.
    """
    if about.facts is None:
        raise ValueError("a package says what it is")
    files = [
        Resource("events", "events.csv", about.title, "text/csv", as_csv(chunks, about), table_schema()),
        Resource("events-shapes", "events.geojson", about.title, "application/geo+json", as_geojson(chunks, about)),
    ]
    return zipped(about.facts, files, about.text(), about.rows)


def table_schema() -> dict[str, Any]:
    """Return the columns of the event table as a Table Schema."""
    return {"fields": [_field(column) for column in COLUMNS], "primaryKey": ["event_id"]}


def _field(column: Column) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    if column.required:
        limits["required"] = True
    if column.holds is Holds.WORD:
        limits["enum"] = list(column.words)
    if column.holds is Holds.WORDS:
        word = "|".join(column.words)
        limits["pattern"] = f"(?:{word})(?:;(?:{word}))*"
    if column.holds is Holds.ADDRESS:
        limits["pattern"] = r"https?://\S+"
    if column.limits:
        low, high = column.limits
        limits |= {"minimum": low, "maximum": high}
    said = {
        "name": column.name,
        "type": TYPES.get(column.holds, "string"),
        "description": column.meaning.replace(" (see below)", ""),
    }
    return said | ({"constraints": limits} if limits else {})
