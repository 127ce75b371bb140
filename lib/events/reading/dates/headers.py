"""The order of day, month and year that the name of a column states, as ``Date (MM/DD/YYYY)``."""

from __future__ import annotations

import re

from lib.events.reading.fold import fold

_SEP = r"[ ./\-_|,]{0,3}"
_EDGE = (r"(?<![^\W_])", r"(?![^\W_])")
_TONGUES = (
    ("d{1,2}", "m{1,3}", "y{2,4}"),
    ("d", "m", "y"),
    ("j{1,2}", "m{1,2}", "a{2,4}"),
    ("g{1,2}", "a{1,2}", "y{2,4}"),
    ("day", "month", "year"),
    ("jour", "mois", "annee"),
    ("gun", "ay", "yil"),
    ("(?:ال)?يوم", "(?:ال)?شهر", "(?:ال)?(?:سنه|عام)"),
)
"""Signs of a day, a month and a year in each language."""


def _pattern(*order: int) -> re.Pattern[str]:
    listed = (_SEP.join(signs[at] for at in order) for signs in _TONGUES)
    return re.compile(f"{_EDGE[0]}(?:{'|'.join(listed)}){_EDGE[1]}")


YEAR_DAY = "year, day"
_ORDERS = {
    "day": _pattern(0, 1, 2),
    "month": _pattern(1, 0, 2),
    "year": _pattern(2, 1, 0),
    YEAR_DAY: _pattern(2, 0, 1),
}


def order_in(header: str) -> str:
    """Return what the name of a column says comes first: ``day``, ``month`` or ``year``; "" when it says nothing.

    :data:`YEAR_DAY` is a year behind which the day comes first.
    """
    text = fold(header)
    found = [order for order, pattern in _ORDERS.items() if pattern.search(text)]
    return found[0] if len(found) == 1 else ""
