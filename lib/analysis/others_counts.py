"""Others' totals beside our figure of the same days, each with its scope: set side by side, never mixed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lib.analysis import control, displacement, ground, strikes, summary
from lib.analysis.figure_rows import KINDS_OF_FIGURES
from lib.config import paths
from lib.events import narrowing, published
from lib.events.published import FIGURES, PublishedTotal
from lib.events.query import Query
from lib.events.table import EventTable
from lib.geography.governorates import governorate
from lib.text import _, between, number, span, square_km

MOST_BESIDE = 2
"""Totals of one sort that stand with a figure of the strip: more would be a table."""


@dataclass(frozen=True)
class Beside:
    """One published total and what the table gives for its days, in words; ``ours`` says its days where they differ."""

    total: PublishedTotal
    theirs: str
    ours: str


def usable() -> tuple[list[PublishedTotal], list[str]]:
    """Read the totals of the crisis that is shown, by their days, and a sentence for each that cannot be used."""
    totals, faults = published.read()
    unknown = {code for code in _governorates(totals) if governorate(code) is None}
    words = _("{file}: the base map has no governorate with the P-code '{code}'.")
    faults += [words.format(file=paths.PUBLISHED.name, code=code) for code in sorted(unknown)]
    return [total for total in totals if not unknown & _governorates([total])], faults


def _governorates(totals: Iterable[PublishedTotal]) -> set[str]:
    return {total.query.area for total in totals if total.figure in published.GROUND and total.query.area}


def beside(events: EventTable) -> list[Beside]:
    """Set every published total that can be used, in order of its days, beside our figure of the same days."""
    return [Beside(total, theirs(total), ours(events, total)) for total in usable()[0]]


def theirs(total: PublishedTotal) -> str:
    """Write a published figure in words, ground with its unit."""
    units = {"gained": _("{n} km²"), "held": _("{n} km²"), "share": _("{n} %")}
    return units.get(total.figure, "{n}").format(n=between(total.low, total.high))


def ours(events: EventTable, total: PublishedTotal) -> str:
    """Write what the table gives for the days of a total, counted as everywhere else.

    Raises:
        KeyError: The base map lacks the governorate of a total of ground, which :func:`usable` leaves out.
    """
    query = total.query
    if total.figure in published.GROUND:
        return _ground(events, total)
    if total.figure == "changed":
        return number(control.net_changes(events, query.start, query.end)["place"].nunique())
    if total.figure == "displaced":
        return _displaced(events, query)
    if total.figure == "strikes":
        return number(strikes.counted(events, query).strikes)
    killed = {"civilians": "civilian_deaths", "killed": "deaths"}[total.figure]
    toll = strikes.toll(strikes.strikes(events, query), killed)
    return between(toll.low, toll.high)


def _displaced(events: EventTable, query: Query) -> str:
    found = displacement.displaced_in_range(events, query.start, query.end)
    figure = between(found.low, found.high)
    if found.since is None or found.until is None:
        return figure
    days = summary.other_days(found.since, found.until, query)
    return _("{figure}, {days}").format(figure=figure, days=days) if days else figure


def _ground(events: EventTable, total: PublishedTotal) -> str:
    """Write ground as the page gives it: in tens of km², as a range where the whole region is measured."""
    side, area = total.side, total.query.area
    if total.figure == "share":
        return _("{n} %").format(n=number(ground.share(events, side, total.end, area).best))
    if total.figure == "held":
        found = ground.held(events, side, total.end, area)
    else:
        found = ground.gained(events, side, total.start, total.end, area)
    return square_km(found.low, found.high)


def within(query: Query) -> list[PublishedTotal]:
    """List the totals that may stand beside a view's figures: of days in its range, like for like, longest first."""
    found = [
        total for total in usable()[0] if query.start <= total.start and total.end <= query.end and fits(total, query)
    ]
    return sorted(found, key=lambda total: total.start - total.end)


def fits(total: PublishedTotal, query: Query) -> bool:
    """Tell whether a total counts what the figure counts that it stands beside, whatever the days.

    Beside strikes that are narrowed only what is narrowed alike may stand. Of strikes that are not narrowed a total
    may count a part, which its words name; the other figures are never narrowed.
    """
    kind = KINDS_OF_FIGURES[total.beside]
    if not query.has_kind(kind):
        return False
    if kind != "strike" or not narrowing.narrows_strikes(query):
        return True
    return all(getattr(total.query, name) == getattr(query, name) for name in _OF_STRIKES)


_OF_STRIKES = {name for rule in narrowing.RULES if "strike" in rule.kinds for name in rule.fields} - {"kinds"}
"""The fields of a query that narrow strikes."""


def fitting(query: Query) -> list[int]:
    """Return which of the totals, as :func:`usable` numbers them from 0, :func:`fits` a view: sort by sort."""
    found = [(list(FIGURES).index(total.figure), at) for at, total in enumerate(usable()[0]) if fits(total, query)]
    return [at for _sort, at in sorted(found)]


def by_figure(query: Query) -> dict[str, str]:
    """Tell what others counted in days of the range, a sentence a figure of the strip, by the figure's key."""
    found: dict[str, list[PublishedTotal]] = {}
    totals = within(query)
    for figure, key in FIGURES.items():
        found.setdefault(key, []).extend([total for total in totals if total.figure == figure][:MOST_BESIDE])
    return {key: told(some) for key, some in found.items() if some}


def of(query: Query, *figures: str, side: str = "") -> str:
    """Tell what others counted of some figures in days of the range, as one sentence; "" where there is nothing.

    Args:
        query: The view.
        figures: Names of :data:`lib.events.published.FIGURES`.
        side: Whose ground alone; "" for everybody's.
    """
    asked = [total for total in within(query) if total.figure in figures and (not side or total.side == side)]
    return told(asked[:MOST_BESIDE])


def sentence(query: Query) -> str:
    """Tell what others counted in days of the range, for a report: of each figure the longest; "" where nothing."""
    first: dict[str, PublishedTotal] = {}
    for total in within(query):
        first.setdefault(total.figure, total)
    return told([first[figure] for figure in FIGURES if figure in first])


def told(totals: list[PublishedTotal]) -> str:
    """Write totals as one sentence: "Others' counts: …"; "" for none."""
    return _("Others' counts: {list}.").format(list="; ".join(map(in_words, totals))) if totals else ""


def in_words(total: PublishedTotal) -> str:
    """Write one total with who counted and of which days."""
    return _("{n} {what} ({who}, {days})").format(
        n=theirs(total), what=total.what, who=total.publisher, days=span(total.start, total.end, short=True)
    )
