"""Problems alike as one thing: the same sort in the same column with the same words, in however many rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.text import _, enumerated, ngettext, number

Severity = Literal["error", "warning", "notice"]
"""``error``: a row, or the whole file, was left out. ``warning``: a cell was left blank, or a guess was made.
``notice``: nothing was lost."""
ORDER: tuple[Severity, ...] = ("error", "warning", "notice")
EXAMPLES = 4
"""Rows and different values that one line names."""
COLUMNS = ("file", "row", "column", "value", "severity", "message")
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, eq=False)
class ProblemKind:
    """Every row of a file that has one kind of problem; ``str(kind)`` is one line, however many there are.

    Attributes:
        file: The file.
        sort: The sort of problem in two or three words, "" for one of the whole file.
        column: The column at fault, as the file calls it.
        severity: How bad it is.
        template: The sentence, with ``{value}`` where the cell goes, and the names of ``fields``.
        count: How many rows have it; 1 for one of the whole file.
        rows: Their numbers, the first ones where there are too many to keep; empty for one of the whole file.
        values: The cell of each of ``rows``, shortened; None where there is none to show.
        fields: What else the sentence says of each of ``rows``, by name.
        sheet: The one of several tables read as one that all of it is of, "" where it may be of several.
        starts: The tables read as one, where ``rows`` are counted through them: how many rows before each, its name.
    """

    file: str
    sort: str
    column: str | None
    severity: Severity
    template: str
    count: int = 1
    rows: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    values: pa.DictionaryArray | None = None
    fields: Mapping[str, pa.Array] = field(default_factory=dict)
    sheet: str = ""
    starts: tuple[tuple[int, str], ...] = ()

    def place_of(self, at: int) -> tuple[str, int]:
        """Return the table that the row at position ``at`` is of, "" for the only one, and its number there."""
        row = int(self.rows[at])
        before = [(start, name) for start, name in self.starts if start < row]
        return (before[-1][1], row - before[-1][0]) if before else (self.sheet, row)

    def _place(self, at: int) -> str:
        sheet, row = self.place_of(at)
        return f"{sheet} {row}" if sheet and self.starts else str(row)

    def message(self, at: int = 0) -> str:
        """Return the sentence for the row at position ``at`` of :attr:`rows`."""
        told = {name: str(each[at].as_py()) for name, each in self.fields.items()} | {"value": self.value(at)}
        # In one go: what is put in may hold braces of the file's own.
        return _PLACE.sub(lambda found: told.get(found[1], found[0]), self.template)

    def value(self, at: int = 0) -> str:
        """Return the cell of the row at position ``at`` of :attr:`rows`, "" where there is none to show."""
        return "" if self.values is None or not len(self.rows) else str(self.values[at].as_py())

    def first_rows(self) -> str:
        """Return the numbers of the first rows, as "2, 3, 5, …"."""
        listed = enumerated(self._place(at) for at in range(min(EXAMPLES, len(self.rows))))
        return f"{listed}, …" if self.count > EXAMPLES else listed

    def shown_values(self, *, without_first: bool = False) -> str:
        """Return the different cells, those of most rows first, as "'a', 'b' and 3 more"; "" where none are shown."""
        if self.values is None or ("{value}" not in self.template and not self.fields):
            return ""
        codes = pc.value_counts(pc.dictionary_encode(self.values).indices).to_pylist()
        codes.sort(key=lambda found: -found["counts"])
        words = [str(self.values.dictionary[found["values"]].as_py()) for found in codes[: EXAMPLES + 1]]
        words = [word for word in words if not (without_first and word == self.value())][:EXAMPLES]
        if not words:
            return ""
        listed = enumerated(f"'{word}'" for word in words)
        more = len(codes) - len(words) - int(without_first)
        if more <= 0:
            return listed
        return ngettext("{values} and {n} more", "{values} and {n} more", more).format(values=listed, n=number(more))

    def __str__(self) -> str:
        """Return the kind as one line: file, rows, column, what is wrong in the first, what to do, other values."""
        where = [self.file]
        sheet = self.place_of(0)[0] if len(self.rows) else self.sheet
        if sheet:
            where.append(_("sheet '{name}'").format(name=sheet))
        if self.count > 1 and len(self.rows):
            more = self.count - 1
            words = ngettext("row {row} and {n} more ({rows})", "row {row} and {n} more ({rows})", more)
            others = enumerated(self._place(at) for at in range(1, min(EXAMPLES, len(self.rows))))
            listed = f"{others}, …" if self.count > EXAMPLES else others
            where.append(words.format(row=self.place_of(0)[1], n=number(more), rows=listed))
        elif len(self.rows):
            where.append(_("row {row}").format(row=self.place_of(0)[1]))
        if self.column is not None:
            where.append(_("column {column}").format(column=self.column))
        line = f"{enumerated(where)}: {self.message()}"
        others = self.shown_values(without_first=True)
        return f"{line} {_('Other cells like it: {values}.').format(values=others)}" if others else line

    def frame(self) -> pd.DataFrame:
        """Return one row for each of the file's rows that is kept: :data:`COLUMNS`, ``row`` as Int64."""
        n = max(len(self.rows), 1)
        blank = pd.Series("", index=range(n), dtype="str")
        whole = not len(self.rows)
        value = blank if self.values is None else pd.Series(self.values.cast(pa.string()).to_pandas(), dtype="str")
        return pd.DataFrame(
            {
                "file": self._files(),
                "row": pd.array([None] if whole else self._numbers(), dtype="Int64"),
                "column": self.column or "",
                "value": value,
                "severity": self.severity,
                "message": self._messages(n),
            }
        )

    def _sheet_at(self) -> npt.NDArray[np.intp]:
        """Return the position in :attr:`starts` of the table that each row is of; -1 for none."""
        starts = np.array([start for start, _name in self.starts], dtype=np.int64)
        return np.searchsorted(starts, self.rows, side="left") - 1

    def _numbers(self) -> npt.NDArray[np.int64]:
        """Return the number of each row in its own table."""
        before = np.array([*(start for start, _name in self.starts), 0], dtype=np.int64)
        return self.rows - before[self._sheet_at()]

    def sheets(self) -> pd.Series | str:
        """Return the table that each row is of; one word for all where they are of one, "" where there is only one."""
        names = [name for _start, name in self.starts]
        if not names or not len(self.rows):
            return self.sheet
        return pd.Series(np.array([*names, self.sheet], dtype=object)[self._sheet_at()], dtype="str")

    def _files(self) -> pd.Series | str:
        """Return the file of each row, and which table of it where there are several."""
        names = self.sheets()
        if isinstance(names, str):
            return f"{self.file}: {names}" if names else self.file
        return (f"{self.file}: " + names).where(names != "", self.file)

    def _messages(self, n: int) -> pd.Series:
        """Return the sentence of each row; made once for each different cell where nothing else differs."""
        if self.fields:
            return pd.Series([self.message(at) for at in range(n)], dtype="str")
        if self.values is None:
            return pd.Series(self.template, index=range(n), dtype="str")
        made = [self.template.replace("{value}", word) for word in self.values.dictionary.to_pylist()]
        return pd.Series(np.array(made, dtype=object)[self.values.indices.to_numpy()], dtype="str")
