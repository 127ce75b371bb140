"""What each side gained in a range: how many settlements, the best known of them, and a title that says so."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lib.config.crisis import CONTESTED, CRISIS
from lib.geography import places
from lib.text import _, enumerated, ngettext, number
from lib.text.sides import takes
from lib.text.vocabulary import in_words

NAMED_RANK = 3
"""Settlements of this rank or better are important enough to be named in a title."""
MOST_NAMED = 3


@dataclass(frozen=True)
class Gain:
    """What one side gained in a range: how many settlements, and the best known of them by name, best rank first."""

    side: str
    settlements: int
    best_known: tuple[str, ...]


def best_known(changed: pd.DataFrame, winner: str) -> list[str]:
    """Name the best known of the settlements that ``winner`` gained, at most :data:`MOST_NAMED`.

    Those come first that the crisis names in its headlines, in its order; then those of the best rank, by date.
    """
    gained = changed.loc[changed["controller"] == winner]
    first = {name: place for place, name in enumerate(CRISIS.headline)}
    order, rank = gained["place"].map(first).fillna(99), gained["place"].map(places.ranks()).fillna(99)
    named = gained.assign(order=order, rank=rank).loc[(rank <= NAMED_RANK) | gained["place"].isin(list(first))]
    named = named.sort_values(["order", "rank", "date"], kind="stable")
    return list(named["place"].drop_duplicates().head(MOST_NAMED))


def taken(gains: tuple[Gain, ...]) -> str:
    """Write for a title who gained the most settlements, best known ones by name, and how many others did; "" for none.

    What is contested is nobody's gain, and stands in a title where nothing else changed.
    """
    won = [gain for gain in gains if gain.side != CONTESTED]
    if won:
        return enumerated([_most_taken(won[0]), *map(_also_taken, won[1:])])
    n = sum(gain.settlements for gain in gains)
    return ngettext("{n} settlement now contested", "{n} settlements now contested", n).format(n=number(n)) if n else ""


def _also_taken(gain: Gain) -> str:
    """Say how many settlements a side gained that others outdid, with the best known of them."""
    words = _("{who} {n}, {name} among them") if gain.best_known else _("{who} {n}")
    name = places.local(next(iter(gain.best_known), ""))
    if gain.settlements == 1 and name:
        words = _("{who} {name}")
    return words.format(who=in_words(gain.side), n=number(gain.settlements), name=name)


def _most_taken(most: Gain) -> str:
    others = most.settlements - len(most.best_known)
    if not most.best_known:
        words = ngettext("{n} settlement", "{n} settlements", others)
        return takes(most.side, words.format(n=number(others)))
    names = enumerated(map(places.local, most.best_known))
    if others:
        words = ngettext("{names} and {n} other place", "{names} and {n} other places", others)
        names = words.format(names=names, n=number(others))
    return takes(most.side, names)
