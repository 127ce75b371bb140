"""Numbers in words, of four languages, folded: up to ninety-nine, and those above that are one."""

from __future__ import annotations

from lib.events.reading.fold import fold

_UNITS = (
    "one two three four five six seven eight nine", "un deux trois quatre cinq six sept huit neuf",
    "bir iki uc dort bes alti yedi sekiz dokuz", "واحد اثنان ثلاثة اربعة خمسة ستة سبعة ثمانية تسعة",
)  # fmt: skip
_ONES = tuple(tuple(fold(word) for word in words.split()) for words in _UNITS)
_TENS = (
    "twenty thirty forty fifty sixty seventy eighty ninety", "vingt trente quarante cinquante soixante",
    "yirmi otuz kirk elli altmis yetmis seksen doksan", "عشرون ثلاثون اربعون خمسون ستون سبعون ثمانون تسعون",
)  # fmt: skip
_SINGLE = {
    1: "une واحده", 2: "اثنين اثنتان اثنتين", 3: "ثلاث", 4: "اربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثمان ثماني",
    9: "تسع", 10: "ten dix on عشره عشر", 11: "eleven onze", 12: "twelve douze", 13: "thirteen treize",
    14: "fourteen quatorze", 15: "fifteen quinze", 16: "sixteen seize", 17: "seventeen", 18: "eighteen", 19: "nineteen",
    20: "عشرين", 30: "ثلاثين", 40: "اربعين", 50: "خمسين", 60: "ستين", 70: "سبعين", 80: "ثمانين", 90: "تسعين",
    100: "cent yuz مئة مائة", 200: "مئتان مئتين مائتان مائتين", 1000: "mille bin الف",
    2000: "الفان الفين",
}  # fmt: skip
_PHRASES = {
    "a dozen": 12, "dozen": 12, "half a dozen": 6, "une douzaine": 12, "bir duzine": 12, "a hundred": 100,
    "one hundred": 100, "a thousand": 1000, "one thousand": 1000, "soixante-dix": 70, "quatre-vingts": 80,
    "quatre-vingt": 80, "quatre-vingt-dix": 90, "احد عشر": 11, "احدي عشره": 11, "اثنا عشر": 12, "اثني عشر": 12,
    "اثنتا عشره": 12, "واحد وعشرون": 21,
}  # fmt: skip
ROUGH = {
    fold(f"{one} {word}"): n
    for one in ("une", "la")
    for word, n in {"dizaine": 10, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
                    "cinquantaine": 50, "soixantaine": 60, "centaine": 100}.items()
}  # fmt: skip
"""Words that say about how many."""


def _found() -> dict[str, int]:
    """Return the number that each word or phrase says by itself."""
    found = {fold(word): n for n, words in _SINGLE.items() for word in words.split()}
    found |= {fold(phrase): n for phrase, n in _PHRASES.items()}
    for language, ones in enumerate(_ONES):
        tens = [fold(word) for word in _TENS[language].split()]
        found |= {word: n for n, word in enumerate(ones, 1)} | {word: 10 * n for n, word in enumerate(tens, 2)}
        for ten, over in zip(tens, range(20, 100, 10), strict=False):
            for n, one in enumerate(ones, 1):
                # Arabic says the ones first, with "and" between; its other case ends otherwise.
                said = [f"{ten}-{one}", f"{ten} {one}"]
                if language == len(_ONES) - 1:
                    said = [f"{one} و{gap}{each}" for gap in ("", " ") for each in (ten, f"{ten[:-2]}ين")]
                found |= dict.fromkeys(said, over + n)
    _en, fr, tr, ar = _ONES
    found |= {f"on {one}": 10 + n for n, one in enumerate(tr, 1)}
    found |= {f"{one} عشر": 10 + n for n, one in enumerate(ar[2:], 3)}
    found |= {f"{one[:-1]} عشره": 10 + n for n, one in enumerate(ar[2:], 3)}
    found |= {f"dix-{one}": 10 + n for n, one in enumerate(fr, 1) if n > 6}  # noqa: PLR2004  dix-sept is the first
    found |= {f"{fold(ten)} et un": 10 * n + 1 for n, ten in enumerate(_TENS[1].split(), 2)}
    return found


WORDS = _found()
"""The number by its word, folded."""
