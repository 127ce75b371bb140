"""Real dates of a workbook whose day and month a spreadsheet exchanged when it took text for dates.

A spreadsheet set to month first makes a real date of 02/05 and another day of it, and leaves 13/02 as text: then real
dates have days up to 12 only, and the text beside them has the others.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.events.problems import ProblemLog
from lib.events.questions import Question, QuestionError
from lib.events.reading.distinct import Mask
from lib.events.reading.fold import DIGITS
from lib.text import _, ngettext, number

_REAL = r"^(\d{4})-(\d{2})-(\d{2})"
_TEXT = r"^\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(?:\d{4}|\d{2})(?!\d)"
_TWELVE = 12
_SHOWN = 3


def righted(
    columns: Mapping[str, pd.Series],
    real: Mapping[str, Mask],
    rows: npt.NDArray[np.int64],
    answer: str,
    log: ProblemLog,
) -> dict[str, pd.Series]:
    """Return the columns with day and month of real dates put right, where their owner says that they were exchanged.

    Args:
        columns: Cells of text by name of the column.
        real: By column, which cells were real dates.
        rows: Their row numbers.
        answer: ``exchanged``, ``right``, or "" when it was not asked yet.
        log: Is told what was put right.

    Raises:
        QuestionError: A column looks as if they were, and nobody has said.
    """
    made = dict(columns)
    for name, which in real.items():
        if name not in made or not _suspect(made[name], which):
            continue
        if not answer:
            raise QuestionError(_question(name, made[name], which, rows))
        if answer == "exchanged":
            made[name] = _exchanged(made[name], which)
            n = int(np.count_nonzero(which))
            words = ngettext(
                "Day and month of {n} real date were put the other way round.",
                "Day and month of {n} real dates were put the other way round.",
                n,
            )
            log.whole(words.format(n=number(n)), severity="notice", column=name)
    return made


def _suspect(text: pd.Series, real: Mask) -> bool:
    """Tell whether days above 12 stand only in the text of a column that holds real dates too."""
    dates = text[real].str.extract(_REAL).dropna()
    if dates.empty or (dates[2].astype(int) > _TWELVE).any() or (dates[1] == dates[2]).all():
        return False
    numbers = text[~real].str.translate(DIGITS).str.extract(_TEXT).dropna().astype(int)
    return bool(((numbers[0] > _TWELVE) | (numbers[1] > _TWELVE)).any())


def _exchanged(text: pd.Series, real: Mask) -> pd.Series:
    text = text.copy()
    at = np.flatnonzero(real)
    text.iloc[at] = text.iloc[at].str.replace(_REAL, r"\1-\3-\2", regex=True).to_numpy()
    return text


def _question(name: str, text: pd.Series, real: Mask, rows: npt.NDArray[np.int64]) -> Question:
    at = np.flatnonzero(real)
    first = str(text.iloc[at[0]])[:10]
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
