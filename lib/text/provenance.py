"""What every file says of itself: whose reports it shows, what it cannot tell, and from which data it was made."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Final

from lib.text import _, day, spoken

FROM_RIGHT: Final = frozenset({"R", "AL"})
STRONG: Final = frozenset({"L", *FROM_RIGHT})
"""Unicode's directions of letters, as against figures and signs, which follow their surroundings."""


def disclaimer() -> str:
    """Say what holds of every map here."""
    return _(
        "Reported events only: a quiet day on the map is not a quiet day on the ground. "
        "Boundaries and lines are approximate and imply no endorsement."
    )


def provenance(version: str, as_of: date, attribution: str) -> str:
    """Say where the base map comes from, and the version and day of the data."""
    words = _("{names}. Data version {version}, as of {day}.")
    return words.format(names=attribution, version=version, day=day(as_of))


def reads_from_right(text: str) -> bool:
    """Return whether a text is set from the right: as its language is read, else as its first letter is."""
    if spoken().from_right:
        return True
    first = next((sort for sign in text if (sort := unicodedata.bidirectional(sign)) in STRONG), "L")
    return first in FROM_RIGHT


def directed(line: str) -> str:
    """Give a printed line the direction of its language: a line that begins with a Latin name would take that one's."""
    return f"{RIGHT_TO_LEFT_MARK}{line}" if spoken().from_right and line else line


RIGHT_TO_LEFT_MARK: Final = "\N{RIGHT-TO-LEFT MARK}"
