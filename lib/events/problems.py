"""What is wrong with a table, in sentences that say where and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.text import _, ngettext, number

Severity = Literal["error", "warning", "notice"]
"""``error``: a row, or the whole file, was left out. ``warning``: a cell was left blank, or a guess was made.
``notice``: nothing was lost."""

MAX_DETAILS = 100
"""Problems of one sort in one column told one by one; the rest are counted in one message."""
MAX_SHOWN = 60
"""Characters of a cell that a message shows."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a table. ``str(problem)`` is the sentence to show.

    ``row`` is the row as a spreadsheet numbers it (the header is row 1), None for the whole file. ``value`` is the
    cell, shortened, with its invisible characters spelled out. ``count`` is how many cells or rows it stands for.
    """

    file: str
    row: int | None
    column: str | None
    value: str
    message: str
    severity: Severity = "error"
    count: int = 1

    def __str__(self) -> str:
        """The problem as one line: file, row, column, what is wrong, what to do."""
        where = [self.file]
        if self.row is not None:
            where.append(_("row {row}").format(row=self.row))
        if self.column is not None:
            where.append(_("column {column}").format(column=self.column))
        return f"{', '.join(where)}: {self.message}"


def shown(value: str, limit: int = MAX_SHOWN) -> str:
    """``value`` cut to ``limit`` characters, with invisible and direction-changing characters spelled out."""
    cut = value[:limit]
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)
    return text + "…" if len(value) > limit else text


class ProblemLog:
    """Collects the problems of one file, at most :data:`MAX_DETAILS` of a sort in a column.

    ``called`` gives the name that a column of the event table has in the file, where that is another one.
    """

    def __init__(self, file: str, details: int = MAX_DETAILS) -> None:
        """Start an empty log for ``file`` that lists up to ``details`` problems of a sort in a column."""
        self.file = shown(file, 120)
        self.called: dict[str, str] = {}
        self._details = details
        self._whole: list[Problem] = []
        self._cells: list[Problem] = []
        self._listed: Counter[tuple[str, str | None]] = Counter()
        self._unlisted: dict[tuple[str, str | None], Problem] = {}

    def whole(self, message: str, *, severity: Severity = "error", column: str | None = None, value: str = "") -> None:
        """Add a problem of the whole file."""
        self._whole.append(Problem(self.file, None, column, shown(value), message, severity))

    def unforeseen(self) -> None:
        """Add that the file cannot be read for a reason that only the server's log can tell."""
        self.whole(_("The table cannot be read, for a reason not foreseen. Save it as CSV UTF-8 and try again."))

    def cells(  # noqa: PLR0913  one sentence needs all of this
        self,
        sort: str,
        rows: npt.NDArray[np.int64],
        bad: npt.NDArray[np.bool_],
        values: pd.Series | None,
        message: str | Callable[[int], str],
        *,
        column: str | None = None,
        severity: Severity = "warning",
    ) -> None:
        """Add one problem for each True in ``bad``.

        Args:
            sort: The sort of problem in two or three words, for the reader; messages are limited for each
                sort and column.
            rows: Row number in the file of each row of the frame.
            bad: Which rows have the problem.
            values: The cells to show, or None.
            message: The sentence, with ``{value}`` where the cell goes, or what gives it by position in the frame.
            column: The column at fault.
            severity: How bad it is.
        """
        found = np.flatnonzero(bad)
        if not len(found):
            return
        key = (sort, column)
        column = self.called.get(column, column) if column else column
        room = max(0, self._details - self._listed[key])
        for position in found[:room].tolist():
            value = "" if values is None else shown(str(values.iloc[position]))
            template = message if isinstance(message, str) else message(position)
            text = template.replace("{value}", value)
            self._cells.append(Problem(self.file, int(rows[position]), column, value, text, severity))
        self._listed[key] += len(found[:room])
        if len(found) > room:
            before = self._unlisted[key].count if key in self._unlisted else 0
            count = before + len(found) - room
            self._unlisted[key] = Problem(self.file, None, column, "", _rest(count, sort), severity, count)

    def problems(self) -> tuple[Problem, ...]:
        """All problems: those of the whole file, then by row, then what was only counted."""
        cells = sorted(self._cells, key=lambda problem: problem.row or 0)
        return (*self._whole, *cells, *self._unlisted.values())


def _rest(count: int, sort: str) -> str:
    return ngettext(
        "{count} more row has a problem of this sort ({sort}); it is not listed by itself.",
        "{count} more rows have a problem of this sort ({sort}); they are not listed one by one.",
        count,
    ).format(count=number(count), sort=sort)
