"""The languages of the product, how each writes dates and numbers, and the one that is being spoken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Spoken:
    """How a language is written.

    Attributes:
        name: What it calls itself.
        babel: The locale by which Python writes its dates and numbers.
        browser: The same for a browser; digits are Latin ones, as on the map.
        from_right: Whether it is read from right to left.
        months: Its twelve months, where the locale's own names are not those of the country.
        short_months: The same in tight places.
        interval: Whether a range of days is written by us, day before month: the locale has no pattern for it.
    """

    name: str
    babel: str
    browser: str
    from_right: bool = False
    months: tuple[str, ...] = ()
    short_months: tuple[str, ...] = ()
    interval: bool = True

    @property
    def direction(self) -> str:
        """Return ``rtl`` or ``ltr``, as HTML has it."""
        return "rtl" if self.from_right else "ltr"


_LEVANT: Final = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني",
    "كانون الأول",
)  # fmt: skip
_ELSEWHERE: Final = (
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip

SPOKEN: Final[dict[str, Spoken]] = {
    "en": Spoken("English", "en_GB", "en-GB", interval=False),
    # Months as the United Nations write them: by their Levantine names, and after the stroke by those in use elsewhere.
    "ar": Spoken(
        "العربية",
        "ar_SY",
        "ar-SY-u-nu-latn",
        from_right=True,
        months=tuple(f"{here}/{there}" for here, there in zip(_LEVANT, _ELSEWHERE, strict=True)),
        short_months=_LEVANT,
    ),
    "tr": Spoken("Türkçe", "tr_TR", "tr-TR"),
    "fr": Spoken("Français", "fr_FR", "fr-FR"),
}
"""Every language, by its code in an address. To add one: docs/translating.md."""

LANGUAGES: Final = tuple(SPOKEN)
"""Languages an address may ask for; English is what words are written in and what is said where one is missing."""

GIVEN_IN: Final = LANGUAGES[0]
"""The language of what the tables give in words of their own, notes above all: shown as it is given, and marked."""

language: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])
"""The language of the reader who is being answered; two readers of one server can use two."""


accepted: ContextVar[str] = ContextVar("accepted", default=LANGUAGES[0])
"""The language in which an address without one is answered to this reader: an address for English has to say so."""


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Put words, dates and numbers into another language for a while."""
    before = language.set(lang)
    try:
        yield
    finally:
        language.reset(before)


def spoken() -> Spoken:
    """Return how the language of the reader who is being answered is written."""
    return SPOKEN.get(language.get(), SPOKEN[LANGUAGES[0]])


_MOST_RANKED: Final = 20
"""Longer lists of languages come from no browser."""


def preferred(accepted: str) -> str:
    """Return the language of the product that ``Accept-Language`` ranks first; English where it has none."""
    ranked: list[tuple[float, str]] = []
    for part in accepted.split(",")[:_MOST_RANKED]:
        code, _semicolon, rank = part.strip().partition(";")
        try:
            weight = float(rank.strip().removeprefix("q=")) if rank.strip() else 1.0
        except ValueError:
            continue
        ranked.append((weight, code.strip().casefold().split("-")[0]))
    foremost = (code for weight, code in sorted(ranked, key=lambda each: -each[0]) if weight > 0 and code in SPOKEN)
    return next(foremost, LANGUAGES[0])
