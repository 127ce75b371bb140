"""The figures of a view as plain sentences, for the written summary and for readers who do not see the map."""

from __future__ import annotations

from collections.abc import Mapping

from lib.analysis import summary
from lib.analysis.displacement.official import OfficialCount
from lib.analysis.gains import Gain
from lib.config.crisis import CRISIS
from lib.events import narrowing, own_marks
from lib.events.query import Query
from lib.geography.places import local
from lib.text import _, between, day, during, joined, listed, ngettext, number, span, told
from lib.text.sides import won


def sentences(counted: summary.Figures, query: Query) -> tuple[str, ...]:
    """Tell the figures of a view in plain sentences: who gained what and the front, strikes, displacement.

    Counted facts only, each with what it rests on; a kind of event that the filter leaves out is not spoken of. At
    most three, and never none.
    """
    candidates = (
        _of_control(counted, query) if query.has_kind("control") else "",
        _of_strikes(counted, query) if query.has_kind("strike") else "",
        _of_displacement(counted, query) if query.has_kind("displacement") else "",
    )
    spoken = tuple(sentence for sentence in candidates if sentence)
    return spoken or (_("The filter leaves nothing to count in these days."),)


def written(counted: summary.Figures, query: Query) -> str:
    """Write the summary: :func:`sentences` as one paragraph."""
    return " ".join(sentences(counted, query))


def depicted(query: Query, drawn: Mapping[str, float]) -> str:
    """Say in one sentence what a map of ``query`` draws; ``drawn`` as :func:`lib.layers.drawn` gives it."""
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
        own_marks.number_in_words(query.marks),
    ]
    shown = [part for part in parts if part]
    when = span(query.start, query.end)
    if not shown:
        return _("Map of {place}, {when}, with nothing drawn on it.").format(place=CRISIS.place, when=when)
    return _("Map of {place}, {when}: {things}.").format(place=CRISIS.place, when=when, things=listed(shown))


def _of_control(counted: summary.Figures, query: Query) -> str:
    """Tell which settlements changed hands, and the front at the end."""
    total, where, when = counted.changed["place"].nunique(), narrowing.where(query), during(query.start, query.end)
    if where:
        when = _("{when}, {where}").format(when=when, where=where)
    if total:
        words = ngettext(
            "{when}, {n} settlement is reported to have changed hands ({gains})",
            "{when}, {n} settlements are reported to have changed hands ({gains})",
            total,
        )
    else:
        words = _("{when}, no settlement is reported to have changed hands")
    changed = words.format(when=when, n=number(total), gains=_gains(counted.gains))
    if where:
        front = (
            _("{changed}; {n} km of the front line computed for the end of the last day run through it.")
            if counted.front_km
            else _("{changed}; no front line is computed there for the end of the last day.")
        )
        return front.format(changed=changed, n=number(counted.front_km))
    ended = CRISIS.ended_by(query.end)
    if not counted.front_km and ended:
        side, since = max(ended.items(), key=lambda one: one[1])
        words = _("{changed}; no front line is left: {side} holds nothing since {day}.")
        return words.format(changed=changed, side=CRISIS.side(side).to, day=day(since))
    if not counted.front_km:
        return _("{changed}; no front line can be computed from the reports known by then.").format(changed=changed)
    front = (
        _("{changed}; the front line computed for the end of that day is {n} km long.")
        if query.start == query.end
        else _("{changed}; the front line computed for the end of the last day is {n} km long.")
    )
    return front.format(changed=changed, n=number(counted.front_km))


def _gains(gains: tuple[Gain, ...]) -> str:
    """Say what passed to whom: "45 to one side, among them A; 1 to the other"."""
    every = len(gains) == 1 and gains[0].settlements > 1
    return joined(_gained(gain, every=every) for gain in gains)


def _gained(gain: Gain, *, every: bool) -> str:
    """Say what one side gained; ``every`` when no other gained anything."""
    gained = won(gain.side, gain.settlements, every=every)
    names = [local(name) for name in gain.best_known]
    if not names:
        return gained
    if len(names) == gain.settlements:
        return _("{gained}: {names}").format(gained=gained, names=listed(names))
    return _("{gained}, among them {names}").format(gained=gained, names=listed(names))


def _of_strikes(counted: summary.Figures, query: Query) -> str:
    """Tell the strikes reported, and the civilians reported killed in those that give a figure."""
    n, killed = counted.strikes, counted.civilians
    narrowed = narrowing.in_words(query, narrowing.STRIKES)
    if not n and narrowed:
        none = _("No such strike is counted for these days ({filter}).").format(filter=narrowed)
        return f"{none} {summary.second_reports_note(counted)}".strip()
    if not n:
        return _("No strike is reported for these days, which is not evidence of quiet.")
    words = (
        ngettext(
            "{n} strike is reported that passes the filter ({filter})",
            "{n} strikes are reported that pass the filter ({filter})",
            n,
        )
        if narrowed
        else ngettext("{n} strike is reported", "{n} strikes are reported", n)
    )
    count = words.format(n=number(n), filter=narrowed)
    if killed.low is None and killed.high is None:
        return _("{count}, without a figure of civilians killed, which does not mean none.").format(count=count)
    most = killed.high if killed.high is not None else killed.low
    persons = ngettext("{n} civilian", "{n} civilians", most or 0).format(n=between(killed.low, killed.high))
    count = _("{count}, with {persons} reported killed").format(count=count, persons=persons)
    if not killed.silent:
        return _("{count}.").format(count=count)
    silent = ngettext(
        "{count}; {n} of them has no such figure, which does not mean none.",
        "{count}; {n} of them have no such figure, which does not mean none.",
        killed.silent,
    )
    return silent.format(count=count, n=number(killed.silent))


def _of_displacement(counted: summary.Figures, query: Query) -> str:
    """Say how many people are reported displaced, and a count of days inside the range that says more, if any."""
    official = _official(counted.official) if counted.official else ""
    return f"{_displaced(counted, query)} {official}".strip()


def _official(count: OfficialCount) -> str:
    """Return a count of days inside the range, with these days."""
    most = int(count.high or count.low or 0)
    words = (
        ngettext(
            "Last official count inside these days: {n} person displaced {when} from {origin} ({who}).",
            "Last official count inside these days: {n} people displaced {when} from {origin} ({who}).",
            most,
        )
        if count.origin
        else ngettext(
            "Last official count inside these days: {n} person displaced {when} ({who}).",
            "Last official count inside these days: {n} people displaced {when} ({who}).",
            most,
        )
    )
    n, when = between(count.low, count.high), span(count.since, count.until)
    return words.format(n=n, when=when, origin=local(count.origin), who=told(count.counter))


def _displaced(counted: summary.Figures, query: Query) -> str:
    """Say how many people are reported displaced, the days that the two totals stand for, and whose these are."""
    displaced = counted.displaced
    if displaced.since is None or displaced.until is None:
        if not displaced.counter:
            return _("No published total of the displaced covers these days.")
        return _("No two published totals of {who} cover these days.").format(who=told(displaced.counter))
    most = displaced.high if displaced.high is not None else displaced.low
    words = ngettext(
        "{when}, {n} person is reported displaced, by the published totals of {who}.",
        "{when}, {n} people are reported displaced, by the published totals of {who}.",
        most or 0,
    )
    text = words.format(
        when=during(displaced.since, displaced.until),
        n=between(displaced.low, displaced.high),
        who=told(displaced.counter),
    )
    if not summary.not_narrowed_note(query):
        return text
    whole = _("That is of the {area}: the totals cannot be narrowed.").format(area=CRISIS.areas.whole_short)
    return f"{text} {whole}"
