"""From the text of a column to its values. Each parser returns the values and which cells could not be read.

A cell that is blank is never bad; a cell that is bad comes back blank. No parser loops over rows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.events.mapping.vocabulary import spelled
from lib.events.schema import FIRST_YEAR, LAST_YEAR, Column, Holds

ERROR = r"#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BUSY!|GETTING_DATA)|Err:\d{3}|#{3,}"
"""What a spreadsheet shows in a cell whose formula has no value, or whose column is too narrow."""
_MIDNIGHT = r"(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?"
_DATE = r"(\d{4}-\d{2}-\d{2})" + _MIDNIGHT
_PART_DATE = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?"
_FIGURE = r"[+-]?\d{1,15}(?:\.(?:0{0,2}|0{4,}))?"
"""12.0 is 12; 12.000 may be twelve thousand."""
_DEGREE = r"[+-]?\d{1,3}(?:\.\d*)?(?:[eE][+-]?\d{1,2})?"
_ADDRESS = r"(?i)https?://[^\s/<>\"'\\^`{|}][^\s<>\"]*"
_BETWEEN_WORDS = "[;,،|]"


class Parsed(NamedTuple):
    """Values of a column, and which cells were neither blank nor readable.

    ``beyond`` marks the bad cells that were readable but outside what the column may hold.
    """

    values: pd.Series
    bad: npt.NDArray[np.bool_]
    beyond: npt.NDArray[np.bool_]


def parse(text: pd.Series, column: Column) -> Parsed:
    """Read the values of ``column`` from cells that are trimmed text; a bad cell comes back blank."""
    return _PARSERS[column.holds](text, column)


def _filled(text: pd.Series) -> npt.NDArray[np.bool_]:
    return (text != "").to_numpy(dtype=bool, copy=True)


def _none(text: pd.Series) -> npt.NDArray[np.bool_]:
    return np.zeros(len(text), dtype=bool)


def _matching(text: pd.Series, pattern: str) -> npt.NDArray[np.bool_]:
    """Return which cells match ``pattern`` from end to end; only filled cells are looked at, for most are blank."""
    matches = _filled(text)
    positions = np.flatnonzero(matches)
    matches[positions] = text.iloc[positions].str.fullmatch(pattern).to_numpy(dtype=bool)
    return matches


def spreadsheet_errors(text: pd.Series) -> npt.NDArray[np.bool_]:
    """Return which cells hold a spreadsheet's error instead of a value."""
    errors = text.str.startswith(("#", "Err:")).to_numpy(dtype=bool, copy=True)
    if errors.any():
        positions = np.flatnonzero(errors)
        errors[positions] = text.iloc[positions].str.fullmatch(ERROR).to_numpy(dtype=bool)
    return errors


def _text(text: pd.Series, _column: Column) -> Parsed:
    errors = spreadsheet_errors(text)
    return Parsed(text.mask(errors, "") if errors.any() else text, errors, _none(text))


def _dates(text: pd.Series, _column: Column) -> Parsed:
    readable = _matching(text, _DATE)
    positions = np.flatnonzero(readable)
    values = np.full(len(text), np.datetime64("NaT", "s"))
    days = pd.to_datetime(text.iloc[positions].str.slice(0, 10), format="%Y-%m-%d", errors="coerce")
    values[positions] = days.to_numpy(dtype="datetime64[s]")
    readable &= ~np.isnat(values)
    years = pd.DatetimeIndex(values).year
    beyond = readable & ((years < FIRST_YEAR) | (years > LAST_YEAR))
    values[beyond] = np.datetime64("NaT", "s")
    return Parsed(pd.Series(values, index=text.index), (_filled(text) & ~readable) | beyond, beyond)


def _part_dates(text: pd.Series, _column: Column) -> Parsed:
    text = _without_midnight(text)
    readable = _matching(text, _PART_DATE)
    whole = np.flatnonzero(readable & (text.str.len() == len("YYYY-MM-DD")).to_numpy(dtype=bool))
    days = pd.to_datetime(text.iloc[whole], format="%Y-%m-%d", errors="coerce")
    readable[whole] = days.notna().to_numpy()
    bad = _filled(text) & ~readable
    return Parsed(text.where(~bad, "") if bad.any() else text, bad, _none(text))


def _without_midnight(text: pd.Series) -> pd.Series:
    """Cut off the hour that some programs add to a date."""
    timed = _matching(text, _DATE) & (text.str.len() > len("YYYY-MM-DD")).to_numpy(dtype=bool)
    return text.where(~timed, text.str.slice(0, 10)) if timed.any() else text


def _numbers(text: pd.Series, column: Column, pattern: str) -> tuple[npt.NDArray[np.float64], Parsed]:
    """Read numbers within the limits of ``column``, NaN where blank or bad."""
    readable = _matching(text, pattern)
    positions = np.flatnonzero(readable)
    values = np.full(len(text), np.nan)
    values[positions] = text.iloc[positions].to_numpy(dtype=object).astype(np.float64)
    low, high = column.limits or (-np.inf, np.inf)
    beyond = readable & ~((values >= low) & (values <= high))
    values[beyond] = np.nan
    return values, Parsed(text, (_filled(text) & ~readable) | beyond, beyond)


def _figures(text: pd.Series, column: Column) -> Parsed:
    numbers, parsed = _numbers(text, column, _FIGURE)
    blank = np.isnan(numbers)
    whole = pd.arrays.IntegerArray(np.where(blank, 0, numbers).astype(np.int64), blank)
    return parsed._replace(values=pd.Series(whole, index=text.index))


def _degrees(text: pd.Series, column: Column) -> Parsed:
    numbers, parsed = _numbers(text, column, _DEGREE)
    return parsed._replace(values=pd.Series(numbers, index=text.index))


def _flags(text: pd.Series, column: Column) -> Parsed:
    plain = spelled(column.name, text)
    true = (plain == "true").to_numpy(dtype=bool)
    bad = _filled(text) & ~true & ~(plain == "false").to_numpy(dtype=bool)
    return Parsed(pd.Series(true, index=text.index), bad, _none(text))


def _words(text: pd.Series, column: Column) -> Parsed:
    values = text
    odd = np.flatnonzero(~text.isin((*column.words, "")).to_numpy(dtype=bool))
    if len(odd):
        values = text.copy()
        values.iloc[odd] = spelled(column.name, text.iloc[odd]).to_numpy(dtype=object)
    bad = ~values.isin((*column.words, "")).to_numpy(dtype=bool)
    return Parsed(values.where(~bad, "") if bad.any() else values, bad, _none(text))


def _word_lists(text: pd.Series, column: Column) -> Parsed:
    """Read lists of words; an unknown word is dropped, the known ones stay."""
    values = text.copy()
    odd = np.flatnonzero(~text.isin((*column.words, "")).to_numpy(dtype=bool))
    bad = _none(text)
    if len(odd):
        words = text.iloc[odd].reset_index(drop=True).str.split(_BETWEEN_WORDS, regex=True).explode()
        words = spelled(column.name, words.str.strip())
        words = words[words != ""]
        known = words.isin(column.words)
        bad[odd[words.index[~known].unique().to_numpy(dtype=np.int64)]] = True
        joined = words[known].groupby(level=0).agg(";".join).reindex(range(len(odd)), fill_value="")
        values.iloc[odd] = joined.to_numpy(dtype=object)
    return Parsed(values, bad, _none(text))


def _addresses(text: pd.Series, _column: Column) -> Parsed:
    bad = _filled(text) & ~_matching(text, _ADDRESS)
    return Parsed(text.where(~bad, "") if bad.any() else text, bad, _none(text))


_PARSERS: dict[Holds, Callable[[pd.Series, Column], Parsed]] = {
    Holds.TEXT: _text,
    Holds.DATE: _dates,
    Holds.PART_DATE: _part_dates,
    Holds.FIGURE: _figures,
    Holds.DEGREE: _degrees,
    Holds.FLAG: _flags,
    Holds.WORD: _words,
    Holds.WORDS: _word_lists,
    Holds.ADDRESS: _addresses,
}
