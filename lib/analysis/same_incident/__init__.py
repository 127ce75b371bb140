"""Reports of a reader's table that are probably of the same incident as one of the map's, so that none counts twice.

:func:`candidates` compares the rows of both tables, :func:`assigned` makes pairs of them, each row in one pair at
most; :func:`pairs` does both. What the reader decides about the pairs is :mod:`lib.analysis.same_incident.decisions`.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.analysis.same_incident.candidates import COLUMNS, LEAST_SCORE, Candidates, candidates
from lib.analysis.same_incident.likeness import Agreement
from lib.analysis.same_incident.places import By
from lib.text import _, joined, ngettext, number

__all__ = ["LEAST_SCORE", "PAIR_COLUMNS", "SURE_SCORE", "Candidates", "assigned", "candidates", "pairs", "reasons"]

PAIR_COLUMNS = (*COLUMNS, "rival", "runner_up", "runner_up_score")
MOST = 100.0
"""The highest score that is told."""
SURE_SCORE = 90.0
"""From this score on pairs may be accepted all at once."""
CLOSE = 5.0
"""A rival whose score comes as near as this makes a pair unsure."""
RIVAL = 15.0
"""What an unsure pair loses."""
MOST_PAIRS = 100_000


def pairs(mine: pd.DataFrame, ours: pd.DataFrame, most: int = MOST_PAIRS) -> pd.DataFrame:
    """Propose which counted rows of two event frames are of the same incident, each row once at most.

    Args:
        mine: The reader's frame, columns of :data:`lib.events.schema.COLUMNS`.
        ours: The map's.
        most: Most pairs returned.

    Returns:
        :data:`PAIR_COLUMNS`, best first: what :class:`Candidates` says of a pair; rival (whether another pair of
        either row is about as good, which takes :data:`RIVAL` off the score), runner_up (position of the next best
        row of ``ours`` for the same row of ``mine``, -1 where there is none) and its score (NaN).
    """
    return assigned(candidates(mine, ours).frame).head(most)


def assigned(
    found: pd.DataFrame, accepted: Iterable[tuple[int, int]] = (), refused: Iterable[tuple[int, int]] = ()
) -> pd.DataFrame:
    """Choose among candidates so that no row is in two pairs: the best pair first, then the best of what is left.

    Args:
        found: Candidates, as :class:`Candidates` has them.
        accepted: Pairs (positions of mine, ours) that are decided: their rows are in no other pair.
        refused: Pairs that are not to be proposed again; their rows may be in others.

    Returns:
        The pairs that are open, as :func:`pairs` returns them.
    """
    accepted, refused = list(accepted), list(refused)
    taken_mine, taken_ours = {one for one, _other in accepted}, {other for _one, other in accepted}
    key = pd.MultiIndex.from_frame(found[["mine", "ours"]])
    gone = found["mine"].isin(taken_mine) | found["ours"].isin(taken_ours)
    if refused:
        gone |= key.isin(refused)
    left = found.loc[~gone].reset_index(drop=True)
    chosen = left.iloc[_greedy(left["mine"].to_numpy(), left["ours"].to_numpy())]
    rival = _rival(left).loc[chosen.index]
    second = _runner_up(left, chosen)
    told = chosen.assign(
        rival=rival,
        score=(chosen["score"].clip(upper=MOST) - np.where(rival, RIVAL, 0.0)).round(1),
        runner_up=second["ours"].fillna(-1).astype("int64"),
        runner_up_score=second["score"].astype("float64").clip(upper=MOST),
    )
    return told.sort_values("score", ascending=False, kind="stable")[list(PAIR_COLUMNS)].reset_index(drop=True)


def _greedy(mine: npt.NDArray[np.int64], ours: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
    """Return positions of the pairs chosen from pairs in order, best first, each row once.

    A pair that is the first of both its rows is chosen; then the same among what is left.
    """
    left = np.arange(len(mine))
    chosen: list[npt.NDArray[np.intp]] = []
    while len(left):
        firsts = []
        for side in (mine, ours):
            first = np.zeros(len(left), dtype=bool)
            first[np.unique(side[left], return_index=True)[1]] = True
            firsts.append(first)
        best = left[firsts[0] & firsts[1]]
        chosen.append(best)
        left = left[~np.isin(mine[left], mine[best]) & ~np.isin(ours[left], ours[best])]
    return np.sort(np.concatenate(chosen)) if chosen else np.zeros(0, dtype=np.intp)


def _rival(left: pd.DataFrame) -> pd.Series:
    """Return whether another candidate of either row of a candidate is about as good or better."""
    rival = pd.Series(data=False, index=left.index)
    for side in ("mine", "ours"):
        grouped = left.groupby(side)["score"]
        nth = left.groupby(side).cumcount()
        second = left[side].map(left.loc[nth == 1].set_index(side)["score"])
        other = grouped.transform("max").where(nth > 0, second)
        rival |= (other >= left["score"] - CLOSE).fillna(value=False)
    return rival


def _runner_up(left: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """Return the best other candidate of each chosen pair's row: ours and score, on the index of ``chosen``."""
    others = left.drop(index=chosen.index).drop_duplicates("mine").set_index("mine")[["ours", "score"]]
    return others.reindex(chosen["mine"]).set_index(chosen.index)


def reasons(told: pd.DataFrame) -> list[str]:
    """Say why each pair of :func:`pairs` is one, in the reader's language: place, days, kind, figures, what else."""
    figures = {
        Agreement.AGREE: _("figures agree"),
        Agreement.CONTRADICT: _("figures contradict each other"),
        Agreement.PARTLY: _("some figures agree, some contradict"),
        Agreement.BLANK: _("no figure to compare"),
    }
    by = {By.PCODE: _("same P-code"), By.NAME: _("same name"), By.COUNTER: _("no place; same counter")}
    sentences = []
    columns = ["by", "metres", "days", "subkind", "figures", "targets", "source", "rival"]
    for code, metres, days, same, agreement, targets, source, rival in told[columns].itertuples(index=False):
        parts = [
            by[By(code)] if By(code) in by else apart(metres),
            ngettext("{n} day apart", "{n} days apart", int(days)).format(n=number(int(days))) if days
            else _("same days"),
            _("same kind") if same else _("kinds that may be the same"),
            figures[Agreement(agreement)],
            _("same target") if targets else "",
            _("same address of the source") if source else "",
            _("another pair is about as good") if rival else "",
        ]  # fmt: skip
        sentences.append(joined(part for part in parts if part))
    return sentences


def apart(metres: float) -> str:
    """Say how far apart two points are: metres below a kilometre, then kilometres."""
    if metres < 1.0:
        return _("same point")
    if metres < 1000.0:  # noqa: PLR2004  a kilometre
        return _("{n} m apart").format(n=number(round(metres)))
    return _("{n} km apart").format(n=number(metres / 1000.0, digits=1))
