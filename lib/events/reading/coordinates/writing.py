"""From the points of a table back to its cells: columns ``lat`` and ``lon`` in degrees, and where they are from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from lib.events.reading.coordinates.candidates import FILE, REPRESENTATIVE, Candidate, without_unknown
from lib.events.reading.coordinates.degrees import Floats
from lib.events.reading.coordinates.layout import Pair
from lib.events.reading.delimited import plain
from lib.events.reading.grid import Grid, series
from lib.events.schema import UNUSABLE

BASIS = "point_basis"
KNOWN = frozenset({"lat", "latitude", "lon", "longitude", "long", "lng", "originlat", "originlon"})
"""Plain names of columns of degrees that readers of the table know."""


@dataclass(frozen=True)
class Written:
    """What is to be written.

    Attributes:
        prefix: Of the names of the columns, "" or "origin_".
        taken: The points.
        columns: Positions of every column they come from.
        pair: The columns of latitude and longitude, if there are such.
    """

    prefix: str
    taken: Candidate
    columns: tuple[int, ...]
    pair: Pair | None


def write(grid: Grid, written: Written) -> Grid:
    """Return the table with its points in two columns; the columns they came from are gone, unless they are those."""
    taken, pair = written.taken, written.pair
    at = (pair.lat[0], pair.lon[0]) if pair is not None else None
    if at is not None and set(written.columns) == set(at) and taken.kept.all() and not taken.lost.any():
        return _named(grid, at, written.prefix)
    cells = {"lat": _text(taken.y, taken, grid, at and at[0]), "lon": _text(taken.x, taken, grid, at and at[1])}
    columns = {
        position: (grid.header[position], grid.cells.table.column(position)) for position in range(len(grid.header))
    }
    for position in set(written.columns) - set(at or ()):
        del columns[position]
    end = len(grid.header)
    for n, (axis, text) in enumerate(cells.items()):
        name = f"{written.prefix}{axis}"
        if at is not None and plain(grid.header[at[n]]) in KNOWN:
            name = grid.header[at[n]]
        columns[at[n] if at is not None else end + n] = (name, pa.chunked_array([pa.array(text, type=pa.string())]))
    if not written.prefix:
        columns[grid.places().get(plain(BASIS), end + 2)] = (BASIS, _basis(taken, grid))
    return _made(grid, columns)


def keep_basis(before: Grid, after: Grid) -> Grid:
    """Return ``after`` with the column of ``before`` that says where each point is from; both have the same rows."""
    position = before.places().get(plain(BASIS))
    if (
        position is None
        or plain(BASIS) in after.places()
        or "lat" not in after.places()
        or len(before.cells.rows) != len(after.cells.rows)
    ):
        return after
    columns = {at: (after.header[at], after.cells.table.column(at)) for at in range(len(after.header))}
    columns[len(after.header)] = (BASIS, before.cells.table.column(position))
    return _made(after, columns)


def without_basis(grid: Grid, brought: Grid) -> Grid:
    """Return a table without the column that says where each point is from, where the file brought none."""
    position = grid.places().get(plain(BASIS))
    if position is None or plain(BASIS) in brought.places():
        return grid
    return grid.without(position)


def with_basis(frame: pd.DataFrame) -> pd.DataFrame:
    """Return an event frame whose rows with a point all say where it is from: the file, unless they say otherwise.

    A point that stands for a line or an area says so in ``geo_precision`` where that is blank.
    """
    basis, precision = frame["point_basis"], frame["geo_precision"]
    wide = (basis == REPRESENTATIVE) & (precision == "")
    return frame.assign(
        point_basis=basis.mask(frame["lat"].notna() & (basis == ""), FILE),
        geo_precision=precision.mask(wide, REPRESENTATIVE),
    )


def _named(grid: Grid, at: tuple[int, int], prefix: str) -> Grid:
    """Return the table with the usual names for its columns of degrees."""
    header = list(grid.header)
    for position, axis in zip(at, ("lat", "lon"), strict=True):
        if plain(header[position]) not in KNOWN:
            header[position] = f"{prefix}{axis}"
    return replace(grid, header=tuple(header))


def _text(values: Floats, taken: Candidate, grid: Grid, position: int | None) -> npt.NDArray[np.object_]:
    """Return degrees as text; cells that were so already, and halves of a point, stay as they are."""
    text = np.full(len(values), "", dtype=object)
    rows = np.flatnonzero(taken.there)
    text[rows] = pd.Series(np.round(values[rows], 7)).astype("str").to_numpy(dtype=object)
    if position is not None:
        old = without_unknown(series(grid.cells, position)).to_numpy(dtype=object)
        same = taken.kept & (taken.there | taken.half) | (taken.half & ~taken.lost)
        text[same] = old[same]
    return text


def _basis(taken: Candidate, grid: Grid) -> pa.ChunkedArray:
    """Return where each point is from; what the file says of itself stays, unless its point is lost."""
    words = np.where(taken.there, taken.basis, np.where(taken.lost, UNUSABLE, ""))
    position = grid.places().get(plain(BASIS))
    if position is not None:
        old = series(grid.cells, position).to_numpy(dtype=object)
        words = np.where(taken.there & (taken.basis == FILE) | ~taken.there & ~taken.lost, old, words)
    return pa.chunked_array([pa.array(words.astype(object), type=pa.string())])


def _made(grid: Grid, columns: dict[int, tuple[str, pa.ChunkedArray]]) -> Grid:
    """Return the table with these columns by position; what is known of a column goes with it."""
    order = sorted(columns)
    moved = {old: new for new, old in enumerate(order)}
    table = pa.table({str(new): columns[old][1] for new, old in enumerate(order)})
    return replace(
        grid,
        header=tuple(columns[old][0] for old in order),
        cells=replace(grid.cells, table=table),
        real_dates={moved[old]: cells for old, cells in grid.real_dates.items() if old in moved},
        tags=tuple(grid.tags[old] if old < len(grid.tags) else "" for old in order) if grid.tags else (),
    )
