"""Names of months and days in the languages of the product, and what else is written beside a date.

Names come from the Unicode locale data (babel), those of Arabic as in Egypt, the Levant and the Maghreb. Those of the
Hijri calendar, which it does not give, stand here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale

from lib.events.reading.fold import fold

MONTH, HIJRI = "§", "¤"
"""Before the number of a month that stood there as a name: of our calendar, of the Hijri one."""
_LOCALES = ("en", "fr", "tr", "ar", "ar_SY", "ar_DZ", "ar_MA", "ar_MR")
_OTHER_NAMES = {"sept": 9, "fevr": 2, "يونيه": 6, "يوليه": 7, "شهر شباط": 2}
_HIJRI_NAMES = (
    r"muharr[ae]m|محرم(?: الحرام)?",
    r"saf[ae]r|صفر",
    r"rabi'?a? ?(?:al|ul|el)?[- ]?aww?[ae]l|rebiulevvel|rabi'? i|ربيع (?:ال)?اول",
    r"rabi'?a? ?(?:al|ul|el|ath|uth)?[- ]?(?:thani|akh[ie]r)|rebiulahir|rabi'? ii|ربيع (?:ال)?(?:ثاني|اخر)",
    r"jumada ?(?:al|ul)?[- ]?(?:ula|aww?al|oola)|cemaziyelevvel|jumada i|جمادي (?:ال)?اول[يه]?",
    r"jumada ?(?:al|ath|ul)?[- ]?(?:akhirah?|thani(?:yah?)?|ukhra)|cemaziyelahir|جمادي (?:ال)?(?:اخره?|اخري|ثانيه?)",
    r"rajab|recep|رجب",
    r"sh?a'?ban|شعبان",
    r"rama[dz]an|رمضان",
    r"shaww?al|sevval|شوال",
    r"dhu'?l?[- ]?(?:al|ul)?[- ]?qa'?i?dah?|zilkade|ذ[وي] ?(?:ال)?قعده",
    r"dhu'?l?[- ]?(?:al|ul)?[- ]?hijjah?|zilhicce|ذ[وي] ?(?:ال)?حجه",
)
_EDGE = (r"(?<![^\W\d_])", r"(?![^\W\d_])")
"""No letter before, none after; a digit may stand there, as in 5Feb."""
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er)\b")
_FILLERS = re.compile(r"\b(?:the|of|de|le|on|في|يوم|عام|سنه|لعام|بتاريخ|dated)\b(?! ?$)")
_SHORT_YEAR = re.compile(r"'(\d{2})(?!\d)")
_ERA = re.compile(r" ?(?:\bad|\bce|(?<=\d) ?م|ميلادي[ه]?)$")
_HIJRI_ERA = re.compile(r" ?(?:\ba\.?h\.?|(?<=\d) ?h|(?<=\d) ?ه(?:ـ|جري[ه]?)?|هجري[ه]?)$")
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
def _hijri() -> re.Pattern[str]:
    named = "|".join(f"(?P<h{number}>{names})" for number, names in enumerate(_HIJRI_NAMES, 1))
    return re.compile(f"{_EDGE[0]}(?:{named}){_EDGE[1]}")


@lru_cache(maxsize=1)
def _weekday() -> re.Pattern[str]:
    days = [Locale.parse(code).days for code in ("en", "fr", "tr", "ar")]
    names = {
        fold(name).rstrip(".")
        for forms in days for by_width in forms.values() for width, named in by_width.items()
        if width in {"wide", "abbreviated"} for name in named.values()
    } | {"tues", "thur", "thurs"}  # fmt: skip
    listed = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    # "mar" is a month in English and a day, mardi, in French: a day where another month follows.
    listed += f"|{MONTH}03(?= \\d{{1,2}} {MONTH})"
    return re.compile(f"^(?:{listed})[.,]? ?(?=\\W?\\d|{MONTH}|{HIJRI})|[ ,(]+(?:{listed})[.)]?$")


def without_weekday(text: str) -> str:
    """Return folded ``text`` without the name of a weekday at its start or end."""
    return _weekday().sub("", text).strip(" ,")


def canonical(cell: str) -> tuple[str, bool]:
    """Return a cell folded, with each name of a month as its number behind a sign, and whether it is called Hijri.

    ``5th Feb, '31`` becomes ``5 §02, 31``.
    """
    text = fold(cell.replace(MONTH, " ").replace(HIJRI, " "))
    called = _HIJRI_ERA.search(text) is not None
    text = _HIJRI_ERA.sub("", text) if called else _ERA.sub("", text)
    text = _ORDINAL.sub("", _SHORT_YEAR.sub(r" \1y", text))
    if any(sign.isalpha() for sign in text):
        text = _hijri().sub(lambda found: f" {HIJRI}{int(str(found.lastgroup)[1:]):02} ", text)
        pattern, numbers = _months()
        text = pattern.sub(lambda found: f" {MONTH}{numbers[found[1]]:02} ", text)
        text = _TWICE.sub(r"\1", " ".join(text.split()))
        text = _FILLERS.sub(" ", text)
    return " ".join(text.split()).strip(" .,;"), called
