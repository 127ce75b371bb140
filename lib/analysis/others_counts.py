"""Others' totals beside our figure of the same days, each with its scope: set side by side, never mixed."""

from __future__ import annotations

from dataclasses import dataclass

from lib.analysis import control, displacement, strikes, summary
from lib.events import published
from lib.events.published import PublishedTotal
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.events.table import EventTable
from lib.text import _, between, number, span

MOST_TOLD = 4
"""Totals that a sentence names: more would be a table."""


@dataclass(frozen=True)
class Beside:
    """One published total and what the table gives for its days, in words; ``ours`` says its days where they differ."""

    total: PublishedTotal
    theirs: str
    ours: str


def beside(events: EventTable) -> list[Beside]:
    """Every published total of days that the map covers, in order of its days, with our figure of the same days."""
    totals, _faults = published.read()
    covered = [total for total in totals if total.query.start >= FIRST_DAY and total.query.end <= LAST_DAY]
    return [Beside(total, between(total.low, total.high), ours(events, total)) for total in covered]


def ours(events: EventTable, total: PublishedTotal) -> str:
    """What the table gives for the days of a total, counted as everywhere else."""
    query = total.query
    if total.figure == "changed":
        return number(control.net_changes(events, query.start, query.end)["place"].nunique())
    if total.figure == "displaced":
        found = displacement.displaced_in_range(events, query.start, query.end)
        figure = between(found.low, found.high)
        if found.since is None or found.until is None:
            return figure
        days = summary.other_days(found.since, found.until, query)
        return _("{figure}, {days}").format(figure=figure, days=days) if days else figure
    counted = strikes.counted(events, query)
    if total.figure == "strikes":
        return number(counted.strikes)
    return between(counted.civilians.low, counted.civilians.high)


def within(query: Query) -> list[PublishedTotal]:
    """The published totals of the kinds that a view shows whose days lie in its range, the longest first."""
    kinds = {"strikes": "strike", "civilians": "strike", "displaced": "displacement", "changed": "control"}
    found = [
        total
        for total in published.read()[0]
        if query.start <= total.query.start and total.query.end <= query.end and query.has_kind(kinds[total.figure])
    ]
    return sorted(found, key=lambda total: total.query.start - total.query.end)


def sentence(query: Query) -> str:
    """What others counted in days of the range, for a report: "Others' counts: …"; "" where nothing is published."""
    words = _("{n} {what} ({who}, {days})")
    told = [
        words.format(
            n=between(total.low, total.high),
            what=total.what,
            who=total.publisher,
            days=span(total.query.start, total.query.end, short=True),
        )
        for total in within(query)[:MOST_TOLD]
    ]
    return _("Others' counts: {list}.").format(list="; ".join(told)) if told else ""
