"""Figures and words of a view: the strip of numbers, and a title that is a finding.

Only counted facts, only primary rows, always as ranges; the front line and who holds what are as at the end of the
range.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from lib.analysis import control, displacement, strikes
from lib.analysis.displacement import Displaced
from lib.analysis.strikes import Toll
from lib.events import strike_filter
from lib.events.query import CEASEFIRE_AGREED, Query, select
from lib.events.schema import CONFIDENCES, SUBKINDS
from lib.events.table import EventTable
from lib.events.vocabulary import in_words
from lib.geography import places
from lib.wording import _, between, day, during, listed, ngettext, number, span

NAMED_RANK = 3
"""Settlements of this rank or better are important enough to be named in a title."""
MOST_NAMED = 3


@dataclass(frozen=True)
class Gain:
    """What one side gained in a range: how many settlements, and the best known of them by name, best rank first."""

    side: str
    settlements: int
    best_known: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """The figures of one view.

    ``strikes`` counts primary strike reports, ``strikes_without_point`` those of them that no map can draw;
    ``civilians`` is persons reported killed; ``displaced`` persons by one counter's totals; ``changed`` lists the
    settlements whose controller at the end differs from that on the eve of the range (place, previous_controller,
    controller, date …); ``front_km`` is kilometres.
    """

    strikes: int
    strikes_without_point: int
    civilians: Toll
    displaced: Displaced
    changed: pd.DataFrame
    front_km: float

    @cached_property
    def gains(self) -> tuple[Gain, ...]:
        """What each side gained, the largest gain first."""
        by_side = self.changed.groupby("controller")["place"].nunique().sort_values(ascending=False, kind="stable")
        names = {side: tuple(best_known(self.changed, str(side))) for side in by_side.index}
        return tuple(Gain(str(side), int(n), names[side]) for side, n in by_side.items())


def figures(events: EventTable, query: Query) -> Figures:
    """Count what a view shows."""
    struck = strikes.counted(events, query)
    return Figures(
        strikes=struck.strikes,
        strikes_without_point=struck.without_point,
        civilians=struck.civilians,
        displaced=displacement.displaced_in_range(events, query.start, query.end),
        changed=control.net_changes(events, query.start, query.end),
        front_km=front_km(events, query.end),
    )


def front_km(events: EventTable, day: date) -> float:
    """Length of the front at the end of ``day``, km."""
    return control.measured(events, day).front_km


def finding(counted: Figures, query: Query) -> str:
    """A title that says what happened: who took what, and how many were displaced. Facts of the figures only."""
    parts = [part for part in (_taken(counted.gains), _displaced(counted.displaced)) if part]
    if not parts and counted.strikes:
        words = ngettext("{n} strike reported", "{n} strikes reported", counted.strikes)
        parts = [words.format(n=number(counted.strikes))]
    if parts:
        return "; ".join(parts)
    if query.start > CEASEFIRE_AGREED:
        return _("After the Moscow ceasefire: no change of control reported")
    return _("No change of control reported in these days")


def _taken(gains: tuple[Gain, ...]) -> str:
    """Who gained the most settlements, the best known of them by name."""
    if not gains:
        return ""
    most = gains[0]
    others = most.settlements - len(most.best_known)
    who = in_words(most.side).capitalize()
    if not most.best_known:
        words = ngettext("{who} takes {n} settlement", "{who} takes {n} settlements", others)
        return words.format(who=who, n=number(others))
    names = ", ".join(most.best_known)
    if not others:
        return _("{who} takes {names}").format(who=who, names=names)
    words = ngettext("{who} takes {names} and {n} other place", "{who} takes {names} and {n} other places", others)
    return words.format(who=who, names=names, n=number(others))


def best_known(changed: pd.DataFrame, winner: str) -> list[str]:
    """The best known of the settlements that ``winner`` gained, at most :data:`MOST_NAMED`, best rank first."""
    gained = changed.loc[changed["controller"] == winner]
    rank = gained["place"].map(places.ranks()).fillna(99)
    named = gained.assign(rank=rank).loc[rank <= NAMED_RANK].sort_values(["rank", "date"], kind="stable")
    return list(named["place"].drop_duplicates().head(MOST_NAMED))


def _displaced(displaced: Displaced) -> str:
    if displaced.low is None and displaced.high is None:
        return ""
    return _("{n} people reported displaced").format(n=between(displaced.low, displaced.high))


def displaced_basis(displaced: Displaced) -> str:
    """What the displacement figure is the difference of, in words."""
    if displaced.since is None or displaced.until is None:
        return _("no two published totals tell for these days")
    dates = {"since": day(displaced.since, short=True), "until": day(displaced.until, short=True)}
    return _("{who} totals, {since} to {until}").format(who=displaced.counter, **dates)


def sentences(counted: Figures, query: Query) -> tuple[str, ...]:
    """The figures of a view as plain sentences: who gained what and the front, strikes, displacement.

    Counted facts only, each with what it rests on; a kind of event that the filter leaves out is not spoken of. At
    most three, and never none.
    """
    told = (
        _control_told(counted, query) if query.has_kind("control") else "",
        _strikes_told(counted, query) if query.has_kind("strike") else "",
        _displaced_told(counted.displaced) if query.has_kind("displacement") else "",
    )
    spoken = tuple(sentence for sentence in told if sentence)
    return spoken or (_("The filter leaves nothing to count in these days."),)


def written(counted: Figures, query: Query) -> str:
    """The written summary: :func:`sentences` as one paragraph."""
    return " ".join(sentences(counted, query))


def alternative(counted: Figures, query: Query, drawn: Mapping[str, float]) -> str:
    """The alternative text of a map, for readers who cannot see it: what it draws, then the written summary.

    Args:
        counted: The figures of the view.
        query: What the map shows.
        drawn: What is on the map in numbers, as :func:`lib.maps.layers.drawn` gives it.
    """
    return f"{depicted(query, drawn)} {written(counted, query)}"


def depicted(query: Query, drawn: Mapping[str, float]) -> str:
    """What a map of ``query`` draws, as one sentence; ``drawn`` as for :func:`alternative`."""
    struck, moves, camps, crossings = (int(drawn[name]) for name in ("strike_places", "flows", "camps", "crossings"))
    parts = [
        _("areas of control") if drawn["control_areas"] else "",
        _("the front line") if drawn["front_km"] else "",
        ngettext("{n} place with strikes", "{n} places with strikes", struck).format(n=number(struck))
        if struck
        else "",
        ngettext("{n} reported movement of people", "{n} reported movements of people", moves).format(n=number(moves))
        if moves
        else "",
        ngettext("{n} camp", "{n} camps", camps).format(n=number(camps)) if camps else "",
        ngettext("{n} crossing", "{n} crossings", crossings).format(n=number(crossings)) if crossings else "",
    ]
    shown = [part for part in parts if part]
    when = span(query.start, query.end)
    if not shown:
        return _("Map of Idlib, north-west Syria, {when}, with nothing drawn on it.").format(when=when)
    return _("Map of Idlib, north-west Syria, {when}: {things}.").format(when=when, things=listed(shown))


def _control_told(counted: Figures, query: Query) -> str:
    """Settlements that changed hands, and the front at the end."""
    total = counted.changed["place"].nunique()
    if total:
        words = ngettext(
            "{when}, {n} settlement is reported to have changed hands ({gains})",
            "{when}, {n} settlements are reported to have changed hands ({gains})",
            total,
        )
    else:
        words = _("{when}, no settlement is reported to have changed hands")
    changed = words.format(when=during(query.start, query.end), n=number(total), gains=_gains(counted.gains))
    if not counted.front_km:
        return _("{changed}; no front line can be computed from the reports known by then.").format(changed=changed)
    front = (
        _("{changed}; the front line computed for the end of that day is {n} km long.")
        if query.start == query.end
        else _("{changed}; the front line computed for the end of the last day is {n} km long.")
    )
    return front.format(changed=changed, n=number(counted.front_km))


def _gains(gains: tuple[Gain, ...]) -> str:
    """What passed to whom: "45 to the government, among them Saraqib; 1 to the opposition"."""
    every = len(gains) == 1 and gains[0].settlements > 1
    return "; ".join(_gained(gain, every=every) for gain in gains)


def _gained(gain: Gain, *, every: bool) -> str:
    """What one side gained; ``every`` when no other gained anything."""
    to_whom = {
        "government": _("{n} to the government"),
        "opposition": _("{n} to the opposition"),
        "turkey_backed": _("{n} to Turkish-backed forces"),
        "kurdish_led": _("{n} to Kurdish-led forces"),
        "contested": _("{n} now contested"),
    }
    gained = to_whom[gain.side].format(n=_("all") if every else number(gain.settlements))
    names = list(gain.best_known)
    if not names:
        return gained
    if len(names) == gain.settlements:
        return _("{gained}: {names}").format(gained=gained, names=listed(names))
    return _("{gained}, among them {names}").format(gained=gained, names=listed(names))


def _strikes_told(counted: Figures, query: Query) -> str:
    """Strikes reported, and the civilians reported killed in those that give a figure."""
    n, killed = counted.strikes, counted.civilians
    of_strikes = query.subkinds & frozenset(SUBKINDS["strike"])
    narrowed = bool(of_strikes) or query.confidence != frozenset(CONFIDENCES) or strike_filter.narrows(query)
    if not n and narrowed:
        return _("No strike that passes the filter is reported for these days.")
    if not n:
        return _("No strike is reported for these days, which is not evidence of quiet.")
    words = (
        ngettext("{n} strike that passes the filter is reported", "{n} strikes that pass the filter are reported", n)
        if narrowed
        else ngettext("{n} strike is reported", "{n} strikes are reported", n)
    )
    told = words.format(n=number(n))
    if killed.low is None and killed.high is None:
        return _("{told}, without a figure of civilians killed, which does not mean none.").format(told=told)
    most = killed.high if killed.high is not None else killed.low
    persons = ngettext("{n} civilian", "{n} civilians", most or 0).format(n=between(killed.low, killed.high))
    told = _("{told}, with {persons} reported killed").format(told=told, persons=persons)
    if not killed.silent:
        return _("{told}.").format(told=told)
    silent = ngettext(
        "{told}; {n} of them has no such figure, which does not mean none.",
        "{told}; {n} of them have no such figure, which does not mean none.",
        killed.silent,
    )
    return silent.format(told=told, n=number(killed.silent))


def _displaced_told(displaced: Displaced) -> str:
    """People reported displaced, the days that the two totals stand for, and whose totals they are."""
    if displaced.since is None or displaced.until is None:
        return _("No two published totals of {who} tell how many people were displaced in these days.").format(
            who=displaced.counter
        )
    most = displaced.high if displaced.high is not None else displaced.low
    words = ngettext(
        "{when}, {n} person is reported displaced, by the published totals of {who}.",
        "{when}, {n} people are reported displaced, by the published totals of {who}.",
        most or 0,
    )
    return words.format(
        when=during(displaced.since, displaced.until),
        n=between(displaced.low, displaced.high),
        who=displaced.counter,
    )


def milestones(events: EventTable, query: Query) -> pd.DataFrame:
    """Milestones of the range in order of date.

    Returns:
        event_id, date_start, subkind, note, source, source_url.
    """
    told = ["event_id", "date_start", "subkind", "note", "source", "source_url"]
    rows = events.milestones[[*told, "kind", "confidence", "date_end"]]
    return select(rows, query)[told].sort_values(["date_start", "event_id"], kind="stable")


def milestone_words(note: str, subkind: str) -> tuple[str, str]:
    """What a milestone is called, and what is told of it: its note up to the colon, and after it.

    A speaker's name alone is no title: of "Bachelet: civilians killed: The High Commissioner ..." the first two parts
    are. A milestone without a note is called by its sub-kind.
    """
    title, _colon, text = note.partition(": ")
    if " " not in title and ": " in text:
        said, _colon, text = text.partition(": ")
        title = f"{title}: {said}"
    return title or in_words(subkind), text
