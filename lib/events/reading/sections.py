"""Names of the columns that stand again among the records: alike, in other words, in another order, or with others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from lib.events.mapping.vocabulary import STEMS, column_of
from lib.events.problems import ProblemLog, shown
from lib.events.reading.delimited import plain
from lib.events.reading.grid import Grid
from lib.events.reading.lines import row_list
from lib.text import _, enumerated, ngettext, number

_NEAR = 3
"""Records from the top that are looked at whatever they hold."""
_HALF = 0.5
_NUMBERS = 3
"""Numbers and dates that a row of names may hold; with more it is a record of a file that has no names."""
_MOST = 1_000
"""Rows that may name the columns again; more are no names."""
_LISTED = 6
_LONGEST = 100
"""Letters of a cell that may be a name."""
Mask = npt.NDArray[np.bool_]


def by_sections(grid: Grid, known: frozenset[str], log: ProblemLog) -> Grid:
    """Return ``grid`` without rows that name the columns again, each cell under its own name.

    Args:
        grid: The records below the names of their columns.
        known: Plain names of the columns that some format has.
        log: Is told of rows that repeat the names, and of those that name other columns than the header does.

    Returns:
        The records; below names in another order under the names they have there, with a column more for each name
        that the header lacks.
    """
    header = list(grid.header[: grid.cells.table.num_columns])
    if sum(map(_is_number, header)) > _NUMBERS:
        return grid
    alike: list[int] = []
    moved: dict[int, list[int]] = {}
    names = list(header)
    for row in _candidates(grid, known):
        places = _places(header, _record(grid, row), names, known)
        if places is None:
            continue
        if places == list(range(len(places))):
            alike.append(row)
        else:
            moved[row] = places
    if not alike and not moved:
        return grid
    _tell(grid, alike, list(moved), names[len(header) :], log)
    rest = np.ones(grid.cells.table.num_rows, dtype=bool)
    rest[[*alike, *moved]] = False
    return (_moved(grid, {row: moved.get(row) for row in sorted([*alike, *moved])}, names) if moved else grid).keeping(
        rest
    )


def _is_number(cell: str) -> bool:
    return bool(cell.strip()) and not any(map(str.isalpha, cell))


def _candidates(grid: Grid, known: frozenset[str]) -> list[int]:
    """Find the rows whose first named columns hold names; the first records are looked at anyway."""
    table = grid.cells.table
    words = {name.strip().lower() for name in grid.header if name} | {plain(name) for name in grid.header if name}
    values = pa.array(sorted(words | known), pa.string())
    first = [at for at, name in enumerate(grid.header) if name and at < table.num_columns][:2]
    found = np.full(table.num_rows, bool(first))
    for at in first:
        column = pc.utf8_lower(pc.utf8_trim_whitespace(table.column(at).cast(pa.string())))
        found &= np.asarray(pc.is_in(column, value_set=values))
        if not found.any():
            break
    rows = np.flatnonzero(found)
    near = [row for row in range(min(_NEAR, table.num_rows)) if not found[row]]
    return sorted([*near, *(rows.tolist() if len(rows) <= _MOST else [])])


def _record(grid: Grid, at: int) -> list[str]:
    return [str(column[at].as_py() or "").strip() for column in grid.cells.table.columns]


def _places(header: Sequence[str], cells: Sequence[str], names: list[str], known: frozenset[str]) -> list[int] | None:
    """Return where in ``names`` each cell of a row that names columns belongs; None when it names none.

    A name that the header lacks is put behind ``names``. A blank cell, and a word that is no known name, stays where it
    stands if nothing else is called so.
    """
    filled = [at for at, cell in enumerate(cells) if cell]
    found = _matched(header, cells, filled)
    enough = min(2, sum(map(bool, header)))
    if len(found) < enough or len(found) < _HALF * len(filled) or not filled:
        return None
    taken = set(found.values())
    # Names in other words leave every column where it is, though we may know a word by another meaning.
    other_words = sum(plain(cells[at]) == plain(header[place]) for at, place in found.items()) < _HALF * len(found)
    places = []
    for at, cell in enumerate(cells):
        if at in found:
            places.append(found[at])
        elif at not in taken and (not cell or (header[at] and (other_words or plain(cell) not in known))):
            places.append(at)
        elif cell:
            again = [place for place in range(len(header), len(names)) if plain(names[place]) == plain(cell)]
            if not again:
                names.append(cell)
            places.append(again[0] if again else len(names) - 1)
        else:
            places.append(-1)
    return places


def _matched(header: Sequence[str], cells: Sequence[str], filled: Iterable[int]) -> dict[int, int]:
    """Return the column of the header that cells name: their own first, then another, by its name or its meaning."""
    by_name: dict[str, list[int]] = defaultdict(list)
    by_meaning: dict[str, list[int]] = defaultdict(list)
    by_stem: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(header):
        if name:
            by_name[plain(name)].append(place)
            for meaning in _meanings(name)[:1]:
                by_meaning[meaning].append(place)
            for meaning in _meanings(name):
                by_stem[meaning].append(place)
    names = {at: by_name.get(plain(cells[at]), []) for at in filled}
    meant = {at: [place for each in _meanings(cells[at])[:1] for place in by_meaning.get(each, ())] for at in filled}
    alike = {at: [place for each in _meanings(cells[at]) for place in by_stem.get(each, ())] for at in filled}
    found: dict[int, int] = {}
    taken: set[int] = set()
    # A figure that may be low and high alike comes last: "deaths_high" in the place of "deaths_low" is another column.
    steps = [(True, (names, meant)), (False, (names,)), (False, (meant,)), (True, (alike,)), (False, (alike,))]
    for own, ways in steps:
        for at in filled:
            fits = [place for way in ways for place in way[at]] if at not in found else []
            free = [place for place in fits if place not in taken and (place == at or not own)]
            if free:
                found[at] = free[0]
                taken.add(free[0])
    return found


@lru_cache(maxsize=20_000)
def _meanings(name: str) -> tuple[str, ...]:
    """Return what a name means, and what that may be as well: one figure may be low and high alike."""
    known = column_of(name) if len(name) <= _LONGEST else None
    column = known.column if known is not None else ""
    stem = column.removesuffix("_low").removesuffix("_high")
    return tuple(dict.fromkeys((column, stem if stem in STEMS else column))) if column else ()


def _moved(grid: Grid, sections: dict[int, list[int] | None], names: Sequence[str]) -> Grid:
    """Return the grid with the cells below each row of names under those names."""
    table = grid.cells.table
    starts = [0, *sections, table.num_rows]
    orders = [None, *sections.values()]
    sources = [_sources(order, len(names), table.num_columns) for order in orders]
    columns, real = [], {}
    for place in range(len(names)):
        parts, dates = [], []
        for source, start, end in zip(sources, starts, starts[1:], strict=False):
            at = source[place]
            dates.append(grid.real_dates.get(at, np.zeros(table.num_rows, dtype=bool))[start:end])
            blank = pa.chunked_array([pa.array([""] * (end - start), pa.string())])
            parts.append(blank if at < 0 else table.column(at).slice(start, end - start).cast(pa.string()))
        columns.append(pa.chunked_array([chunk for part in parts for chunk in part.chunks], pa.string()))
        if (mask := np.concatenate(dates)).any():
            real[place] = mask
    cells = replace(grid.cells, table=pa.table({str(at): column for at, column in enumerate(columns)}))
    tags = (*grid.tags, *("",) * (len(names) - len(grid.tags))) if grid.tags else ()
    return replace(grid, header=tuple(names), cells=cells, real_dates=real, tags=tags)


def _sources(order: Sequence[int] | None, width: int, columns: int) -> list[int]:
    """Return which column of the file stands under each name; -1 for none."""
    if order is None:
        return [at if at < columns else -1 for at in range(width)]
    return [order.index(place) if place in order else -1 for place in range(width)]


def _tell(grid: Grid, alike: Sequence[int], moved: Sequence[int], new: Sequence[str], log: ProblemLog) -> None:
    rows = grid.cells.rows
    if alike:
        words = ngettext(
            "{n} row repeats the names of the columns and was left out ({rows}).",
            "{n} rows repeat the names of the columns and were left out ({rows}).",
            len(alike),
        )
        found = rows[list(alike)].tolist()
        log.whole(words.format(n=number(len(found)), rows=row_list(found)), severity="notice")
    if moved:
        found = rows[list(moved)].tolist()
        words = ngettext(
            "{n} row names the columns anew, in another order or with others ({rows}); the records below it were read "
            "by the names that stand there.",
            "{n} rows name the columns anew, in another order or with others ({rows}); the records below each were "
            "read by the names that stand there.",
            len(moved),
        )
        text = words.format(n=number(len(found)), rows=row_list(found))
        if new:
            listed = enumerated(f"'{shown(name)}'" for name in new[:_LISTED]) + (", …" if len(new) > _LISTED else "")
            text = f"{text} {_('Columns that stand there only: {names}.').format(names=listed)}"
        log.whole(text, severity="notice")
