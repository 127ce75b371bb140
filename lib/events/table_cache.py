"""The one cache of what is computed from an event table: bounded, thread-safe, and gone with the table."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, Protocol, TypeVar

import pandas as pd

T = TypeVar("T")


class Versioned(Protocol):
    """The part of an event table that is needed here."""

    @property
    def frame(self) -> pd.DataFrame:
        """All rows."""

    @property
    def version(self) -> str:
        """Hash of the table's content."""


class _Slot(Generic[T]):
    """Room for one value of one table. A second thread that asks for it waits for the first to compute it."""

    def __init__(self, frame: pd.DataFrame, on_death: Callable[[weakref.ref[pd.DataFrame]], object]) -> None:
        self.frame = weakref.ref(frame, on_death)
        self._lock = Lock()
        self._values: list[T] = []

    def value(self, compute: Callable[[], T]) -> T:
        with self._lock:
            if not self._values:
                self._values.append(compute())
            return self._values[0]


class TableCache(Generic[T]):
    """LRU cache of up to ``limit`` values, each of one event table and one key.

    A value is computed once, even when several threads ask for it at the same time; what fails is not cached. The
    table is referred to weakly and its values die with it, so a value must not hold the table or its frame.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._slots: OrderedDict[tuple[str, Hashable], _Slot[T]] = OrderedDict()
        self._lock = Lock()

    def get_or_compute(self, events: Versioned, key: Hashable, compute: Callable[[], T]) -> T:
        """Return the value of ``key`` for ``events``, calling ``compute`` when it is not cached."""
        name = (events.version, key)
        with self._lock:
            slot = self._slots.get(name)
            # The frame itself is compared too: a version is only as good as whoever computed it.
            if slot is None or slot.frame() is not events.frame:
                slot = self._slots[name] = _Slot(events.frame, lambda frame: self._drop(name, frame))
            self._slots.move_to_end(name)
            while len(self._slots) > self.limit:
                self._slots.popitem(last=False)
        return slot.value(compute)

    def _drop(self, name: tuple[str, Hashable], frame: weakref.ref[pd.DataFrame]) -> None:
        """Drop the value of a table that is gone. Takes no lock: it may run in a thread that holds it already."""
        slot = self._slots.get(name)
        if slot is not None and slot.frame is frame:
            self._slots.pop(name, None)

    def __len__(self) -> int:
        return len(self._slots)

    def holds(self, version: str) -> bool:
        """Return whether any value of the table ``version`` is cached."""
        return any(name == version for name, _key in tuple(self._slots))

    def clear(self) -> None:
        """Drop every value."""
        with self._lock:
            self._slots.clear()
