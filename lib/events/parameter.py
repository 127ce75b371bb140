"""What one address parameter is; the table of them all is :mod:`lib.events.parameters`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Parameter:
    """One address parameter: its name, the field of :class:`Query`, how to read and write it, and its meaning.

    ``examples`` are three addresses that ask for it, with what it needs beside it: one that finds something, one that
    finds nothing or next to nothing, and one that cannot be used. The tests try each on every page.
    """

    name: str
    attribute: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    meaning: str
    examples: tuple[str, str, str]
