"""A table of any columns as one of the event table's own, by a column mapping."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePath
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.events.columns import match_columns
from lib.events.mapping.guess import SURE, blank_records, guess
from lib.events.mapping.model import ColumnMapping, MappingError
from lib.events.mapping.names import key
from lib.events.mapping.repeats import tell_repeats
from lib.events.mapping.vocabulary import KIND_OF, STEMS, WORD_COLUMNS, own_name, spelled, word_of
from lib.events.problems import ProblemLog, shown
from lib.events.reading.delimited import plain
from lib.events.reading.grid import Grid, series
from lib.events.reading.numbers import Sort, read_figure
from lib.events.reading.records import Cells
from lib.events.reading.units import without_unit
from lib.events.schema import NAMES, SUBKINDS
from lib.text import _, enumerated, ngettext, number

_DIGITS = re.compile(r"[^\S\n]*\d[\d.,'’٬٫\s\u00a0\u202f]*")
_ONE_FIGURE = frozenset((Sort.EXACT, Sort.GROUPED, Sort.WORDED, Sort.NONE))
"""How one number is written: what such a cell says is the lowest and the highest figure alike."""
_MOST_LISTED = 20
EXAMPLE = "example-"
"""Begins the names of the example rows of an empty table."""
_EXAMPLES = [f"{EXAMPLE}{kind}" for kind in SUBKINDS]


def apply(grid: Grid, mapping: ColumnMapping, log: ProblemLog) -> Grid:
    """Return the cells under the event table's own names.

    Args:
        grid: The file.
        mapping: Which of its columns is which.
        log: Is told what each column was read as, and learns what our columns are called in the file.

    Returns:
        Columns of the event table, those that every row must fill among them where they can be made.

    Raises:
        MappingError: The mapping names a column that the file does not have.
    """
    places = {column: _place(grid, header) for column, header in mapping.columns.items()}
    made: dict[str, pa.ChunkedArray] = {}
    for column, at in places.items():
        low, high = STEMS.get(column, (column, ""))
        made[low] = _column(grid, at, mapping.words.get(low, {}))
        if high:
            made[high] = _where(made[low], partial(_is_one_figure, column))
    blank = blank_records(grid)
    for column, text in mapping.constants.items():
        made[column] = _blanked(_array(np.full(len(blank), text, dtype=object)), blank)
    if "kind" not in made and "subkind" in made:
        made["kind"] = _kinds(made["subkind"])
        log.made.add("kind")
    _tell(grid, mapping, log)
    log.called.update({
        name: mapping.columns[column] for column in places for name in STEMS.get(column, (column,))
    })  # fmt: skip
    header = tuple(name for name in NAMES if name in made)
    table = pa.table({str(at): made[name] for at, name in enumerate(header)})
    out = _left_out(grid, mapping, places, log)
    cells = Cells(table.filter(pa.array(~out)), grid.cells.rows[~out], grid.cells.left_out + int(out.sum()))
    # Which cells of a workbook were real dates is known by the place of their column.
    other: dict[str, Any] = {"header": header, "cells": cells, "tags": ()}
    if real := getattr(grid, "real_dates", None):
        kept = {column: real[at][~out] for column, at in places.items() if at in real and column in header}
        other["real_dates"] = {header.index(column): cells for column, cells in kept.items()}
    return complete(replace(grid, **other), log, grid)


def complete(grid: Grid, log: ProblemLog, whole: Grid | None = None) -> Grid:
    """Return a table of our own columns with those it lacks that can be had.

    Those under another name that means one thing are taken; names of rows, kinds and a source are made.

    Args:
        grid: Columns of the event table.
        log: Is told what was taken and made; its file names rows and source.
        whole: The file with all its columns, where it has others.
    """
    grid = _without_examples(_renamed(grid, log), log)
    names = [own_name(name) for name in grid.header]
    rows = grid.cells.rows
    added: dict[str, pa.ChunkedArray] = {}
    if "event_id" not in names:
        tell_repeats(whole or grid, log)
        stem = _slug(log.file)
        added["event_id"] = _array(np.char.add(f"{stem}-", rows.astype(str)).astype(object))
        words = _("No column names the rows; they were named by file and row, as {name}.")
        log.whole(words.format(name=f"{stem}-{int(rows[0]) if len(rows) else 2}"), severity="notice", column="event_id")
    if "kind" not in names and "subkind" in names:
        added["kind"] = _kinds(grid.cells.table.column(names.index("subkind")))
        log.made.add("kind")
    if "source" not in names:
        text = _("File: {name}").format(name=log.file)
        added["source"] = _array(np.full(len(rows), text, dtype=object))
        words = _("No column names a source; '{source}' stands there.")
        log.whole(words.format(source=text), severity="notice", column="source")
    return _with(grid, added)


def _without_examples(grid: Grid, log: ProblemLog) -> Grid:
    """Return a table without the example rows that an empty table comes with."""
    if "event_id" not in grid.header:
        return grid
    table = grid.cells.table
    names = table.column(grid.header.index("event_id"))
    examples = pc.is_in(names, pa.array(_EXAMPLES, type=pa.string())).to_numpy()
    if n := int(examples.sum()):
        words = ngettext("{n} example row of the empty table was left out.",
                         "{n} example rows of the empty table were left out.", n)  # fmt: skip
        log.whole(words.format(n=number(n)), severity="notice")
        cells = Cells(table.filter(pa.array(~examples)), grid.cells.rows[~examples], grid.cells.left_out)
        return replace(grid, cells=cells)
    return grid


def _renamed(grid: Grid, log: ProblemLog) -> Grid:
    """Return a table of our own columns with those that it has under another name that can mean one thing only."""
    own = match_columns(grid.header, ProblemLog(""), required=()) or {}
    if len(own) == len(grid.header):
        return grid
    taken = {grid.header[at] for at in own.values()}
    header = list(grid.header)
    added: dict[str, pa.ChunkedArray] = {}
    told: list[str] = []
    for each in guess(grid).proposals:
        low, high = STEMS.get(each.column, (each.column, ""))
        if each.score < SURE or not low or low in own or high in own or each.header in {name.strip() for name in taken}:
            continue
        at = next(at for at, name in enumerate(grid.header) if name.strip() == each.header)
        header[at] = low
        log.called[low] = each.header
        told.append(f"'{shown(each.header, 40)}' = {each.column}")
        if high:
            added[high] = _where(grid.cells.table.column(at), partial(_is_one_figure, each.column))
            log.called[high] = each.header
    if not told:
        return grid
    log.whole(_("The columns were read as: {names}.").format(names=listed(told)), severity="notice")
    return _with(replace(grid, header=tuple(header)), added)


def _with(grid: Grid, added: Mapping[str, pa.ChunkedArray]) -> Grid:
    """Return the grid with further columns. A blank record stays one: it is no row that has but a name."""
    if not added:
        return grid
    table, blank = grid.cells.table, blank_records(grid)
    for at, cells in enumerate(added.values(), len(grid.header)):
        table = table.append_column(str(at), _blanked(cells, blank))
    tags = (*grid.tags, *("" for _name in added)) if grid.tags else ()
    cells = Cells(table, grid.cells.rows, grid.cells.left_out)
    return replace(grid, header=(*grid.header, *added), cells=cells, tags=tags)


def _blanked(column: pa.ChunkedArray, blank: npt.NDArray[np.bool_]) -> pa.ChunkedArray:
    if not blank.any():
        return column
    cells = column.to_pandas().to_numpy(dtype=object, copy=True)
    cells[blank] = ""
    return _array(cells)


def _place(grid: Grid, header: str) -> int:
    """Return where the column called ``header`` stands."""
    for at, name in enumerate(grid.header):
        if name.strip() == header.strip():
            return at
    at = grid.places().get(plain(header), -1)
    if at < 0:
        names = listed([f"'{shown(name, 30)}'" for name in grid.header if name.strip()])
        words = _("The mapping names the column '{name}', which the file does not have. It has: {names}.")
        raise MappingError(words.format(name=shown(header), names=names))
    return at


def _array(cells: npt.NDArray[Any]) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(cells, type=pa.string())])


def _column(grid: Grid, at: int, words: Mapping[str, str]) -> pa.ChunkedArray:
    """Return a column with the file's words as ours; one that is none of ours stays as it is written."""
    column = grid.cells.table.column(at)
    if not words:
        return column
    known = {key(cell): word for cell, word in words.items()} | dict(words)
    return _mapped(column, lambda cell: known.get(cell.strip(), known.get(key(cell), cell)))


def _left_out(grid: Grid, mapping: ColumnMapping, places: Mapping[str, int], log: ProblemLog) -> npt.NDArray[np.bool_]:
    """Return which rows are of a sort of event that the mapping says is none of ours; each is told."""
    out = np.zeros(len(grid.cells.rows), dtype=bool)
    for column in ("kind", "subkind"):
        none = {key(cell) for cell, word in mapping.words.get(column, {}).items() if not word}
        if none and column in places:
            cells = series(grid.cells, places[column]).str.strip()
            of_none = cells.map({cell: key(cell) in none for cell in cells.unique().tolist()}).to_numpy(dtype=bool)
            words = _("'{value}' is no event of this map, as the column mapping says. The row was left out.")
            log.cells(
                _("no event of this map"), grid.cells.rows, of_none & ~out, cells, words,
                column=mapping.columns[column], severity="error",
            )  # fmt: skip
            out |= of_none
    return out


def _kinds(subkinds: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the kind that each subkind belongs to; of one that is not known, that of the others where it is one."""
    found = {KIND_OF[word] for cell in subkinds.unique().to_pylist() if (word := word_of("subkind", cell or ""))}
    other = found.pop() if len(found) == 1 else ""
    return _mapped(subkinds, lambda cell: KIND_OF.get(word_of("subkind", cell), other if cell.strip() else ""))


def _where(column: pa.ChunkedArray, keep: Callable[[str], bool]) -> pa.ChunkedArray:
    """Return the cells that ``keep`` accepts, others blank."""
    return _mapped(column, lambda cell: cell if keep(cell) else "")


def _is_one_figure(stem: str, cell: str) -> bool:
    if cell.isascii() and cell.isdigit():
        return True
    bare = without_unit(cell, stem)
    if _DIGITS.fullmatch(unicodedata.normalize("NFKC", bare)):
        return True
    read = read_figure(bare, None)
    return read is not None and read.sort in _ONE_FIGURE


def _mapped(column: pa.ChunkedArray, change: Callable[[str], str]) -> pa.ChunkedArray:
    """Return a column of text with each different cell changed once."""
    cells = column.to_pandas().astype("str")
    changed = {cell: change(cell) for cell in cells.unique().tolist()}
    return _array(cells.map(changed).to_numpy(dtype=object))


def _tell(grid: Grid, mapping: ColumnMapping, log: ProblemLog) -> None:
    """Report what columns and doubtful words were read as, and which columns were not used, in a notice each."""
    read = enumerated(f"'{shown(header, 40)}' = {column}" for column, header in mapping.columns.items())
    fixed = enumerated(f"{column} = '{shown(text, 40)}'" for column, text in mapping.constants.items())
    words = _("The columns were read as: {names}.").format(names=enumerated(part for part in (read, fixed) if part))
    log.whole(words, severity="notice")
    guessed = [
        f"'{shown(cell, 40)}' = {word}"
        for column, pairs in mapping.words.items()
        for cell, word in pairs.items()
        if word and word_of(column, cell) != word
    ]
    if guessed:
        words = _("Words that may mean several things were read as: {words}.").format(words=listed(guessed))
        log.whole(words, severity="notice")
    used = {plain(header) for header in mapping.columns.values()}
    used |= {plain(header) for header in log.used}
    left = [shown(name, 40) for name in grid.header if name.strip() and plain(name) not in used]
    if left:
        words = _("Columns that were not used: {names}.").format(names=listed([f"'{name}'" for name in left]))
        log.whole(words, severity="notice")


def listed(parts: Sequence[str], most: int = _MOST_LISTED) -> str:
    """Return the first of some parts in one line."""
    return enumerated(parts[:most]) + (", …" if len(parts) > most else "")


def _slug(file: str) -> str:
    """Return a file's name as the beginning of a row's name."""
    stem = unicodedata.normalize("NFKD", PurePath(file).stem).casefold()
    return re.sub(r"[^\w]+", "-", re.sub(r"[^\w\s.\-]", "", stem)).strip("-_")[:40] or "row"


def preview(grid: Grid, mapping: ColumnMapping, name: str) -> pd.DataFrame:
    """Return the cells of a sample of the file ``name`` under our names, as text, words matched to ours.

    Raises:
        MappingError: The mapping names a column that the sample does not have.
    """
    arranged = apply(grid, mapping, ProblemLog(name))
    columns = {name: series(arranged.cells, at) for at, name in enumerate(arranged.header)}
    for column in WORD_COLUMNS:
        if column in columns:
            columns[column] = spelled(column, columns[column].str.strip())
    return pd.DataFrame(columns)
