"""What readers of a fresh server would wait for, computed beforehand."""

from __future__ import annotations

from datetime import date, timedelta

from lib.analysis import control
from lib.config.crisis import CRISIS
from lib.events.query import FIRST_DAY
from lib.events.store import current
from lib.events.table import EventTable


def compute_front_lines() -> None:
    """Compute the control map of every control date of the current table into the cache on disk.

    The period's come first, latest first; then the days that are compared with by name; then all that lie before.
    """
    events = current().events
    for day in order(events):
        control.control_map(events, day)


def order(events: EventTable) -> list[date]:
    """Return every control date once, in the order in which readers are likely to ask for them."""
    dates = control.control_dates(events)
    period = control.dates_since(events, FIRST_DAY - timedelta(days=1))
    named = [control.snap(events, each.day) for each in CRISIS.comparisons if dates and each.day >= dates[0]]
    return list(dict.fromkeys([*reversed(period), *named, *reversed(dates)]))
