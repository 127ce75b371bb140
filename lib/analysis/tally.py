"""Sums by item and day, and what of them overlaps a range of days.

An event that lasts from one day to another overlaps the range from ``a`` to ``b`` exactly when it begins by ``b`` and
does not end before ``a``. So what a range counts is a difference of two running sums::

    count(a, b) = begun by b - ended before a

Days are whole days since the first day of the period, 0 to ``DAYS`` - 1. What began earlier counts as begun on day 0,
what ends later as ended on the last day, and what lies wholly outside is left out: no range of these days can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.config.crisis import CRISIS
from lib.events.query import FIRST_DAY, Query

DAYS = CRISIS.period.days
"""Days the map covers."""
EPOCH = pd.Timestamp(FIRST_DAY)

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def day_number(day: date) -> int:
    """Count whole days since the first day, cut to the days covered."""
    return min(max((day - FIRST_DAY).days, 0), DAYS - 1)


def span_of(query: Query) -> tuple[int, int]:
    """Return the first and the last day of a query's range as day numbers."""
    return day_number(query.start), day_number(query.end)


def days_of(frame: pd.DataFrame) -> tuple[Ints, Ints]:
    """Return first and last day of each row; :data:`DAYS` as the first day of a row that no range can hold."""
    numbers = [
        (frame[name] - EPOCH).dt.days.to_numpy(dtype=float, na_value=np.nan) for name in ("date_start", "date_end")
    ]
    # A row without both dates overlaps nothing: NaN compares false.
    overlaps = (numbers[0] < DAYS) & (numbers[1] >= 0)
    start, end = (np.clip(np.nan_to_num(part), 0, DAYS - 1).astype(np.int64) for part in numbers)
    return np.where(overlaps, start, DAYS), np.maximum(start, end)


@dataclass(frozen=True)
class Sums:
    """Sums by item and day, only those that are not zero, in order of item and day.

    ``item`` and ``day`` have shape (n,), ``value`` (n, number of figures).
    """

    item: Ints
    day: Ints
    value: Ints

    @classmethod
    def over(cls, item: Ints, day: Ints, value: Ints) -> Sums:
        """Add up the values, shape (n, figures), that share item and day."""
        key, group = np.unique(item * DAYS + day, return_inverse=True)
        columns = [_added(group, column, len(key)) for column in value.T]
        total = np.stack(columns, axis=1) if columns else np.zeros((len(key), 0), dtype=np.int64)
        return cls(key // DAYS, key % DAYS, total)

    def where(self, keep: Bools) -> Sums:
        """Return only some of the sums."""
        return Sums(self.item[keep], self.day[keep], self.value[keep])


def _added(group: npt.NDArray[np.intp], values: Ints, n: int) -> Ints:
    """Sum ``values`` by group: exact, since persons and reports stay far below 2**53."""
    return np.bincount(group, weights=values, minlength=n).astype(np.int64)


@dataclass(frozen=True)
class Tally:
    """What begins and what ends on each day, by item."""

    begun: Sums
    ended: Sums

    @classmethod
    def over(cls, item: Ints, start: Ints, end: Ints, value: Ints) -> Tally:
        """Tally rows: their item, first and last day (day numbers), and figures of shape (n, figures)."""
        return cls(Sums.over(item, start, value), Sums.over(item, end, value))

    def cells(self, allowed: Bools) -> Tally:
        """Return the tally of the filter cells that are allowed; items were ``item * number of cells + cell``."""
        n = len(allowed)
        kept = (part.where(allowed[part.item % n]) for part in (self.begun, self.ended))
        begun, ended = (Sums.over(part.item // n, part.day, part.value) for part in kept)
        return Tally(begun, ended)

    def in_range(self, first: int, last: int, items: int) -> Ints:
        """Sum what overlaps the days from ``first`` to ``last``, shape (items, figures)."""
        begun, ended = self.begun.where(self.begun.day <= last), self.ended.where(self.ended.day < first)
        columns = [
            _added(begun.item, plus, items) - _added(ended.item, minus, items)
            for plus, minus in zip(begun.value.T, ended.value.T, strict=True)
        ]
        return np.stack(columns, axis=1)

    def by_day(self) -> tuple[Ints, Ints]:
        """Sum what begins and what ends on each day, all items together; each of shape (DAYS, figures)."""
        begun, ended = (
            np.stack([_added(part.day, column, DAYS) for column in part.value.T], axis=1)
            for part in (self.begun, self.ended)
        )
        return begun, ended

    def windows(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Pair spans of days that count as the rows do in every range, at most 2 * DAYS an item, of the first figure.

        The first that begins is paired with the first that ends, whichever row they are of: which of two rows that
        are both open ends first makes no difference to any range.

        Returns:
            item, first day, last day and figure of each span.
        """
        begun, ended = np.cumsum(self.begun.value[:, 0]), np.cumsum(self.ended.value[:, 0])
        steps = np.union1d(begun, ended)
        steps = steps[steps > 0]
        opens, closes = np.searchsorted(begun, steps), np.searchsorted(ended, steps)
        item, first, last = self.begun.item[opens], self.begun.day[opens], self.ended.day[closes]
        return item, first, last, np.diff(steps, prepend=0)
