"""What is asked and told of the order of day, month and year."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd

from lib.events.problems import ProblemLog
from lib.events.questions import Question, overruled_by_file
from lib.events.reading.dates.calendars import Order, full_years
from lib.events.reading.dates.weekdays import deciding as by_weekday
from lib.events.reading.dates.written import Written
from lib.events.reading.distinct import Distinct, Mask
from lib.text import _, ngettext

_TWELVE = 12


def _choices() -> list[tuple[str, str]]:
    return [("day", _("the day (05/03 is 5 March)")), ("month", _("the month (05/03 is 3 May)"))]


def which(
    written: Written, ends: pd.DataFrame, *, mixed: bool = False, short: bool = False, late: bool = False
) -> Question:
    """Return the question what comes first in dates as ``ends``.

    Args:
        written: The dates.
        ends: Those that are asked about.
        mixed: Whether some can only be day first, others only month first.
        short: Whether the year may come first.
        late: Whether the order of another column would put them after its days.
    """
    words = _("Dates as '{value}' can be read in two ways. Which comes first?")
    if mixed:
        words = _("Some dates can only be day first, others only month first. Which is meant for dates as '{value}'?")
    if late:
        words = _(
            "Dates as '{value}' can be read in two ways, and in the order of the other dates of the file they would be "
            "after what they should be before. Which comes first in them?"
        )
    either = ends[ends["x"] != ends["y"]] if not short else ends
    choices = _choices()
    if short:
        choices.append(("year", _("the year (13-03-05 is 5 March)")))
    example = written.cells.first(written.holding(either))[2]
    return Question("date_order", words.format(value=example), tuple(choices))


def contradicted(written: Written, ends: pd.DataFrame, said: str) -> Question:
    """Return the question what comes first in dates that are not in the order that their column's name says."""
    other = ends[(ends["y"] if said == "day" else ends["x"]) > _TWELVE]
    words = _("The name of the column says another order than dates as '{value}' can have. Which comes first?")
    example = written.cells.first(written.holding(other))[2]
    return Question("date_order", words.format(value=example), tuple(_choices()))


def turned(cells: Distinct, which_ones: Mask) -> Question:
    """Return the question whether the day comes second in dates that have no such month, as 2031-13-02."""
    _column, row, value = cells.first(which_ones)
    words = _("Dates as '{value}' in row {row} have no such month. Which comes first behind the year in this column?")
    choices = (
        ("day", _("the day (2031-05-03 is 5 March)")),
        ("month", _("the month (2031-05-03 is 3 May); what has no such month is left unread")),
    )
    return Question("date_order", words.format(value=value, row=row), choices)


def year_or_day(cells: Distinct, which_ones: Mask, year: int) -> Question:
    """Return the question whether the digits of cells as Feb-31 are a year."""
    _column, row, value = cells.first(which_ones)
    words = _("Dates as '{value}' in row {row} may be a month of {year}, or a day without a year. Which is meant?")
    choices = (
        ("year", _("a month with its year")),
        ("day", _("a day whose year is not written: leave them unread")),
    )
    return Question("date_order", words.format(value=value, row=row, year=year), choices)


def month_or_day(cells: Distinct, which_ones: Mask, days: Sequence[str]) -> Question:
    """Return the question whether six digits are months, or days in one of the orders ``days``."""
    _column, row, value = cells.first(which_ones)
    words = _("Dates as '{value}' in row {row} may be a month with its year, or a day. Which is meant?")
    said = {
        "day": _("a day, the day first"),
        "month": _("a day, the month first"),
        "year": _("a day, the year first"),
        "months": _("a month with its year"),
    }
    choices = tuple((way, said[way]) for way in (*days, "months"))
    return Question("date_order", words.format(value=value, row=row), choices)


def tell_overruled(log: ProblemLog, written: Written, ends: pd.DataFrame, answer: str) -> None:
    """Warn that the owner's answer is not what the dates show, and was not followed."""
    words = (
        _("{overruled}: '{value}' in row {row} can only be read month first.")
        if answer == "day"
        else _("{overruled}: '{value}' in row {row} can only be read day first.")
    )
    overruled = overruled_by_file("date_order", answer)
    written.cells.tell(log, written.holding(deciding(ends)), lambda _n: words, "warning", overruled=overruled)


def tell_header(log: ProblemLog, cells: Distinct, which_ones: Mask, said: str) -> None:
    """Give a notice that dates were read in the order that their column's name says."""
    words = (
        _("The dates were read day first, as the name of the column says.")
        if said == "day"
        else _("The dates were read month first, as the name of the column says.")
    )
    cells.tell(log, which_ones, lambda _n: words)


def tell_order(log: ProblemLog, written: Written, shown: Mapping[str, pd.DataFrame], longs: Mapping[str, str]) -> None:
    """Give a notice of what showed which number comes first; by column where they differ."""
    day = _("The dates were read day first, since '{value}' in row {row} can be nothing else.")
    month = _("The dates were read month first, since '{value}' in row {row} can be nothing else.")
    orders = {longs[name] for name in shown}
    if len(orders) == 1:
        ends = pd.concat(list(shown.values()))
        words = day if orders == {"day"} else month
        if _only(ends).empty:
            words = (
                _("The dates were read day first, since the weekday of '{value}' in row {row} is that of no other day.")
                if orders == {"day"}
                else _(
                    "The dates were read month first, since the weekday of '{value}' in row {row} is that of no other "
                    "day."
                )
            )
        written.cells.tell(log, written.holding(deciding(ends)), lambda _n: words)
        return
    for name, ends in shown.items():
        words = (
            _("The dates of this column were read day first, since '{value}' in row {row} can be nothing else.")
            if longs[name] == "day"
            else _("The dates of this column were read month first, since '{value}' in row {row} can be nothing else.")
        )
        written.within(name).tell(log, written.holding(deciding(ends)), partial(_same, words))


def _same(words: str, _n: int) -> str:
    """Return the words, however many cells they are said of."""
    return words


def deciding(ends: pd.DataFrame) -> pd.DataFrame:
    """Return the ends that can be read in one order only; where there are none, those whose weekday has only one."""
    only = _only(ends)
    if not only.empty:
        return only
    day, month = by_weekday(ends)
    return ends[day | month]


def _only(ends: pd.DataFrame) -> pd.DataFrame:
    """Return the ends of which one number is no month."""
    return ends[(ends["x"] > _TWELVE) | (ends["y"] > _TWELVE)]


def tell_turned(log: ProblemLog, cells: Distinct, which_ones: Mask) -> None:
    """Give a notice that dates were read with the day behind the year."""
    words = _("The dates of this column were read as year, day, month, since '{value}' in row {row} is nothing else.")
    cells.tell(log, which_ones, lambda _n: words)


def tell_tenth(log: ProblemLog, cells: Distinct, which_ones: Mask, month: int) -> None:
    """Give a notice of months as 2031.1: of those read as the tenth, or a warning of those with two meanings."""
    if month:
        words = _(
            "'{value}' in row {row} was read as the tenth month: a spreadsheet drops the 0 at the end of a number."
        )
        cells.tell(log, which_ones, lambda _n: words)
        return
    words = _(
        "'{value}' in row {row} may be the first month, or the tenth whose 0 a spreadsheet dropped. Write it as "
        "YYYY-MM."
    )
    cells.tell(log, which_ones, lambda _n: words, "warning")


def tell_short(log: ProblemLog, written: Written, orders: Collection[Order], unread: Mask) -> None:
    """Give a notice of years of two digits, without six digits that are a month and the days that are ``unread``."""
    year_first = any(order.short == "year" for order in orders)
    months = any(order.six for order in orders)
    short = written.ends[written.ends["short"].astype(bool) & ~(months & written.ends["compact"].astype(bool))]
    short = short[~unread[short["cell"].to_numpy(dtype=np.int64)]]
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
    written.cells.tell(log, written.holding(short), words, year=str(year))
