"""Figures as people write them: thousands signs in any script, ranges, bounds, rough figures and words.

Only what has one meaning is read. Whether the comma of 12,500 stands before thousands or decimals is settled for all
cells of a file together (:func:`styles_shown`).
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.events.reading.fold import DIGITS, fold
from lib.events.reading.number_words import ROUGH, WORDS

LONGEST = 60
"""Letters of a cell that may be a figure; a longer one is a sentence."""
_ASCII = DIGITS | str.maketrans("٫\N{MINUS SIGN}", ".-")
_FOREIGN = "[٠-٩۰-۹０-９٫\N{MINUS SIGN}]"
_MOST_DIGITS = 15

UNKNOWN = frozenset(map(fold, (
    "-", "--", "---", "?", "??", "n/a", "na", "n.a.", "n.a", "#n/d", "n/d", "nd", "n.d.", "null", "nan", "<na>",
    "unknown",
    "not known", "not reported", "not available", "not applicable", "unspecified", "unclear", "tbc", "tbd", "no data",
    "inconnu", "inconnue", "non connu", "non precise", "non disponible", "bilinmiyor", "bilinmeyen", "belirsiz",
    "غير معروف", "غير محدد", "غير متوفر", "مجهول", "لا يعرف",
)))  # fmt: skip
"""Words, folded, that say that something is not known."""
LONGEST_UNKNOWN = max(map(len, UNKNOWN)) + 2
"""Letters that a cell with one of these may have."""
_NONE = frozenset(map(fold, (
    "none", "no", "non", "hayir", "لا", "nil", "zero", "nobody", "no one", "aucun", "aucune", "neant", "yok", "hic",
    "hicbiri", "sifir", "صفر", "لا يوجد", "لايوجد", "لا توجد", "لاتوجد", "لا احد", "لا شيء",
)))  # fmt: skip
"""Words that say 0."""
_VAGUE = re.compile(fold(
    r"(?:dozens|scores|several|many|some|few|a few|hundreds|thousands|tens|multiple|various|numerous|a number"
    r"|plusieurs|quelques|(?:des )?dizaines|(?:des )?centaines|(?:des )?milliers|onlarca|yuzlerce|binlerce|birkac"
    r"|bircok|cok sayida|عشرات|العشرات|مئات|المئات|الاف|الالاف|عده|عدد|عدد من|بعض|كثير|كثيرون)(?: of\b.*)?"
))  # fmt: skip
"""Words that give no figure."""
_TIMES = {"k": 1000, "thousand": 1000, "mille": 1000, "bin": 1000, "الف": 1000, "الاف": 1000, "dozen": 12,
          "hundred": 100, "million": 10**6, "millions": 10**6, "milyon": 10**6, "مليون": 10**6}  # fmt: skip

_NUMBER = r"(\d(?:[\d.,' ٬]*\d)?)"
_SCALE = rf"(?:{'|'.join(_TIMES)})\b"
_DIGITS = rf"{_NUMBER[1:-1]}(?: ?{_SCALE})?"
_N = rf"({_DIGITS}|[^\W\d_]+(?:[- ][^\W\d_]+){{0,2}})"
_TO = r"-|~|\.\.+| to | a | or | ou | او | veya | ile | ila | الي |(?<= )او "
_RANGES = tuple(map(re.compile, (
    rf"(?:between|from|entre|de|ما بين|بين|من) {_N} (?:and|to|et|a|و|الي) ?{_N}",
    rf"({_DIGITS})(?:{_TO})({_DIGITS})(?: arasi(?:nda)?)?",
)))  # fmt: skip
_LEAST = tuple(map(re.compile, (
    rf"(?:>=|=>|≥|at least|no(?:t)? (?:fewer|less) than|minimum(?: of)?|min\.?|au moins|en az) ?{_N}",
    rf"(?:علي الاقل|(?:ما )?لا يقل عن) ?{_N}",
    rf"{_N} ?(?:\+|(?:or|and) more|(?:or|and) above|and over|ou plus|at least|minimum|au moins|ve uzeri)",
    rf"{_N} ?(?:علي الاقل|فاكثر|او اكثر)",
)))  # fmt: skip
_OVER = tuple(map(re.compile, (
    rf"(?:>|over|more than|above|exceeding|plus de|اكثر من|ما يزيد عن) ?{_N}", rf"{_N} ?'?[dt][ae]n fazla",
)))  # fmt: skip
_MOST = tuple(map(re.compile, (
    rf"(?:<=|=<|≤|up to|at most|no(?:t)? more than|maximum(?: of)?|max\.?|jusqu'?a|au (?:plus|maximum)|en fazla) ?{_N}",
    rf"(?:حتي|لا يزيد عن|علي الاكثر) ?{_N}",
    rf"{_N} ?(?:or less|or fewer|or under|at most|maximum|ou moins|au plus|علي الاكثر|او اقل)",
)))  # fmt: skip
_UNDER = tuple(map(re.compile, (
    rf"(?:<|under|less than|fewer than|below|moins de|اقل من) ?{_N}", rf"{_N} ?'?[dt][ae]n az",
)))  # fmt: skip
_ABOUT = re.compile(
    r"(?:[~≈]|(?:about|around|approximately|approx|circa|ca|c(?=\.)|roughly|nearly|almost|some|(?:an? )?estimated|est"
    r"|environ|pres de|a peu pres|yaklasik(?: olarak)?|حوالي|نحو|قرابه|تقريبا|ما يقارب(?: من)?|ما يقرب من)"
    r"(?![^\W\d_])\.?) ?(.+)"
)
_ROUGHLY = re.compile(r"(.+?) ?(?:\?|approx\.?|approximately|or so|environ|civari|تقريبا|\(est(?:imate|imated|\.)?\))")
_SCALED = re.compile(rf"(\d+(?:[.,]\d{{1,2}})?) ?({'|'.join(_TIMES)})")


class Sort(StrEnum):
    """How a figure is written."""

    EXACT = "digits"
    GROUPED = "with thousands signs"
    RANGE = "both ends"
    LEAST = "a least figure"
    MOST = "a highest figure"
    ABOUT = "roughly"
    WORDED = "in words"
    NONE = "a word for 0"
    UNKNOWN = "not known"
    VAGUE = "words without a figure"


class Figure(NamedTuple):
    """What a cell says: the lowest and highest figure, None where it gives none."""

    low: int | None
    high: int | None
    sort: Sort


def ascii_digits(text: pd.Series) -> pd.Series:
    """Write Arabic and Persian digits, their decimal sign and the true minus sign of ``text`` as ASCII does."""
    return _replaced(text, _FOREIGN, lambda found: found.map(lambda cell: cell.translate(_ASCII)))


def decimal_points(text: pd.Series) -> pd.Series:
    """Write degrees with a decimal comma with a point: 35,93 is 35.93. Other cells stay as they are."""
    return _replaced(text, r"^[+-]?\d{1,3},\d+$", lambda found: found.str.replace(",", ".", regex=False))


def _replaced(text: pd.Series, pattern: str, change: object) -> pd.Series:
    """Make ``change`` to the cells of ``text`` that hold ``pattern``."""
    positions = np.flatnonzero(text.str.contains(pattern).to_numpy(dtype=bool))
    if len(positions):
        text = text.copy()
        text.iloc[positions] = change(text.iloc[positions]).astype("str")  # type: ignore[operator]
    return text


class Style(NamedTuple):
    """Which sign stands before thousands and which before decimals."""

    thousands: str
    decimal: str


ENGLISH, CONTINENTAL = Style(",", "."), Style(".", ",")
_TOKEN = re.compile(r"\d[\d.,]*\d")


def _certain(style: Style) -> re.Pattern[str]:
    t, d = re.escape(style.thousands), re.escape(style.decimal)
    return re.compile(
        rf"\d{{1,3}}(?:{t}\d{{3}}){{2,}}(?:{d}\d+)?|\d{{1,3}}(?:{t}\d{{3}})+{d}\d+|\d{{1,2}}(?:{t}\d{{2}})+{t}\d{{3}}"
        rf"|\d+{d}(?:\d{{1,2}}|\d{{4,}})|0\d*{d}\d+|\d{{4,}}{d}\d+"
    )


_SHOWS = {style: _certain(style) for style in (ENGLISH, CONTINENTAL)}
_EITHER = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")


def styles_shown(cell: str) -> tuple[frozenset[Style], str]:
    """Return the styles that a cell can only be written in, and the sign in it that may be of either, "" for none."""
    shown, open_sign = set(), ""
    for token in _TOKEN.findall(_plain(cell)):
        shown |= {style for style, pattern in _SHOWS.items() if pattern.fullmatch(token)}
        if either := _EITHER.fullmatch(token):
            open_sign = either[1]
    return frozenset(shown), open_sign


def may_be_whole(cell: str, style: Style) -> bool:
    """Return whether some number in a cell that ``style`` alone can write is whole."""
    return any(
        _SHOWS[style].fullmatch(token) and _by(token, style) is not None for token in _TOKEN.findall(_plain(cell))
    )


def _plain(cell: str) -> str:
    """Fold a cell; a decimal sign of Arabic script before noughts says nothing, before others no whole number."""
    return re.sub(r"٫0+(?!\d)", "", fold(cell))


def whole(text: str, style: Style | None) -> int | None:
    """Return the whole number that ``text`` writes, None when it writes none, or one that only a style could tell."""
    digits = text.strip()
    if re.fullmatch(r"\d{1,3}(?:([' ٬])\d{3})(?:\1\d{3})*", digits):
        digits = re.sub(r"[' ٬]", "", digits)
    if re.fullmatch(r"\d+", digits):
        return int(digits) if len(digits) <= _MOST_DIGITS else None
    found = {_by(digits, each) for each in ((style,) if style else (ENGLISH, CONTINENTAL))} - {None}
    return found.pop() if len(found) == 1 else None


def _by(digits: str, style: Style) -> int | None:
    t, d = re.escape(style.thousands), re.escape(style.decimal)
    grouped = rf"[1-9]\d{{0,2}}(?:{t}\d{{3}})+|\d{{1,2}}(?:{t}\d{{2}})+{t}\d{{3}}"
    found = re.fullmatch(rf"({grouped}|\d{{1,{_MOST_DIGITS}}})(?:{d}0+)?", digits)
    return int(found[1].replace(style.thousands, "")) if found else None


def read_figure(cell: str, style: Style | None) -> Figure | None:
    """Return what a cell says, None when that is no figure or has two meanings.

    Args:
        cell: Its text.
        style: Which sign stands before thousands; None where no cell of the file needs to know.
    """
    text = _plain(cell)
    if (said := _said(text)) is not None:
        return said
    if len(text) > LONGEST:
        return None
    if (number := whole(text, style)) is not None:
        return Figure(number, number, Sort.GROUPED if re.search(r"[^\d]\d{3}", text) else Sort.EXACT)
    if (number := _value(text, style)) is not None:
        return Figure(number, number, Sort.WORDED)
    return _bounded(text, style)


def _said(text: str) -> Figure | None:
    """Return what a word says by itself: nothing known, none, or no figure."""
    if text in UNKNOWN:
        return Figure(None, None, Sort.UNKNOWN)
    if text in _NONE:
        return Figure(0, 0, Sort.NONE)
    return Figure(None, None, Sort.VAGUE) if len(text) <= LONGEST and _VAGUE.fullmatch(text) else None


def _value(text: str, style: Style | None) -> int | None:
    """Read a number in digits, in a word, or in thousands and the like."""
    text = text.strip()
    if text in WORDS:
        return WORDS[text]
    if scaled := _SCALED.fullmatch(text):
        number = float(scaled[1].replace(",", ".")) * _TIMES[scaled[2]]
        return round(number) if abs(number - round(number)) < 1e-6 else None  # noqa: PLR2004  of a person
    two = text.split(" ")
    if len(two) == 2 and two[0] in WORDS and two[1] in _TIMES:  # noqa: PLR2004
        return WORDS[two[0]] * _TIMES[two[1]]
    return whole(text, style)


def _bounded(text: str, style: Style | None) -> Figure | None:
    """Read a range, a bound, or a rough figure."""
    if text in ROUGH:
        return Figure(ROUGH[text], ROUGH[text], Sort.ABOUT)
    spaced = re.sub(r" ?(-|~|\.\.+) ?", r"\1", text)
    for pattern in _RANGES:
        if found := pattern.fullmatch(spaced):
            return _range(found[1], found[2], style)
    for patterns, by, sort in (
        (_LEAST, 0, Sort.LEAST), (_OVER, 1, Sort.LEAST), (_MOST, 0, Sort.MOST), (_UNDER, -1, Sort.MOST),
    ):  # fmt: skip
        for pattern in patterns:
            if (found := pattern.fullmatch(text)) and (number := _value(found[1], style)) is not None:
                number += by
                least = sort is Sort.LEAST
                return Figure(number if least else None, None if least else number, sort) if number >= 0 else None
    for pattern in (_ABOUT, _ROUGHLY):
        if found := pattern.fullmatch(text):
            inner = found[1].strip()
            if (number := _value(inner, style)) is not None:
                return Figure(number, number, Sort.ABOUT)
            return _bounded(inner, style)
    return None


def _range(left: str, right: str, style: Style | None) -> Figure | None:
    low, high = _value(left, style), _value(right, style)
    scale = _SCALED.fullmatch(right.strip())
    # 1-2k begins at a thousand; 500-2k does not begin at half a million.
    if scale and low is not None and re.fullmatch(r"\d{1,3}", left.strip()):
        if low < float(scale[1].replace(",", ".")):
            low *= _TIMES[scale[2]]
        elif low * 10 < _TIMES[scale[2]]:
            return None
    if low is None or high is None or low > high:
        return None
    # 10-20,000 may begin at ten or at ten thousand.
    if re.search(r"\d[.,' ٬]\d{3}", right) and re.fullmatch(r"\d{1,3}", left.strip()):
        return None
    return Figure(low, high, Sort.RANGE)
