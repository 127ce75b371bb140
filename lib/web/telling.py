"""How far the server is with what it makes beside its first readers, on the terminal that it was started from."""

from __future__ import annotations

import sys
from time import monotonic
from typing import Final

from lib.text import _

EVERY_S: Final = 5.0
"""Seconds between two lines."""


class Telling:
    """Writes a line now and then while something is made; nothing where all was made before."""

    def __init__(self) -> None:
        self._last = self._began = monotonic()
        self._told = False

    def __call__(self, _share: float, what: str) -> None:
        """Note a step, and write it if the last line is some seconds old."""
        now = monotonic()
        if now - self._last >= EVERY_S:
            self._last, self._told = now, True
            _write(_("Preparing the map, which can be used meanwhile: {what}").format(what=what))

    def end(self) -> None:
        """Say that all is there, where it was said that it is not."""
        if self._told:
            _write(_("All is prepared, after {n} seconds.").format(n=round(monotonic() - self._began)))


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
