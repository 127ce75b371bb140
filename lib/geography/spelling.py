"""One form for the many spellings of a Levantine place name, in Latin and in Arabic letters.

:func:`plain` takes away what writers leave out or add without meaning another place: case, accents, apostrophes,
hyphens, articles, doubled letters, the ways to write ta marbuta. :func:`sound` goes on to what French, English and
other writers hear differently, for comparing what is left.
"""

from __future__ import annotations

import re
import unicodedata

MAX_LENGTH = 80
"""Characters of a name that are looked at; the longest name known has 41."""

_ARTICLES = re.compile("(?:[aeiu]?l|[ae](?:[njrsztd]|[sc]h|dh|th))")
"""Articles as they are written, assimilated ones included (an-Numan, ash-Shughur, ech Choghour)."""
_LETTERS = str.maketrans(
    "أإآٱىئیېےؤةۃەھکıəłđø",
    "اااايييييوههههكieldo",
    "'`´‘’ʼʿʾˈ\"ءـ",
)
_WORDS = re.compile(r"[^\W_]+")
_ARABIC = re.compile("[\u0621-\u064a]")
_ARABIC_ARTICLE = re.compile("^(?:ال|لل)(?=..)")
_ARABIC_END = re.compile("ه$")
_DOUBLED = re.compile(r"(.)\1+")
_TA_MARBUTA = re.compile(r"(?<=[^aeiou])(?:ah|eh|ih|at|et|e|a)$")
_SOUNDS = (
    ("tch", "ch"), ("dj", "j"), ("sch", "sh"), ("ch", "sh"), ("kh", "x"), ("gh", "g"), ("ph", "f"), ("th", "t"),
    ("dh", "d"), ("sh", "c"), ("aou", "au"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ay", "i"), ("ai", "i"),
    ("ey", "i"), ("ei", "i"), ("aw", "u"), ("au", "u"), ("q", "k"), ("w", "u"), ("v", "u"), ("o", "u"), ("y", "i"),
    ("e", "i"),
)  # fmt: skip
_LONG_ENOUGH = 4


def is_arabic(text: str) -> bool:
    """Return whether ``text`` holds an Arabic letter."""
    return _ARABIC.search(text) is not None


def words(text: str) -> list[str]:
    """Split a name into its words in plain form, without articles; a name that is nothing but an article keeps it."""
    composed = unicodedata.normalize("NFKC", text[:MAX_LENGTH]).casefold().translate(_LETTERS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", composed) if not unicodedata.combining(c))
    # Taking a mark off may bring out a letter that has other forms still, so the table is used twice.
    found = _WORDS.findall(bare.translate(_LETTERS))
    kept = [word for word in found if not _ARTICLES.fullmatch(word)] or found
    return [_plain_word(word) for word in kept]


def plain(text: str) -> str:
    """Remove from ``text`` what does not tell one place from another: "Ma'arrat an-Nu'mān" gives "maranuman".

    Words are joined, for they are parted at will (Kafr Nabl, Kafranbel).
    """
    return "".join(words(text))


def sound(text: str) -> str:
    """Make the same those letters of the plain form ``text`` that stand for one sound, or for vowels heard as one."""
    for written, heard in _SOUNDS:
        text = text.replace(written, heard)
    text = _ARABIC_END.sub("ا", text)
    return _DOUBLED.sub(r"\1", text)


def _plain_word(word: str) -> str:
    if is_arabic(word):
        return _DOUBLED.sub(r"\1", _ARABIC_ARTICLE.sub("", word))
    word = _DOUBLED.sub(r"\1", word)
    return _TA_MARBUTA.sub("a", word) if len(word) >= _LONG_ENOUGH else word
