"""The shapes of a geographic file, and the reference system that the file names for them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from lib.events.problems import ProblemLog
from lib.events.reading.coordinates import metres
from lib.events.reading.coordinates.cells import from_wkb
from lib.events.reading.coordinates.unread import shapes_written
from lib.text import ngettext, number

_DEGREES = "OGC:CRS84"
"""What GeoParquet means where it names no system."""


@dataclass(frozen=True)
class Described:
    """The columns of a Parquet file that hold shapes, the one to use first, and its reference system ("" unknown)."""

    all: tuple[str, ...]
    crs: str


def described(schema: pa.Schema) -> Described | None:
    """Return which columns of a Parquet file hold shapes, as its own description says, else by name and type."""
    try:
        told = json.loads((schema.metadata or {}).get(b"geo", b"{}"))
        columns = told.get("columns", {})
        primary = str(told.get("primary_column", ""))
        columns = {str(name): dict(about) for name, about in columns.items()}
    except (ValueError, AttributeError, TypeError, RecursionError):
        columns, primary = {}, ""
    there = [
        name for name in dict.fromkeys((primary, *columns)) if name in schema.names and _holds_shapes(schema, name)
    ]
    if there:
        about = columns.get(there[0], {})
        return Described(tuple(there), _named(about["crs"]) if "crs" in about else _DEGREES)
    bare = tuple(
        name for name in ("geometry", "geom", "wkb_geometry") if name in schema.names and _holds_shapes(schema, name)
    )
    return Described(bare, "") if bare else None


def _holds_shapes(schema: pa.Schema, name: str) -> bool:
    kind = _storage(schema.field(name).type)
    if pa.types.is_struct(kind):
        return {"x", "y"} <= {kind.field(at).name for at in range(kind.num_fields)}
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def _storage(kind: pa.DataType) -> pa.DataType:
    return kind.storage_type if isinstance(kind, pa.BaseExtensionType) else kind


def _named(crs: Any) -> str:
    """Return the name of a system that GeoParquet describes as PROJJSON; null means that it is not known."""
    if isinstance(crs, dict):
        code = crs.get("id", {})
        if isinstance(code, dict) and metres.is_known(name := f"{code.get('authority')}:{code.get('code')}"):
            return name
        return json.dumps(crs)
    return str(crs) if crs else ""


def shapes_of(table: pa.Table, found: Described) -> tuple[npt.NDArray[np.object_], str]:
    """Return the shapes of a Parquet file as well-known bytes, None where there is none, and their reference system."""
    column = table.column(found.all[0])
    if isinstance(column.type, pa.BaseExtensionType):
        column = pa.chunked_array([chunk.storage for chunk in column.chunks], type=column.type.storage_type)
    if not pa.types.is_struct(column.type):
        wkb: npt.NDArray[np.object_] = np.array([*column.to_pylist(), None], dtype=object)[:-1]
        return wkb, found.crs
    x, y = (pc.struct_field(column, axis).to_numpy().astype(np.float64) for axis in ("x", "y"))
    made = np.asarray(shapely.to_wkb(shapely.points(x, y)), dtype=object)
    made[np.isnan(x) | np.isnan(y)] = None
    return made, found.crs


def shapes_as_text(shapes: npt.NDArray[np.object_], crs: str, log: ProblemLog, source: bytes = b"") -> pa.ChunkedArray:
    """Return shapes as hexadecimal well-known bytes in WGS 84 degrees, "" where there is none.

    Args:
        shapes: Well-known bytes; what cannot be read is handed on as it is, to be told with its row.
        crs: The reference system the file names, "" where none: then the numbers are left as they are.
        log: Is told of a system other than degrees, and of degrees under the name of such a system.
        source: The GeoJSON file that they are from, if it is one: what it has for a shape that its reader passed over
            is handed on as it is written.
    """
    geometry = from_wkb(shapes)
    read = ~shapely.is_missing(geometry)
    if crs and read.any() and metres.is_known(crs) and not metres.is_degrees(crs):
        geometry = _to_degrees(geometry, read, crs, log)
    text = np.full(len(shapes), "", dtype=object)
    text[read] = shapely.to_wkb(geometry[read], hex=True, include_srid=False)
    odd = np.flatnonzero(~read & np.array([bool(shape) for shape in shapes], dtype=bool))
    text[odd] = [bytes(shapes[at][:200]).hex() for at in odd.tolist()]
    bare = np.flatnonzero(~read | shapely.is_empty(geometry))
    if source and len(bare):
        for at, written in shapes_written(source, bare, len(shapes)).items():
            text[at] = written
    return pa.chunked_array([pa.array(text, type=pa.string())])


def _to_degrees(
    geometry: npt.NDArray[np.object_], read: npt.NDArray[np.bool_], crs: str, log: ProblemLog
) -> npt.NDArray[np.object_]:
    """Return shapes of a file's reference system in degrees; numbers that are degrees already stay, said."""
    bounds = np.abs(shapely.bounds(geometry))
    small = (bounds[:, [0, 2]] <= 180).all(axis=1) & (bounds[:, [1, 3]] <= 90).all(axis=1)  # noqa: PLR2004
    already = read & small & (not metres.is_geographic(crs))
    if n := int(already.sum()):
        words = ngettext(
            "The file says that it is in {crs}, but the numbers of {n} shape are degrees; they were read as such.",
            "The file says that it is in {crs}, but the numbers of {n} shapes are degrees; they were read as such.",
            n,
        )
        log.whole(words.format(crs=metres.title(crs), n=number(n)), severity="notice")
    turned = read & ~already
    if n := int(turned.sum()):
        geometry[turned] = shapely.transform(
            geometry[turned], lambda x, y: metres.to_degrees(x, y, crs)[::-1], interleaved=False
        )
        words = ngettext(
            "The file is in {crs}; {n} shape was turned into degrees.",
            "The file is in {crs}; {n} shapes were turned into degrees.",
            n,
        )
        log.whole(words.format(crs=metres.title(crs), n=number(n)), severity="notice")
    return geometry
