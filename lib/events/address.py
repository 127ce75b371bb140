"""How the parameters of an address are read and written: each reader raises a sentence's end for a bad value."""

from __future__ import annotations

from collections.abc import Callable

from lib.wording import _

NONE = "none"
"""How an address writes an empty list, since an empty value means the default."""

MAX_TEXT = 120
"""Longest place name or counter read from an address, in characters."""


def words(allowed: tuple[str, ...]) -> tuple[Callable[[str], frozenset[str]], Callable[[frozenset[str]], str]]:
    """Reader and writer of a comma-separated list of known words, written in the declared order."""

    def read(text: str) -> frozenset[str]:
        asked = frozenset(word.strip() for word in text.split(",") if word.strip()) - {NONE}
        if unknown := asked - frozenset(allowed):
            raise ValueError(_("unknown: {words}").format(words=", ".join(sorted(w[:40] for w in unknown)[:3])))
        return asked

    def write(chosen: frozenset[str]) -> str:
        return ",".join(word for word in allowed if word in chosen) or NONE

    return read, write


def within(low: float, high: float) -> Callable[[str], float]:
    """Reader of a number between two others, both included."""

    def read(text: str) -> float:
        value = float(text)
        if not low <= value <= high:
            raise ValueError(_("outside {low} to {high}").format(low=low, high=high))
        return value

    return read


def line(text: str) -> str:
    """A line of plain text of at most :data:`MAX_TEXT` characters.

    Raises:
        ValueError: It is longer, or holds what cannot be printed.
    """
    if len(text) > MAX_TEXT or not text.isprintable():
        raise ValueError(_("longer than {n} characters, or not plain text").format(n=MAX_TEXT))
    return text


def one_of(allowed: tuple[str, ...]) -> Callable[[str], str]:
    """Reader of one of some known words."""

    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError(_("one of {words}").format(words=", ".join(allowed)))
        return text

    return read
