"""Who did something, as the event table says it, in the reader's language as far as it is made of known words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from lib.text import _, pgettext, told

_PART: Final = re.compile(r"(?P<who>[^(]+?)(?: \((?P<by>[^()]+)\))?")
"""One party of a cell, and in brackets who says so."""
_NEXT: Final = re.compile(r"; (?![^(]*\))")
_BETWEEN: Final = re.compile(r"(, | via |; )")
_COMMON: Final = re.compile(r"(?:^|\s)[a-z]+\b(?!-)")
"""A word that is no name: what has one can be translated."""


def actor_in_words(text: str) -> str:
    """Say an actor in the reader's language; what the crisis's catalogue does not know stays as it is given.

    "These forces (a watcher); those": each party by itself, and after it in brackets who reports it.
    """
    parts = [_PART.fullmatch(part) for part in _NEXT.split(text)]
    said = [_said(part) for part in parts if part]
    known = any(part and told(part["who"]) != part["who"] for part in parts)
    return _("; ").join(said) if known and len(said) == len(parts) else text


def known_parts(texts: Iterable[str]) -> list[str]:
    """Return the parties that a column of actors is made of, and those who report them where that is no name."""
    found = []
    for text in texts:
        for part in filter(None, map(_PART.fullmatch, _NEXT.split(text))):
            by = _BETWEEN.split(part["by"] or "")[::2]
            found += [part["who"], *(name for name in by if _COMMON.search(name))]
    return sorted(dict.fromkeys(found))


def _said(part: re.Match[str]) -> str:
    if not part["by"]:
        return told(part["who"])
    names = _BETWEEN.split(part["by"])
    by = "".join(_BETWEEN_WORDS[name]() if at % 2 else told(name) for at, name in enumerate(names))
    return _("{who} ({by})").format(who=told(part["who"]), by=by)


_BETWEEN_WORDS: Final = {
    ", ": lambda: _(", "),
    "; ": lambda: _("; "),
    # Translators: between who said something and the medium that reports it: "activists via a channel"
    " via ": lambda: pgettext("reported by one through another", " via "),
}
