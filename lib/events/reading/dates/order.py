"""Which number of dates as 05/03/2024 is the day: what one cell shows holds for the file, else its owner is asked."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from lib.events.problems import ProblemLog
from lib.events.questions import Question, QuestionError
from lib.events.reading.dates.calendars import full_years
from lib.events.reading.dates.cells import Form
from lib.events.reading.distinct import Distinct, Mask
from lib.events.schema import FIRST_YEAR, LAST_YEAR
from lib.text import _, ngettext

_TWELVE = 12


class Order(NamedTuple):
    """Which number comes first in dates of numbers; ``short`` where their year has two digits."""

    long: str
    short: str


def order_of(ends: pd.DataFrame, day_of: pd.Series, cells: Distinct, answer: str, log: ProblemLog) -> Order:
    """Find the order that the dates of a file are written in.

    Args:
        ends: What the cells name, as :func:`~lib.events.reading.dates.calendars.ends_of` gives it.
        day_of: Position in ``ends["cell"]`` of each of the different cells.
        cells: The different cells of the file.
        answer: What the owner said: ``day``, ``month``, ``year`` (first in dates of two-digit years) or "".
        log: Is told what showed the order.

    Raises:
        QuestionError: Nothing in the file tells.
    """
    slashed = ends[ends["form"] == Form.SLASHED]
    if slashed.empty:
        _tell_short(ends, day_of, cells, log, year_first=False)
        return Order("day", "day")
    short = slashed[slashed["short"].astype(bool)]
    year_first = _year_first(short, day_of, cells, answer)
    rest = slashed.drop(short.index) if year_first else slashed
    long = _day_or_month(rest, day_of, cells, answer, log)
    _tell_short(ends, day_of, cells, log, year_first=year_first)
    return Order(long, "year" if year_first else long)


def _year_first(short: pd.DataFrame, day_of: pd.Series, cells: Distinct, answer: str) -> bool:
    """Tell whether dates with a year of two digits begin with it."""
    if short.empty or answer in {"day", "month"}:
        return False
    if answer == "year":
        return True
    first = _sound(full_years(short["x"]), short["y"], short["year"]).all()
    years = full_years(short["year"])
    day, month = _sound(years, short["y"], short["x"]), _sound(years, short["x"], short["y"])
    if not first or not (day.all() or month.all()):
        return bool(first)
    # A year repeats itself more than a day does.
    if short["x"].nunique() < short["year"].nunique():
        raise QuestionError(_which(_example(short, day_of, cells), mixed=False, short=True))
    return False


def _sound(year: pd.Series, month: pd.Series, day: pd.Series) -> pd.Series:
    """Return which numbers make a day within the years of the table."""
    parts = pd.DataFrame({"year": year, "month": month, "day": day}).astype("int64")
    return pd.to_datetime(parts, errors="coerce").notna() & year.between(FIRST_YEAR, LAST_YEAR)


def _day_or_month(slashed: pd.DataFrame, day_of: pd.Series, cells: Distinct, answer: str, log: ProblemLog) -> str:
    if answer in {"day", "month"} or slashed.empty:
        return answer or "day"
    day, month = slashed["x"] > _TWELVE, slashed["y"] > _TWELVE
    if day.any() != month.any():
        which = slashed[day | month]
        words = (
            _("The dates were read day first, since '{value}' in row {row} can be nothing else.")
            if day.any()
            else _("The dates were read month first, since '{value}' in row {row} can be nothing else.")
        )
        cells.tell(log, _holding(which, day_of), lambda _n: words)
        return "day" if day.any() else "month"
    if (slashed["x"] == slashed["y"]).all():
        return "day"
    either = slashed[slashed["x"] != slashed["y"]]
    raise QuestionError(_which(_example(either, day_of, cells), mixed=bool(day.any())))


def _holding(ends: pd.DataFrame, day_of: pd.Series) -> Mask:
    """Return which of the different cells hold some of these ends."""
    return day_of.isin(ends["cell"]).to_numpy(dtype=bool)


def _example(ends: pd.DataFrame, day_of: pd.Series, cells: Distinct) -> str:
    return cells.first(_holding(ends, day_of))[2]


def _which(example: str, *, mixed: bool, short: bool = False) -> Question:
    words = _("Dates as '{value}' can be read in two ways. Which comes first?")
    if mixed:
        words = _("Some dates can only be day first, others only month first. Which is meant for dates as '{value}'?")
    choices = [("day", _("the day (05/03 is 5 March)")), ("month", _("the month (05/03 is 3 May)"))]
    if short:
        choices.append(("year", _("the year (13-03-05 is 5 March)")))
    return Question("date_order", words.format(value=example), tuple(choices))


def _tell_short(ends: pd.DataFrame, day_of: pd.Series, cells: Distinct, log: ProblemLog, *, year_first: bool) -> None:
    """Give a notice of years of two digits."""
    short = ends[ends["short"].astype(bool)]
    if short.empty:
        return

    def words(n: int) -> str:
        if year_first:
            return ngettext(
                "The date '{value}' in row {row} begins with a year of two digits; it was read so.",
                "{n} dates, the first '{value}' in row {row}, begin with a year of two digits; they were read so.",
                n,
            )
        return ngettext(
            "The date '{value}' in row {row} has a year of two digits, which was taken to be {year}.",
            "{n} dates have a year of two digits, as '{value}' in row {row}, which was taken to be {year}.",
            n,
        )

    year = full_years(short["year"]).iloc[0]
    cells.tell(log, _holding(short, day_of), words, year=str(year))
