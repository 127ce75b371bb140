"""Cells as people and spreadsheets write them, brought to the one form the event table reads.

Only what has one meaning is changed. A date as 05/03/2024 has two: its owner is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.events.problems import ProblemLog
from lib.events.questions import Question, QuestionError
from lib.text import _

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫\N{MINUS SIGN}", "01234567890123456789.-")
_FOREIGN = "[٠-٩۰-۹٫\N{MINUS SIGN}]"
_SLASHED = r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?:[T ]0?0:00(?::00(?:\.0+)?)?)?"
_YEAR_FIRST = r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[T ]0?0:00(?::00(?:\.0+)?)?Z?)?"
_WORDED = r"(\d{1,2})[ \-]([A-Za-z]{3,9})\.?,?[ \-](\d{4})"
_WORDED_FIRST = r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})"
_MONTHS = {
    name: n
    for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_TWELVE = 12


def ascii_digits(text: pd.Series) -> pd.Series:
    """``text`` with Arabic and Persian digits, their decimal sign and the true minus sign as ASCII writes them."""
    return _replaced(text, _FOREIGN, lambda found: found.map(lambda cell: cell.translate(_DIGITS)))


def decimal_points(text: pd.Series) -> pd.Series:
    """Degrees with a decimal comma as degrees with a point: 35,93 is 35.93."""
    return _replaced(text, r"^[+-]?\d{1,3},\d+$", lambda found: found.str.replace(",", ".", regex=False))


def whole_numbers(text: pd.Series) -> pd.Series:
    """Whole numbers without decimals that say nothing: 12,0 and 12.00 are 12. 1,000 is left: it may be 1 or 1000."""
    return _replaced(text, r"^\d+[.,]0{1,2}$", lambda found: found.str.replace(r"[.,]0+$", "", regex=True))


def _replaced(text: pd.Series, pattern: str, change: object) -> pd.Series:
    """``text`` with ``change`` made to the cells that hold ``pattern``."""
    positions = np.flatnonzero(text.str.contains(pattern).to_numpy(dtype=bool))
    if len(positions):
        text = text.copy()
        text.iloc[positions] = change(text.iloc[positions]).astype("str")  # type: ignore[operator]
    return text


@dataclass
class Dates:
    """The date columns of one file, read together: what one cell shows about the order holds for all.

    ``order`` is what the owner said: ``day``, ``month`` or "".
    """

    order: str
    log: ProblemLog
    columns: dict[str, tuple[pd.Series, npt.NDArray[np.int64]]] = field(default_factory=dict)

    def iso(self, columns: dict[str, pd.Series], rows: npt.NDArray[np.int64]) -> dict[str, pd.Series]:
        """The columns with every date that has one meaning as YYYY-MM-DD; the rest is left as it is.

        Args:
            columns: Cells of text by name of the column.
            rows: Their row numbers.

        Raises:
            QuestionError: Some dates may be day or month first, and nothing in the file tells.
        """
        columns = {name: _certain(ascii_digits(text)) for name, text in columns.items()}
        slashed = {name: _parts(text, _SLASHED) for name, text in columns.items()}
        if not any(len(parts) for parts in slashed.values()):
            return columns
        order = self.order or self._order(slashed, columns, rows)
        return {name: _ordered(text, slashed[name], order) for name, text in columns.items()}

    def _order(
        self, slashed: dict[str, pd.DataFrame], columns: dict[str, pd.Series], rows: npt.NDArray[np.int64]
    ) -> str:
        """Day or month first, from dates that can be read in one way only."""
        both = pd.concat(list(slashed.values()))
        day_first, month_first = bool((both[0] > _TWELVE).any()), bool((both[1] > _TWELVE).any())
        if day_first != month_first:
            name, parts = next((n, p) for n, p in slashed.items() if ((p[0] > _TWELVE) | (p[1] > _TWELVE)).any())
            at = int(parts.index[((parts[0] > _TWELVE) | (parts[1] > _TWELVE)).to_numpy()][0])
            message = (
                _("The dates were read day first, since '{value}' in row {row} can be nothing else.")
                if day_first
                else _("The dates were read month first, since '{value}' in row {row} can be nothing else.")
            )
            self.log.whole(message.format(value=columns[name].iloc[at], row=rows[at]), severity="notice", column=name)
            return "day" if day_first else "month"
        if (both[0] == both[1]).all():
            return "day"
        name = next(n for n, p in slashed.items() if (p[0] != p[1]).any())
        first = slashed[name]
        example = columns[name].iloc[int(first.index[(first[0] != first[1]).to_numpy()][0])]
        raise QuestionError(_which_first(example, mixed=day_first))


def _which_first(example: str, *, mixed: bool) -> Question:
    words = _("Dates as '{value}' can be read in two ways. Which comes first?")
    if mixed:
        words = _("Some dates can only be day first, others only month first. Which is meant for dates as '{value}'?")
    choices = (("day", _("the day (05/03 is 5 March)")), ("month", _("the month (05/03 is 3 May)")))
    return Question("date_order", words.format(value=example), choices)


def _parts(text: pd.Series, pattern: str) -> pd.DataFrame:
    """The numbers of the cells that match ``pattern``, by position."""
    positions = np.flatnonzero(text.str.fullmatch(pattern).to_numpy(dtype=bool))
    found = text.iloc[positions].str.extract(f"^{pattern}$")
    found.index = pd.Index(positions)
    return found.astype("int64") if len(found) else pd.DataFrame({0: [], 1: [], 2: []}, dtype="int64")


def _ordered(text: pd.Series, parts: pd.DataFrame, order: str) -> pd.Series:
    """``text`` with its slashed dates read in ``order``; one that is no date in it is left as it is."""
    if not len(parts):
        return text
    day, month = (parts[0], parts[1]) if order == "day" else (parts[1], parts[0])
    return _written(text, parts[2], month, day)


def _written(text: pd.Series, year: pd.Series, month: pd.Series, day: pd.Series) -> pd.Series:
    """``text`` with a date in the cells at the positions that index ``year``, where there is such a day."""
    days = pd.to_datetime({"year": year, "month": month, "day": day}, errors="coerce").dropna()
    text = text.copy()
    text.iloc[days.index.to_numpy()] = days.dt.strftime("%Y-%m-%d").astype("str").to_numpy()
    return text


def _certain(text: pd.Series) -> pd.Series:
    """``text`` with the dates that can be read in one way only as YYYY-MM-DD."""
    odd = (text != "") & ~text.str.fullmatch(r"\d{4}-\d{2}-\d{2}")
    if not odd.any():
        return text
    parts = _parts(text.where(odd, ""), _YEAR_FIRST)
    if len(parts):
        text = _written(text, parts[0], parts[1], parts[2])
    for pattern, day, month in ((_WORDED, 0, 1), (_WORDED_FIRST, 1, 0)):
        positions = np.flatnonzero((odd & text.str.fullmatch(pattern)).to_numpy(dtype=bool))
        if len(positions):
            found = text.iloc[positions].str.extract(f"^{pattern}$").set_index(pd.Index(positions))
            numbers = found[month].str.lower().str.slice(0, 3).map(_MONTHS).fillna(0).astype("int64")
            text = _written(text, found[2].astype("int64"), numbers, found[day].astype("int64"))
    return text


def is_month(text: str) -> bool:
    """Whether ``text`` is a month written YYYY-MM."""
    return re.fullmatch(r"20\d{2}-(?:0[1-9]|1[0-2])", text) is not None
