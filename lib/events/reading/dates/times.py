"""The hour taken off a date, and numbers that count days or seconds turned into one.

Everything here works on the different cells of a file at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.events.reading.distinct import Mask
from lib.events.reading.numbers import ascii_digits
from lib.events.schema import FIRST_YEAR, LAST_YEAR

_ZONE = (
    r"[Zz]|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|UTC|GMT|EES?T|CES?T|MSK|TRT|BST|AST|E[SD]T"
    r"|[A-Z][a-z]+/[A-Z][A-Za-z_]+"
)
_HALF = r"[AaPp]\.?[Mm]\.?|صباحا|مساء|ص|م|ÖÖ|ÖS|öö|ös"
_TIME = (
    r"^(?P<before>.*?)(?:T|(?:^|[\s,]+)(?:at |à |saat |الساعة )?)"
    r"(?:(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d+)?)?"
    rf"(?:\s*(?P<half>{_HALF}))?|(?P<hour_h>[01]?\d|2[0-3])[hH](?P<minute_h>[0-5]\d)?"
    rf"|(?P<hour_24>24):00(?::00)?|(?P<hour_half>1[0-2]|0?[1-9])\s*(?P<half_only>{_HALF}))"
    rf"\s*(?P<zone>{_ZONE})?(?:\s*\([^)]*\)|\[[A-Za-z_/]+\]|\s(?:UTC|hrs?|hours|Uhr|local(?: time)?))?"
    r"(?:\s*-\s*[0-2]?\d:[0-5]\d(?::[0-5]\d)?)?(?P<after>(?:[\s,].*)?)$"
)
_MAY_HOLD_TIME = r"\d[:hH]|\d ?(?:[AaPp]\.?[Mm]|ص|م|ÖÖ|ÖS)"
_AFTERNOON = r"^(?:[Pp]|م|ÖS|ös)"
_UTC = r"^(?:[Zz]|UTC|GMT|(?:UTC|GMT)?[+-]00?(?::?00)?)$"
_NOON, _HOUR = 12, 3600
_DAY = 24 * _HOUR
_COUNT = r"\d{5}(?:\.\d+)?"
"""Days since the end of the year 1899 or the beginning of 1904, as a spreadsheet counts them."""
_SECONDS, _MILLISECONDS = r"\d{10}(?:\.\d+)?", r"\d{13}(?:\.0+)?"
"""Since the beginning of the year 1970, in UTC."""
_ORIGIN, _ORIGIN_1904 = np.datetime64("1899-12-30"), np.datetime64("1904-01-01")
_COMPACT = r"^((?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))((?:[01]\d|2[0-3])[0-5]\d)([0-5]\d)?$"
"""A day and its hour without a sign between them."""


@dataclass(frozen=True)
class Timed:
    """Cells without their hour.

    Attributes:
        days: What is left of each cell.
        seconds: Second of the day, -1 where there was no hour.
        utc: Which hours are in UTC.
        counted: Which cells were a spreadsheet's count of days.
        stamped: Which cells were a count of seconds or milliseconds.
    """

    days: pd.Series
    seconds: npt.NDArray[np.int64]
    utc: Mask
    counted: Mask
    stamped: Mask


def without_time(cells: pd.Series, *, since_1904: bool = False) -> Timed:
    """Return ``cells`` without their hour, and with a count of days or seconds as a day.

    Args:
        cells: The different cells.
        since_1904: Whether a spreadsheet counts its days from the beginning of 1904.
    """
    text = ascii_digits(cells)
    arrow = pc.replace_substring_regex(pa.array(text, type=pa.string()), _COMPACT, r"\1T\2\3")
    arrow = pc.replace_substring_regex(arrow, r"(\d)T(\d\d)(\d\d)(\d\d)?", r"\1T\2:\3")
    arrow = pc.replace_substring_regex(arrow, r"^(.*\d{4},? \d{1,2})\.([0-5]\d)(?:\.[0-5]\d)?$", r"\1:\2")
    # A day with a time zone and no hour, as XML writes it.
    arrow = pc.replace_substring_regex(arrow, r"^(\d{4}-\d\d-\d\d)(?:[Zz]|[+-]\d\d:\d\d)$", r"\1")
    n = len(text)
    days = np.asarray(arrow.to_numpy(zero_copy_only=False), dtype=object)
    seconds, utc = np.full(n, -1), np.zeros(n, dtype=bool)
    may = pc.match_substring_regex(arrow, _MAY_HOLD_TIME).to_numpy(zero_copy_only=False)
    _take_off(days, np.flatnonzero(may), seconds, utc)
    counted, stamped = _counts(days, seconds, utc, _ORIGIN_1904 if since_1904 else _ORIGIN)
    return Timed(pd.Series(days, dtype="str"), seconds, utc, counted, stamped)


def _take_off(
    days: npt.NDArray[np.object_], positions: npt.NDArray[np.intp], seconds: npt.NDArray[np.int64], utc: Mask
) -> None:
    """Take the hour off the cells at ``positions``; of a cell with two, the second as well where none is in UTC."""
    if not len(positions):
        return
    found, told = _hours(days[positions])
    positions, parts = positions[told], found
    if not len(positions):
        return
    once = seconds[positions] < 0
    is_utc = parts["zone"].str.fullmatch(_UTC).to_numpy(dtype=bool)
    # Two hours in UTC may each belong to another day: such a cell is left as it is, and cannot be read.
    take = once | ~(is_utc | utc[positions])
    rest = (parts["before"] + parts["after"]).str.strip(" ,").to_numpy(dtype=object)
    days[positions[take]] = rest[take]
    seconds[positions[once]] = _second_of_day(parts).to_numpy()[once]
    utc[positions[once]] = is_utc[once]
    if once.any():
        _take_off(days, positions[once], seconds, utc)


def _hours(cells: npt.NDArray[np.object_]) -> tuple[pd.DataFrame, Mask]:
    """Return the parts of the cells with an hour, and which cells these are."""
    parts = pc.extract_regex(pa.array(cells, type=pa.string()), _TIME)
    told = pc.is_valid(parts).to_numpy(zero_copy_only=False)
    parts = parts.filter(pc.is_valid(parts))
    found = pd.DataFrame({field.name: pc.struct_field(parts, field.name).to_pandas() for field in parts.type})
    found["hour"] += found["hour_h"] + found["hour_half"] + found["hour_24"]
    found["minute"] += found["minute_h"]
    found["half"] += found["half_only"]
    # 14:30 PM is no hour of twelve: what the half then says is nothing.
    found["half"] = found["half"].where(pd.to_numeric(found["hour"]).le(_NOON), "")
    return found.astype("str"), told


def _second_of_day(parts: pd.DataFrame) -> pd.Series:
    hour = parts["hour"].astype("int64")
    later = parts["half"].str.contains(_AFTERNOON)
    hour = (hour % _NOON + _NOON * later).where(parts["half"] != "", hour)
    minutes = parts[["minute", "second"]].replace("", "0").astype("int64")
    return hour * _HOUR + minutes["minute"] * 60 + minutes["second"]


def counted_days(cells: pd.Series, *, since_1904: bool) -> pd.Series:
    """Return the days, as YYYY-MM-DD, of cells that are a spreadsheet's count of days; "" of any other."""
    days = np.asarray(cells, dtype=object).copy()
    n = len(days)
    origin = _ORIGIN_1904 if since_1904 else _ORIGIN
    counted, _stamped = _counts(days, np.full(n, -1), np.zeros(n, dtype=bool), origin)
    return pd.Series(np.where(counted, days, ""), dtype="str")


def _counts(
    days: npt.NDArray[np.object_], seconds: npt.NDArray[np.int64], utc: Mask, origin: np.datetime64
) -> tuple[Mask, Mask]:
    """Write the day into ``days`` for cells that count days or seconds, where it lies in the years of the table."""
    text = pd.Series(days, dtype="str")
    marks = {sort: text.str.fullmatch(p).to_numpy(dtype=bool) for sort, p in
             {"days": _COUNT, "seconds": _SECONDS, "ms": _MILLISECONDS}.items()}  # fmt: skip
    if not any(mark.any() for mark in marks.values()):
        return marks["days"], marks["seconds"]
    numbers = pd.to_numeric(text.where(np.logical_or.reduce(list(marks.values())), "0")).to_numpy(dtype=np.float64)
    since = np.where(marks["days"], numbers * _DAY, np.where(marks["ms"], numbers / 1000, numbers))
    # A quarter of a second: what is left of a time that was turned into a fraction of a day and back.
    since = np.floor(since + 0.25).astype(np.int64)
    day, second = np.divmod(since, _DAY)
    days_of = np.where(marks["days"], origin, np.datetime64("1970-01-01")) + day.astype("timedelta64[D]")
    years = pd.DatetimeIndex(days_of).year
    inside = (years >= FIRST_YEAR) & (years <= LAST_YEAR)
    counted, stamped = marks["days"] & inside, (marks["seconds"] | marks["ms"]) & inside
    either = counted | stamped
    days[either] = np.datetime_as_string(days_of[either], unit="D")
    seconds[either] = second[either]
    utc[stamped] = True
    return counted, stamped
