"""What every importer needs: the columns of a foreign file by name, and the rows of the event table it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.events import parsing
from lib.events.problems import ProblemLog
from lib.events.questions import Answers
from lib.events.reading.coordinates.writing import BASIS
from lib.events.reading.dates import Dates
from lib.events.reading.delimited import plain
from lib.events.reading.figures import read_figures
from lib.events.reading.grid import Grid
from lib.events.reading.numbers import ascii_digits, decimal_points
from lib.events.reading.text import Text, tidy
from lib.events.schema import BY_NAME, NAMES, UNUSABLE
from lib.text import _

Mask = npt.NDArray[np.bool_]
_AXES = {"latitude": "lat", "longitude": "lon"}
"""Plain names that the points step gives to coordinates from elsewhere than columns of such names."""


@dataclass
class Source:
    """A foreign file under its own column names.

    Attributes:
        grid: Its cells.
        log: Is told of everything wrong.
        answers: What its owner has said about it.
        file: Its name.
        counted: Sum of the figures as the file has them, where the format is one of figures; set by the importer.
    """

    grid: Grid
    log: ProblemLog
    answers: Answers
    file: str
    counted: float | None = None
    _text: Text | None = field(default=None, repr=False)

    def take(self, *names: str) -> None:
        """Tidy the columns ``names`` (those that are there), so that they can be asked for; blank records go."""
        places = self.grid.places()
        names = (*names, BASIS)
        there = {name: places[key] for name in names for key in (plain(name), _AXES.get(name, "")) if key in places}
        self._text = tidy(self.grid.cells, there, self.log, names=names)

    @property
    def text(self) -> Text:
        """The columns taken."""
        if self._text is None:
            raise LookupError("no column was taken yet")
        return self._text

    @property
    def rows(self) -> npt.NDArray[np.int64]:
        """Row number in the file of each record taken."""
        return self.text.rows

    def has(self, name: str) -> bool:
        """Tell whether the file has a column ``name``."""
        return plain(name) in self.grid.places()

    def __getitem__(self, name: str) -> pd.Series:
        """Return the text of the column ``name``, "" where blank; all blank when the file has no such column.

        Raises:
            LookupError: The column was not asked for with :meth:`take`.
        """
        return self.text.frame[name]

    def blank(self) -> pd.Series:
        """Return a column of blank cells."""
        return self.word("")

    def word(self, word: str) -> pd.Series:
        """Return a column that holds ``word`` in every row."""
        return pd.Series(word, index=self.text.frame.index, dtype="str")

    def dates(self, *names: str) -> dict[str, pd.Series]:
        """Return the columns ``names`` as ISO dates; what is no single day is left as it is.

        Raises:
            QuestionError: Day and month cannot be told apart, or something else of a date has two meanings.
        """
        places = self.grid.places()
        there = {name: places[plain(name)] for name in names if plain(name) in places}
        return self.dates_of(there, self.rows).iso({name: self[name] for name in names}, self.rows)

    def dates_of(self, places: Mapping[str, int], rows: npt.NDArray[np.int64]) -> Dates:
        """Return the reader of the file's dates.

        Args:
            places: Where the columns that hold dates stand.
            rows: The row numbers of the records that are read.
        """
        kept = np.isin(self.grid.cells.rows, rows)
        real = {name: self.grid.real_dates[at][kept] for name, at in places.items() if at in self.grid.real_dates}
        headers = {name: self.log.called.get(name, self.grid.header[at]) for name, at in places.items()}
        return Dates(self.answers, self.log, real, self.grid.since_1904, headers)

    def figures(self, name: str) -> pd.Series:
        """Return the column ``name`` as whole numbers in text; what cannot be read is reported once and left blank.

        Raises:
            QuestionError: A sign in a number may stand before thousands or decimals.
        """
        text = read_figures({name: self[name]}, (), self.rows, self.answers.numbers, self.log).columns[name]
        bad = parsing.parse(text, BY_NAME["persons_low"]).bad
        words = _("'{value}' is not a whole number; write digits only. The cell was left blank.")
        broken = parsing.spreadsheet_errors(text)
        self.log.cells(_("cannot be read"), self.rows, bad & ~broken, text, words, column=name)
        words = _("The cell holds a spreadsheet's error, '{value}'. Correct its formula. The cell was left blank.")
        self.log.cells(_("a spreadsheet's error"), self.rows, bad & broken, text, words, column=name)
        return text.mask(pd.Series(bad, index=text.index), "")

    def degrees(self, name: str) -> pd.Series:
        """Return the column ``name`` as degrees in text, with a decimal point."""
        return decimal_points(ascii_digits(self[name]))

    def leave_out(self, which: Mask | pd.Series, column: str, reason: str, sort: str) -> Mask:
        """Report rows that are no rows of the event table, and why. Returns ``which``."""
        mask = np.asarray(which, dtype=bool)
        words = f"{reason} {_('The row was left out.')}"
        self.log.cells(sort, self.rows, mask, self[column], words, column=column, severity="error")
        return mask

    def rows_of(self, cells: Mapping[str, pd.Series], without: Mask | None = None) -> Text:
        """Make rows of the event table from the columns that are known; every other column is blank.

        Args:
            cells: Text by name of the column.
            without: Rows that were left out.
        """
        basis = self[BASIS]
        if "lat" in cells:
            # A point that the format does not take as one is from nowhere.
            basis = basis.mask((cells["lat"] == "") & (basis != UNUSABLE), "")
        cells = {BASIS: basis, **cells}
        keep = slice(None) if without is None or not without.any() else np.flatnonzero(~without)
        rows = self.rows[keep]
        # Columns without anything in them share their memory: there may be a million rows.
        blank = pd.Series("", index=range(len(rows)), dtype="str")
        taken = {name: text.iloc[keep].reset_index(drop=True) for name, text in cells.items()}
        return Text(pd.DataFrame({name: taken.get(name, blank) for name in NAMES}), rows, self.text.read)


def chosen(given: pd.Series, words: Mapping[str, str]) -> pd.Series:
    """Look up ``given`` in lower case in ``words``; "" where it is not there."""
    return given.str.lower().map(words).fillna("").astype("str")
