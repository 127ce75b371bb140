"""How the dates of each column are written: by what its cells show, what its name says, or what its owner answers.

What one column shows holds for another that shows nothing, unless that would put its days after those it is before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from lib.events.problems import ProblemLog
from lib.events.questions import QuestionError
from lib.events.reading.dates import asks
from lib.events.reading.dates.calendars import Order, full_years
from lib.events.reading.dates.cells import Form
from lib.events.reading.dates.headers import YEAR_DAY
from lib.events.reading.dates.six_digits import six_digits, sound
from lib.events.reading.dates.weekdays import order_by_weekdays
from lib.events.reading.dates.written import Written
from lib.events.reading.distinct import Mask
from lib.events.schema import FIRST_YEAR, LAST_YEAR

_TWELVE, _LONGEST_MONTH = 12, 31
_STRONG = 0.25
"""Share of the dates of a column that can be read in one way only, from which on they are no slips."""
_ISO = r"^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})$"
_MONTHS_ENOUGH, _YEARS_ENOUGH = 3, 2


def orders_of(
    written: Written,
    said: Mapping[str, str],
    answer: str,
    log: ProblemLog,
    late: Callable[[Mapping[str, Order]], int],
) -> dict[str, Order]:
    """Find how the dates of each column are written.

    Args:
        written: The dates.
        said: By column, the order that its name says, as :func:`~lib.events.reading.dates.headers.order_in` gives it.
        answer: What the owner said: ``day``, ``month``, ``year`` (first in dates of two-digit years) or "".
        log: Is told what showed the order.
        late: How many rows some orders give whose first day is after another of their days.

    Raises:
        QuestionError: Nothing in the file tells.
    """
    columns = list(written.cells.codes)
    there = {name: written.of(name) for name in columns}
    six = {name: six_digits(written, name, there[name], answer) for name in columns}
    slashed = written.ends[written.ends["form"] == Form.SLASHED]
    for name in filter(six.__getitem__, columns):
        months = slashed["compact"].astype(bool) & there[name][slashed["cell"].to_numpy(dtype=np.int64)]
        slashed = slashed[~months]
    short = slashed[slashed["short"].astype(bool)]
    year_first = _year_first(short, written, answer)
    rest = slashed.drop(short.index) if year_first else slashed
    mine = {name: rest[there[name][rest["cell"].to_numpy(dtype=np.int64)]] for name in columns}
    iso = {name: _iso(written, name, said[name], answer, log) for name in columns}
    pair = {name: _pair(written, name, there[name], answer) for name in columns}
    tenth = {name: _tenth(written, name, there[name], log) for name in columns}

    def order(name: str, long: str) -> Order:
        return Order(long, "year" if year_first else long, iso[name], pair[name], tenth[name], six[name])

    def clash(longs: Mapping[str, str]) -> int:
        return late({name: order(name, long) for name, long in longs.items()})

    long = _longs(mine, written, said, answer, log, clash)
    return {name: order(name, long[name]) for name in columns}


def _longs(  # noqa: PLR0913, PLR0917  everything that may tell
    mine: Mapping[str, pd.DataFrame],
    written: Written,
    said: Mapping[str, str],
    answer: str,
    log: ProblemLog,
    clash: Callable[[Mapping[str, str]], int],
) -> dict[str, str]:
    """Return which of two numbers comes first in each column."""
    shows = {name: _shown(ends) for name, ends in mine.items()}
    known: dict[str, str] = {}
    open_ones: list[str] = []
    firm = [name for name in shows if answer in {"day", "month"} and _stands(name, shows, mine, said, answer)]
    for name, shown in shows.items():
        if answer in {"day", "month"}:
            # What the file proves goes before the answer, which may be about the dates of another column.
            known[name] = shown if name in firm else answer
        elif said[name] in {"day", "month"} and len(mine[name]):
            if shown not in {"", "equal", said[name]}:
                raise QuestionError(asks.contradicted(written, mine[name], said[name]))
            known[name] = said[name]
            asks.tell_header(log, written.within(name), written.holding(mine[name]), said[name])
        elif shown == "both":
            raise QuestionError(asks.which(written, mine[name], mixed=True))
        elif shown in {"day", "month"}:
            known[name] = shown
        elif shown == "":
            open_ones.append(name)
    longs = _with_borrowed(known, open_ones, mine, written, clash)
    if firm and all(shown == "equal" or name in firm or shown == answer for name, shown in shows.items()):
        asks.tell_overruled(log, written, pd.concat([mine[name] for name in firm]), answer)
        return longs
    told = {
        name: mine[name] for name, shown in shows.items()
        if shown in {"day", "month"} and longs[name] == shown != answer and said[name] != shown
    }  # fmt: skip
    asks.tell_order(log, written, told, longs)
    return longs


def _with_borrowed(
    known: Mapping[str, str],
    open_ones: Sequence[str],
    mine: Mapping[str, pd.DataFrame],
    written: Written,
    clash: Callable[[Mapping[str, str]], int],
) -> dict[str, str]:
    """Return the orders of all columns: of those that show none, that of the others, unless it makes no sense."""
    orders = set(known.values())
    if open_ones and len(orders) != 1:
        raise QuestionError(asks.which(written, pd.concat([mine[name] for name in open_ones])))
    default = next(iter(orders)) if len(orders) == 1 else "day"
    longs = {name: known.get(name, default) for name in mine}
    if open_ones:
        other = "month" if default == "day" else "day"
        if clash(longs) > clash({**longs, **dict.fromkeys(open_ones, other)}):
            raise QuestionError(asks.which(written, pd.concat([mine[name] for name in open_ones]), late=True))
    return longs


def _stands(
    name: str, shows: Mapping[str, str], mine: Mapping[str, pd.DataFrame], said: Mapping[str, str], answer: str
) -> bool:
    """Tell whether a column shows another order than the answer, in too many dates for slips."""
    if shows[name] not in {"day", "month"} or shows[name] == answer:
        return False
    if said[name] in {"day", "month"} and said[name] != shows[name]:
        return False  # its name says another order than its dates: that is what the owner was asked
    return len(asks.deciding(mine[name])) >= _STRONG * len(mine[name])


def _shown(ends: pd.DataFrame) -> str:
    """Return what dates of two numbers show: ``day``, ``month``, ``both`` or neither (""); ``equal`` if all are so."""
    either = ends[ends["x"] != ends["y"]]
    if either.empty:
        return "equal"
    day, month = bool((either["x"] > _TWELVE).any()), bool((either["y"] > _TWELVE).any())
    return "both" if day and month else "day" if day else "month" if month else order_by_weekdays(either)


def _year_first(short: pd.DataFrame, written: Written, answer: str) -> bool:
    """Tell whether dates with a year of two digits begin with it."""
    if short.empty or answer in {"day", "month"}:
        return False
    if answer == "year":
        return True
    first = sound(full_years(short["x"]), short["y"], short["year"]).all()
    years = full_years(short["year"])
    day, month = sound(years, short["y"], short["x"]), sound(years, short["x"], short["y"])
    if not first or not (day.all() or month.all()):
        return bool(first)
    # A year repeats itself more than a day does; without a sign between them it is as often first as last.
    if short["x"].nunique() < short["year"].nunique() or short["compact"].any():
        raise QuestionError(asks.which(written, short, short=True))
    return False


def _iso(written: Written, name: str, said: str, answer: str, log: ProblemLog) -> str:
    """Return what comes second behind a year of four digits in a column: ``month``, or ``day``."""
    if said in {"year", YEAR_DAY}:
        return "day" if said == YEAR_DAY else "month"
    parts = written.days[written.of(name)].str.extract(_ISO).dropna().astype("int64")
    parts = parts[parts[0].between(FIRST_YEAR, LAST_YEAR)]
    turned = parts[1].between(_TWELVE + 1, _LONGEST_MONTH) & parts[2].between(1, _TWELVE)
    if not turned.any() or (parts[2] > _TWELVE).any():
        return "month"  # one that is no date, beside others that can be read in the usual order only, is a slip
    which = np.zeros(len(written.days), dtype=bool)
    which[turned[turned].index] = True
    if not answer:
        raise QuestionError(asks.turned(written.within(name), which[written.codes]))
    if answer == "day":
        asks.tell_turned(log, written.within(name), which[written.codes])
    return "day" if answer == "day" else "month"


def _pair(written: Written, name: str, there: Mask, answer: str) -> str:
    """Return what the digits of Feb-20 are in a column: ``year``, or "" where they may be a day."""
    ends = written.ends[written.ends["form"] == Form.SHORT]
    ends = ends[there[ends["cell"].to_numpy(dtype=np.int64)]]
    if ends.empty or answer in {"day", "month"}:
        return ""
    years, months = full_years(ends["year"]), ends["x"].nunique()
    one, few = bool((years == years.iloc[0]).all()), years.nunique() <= _YEARS_ENOUGH
    likely = years.between(FIRST_YEAR, LAST_YEAR).all()
    if answer == "year":
        return "year"
    # A year is the same in several months; days are not.
    certain = (months > 1 and one) or (months >= _MONTHS_ENOUGH and few)
    if likely and certain:
        return "year"
    if not likely:
        return ""
    raise QuestionError(asks.year_or_day(written.within(name), written.holding(ends), int(years.iloc[0])))


def _tenth(written: Written, name: str, there: Mask, log: ProblemLog) -> int:
    """Return which month 2021.1 is in a column: 10 where the first is written 01 and no tenth is, else 0: not known."""
    ends = written.ends[written.ends["form"] == Form.TENTH]
    ends = ends[there[ends["cell"].to_numpy(dtype=np.int64)]]
    if ends.empty:
        return 0
    days = written.days[there]
    # A 0 at the end that was kept once was dropped nowhere.
    other = days.str.match(r"^\d{4}\.(?:[2-9]|10)$").any()
    month = _TWELVE - 2 if days.str.match(r"^\d{4}\.0\d$").any() and not other else 0
    asks.tell_tenth(log, written.within(name), written.holding(ends), month)
    return month
