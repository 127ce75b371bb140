"""Views that tests ask for: most of them mean all days up to the last that a page opens with, not its last week."""

from __future__ import annotations

from typing import Any

from lib.events.query import FIRST_DAY, Query


def all_days(**changes: Any) -> Query:
    """A view from the first day on, with what else is to be otherwise than on a page that opens."""
    return Query(**{"start": FIRST_DAY} | changes)
