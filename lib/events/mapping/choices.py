"""Columns that are one choice each of a question with several answers, as survey programs write them."""

from __future__ import annotations

import pyarrow.compute as pc

from lib.events.mapping.vocabulary import column_of
from lib.events.reading.grid import Grid

_TICKS = frozenset({"", "0", "1", "0.0", "1.0", "true", "false"})
_LOOKED_AT = 2_000
"""Rows from the top that are looked at."""


def choices_of_several(grid: Grid) -> frozenset[int]:
    """Return the positions of columns called ``question/choice`` that hold only ticks, where that is known a question.

    Such a column says whether one answer was given; its name begins with that of the question, but it is none.
    """
    asked: dict[str, list[int]] = {}
    for at, name in enumerate(grid.header):
        question, slash, choice = name.strip().rpartition("/")
        if slash and question and choice:
            asked.setdefault(question, []).append(at)
    names = {name.strip() for name in grid.header}
    found: set[int] = set()
    for question, places in asked.items():
        known = column_of(question.rpartition("/")[2])
        if question not in names and (known is None or not known.column):
            continue
        # A group of questions is no question: its columns have names of their own.
        choices = [
            at for at in places if (own := column_of(grid.header[at].rpartition("/")[2])) is None or not own.column
        ]
        if len(choices) == len(places) and all(_is_ticks(grid, at) for at in places):
            found.update(places)
    return frozenset(found)


def _is_ticks(grid: Grid, at: int) -> bool:
    cells = pc.unique(grid.cells.table.column(at).slice(0, _LOOKED_AT)).to_pylist()
    return {str(cell or "").strip().lower() for cell in cells} <= _TICKS
