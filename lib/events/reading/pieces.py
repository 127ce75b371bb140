"""Text in memory, handed to those who read records: piece by piece, or line by line within limits."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

MAX_LINE = 4_000_000
"""Most bytes of a line: a longer one is no row of a table, and its cells would take a hundred times that memory."""


class Followed(io.RawIOBase):
    """Text in memory with a last line of our own after it, to be read piece by piece."""

    def __init__(self, body: memoryview, tail: bytes) -> None:
        super().__init__()
        self._parts = [body, memoryview(tail)]

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most ``size`` of them; none at the end."""
        while self._parts and not len(self._parts[0]):
            del self._parts[0]
        if not self._parts:
            return b""
        size = len(self._parts[0]) if size < 0 else size
        piece = bytes(self._parts[0][:size])
        self._parts[0] = self._parts[0][size:]
        return piece


class Lines:
    """The lines from ``position`` on, for a reader of records; refuses one that is too long, or too far down."""

    def __init__(self, lines: Sequence[bytes], position: int, reach: int) -> None:
        self.position = self.record = position
        self.refused = False
        self._lines = lines
        self._reach = reach

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        if self.position == len(self._lines):
            raise StopIteration
        line = self._lines[self.position]
        if len(line) > MAX_LINE or self.position - self.record >= self._reach:
            self.refused = True
            raise csv.Error
        self.position += 1
        return line.decode(errors="replace") + "\n"
