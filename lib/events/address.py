"""How the parameters of an address are read and written.

Each reader raises ``ValueError`` with a clause in plain words that says why a value cannot be used; it is set into a
sentence that names the parameter and the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from lib.text import _, either, enumerated, ngettext
from lib.text import day as written

NONE = "none"
"""How an address writes an empty list, since an empty value means the default."""

MAX_TEXT = 120
"""Longest place name or counter read from an address, in characters."""

TRACKING: Final = re.compile(r"utm_.*|fbclid|gclid|msclkid|mc_[ce]id|_hs(enc|mi)", re.IGNORECASE)
"""Names that mailers and social networks hang on every link: they ask for nothing, so nothing is said of them."""

MOST_SHOWN: Final = 40
"""Characters of a stranger's text that are repeated in a sentence."""

STREAMLIT: Final = frozenset({"embed", "embed_options"})
"""Parameters that Streamlit itself reads."""


def unescaped_names(params: Mapping[str, str]) -> dict[str, str]:
    """Return address parameters by their names, also where a mailer or a web page wrote the ampersand as ``&amp;``."""
    return {re.sub(r"^(amp;)+", "", name): value for name, value in params.items()}


def repeated(params: Mapping[str, str]) -> list[str]:
    """Return the names that an address gives more than once with different values, of a mapping that still tells."""
    # Starlette's parameters and Streamlit's each have a way of their own to give all values of a name.
    every = getattr(params, "getlist", None) or getattr(params, "get_all", None) or (lambda name: [params[name]])
    values: dict[str, set[str]] = {}
    for name in params:
        values.setdefault(re.sub(r"^(amp;)+", "", name), set()).update(every(name))
    # Streamlit's own may be given more than once.
    asked = [name for name, given in values.items() if len(given) > 1 and name not in STREAMLIT]
    return [name for name in asked if not is_tracking(name)]


def shown(text: str) -> str:
    """Return a stranger's text as it can stand in a sentence: short, and on one line."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return printable if len(printable) <= MOST_SHOWN else printable[:MOST_SHOWN] + "\N{HORIZONTAL ELLIPSIS}"


def is_tracking(name: str) -> bool:
    """Return whether a parameter only follows who clicked a link."""
    return bool(TRACKING.fullmatch(name))


def words(allowed: tuple[str, ...]) -> tuple[Callable[[str], frozenset[str]], Callable[[frozenset[str]], str]]:
    """Return reader and writer of a comma-separated list of known words, written in the declared order.

    The reader raises ValueError for a word that is not known; the message names what is.
    """

    def read(text: str) -> frozenset[str]:
        asked = frozenset(word.strip() for word in text.split(",") if word.strip()) - {NONE}
        if unknown := asked - frozenset(allowed):
            named = enumerated(f"\u201c{shown(word)}\u201d" for word in sorted(unknown)[:3])
            raise ValueError(
                _("there is no {words}; there is {known}").format(words=named, known=either([*allowed, NONE]))
            )
        return asked

    def write(chosen: frozenset[str]) -> str:
        return ",".join(word for word in allowed if word in chosen) or NONE

    return read, write


def within(low: float, high: float) -> Callable[[str], float]:
    """Return a reader of a number between two others, both included; it raises ValueError for any other text."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError as error:
            raise ValueError(_("it is not a number")) from error
        if not low <= value <= high:
            raise ValueError(_("it must be a number from {low} to {high}").format(low=f"{low:g}", high=f"{high:g}"))
        return value

    return read


def day(text: str) -> date:
    """Return the day that ``text`` names as YYYY-MM-DD.

    Raises:
        ValueError: It names none. ``date.fromisoformat`` also takes 20240101 and week dates, which are mostly slips.
    """
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise ValueError(_("there is no such day")) from error
    raise ValueError(_("it is not a day written as YYYY-MM-DD"))


def day_within(first: date, last: date) -> Callable[[str], date]:
    """Return a reader of a day from ``first`` to ``last``, both included."""

    def read(text: str) -> date:
        asked = day(text)
        if not first <= asked <= last:
            words = _("it must be a day from {first} to {last}")
            raise ValueError(words.format(first=written(first), last=written(last)))
        return asked

    return read


def line(text: str) -> str:
    """Return ``text`` when it is one line of plain text of at most :data:`MAX_TEXT` characters.

    Raises:
        ValueError: It is longer, or holds what cannot be printed.
    """
    if len(text) > MAX_TEXT:
        raise ValueError(
            ngettext("it is longer than {n} character", "it is longer than {n} characters", MAX_TEXT).format(n=MAX_TEXT)
        )
    if not text.isprintable():
        raise ValueError(_("it holds characters that cannot be printed"))
    return text


def one_of(allowed: tuple[str, ...]) -> Callable[[str], str]:
    """Return a reader of one of some known words; it raises ValueError for any other."""

    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError(_("it must be {words}").format(words=either(allowed)))
        return text

    return read
