"""Lines and rings of many maps as arcs that each stand once, however many maps share them.

Points are rounded to a grid. Where a stretch of points is part of the same set of lines and rings along its whole
length it is one arc; a line or ring is then a list of arc numbers, ``~number`` for an arc run backwards (the
convention of TopoJSON). Arcs are kept as differences from point to point: small numbers, which compress well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
SEED = 1
"""Of the random numbers that stand for chains; they decide only which chains an edge is told apart by."""


@dataclass
class Pool:
    """Arcs in the order in which they were first met."""

    arcs: list[list[int]] = field(default_factory=list)
    _known: dict[bytes, int] = field(default_factory=dict)

    def number(self, points: Ints) -> int:
        """Return the number of the arc through ``points``, shape (n, 2): ``~number`` when it is kept the other way."""
        backwards = _backwards(points)
        if backwards:
            points = points[::-1]
        number = self._known.setdefault(points.tobytes(), len(self.arcs))
        if number == len(self.arcs):
            self.arcs.append(np.concatenate([points[0], np.diff(points, axis=0).ravel()]).tolist())
        return ~number if backwards else number


def _backwards(points: Ints) -> bool:
    """Tell whether an arc runs against the way it is kept: from its smaller end on, rings by their second point."""
    ends = (points[0], points[-1]) if (points[0] != points[-1]).any() else (points[1], points[-2])
    return tuple(ends[0]) > tuple(ends[1])


def share(chains: Sequence[Ints], pool: Pool) -> list[list[int]]:
    """Cut chains into shared arcs.

    Args:
        chains: Points on the grid, shape (n, 2), n >= 2, none the same as the one before; a ring ends where it begins.
        pool: Takes up the arcs.

    Returns:
        For each chain its arc numbers, in order. A ring may begin at another of its points.
    """
    if not chains:
        return []
    _, ids = np.unique(np.concatenate(chains), axis=0, return_inverse=True)
    cuts = np.cumsum([len(chain) for chain in chains])[:-1]
    points = np.split(ids.ravel(), cuts)
    signs = _signs(points)
    return [_cut(chain, at, sign, pool) for chain, at, sign in zip(chains, points, signs, strict=True)]


def _signs(points: list[Ints]) -> list[npt.NDArray[np.uint64]]:
    """Return for each edge of each chain a number that edges share when they belong to the same set of chains."""
    lengths = [len(chain) - 1 for chain in points]
    start, end = (np.concatenate([chain[part] for chain in points]) for part in (slice(None, -1), slice(1, None)))
    low, high = np.minimum(start, end), np.maximum(start, end)
    _, edge = np.unique(low * (int(high.max()) + 1) + high, return_inverse=True)
    chain = np.repeat(np.arange(len(points)), lengths)
    mark = np.random.default_rng(SEED).integers(1, 2**63, size=len(points), dtype=np.uint64)
    sign = np.zeros(int(edge.max()) + 1, dtype=np.uint64)
    np.add.at(sign, edge, mark[chain])  # wraps around, as a hash may
    return np.split(sign[edge], np.cumsum(lengths)[:-1])


def _cut(chain: Ints, ids: Ints, sign: npt.NDArray[np.uint64], pool: Pool) -> list[int]:
    if ids[0] == ids[-1]:
        # A ring begins where an arc does, else at its smallest point: two rings that are the same become one arc.
        turns = np.flatnonzero(sign != np.roll(sign, 1))
        first = int(turns[0]) if len(turns) else int(np.argmin(ids[:-1]))
        chain = np.concatenate([np.roll(chain[:-1], -first, axis=0), chain[first : first + 1]])
        sign = np.roll(sign, -first)
    breaks = [0, *(np.flatnonzero(sign[1:] != sign[:-1]) + 1).tolist(), len(sign)]
    return [pool.number(chain[a : b + 1]) for a, b in pairwise(breaks)]
