"""Others' totals beside our figure of the same days, each with its scope: set side by side, never mixed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lib.analysis import control, displacement, ground, strikes, summary
from lib.analysis.figure_rows import KINDS_OF_FIGURES
from lib.config import paths
from lib.events import narrowing, published
from lib.events.published import FIGURES, PublishedTotal
from lib.events.query import Query
from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.geography.governorates import governorate
from lib.text import _, between, joined, number, span, square_km

MOST_BESIDE, MOST_IN_A_REPORT = 2, 1
"""Totals of one sort that stand with a figure and in a report, with any others of the same days: more are a table."""
_OURS: TableCache[str] = TableCache(128)


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
    return _OURS.get_or_compute(events, total, lambda: _ours(events, total))


def _ours(events: EventTable, total: PublishedTotal) -> str:
    query = total.query
    if total.figure in published.GROUND:
        return _ground(events, total)
    if total.figure == "changed":
        return _changed(events, total)
    if total.figure == "displaced":
        return _displaced(events, total)
    if total.figure == "strikes":
        return number(strikes.counted(events, query).strikes)
    killed = {"civilians": "civilian_deaths", "killed": "deaths"}[total.figure]
    toll = strikes.toll(strikes.strikes(events, query), killed)
    return between(toll.low, toll.high)


def _changed(events: EventTable, total: PublishedTotal) -> str:
    """Write how many settlements passed to the side that a total names, and how many of them by unsure reports."""
    every = control.net_changes(events, total.query.start, total.query.end)
    mine = every.loc[every["controller"] == total.side] if total.side else every
    n, whole = mine["place"].nunique(), every["place"].nunique()
    unsure = mine.loc[mine["confidence"] == displacement.LOW, "place"].nunique()
    also = [
        _("{n} of low confidence").format(n=number(unsure)) if unsure else "",
        _("{n} to any side").format(n=number(whole)) if whole != n else "",
    ]
    said = [part for part in also if part]
    return _("{figure} ({also})").format(figure=number(n), also=joined(said)) if said else number(n)


def _displaced(events: EventTable, total: PublishedTotal) -> str:
    query = total.query
    found = displacement.displaced_in_range(events, query.start, query.end)
    figure = between(found.low, found.high)
    if found.since is None or found.until is None:
        return figure
    days = summary.other_days(found.since, found.until, query)
    figure = _("{figure}, {days}").format(figure=figure, days=days) if days else figure
    same = found.counter == total.publisher
    return _("{figure} (the same counter)").format(figure=figure) if same else figure


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


def within(query: Query, counter: str) -> list[PublishedTotal]:
    """List the totals that may stand beside a view's figures: of days in its range, like for like, longest first.

    ``counter`` is whose totals of people displaced our own figure is made of.
    """
    found = [
        total
        for total in usable()[0]
        if query.start <= total.start and total.end <= query.end and fits(total, query, counter)
    ]
    return sorted(found, key=lambda total: total.start - total.end)


def fits(total: PublishedTotal, query: Query, counter: str) -> bool:
    """Tell whether a total counts what the figure counts that it stands beside, whatever the days.

    Beside strikes that are narrowed only what is narrowed alike may stand. Of strikes that are not narrowed a total
    may count a part, which its words name. Beside the settlements of an area of the reader's own stands nothing; people
    displaced are never narrowed. A total of people displaced by the counter whose totals our figure is made of bears
    nothing out, and does not stand beside it.
    """
    kind = KINDS_OF_FIGURES[total.beside]
    if not query.has_kind(kind) or (total.figure == "displaced" and total.publisher == counter):
        return False
    if kind == "control" and query.within_area:
        return False
    if kind != "strike" or not narrowing.narrows_strikes(query):
        return True
    return all(getattr(total.query, name) == getattr(query, name) for name in _OF_STRIKES)


_OF_STRIKES = {name for rule in narrowing.RULES if "strike" in rule.kinds for name in rule.fields} - {"kinds"}
"""The fields of a query that narrow strikes."""


def fitting(query: Query, counter: str) -> list[int]:
    """Return which of the totals, as :func:`usable` numbers them from 0, :func:`fits` a view: sort by sort."""
    totals = enumerate(usable()[0])
    found = [(list(FIGURES).index(total.figure), at) for at, total in totals if fits(total, query, counter)]
    return [at for _sort, at in sorted(found)]


def by_figure(query: Query, counter: str) -> dict[str, str]:
    """Tell what others counted in days of the range, a sentence a figure of the strip, by the figure's key."""
    keys = {key: tuple(name for name, beside in FIGURES.items() if beside == key) for key in FIGURES.values()}
    told = {key: of(query, *names, counter=counter) for key, names in keys.items()}
    return {key: sentence for key, sentence in told.items() if sentence}


def of(query: Query, *figures: str, counter: str = "", side: str = "") -> str:
    """Tell what others counted of some figures in days of the range, as one sentence; "" where there is nothing.

    Args:
        query: The view.
        figures: Names of :data:`lib.events.published.FIGURES`.
        counter: Whose totals of people displaced our own figure is made of.
        side: Whose ground alone; "" for everybody's.
    """
    asked = [total for total in within(query, counter) if not side or total.side == side]
    return _told(asked, figures, in_words, MOST_BESIDE)


def sentence(events: EventTable, query: Query) -> str:
    """Tell what others counted in days of the range, each with ours of its very days, for a report; "" for nothing."""
    totals = within(query, displacement.total_counter(events))
    return _told(totals, FIGURES, lambda total: in_words(total, ours(events, total)), MOST_IN_A_REPORT)


def _told(
    totals: list[PublishedTotal], figures: Iterable[str], words: Callable[[PublishedTotal], str], most: int
) -> str:
    """Write totals as one sentence, "Others' counts: …", figure by figure; "" for none.

    Of a figure the longest spells of days stand: all totals of these days, since none is better than another. How many
    more there are is said.
    """
    sorts = [[total for total in totals if total.figure == figure] for figure in figures]
    shown = [total for sort in sorts for total in _longest(sort, most)]
    if not shown:
        return ""
    more = sum(map(len, sorts)) - len(shown)
    rest = [_("more on the method page: {n}").format(n=number(more))] if more else []
    return _("Others' counts: {list}.").format(list=joined([*map(words, shown), *rest]))


def _longest(sort: list[PublishedTotal], most: int) -> list[PublishedTotal]:
    """Return the ``most`` first totals of a sort, which is in order of length, and any others of the same days."""
    days = {(total.start, total.end) for total in sort[:most]}
    return [total for total in sort if (total.start, total.end) in days]


def in_words(total: PublishedTotal, mine: str = "") -> str:
    """Write one total with who counted and of which days; and ``mine``, our figure of these days, if it is given."""
    words = _("{n} {what} ({who}, {days}; ours: {ours})") if mine else _("{n} {what} ({who}, {days})")
    days = span(total.start, total.end, short=True)
    return words.format(n=theirs(total), what=total.what, who=total.publisher, days=days, ours=mine)
