"""Which known spelling a name or word resembles; one that says more, less or the opposite resembles nothing."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from lib.events.mapping.names import words_of

SHORTEST = 5
"""Letters of a key below which likeness is chance."""
_BEGIN = (
    "un", "non", "not", "no", "anti", "in", "im", "ir", "il", "dis", "mis", "de", "ex", "pre", "post", "pro",
    "previous", "prior", "without", "never", "former", "pas", "sans", "contre", "hors",
    "غير", "لا", "ليس", "دون", "بدون", "ضد", "ما", "karsi", "eski",
)  # fmt: skip
"""What turns a word into another, often its opposite, where it stands before it."""
_END = ("olmayan", "degil", "disi", "haric", "siz", "suz", "less", "free", "karsiti", "yok", "not", "no", "non", "pas")
"""The same behind it."""


def nearest(text: str, known: Iterable[str], least: float) -> tuple[str, float] | None:
    """Return the one of some keys that ``text`` resembles, with the likeness (0 to 100); None where it is none.

    Args:
        text: A name or a word as the file writes it.
        known: Keys to compare with (:func:`lib.events.mapping.names.key`).
        least: The likeness that is needed.
    """
    words = words_of(text)
    plain = "".join(words)
    if len(plain) < SHORTEST:
        return None
    for found, score, _at in process.extract(plain, list(known), scorer=fuzz.ratio, score_cutoff=least, limit=3):
        if not (_opposed(words, found) or _says_more(words, found, score)):
            return found, score
    return None


def opposed(text: str, found: str) -> bool:
    """Return whether of two names or words alike one says the opposite of the other, or what was before it.

    A sign that one of them only begins with by a slip of the pen (``ijured`` for ``injured``) turns nothing.
    """
    words, known = words_of(text), words_of(found)
    plain, other = "".join(words), "".join(known)
    alike = fuzz.ratio(plain, other)
    for one, two in ((plain, other), (other, plain)):
        begun = (one.removeprefix(sign) for sign in _BEGIN if one.startswith(sign) and not two.startswith(sign))
        ended = (one.removesuffix(sign) for sign in _END if one.endswith(sign) and not two.endswith(sign))
        if any(fuzz.ratio(rest, two) > alike for rest in (*begun, *ended)):
            return True
    return any(word not in known for word in words if word in {*_BEGIN, *_END})


def _opposed(words: tuple[str, ...], found: str) -> bool:
    """Return whether one of the two is turned by what stands before, behind or between, and the other is not."""
    plain = "".join(words)
    if any(plain.startswith(sign) != found.startswith(sign) for sign in _BEGIN):
        return True
    if any(plain.endswith(sign) != found.endswith(sign) for sign in _END):
        return True
    return any(word not in found for word in words if word in {*_BEGIN, *_END})


def _says_more(words: tuple[str, ...], found: str, score: float) -> bool:
    """Return whether a word of the name is too many: without it the rest is more like the known one."""
    rest = ("".join(words[:at] + words[at + 1 :]) for at in range(len(words)))
    return len(words) > 1 and any(fuzz.ratio(each, found) > score for each in rest)
