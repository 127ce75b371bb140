"""Words, dates and numbers as the reader's language writes them.

Every user-facing word goes through :func:`_`. The language is a context variable, so that two readers of the
same server can use two languages; a language without a catalogue falls back to English, the source language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

from babel import Locale
from babel.dates import format_date, format_interval
from babel.lists import format_list
from babel.numbers import format_decimal

from lib.config import catalogue
from lib.config.language import LANGUAGES, SPOKEN, language, speaking, spoken

__all__ = [
    "LANGUAGES",
    "_",
    "between",
    "date_in",
    "day",
    "during",
    "either",
    "enumerated",
    "isolated",
    "joined",
    "language",
    "listed",
    "ngettext",
    "npgettext",
    "number",
    "own_name",
    "pgettext",
    "plural_forms",
    "sentence_case",
    "span",
    "speaking",
    "spells",
    "spoken",
    "square_km",
    "told",
    "upper_case",
]

OTHER_NUMBERS = (*range(12), 100, 1_000_000)
"""Numbers that together ask for every plural form a language has."""


def _(words: str) -> str:
    """Translate ``words`` into the reader's language."""
    return catalogue.of_product(language.get()).gettext(words)


def ngettext(one: str, many: str, n: int) -> str:
    """Translate ``one`` or ``many``, as ``n`` asks for in the reader's language."""
    return catalogue.of_product(language.get()).ngettext(one, many, n)


def pgettext(context: str, words: str) -> str:
    """Translate short words that mean several things; ``context`` says which, to translators alone."""
    return catalogue.of_product(language.get()).pgettext(context, words)


def npgettext(context: str, one: str, many: str, n: int) -> str:
    """Translate ``one`` or ``many``, as ``n`` asks for, in the sense that ``context`` says."""
    return catalogue.of_product(language.get()).npgettext(context, one, many, n)


def plural_forms(one: str, many: str) -> dict[str, str]:
    """Return every form of a message with a count, by the category of numbers it is for ("one", "few", "other").

    The categories are those of the Unicode CLDR, so that a browser chooses among them by ``Intl.PluralRules``.
    """
    category = _locale(language.get()).plural_form
    return {category(n): ngettext(one, many, n) for n in OTHER_NUMBERS}


def told(words: str) -> str:
    """Translate words that stand in the files of the crisis; those its catalogue does not have stay as they are."""
    return catalogue.of_crisis(language.get()).gettext(words) if words else words


@lru_cache(maxsize=len(SPOKEN))
def _locale(lang: str) -> Locale:
    return Locale.parse(SPOKEN.get(lang, SPOKEN[LANGUAGES[0]]).babel)


def own_name(lang: str) -> str:
    """Return what a language calls itself."""
    return SPOKEN[lang].name


def isolated(text: str) -> str:
    """Keep a range or a number from left to right inside words that are read from the right; else leave it as it is."""
    return f"{LRI}{text}{PDI}" if spoken().from_right and text else text


LRI, PDI = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
DOTTED = "tr"
"""The language whose i keeps its dot as a capital."""
_BETWEEN_DAYS = "\N{THIN SPACE}\N{EN DASH}\N{THIN SPACE}"


def date_in(value: date, pattern: str) -> str:
    """Write a date by a pattern of the Unicode CLDR, as "d MMMM y", with the months that the language has here."""
    names = spoken().months if "MMMM" in pattern else spoken().short_months
    if names:
        pattern = pattern.replace("MMMM", "MMM").replace("MMM", f"'{names[value.month - 1]}'")
    return format_date(value, pattern, locale=_locale(language.get()))


def day(value: date, *, short: bool = False) -> str:
    """Write a date in words: "28 January 2024", or "28 Jan 2024" when ``short``."""
    return date_in(value, "d MMM y" if short else "d MMMM y")


def span(start: date, end: date, *, short: bool = False) -> str:
    """Write a range of days in words, without repeating the month or year they share; months cut when ``short``."""
    if start == end:
        return day(start, short=short)
    if not spoken().interval:
        skeleton = "yMMMd" if short else "yMMMMd"
        return format_interval(start, end, skeleton=skeleton, locale=_locale(language.get()))
    month = "MMM" if short else "MMMM"
    if (start.year, start.month) == (end.year, end.month):
        days = isolated(f"{start.day}\N{EN DASH}{end.day}")
        return f"{days} {date_in(end, f'{month} y')}"
    first = date_in(start, f"d {month}" if start.year == end.year else f"d {month} y")
    return f"{first}{_BETWEEN_DAYS}{day(end, short=short)}"


def during(start: date, end: date) -> str:
    """Write a range of days for the head of a sentence: "Between 5 and 12 February 2024", or "On 5 February 2024"."""
    if start == end:
        return _("On {day}").format(day=day(start))
    alike = "d" if (start.year, start.month) == (end.year, end.month) else "d MMMM"
    first = date_in(start, alike if start.year == end.year else "d MMMM y")
    return _("Between {first} and {last}").format(first=first, last=day(end))


def spells(days: Sequence[date]) -> str:
    """Write days in order, as the ranges they make: "5-6 Dec 2024; 9 Dec 2024"."""
    starts = [at for at, each in enumerate(days) if not at or (each - days[at - 1]).days > 1]
    runs = [(days[first], days[last - 1]) for first, last in pairwise([*starts, len(days)])]
    return joined(day(first, short=True) if first == last else span(first, last) for first, last in runs)


def listed(names: Sequence[str]) -> str:
    """Join names as a sentence has them: "A, B and C"."""
    return str(format_list(names, locale=_locale(language.get())))


def enumerated(names: Iterable[str]) -> str:
    """Join names with the language's comma alone: "A, B, C"."""
    # Translators: the comma between the parts of a list, with the space after it: "، " in Arabic.
    return _(", ").join(names)


def joined(parts: Iterable[str]) -> str:
    """Join what is said of one thing with the language's semicolon; blank parts are left out."""
    # Translators: the semicolon between two statements, with the space after it: "؛ " in Arabic.
    return _("; ").join(part for part in parts if part)


def upper_case(text: str) -> str:
    """Write in capitals as the language does: one has a capital for i with its dot, and another for ı without."""
    if language.get() == DOTTED:
        text = text.replace("i", "İ").replace("ı", "I")
    return text.upper()


def sentence_case(text: str) -> str:
    """Begin with a capital, as a sentence or a heading does, and leave the rest as it is."""
    return upper_case(text[:1]) + text[1:]


def either(names: Sequence[str]) -> str:
    """Join names of which one holds: "camps, crossings or border"."""
    return str(format_list(names, style="or", locale=_locale(language.get())))


def number(value: float, *, digits: int = 0) -> str:
    """Write a number with the reader's thousands separator and at most ``digits`` decimals."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=_locale(language.get()))


def between(low: float | None, high: float | None, *, digits: int = 0) -> str:
    """Write a range as reports give it: "3-5", "at least 3", "up to 5", or "not reported" when both ends are blank."""
    if low is None and high is None:
        return _("not reported")
    if low is None:
        return _("up to {n}").format(n=number(high or 0, digits=digits))
    if high is None:
        return _("at least {n}").format(n=number(low, digits=digits))
    if low == high:
        return number(low, digits=digits)
    return isolated(f"{number(low, digits=digits)}\N{EN DASH}{number(high, digits=digits)}")


def square_km(low: float, high: float) -> str:
    """Write an area as a computed map gives it, in tens of square kilometres: "2,110-2,380 km²", or "up to 30 km²"."""
    least, most = round(low, -1), round(high, -1)
    return _("{n} km²").format(n=between(least or (None if most else 0), most))
