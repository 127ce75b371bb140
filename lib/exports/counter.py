"""Whether anybody counts flows under the name that a view asks for; every export looks."""

from __future__ import annotations

from lib.analysis import displacement
from lib.events.query import Query
from lib.events.table import EventTable
from lib.exports.order import OrderError


def check_counter(events: EventTable, query: Query) -> None:
    """Make sure that there is the counter of a view, whatever the view shows.

    Raises:
        OrderError: Nobody of that name counts flows; the message says who does.
    """
    if query.counter and query.counter not in displacement.flow_counters(events):
        raise OrderError(displacement.unknown_counter(events, query.counter))
