"""Totals that have a date: rows that name no place but a word for total, and would be counted as events."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from lib.events.mapping.vocabulary import column_of
from lib.events.problems import ProblemLog
from lib.events.reading.grid import Grid, series
from lib.text import _

_WORD = (
    r"(?i)^[\s*(\[]*(?:grand[ -]?totals?|sub[ -]?totals?|overall(?: totals?)?|totals?(?: overall)?"
    r"|all(?: (?:areas|places|locations|districts|governorates|sites))?|total g[ée]n[ée]ral|sous[ -]?tota(?:l|ux)"
    r"|totaux|ensemble|(?:genel |ara )?toplam|(?:ال)?مجموع(?: الكلي| العام)?"
    r"|(?:ال)?[إا]جمال[يى](?: العام| الكلي)?)[\s:=*.)\]]*$"
)
"""A cell that is a word for total and nothing else."""
_AREAS = ("admin1", "admin2", "admin3")
_POINT = re.compile(r"\d{1,3}[.,]\d{3,}\D+\d{1,3}[.,]\d{3,}|\d\s*°|(?i:point|polygon|geopoint)\s*\(")
"""Cells that may hold a point, whatever their column is called."""
_FIRST_COLUMNS = 8
_MOST_KEPT = 1_000


def without_dated_totals(grid: Grid, dated: Sequence[int], log: ProblemLog) -> Grid:
    """Return ``grid`` without the rows whose place, or first cell beside the dates, is a word for total.

    A row with a point is a record; so is one that has a word for total in its first cell, and a place or a kind.

    Args:
        grid: The records.
        dated: Positions of the columns that hold dates; without one nothing is left out.
        log: Is told of each row left out.
    """
    table = grid.cells.table
    if not dated or not table.num_rows:
        return grid
    roles = [found.column if (found := column_of(name)) else "" for name in grid.header[: table.num_columns]]
    roles = ["" if at in dated else role for at, role in enumerate(roles)]
    looked = [at for at in range(table.num_columns)
              if at not in dated and (at < _FIRST_COLUMNS or roles[at] in {"place", "place_ar", *_AREAS})]  # fmt: skip
    may = np.zeros(table.num_rows, dtype=bool)
    for at in looked:
        may |= np.asarray(pc.match_substring_regex(table.column(at), _WORD).fill_null(fill_value=False))
    rows = np.flatnonzero(may)
    records = list(
        zip(*(series(grid.cells, at).iloc[rows].str.strip() for at in range(table.num_columns)), strict=True)
    )
    words = [_word_for_total(record, roles, set(dated)) for record in records]
    which = np.zeros(table.num_rows, dtype=bool)
    which[[at for at, word in zip(rows.tolist(), words, strict=True) if word]] = True
    if not which.any():
        return grid
    _tell(grid, which, [word for word in words if word], log)
    lost = [(int(grid.cells.rows[at]), record) for at, record, word in zip(rows, records, words, strict=True) if word]
    kept = grid.keeping(~which)
    cells = replace(
        kept.cells, left_out=kept.cells.left_out + len(lost), broken=(*kept.cells.broken, *lost[:_MOST_KEPT])
    )
    return replace(kept, cells=cells)


def _word_for_total(record: Sequence[str], roles: Sequence[str], dated: set[int]) -> str:
    """Return the word by which a row is a total; "" when it may be a record."""
    of = {role: cell for role, cell in zip(reversed(roles), reversed(record), strict=False) if role}
    if of.get("lat") or of.get("lon") or any(map(_POINT.search, record)):
        return ""
    places = [of[role] for role in ("place", "place_ar") if of.get(role)]
    finest = places or [of[role] for role in reversed(_AREAS) if of.get(role)][:1]
    if finest:
        return finest[0] if all(re.match(_WORD, cell) for cell in finest) else ""
    first = next((cell for at, cell in enumerate(record) if cell and at not in dated), "")
    return first if re.match(_WORD, first) and not (of.get("kind") or of.get("subkind")) else ""


def _tell(grid: Grid, which: npt.NDArray[np.bool_], words: Sequence[str], log: ProblemLog) -> None:
    values = np.full(len(which), "", dtype=object)
    values[which] = words
    message = _(
        "The row is a total of others by its '{value}', which would be counted beside them. If it is a report of its "
        "own, give it the name of its place. The row was left out."
    )
    text = pa.array(values, pa.string()).to_pandas()
    log.cells(_("a total with a date"), grid.cells.rows, which, text, message, severity="error")
