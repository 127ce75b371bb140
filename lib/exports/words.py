"""What every file says of itself: whose reports it shows, what it cannot tell, and from which data it was made."""

from __future__ import annotations

import unicodedata
from typing import Final

from lib.events.query import Query, select
from lib.events.table import EventTable
from lib.wording import _, day, ngettext, number

MOST_CITED: Final = 40
"""Sources listed one by one with their addresses; the rest are counted."""
FROM_RIGHT: Final = frozenset({"R", "AL"})
STRONG: Final = frozenset({"L", *FROM_RIGHT})
"""Unicode's directions of letters, as against figures and signs, which follow their surroundings."""


def disclaimer() -> str:
    """What holds of every map here."""
    return _(
        "Reported events only: a quiet day on the map is not a quiet day on the ground. "
        "Boundaries and lines are approximate and imply no endorsement."
    )


def provenance(version: str, query: Query, attribution: str) -> str:
    """Where the base map comes from, and the version and day of the data."""
    words = _("{names}. Data version {version}, as of {day}.")
    return words.format(names=attribution, version=version, day=day(query.end))


def cited(events: EventTable, query: Query) -> list[str]:
    """The sources of the counted rows of a view with their addresses, each once, most used first; then how many more.

    Only web addresses are given; what else stands in the column is left out.
    """
    rows = select(events.frame, query)
    rows = rows.loc[rows["is_primary"]]
    address = rows["source_url"].where(rows["source_url"].str.match(r"https?://"), "")
    used = rows["source"].str.cat(address, sep=" ").str.strip().value_counts()
    order = sorted(used.items(), key=lambda pair: (-pair[1], str(pair[0])))
    listed = [str(source) for source, _count in order[:MOST_CITED]]
    if more := len(order) - len(listed):
        words = ngettext("and {n} more, listed on the page Reports", "and {n} more, listed on the page Reports", more)
        listed.append(words.format(n=number(more)))
    return listed


def reads_from_right(text: str) -> bool:
    """Whether the first letter of a text belongs to a script that is read from the right."""
    first = next((sort for sign in text if (sort := unicodedata.bidirectional(sign)) in STRONG), "L")
    return first in FROM_RIGHT
