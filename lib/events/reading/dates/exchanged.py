"""Real dates whose day and month a spreadsheet exchanged when it took text for dates.

A spreadsheet set to month first makes a real date of 02/05 and another day of it, and leaves 13/02 as text: then real
dates have days up to 12 only, and the text beside them has the others. Saved as text, its real dates are a day with an
hour, or a count of days.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.events.problems import ProblemLog
from lib.events.questions import Question, QuestionError
from lib.events.reading.dates.times import counted_days
from lib.events.reading.distinct import Mask
from lib.events.reading.fold import DIGITS
from lib.text import _, ngettext, number

_REAL = r"^(\d{4})-(\d{2})-(\d{2})"
_TIMED = _REAL + r"[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?$"
_DAY = _REAL + "$"
_TEXT = r"^\D*(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(?:\d{4}|\d{2})(?!\d)"
"""Whatever words stand before it, as that of the weekday."""
_TWELVE = 12
_SHOWN = 3
_FEW = 2
"""Different days that make a rule of what may be chance."""


class _Seen(NamedTuple):
    """The different cells of a column as what a spreadsheet makes of them.

    Attributes:
        codes: Which of them each row holds.
        days: Each as YYYY-MM-DD where it may be a real date; "" where it is none.
        sure: Which of them only a program writes so: a day with an hour, or a count of days.
        late: Which of them are text with a number above 12.
        early: Which of them are text of two numbers that may be days and months alike.
    """

    codes: npt.NDArray[np.int64]
    days: pd.Series
    sure: Mask
    late: Mask
    early: Mask


def righted(  # noqa: PLR0913  what was said, and how the file counts
    columns: Mapping[str, pd.Series],
    real: Mapping[str, Mask],
    rows: npt.NDArray[np.int64],
    answer: str,
    log: ProblemLog,
    *,
    since_1904: bool = False,
) -> dict[str, pd.Series]:
    """Return the columns with day and month of real dates put right, where their owner says that they were exchanged.

    Args:
        columns: Cells of text by name of the column.
        real: By column, which cells were real dates in a workbook.
        rows: Their row numbers.
        answer: ``exchanged``, ``right``, or "" when it was not asked yet.
        log: Is told what was put right.
        since_1904: Whether a spreadsheet counts its days from the beginning of 1904.

    Raises:
        QuestionError: A column looks as if they were, and nobody has said.
    """
    made = dict(columns)
    for name, text in columns.items():
        seen = _seen(text, since_1904=since_1904)
        if seen is None:
            continue
        which = _suspect(seen, real.get(name))
        if not which.any():
            continue
        days = seen.days.array.take(seen.codes)
        if not answer:
            raise QuestionError(_question(name, text, pd.Series(days), which, rows))
        if answer == "exchanged":
            made[name] = _exchanged(text, pd.Series(days), which)
            n = int(np.count_nonzero(which))
            words = ngettext(
                "Day and month of {n} real date were put the other way round.",
                "Day and month of {n} real dates were put the other way round.",
                n,
            )
            log.whole(words.format(n=number(n)), severity="notice", column=name)
    return made


def _seen(text: pd.Series, *, since_1904: bool) -> _Seen | None:
    """Look at the different cells of a column; None where none is text with a day above 12."""
    codes, different = pd.factorize(text)
    cells = pd.Series(different, dtype="str").str.translate(DIGITS).str.strip()
    numbers = cells.str.extract(_TEXT)
    written = numbers[0].notna().to_numpy() & ~cells.str.match(_REAL).to_numpy(dtype=bool)
    numbers = numbers.fillna("0").astype(int)
    late = written & ((numbers[0] > _TWELVE) | (numbers[1] > _TWELVE)).to_numpy()
    if not late.any():
        return None
    counted = counted_days(cells, since_1904=since_1904)
    iso = cells.str.extract(f"({_REAL})")[0].fillna("").astype("str")
    days = counted.where(counted != "", iso)
    sure = (counted != "").to_numpy(dtype=bool) | cells.str.match(_TIMED).to_numpy(dtype=bool)
    return _Seen(codes.astype(np.int64), days, sure, late, written & ~late)


def _suspect(seen: _Seen, real: Mask | None) -> Mask:
    """Return the rows of real dates, where days above 12 stand only in the text beside them; none elsewhere."""
    which = seen.sure[seen.codes]
    if real is not None:
        which |= real & (seen.days != "").to_numpy(dtype=bool)[seen.codes]
    if not which.any() and not seen.early.any():
        # Days as YYYY-MM-DD are no proof by themselves: several of them, and no other text that may be either.
        plain = (seen.days != "").to_numpy(dtype=bool)
        which = plain[seen.codes] if np.count_nonzero(plain) >= _FEW else which
    there = seen.days.iloc[np.unique(seen.codes[which])]
    month, day = there.str.slice(5, 7), there.str.slice(8, 10)
    if there.empty or day.astype(int).gt(_TWELVE).any() or (month == day).all():
        return np.zeros(len(seen.codes), dtype=bool)
    return which


def _exchanged(text: pd.Series, days: pd.Series, real: Mask) -> pd.Series:
    text = text.copy()
    at = np.flatnonzero(real)
    text.iloc[at] = days.iloc[at].str.replace(_DAY, r"\1-\3-\2", regex=True).to_numpy()
    return text


def _question(name: str, text: pd.Series, days: pd.Series, real: Mask, rows: npt.NDArray[np.int64]) -> Question:
    at = np.flatnonzero(real)
    first = str(days.iloc[at[0]])
    day, month = int(first[8:10]), int(first[5:7])
    other = f"{first[:4]}-{day:02}-{month:02}"
    words = _(
        "In the column {column} real dates stand beside dates of text, and only the text has days after the 12th: the "
        "spreadsheet has probably exchanged day and month. Is '{value}' in row {row} right, or is it {other}?"
    )
    words = words.format(column=name, value=first, row=rows[at[0]], other=other)
    beside = np.flatnonzero(~real & (text != "").to_numpy(dtype=bool))
    shown_rows = (*at[:_SHOWN], *beside[:_SHOWN])
    sample = ((_("row"), name), *((str(rows[n]), str(text.iloc[n])[:40]) for n in shown_rows))
    choices = (
        ("right", _("right: {value}").format(value=first)),
        ("exchanged", _("exchanged: {other}").format(other=other)),
    )
    return Question("excel_dates", words, choices, sample=sample)
