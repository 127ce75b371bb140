"""One coordinate as people write it: decimals, degrees-minutes-seconds, letters before or after, in several languages.

What has one meaning is read: 35.864, 35,864, 35.864°N, N 35.864, 35°51'50.4", 35 48 50.4, 35° 57.48' N, and the same
with the words of four languages for degree, minute, north.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.events.reading.numbers import ascii_digits

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_LONGEST = 200
_NUMBER = r"\d+(?:\.\d+)?"
_PART = r"\d{1,2}(?:\.\d+)?"
PLAIN = rf"[+-]?{_NUMBER}(?:[eE][+-]?\d{{1,2}})?\.?"
_WORDS = (
    ("°", r"(?:degrees?|degrés?|degre|deg\.?|derece|درجات|درجة|درجه|º|˚|∘)"),
    ("'", r"(?:minutes?|min\.?|dakika|دقائق|دقيقة|دقيقه|′|’|‘|´|`|ʹ|ʼ)"),
    ('"', r"(?:secondes?|seconds?|sec\.?|saniye|ثواني|ثوان|ثانية|ثانيه|″|”|“|ʺ|'')"),
    ("N", r"(?:north|nord|kuzey|شمالا|شمالي|شمال|ش\b)"),
    ("S", r"(?:south|sud|güney|guney|جنوبا|جنوبي|جنوب)"),
    ("W", r"(?:west|ouest|batı|bati|غربا|غربي|غرب)"),
    ("E", r"(?:east|est\b|doğu|dogu|شرقا|شرقي|شرق|(?<![^\W\d_])ق\b)"),
    ("", r"\b(?:latitude|longitude|lat|long|lng|lon|enlem|boylam|خط|دائرة|العرض|الطول|عرض|طول|of|en|de)\b\.?\s*[:=]?"),
)
"""Signs, and the words that stand for them."""
_SIGNS = str.maketrans("º˚″′´\N{MINUS SIGN}،؛", "°°\"''-,;")
"""Signs that have another meaning once letters are put in their usual form."""
_MEANINGS = tuple((sign, re.compile(words, re.IGNORECASE)) for sign, words in _WORDS)
_AXIS = re.compile(
    rf"""(?P<before>[NSEW])?\s*(?P<sign>[+-])?\s*(?P<deg>{_NUMBER})\s*(?:
        (?:°|:|\s)\s*(?P<min>{_PART})\s*(?:'|:|\s|$|(?=[NSEW]))\s*(?:(?P<sec>{_PART})\s*"?)? | °
    )?\s*(?P<after>[NSEW])?""",
    re.VERBOSE,
)
_JOINED = re.compile(r"([NSEW]?\s*\d{1,3})([-_.])(\d{1,2})\2(\d{1,2}(?:\.\d+)?)\s*\"?(\s*[NSEW]?)", re.IGNORECASE)
"""35-51-50.4, 35_51_50.4, 35.51.50.4."""
_LETTERED = re.compile(
    rf"([NSEW]?)\s*(\d{{1,3}})\s*d\s*({_PART})\s*[m']\s*(?:({_PART})\s*[s\"]\s*)?([NSEW]?)", re.IGNORECASE
)
"""35d51m50.4s, as programs write it."""
_COMMA = re.compile(r"(?<=\d),(?=\d)")
_SIXTY = 60.0
_TURN = 360.0


class Axis(NamedTuple):
    """The numbers of one column, the axis that each cell names ("N", "E" or ""), and which cells are filled."""

    degrees: Floats
    letters: npt.NDArray[np.object_]
    filled: Bools


_GROUPING = " '\N{RIGHT SINGLE QUOTATION MARK}"
"""Signs before thousands that are no points or commas."""


def tidy(text: str) -> str:
    """Return a coordinate with its signs and words in one form: ° ' " N S E W, ASCII digits, decimal points kept."""
    text = unicodedata.normalize("NFKC", text[:_LONGEST].translate(_SIGNS))
    text = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Mn"})
    for sign, pattern in _MEANINGS:
        text = pattern.sub(sign, text)
    return re.sub(r"\s+", " ", text).strip(" ,;")


def read_axis(text: pd.Series) -> Axis:
    """Return the degrees of a column of single coordinates, NaN where a cell holds none.

    Numbers beyond 360 are returned as they are: they are metres, or a slip.
    """
    text = ascii_digits(text).str.strip()
    filled = (text != "").to_numpy(dtype=bool)
    plain = text.str.fullmatch(PLAIN).to_numpy(dtype=bool)
    values = np.full(len(text), np.nan)
    values[plain] = text.to_numpy(dtype=object)[plain].astype(np.float64)
    letters = np.full(len(text), "", dtype=object)
    odd = _with_letters(text, np.flatnonzero(filled & ~plain), values, letters)
    if len(odd):
        codes, unique = pd.factorize(text.iloc[odd])
        read = [one(str(cell)) for cell in unique]
        values[odd] = np.array([value for value, _letter in read])[codes]
        letters[odd] = np.array([letter for _value, letter in read], dtype=object)[codes]
    values[~np.isfinite(values)] = np.nan
    return Axis(values, letters, filled)


def _with_letters(
    text: pd.Series, odd: npt.NDArray[np.intp], values: Floats, letters: npt.NDArray[np.object_]
) -> npt.NDArray[np.intp]:
    """Read decimals with a degree sign or one letter at once, a million of them in seconds; return what is left."""
    if not len(odd):
        return odd
    parts = text.iloc[odd].str.extract(rf"^([NSEW])?\s*({_NUMBER})\s*°?\s*([NSEW])?$")
    both = parts[0].notna() & parts[2].notna()
    hit = (parts[1].notna() & ~both).to_numpy(dtype=bool)
    letter = parts[0].fillna("").where(parts[0].notna(), parts[2].fillna("")).to_numpy(dtype=object)[hit]
    degrees = parts[1].to_numpy(dtype=object)[hit].astype(np.float64)
    values[odd[hit]] = np.where((letter == "S") | (letter == "W"), -degrees, degrees)
    letters[odd[hit]] = np.where(letter == "S", "N", np.where(letter == "W", "E", letter))
    return odd[~hit]


def one(text: str) -> tuple[float, str]:
    """Return the degrees of one coordinate, and the axis it names ("N", "E" or ""); NaN when it is none."""
    cell = tidy(text)
    if _COMMA.search(cell):
        cell = _without_commas(cell)
    if found := _JOINED.fullmatch(cell):
        cell = f"{found[1]} {found[3]} {found[4]}{found[5]}"
    elif found := _LETTERED.fullmatch(cell):
        cell = "{}{}°{}'{}{}".format(*found.group(1, 2, 3), f'{found[4]}"' if found[4] else "", found[5])
    found = _AXIS.fullmatch(cell.upper())
    if found is None:
        return metres(cell), ""
    letters = {letter for letter in (found["before"], found["after"]) if letter}
    degrees, minutes, seconds = (float(found[part] or 0) for part in ("deg", "min", "sec"))
    whole = ("." not in found["deg"] or not found["min"]) and ("." not in (found["min"] or "") or not found["sec"])
    if len(letters) > 1 or not whole or minutes >= _SIXTY or seconds >= _SIXTY or (found["sign"] == "-" and letters):
        return metres(cell), ""
    value = degrees + minutes / _SIXTY + seconds / _SIXTY**2
    if found["min"] and value > _TURN:
        return metres(cell), ""
    letter = "".join(letters)
    return (-value if found["sign"] == "-" or letter in set("SW") else value), {"S": "N", "W": "E"}.get(letter, letter)


def _without_commas(cell: str) -> str:
    """Return a cell whose single comma is a decimal one with a point."""
    return cell.replace(",", ".") if cell.count(",") == 1 and "." not in cell else cell


def metres(cell: str) -> float:
    """Return a number of metres written with thousands signs or a unit, NaN when it is none."""
    bare = re.sub(r"\s*(?:m\.?)?\s*[EN]?$", "", cell, flags=re.IGNORECASE)
    if re.fullmatch(rf"\d{{1,3}}(?:[{_GROUPING}]\d{{3}})+(?:[.,]\d+)?", bare):
        return float(re.sub(f"[{_GROUPING}]", "", bare).replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", bare) and (bare.count(",") > 1 or "." in bare):
        return float(bare.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}", bare):
        return float(bare.replace(".", "").replace(",", "."))
    return float(bare) if re.fullmatch(r"\d{5,8}(?:\.\d+)?", bare) else np.nan
