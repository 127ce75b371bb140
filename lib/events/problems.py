"""What is wrong with a table, in sentences that say where and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from lib.events.problem_kinds import ORDER, ProblemKind, Severity
from lib.text import _, enumerated, ngettext, number

__all__ = ["MAX_DETAILS", "Problem", "ProblemKind", "ProblemLog", "Problems", "Severity", "kinds", "lines", "shown"]

MAX_DETAILS = 100
"""Problems of one sort in one column listed one by one; the rest are counted in one message."""
MOST_KEPT = 2_000_000
"""Rows with a problem that a log keeps, each problem by itself; more are only counted, or a file of nothing but
problems would take more memory than its rows."""
MOST_MADE = 2_000
"""Sentences that are made by a function, one a row; for more rows of that kind its sort stands in their place."""
FEW = 5
"""Problems of a kind that are said one a line; more are one line together."""
MAX_SHOWN = 60
"""Characters of a cell that a message shows."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a table. ``str(problem)`` is the sentence to show.

    ``row`` is the row as a spreadsheet numbers it (the header is row 1), None for the whole file. ``value`` is the
    cell, shortened, with its invisible characters spelled out. ``count`` is how many cells or rows it stands for.
    ``sheet`` is the one of several tables read as one that it is of.
    """

    file: str
    row: int | None
    column: str | None
    value: str
    message: str
    severity: Severity = "error"
    count: int = 1
    sheet: str = ""

    def __str__(self) -> str:
        """Write the problem as one line: file, row, column, what is wrong, what to do."""
        where = [self.file]
        if self.sheet:
            where.append(_("sheet '{name}'").format(name=self.sheet))
        if self.row is not None:
            where.append(_("row {row}").format(row=self.row))
        if self.column is not None:
            where.append(_("column {column}").format(column=self.column))
        return f"{enumerated(where)}: {self.message}"


def shown(value: str, limit: int = MAX_SHOWN) -> str:
    """Cut ``value`` to ``limit`` characters, with invisible and direction-changing characters spelled out."""
    cut = value[:limit]
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)
    return text + "…" if len(value) > limit else text


class Problems(tuple[Problem, ...]):  # noqa: SLOT001  a tuple has no room for a slot
    """The problems of a file one by one, of a kind no more than a log lists, with all of them by ``kinds``."""

    kinds: tuple[ProblemKind, ...] = ()


def kinds(problems: Sequence[Problem]) -> tuple[ProblemKind, ...]:
    """Return the problems of a file by kind: what left rows out first, then what was mended, then notices."""
    if isinstance(problems, Problems):
        return problems.kinds
    return tuple(_single(problem) for problem in problems)


def joined(first: Sequence[Problem], second: Sequence[Problem]) -> Problems:
    """Return the problems of a file from two logs as one list."""
    made = Problems((*first, *second))
    made.kinds = tuple(sorted((*kinds(first), *kinds(second)), key=lambda kind: ORDER.index(kind.severity)))
    return made


def lines(problems: Sequence[Problem], *, notices: bool = True) -> list[str]:
    """Return the problems of a file a line each, with its notices or without; many of a kind are one line."""
    said: list[str] = []
    for kind in kinds(problems):
        if kind.severity == "notice" and not notices:
            continue
        said.extend(map(str, _each(kind, FEW)) if kind.count <= FEW else [str(kind)])
    return said


def _single(problem: Problem) -> ProblemKind:
    # What is no template may hold braces of the user's own: they are a value here.
    rows = np.array([] if problem.row is None else [problem.row], dtype=np.int32)
    fields = {"message": pa.array([problem.message])}
    values = pa.array([problem.value]).dictionary_encode()
    return ProblemKind(
        problem.file, "", problem.column, problem.severity, "{message}", problem.count, rows, values, fields,
        sheet=problem.sheet,
    )  # fmt: skip


def _each(kind: ProblemKind, limit: int) -> Iterable[Problem]:
    """Yield the first problems of a kind one by one."""
    if not len(kind.rows):
        yield Problem(kind.file, None, kind.column, kind.value(), kind.message(), kind.severity, kind.count, kind.sheet)
    for at in range(min(limit, len(kind.rows))):
        sheet, row = kind.place_of(at)
        yield Problem(kind.file, row, kind.column, kind.value(at), kind.message(at), kind.severity, sheet=sheet)


@dataclass
class _Found:
    """What a log has of one kind so far."""

    column: str | None
    count: int = 0
    rows: list[npt.NDArray[np.int32]] = field(default_factory=list)
    cells: list[pa.Array] = field(default_factory=list)
    fields: dict[str, list[pa.Array]] = field(default_factory=dict)


class ProblemLog:
    """Collects the problems of one file, and lists at most :data:`MAX_DETAILS` of a sort in a column.

    ``called`` gives the name that a column of the event table has in the file, where that is another one. ``made``
    names columns that the file lacks and that were made from others, of which it is told nothing; ``used`` columns
    of the file that are none of the event table's, and were used all the same. ``starts``
    are the tables read as one, where there are several: how many rows were counted before each, and its name.
    """

    def __init__(self, file: str, details: int = MAX_DETAILS) -> None:
        """Start an empty log for ``file`` that lists up to ``details`` problems of a sort in a column."""
        self.file = shown(file, 120)
        self.called: dict[str, str] = {}
        self.made: set[str] = set()
        self.used: set[str] = set()
        self.starts: tuple[tuple[int, str], ...] = ()
        self._details = details
        self._kept = 0
        self._adopted: list[ProblemKind] = []
        self._whole: list[Problem] = []
        self._found: dict[tuple[str, str | None, Severity, str], _Found] = {}

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
        fields: Mapping[str, npt.NDArray[Any]] | None = None,
    ) -> None:
        """Add one problem for each True in ``bad``. Problems of the same sort, column and words are one kind.

        Args:
            sort: The sort of problem in two or three words, for the reader; messages are limited for each
                sort and column.
            rows: Row number in the file of each row of the frame.
            bad: Which rows have the problem.
            values: The cells to show, or None.
            message: The sentence, with ``{value}`` where the cell goes, or what gives it by position in the frame;
                the first is quicker, and says it of every row.
            column: The column at fault.
            severity: How bad it is.
            fields: What else the sentence names of each row of the frame, by the word in braces.
        """
        found = np.flatnonzero(bad)
        if not len(found):
            return
        template = message if isinstance(message, str) else ""
        named = self.called.get(column, column) if column else column
        kind = self._found.setdefault((sort, column, severity, template), _Found(named))
        kind.count += len(found)
        found = found[: max(MOST_KEPT - self._kept, 0) or int(not kind.rows)]
        self._kept += len(found)
        kind.rows.append(rows[found].astype(np.int32))
        kind.cells.append(_shown(values, found))
        told = {name: pa.array(field[found]) for name, field in (fields or {}).items()}
        if not isinstance(message, str):
            told["message"] = _made(message, found, kind.cells[-1], sort)
        for name, texts in told.items():
            kind.fields.setdefault(name, []).append(texts)

    def adopt(self, other: ProblemLog, sheet: str) -> None:
        """Add what another log was told of one of several tables read as one."""
        self._adopted.extend(replace(kind, sheet=shown(sheet)) for kind in other.problems().kinds)

    def problems(self) -> Problems:
        """Return all problems: those of the whole file, then by row, then what was only counted; and all by kind."""
        by_kind = self._kinds()
        listed: dict[tuple[str, str | None], int] = {}
        cells = [problem for kind in self._adopted if len(kind.rows) for problem in _each(kind, self._details)]
        unlisted: dict[tuple[str, str | None], Problem] = {}
        for (sort, column, severity, _words), kind in zip(self._found, by_kind, strict=True):
            room = self._details - listed.get((sort, column), 0)
            cells.extend(_each(kind, room))
            listed[sort, column] = listed.get((sort, column), 0) + min(room, len(kind.rows))
            if (more := kind.count - min(room, len(kind.rows))) > 0:
                more += unlisted[sort, column].count if (sort, column) in unlisted else 0
                told = Problem(self.file, None, kind.column, "", _rest(more, sort), severity, more)
                unlisted[sort, column] = told
        order = {name: at for at, (_start, name) in enumerate(self.starts)}
        cells.sort(key=lambda problem: (order.get(problem.sheet, -1), problem.row or 0))
        adopted = [problem for kind in self._adopted if not len(kind.rows) for problem in _each(kind, 1)]
        made = Problems((*self._whole, *adopted, *cells, *unlisted.values()))
        every = [*map(_single, self._whole), *self._adopted, *sorted(by_kind, key=lambda kind: kind.rows[0])]
        made.kinds = tuple(sorted(every, key=lambda kind: ORDER.index(kind.severity)))
        return made

    def _kinds(self) -> list[ProblemKind]:
        """Return what was found row by row, by kind, in the order it was found."""
        made = []
        for (sort, _column, severity, template), kind in self._found.items():
            chunks = [part for part in kind.cells if part is not None]
            values = pa.chunked_array(chunks).combine_chunks().dictionary_encode() if chunks else None
            fields = {name: pa.chunked_array(parts).combine_chunks() for name, parts in kind.fields.items()}
            rows = np.concatenate(kind.rows)
            words = template or "{message}"
            made.append(
                ProblemKind(
                    self.file, sort, kind.column, severity, words, kind.count, rows, values, fields, starts=self.starts
                )
            )
        return made


def _shown(values: pd.Series | None, found: npt.NDArray[np.intp]) -> pa.Array:
    """Return the cells at some positions as messages show them (:func:`shown`), each different one made once."""
    if values is None:
        return None
    cells = pa.array(values.iloc[found].astype("str"), from_pandas=True)
    cells = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
    coded = cells.cast(pa.string()).fill_null("nan").dictionary_encode()
    words = pa.array([shown(word) for word in coded.dictionary.to_pylist()], type=pa.string())
    return words.take(coded.indices)


def _made(message: Callable[[int], str], found: npt.NDArray[np.intp], values: pa.Array | None, sort: str) -> pa.Array:
    """Return the sentences that a function gives for the first positions; the sort of problem for those that follow."""
    words = [message(at) for at in found[:MOST_MADE].tolist()]
    if values is not None:
        cells = values.slice(0, len(words)).to_pylist()
        words = [text.replace("{value}", cell) for text, cell in zip(words, cells, strict=True)]
    return pa.array(words + [sort] * (len(found) - len(words)), type=pa.string())


def _rest(count: int, sort: str) -> str:
    return ngettext(
        "{count} more row has a problem of this sort ({sort}); it is not listed by itself.",
        "{count} more rows have a problem of this sort ({sort}); they are not listed one by one.",
        count,
    ).format(count=number(count), sort=sort)
