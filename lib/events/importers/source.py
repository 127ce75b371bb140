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
from lib.events.reading.dates import Dates, ascii_digits, decimal_points, whole_numbers
from lib.events.reading.delimited import plain
from lib.events.reading.grid import Grid
from lib.events.reading.text import Text, tidy
from lib.events.schema import BY_NAME, NAMES
from lib.text import _

Mask = npt.NDArray[np.bool_]


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
        there = {name: places[plain(name)] for name in names if plain(name) in places}
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
        """Whether the file has a column ``name``."""
        return plain(name) in self.grid.places()

    def __getitem__(self, name: str) -> pd.Series:
        """The text of the column ``name``, "" where blank; all blank when the file has no such column."""
        return self.text.frame[name]

    def blank(self) -> pd.Series:
        """A column of blank cells."""
        return self.word("")

    def word(self, word: str) -> pd.Series:
        """A column that holds ``word`` in every row."""
        return pd.Series(word, index=self.text.frame.index, dtype="str")

    def dates(self, *names: str) -> dict[str, pd.Series]:
        """The columns ``names`` as ISO dates.

        Raises:
            QuestionError: Day and month cannot be told apart.
        """
        return Dates(self.answers.date_order, self.log).iso({name: self[name] for name in names}, self.rows)

    def figures(self, name: str) -> pd.Series:
        """The column ``name`` as whole numbers in text; what cannot be read is told once and left blank."""
        text = whole_numbers(ascii_digits(self[name]))
        bad = parsing.parse(text, BY_NAME["persons_low"]).bad
        words = _("'{value}' is not a whole number; write digits only. The cell was left blank.")
        self.log.cells(_("cannot be read"), self.rows, bad, text, words, column=name)
        return text.mask(pd.Series(bad, index=text.index), "")

    def degrees(self, name: str) -> pd.Series:
        """The column ``name`` as degrees in text, with a decimal point."""
        return decimal_points(ascii_digits(self[name]))

    def leave_out(self, which: Mask | pd.Series, column: str, reason: str, sort: str) -> Mask:
        """Tell of rows that are no rows of the event table, and why. Returns ``which``."""
        mask = np.asarray(which, dtype=bool)
        words = f"{reason} {_('The row was left out.')}"
        self.log.cells(sort, self.rows, mask, self[column], words, column=column, severity="error")
        return mask

    def rows_of(self, cells: Mapping[str, pd.Series], without: Mask | None = None) -> Text:
        """Rows of the event table from the columns that are known; every other column is blank.

        Args:
            cells: Text by name of the column.
            without: Rows that were left out.
        """
        frame = pd.DataFrame({name: cells.get(name, self.blank()) for name in NAMES})
        keep = np.ones(len(frame), dtype=bool) if without is None else ~without
        return Text(frame.loc[keep].reset_index(drop=True), self.rows[keep], self.text.read)


def chosen(given: pd.Series, words: Mapping[str, str]) -> pd.Series:
    """``given`` in lower case looked up in ``words``; "" where it is not there."""
    return given.str.lower().map(words).fillna("").astype("str")
