"""From what cells name to days: numbers in either order, two-digit years, months, weeks, the Hijri calendar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from hijridate import Hijri

from lib.events.reading.dates.cells import End, Form, Reading
from lib.events.reading.distinct import Mask
from lib.events.schema import FIRST_YEAR, LAST_YEAR

Days = npt.NDArray[np.datetime64]
_YEARS_BEFORE, _YEARS_A_YEAR = 621.57, 1.0307
"""When the Hijri calendar begins, and how many of its years there are to one of ours."""
_FIRST_HIJRI, _LAST_HIJRI = (
    int((FIRST_YEAR - _YEARS_BEFORE) * _YEARS_A_YEAR) - 1,
    int((LAST_YEAR - _YEARS_BEFORE) * _YEARS_A_YEAR) + 2,
)
_CENTURY = LAST_YEAR // 100 * 100


class Order(NamedTuple):
    """How the dates of one column are written.

    Attributes:
        long: What comes first of two numbers, ``day`` or ``month``; "" where that is not known.
        short: The same where the year has two digits; ``year`` when that comes first.
        iso: What comes second behind a year of four digits, ``month`` or ``day``.
        pair: What the digits of Feb-20 and 01/20 are: ``year``, or "" where they may be a day.
        tenth: The month of 2021.1: 10 where its 0 was dropped, 0 where that is not known.
        six: Where the year stands in six digits that are a month, ``first`` or ``last``; "" where they are a day.
    """

    long: str
    short: str
    iso: str = "month"
    pair: str = ""
    tenth: int = 0
    six: str = ""


class Spans(NamedTuple):
    """The days that cells name, NaT where they name none.

    ``first``, ``last``: the days, of an end left open NaT. ``grain``: ``day``, ``week`` or ``month``; "" where the cell
    could not be read. ``both``: whether the cell names two ends.
    """

    first: Days
    last: Days
    grain: npt.NDArray[np.object_]
    both: Mask

    def take(self, codes: npt.NDArray[np.int64]) -> Spans:
        """Return the spans of the cells ``codes``."""
        return Spans(self.first[codes], self.last[codes], self.grain[codes], self.both[codes])


def ends_of(readings: Sequence[Reading | None]) -> pd.DataFrame:
    """List the ends of what cells name: one row an end.

    Returns:
        Columns ``cell`` (position in ``readings``), ``end`` (0 the first, 1 the last; one day is both), those of
        :class:`~lib.events.reading.dates.cells.End`, ``both`` (whether the cell names two), ``week`` (1 where it is
        the first day of one, -1 where the last), ``weekday`` (Monday 0, or -1), and ``lost``.
    """
    rows = [
        (cell, at, *end, reading.first != reading.last and None not in reading[:2], reading.week, reading.weekday)
        for cell, reading in enumerate(readings) if reading is not None
        for at, end in enumerate(reading[:2]) if end is not None
    ]  # fmt: skip
    names = ("cell", "end", *End._fields, "both", "week", "weekday")
    ends = pd.DataFrame(rows, columns=names)
    lunar = ends["year"].between(_FIRST_HIJRI, _LAST_HIJRI) & (ends["form"] != Form.WEEK)
    # A year of the Hijri calendar is none of ours that the table may hold; a name of that calendar beside another
    # year is a slip.
    ends["lost"] = ends["hijri"].astype(bool) & ~lunar
    ends["hijri"] = lunar
    return ends


def full_years(short: pd.Series) -> pd.Series:
    """Give years of two digits the century that puts them no later than the last year of the table."""
    years = short + _CENTURY
    return years.where(years <= LAST_YEAR, years - 100)


def spans_of(ends: pd.DataFrame, n: int, order: Order, *, hijri: bool) -> Spans:
    """Return the days that ``n`` cells name.

    Args:
        ends: As :func:`ends_of` gives them.
        n: How many cells there are.
        order: How they are written.
        hijri: Whether dates of that calendar are converted; else they are left unread.
    """
    first, last = _of_ends(ends, order, hijri=hijri)
    spans = Spans(
        np.full(n, np.datetime64("NaT", "D")),
        np.full(n, np.datetime64("NaT", "D")),
        np.full(n, "", dtype=object),
        np.zeros(n, dtype=bool),
    )
    cell, at = ends["cell"].to_numpy(dtype=np.int64), ends["end"].to_numpy(dtype=np.int64)
    spans.first[cell[at == 0]] = first[at == 0]
    spans.last[cell[at == 1]] = last[at == 1]
    _widen(spans, ends)
    lost = np.zeros(n, dtype=bool)
    lost[cell[np.isnat(first)]] = True
    lost |= spans.last < spans.first
    spans.grain[cell] = "day"
    grain = {Form.MONTH: "month", Form.SHORT: "month", Form.TENTH: "month", Form.WEEK: "week"}
    spans.grain[cell[(ends["week"] != 0).to_numpy()]] = "week"
    spans.grain[cell[(ends["compact"].astype(bool) & (order.six != "")).to_numpy(dtype=bool)]] = "month"
    for form, word in grain.items():
        spans.grain[cell[((ends["form"] == form) & (last != first)).to_numpy(dtype=bool)]] = word
    spans.both[cell[ends["both"].to_numpy(dtype=bool)]] = True
    spans.first[lost] = spans.last[lost] = np.datetime64("NaT")
    spans.grain[lost] = ""
    return spans


def _widen(spans: Spans, ends: pd.DataFrame) -> None:
    """Write all seven days of the weeks that are named by one of them."""
    for week, days in ((1, spans.last), (-1, spans.first)):
        at = ends.loc[(ends["week"] == week) & (ends["end"] == 0), "cell"].to_numpy(dtype=np.int64)
        days[at] += np.timedelta64(6 * week, "D")


def _of_ends(ends: pd.DataFrame, order: Order, *, hijri: bool) -> tuple[Days, Days]:
    """Return the first and last day of each end."""
    short = ends["short"].astype(bool)
    orders = pd.Series(order.long, index=ends.index).where(~short, order.short)
    slashed = ends["form"] == Form.SLASHED
    year, month, day = ends["year"].copy(), ends["x"].copy(), ends["y"].copy()
    swap = (slashed & (orders == "day")) | ((ends["form"] == Form.ISO) & (order.iso == "day"))
    month, day = month.where(~swap, ends["y"]), day.where(~swap, ends["x"])
    first_is_year = slashed & short & (orders == "year")
    year = year.where(~first_is_year, ends["x"])
    month, day = month.where(~first_is_year, ends["y"]), day.where(~first_is_year, ends["year"])
    year = full_years(year).where(short, year)
    six = ends["compact"].astype(bool) & (order.six != "")
    six_year, six_month = months_of(ends, order.six)
    year, month = year.where(~six, six_year), month.where(~six, six_month)
    tenth = ends["form"] == Form.TENTH
    month = month.where(~tenth, order.tenth)
    unknown = (slashed & ~six & (orders == "")) | ((ends["form"] == Form.SHORT) & (order.pair != "year"))
    whole = ends["form"].isin([Form.MONTH, Form.SHORT, Form.TENTH]) | six
    first = _days(year, month, day.where(~whole, 1))
    last = np.where(whole, _month_end(first), first)
    _weeks(ends, first, last)
    moon = ends["hijri"].to_numpy(dtype=bool)
    _hijri(first, last, pd.DataFrame({"year": year, "month": month, "day": day}), moon & hijri)
    lost = (unknown | ends["lost"]).to_numpy(dtype=bool) | (moon & (not hijri))
    first[lost] = last[lost] = np.datetime64("NaT")
    return first, last


def months_of(ends: pd.DataFrame, six: str) -> tuple[pd.Series, pd.Series]:
    """Return the year and the month that six digits without a sign are where the year stands ``first`` or ``last``."""
    if six == "first":
        return ends["x"] * 100 + ends["y"], ends["year"]
    return ends["y"] * 100 + ends["year"], ends["x"]


def _days(year: pd.Series, month: pd.Series, day: pd.Series) -> Days:
    parts = pd.DataFrame({"year": year, "month": month, "day": day}).astype("int64")
    # What is no year of any table would be taken for one of two digits.
    parts = parts.where(parts["year"].between(1000, 9999), 0)
    found = pd.to_datetime(parts, errors="coerce")
    return found.to_numpy(dtype="datetime64[s]").astype("datetime64[D]")


def _month_end(first: Days) -> Days:
    """Return the last day of the month that each day is the first of."""
    return (first.astype("datetime64[M]") + 1).astype("datetime64[D]") - 1


def _weeks(ends: pd.DataFrame, first: Days, last: Days) -> None:
    """Write the days of ISO weeks."""
    for at in np.flatnonzero((ends["form"] == Form.WEEK).to_numpy()):
        year, week, day = (int(ends[name].iloc[at]) for name in ("year", "x", "y"))
        try:
            monday = np.datetime64(pd.Timestamp.fromisocalendar(year, week, 1).date(), "D")
        except ValueError:
            first[at] = last[at] = np.datetime64("NaT")
            continue
        first[at] = monday + (day - 1 if day else 0)
        last[at] = first[at] if day else monday + 6


def _hijri(first: Days, last: Days, written: pd.DataFrame, which: Mask) -> None:
    """Write the days of Hijri dates, a month's first and last day where no day is written."""
    known: dict[tuple[int, int, int], tuple[np.datetime64, np.datetime64]] = {}
    for at in np.flatnonzero(which):
        year, month, day = (int(written[name].iloc[at]) for name in ("year", "month", "day"))
        if (year, month, day) not in known:
            known[year, month, day] = _gregorian(year, month, day)
        first[at], last[at] = known[year, month, day]


def disagreeing(readings: Sequence[Reading | None], read: Spans, order: Order) -> Mask:
    """Return the cells that name a day in two calendars whose days are not the same, by the tables give or take one."""
    found = np.zeros(len(readings), dtype=bool)
    for cell, reading in enumerate(readings):
        if reading is None or reading.beside is None:
            continue
        other = reading.beside
        swap = other.form is Form.SLASHED and order.long == "day"
        month, day = (other.y, other.x) if swap else (other.x, other.y)
        first, last = _gregorian(other.year, month, day)
        near = first - 1 <= read.last[cell] and read.first[cell] <= last + 1
        found[cell] = not near
    return found


def _gregorian(year: int, month: int, day: int) -> tuple[np.datetime64, np.datetime64]:
    try:
        start = Hijri(year, month, day or 1)
        days = (np.datetime64(start.to_gregorian(), "D"),) * 2
    except (ValueError, OverflowError):
        return np.datetime64("NaT", "D"), np.datetime64("NaT", "D")
    return (days[0], days[0] + (start.month_length() - 1)) if not day else days
