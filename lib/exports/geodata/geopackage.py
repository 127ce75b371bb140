"""Layers as GeoPackage, one or many in a file, as GeoParquet, and as vector tiles."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio

from lib.config.crs import DEGREES
from lib.exports.geodata.typed import GEOMETRY, typed, with_shapes, with_times
from lib.exports.tables.about import About
from lib.exports.tables.geo import CHANGED
from lib.layers.data import Column

MANY: Final = {"Polygon": "MultiPolygon", "LineString": "MultiLineString"}
"""What the shapes of a layer are called that may each have several parts."""
ZOOMS: Final = {"MINZOOM": "5", "MAXZOOM": "11"}
"""Of vector tiles; a viewer draws the last larger for those beyond, where the line is no finer either."""


@dataclass(frozen=True)
class Sheet:
    """A layer of a file.

    Attributes:
        name: Its name in the file.
        title: What it is called.
        words: What is said of it.
        geometry: The kind of its shapes; "" for a table without any.
        columns: Its columns.
        rows: Its rows.
        days: The date columns between which a row holds; blank where it holds on all days.
    """

    name: str
    title: str
    words: str
    geometry: str
    columns: tuple[Column, ...]
    rows: gpd.GeoDataFrame
    days: tuple[str, str] | tuple[()] = ()


def table_of(sheet: Sheet) -> pa.Table:
    """Return a layer as it is written: typed columns, moments for clocks, shapes."""
    table = typed(sheet.rows, sheet.columns)
    if sheet.days:
        table = with_times(table, *sheet.days)
    return with_shapes(table, sheet.rows, many=True) if sheet.geometry else table


def as_geopackage(sheets: Sequence[Sheet], about: About, finish: Callable[[Path], None] | None = None) -> bytes:
    """Write layers into one GeoPackage; what it is about is in the description of each and in the metadata.

    The format is a database: it is made in a folder of its own, which is gone afterwards. ``finish`` is called with the
    file before it is read.
    """
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": CHANGED})
    with TemporaryDirectory(prefix="situation-") as folder:
        path = Path(folder) / "layers.gpkg"
        for sheet in sheets:
            _add(path, sheet, about)
        if finish is not None:
            finish(path)
        return path.read_bytes()


def _add(path: Path, sheet: Sheet, about: About) -> None:
    first = not path.exists()
    kind = MANY.get(sheet.geometry, sheet.geometry)
    shaped: dict[str, Any] = {"geometry_name": GEOMETRY, "geometry_type": kind, "crs": DEGREES} if kind else {}
    options = {"IDENTIFIER": sheet.title, "DESCRIPTION": f"{sheet.words}\n{about.short()}"}
    pyogrio.write_arrow(
        table_of(sheet),
        path,
        layer=sheet.name,
        driver="GPKG",
        append=not first,
        layer_options=options | ({"SPATIAL_INDEX": "YES"} if kind else {"ASPATIAL_VARIANT": "GPKG_ATTRIBUTES"}),
        # Readers of some years ago take this version without a warning.
        dataset_options={"VERSION": "1.2"} if first else None,
        dataset_metadata={"about": about.json()} if first else None,
        **shaped,
    )


def as_tiles(sheet: Sheet, about: About) -> bytes:
    """Write vector tiles as a PMTiles archive, which a web map reads piece by piece; days are ISO text in it."""
    table = with_shapes(typed(sheet.rows, sheet.columns), sheet.rows, many=True)
    for at, field in enumerate(table.schema):
        if pa.types.is_date(field.type):
            table = table.set_column(at, field.name, table.column(at).cast(pa.string()))
    with TemporaryDirectory(prefix="situation-") as folder:
        path = Path(folder) / f"{sheet.name}.pmtiles"
        pyogrio.write_arrow(
            table,
            path,
            layer=sheet.name,
            driver="PMTiles",
            geometry_name=GEOMETRY,
            geometry_type=MANY[sheet.geometry],
            crs=DEGREES,
            dataset_options=ZOOMS | {"NAME": about.title, "DESCRIPTION": about.json()},
        )
        return path.read_bytes()


def as_parquet(sheet: Sheet, about: About) -> bytes:
    """Write GeoParquet 1.1 with the geometry as WKB in longitude and latitude (OGC:CRS84, the format's default)."""
    kinds = sorted({str(kind) for kind in sheet.rows.geom_type.dropna()})
    described = {
        "version": "1.1.0",
        "primary_column": GEOMETRY,
        "columns": {GEOMETRY: {"encoding": "WKB", "geometry_types": kinds}},
    }
    table = with_shapes(typed(sheet.rows, sheet.columns), sheet.rows, many=False)
    out = io.BytesIO()
    metadata = {"geo": json.dumps(described), "about": about.json()}
    pq.write_table(table.replace_schema_metadata(metadata), out, compression="zstd")
    return out.getvalue()
