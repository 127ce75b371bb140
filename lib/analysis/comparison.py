"""What changed against the days before: the figures of a range beside those of the same number of days before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from lib.analysis import control, inside_area, summary
from lib.analysis.displacement import Displaced
from lib.analysis.figure_rows import KINDS_OF_FIGURES, figure_rows
from lib.analysis.summary import Figures
from lib.events.query import FIRST_DAY, Query
from lib.events.table import EventTable
from lib.text import _, between, day, ngettext, number, span

MINUS = "\N{MINUS SIGN}"


def previous(query: Query) -> Query | None:
    """Move ``query`` to the same number of days just before its range; None where the map does not cover them all."""
    length = query.end - query.start + timedelta(days=1)
    if query.start - length < FIRST_DAY:
        return None
    return replace(query, start=query.start - length, end=query.start - timedelta(days=1))


def changes(events: EventTable, query: Query, counted: Figures) -> tuple[str, ...]:
    """Say beside each figure of :func:`lib.analysis.figure_rows.figure_rows` what it was in the days before.

    Counts are given as a difference. Ranges, and totals that stand for days of their own, are given as they were: the
    difference of two ranges would say more than their sources do.
    """
    earlier = previous(query)
    none = _("the table has no such days before")
    by_key = dict.fromkeys(KINDS_OF_FIGURES, none) | {"front": _front(events, query, counted)}
    if earlier is not None:
        by_key |= _before(events, query, earlier, counted)
    return tuple(by_key[row.key] for row in figure_rows(counted, query))


def _before(events: EventTable, query: Query, earlier: Query, counted: Figures) -> dict[str, str]:
    """Write what the figures of a range were in the same number of days before it, by the key of the figure."""
    was = summary.figures(events, earlier)
    n = (query.end - query.start).days + 1
    before = ngettext("the day before", "the {n} days before", n).format(n=number(n))
    civilians = between(was.civilians.low, was.civilians.high)
    return {
        "strikes": _differs(counted.strikes, was.strikes, before),
        "civilians": _("{value} in {before}").format(value=civilians, before=before),
        "displaced": _displaced(counted.displaced, was.displaced, before, earlier),
        "changed": _differs(counted.changed["place"].nunique(), was.changed["place"].nunique(), before),
    }


def _displaced(now: Displaced, was: Displaced, before: str, earlier: Query) -> str:
    """Say the earlier total beside the present one; where the two stand for different numbers of days, that is said."""
    if now.since is None or now.until is None or was.since is None or was.until is None:
        return _("no totals to compare it with")
    value, days = between(was.low, was.high), summary.other_days(was.since, was.until, earlier)
    lengths = [(until - since).days + 1 for since, until in ((was.since, was.until), (now.since, now.until))]
    if lengths[0] == lengths[1]:
        return _("{value} in {before}").format(value=value, before=days or before)
    words = _("{value} in {days}: {then} days against {now}, not to be compared")
    shown = days or span(was.since, was.until, short=True)
    return words.format(value=value, days=shown, then=number(lengths[0]), now=number(lengths[1]))


def _differs(now: int, then: int, before: str) -> str:
    words = _("{sign}{n} against {before} ({then})")
    return words.format(sign=_sign(now - then), n=number(abs(now - then)), before=before, then=number(then))


def _front(events: EventTable, query: Query, counted: Figures) -> str:
    """Say how much longer the front became since the day before the range, as the rounded lengths tell."""
    before = query.start - timedelta(days=1)
    known = control.control_dates(events)
    if not known or before < known[0]:
        return _("no earlier line to compare it with")
    change = round(counted.front_km) - round(inside_area.front_km(events, before, query.within_area))
    words = _("{sign}{n} km since {day}")
    return words.format(sign=_sign(change), n=number(abs(change)), day=day(before, short=True))


def _sign(change: int) -> str:
    return MINUS if change < 0 else "+" if change else "\N{PLUS-MINUS SIGN}"
