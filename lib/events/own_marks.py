"""Marks of an author's own on the map: how an address writes them, what bounds them, and how they are said in words.

A mark is a point, a line of text, a line, an arrow or a box, with some words beside it or none. It narrows nothing and
counts for nothing: it is what somebody wrote on the map, and is called that wherever it is drawn. An address has each
as its shape and its words, all joined by full stops::

    pwxBgiBgO.SGVyZQ.bgsBgiBgOAgHgO.-

A shape is a letter for the kind and its corners (:mod:`lib.events.polyline`); words are UTF-8 in the base64 of
addresses, ``-`` for none. The text is all there is: nothing is kept of marks but what their address says.
"""

from __future__ import annotations

import base64
import binascii
import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

import shapely

from lib.events import polyline
from lib.events.polyline import Corners
from lib.geography import basemap
from lib.text import _, ngettext, number
from lib.text.mark_words import mark_words

KINDS: Final = {"point": "p", "text": "t", "line": "l", "arrow": "a", "box": "b"}
"""The kinds of mark, and the letter of each in an address."""
MOST_MARKS: Final = 40
MOST_CORNERS: Final = 12
"""Most corners of a line."""
MOST_TEXT: Final = 60
"""Longest words of a mark, in characters."""
MOST_SIGNS: Final = 4_000
"""Longest text of all marks, in characters: what browsers, servers and proxies carry besides a view."""
SHORT: Final = 900
"""Up to how many characters a link that is handed out holds them: mailers and chats cut longer ones."""
BETWEEN: Final = "."
"""What stands between two parts of the text."""
NO_WORDS: Final = "-"
JOINERS: Final = frozenset("\u200c\u200d")
"""Signs that cannot be seen and that words of some languages are not written without."""
MOST_ACCENTS: Final = 4
"""Most signs over and under one letter; a tower of them would reach over the map."""
_CORNERS: Final = {"point": (1, 1), "text": (1, 1), "line": (2, MOST_CORNERS), "arrow": (2, 2), "box": (2, 2)}
"""Fewest and most corners of each kind."""


@dataclass(frozen=True)
class Mark:
    """A mark: one of :data:`KINDS`, its corners, and its words.

    ``at`` are longitude and latitude, WGS 84 degrees: the place of a point and of a text, the corners of a line, the
    tail and the head of an arrow, the south-west and the north-east corner of a box.
    """

    kind: str
    at: tuple[tuple[float, float], ...]
    text: str = ""


def read(text: str) -> str:
    """Return the text of some marks as it is kept.

    Raises:
        ValueError: It cannot be used; the message is a clause that says why.
    """
    return written(_read(text))


@lru_cache(maxsize=128)
def marks_of(text: str) -> tuple[Mark, ...]:
    """Return the marks that a kept text stands for; none for a blank one."""
    return _read(text) if text else ()


def written(marks: Iterable[Mark]) -> str:
    """Write marks as an address has them.

    Raises:
        ValueError: They cannot be used; the message is a clause that says why.
    """
    checked = [_checked(mark) for mark in marks]
    if len(checked) > MOST_MARKS:
        raise ValueError(_("there are more than {n} marks").format(n=number(MOST_MARKS)))
    code = BETWEEN.join(part for mark in checked for part in (_shape(mark), _words(mark.text)))
    if len(code) > MOST_SIGNS:
        words = _("the marks take more than {n} characters: leave some out, or shorten their words")
        raise ValueError(words.format(n=number(MOST_SIGNS)))
    return code


def tidied(text: str) -> str:
    """Return words that a reader typed or brought as a mark can have them: on one line, short, nothing unseen in it."""
    kept = "".join(sign if _is_sound(sign) else " " for sign in unicodedata.normalize("NFC", text))
    runs = (list(run) for _accent, run in groupby(kept, lambda sign: bool(unicodedata.combining(sign))))
    kept = "".join("".join(run[:MOST_ACCENTS] if unicodedata.combining(run[0]) else run) for run in runs)
    return " ".join(kept.split())[:MOST_TEXT].strip()


def _is_sound(sign: str) -> bool:
    return sign.isprintable() or sign in JOINERS


def _read(text: str) -> tuple[Mark, ...]:
    if len(text) > MOST_SIGNS:
        raise ValueError(_("it is longer than {n} characters").format(n=number(MOST_SIGNS)))
    parts = text.split(BETWEEN)
    if len(parts) % 2:
        raise ValueError(_("it is not whole: marks are a shape and its words, one after the other"))
    return tuple(_mark(shape, words) for shape, words in zip(parts[::2], parts[1::2], strict=True))


def _mark(shape: str, words: str) -> Mark:
    kinds = {letter: kind for kind, letter in KINDS.items()}
    if shape[:1] not in kinds:
        raise ValueError(_("it holds a mark of no kind that there is"))
    return _checked(Mark(kinds[shape[0]], tuple(polyline.decoded(shape[1:])), _unwritten(words)))


def _unwritten(words: str) -> str:
    if words == NO_WORDS:
        return ""
    broken = ValueError(_("the words of a mark cannot be read"))
    if not words or not set(words) <= set(polyline.ALPHABET):
        raise broken
    try:
        return base64.urlsafe_b64decode(words + "=" * (-len(words) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise broken from error


def _words(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode("ascii").rstrip("=") or NO_WORDS


def _shape(mark: Mark) -> str:
    return KINDS[mark.kind] + polyline.encoded(mark.at)


def _checked(mark: Mark) -> Mark:
    """Return a mark as it is kept.

    Raises:
        ValueError: It cannot be used; the message is a clause that says why.
    """
    if mark.kind not in KINDS:
        raise ValueError(_("it holds a mark of no kind that there is"))
    fewest, most = _CORNERS[mark.kind]
    if not fewest <= len(mark.at) <= most:
        raise ValueError(_("a mark has too few or too many corners"))
    if not all(math.isfinite(value) for corner in mark.at for value in corner):
        raise ValueError(_("its corners cannot be read"))
    at = tuple((round(lon, polyline.DECIMALS), round(lat, polyline.DECIMALS)) for lon, lat in mark.at)
    if not all(shapely.intersects_xy(basemap.EXTENT, lon, lat) for lon, lat in at):
        raise ValueError(_("a mark lies beyond what the map covers"))
    if mark.kind == "box":
        at = _box(at)
    elif len(at) > 1 and len(set(at)) == 1:
        raise ValueError(_("a line begins and ends at one place"))
    return Mark(mark.kind, at, _sound(mark))


def _box(at: Corners) -> tuple[tuple[float, float], ...]:
    (west, east), (south, north) = (sorted(values) for values in zip(*at, strict=True))
    if west == east or south == north:
        raise ValueError(_("a box encloses no ground"))
    return (west, south), (east, north)


def _sound(mark: Mark) -> str:
    """Return the words of a mark; what could turn, hide or break the words around them is refused."""
    text = " ".join(unicodedata.normalize("NFC", mark.text).split())
    if len(text) > MOST_TEXT:
        raise ValueError(_("the words of a mark have more than {n} characters").format(n=number(MOST_TEXT)))
    if not all(map(_is_sound, mark.text)) or text != tidied(text):
        raise ValueError(_("the words of a mark hold characters that cannot be printed"))
    if mark.kind == "text" and not set(text) - JOINERS:
        raise ValueError(_("a line of text has no words"))
    return text


def kind_in_words(kind: str) -> str:
    """Name a kind of mark."""
    return str(mark_words()["mark_kinds"][kind])


def in_words(mark: Mark) -> str:
    """Say what a mark is on one line: its kind and its words."""
    kind = kind_in_words(mark.kind)
    return _("{kind}: {words}").format(kind=kind, words=mark.text) if mark.text else kind


def number_in_words(text: str) -> str:
    """Say how many marks a kept text stands for; return "" for none."""
    n = len(marks_of(text))
    words = ngettext("{n} mark of the author, not a report", "{n} marks of the author, not reports", n)
    return words.format(n=number(n)) if n else ""


def without(marks: Sequence[Mark], at: int) -> tuple[Mark, ...]:
    """Return marks without the one at a position."""
    return tuple(mark for here, mark in enumerate(marks) if here != at)
