"""Figures and words of a view: the strip of numbers, and a title that is a finding.

Only counted facts, only primary rows, always as ranges; the front line and who holds what are as at the end of the
range.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Final

import pandas as pd

from lib.analysis import daily, displacement, inside_area, strikes
from lib.analysis.displacement import Displaced
from lib.analysis.displacement.official import OfficialCount, official_count
from lib.analysis.gains import Gain, best_known, taken
from lib.analysis.strikes import Toll, Unsure
from lib.config.crisis import CRISIS
from lib.events import narrowing, strike_filter
from lib.events.query import Query
from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.text import _, between, day, joined, ngettext, number, span, told
from lib.text.vocabulary import in_words


@dataclass(frozen=True)
class Figures:
    """The figures of one view.

    ``strikes`` counts primary strike reports, ``strikes_without_point`` those of them that no map can draw;
    ``civilians`` is persons reported killed; ``displaced`` persons by one counter's totals; ``changed`` lists the
    settlements whose controller at the end differs from that on the day before the range (place, previous_controller,
    controller, date …); ``front_km`` is kilometres. Where no strike passes what is asked of the sources,
    ``second_reports`` is how many uncounted reports would, and of how many strikes. ``movements`` is the number of
    arrows, where only some of them are shown. ``unsure`` is what reports of low confidence make up of the strikes
    and of the civilians killed, ``unsure_changed`` of the settlements; ``strikes_coarse`` are the strikes located to a
    sub-district or wider. ``official`` is a count of people displaced whose own days lie in the range, where the figure
    is of other days or a wide range.
    """

    strikes: int
    strikes_without_point: int
    civilians: Toll
    displaced: Displaced
    changed: pd.DataFrame
    front_km: float
    second_reports: tuple[int, int] = (0, 0)
    movements: int = 0
    unsure: Unsure = field(default_factory=Unsure)
    unsure_changed: int = 0
    strikes_coarse: int = 0
    official: OfficialCount | None = None

    @cached_property
    def gains(self) -> tuple[Gain, ...]:
        """What each side gained, the largest gain first."""
        by_side = self.changed.groupby("controller")["place"].nunique().sort_values(ascending=False, kind="stable")
        names = {side: tuple(best_known(self.changed, str(side))) for side in by_side.index}
        return tuple(Gain(str(side), int(n), names[side]) for side, n in by_side.items())


_FIGURES: TableCache[Figures] = TableCache(64)
"""Figures of the views asked for last: most readers look at one of a few periods."""


def figures(events: EventTable, query: Query) -> Figures:
    """Count what a view shows."""
    return _FIGURES.get_or_compute(events, query, lambda: _counted(events, query))


def _counted(events: EventTable, query: Query) -> Figures:
    struck = strikes.counted(events, query)
    displaced = displacement.displaced_in_range(events, query.start, query.end)
    changed = inside_area.net_changes(events, query)
    return Figures(
        strikes=struck.strikes,
        strikes_without_point=struck.without_point,
        civilians=struck.civilians,
        displaced=displaced,
        changed=changed,
        front_km=inside_area.front_km(events, query.end, query.within_area),
        second_reports=_second_reports(events, query, struck.strikes),
        unsure=struck.unsure,
        strikes_coarse=struck.coarse,
        unsure_changed=changed.loc[changed["confidence"] == displacement.LOW, "place"].nunique(),
        official=official_beside(events, displaced, query),
        movements=displacement.arrow_count(events, query) if narrowing.narrows_movements(query) else 0,
    )


WIDE: Final = 1.1
"""A range whose high end is more than this many times its low one is wide."""


def official_beside(events: EventTable, displaced: Displaced, query: Query) -> OfficialCount | None:
    """Return a count that says more of the range than the figure does, and is no older."""
    days = displaced.since, displaced.until
    wide = displaced.low is None or displaced.high is None or displaced.high > WIDE * displaced.low
    if days == (query.start, query.end) and not wide:
        return None
    found = official_count(events, query.start, query.end)
    if found is None or (found.since, found.until) == days:
        return None
    return found if displaced.until is None or found.until >= displaced.until else None


def _second_reports(events: EventTable, query: Query, counted: int) -> tuple[int, int]:
    asked = query.has_kind("strike") and strike_filter.asks_sources(query)
    return daily.second_reports(events, query) if asked and not counted else (0, 0)


def finding(counted: Figures, query: Query) -> str:
    """Write a title that says what happened: who took what, which strikes where only some are counted, how many fled.

    Facts of the figures only, and of the kinds of report that the view shows. A figure of other days than the range
    carries its days, and is left out where these reach beyond the range.
    """
    narrowed = narrowing.narrows_strikes(query)
    parts = [
        _placed(taken(counted.gains), query) if query.has_kind("control") else "",
        strikes_reported(counted.strikes, query) if query.has_kind("strike") and narrowed else "",
        displaced_finding(counted.displaced, query) if query.has_kind("displacement") else "",
        _movements_drawn(counted.movements, query) if query.kinds == narrowing.MOVEMENTS else "",
    ]
    found = [part for part in parts if part]
    if not found and counted.strikes and query.has_kind("strike"):
        found = [strikes_reported(counted.strikes, query)]
    if found:
        return joined(found)
    return _nothing_found(query)


def strikes_reported(n: int, query: Query) -> str:
    """Say how many strikes are reported, and of which alone: "3 reported strikes on schools, attribution alleged"."""
    if not narrowing.narrows_strikes(query):
        return ngettext("{n} strike reported", "{n} strikes reported", n).format(n=number(n))
    return _("{n} reported {strikes}").format(n=number(n), strikes=narrowing.strikes_in_words(query, n))


def _movements_drawn(n: int, query: Query) -> str:
    """Say how many movements are drawn where the view shows only some."""
    if not narrowing.narrows_movements(query):
        return ""
    words = ngettext("{n} movement drawn ({filter})", "{n} movements drawn ({filter})", n)
    return words.format(n=number(n), filter=narrowing.in_words(query, narrowing.MOVEMENTS))


def _nothing_found(query: Query) -> str:
    """Write a title for days of which no figure of the kinds shown tells."""
    if not query.has_kind("control"):
        if query.kinds == frozenset({"strike"}):
            return _placed(_("No strike reported in these days"), query)
        if query.kinds == frozenset({"displacement"}):
            return _("No total of displaced people was published that covers these days")
        return _("No figure of what is shown is reported in these days")
    passed = [point for point in CRISIS.turning_points if point.day < query.start]
    if passed:
        words = _("After {turning_point}: no change of control reported")
        return _placed(words.format(turning_point=max(passed, key=lambda point: point.day).name), query)
    return _placed(_("No change of control reported in these days"), query)


def _placed(found: str, query: Query) -> str:
    """Say with a finding in which area of the reader's own it holds."""
    where = narrowing.where(query)
    return _("{finding}, {where}").format(finding=found, where=where) if found and where else found


MOST_BEYOND: Final = timedelta(days=1)
"""How far the days of a figure may reach beyond the range that a title speaks of."""


def displaced_finding(displaced: Displaced, query: Query) -> str:
    """Say how many were displaced, for a title: with its days where they are not the range's.

    Return "" where they reach beyond the range: then the figure is no finding of these days; and where the view shows
    only some movements: the published totals are of all.
    """
    if narrowing.narrows_movements(query) or displaced.since is None or displaced.until is None:
        return ""
    if query.start - displaced.since > MOST_BEYOND or displaced.until - query.end > MOST_BEYOND:
        return ""
    n, days = between(displaced.low, displaced.high), other_days(displaced.since, displaced.until, query)
    most = int(displaced.high or displaced.low or 0)
    if not days:
        return ngettext("{n} person reported displaced", "{n} people reported displaced", most).format(n=n)
    words = ngettext("{n} person reported displaced {days}", "{n} people reported displaced {days}", most)
    return words.format(n=n, days=days)


def other_days(since: date, until: date, query: Query) -> str:
    """Say the days that a figure stands for where they are not the range of ``query``; else return ""."""
    return "" if (since, until) == (query.start, query.end) else span(since, until, short=True)


def displaced_name(displaced: Displaced, query: Query) -> str:
    """Name the displacement figure: with its days where they are not the range's."""
    if displaced.since is None or displaced.until is None:
        return _("people displaced")
    days = other_days(displaced.since, displaced.until, query)
    return _("people displaced, {days}").format(days=days) if days else _("people displaced")


def displaced_basis(displaced: Displaced, query: Query, official: OfficialCount | None = None) -> str:
    """Return what the displacement figure is the difference of, in words; its days stand in :func:`displaced_name`.

    ``official`` is what :func:`official_beside` gives, where it is to be told with it.
    """
    basis = _basis(displaced, query)
    if official is None:
        return basis
    words = _("{basis}; last official count inside it: {n}, {days}")
    days = span(official.since, official.until, short=True)
    return words.format(basis=basis, n=between(official.low, official.high), days=days)


def _basis(displaced: Displaced, query: Query) -> str:
    if displaced.since is None or displaced.until is None:
        return _("no two published totals cover these days")
    if other_days(displaced.since, displaced.until, query):
        basis = _("{who} totals; other days than the range").format(who=told(displaced.counter))
    else:
        dates = {"since": day(displaced.since, short=True), "until": day(displaced.until, short=True)}
        basis = _("{who} totals, {since} to {until}").format(who=told(displaced.counter), **dates)
    unsure = _("all of it by totals of low confidence") if displaced.unsure else ""
    return joined(part for part in (not_narrowed_note(query), basis, unsure) if part)


def not_narrowed_note(query: Query) -> str:
    """Say that the published totals are of everybody, where the view shows only some movements; else return ""."""
    return _("{area}, not narrowed").format(area=CRISIS.areas.whole_short) if narrowing.narrows_movements(query) else ""


def second_reports_note(counted: Figures) -> str:
    """Say that reports match which are not counted, where nothing that is counted does; else return ""."""
    n, strikes = counted.second_reports
    if not n:
        return ""
    of = ngettext("{n} strike", "{n} strikes", strikes).format(n=number(strikes))
    words = ngettext("{n} second report of {strikes} matches.", "{n} second reports of {strikes} match.", n)
    return words.format(n=number(n), strikes=of)


def milestones(events: EventTable, query: Query) -> pd.DataFrame:
    """Return the milestones of the range in order of date.

    Returns:
        event_id, date_start, subkind, note, source, source_url.
    """
    names = ["event_id", "date_start", "subkind", "note", "source", "source_url"]
    return daily.selected(events, events.milestones, query)[names].sort_values(
        ["date_start", "event_id"], kind="stable"
    )


def milestone_words(note: str, subkind: str) -> tuple[str, str]:
    """Split a milestone's words into what it is called and what is told of it: its note up to the colon, and after it.

    A speaker's name alone is no title: of "Bachelet: civilians killed: The High Commissioner ..." the first two parts
    are. A milestone without a note is called by its sub-kind.
    """
    title, text = parts_of(note)
    return told(title) or in_words(subkind), told(text)


def milestone_note(note: str) -> str:
    """Say a milestone's whole note in the reader's language: what it is called, a colon, and what is told of it."""
    title, text = map(told, parts_of(note))
    return _("{title}: {text}").format(title=title, text=text) if title and text else title or text


def parts_of(note: str) -> tuple[str, str]:
    """Split a milestone's note into what it is called and what is told of it, as the table has them."""
    title, _colon, text = note.partition(": ")
    if " " not in title and ": " in text:
        said, _colon, text = text.partition(": ")
        title = f"{title}: {said}"
    return title, text
