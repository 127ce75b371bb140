"""Figures and words of a view: the strip of numbers, and a title that is a finding.

Only counted facts, only primary rows, always as ranges; the front line and who holds what are as at the end of the
range.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.analysis import control, displacement, strikes
from lib.analysis.displacement import Displaced
from lib.analysis.kept import Kept
from lib.analysis.strikes import Toll
from lib.events.query import CEASEFIRE_AGREED, Query, select
from lib.events.table import EventTable
from lib.events.vocabulary import in_words
from lib.geography import places
from lib.wording import _, between, day, ngettext, number

NAMED_RANK = 3
"""Settlements of this rank or better are important enough to be named in a title."""
MOST_NAMED = 3


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


_LENGTHS: Kept[float] = Kept(256)


def front_km(events: EventTable, day: date) -> float:
    """Length of the front at the end of ``day``, km. Kept by control date: reading a whole map takes 30 ms."""
    as_of = control.snap(events, day)
    return _LENGTHS.of(events, as_of, lambda: control.control_map(events, as_of).front_km)


def finding(counted: Figures, query: Query) -> str:
    """A title that says what happened: who took what, and how many were displaced. Facts of the figures only."""
    parts = [part for part in (_taken(counted.changed), _displaced(counted.displaced)) if part]
    if not parts and counted.strikes:
        words = ngettext("{n} strike reported", "{n} strikes reported", counted.strikes)
        parts = [words.format(n=number(counted.strikes))]
    if parts:
        return "; ".join(parts)
    if query.start > CEASEFIRE_AGREED:
        return _("After the Moscow ceasefire: no change of control reported")
    return _("No change of control reported in these days")


def _taken(changed: pd.DataFrame) -> str:
    """Who gained the most settlements, the best known of them by name."""
    if changed.empty:
        return ""
    winner = changed["controller"].value_counts().index[0]
    gained = changed.loc[changed["controller"] == winner]
    names = best_known(changed, winner)
    others = gained["place"].nunique() - len(names)
    who = in_words(winner).capitalize()
    if not names:
        words = ngettext("{who} takes {n} settlement", "{who} takes {n} settlements", others)
        return words.format(who=who, n=number(others))
    listed = ", ".join(names)
    if not others:
        return _("{who} takes {names}").format(who=who, names=listed)
    words = ngettext("{who} takes {names} and {n} other place", "{who} takes {names} and {n} other places", others)
    return words.format(who=who, names=listed, n=number(others))


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


def milestones(events: EventTable, query: Query) -> pd.DataFrame:
    """Milestones of the range in order of date."""
    return select(events.milestones, query).sort_values(["date_start", "event_id"], kind="stable")


def milestone_title(note: str, subkind: str) -> str:
    """What a milestone is called: its note up to the colon, else the kind of turn it was."""
    return note.split(": ", 1)[0] or in_words(subkind)
