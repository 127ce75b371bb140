"""Rows of the event table between Arrow, which engines and files speak, and the typed frame that all counting takes."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import pyarrow as pa

from lib.events.schema import COLUMNS, Holds

ROW: Final = "row"
TYPES: Final = {
    Holds.DATE: pa.timestamp("s"),
    Holds.FIGURE: pa.int64(),
    Holds.DEGREE: pa.float64(),
    Holds.FLAG: pa.bool_(),
}
"""Arrow type of a column by what it holds; any other is text."""
SCHEMA: Final = pa.schema(
    [
        *(pa.field(column.name, TYPES.get(column.holds, pa.string())) for column in COLUMNS),
        pa.field(ROW, pa.int64()),
    ]
)
"""The frame of an event table as Arrow: blank text is "", a blank figure or degree is null."""
_PANDAS: Final[dict[pa.DataType, Any]] = {pa.int64(): pd.Int64Dtype()}


def to_arrow(frame: pd.DataFrame) -> pa.Table:
    """Return the frame of an event table as Arrow, of :data:`SCHEMA`."""
    return pa.Table.from_pandas(frame, schema=SCHEMA, preserve_index=False).replace_schema_metadata(None)


def to_frame(rows: pa.Table) -> pd.DataFrame:
    """Return rows as the frame of an event table (:class:`lib.events.table.EventTable`), each column of its type.

    Args:
        rows: Every column of :data:`SCHEMA` and no other, of types that can be cast to its own without loss.

    Raises:
        pyarrow.ArrowInvalid: A column is of another type, or holds what its own type cannot.
        KeyError: A column is missing.
    """
    cast = rows.select(SCHEMA.names).cast(SCHEMA)
    frame: pd.DataFrame = cast.to_pandas(types_mapper=_PANDAS.get)
    return frame.astype({**{column.name: column.dtype for column in COLUMNS}, ROW: "int64"})
