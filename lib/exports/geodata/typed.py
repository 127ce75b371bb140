"""Rows of a layer as an Arrow table, typed as its columns are declared, blanks as nulls, shapes as WKB."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import shapely

from lib.layers.data import Column

TYPES: Final = {
    "text": pa.string(), "number": pa.float64(), "integer": pa.int64(), "flag": pa.bool_(), "date": pa.date32(),
}  # fmt: skip
GEOMETRY: Final = "geometry"
BEGIN, END = "time_begin", "time_end"
"""Columns with a time of day for clocks that compare moments: from the first second of the first day to the last second
of the last. A clock that is given bare dates loses what lasts one day; one that is given the first second of the day
after the last still shows on that day what has ended, where it compares moments as text."""

LAST_SECOND: Final = timedelta(hours=23, minutes=59, seconds=59)


def typed(frame: pd.DataFrame, columns: tuple[Column, ...]) -> pa.Table:
    """Return the declared columns in their order; blank texts and missing values are null."""
    arrays = []
    for column in columns:
        values = frame[column.name]
        if column.holds == "text":
            values = values.astype(object).where(values.notna() & (values.astype("str") != ""), None)
        elif column.holds == "date":
            days = pd.to_datetime(values)
            values = pd.Series(days.dt.date, dtype=object).where(days.notna(), None)
        elif column.holds == "integer":
            values = values.astype("Int64")
        arrays.append(pa.array(values, type=TYPES[column.holds], from_pandas=True))
    return pa.Table.from_arrays(arrays, names=[column.name for column in columns])


def with_times(table: pa.Table, first: str, last: str) -> pa.Table:
    """Add :data:`BEGIN` and :data:`END` of the days from ``first`` to ``last``, names of date columns."""
    kind = pa.timestamp("ms", tz="UTC")
    days = table.column(first).to_pandas(), table.column(last).to_pandas()
    begin, end = (pd.to_datetime(each) for each in days)
    table = table.append_column(BEGIN, pa.array(begin, from_pandas=True).cast(kind))
    return table.append_column(END, pa.array(end + LAST_SECOND, from_pandas=True).cast(kind))


def with_shapes(table: pa.Table, frame: gpd.GeoDataFrame, *, many: bool) -> pa.Table:
    """Add the shapes as WKB; ``many`` makes each a collection of its kind, for formats whose layers have one kind."""
    shapes = frame.geometry.to_numpy()
    if many:
        shapes = [_many(shape) for shape in shapes]
    return table.append_column(
        GEOMETRY, pa.array([None if s is None else shapely.to_wkb(s) for s in shapes], pa.binary())
    )


def _many(shape: shapely.Geometry | None) -> shapely.Geometry | None:
    if isinstance(shape, shapely.Polygon):
        return shapely.MultiPolygon([shape])
    return shapely.MultiLineString([shape]) if isinstance(shape, shapely.LineString) else shape
