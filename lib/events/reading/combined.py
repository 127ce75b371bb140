"""Several tables with the same columns read as one, with every remark under the sheet and row it is of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from lib.events.problems import ProblemLog, shown
from lib.events.reading.delimited import MAX_LINES, plain
from lib.events.reading.grid import Grid
from lib.events.reading.records import Cells
from lib.text import _, enumerated, ngettext, number

Reader = Callable[[ProblemLog], Grid | None]
_LISTED = 12


def together(parts: Sequence[tuple[str, Reader]], log: ProblemLog) -> Grid | None:
    """Return the records of several tables below one another, in the columns of the first.

    Their rows are counted on from one table to the next; ``log`` is told which are whose, and names them so from then
    on (:meth:`ProblemLog.place_of`).

    Args:
        parts: Name and reader of each.
        log: Is told of everything wrong, and how the rows are counted.
    """
    grids: list[Grid] = []
    starts: list[tuple[int, str]] = []
    shift = 0
    for name, read in parts:
        own = ProblemLog(log.file)
        grid = read(own)
        log.adopt(own, name)
        if grid is None:
            continue
        cells = grid.cells
        broken = tuple((row + shift, line) for row, line in cells.broken)
        grids.append(replace(grid, cells=replace(cells, rows=cells.rows + shift, broken=broken)))
        starts.append((shift, name))
        shift += max([*cells.rows[-1:].tolist(), *(row for row, _line in cells.broken)], default=0)
    if not grids:
        return None
    if sum(grid.cells.table.num_rows for grid in grids) > MAX_LINES:
        log.whole(
            ngettext(
                "The tables have more than {n} row together. Read them one by one.",
                "The tables have more than {n} rows together. Read them one by one.",
                MAX_LINES,
            ).format(n=number(MAX_LINES))
        )
        return None
    if len({grid.since_1904 for grid in grids}) > 1:
        log.whole(_("Some of the tables count days from 1900, others from 1904. Read them one by one."))
        return None
    log.starts = tuple(starts)
    _tell_counted(grids, starts, log)
    _tell_blank(grids, log)
    return _joined(grids)


def _tell_counted(grids: Sequence[Grid], starts: Sequence[tuple[int, str]], log: ProblemLog) -> None:
    ranges = []
    for grid, (_shift, name) in zip(grids, starts, strict=True):
        if len(grid.cells.rows):
            first, last = int(grid.cells.rows[0]), int(grid.cells.rows[-1])
            words = _("'{name}' {first}–{last}") if first < last else _("'{name}' {first}")
            ranges.append(words.format(name=shown(name), first=first, last=last))
    more = ", …" if len(ranges) > _LISTED else ""
    words = _("Their rows are counted on from one to the next: {ranges}.")
    log.whole(words.format(ranges=enumerated(ranges[:_LISTED]) + more), severity="notice")


def _joined(grids: Sequence[Grid]) -> Grid:
    """Join the records in the columns of the first grid, and those that others have more; blank where one has none."""
    first = grids[0]
    for grid in grids[1:]:
        first = _widened(first, grid)
    width = len(first.header)
    tables = []
    real: dict[int, list[np.ndarray]] = {at: [] for at in range(width)}
    for grid in grids:
        places = _places(first, grid)
        count = grid.cells.table.num_rows
        blank = pa.nulls(count, pa.string()).fill_null("")
        columns = [blank if at is None else grid.cells.table.column(at) for at in places]
        tables.append(pa.table({str(n): column for n, column in enumerate(columns)}))
        for n, at in enumerate(places):
            mask = grid.real_dates.get(at) if at is not None else None
            real[n].append(np.zeros(count, dtype=bool) if mask is None else mask)
    rows = np.concatenate([grid.cells.rows for grid in grids])
    broken = tuple(line for grid in grids for line in grid.cells.broken)
    cells = Cells(pa.concat_tables(tables), rows, sum(grid.cells.left_out for grid in grids), broken)
    masks = {at: np.concatenate(parts) for at, parts in real.items()}
    return replace(first, cells=cells, sheet="", real_dates={at: mask for at, mask in masks.items() if mask.any()})


def _widened(first: Grid, other: Grid) -> Grid:
    """Return a grid whose names are followed by those that only another has."""
    found = {at for at in _places(first, other) if at is not None}
    more = [at for at, name in enumerate(other.header) if name and at not in found]
    if not more:
        return first
    tags: tuple[str, ...] = ()
    if first.tags or other.tags:
        tags = (*first.tags, *("",) * (len(first.header) - len(first.tags)))
        tags = (*tags, *(other.tags[at] if at < len(other.tags) else "" for at in more))
    header = (*first.header, *(other.header[at] for at in more))
    return replace(first, header=header, tags=tags, lower={**other.lower, **first.lower})


def _tell_blank(grids: Sequence[Grid], log: ProblemLog) -> None:
    """Name the columns that only some of the tables have."""
    names = {plain(name): name for grid in grids for name in grid.header if name}
    every = [{plain(name) for name in grid.header} for grid in grids]
    some = [name for key, name in names.items() if not all(key in of for of in every)]
    if some:
        words = ngettext(
            "Column {names} stands in some of the tables only and was taken as blank in the others.",
            "Columns {names} stand in some of the tables only and were taken as blank in the others.",
            len(some),
        )
        listed = enumerated(f"'{shown(name)}'" for name in some[:_LISTED]) + (", …" if len(some) > _LISTED else "")
        log.whole(words.format(names=listed), severity="notice")


def _places(first: Grid, other: Grid) -> list[int | None]:
    """Find each column of ``first`` in ``other``: by name, the second of equals second; None if nowhere."""
    free: dict[str, list[int]] = {}
    for at, name in enumerate(other.header):
        free.setdefault(plain(name), []).append(at)
    return [(free.get(plain(name)) or [None]).pop(0) for name in first.header]  # type: ignore[list-item]
