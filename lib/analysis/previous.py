"""What changed against the days before: the figures of a range beside those of the same number of days before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from lib.analysis import control, summary
from lib.analysis.displacement import displaced_in_range
from lib.analysis.summary import Figures
from lib.events.query import FIRST_DAY, Query
from lib.events.table import EventTable
from lib.wording import _, between, day, ngettext, number

MINUS = "\N{MINUS SIGN}"


def previous(query: Query) -> Query | None:
    """``query`` moved to the same number of days just before its range; None where the map does not cover them all."""
    length = query.end - query.start + timedelta(days=1)
    if query.start - length < FIRST_DAY:
        return None
    return replace(query, start=query.start - length, end=query.start - timedelta(days=1))


def changes(events: EventTable, query: Query, counted: Figures) -> tuple[str, ...]:
    """Beside each figure of :func:`lib.analysis.figure_rows.figure_rows` what it was in the days before, in words.

    Counts are given as a difference. Ranges, and totals that stand for days of their own, are given as they were: the
    difference of two ranges would say more than their sources do.
    """
    earlier = previous(query)
    if earlier is None:
        none = _("the table has no such days before")
        return (none, none, none, none, _front(events, query, counted))
    was = summary.figures(events, earlier)
    n = (query.end - query.start).days + 1
    before = ngettext("the day before", "the {n} days before", n).format(n=number(n))
    civilians = between(was.civilians.low, was.civilians.high)
    displaced = displaced_in_range(events, earlier.start, earlier.end)
    return (
        _differs(counted.strikes, was.strikes, before),
        _("{value} in {before}").format(value=civilians, before=before),
        _("{value} in {before}").format(value=between(displaced.low, displaced.high), before=before),
        _differs(counted.changed["place"].nunique(), was.changed["place"].nunique(), before),
        _front(events, query, counted),
    )


def _differs(now: int, then: int, before: str) -> str:
    words = _("{sign}{n} against {before} ({then})")
    return words.format(sign=_sign(now - then), n=number(abs(now - then)), before=before, then=number(then))


def _front(events: EventTable, query: Query, counted: Figures) -> str:
    """How much longer the front became since the eve of the range, as the rounded lengths tell."""
    eve = query.start - timedelta(days=1)
    known = control.control_dates(events)
    if not known or eve < known[0]:
        return _("no earlier line to compare it with")
    change = round(counted.front_km) - round(summary.front_km(events, eve))
    words = _("{sign}{n} km since {day}")
    return words.format(sign=_sign(change), n=number(abs(change)), day=day(eve, short=True))


def _sign(change: int) -> str:
    return MINUS if change < 0 else "+" if change else "\N{PLUS-MINUS SIGN}"
