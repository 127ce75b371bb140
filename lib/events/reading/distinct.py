"""The different cells of some columns, so that each is read once however many rows hold it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.events.problems import ProblemLog, Severity, shown
from lib.text import number

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Distinct:
    """The different cells of some columns.

    Attributes:
        cells: Each of them once, as text.
        codes: By column, which of ``cells`` each row holds.
        rows: Row number in the file of each row.
    """

    cells: pd.Series
    codes: dict[str, npt.NDArray[np.int64]]
    rows: npt.NDArray[np.int64]

    @classmethod
    def of(cls, columns: Mapping[str, pd.Series], rows: npt.NDArray[np.int64]) -> Distinct:
        """Gather the different cells of ``columns``."""
        parts = [pd.factorize(text) for text in columns.values()]
        every, cells = pd.factorize(pd.concat([pd.Series(there, dtype="str") for _codes, there in parts]))
        codes, start = {}, 0
        for name, (local, there) in zip(columns, parts, strict=True):
            codes[name] = every[start : start + len(there)][local].astype(np.int64)
            start += len(there)
        return cls(pd.Series(cells, dtype="str"), codes, rows)

    def column(self, name: str, cells: pd.Series) -> pd.Series:
        """Return a column as it is when each different cell is replaced by that of ``cells``."""
        return pd.Series(cells.array.take(self.codes[name]), dtype="str")

    def count(self, which: Mask) -> int:
        """Return in how many rows and columns the cells ``which`` stand."""
        return sum(int(np.count_nonzero(which[codes])) for codes in self.codes.values())

    def first(self, which: Mask) -> tuple[str, int, str]:
        """Return the column, the row number and the text of the first of the cells ``which``."""
        for name, codes in self.codes.items():
            found = which[codes]
            if found.any():
                at = int(found.argmax())
                return name, int(self.rows[at]), shown(str(self.cells.iloc[codes[at]]))
        raise LookupError("none of these cells stands anywhere")

    def tell(
        self, log: ProblemLog, which: Mask, words: Callable[[int], str], severity: Severity = "notice", **more: str
    ) -> None:
        """Tell once of all the cells ``which``.

        Args:
            log: Is told.
            which: The cells, by position.
            words: The sentence for that many cells, which may name ``{n}``, the first ``{value}``, its ``{row}``, and
                what ``more`` holds.
            severity: How bad it is.
            more: What else the sentence names.
        """
        n = self.count(which)
        if n:
            column, row, value = self.first(which)
            log.whole(
                words(n).format(n=number(n), value=value, row=row, **more),
                severity=severity,
                column=log.called.get(column, column),
            )
