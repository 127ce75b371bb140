"""All pairs of a reader's report and one of the map's that may be of the same incident, each with its score.

The reader's rows are sorted once by place, kind and first day; for each of the map's rows the rows of a nearby place
and of its days are then a slice. Both the number of slices and of pairs have a limit, so that a million rows of one
town and one day take seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.analysis.same_incident.likeness import Features, Ints, features, score
from lib.analysis.same_incident.places import KEY, By, pairs_of_places, places
from lib.events.schema import KINDS

MOST_COMPARED = 3_000_000
"""Most pairs of rows that are compared."""
CHUNK = 1_000_000
"""Pairs compared at a time."""
KEPT = 20
"""Most candidates kept of a row, of either table, best first."""
LEAST_SCORE = 50.0
"""What a pair must reach to be proposed."""
LENGTHS = (3, 31, 8_000)
"""Rows are searched in turn by how many days they last: the longer, the more days before have to be looked at."""
_SPAN = 1 << 15
"""More than the days between the first and the last that a table may have."""

COLUMNS = ("mine", "ours", "by", "metres", "days", "subkind", "figures", "targets", "source", "score")


@dataclass(frozen=True)
class Candidates:
    """Pairs that may be one incident.

    Attributes:
        frame: :data:`COLUMNS`: positions of both rows, by (:class:`lib.analysis.same_incident.places.By`), metres
            apart (NaN where one has no point), days apart (0 when they overlap), subkind (whether it is the same
            word), figures (:class:`lib.analysis.same_incident.likeness.Agreement`), targets and source (whether they
            share one), score (to 100, and up to 115 where they share a target and a source). Best first.
        not_compared: How many pairs of rows were passed over because there were more than can be compared.
    """

    frame: pd.DataFrame
    not_compared: int = 0


def candidates(mine: pd.DataFrame, ours: pd.DataFrame) -> Candidates:
    """Compare the counted rows of two event frames.

    Args:
        mine: The reader's frame, columns of :data:`lib.events.schema.COLUMNS`.
        ours: The map's.

    Returns:
        The candidates; a row may be in several of them.
    """
    of_ours = features(ours, np.flatnonzero(ours["is_primary"].to_numpy()))
    of_mine = _within(mine, of_ours)
    if not len(of_mine) or not len(of_ours):
        return Candidates(_none())
    sites = places(mine[KEY].iloc[of_mine.rows]), places(ours[KEY].iloc[of_ours.rows])
    near = pairs_of_places(*sites)
    found, passed_over = [_none()], 0
    for pairs, more in _slices(of_mine, of_ours, sites[0].of, sites[1].of, near):
        passed_over += more
        found.append(_scored(of_mine, of_ours, pairs, near))
    return Candidates(_best(pd.concat(found, ignore_index=True)), passed_over)


def _none() -> pd.DataFrame:
    types = {"by": "int8", "metres": "float64", "days": "int64", "subkind": "bool", "figures": "int8",
             "targets": "bool", "source": "bool", "score": "float64"}  # fmt: skip
    return pd.DataFrame({name: pd.Series([], dtype=types.get(name, "int64")) for name in COLUMNS})


def _within(mine: pd.DataFrame, ours: Features) -> Features:
    """Return the counted rows of a reader's frame that lie in the days of the map's."""
    if not len(ours):
        return features(mine, np.zeros(0, np.int64))
    day = pd.Timedelta(days=1)
    first, last = pd.Timestamp(ours.start.min(), unit="D") - day, pd.Timestamp(ours.end.max(), unit="D") + day
    kept = mine["is_primary"] & (mine["date_end"] >= first) & (mine["date_start"] <= last)
    return features(mine, np.flatnonzero(kept.to_numpy(dtype=bool)))


def _slices(
    mine: Features, ours: Features, my_place: Ints, our_place: Ints, near: pd.DataFrame
) -> Iterator[tuple[tuple[Ints, Ints, Ints], int]]:
    """Yield rows of nearby places and days.

    Yields:
        Positions in ``mine``, in ``ours`` and in ``near``, one each, some at a time; and how many were passed over.
    """
    near = near.sort_values(["ours", "near"], ascending=[True, False], kind="stable")
    # One entry for each of our rows and each place of the reader's near to it.
    first, last = (np.searchsorted(near["ours"].to_numpy(), our_place, side) for side in ("left", "right"))
    row, nth, more = _spread(first, last, MOST_COMPARED)
    link = near.index.to_numpy()[nth]
    place = near["mine"].to_numpy()[nth]
    origin = min(mine.start.min(), ours.start.min()) - LENGTHS[-1]
    length = mine.end - mine.start + 1
    sort_key = (my_place * len(KINDS) + mine.kind) * _SPAN + (mine.start - origin)
    base = (place * len(KINDS) + ours.kind[row]) * _SPAN - origin
    shortest = 1
    yield (np.zeros(0, np.int64),) * 3, more
    for longest in LENGTHS:
        these = np.flatnonzero((length >= shortest) & (length <= longest))
        these = these[np.argsort(sort_key[these], kind="stable")]
        shortest = longest + 1
        keys = sort_key[these]
        low = np.searchsorted(keys, base + ours.start[row] - longest, "left")
        high = np.searchsorted(keys, base + ours.end[row] + 1, "right")
        same_day = np.searchsorted(keys, base + ours.start[row], "left")
        entry, at, more = _spread(low, high, MOST_COMPARED // len(LENGTHS), same_day)
        yield (np.zeros(0, np.int64),) * 3, more
        for begin in range(0, len(entry), CHUNK):
            part = slice(begin, begin + CHUNK)
            yield (these[at[part]], row[entry[part]], link[entry[part]]), 0


def _spread(first: Ints, last: Ints, most: int, begin: Ints | None = None) -> tuple[Ints, Ints, int]:
    """Return each position of each slice ``first`` to ``last``, its slice, and how many are left out.

    Where there are more than ``most``, long slices are cut to the same length, from ``begin`` on where that is given.
    """
    n = np.maximum(last - first, 0)
    total = int(n.sum())
    if total > most:
        # Slices that are short enough stay whole; the others share what is left.
        ordered = np.sort(n)
        whole = int((np.cumsum(ordered) + ordered * np.arange(len(n) - 1, -1, -1) <= most).sum())
        n = np.minimum(n, max((most - int(ordered[:whole].sum())) // (len(n) - whole), 1))
        first = first if begin is None else np.clip(begin, first, np.maximum(last - n, first))
    of = np.repeat(np.arange(len(n)), n)
    begins = np.cumsum(n) - n
    return of, np.repeat(first, n) + np.arange(len(of)) - np.repeat(begins, n), total - len(of)


def _scored(mine: Features, ours: Features, pairs: tuple[Ints, Ints, Ints], near: pd.DataFrame) -> pd.DataFrame:
    i, j, link = pairs
    nowhere = near["by"].to_numpy() == By.COUNTER
    told = score(mine, ours, i, j, near["near"].to_numpy()[link], nowhere[link])
    link = link[told.kept]
    frame = pd.DataFrame(
        {"mine": mine.rows[told.mine], "ours": ours.rows[told.ours], "by": near["by"].to_numpy()[link],
         "metres": near["metres"].to_numpy()[link], "days": told.days, "subkind": told.subkind,
         "figures": told.figures.astype(np.int8), "targets": told.targets, "source": told.source,
         "score": told.score.round(1)}
    )  # fmt: skip
    return _best(frame.loc[frame["score"] >= LEAST_SCORE])


def _best(found: pd.DataFrame) -> pd.DataFrame:
    """Return the best candidates of each row, in one order whatever the order of the comparing."""
    order = ["score", "days", "metres", "ours", "mine"]
    found = found.sort_values(order, ascending=[False, True, True, True, True], kind="stable")
    found = found.drop_duplicates(["mine", "ours"])
    for side in ("ours", "mine"):
        found = found.loc[found.groupby(side).cumcount() < KEPT]
    return found.reset_index(drop=True)
