"""Which circles of strikes a picture has: places whose circles would come too near to each other are one.

The rule is that of the web map, ``client/layers/strike_merge.js``; a test holds the two to each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.maps.sizes import least_apart
from lib.print.view import Floats

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Circles:
    """Circles in layout pixels: centres (n, 2), radii (n,), strikes (n,), and how many of these are coarse (n,)."""

    centres: Floats
    radii: Floats
    count: Ints
    coarse: Ints

    def only(self, which: npt.NDArray[np.bool_]) -> Circles:
        """Return some of the circles."""
        return Circles(self.centres[which], self.radii[which], self.count[which], self.coarse[which])

    @property
    def pale(self) -> npt.NDArray[np.bool_]:
        """Which circles hold coarse strikes alone."""
        pale: npt.NDArray[np.bool_] = self.coarse == self.count
        return pale

    @property
    def shared(self) -> npt.NDArray[np.bool_]:
        """Which circles hold coarse strikes beside others: these have an arc."""
        shared: npt.NDArray[np.bool_] = (self.coarse > 0) & ~self.pale
        return shared

    def __iter__(self) -> Iterator[tuple[Floats, float, int, int]]:
        """Yield centre, radius, strikes and coarse strikes of one circle after the other."""
        for at, radius, count, coarse in zip(self.centres, self.radii, self.count, self.coarse, strict=True):
            yield at, float(radius), int(count), int(coarse)


NO_CIRCLES: Final = Circles(np.empty((0, 2)), np.empty(0), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))

Rim = Callable[[Ints, Ints, Ints], Floats]
"""How far circles reach, layout pixels: by their strikes, how many of these are coarse, and their places."""


@dataclass
class _Round:
    """Circles while they are put together, the first ``n`` of each array.

    ``top`` is the place of most strikes, at which a circle lies, and ``most`` how many it has.
    """

    top: Ints
    most: Ints
    count: Ints
    coarse: Ints
    places: Ints
    at: Floats
    rim: Floats
    n: int = 0

    @staticmethod
    def of(at: Floats, count: Ints, coarse: Ints, rim: Rim) -> _Round:
        """Return every place as a circle of its own."""
        ones = np.ones(len(at), dtype=np.int64)
        top, rims = np.arange(len(at), dtype=np.int64), rim(count, coarse, ones)
        return _Round(top, count.copy(), count.copy(), coarse.copy(), ones, at.copy(), rims, len(at))

    def nearest(self, other: _Round, one: int, apart: dict[str, float]) -> int:
        """Return which circle, the nearest, circle ``one`` of ``other`` would come too near to; -1 for none."""
        away = np.hypot(*(self.at[: self.n] - other.at[one]).T)
        least = least_apart(self.count[: self.n] + other.count[one], self.rim[: self.n] + other.rim[one], apart)
        near = np.where(away < least, away, np.inf)
        best = int(np.argmin(near)) if self.n else -1
        return best if best >= 0 and np.isfinite(near[best]) else -1

    def take(self, other: _Round, one: int, into: int, rim: Rim) -> int:
        """Count circle ``one`` of ``other`` with circle ``into``, or put it beside all where that is -1."""
        if into < 0:
            into, self.n = self.n, self.n + 1
            for name in ("top", "most", "count", "coarse", "places", "at", "rim"):
                getattr(self, name)[into] = getattr(other, name)[one]
            return into
        if other.most[one] > self.most[into]:
            self.top[into], self.most[into], self.at[into] = other.top[one], other.most[one], other.at[one]
        for sums, more in ((self.count, other.count), (self.coarse, other.coarse), (self.places, other.places)):
            sums[into] += more[one]
        which = slice(into, into + 1)
        self.rim[which] = rim(self.count[which], self.coarse[which], self.places[which])
        return into


def merge(at: Floats, count: Ints, coarse: Ints, apart: dict[str, float], rim: Rim) -> tuple[Ints, Ints]:
    """Count places with those that their circles would come too near to.

    In each round every circle, the largest first, goes to the nearest of those before it that it would come too near
    to; a circle that grew may come near to another, so that there are rounds until none does. Distances alone decide,
    so that another part of the map merges the same.

    Args:
        at: Points in layout pixels, those of most strikes first, shape (n, 2).
        count: Strikes, shape (n,).
        coarse: How many of these are coarse, shape (n,).
        apart: How near two circles come: reach, by_root and gap of :data:`lib.maps.style.TOKENS`.
        rim: How far circles reach.

    Returns:
        The position of each circle's place of most strikes, at which it lies, shape (circles,), the circle of most
        strikes of the last round first; and the circle of each place, shape (n,).
    """
    given = _Round.of(at, count, coarse, rim)
    member = np.arange(len(at), dtype=np.int64)
    while True:
        order = np.argsort(-given.count[: given.n], kind="stable")
        kept = _Round.of(at, count, coarse, rim)
        kept.n = 0
        place = np.empty(given.n, dtype=np.int64)
        for one in order.tolist():
            place[one] = kept.take(given, one, kept.nearest(given, one, apart), rim)
        member = place[member]
        if kept.n == given.n:
            return kept.top[: kept.n], member
        given = kept
