"""Reports as GeoPackage and as GeoParquet: a point a row, null where the row has none."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio

from lib.config.crs import DEGREES
from lib.exports.tables.about import About
from lib.exports.tables.arrow import GEOMETRY, SCHEMA, as_arrow, points
from lib.exports.tables.pipe import Pipe

LAYER: Final = "events"
CHANGED: Final = "1970-01-01T00:00:00Z"
"""The date that a GeoPackage must carry: always this one, so that the same view gives the same bytes."""
PLACED: Final = pa.schema([*SCHEMA, pa.field(GEOMETRY, pa.binary())])


def as_parquet(chunks: Iterable[pd.DataFrame], about: About) -> Iterator[bytes]:
    """Write GeoParquet 1.1 with the geometry as WKB in longitude and latitude (OGC:CRS84, the format's default)."""
    described = {
        "version": "1.1.0",
        "primary_column": GEOMETRY,
        "columns": {GEOMETRY: {"encoding": "WKB", "geometry_types": ["Point"]}},
    }
    schema = PLACED.with_metadata({"geo": json.dumps(described), "about": about.json()})
    pipe = Pipe()
    with pq.ParquetWriter(pipe, schema, compression="zstd") as writer:
        for chunk in chunks:
            writer.write_table(_placed(chunk).replace_schema_metadata(schema.metadata))
            yield pipe.taken()
    yield pipe.taken()


def as_geopackage(chunks: Iterable[pd.DataFrame], about: About) -> Iterator[bytes]:
    """Write a GeoPackage as :func:`write_geopackage`, in memory: what a reader brought is never on the disk."""
    out = io.BytesIO()
    write_geopackage(chunks, about, out)
    yield out.getvalue()


def write_geopackage(chunks: Iterable[pd.DataFrame], about: About, out: Path | io.BytesIO) -> None:
    """Write a GeoPackage with one layer of points; what it is about is the layer's description and its metadata.

    The format is a database and cannot be sent piece by piece, but its rows are handed to it so.
    """
    batches = (batch for chunk in chunks for batch in _placed(chunk).to_batches())
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": CHANGED})
    pyogrio.write_arrow(
        pa.RecordBatchReader.from_batches(PLACED, batches),
        out,
        layer=LAYER,
        driver="GPKG",
        geometry_name=GEOMETRY,
        geometry_type="Point",
        crs=DEGREES,
        layer_options={"IDENTIFIER": about.title, "DESCRIPTION": about.short(), "SPATIAL_INDEX": "YES"},
        dataset_metadata={"about": about.json()},
    )


def _placed(chunk: pd.DataFrame) -> pa.Table:
    return as_arrow(chunk).append_column(PLACED.field(GEOMETRY), points(chunk))
