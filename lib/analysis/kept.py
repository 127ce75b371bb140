"""What was computed for an event table, kept for the next who asks: bounded, and safe to ask from many threads."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

import pandas as pd

from lib.events.table import EventTable

T = TypeVar("T")


class _Slot(Generic[T]):
    """Room for one value of one table. Whoever comes second waits for the first to make it."""

    def __init__(self, frame: pd.DataFrame, gone: Callable[[weakref.ref[pd.DataFrame]], object]) -> None:
        self.frame = weakref.ref(frame, gone)
        self._lock = Lock()
        self._made: list[T] = []

    def value(self, make: Callable[[], T]) -> T:
        with self._lock:
            if not self._made:
                self._made.append(make())
            return self._made[0]


class Kept(Generic[T]):
    """Up to ``limit`` values, each of one event table and one key; the one not asked for longest goes first.

    A value is made once, even when several threads ask for it at the same time; what fails is not kept. The table
    itself is not kept alive, and its values go with it.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._slots: OrderedDict[tuple[str, Hashable], _Slot[T]] = OrderedDict()
        self._lock = Lock()

    def of(self, events: EventTable, key: Hashable, make: Callable[[], T]) -> T:
        """The value of ``key`` for ``events``, made by ``make`` when it is not known."""
        name = (events.version, key)
        with self._lock:
            slot = self._slots.get(name)
            # The frame itself is compared too: a version is only as good as whoever computed it.
            if slot is None or slot.frame() is not events.frame:
                slot = self._slots[name] = _Slot(events.frame, lambda frame: self._forget(name, frame))
            self._slots.move_to_end(name)
            while len(self._slots) > self._limit:
                self._slots.popitem(last=False)
        return slot.value(make)

    def _forget(self, name: tuple[str, Hashable], frame: weakref.ref[pd.DataFrame]) -> None:
        """Drop the value of a table that is gone. Takes no lock: it may run in a thread that holds it already."""
        slot = self._slots.get(name)
        if slot is not None and slot.frame is frame:
            self._slots.pop(name, None)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._slots.clear()
