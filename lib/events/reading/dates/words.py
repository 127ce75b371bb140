"""Names of months and days in the languages of the product, and what else is written beside a date.

Names come from the Unicode locale data (babel), those of Arabic as in Egypt, the Levant and the Maghreb. Those of the
Hijri calendar, which it does not give, stand here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from babel import Locale

from lib.events.reading.fold import fold

MONTH, HIJRI = "§", "¤"
"""Before the number of a month that stood there as a name: of our calendar, of the Hijri one."""
_LOCALES = ("en", "fr", "tr", "ar", "ar_SY", "ar_DZ", "ar_MA", "ar_MR")
_OTHER_NAMES = {"sept": 9, "fevr": 2, "fev": 2, "juill": 7, "يونيه": 6, "يوليه": 7, "شهر شباط": 2}
_NUMBERED = {"كانون1": 12, "كانون2": 1, "تشرين1": 10, "تشرين2": 11, "ك1": 12, "ك2": 1, "ت1": 10, "ت2": 11}
"""Levantine months that are told apart by a number, written as one."""
_LAST = "(?:ال)?(?:ثانيه?|اخره?|اخري)"
"""The second of two Hijri months of one name."""
_HIJRI_NAMES = (
    r"muharr?[ae]m|محرم(?: الحرام)?",
    r"saf[ae]r|صفر",
    r"rabi'?a? ?(?:al|ul|el)?[- ]?aww?[ae]l|rebiulevvel|rabi'?a? (?:i|1(?!\d))|ربيع (?:ال)?اول",
    rf"rabi'?a? ?(?:al|ul|el|ath|uth)?[- ]?(?:thani|akh[ie]r)|rebiulahir|rabi'?a? (?:ii|2(?!\d))|ربيع {_LAST}",
    r"juma+da?a? ?(?:al|ul)?[- ]?(?:ula|aww?al|oola|i|1(?!\d))|cemaziyelevvel|جمادي (?:ال)?اول[يه]?",
    rf"juma+da?a? ?(?:al|ath|ul)?[- ]?(?:akh?irah?|thani(?:yah?)?|ukhra|ii|2(?!\d))|cemaziyelahir|جمادي {_LAST}",
    r"raja?b|recep|رجب",
    r"sh?a+'?a?ba+n|شعبان",
    r"rama(?:d|z|dh|th)a+n|رمضان",
    r"sha+ww?a+l|sevval|شوال",
    r"(?:dh?|z|th)u'?l?[- ]?(?:al|ul)?[- ]?[qk]'?[ai]'?i?dah?|zilkade|ذ[وي] ?(?:ال)?قعده",
    r"(?:dh?|z|th)u'?l?[- ]?(?:al|ul)?[- ]?hijj?ah?|zilhicce|ذ[وي] ?(?:ال)?حجه",
)
_EDGE = (r"(?<![^\W\d_])", r"(?![^\W\d_])")
"""No letter before, none after; a digit may stand there, as in 5Feb."""
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er)\b")
_FILLERS = re.compile(r"\b(?:the|of|de|le|on|في|يوم|عام|سنه|لعام|بتاريخ|dated)\b(?! ?$)")
_SHORT_YEAR = re.compile(r"'(\d{2})(?!\d)")
_ERA = re.compile(r" ?(?:\bad|\bce|(?<=\d) ?م|ميلادي[ه]?)$")
_HIJRI_ERA = re.compile(r" ?(?:\ba\.?h\.?|(?<=\d) ?h|(?<=\d) ?ه(?:ـ|جري[ه]?)?|هجري[ه]?)$")
_OF_THE_DAY = (
    r"(?:early |late )?(?:dawn|morning|midday|noon|afternoon|evening|night|overnight|midnight)"
    r"|aube|matin|midi|apres-midi|soir(?:ee)?|nuit|safak|sabah|ogle(?:n|den sonra)?|aksam|gece"
    r"|(?:ال)?(?:فجر|صباح|ظهر|عصر|مغرب|مساء|ليل)|فجرا|صباحا|ظهرا|عصرا|مساء|ليلا|ليله"
)
_PART_OF_DAY = re.compile(
    rf"^(?:(?:dans|in|on|at|during|في) )?(?:the |la |le |l')?(?:{_OF_THE_DAY})(?: (?:of|du|de|on|the|le|يوم))*[ ,]+"
    rf"|[ ,]+(?:(?:in the|at|au|le|la|في) ?)?\(?(?:{_OF_THE_DAY})\)?$"
)
_DOUBT = re.compile(
    r"^(?:[~≈±]|c\.|ca\.|(?:circa|ca|approx(?:imately|\.)?|about|around|environ|vers(?: le)?|aux environs du"
    r"|yaklasik(?: olarak)?|حوالي|تقريبا|نحو)(?= )) ?|(?: ?\(?\?+\)?| \(?(?:approx(?:imately|\.)?|environ|تقريبا)\)?)$"
)
_TWICE = re.compile(rf"([{MONTH}{HIJRI}]\d\d) ?[/(\-|] ?\1(?: ?\))?")
"""A month in two languages: February/شباط."""


def _names() -> dict[str, int]:
    """Return the number of the month by each of its names, folded."""
    found: dict[str, int] = dict(_OTHER_NAMES)
    for code in _LOCALES:
        for names in (names for by_width in Locale.parse(code).months.values() for names in by_width.items()):
            width, by_number = names
            if width != "narrow":
                for number, name in by_number.items():
                    plain = fold(name).rstrip(".")
                    if found.setdefault(plain, number) != number:
                        raise AssertionError(f"{plain} is the name of two months")
    return found


@lru_cache(maxsize=1)
def _months() -> tuple[re.Pattern[str], dict[str, int]]:
    """Return a pattern of the names of months, the longest first, and the number of each."""
    names = _names()
    listed = sorted(names, key=len, reverse=True)
    # The names of four Levantine months are two words, the second with or without its article.
    either = [re.escape(name).replace(r"\ ال", " (?:ال)?") for name in listed]
    bare = {name.replace(" ال", " "): number for name, number in names.items()}
    return re.compile(f"{_EDGE[0]}({'|'.join(either)}){_EDGE[1]}\\.?"), names | bare


@lru_cache(maxsize=1)
def _numbered() -> re.Pattern[str]:
    listed = "|".join(f"{name[:-1]}{' ?' if len(name) > len('ك1') else ''}{name[-1]}" for name in _NUMBERED)
    return re.compile(f"{_EDGE[0]}(?:{listed})(?!\\d){_EDGE[1]}")


@lru_cache(maxsize=1)
def _hijri() -> re.Pattern[str]:
    named = "|".join(f"(?P<h{number}>{names})" for number, names in enumerate(_HIJRI_NAMES, 1))
    return re.compile(f"{_EDGE[0]}(?:{named}){_EDGE[1]}")


@lru_cache(maxsize=1)
def _weekdays() -> dict[str, int]:
    """Return the number of the weekday, Monday 0, by each of its names, folded; -1 for a name of several."""
    found = {"tues": 1, "thur": 3, "thurs": 3}
    for code in ("en", "fr", "tr", "ar"):
        for by_width in Locale.parse(code).days.values():
            for width in ("wide", "abbreviated"):
                for number, name in by_width.get(width, {}).items():
                    plain = fold(name).rstrip(".")
                    found[plain] = number if found.get(plain, number) == number else -1
    return found


@lru_cache(maxsize=1)
def _weekday() -> re.Pattern[str]:
    listed = "|".join(sorted(map(re.escape, _weekdays()), key=len, reverse=True))
    # "mar" is a month in English and a day, mardi, in French: a day where another month follows.
    listed += f"|{MONTH}03(?= \\d{{1,2}} {MONTH})"
    return re.compile(f"^(?:{listed})[.,]? ?(?=\\W?\\d|{MONTH}|{HIJRI})|[ ,(]+(?:{listed})[.)]?$")


def without_weekday(text: str) -> str:
    """Return folded ``text`` without the name of a weekday at its start or end."""
    return _weekday().sub("", text).strip(" ,")


def weekday_in(text: str) -> int:
    """Return the weekday that folded ``text`` begins or ends with, Monday 0; -1 where it names none."""
    found = _weekday().search(text)
    # What stands there as March is "mar", the French Tuesday.
    return _weekdays().get(found[0].strip(" .,()"), 1) if found else -1


def without_era(text: str) -> tuple[str, bool]:
    """Return canonical ``text`` without the name of its calendar, and whether that is the Hijri one."""
    text = text.strip(" .,;()")
    called = _HIJRI_ERA.search(text) is not None
    return (_HIJRI_ERA.sub("", text) if called else _ERA.sub("", text)).strip(), called


class Words(NamedTuple):
    """A cell in one form: its text, whether it is called Hijri, and whether it is marked as not certain."""

    text: str
    hijri: bool
    doubt: bool


def canonical(cell: str) -> Words:
    """Return a cell folded, with each name of a month as its number behind a sign, without the part of the day.

    ``5th Feb, '31`` becomes ``5 §02, 31``.
    """
    text = fold(cell.replace(MONTH, " ").replace(HIJRI, " "))
    sure = _DOUBT.sub("", text)
    doubt = sure != text
    text = sure
    called = _HIJRI_ERA.search(text) is not None
    text = _HIJRI_ERA.sub("", text) if called else _ERA.sub("", text)
    text = _ORDINAL.sub("", _SHORT_YEAR.sub(r" \1y", text))
    if any(sign.isalpha() for sign in text):
        text = _PART_OF_DAY.sub("", text)
        text = _numbered().sub(lambda found: f" {MONTH}{_NUMBERED[found[0].replace(' ', '')]:02} ", text)
        text = _hijri().sub(lambda found: f" {HIJRI}{int(str(found.lastgroup)[1:]):02} ", text)
        pattern, numbers = _months()
        text = pattern.sub(lambda found: f" {MONTH}{numbers[found[1]]:02} ", text)
        text = _TWICE.sub(r"\1", " ".join(text.split()))
        text = _FILLERS.sub(" ", text)
    return Words(" ".join(text.split()).strip(" .,;"), called, doubt)
