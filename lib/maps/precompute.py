"""What readers of a fresh server would wait for, computed beforehand."""

from __future__ import annotations

from datetime import date, timedelta

from lib.analysis import control
from lib.config.crisis import CRISIS
from lib.events.query import FIRST_DAY
from lib.events.store import current
from lib.events.table import EventTable
from lib.jobs.worker import Progress
from lib.text import _


def compute_front_lines(progress: Progress | None = None) -> None:
    """Compute the control map of every control date of the current table into the cache on disk.

    The period's come first, latest first; then the days that are compared with by name; then all that lie before.
    ``progress`` is told how many of them are there.
    """
    events = current().events
    days = order(events)
    for n, day in enumerate(days, 1):
        control.ensure_cached(events, day)
        if progress is not None:
            progress(n / len(days), _("{n} of {total} front lines").format(n=n, total=len(days)))


def order(events: EventTable) -> list[date]:
    """Return every control date once, in the order in which readers are likely to ask for them."""
    dates = control.control_dates(events)
    period = control.dates_since(events, FIRST_DAY - timedelta(days=1))
    named = [control.snap(events, each.day) for each in CRISIS.comparisons if dates and each.day >= dates[0]]
    return list(dict.fromkeys([*reversed(period), *named, *reversed(dates)]))
