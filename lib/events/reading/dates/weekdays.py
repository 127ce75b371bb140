"""Weekdays beside dates: they decide between two orders, and may contradict the day that is written."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.events.reading.dates.calendars import Spans, full_years
from lib.events.reading.distinct import Mask

_THURSDAY, _WEEK = 3, 7
"""The weekday of the first day of 1970, Monday 0; and how many there are."""


def deciding(ends: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return which dates of two numbers have their weekday only day first, and which only month first."""
    year = full_years(ends["year"]).where(ends["short"].astype(bool), ends["year"])
    day, month = (_weekday(year, ends[m], ends[d]) == ends["weekday"] for m, d in (("y", "x"), ("x", "y")))
    named = ends["weekday"] >= 0
    return named & day & ~month, named & month & ~day


def order_by_weekdays(ends: pd.DataFrame) -> str:
    """Return which order the weekdays of some dates decide for, ``day`` or ``month``; "" for none, or for both."""
    day, month = (bool(which.any()) for which in deciding(ends))
    return "" if day == month else "day" if day else "month"


def contradicted(weekdays: npt.NDArray[np.int64], read: Spans) -> Mask:
    """Return which cells name another weekday (Monday 0, or -1) than the one day that they were read as has."""
    one = (read.grain == "day") & ~read.both & (weekdays >= 0) & ~np.isnat(read.first)
    days = np.where(one, read.first, np.datetime64(0, "D")).astype("datetime64[D]").astype(np.int64)
    found: Mask = one & ((days + _THURSDAY) % _WEEK != weekdays)
    return found


def _weekday(year: pd.Series, month: pd.Series, day: pd.Series) -> pd.Series:
    parts = pd.DataFrame({"year": year, "month": month, "day": day}).astype("int64")
    return pd.to_datetime(parts, errors="coerce").dt.day_of_week
