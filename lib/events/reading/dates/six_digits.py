"""Six digits without a sign between them: a day in some order, or a month with its year."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lib.events.questions import QuestionError
from lib.events.reading.dates import asks
from lib.events.reading.dates.calendars import full_years, months_of
from lib.events.reading.dates.written import Written
from lib.events.reading.distinct import Mask
from lib.events.schema import FIRST_YEAR, LAST_YEAR

_MONTHS_ENOUGH, _TWELVE = 3, 12


def six_digits(written: Written, name: str, there: Mask, answer: str) -> str:
    """Return where the year stands in the six digits of a column that are months: ``first`` or ``last``.

    Args:
        written: The dates.
        name: The column.
        there: Which of the dates stand in it.
        answer: What the owner said comes first.

    Returns:
        "" where they are days, or nothing at all.

    Raises:
        QuestionError: They may be both.
    """
    ends = written.ends[written.ends["compact"].astype(bool)]
    ends = ends[there[ends["cell"].to_numpy(dtype=np.int64)]]
    six = next((way for way in ("first", "last") if _are_months(ends, way)), "")
    if ends.empty or not six:
        return ""
    years = full_years(ends["year"])
    ways = {
        "day": sound(years, ends["y"], ends["x"]),
        "month": sound(years, ends["x"], ends["y"]),
        "year": sound(full_years(ends["x"]), ends["y"], ends["year"]),
    }
    days = [way for way, which in ways.items() if which.all()]
    # Nobody has the same day of several months only: what stands for the day is the century.
    same = six == "last" and bool((ends["y"] == ends["y"].iloc[0]).all()) and ends["x"].nunique() >= _MONTHS_ENOUGH
    if not days or answer == "months" or (same and not answer):
        return six
    if answer in days:
        return ""
    raise QuestionError(asks.month_or_day(written.within(name), written.holding(ends), days))


def _are_months(ends: pd.DataFrame, six: str) -> bool:
    """Tell whether all of the digits are months of a year that the table may hold."""
    year, month = months_of(ends, six)
    return bool((year.between(FIRST_YEAR, LAST_YEAR) & month.between(1, _TWELVE)).all())


def sound(year: pd.Series, month: pd.Series, day: pd.Series) -> pd.Series:
    """Return which numbers make a day within the years of the table."""
    parts = pd.DataFrame({"year": year, "month": month, "day": day}).astype("int64")
    return pd.to_datetime(parts, errors="coerce").notna() & year.between(FIRST_YEAR, LAST_YEAR)
