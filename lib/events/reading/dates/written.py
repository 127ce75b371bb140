"""The dates of some columns as they are written, and in which of the columns each of them stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.events.reading.distinct import Distinct, Mask


@dataclass(frozen=True)
class Written:
    """The dates of some columns, as they are written.

    Attributes:
        days: The different ones, without their hour.
        ends: What they name, as :func:`~lib.events.reading.dates.calendars.ends_of` gives it.
        codes: Which of ``days`` each of the different cells is.
        cells: The different cells of the columns.
    """

    days: pd.Series
    ends: pd.DataFrame
    codes: npt.NDArray[np.int64]
    cells: Distinct

    def of(self, column: str) -> Mask:
        """Return which of the days stand in ``column``."""
        there = np.zeros(len(self.days), dtype=bool)
        there[self.codes[self.cells.codes[column]]] = True
        return there

    def holding(self, ends: pd.DataFrame) -> Mask:
        """Return which of the different cells hold some of the ends."""
        there = np.zeros(len(self.days), dtype=bool)
        there[ends["cell"].to_numpy(dtype=np.int64)] = True
        return there[self.codes]

    def within(self, column: str) -> Distinct:
        """Return the different cells as those of one column."""
        return Distinct(self.cells.cells, {column: self.cells.codes[column]}, self.cells.rows)
