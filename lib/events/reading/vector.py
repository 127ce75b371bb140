"""From GeoJSON, GeoPackage and (Geo)Parquet to cells of text.

A point's geometry gives lat and lon where no column does.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyogrio
import shapely

from lib.events.problems import ProblemLog, shown
from lib.events.reading.delimited import MAX_LINES, plain
from lib.events.reading.grid import Grid, grid_of
from lib.text import _, number

MAX_UNPACKED = 2_000_000_000
"""Most bytes the columns of a Parquet file may unpack to."""
_POINT_NAMES = {"lat": ("lat", "latitude"), "lon": ("lon", "longitude", "long", "lng")}
_WHOLE = 1e15
_PLAIN = (
    pa.types.is_null,
    pa.types.is_date,
    pa.types.is_boolean,
    pa.types.is_integer,
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_decimal,
)
"""Sorts of column that Arrow writes as the event table does."""


def read_parquet(data: bytes, log: ProblemLog) -> Grid | None:
    """The columns of a Parquet file; ``log`` is told when it cannot be read."""
    try:
        file = pq.ParquetFile(io.BytesIO(data))
        groups = (file.metadata.row_group(at).total_byte_size for at in range(file.metadata.num_row_groups))
        if file.metadata.num_rows > MAX_LINES or sum(groups) > MAX_UNPACKED:
            log.whole(_too_many())
            return None
        table = file.read()
    except (pa.ArrowException, OSError, ValueError) as error:
        log.whole(_unreadable(error))
        return None
    names = _geometry_names(table.schema)
    shapes = [table.column(name) for name in names]
    return _grid(table.drop_columns(names), shapes[0] if shapes else None, log)


def read_vector(data: bytes, layer: str | None, log: ProblemLog) -> Grid | None:
    """The features of a GeoJSON file or of one layer of a GeoPackage; ``log`` is told when they cannot be read."""
    options = {} if data.startswith(b"SQLite") else {"DATE_AS_STRING": "YES"}
    try:
        with _quiet():
            if pyogrio.read_info(data, layer=layer, force_feature_count=True, **options)["features"] > MAX_LINES:
                log.whole(_too_many())
                return None
            meta, table = pyogrio.read_arrow(data, layer=layer, datetime_as_string=True, **options)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pa.ArrowException, ValueError) as error:
        log.whole(_unreadable(error))
        return None
    name = meta["geometry_name"] or "wkb_geometry"
    shapes = table.column(name) if name in table.column_names else None
    plain_columns = [column for column in table.column_names if column not in {name, "OGC_FID", meta["fid_column"]}]
    return _grid(table.select(plain_columns), shapes, log)


def layers(data: bytes) -> tuple[str, ...]:
    """The names of the layers of a GeoPackage; none when it cannot be read."""
    try:
        with _quiet():
            return tuple(str(name) for name in pyogrio.list_layers(data)[:, 0])
    except (pyogrio.errors.DataSourceError, ValueError):
        return ()


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the remark that bytes in memory have no file name with the right ending."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def _unreadable(error: Exception) -> str:
    # GDAL names a file in its own memory, which means nothing to anyone.
    reason = re.sub(r"\S*/vsimem/\S*", "", str(error)).strip(" '\".:")[:120]
    return _("The file is damaged or not what its name says ({reason}). Export it again.").format(reason=reason)


def _too_many() -> str:
    return _("The table has more than {limit} rows, or unpacks to too much. Split it.").format(limit=number(MAX_LINES))


def _geometry_names(schema: pa.Schema) -> list[str]:
    """Columns that hold shapes: named by the file's own description, else any of bytes called geometry."""
    described = (schema.metadata or {}).get(b"geo", b"")
    named = re.search(rb'"primary_column"\s*:\s*"([^"]+)"', described)
    wanted = [named[1].decode(errors="replace")] if named else []
    return [
        field.name
        for field in schema
        if (field.name in wanted or field.name == "geometry")
        and (pa.types.is_binary(field.type) or pa.types.is_large_binary(field.type))
    ]


def _grid(table: pa.Table, shapes: pa.ChunkedArray | None, log: ProblemLog) -> Grid | None:
    columns: list[tuple[str, pa.ChunkedArray]] = []
    skipped: list[str] = []
    for name in table.column_names:
        text = as_text(table.column(name))
        if text is None:
            skipped.append(name)
        else:
            columns.append((name, text))
    if skipped:
        named = ", ".join(f"'{shown(name)}'" for name in skipped[:10])
        message = _("Columns that hold no text or number were ignored: {names}.")
        log.whole(message.format(names=named), severity="notice")
    plains = {plain(name) for name, _text in columns}
    if shapes is not None and not any(plains & set(names) for names in _POINT_NAMES.values()):
        columns.extend(_points(shapes, log))
    return grid_of(columns) if columns else None


def _points(shapes: pa.ChunkedArray, log: ProblemLog) -> Sequence[tuple[str, pa.ChunkedArray]]:
    """Latitude and longitude of points as text, blank for any other shape."""
    geometry = shapely.from_wkb(shapes.to_numpy(), on_invalid="ignore")
    point = shapely.get_type_id(geometry) == 0
    if other := int((~point & ~shapely.is_missing(geometry)).sum()):
        message = _("{n} shapes are no points; their rows were read without a point.")
        log.whole(message.format(n=number(other)), severity="notice")
    axes: tuple[tuple[str, Callable[..., np.ndarray]], ...] = (("lat", shapely.get_y), ("lon", shapely.get_x))
    made = []
    for name, axis in axes:
        values = np.where(point, axis(geometry), np.nan)
        made.append((name, pc.fill_null(pa.chunked_array([pa.array(values, from_pandas=True)]).cast(pa.string()), "")))
    return made


def as_text(column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """A typed column as the event table writes it, "" where blank; None for what is no text, number, date or flag."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if pa.types.is_list(kind) and pa.types.is_string(kind.value_type):
        text = pc.binary_join(column, ";")
    elif pa.types.is_floating(kind):
        text = _numbers(column)
    elif pa.types.is_timestamp(kind):
        text = _times(column)
    elif any(fits(kind) for fits in _PLAIN):
        text = column.cast(pa.string())
    else:
        return None
    return pc.fill_null(text, "")


def _numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Floats as text; those of a column of whole numbers without a point."""
    column = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
    whole = pc.all(pc.and_(pc.equal(column, pc.round(column)), pc.less(pc.abs(column), _WHOLE)), skip_nulls=True)
    return column.cast(pa.int64()).cast(pa.string()) if whole.as_py() else column.cast(pa.string())


def _times(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Times as text; midnight is a date."""
    days = pc.strftime(column.cast(pa.timestamp("s"), safe=False), format="%Y-%m-%dT%H:%M:%S")
    return pc.replace_substring_regex(days, r"T00:00:00$", "")
