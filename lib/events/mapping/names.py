"""How names of columns and words in cells are compared: without case, accents, plural, units and numbering."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_LETTERS = str.maketrans(
    {"ı": "i", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ـ": None}
)
"""Letters written in several ways: the dotless i, the seats of hamza, the final ya and ta, the stretch mark."""
_SHARES = str.maketrans({"%": " percent ", "٪": " percent "})
"""A share of something is never the number of it."""
_WORD = re.compile(r"[^\W_]+")
_ARABIC_ARTICLE = re.compile(r"^ال(?=\w{2})")
_SHORTEST_PLURAL = 4
"""Letters from which on a last s may be that of a plural."""
_NUMBERING = re.compile(
    r"^\s*(?:[qQس]\s*\d{1,3}(?:[.\-]\d{1,2})*\s*[.):\]\-–_]*\s+|[\[(]?[qQس]?\d{1,3}(?:[.\-]\d{1,2})*[a-z]?\s*[.):\]\-–_]+\s*"
    r"|\d{1,2}\s+|[A-Za-z]\)\s*)(?=\D)"
)
"""``1.``, ``Q3:``, ``(4)``, ``12_``, ``a)`` before a name."""
_BRACKETS = re.compile(r"[(\[{（]([^()\[\]{}（）]*)[)\]}）]")
_UNIT = re.compile(
    r"(?:(?:y{2,4}|m{2,3}|d{1,2}|j{2}|a{4}|g{2}|[ /.\-])+(?:[ t]*h{2}:?m{2}(?::?s{2})?)?|h{2}:?m{2}(?::?s{2})?)"
    r"|(?:(?:day|month|year|jour|mois|année|gün|ay|yil|يوم|شهر|سنة|عام)[ /.\-]*)+"
    r"|n|n°|no|nb|num|number|count|nombre|عدد|sayi|#"
    r"|wgs\s*-?\s*(?:19)?84|epsg:?\s*\d+|dd|decimal(?: degree)?s?|(?:decimal )?degrees?|deg|degres?|derece|درجه|°|dms"
    r"|persons?|people|individuals?|ind|personnes?|kisi|شخص|اشخاص"
    r"|optional|required|mandatory|if (?:known|any|available)|text|free text|select one|dropdown|list|est\.?|estimated?"
)
"""What in brackets says how the cells are written and nothing of what they are; ``hh`` alone is no hour: households."""
_SLASH = re.compile(r"\s*[/|\n\\]\s*|\s+[-–—]\s+")
_MARKS = re.compile(r"[*†‡\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
LONGEST = 200
"""Characters of a name that are looked at."""


class Reading(NamedTuple):
    """One way to read a name: its words, whether nothing was taken off that could mean something, and any brackets."""

    words: tuple[str, ...]
    sure: bool
    bare: bool = False
    """Whether what stood in brackets was taken off."""

    @property
    def key(self) -> str:
        """The words as one, for looking up."""
        return "".join(self.words)


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` for comparing: no case, no accents, no article, no plural s."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text[:LONGEST])).casefold().translate(_SHARES)
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c) or c in "ٕٔ")
    plain = unicodedata.normalize("NFC", plain).translate(_LETTERS).replace("'", " ").replace("’", " ")
    return tuple(_single(_ARABIC_ARTICLE.sub("", word)) for word in _WORD.findall(plain))


def _single(word: str) -> str:
    """Return a word without the ending of an English or French plural."""
    if len(word) < _SHORTEST_PLURAL or not word.isascii():
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def key(text: str) -> str:
    """Return ``text`` as one word for comparing; a mark such as a tick is kept as it is."""
    return "".join(words_of(text)) or text.strip()


def readings(name: str) -> tuple[Reading, ...]:
    """Return the ways to read the name of a column, the surest first.

    ``Q2. Latitude (WGS84)*`` is read as written and as ``latitude``; what stands in brackets and is no unit stays a
    part of the name, and is taken off only where the reading is marked as not sure.
    """
    text = _MARKS.sub("", unicodedata.normalize("NFKC", name[:LONGEST])).strip().rstrip(":?؟ ")
    found: dict[str, Reading] = {}
    for given in dict.fromkeys((text, _NUMBERING.sub("", text))):
        _add(found, given, sure=True)
        inside = [part.strip() for part in _BRACKETS.findall(given)]
        if inside:
            sure = all(_UNIT.fullmatch(_folded(part)) for part in inside)
            _add(found, _BRACKETS.sub(" ", given), sure=sure, bare=True)
    return tuple(found.values())


def is_unit(cell: str) -> bool:
    """Return whether a cell, in brackets or not, says how the cells of a column are written and nothing else."""
    return _UNIT.fullmatch(_folded(cell[:LONGEST]).strip("()[] ")) is not None


def parts(name: str) -> tuple[str, ...]:
    """Return what a name is put together of, as ``group/question`` or ``Date - التاريخ``; none when it is one."""
    found = [part for part in _SLASH.split(name[:LONGEST]) if part.strip()]
    return tuple(found) if len(found) > 1 else ()


def bracketed(name: str) -> frozenset[str]:
    """Return the keys of the words in brackets, without those of a unit."""
    inside = (part for part in _BRACKETS.findall(name[:LONGEST]) if not _UNIT.fullmatch(_folded(part.strip())))
    return frozenset(word for part in inside for word in (*words_of(part), part.strip()))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("ı", "i").replace("ş", "s").split())


def _add(found: dict[str, Reading], text: str, *, sure: bool, bare: bool = False) -> None:
    reading = Reading(words_of(text), sure, bare)
    if reading.key:
        found.setdefault(reading.key, reading)
