"""The reports of a view as a file, in the formats analysts use: every row of the filter, every column of the schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
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
from lib.exports.tables.geo import as_geopackage, as_parquet, write_geopackage
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
    """A format of downloads.

    Attributes:
        name: Its name for readers.
        media_type: Its media type.
        write: Writes it, in pieces.
        most_rows: How many rows it can hold.
        streamed: Whether its pieces are sent as they are made; a file that its readers do not read from the front is
            sent when it is whole, with its length, and in parts for whoever asks for one.
        chunk: Rows turned into it at a time, at most.
    """

    name: str
    media_type: str
    write: Callable[[Iterable[pd.DataFrame], About], Iterator[bytes]]
    most_rows: int | None = None
    streamed: bool = False
    chunk: int = CHUNK


def as_text(_chunks: Iterable[pd.DataFrame], about: About) -> Iterator[bytes]:
    """Write what the table is about, without its rows."""
    yield about.text().encode()


FORMATS: Final[dict[str, Format]] = {
    "csv": Format("CSV", "text/csv; charset=utf-8", as_csv, streamed=True),
    "xlsx": Format(
        "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_workbook, MOST_ROWS
    ),
    "geojson": Format("GeoJSON", "application/geo+json", as_geojson, streamed=True, chunk=10_000),
    "gpkg": Format("GeoPackage", "application/geopackage+sqlite3", as_geopackage),
    "parquet": Format("GeoParquet", "application/vnd.apache.parquet", as_parquet),
    "zip": Format("Data Package (ZIP)", MEDIA_TYPE, as_package),
    "txt": Format("README", "text/plain; charset=utf-8", as_text, streamed=True),
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
    check(snapshot, query, ending)
    described = about(snapshot, query, server, own=own)
    if tagged:
        described = replace(described, tags=hxl.row(NAMES, hxl.REPORTS))
    return FORMATS[ending].write(_chunks(snapshot, query, ending), described)


def write_file(  # noqa: PLR0913  what a file is asked for
    snapshot: Snapshot, query: Query, ending: str, path: Path, server: str = "", *, tagged: bool = False
) -> None:
    """Write the reports of a view to a file, a few rows at a time; arguments besides and errors as for :func:`write`.

    Raises:
        OSError: It cannot be written.
    """
    if ending == "gpkg":
        check(snapshot, query, ending)
        write_geopackage(_chunks(snapshot, query, ending), about(snapshot, query, server), path)
        return
    with path.open("wb") as file:
        for piece in write(snapshot, query, ending, server, tagged=tagged):
            file.write(piece)


def check(snapshot: Snapshot, query: Query, ending: str) -> int:
    """Count the reports of a view.

    Raises:
        TooManyRowsError: The format cannot hold so many.
    """
    kind, rows = FORMATS[ending], len(listing(snapshot.events, query).positions)
    if kind.most_rows is not None and rows > kind.most_rows:
        words = _("{format} holds at most {limit} rows, and this view has {n}. Take CSV or GeoParquet, or narrow it.")
        raise TooManyRowsError(words.format(format=kind.name, limit=number(kind.most_rows), n=number(rows)))
    return rows


@dataclass(frozen=True)
class _Chunks:
    """The rows of a view, a part at a time, as often as they are asked for."""

    snapshot: Snapshot
    query: Query
    rows: int

    def __iter__(self) -> Iterator[pd.DataFrame]:
        found = listing(self.snapshot.events, self.query)
        for start in range(0, len(found.positions), self.rows):
            yield found.frame(self.snapshot.events, start, start + self.rows)


def _chunks(snapshot: Snapshot, query: Query, ending: str) -> _Chunks:
    return _Chunks(snapshot, query, min(CHUNK, FORMATS[ending].chunk))


def file_name(query: Query, ending: str) -> str:
    """Name a downloaded file by its days, and its ending."""
    about_it = "-README" if ending == "txt" else ""
    return f"{CRISIS.slug}-reports-{query.start}-{query.end}{about_it}.{ending}"
