"""How often a client may ask for what costs: each has a bucket that fills with time, and a request takes from it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from math import ceil
from threading import Lock
from time import monotonic

MOST_CLIENTS = 10_000
"""Clients that are remembered, those who asked last."""


@dataclass
class _Bucket:
    left: float
    seen: float


class Rate:
    """So many requests at once, and so many a minute after that, for each client.

    Args:
        per_minute: How fast a bucket fills; 0 is no limit.
        at_once: How much it holds.
    """

    def __init__(self, per_minute: float, at_once: float) -> None:
        self.per_minute, self.at_once = per_minute, at_once
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = Lock()

    def take(self, client: str, cost: float = 1.0, now: float | None = None) -> int:
        """Take from a client's bucket.

        Args:
            client: Whose.
            cost: How much; never more than a bucket holds.
            now: Seconds on a clock that never goes back; by default the system's.

        Returns:
            0 if there was enough; else after how many seconds there will be, and nothing is taken.
        """
        if not self.per_minute:
            return 0
        moment, cost = monotonic() if now is None else now, min(cost, self.at_once)
        with self._lock:
            bucket = self._buckets.pop(client, None) or _Bucket(self.at_once, moment)
            filled = (moment - bucket.seen) * self.per_minute / 60
            bucket.left, bucket.seen = min(self.at_once, bucket.left + filled), moment
            self._buckets[client] = bucket
            while len(self._buckets) > MOST_CLIENTS:
                self._buckets.popitem(last=False)
            if bucket.left < cost:
                return ceil((cost - bucket.left) * 60 / self.per_minute)
            bucket.left -= cost
            return 0
