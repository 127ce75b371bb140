"""How likely two reports are of the same incident: what is compared, and the score."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.analysis.checks.check import metres
from lib.events.schema import CONTROLLERS, KINDS, METRICS, RANGES, SUBKINDS, TARGET_KINDS

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

PLACE, DAYS, SUBKIND, FIGURES, TARGET, SOURCE = 40.0, 30.0, 15.0, 15.0, 5.0, 10.0
"""The most that each thing in common adds to a score: 100, and more where target and source are the same too."""
BLANK_FIGURES, LIKE_SUBKIND = 8.0, 10.0
"""What is added where a figure is not reported by both, and where the subkinds may be the same thing."""
SHORT_DAYS = 2
"""Reports of so many days at most may be of the same incident when they are one day apart; longer ones must overlap."""
ORIGIN_M = 12_000.0
"""Movements that begin further apart than this are two movements, metres."""

MAY_BE: dict[str, frozenset[str]] = {
    "airstrike": frozenset({"bomb", "barrel", "drone", "cluster from the air"}),
    "barrel_bomb": frozenset({"barrel"}),
    "drone": frozenset({"drone"}),
    "cluster_munition": frozenset({"cluster from the air", "cluster from the ground"}),
    "shelling": frozenset({"shell", "rocket", "cluster from the ground"}),
    "rocket": frozenset({"rocket", "cluster from the ground"}),
}
"""What a strike of a subkind may have been; those not named here may have been any of it."""
ANYTHING = frozenset().union(*MAY_BE.values())
AT_THE_END = ("cumulative", "stock")
"""Subkinds whose figure is of the last day: two of them are the same only when they end together."""

USED = [
    "kind", "subkind", "date_start", "date_end", "controller", "metric", "target_kind", "counter", "source_url",
    "origin_lat", "origin_lon", *(name for ends in RANGES for name in ends),
]  # fmt: skip
"""Columns that are compared, besides those of the place."""
_WORDS = tuple(word for words in SUBKINDS.values() for word in words)
"""All subkinds: no word is of two kinds."""


def _compatible() -> Bools:
    """Return which subkinds may be the same thing, a square table in the order of ``_WORDS``."""
    table = np.eye(len(_WORDS), dtype=bool)
    strikes = [(_WORDS.index(word), MAY_BE.get(word, ANYTHING)) for word in SUBKINDS["strike"]]
    for one, first in strikes:
        for other, second in strikes:
            table[one, other] = bool(first & second)
    return table


COMPATIBLE = _compatible()


class Agreement(IntEnum):
    """What the figures of two reports say of each other."""

    CONTRADICT = 0
    PARTLY = 1
    BLANK = 2
    AGREE = 3


@dataclass(frozen=True)
class Features:
    """What is compared of each row, one value a row; codes are comparable between tables."""

    rows: Ints
    kind: Ints
    subkind: Ints
    start: Ints
    end: Ints
    figures: Floats
    targets: Ints
    words: Ints
    counter: npt.NDArray[np.object_]
    source: npt.NDArray[np.object_]
    origin: Floats

    def __len__(self) -> int:
        return len(self.rows)


def features(frame: pd.DataFrame, at: Ints) -> Features:
    """Take what is compared of the rows at some positions (``at``) of an event frame.

    ``figures`` is (rows, ranges, 2): low and high, NaN where neither is known, open where one is. ``words`` is
    (rows, 2): controller and metric, -1 where blank. ``start`` and ``end`` are days since 1970.
    """
    rows = frame[USED].iloc[at]
    kind = _codes(rows["kind"], KINDS)
    subkind = _codes(rows["subkind"], _WORDS)
    figures = np.stack([np.stack([_figure(rows[low]), _figure(rows[high])], axis=1) for low, high in RANGES], axis=1)
    one_known = np.isnan(figures).sum(axis=2) == 1
    figures[..., 0] = np.where(one_known & np.isnan(figures[..., 0]), 0.0, figures[..., 0])
    figures[..., 1] = np.where(one_known & np.isnan(figures[..., 1]), np.inf, figures[..., 1])
    words = np.stack([_codes(rows["controller"], CONTROLLERS), _codes(rows["metric"], METRICS)], axis=1)
    return Features(
        rows=at, kind=kind, subkind=subkind, start=_days(rows["date_start"]), end=_days(rows["date_end"]),
        figures=figures, targets=_targets(rows["target_kind"]), words=words,
        counter=_texts(rows["counter"].str.strip().str.casefold()), source=_texts(rows["source_url"]),
        origin=_origins(rows),
    )  # fmt: skip


def _figure(column: pd.Series) -> Floats:
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def _days(column: pd.Series) -> Ints:
    return column.to_numpy().astype("datetime64[D]").astype(np.int64)


def _codes(column: pd.Series, words: tuple[str, ...]) -> Ints:
    code, known = pd.factorize(column)
    found: Ints = np.array([words.index(word) if word in words else -1 for word in known], dtype=np.int64)[code]
    return found


def _texts(column: pd.Series) -> npt.NDArray[np.object_]:
    """Return the texts of a column, each different one held once."""
    code, known = pd.factorize(column)
    return np.asarray(known, dtype=object)[code] if len(known) else np.zeros(0, dtype=object)


def _targets(column: pd.Series) -> Ints:
    """Return the target words of each row as bits."""
    bit = {word: 1 << at for at, word in enumerate(TARGET_KINDS)}
    code, known = pd.factorize(column)
    found: Ints = np.array([sum(bit.get(word, 0) for word in set(cell.split(";"))) for cell in known], dtype=np.int64)[
        code
    ]
    return found


def _origins(rows: pd.DataFrame) -> Floats:
    """Return metres of the points that movements begin at, shape (rows, 2); NaN where there is none."""
    found = np.full((len(rows), 2), np.nan)
    known = np.flatnonzero(rows["origin_lat"].notna().to_numpy())
    if len(known):
        ends = rows[["origin_lat", "origin_lon"]].iloc[known]
        found[known] = metres(ends["origin_lat"], ends["origin_lon"])
    return found


@dataclass(frozen=True)
class Scored:
    """Pairs of rows that may be the same incident: positions in the features of both, and what was found."""

    mine: Ints
    ours: Ints
    days: Ints
    subkind: Bools
    figures: Ints
    targets: Bools
    source: Bools
    score: Floats
    kept: Ints


def score(mine: Features, ours: Features, i: Ints, j: Ints, near: Floats, nowhere: Bools) -> Scored:  # noqa: PLR0913, PLR0917  two tables
    """Score pairs of rows of nearby places, and leave out those that cannot be the same.

    Args:
        mine: The reader's rows.
        ours: The map's.
        i: Positions in ``mine``.
        j: Positions in ``ours``, one each.
        near: How near their places are, 1 to 0.
        nowhere: Whether neither states a place: then they must be of the same metric and of the same days.

    Returns:
        The pairs left, with days (apart; 0 when they overlap), subkind (the same word), figures
        (:class:`Agreement`), targets and source (the same), score (0 to 115), and kept (their positions in ``i``).
    """
    gap, share, possible = _when(mine, ours, i, j)
    kept = np.flatnonzero(possible)
    kept = kept[_same_thing(mine, ours, i[kept], j[kept])]
    kept = kept[~nowhere[kept] | _same_count(mine, ours, i[kept], j[kept])]
    i, j, gap, share = i[kept], j[kept], gap[kept], share[kept]
    figures, agreeing = _figures(mine.figures[i], ours.figures[j])
    same_word = mine.subkind[i] == ours.subkind[j]
    targets = (mine.targets[i] & ours.targets[j]) != 0
    source = (mine.source[i] == ours.source[j]) & (mine.source[i] != "")
    total = PLACE * near[kept] + DAYS * np.where(gap > 0, 0.5, np.sqrt(share))
    total += np.where(same_word, SUBKIND, LIKE_SUBKIND) + agreeing + TARGET * targets + SOURCE * source
    return Scored(i, j, np.maximum(gap, 0), same_word, figures, targets, source.astype(bool), total, kept)


def _when(mine: Features, ours: Features, i: Ints, j: Ints) -> tuple[Ints, Floats, Bools]:
    """Return days between two reports (0 or less: in common), the share in common, and whether they may be one."""
    first, last = np.maximum(mine.start[i], ours.start[j]), np.minimum(mine.end[i], ours.end[j])
    gap = first - last
    union = np.maximum(mine.end[i], ours.end[j]) - np.minimum(mine.start[i], ours.start[j]) + 1
    share = np.maximum(1 - gap, 0) / union
    longest = np.maximum(mine.end[i] - mine.start[i], ours.end[j] - ours.start[j]) + 1
    possible = (gap <= 0) | ((gap == 1) & (longest <= SHORT_DAYS))
    at_end = np.isin(mine.subkind[i], [_WORDS.index(word) for word in AT_THE_END])
    return gap, share, possible & ~(at_end & (np.abs(mine.end[i] - ours.end[j]) > 1))


def _same_thing(mine: Features, ours: Features, i: Ints, j: Ints) -> Bools:
    """Tell whether kind, subkind, holder, counter, metric and origin allow two rows to be one incident."""
    same: Bools = (mine.kind[i] == ours.kind[j]) & COMPATIBLE[mine.subkind[i], ours.subkind[j]]
    one, other = mine.words[i], ours.words[j]
    same &= ((one == other) | (one < 0) | (other < 0)).all(axis=1)
    one_counts, other_counts = mine.counter[i], ours.counter[j]
    same &= ((one_counts == other_counts) | (one_counts == "") | (other_counts == "")).astype(bool)
    apart = np.hypot(*(mine.origin[i] - ours.origin[j]).T)
    same &= np.isnan(apart) | (apart <= ORIGIN_M)
    return same


def _same_count(mine: Features, ours: Features, i: Ints, j: Ints) -> Bools:
    """Tell whether two sums of one counter are of the same metric, as far as stated, and of the same days."""
    at_end = np.isin(mine.subkind[i], [_WORDS.index(word) for word in AT_THE_END])
    same: Bools = (mine.words[i] == ours.words[j]).all(axis=1) & (mine.subkind[i] == ours.subkind[j])
    same &= (mine.end[i] == ours.end[j]) & ((mine.start[i] == ours.start[j]) | at_end)
    return same


def _figures(one: Floats, other: Floats) -> tuple[Ints, Floats]:
    """Tell what the ranges of two reports say of each other, and what that adds to the score."""
    known = ~np.isnan(one[..., 0]) & ~np.isnan(other[..., 0])
    overlap = (one[..., 0] <= other[..., 1]) & (other[..., 0] <= one[..., 1])
    agree, contradict = (known & overlap).sum(axis=1), (known & ~overlap).sum(axis=1)
    told = np.select(
        [(agree > 0) & (contradict > 0), contradict > 0, agree > 0],
        [Agreement.PARTLY, Agreement.CONTRADICT, Agreement.AGREE],
        Agreement.BLANK,
    )
    share = agree / np.maximum(agree + contradict, 1)
    return told.astype(np.int64), np.where(told == Agreement.BLANK, BLANK_FIGURES, FIGURES * share)
