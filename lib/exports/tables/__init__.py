"""The reports of a view as a file, in the formats analysts use: every row of the filter, every column of the schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from lib.analysis.listing import listing
from lib.config.crisis import CRISIS
from lib.events.query import Query
from lib.events.schema import NAMES
from lib.events.store import Snapshot
from lib.exports import hxl
from lib.exports.tables.about import About, about
from lib.exports.tables.datapackage import MEDIA_TYPE
from lib.exports.tables.geo import as_geopackage, as_parquet
from lib.exports.tables.package import as_package
from lib.exports.tables.sheet import MOST_ROWS, as_workbook
from lib.exports.tables.text import as_csv, as_geojson
from lib.text import _, number

CHUNK: Final = 50_000
"""Rows turned into text at a time: what is held in memory besides the table."""


class TooManyRowsError(Exception):
    """The format cannot hold so many rows; the message says which can."""


@dataclass(frozen=True)
class Format:
    """A format of downloads: its name for readers, its media type, what writes it, and how many rows it can hold."""

    name: str
    media_type: str
    write: Callable[[Iterable[pd.DataFrame], About], Iterator[bytes]]
    most_rows: int | None = None


def as_text(_chunks: Iterable[pd.DataFrame], about: About) -> Iterator[bytes]:
    """Write what the table is about, without its rows."""
    yield about.text().encode()


FORMATS: Final[dict[str, Format]] = {
    "csv": Format("CSV", "text/csv; charset=utf-8", as_csv),
    "xlsx": Format(
        "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_workbook, MOST_ROWS
    ),
    "geojson": Format("GeoJSON", "application/geo+json", as_geojson),
    "gpkg": Format("GeoPackage", "application/geopackage+sqlite3", as_geopackage),
    "parquet": Format("GeoParquet", "application/vnd.apache.parquet", as_parquet),
    "zip": Format("Data Package (ZIP)", MEDIA_TYPE, as_package),
    "txt": Format("README", "text/plain; charset=utf-8", as_text),
}
"""Formats by the ending of the file. ``txt`` holds what goes with the CSV, which has no room for it."""


def write(  # noqa: PLR0913  what a file is asked for
    snapshot: Snapshot, query: Query, ending: str, server: str = "", *, own: str = "", tagged: bool = False
) -> Iterator[bytes]:
    """Write the reports of a view as the pieces of a file. The same view of the same data gives the same bytes.

    Args:
        snapshot: The event table and its version.
        query: The view.
        ending: One of :data:`FORMATS`.
        server: Address of the server, for the link in the file.
        own: Name of the reader's own file when the table is theirs.
        tagged: Whether a row of hashtags stands under the names of the columns, in a format that has room for it.

    Returns:
        The pieces, each made when it is asked for.

    Raises:
        TooManyRowsError: Before the first piece, when the format cannot hold the rows.
    """
    kind = FORMATS[ending]
    described = about(snapshot, query, server, own=own)
    if kind.most_rows is not None and described.rows > kind.most_rows:
        words = _("{format} holds at most {limit} rows, and this view has {n}. Take CSV or GeoParquet, or narrow it.")
        limit, rows = number(kind.most_rows), number(described.rows)
        raise TooManyRowsError(words.format(format=kind.name, limit=limit, n=rows))
    if tagged:
        described = replace(described, tags=hxl.row(NAMES, hxl.REPORTS))
    return kind.write(_Chunks(snapshot, query), described)


@dataclass(frozen=True)
class _Chunks:
    """The rows of a view, a part at a time, as often as they are asked for."""

    snapshot: Snapshot
    query: Query

    def __iter__(self) -> Iterator[pd.DataFrame]:
        found = listing(self.snapshot.events, self.query)
        for start in range(0, len(found.positions), CHUNK):
            yield found.frame(self.snapshot.events, start, start + CHUNK)


def file_name(query: Query, ending: str) -> str:
    """Name a downloaded file by its days, and its ending."""
    about_it = "-README" if ending == "txt" else ""
    return f"{CRISIS.slug}-reports-{query.start}-{query.end}{about_it}.{ending}"
