"""From GeoJSON, GeoPackage and (Geo)Parquet to cells of text.

Shapes become a column of their own, in WGS 84 degrees, which the points step reads as it reads any other.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyogrio

from lib.events.problems import ProblemLog, shown
from lib.events.reading.coordinates.layout import GEOMETRY
from lib.events.reading.coordinates.metres import is_known
from lib.events.reading.coordinates.shapes import described, shapes_as_text, shapes_of
from lib.events.reading.delimited import MAX_LINES
from lib.events.reading.grid import Grid, grid_of
from lib.text import _, enumerated, ngettext, number

MAX_UNPACKED = 2_000_000_000
"""Most bytes the columns of a Parquet file may unpack to."""
MAX_NAMES = 5_000
"""Most different names of properties in a GeoJSON file."""
_PIECE = 1 << 22
_NAME = re.compile(rb'"([^"\\]{1,200})"\s*:')
_SYSTEM = re.compile(rb'"crs"\s*:\s*\{[^{}]*\{\s*"name"\s*:\s*"([^"]{1,120})"')
_WHOLE = 1e15
_UTC = frozenset({"UTC", "ETC/UTC", "GMT", "Z", "+00:00", "+0000", "-00:00"})
"""Names of the zone of UTC, in capitals."""
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
    """Read the columns of a Parquet file; None when it cannot be read, of which ``log`` is told."""
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
    found = described(table.schema)
    shapes, crs = shapes_of(table, found) if found else (None, "")
    return _grid(
        table.drop_columns([name for name in table.column_names if found and name in found.all]), shapes, crs, log
    )


def read_vector(data: bytes, layer: str | None, log: ProblemLog) -> Grid | None:
    """Read the features of a GeoJSON file or of one layer of a GeoPackage; None, told to ``log``, if it cannot."""
    options = {} if data.startswith(b"SQLite") else {"DATE_AS_STRING": "YES"}
    if options and _has_too_many_names(data):
        words = ngettext(
            "The features have more than {n} different property. Export only those that are needed.",
            "The features have more than {n} different properties. Export only those that are needed.",
            MAX_NAMES,
        )
        log.whole(words.format(n=number(MAX_NAMES)))
        return None
    try:
        with quiet():
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
    wkb = None if shapes is None else shapes.to_numpy()
    _tell_unknown_system(data, log)
    source = data if data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") else b""
    return _grid(table.select(plain_columns), wkb, str(meta["crs"] or ""), log, source)


def _tell_unknown_system(data: bytes, log: ProblemLog) -> None:
    """Warn that a GeoJSON file names a reference system that nobody knows; its reader takes degrees without a word."""
    found = _SYSTEM.search(data[:_PIECE]) or _SYSTEM.search(data[-_PIECE:])
    code = found[1].decode(errors="replace").replace("::", ":").removeprefix("urn:ogc:def:crs:") if found else ""
    if code.upper().startswith("EPSG:") and not is_known(code.upper()):
        words = _(
            "The file names a reference system that is not known ({crs}); its points were read as degrees (WGS 84). "
            "Export it again in degrees if they are in another."
        )
        log.whole(words.format(crs=shown(code)), severity="warning")


def _has_too_many_names(data: bytes) -> bool:
    """Tell whether a JSON file has more names of members than a table may have columns; its reader would choke."""
    names: set[bytes] = set()
    for at in range(0, len(data), _PIECE):
        names.update(_NAME.findall(data, at, at + _PIECE))
        if len(names) > MAX_NAMES:
            return True
    return False


def layers(data: bytes) -> tuple[str, ...]:
    """Return the names of the layers of a GeoPackage; none when it cannot be read."""
    try:
        with quiet():
            return tuple(str(name) for name in pyogrio.list_layers(data)[:, 0])
    except (pyogrio.errors.DataSourceError, ValueError):
        return ()


@contextmanager
def quiet() -> Iterator[None]:
    """Silence the remark that bytes in memory have no file name with the right ending."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def too_deep() -> str:
    """Return what is said of JSON that is made to exhaust what reads it."""
    return _("The file is nested deeper than records or features can be. Export it again, or as CSV.")


def _unreadable(error: Exception) -> str:
    if "nested" in str(error):
        return too_deep()
    # GDAL names a file in its own memory, which means nothing to anyone.
    reason = re.sub(r"\S*/vsimem/\S*", "", str(error)).strip(" '\".:")[:120]
    return _("The file is damaged or not what its name says ({reason}). Export it again.").format(reason=reason)


def _too_many() -> str:
    return _("The table has more than {limit} rows, or unpacks to too much. Split it.").format(limit=number(MAX_LINES))


def _grid(
    table: pa.Table, shapes: npt.NDArray[np.object_] | None, crs: str, log: ProblemLog, source: bytes = b""
) -> Grid | None:
    columns: list[tuple[str, pa.ChunkedArray]] = []
    skipped: list[str] = []
    for name in table.column_names:
        text = as_text(table.column(name))
        if text is None:
            skipped.append(name)
        else:
            columns.append((name, text))
    if skipped:
        named = enumerated(f"'{shown(name)}'" for name in skipped[:10])
        message = _("Columns that hold no text or number were ignored: {names}.")
        log.whole(message.format(names=named), severity="notice")
    if shapes is not None:
        columns.append((GEOMETRY, shapes_as_text(shapes, crs, log, source)))
    return grid_of(columns) if columns else None


def as_text(column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """Write a typed column as the event table does, "" where blank; None if no text, number, date or flag."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if _is_list_of_plain(kind):
        # The kernel wants texts that may be missing; numbers become texts as well.
        text = pc.binary_join(column.cast(pa.list_(pa.string())), ";")
    elif pa.types.is_floating(kind):
        text = _numbers(column)
    elif pa.types.is_timestamp(kind):
        text = _times(column)
    elif any(fits(kind) for fits in _PLAIN):
        text = column.cast(pa.string())
    else:
        return None
    return pc.fill_null(text, "")


def _is_list_of_plain(kind: pa.DataType) -> bool:
    """Tell whether a column holds lists of texts or of whole numbers."""
    lists = pa.types.is_list(kind) or pa.types.is_large_list(kind)
    plain = (pa.types.is_string, pa.types.is_large_string, pa.types.is_integer)
    return bool(lists) and any(fits(kind.value_type) for fits in plain)


def _numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Write floats as text; those of a column of whole numbers without a point."""
    column = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
    whole = pc.all(pc.and_(pc.equal(column, pc.round(column)), pc.less(pc.abs(column), _WHOLE)), skip_nulls=True)
    return column.cast(pa.int64()).cast(pa.string()) if whole.as_py() else column.cast(pa.string())


def _times(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Write times as text on the clock of their own zone, with a Z where that is UTC; midnight is a date."""
    zone = column.type.tz
    utc = zone is not None and zone.upper() in _UTC
    if zone is not None and not utc:
        try:
            column = pc.local_timestamp(column)
        except pa.ArrowInvalid:  # a zone that nobody knows: the moment is known in UTC
            utc = True
    text = pc.strftime(column.cast(pa.timestamp("s"), safe=False), format="%Y-%m-%dT%H:%M:%S")
    # Midnights alone are days, whatever zone a program wrote behind them.
    midnight = r"T00:00:00$"
    mark = utc and not pc.all(pc.match_substring_regex(text, midnight), skip_nulls=True).as_py()
    return pc.binary_join_element_wise(text, "Z", "") if mark else pc.replace_substring_regex(text, midnight, "")
