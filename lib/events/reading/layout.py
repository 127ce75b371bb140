"""How a table is laid out around its records: names in one row or two, tags of HXL, and rows that are no records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from lib.events.mapping.vocabulary import narrows, of_some
from lib.events.problems import ProblemLog, shown
from lib.events.reading.delimited import plain
from lib.events.reading.furniture import DATED, without_furniture
from lib.events.reading.grid import Grid
from lib.events.reading.lines import tags_of
from lib.events.reading.sections import by_sections
from lib.text import _

_TAGS_WITHIN = 3
"""Records from the top among which a row of tags is looked for."""
_SPREAD = 3
"""Filled cells that make the row above the names a row of names itself, not a title."""
_HALF = 0.5
_MOST_KEPT = 1_000
"""Rows above the names of which the cells are kept."""
_VAGUE = frozenset(
    ("low", "high", "best", "min", "max", "minimum", "maximum", "start", "end", "from", "to", "name", "type", "number")
)
"""Names that say nothing without what stands over them, though some format has them by themselves."""
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Spans:
    """Cells merged sideways, last column by first: in the row above the names, and in the row of names."""

    above: Mapping[int, int] = field(default_factory=dict)
    names: Mapping[int, int] = field(default_factory=dict)


def settle(  # noqa: PLR0913  where the names stand, and what is merged around them
    grid: Grid,
    known: frozenset[str],
    log: ProblemLog,
    *,
    header_row: int,
    above_rows: Sequence[int] = (),
    spans: Spans | None = None,
) -> Grid:
    """Return ``grid`` with whole names, with its tags, and with records only.

    Args:
        grid: Everything below the row that names the columns.
        known: Plain names of the columns that some format has.
        log: Is told, once a kind, of what was joined, used or left out.
        header_row: Number of the row of names.
        above_rows: Numbers of the rows above it.
        spans: Cells merged sideways, where the sort of file has them.
    """
    joined = _with_names_above(grid, known, spans) or _with_names_below(grid, known, spans)
    # Below two rows of names there may be a third: "Killed" over "women" over "low" and "high".
    while joined is not None and (more := _with_names_below(joined, known, None)) is not None:
        joined = more
    if joined is not None:
        example = next(new for new, old in zip(joined.header, grid.header, strict=True) if new != old)
        message = _("The names of the columns stand in two rows, which were read together, as '{name}'.")
        log.whole(message.format(name=shown(example)), severity="notice")
        grid = joined
    elif any(cell.strip() for row in grid.above for cell in row if not any(tags_of(row))):
        message = _("The names of the columns stand in row {row}; what is above was left out.")
        log.whole(message.format(row=header_row), severity="notice")
    grid = _without_records_above(grid, above_rows, log)
    return without_furniture(by_sections(_tagged(grid, log), known, log), log)


def _without_records_above(grid: Grid, numbers: Sequence[int], log: ProblemLog) -> Grid:
    """Count rows above the names that look like records as left out; return the grid that knows them."""
    widths = [sum(bool(cell.strip()) for cell in cells) for cells in grid.above]
    half = _HALF * sum(map(bool, grid.header))
    lost = [
        (row, cells)
        for at, (row, cells) in enumerate(zip(numbers, grid.above, strict=False))
        # Nearly as wide as the table, or as wide as what may be names of its own.
        if widths[at] > _SPREAD
        and (widths[at] >= half or widths[at] in widths[:at])
        and any(re.search(DATED, cell) for cell in cells)
    ]
    if not lost:
        return grid
    rows = np.array([row for row, _cells in lost], dtype=np.int64)
    message = _(
        "The row looks like a record but stands above the names of the columns. Put one row of names above all "
        "records. The row was left out."
    )
    every = np.ones(len(rows), dtype=bool)
    log.cells(_("record above the names"), rows, every, None, message, severity="error")
    cells = replace(
        grid.cells, left_out=grid.cells.left_out + len(lost), broken=(*lost[:_MOST_KEPT], *grid.cells.broken)
    )
    return replace(grid, cells=cells)


def tell_doubled(grid: Grid, log: ProblemLog) -> None:
    """Warn about columns with the same name, of which the first is used."""
    counts = Counter(plain(name) for name in grid.header if name)
    for name in dict.fromkeys(name for name in grid.header if counts[plain(name)] > 1):
        message = _("The name '{name}' stands more than once among the columns. The first was used; rename the others.")
        log.whole(message.format(name=shown(name)), severity="warning", column=shown(name))


def _with_names_above(grid: Grid, known: frozenset[str], spans: Spans | None) -> Grid | None:
    """Join the names with those that stand over them, as "Killed" over "low" and "high"; None where none do."""
    if not grid.above:
        return None
    width = len(grid.header)
    upper = [cell.strip() for cell in grid.above[-1][:width]]
    upper += [""] * (width - len(upper))
    if not any(map(_LETTERS.search, upper)) or any(tags_of(grid.above[-1])):
        return None
    over = _over(upper, spans.above if spans is not None and spans.above else None)
    names = tuple(
        _joined(over[at], upper[at], name, known) if _LETTERS.search(over[at]) else name
        for at, name in enumerate(grid.header)
    )
    if names == grid.header or not _is_row_of_names(upper, grid.header, names, known, spans):
        return None
    lower = {new: old for new, old in zip(names, grid.header, strict=True) if new != old and old}
    return replace(grid, header=names, lower=lower)


def _joined(over: str, own: str, name: str, known: frozenset[str]) -> str:
    """Name a column below another, in the words that say most."""
    if not name:
        return own
    both = f"{over} {name}"
    if narrows(over, name):
        return both
    return name if plain(both) not in known and plain(name) in known - _VAGUE else both


def _over(upper: Sequence[str], merged: Mapping[int, int] | None) -> list[str]:
    """Return what stands over each column: merged cells over all they cover, or else over the blanks beside."""
    over = list(upper)
    if merged is not None:
        for first, last in merged.items():
            for at in range(first, min(last + 1, len(over))):
                over[at] = upper[first]
        return over
    for at in range(1, len(over)):
        over[at] = over[at] or over[at - 1]
    return over


def _is_row_of_names(
    upper: Sequence[str], lower: Sequence[str], names: Sequence[str], known: frozenset[str], spans: Spans | None
) -> bool:
    """Tell whether a row above the names belongs to them and is no title."""
    filled = [at for at, cell in enumerate(upper) if _LETTERS.search(cell)]
    if len(filled) == 1 and filled[0] == 0:
        return False
    titles = all(_LETTERS.search(cell) and not cell.rstrip().endswith(":") for cell in upper if cell)
    if titles and any(len(upper[at].split()) <= _SPREAD and of_some(upper[at], lower[at]) for at in filled if at):
        return True
    if spans is not None and any(0 < last - first < len(lower) - 1 for first, last in spans.above.items()):
        return True
    doubled = Counter(plain(name) for name in lower if name)
    told_apart = len({plain(name) for name in names}) > len({plain(name) for name in lower})
    if told_apart and max(doubled.values(), default=0) > 1:
        return True
    if len({plain(name) for name in names} & known) > len({plain(name) for name in lower} & known):
        return True
    return len(filled) >= _SPREAD and filled[-1] >= len(lower) * _HALF


def _with_names_below(grid: Grid, known: frozenset[str], spans: Spans | None) -> Grid | None:
    """Join the names with those in the row below, which stand under some of them only; None where none do."""
    cells = grid.cells
    if not cells.table.num_rows or any(tags_of(grid.header)):
        return None
    lower = _record(grid, 0)[: len(grid.header)]
    filled = [at for at, cell in enumerate(lower) if cell]
    names = spans.names if spans is not None else {}
    over = _over(grid.header, names or None)
    under = {at for first, last in names.items() for at in range(first, last + 1)}
    if not names:
        blank = {at for at, name in enumerate(grid.header) if not name and lower[at]}
        under = blank | {at - 1 for at in blank}
    # A record fills other columns too, and has figures.
    strays = [at for at in filled if at not in under and plain(lower[at]) not in known]
    if len(filled) < 2 or strays or not all(_LETTERS.search(lower[at]) for at in filled):  # noqa: PLR2004
        return None
    if any(tags_of(lower)) or not any(grid.header[at] == "" for at in filled):
        return None
    header = tuple(f"{over[at]} {lower[at]}".strip() if lower[at] else name for at, name in enumerate(grid.header))
    # Without the name on top, what stood below it before included.
    below = {header[at]: f"{grid.lower.get(over[at], '')} {lower[at]}".strip() for at in filled if over[at]}
    rest = np.ones(cells.table.num_rows, dtype=bool)
    rest[0] = False
    return replace(grid.keeping(rest), header=header, lower={**grid.lower, **below})


def _record(grid: Grid, at: int) -> list[str]:
    return [str(column[at].as_py() or "").strip() for column in grid.cells.table.columns]


def _tagged(grid: Grid, log: ProblemLog) -> Grid:
    """Return the grid with the tags of its columns, without the row that holds them."""
    if tags := tags_of(grid.header):
        return replace(grid, tags=tags)
    for above in grid.above[-_TAGS_WITHIN:]:
        if tags := tags_of(above):
            message = _("A row above the names holds HXL tags, which name the columns too.")
            log.whole(message, severity="notice")
            return replace(grid, tags=(*tags, *([""] * len(grid.header)))[: len(grid.header)])
    for at in range(min(_TAGS_WITHIN, grid.cells.table.num_rows)):
        if tags := tags_of(_record(grid, at)):
            row = int(grid.cells.rows[at])
            message = _("Row {row} holds HXL tags, which name the columns; it is no record and was passed over.")
            log.whole(message.format(row=row), severity="notice")
            rest = np.ones(grid.cells.table.num_rows, dtype=bool)
            rest[at] = False
            return replace(grid.keeping(rest), tags=tags[: len(grid.header)])
    return grid
