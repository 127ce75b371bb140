"""Rows of the event table as an Arrow table, typed column by column as the schema says, blanks as nulls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from lib.events.schema import COLUMNS, NAMES, Holds

TYPES: Final = {
    Holds.DATE: pa.date32(),
    Holds.FIGURE: pa.int64(),
    Holds.DEGREE: pa.float64(),
    Holds.FLAG: pa.bool_(),
}
"""Arrow type of a column by what it holds; any other is text."""
SCHEMA: Final = pa.schema([(column.name, TYPES.get(column.holds, pa.string())) for column in COLUMNS])
GEOMETRY: Final = "geometry"


def as_arrow(frame: pd.DataFrame) -> pa.Table:
    """Return the columns of the schema in its order; "" and missing values are null.

    Args:
        frame: Rows of an event table.
    """
    whole = pa.Table.from_pandas(frame[list(NAMES)], preserve_index=False)
    columns = []
    for field in SCHEMA:
        column = whole.column(field.name).cast(field.type)
        if pa.types.is_string(field.type):
            column = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
        columns.append(column)
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def points(frame: pd.DataFrame) -> pa.Array:
    """Return the point of each row as WKB (WGS 84, longitude first), null where the row has none."""
    lat, lon = (frame[name].to_numpy(dtype=np.float64) for name in ("lat", "lon"))
    made = np.full(len(frame), None, dtype=object)
    known = np.flatnonzero(~np.isnan(lat))
    made[known] = shapely.to_wkb(shapely.points(lon[known], lat[known]))
    return pa.array(made, type=pa.binary())


def rewritten(text: pa.Array, odd: str, rewrite: Callable[[str], str]) -> pa.Array:
    """Rewrite every value of ``text`` that matches the pattern ``odd``; the many others are left alone."""
    found = pc.fill_null(pc.match_substring_regex(text, odd), fill_value=False)
    if not pc.any(found).as_py():
        return text
    values = [rewrite(value) for value in text.filter(found).to_pylist()]
    return pc.replace_with_mask(text, found, pa.array(values, pa.string()))


def joined(lines: pa.Array) -> bytes:
    """Join all strings of ``lines``, none of them null, one after another."""
    whole = pa.ListArray.from_arrays(pa.array([0, len(lines)], pa.int32()), lines)
    return bytes(pc.binary_join(whole, "")[0].as_buffer())
