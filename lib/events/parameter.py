"""What one address parameter is, and which of them pick rows; the table of all is :mod:`lib.events.parameters`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ROW_FILTERS = (
    "kinds", "subkinds", "confidence", "date_basis", "attribution", "actor", "targets", "casualties", "reports",
    "where", "near", "within", "area", "flow", "within_area",
)  # fmt: skip
"""The parameters that pick rows and are not time: what counts and map data depend on besides the range."""

RANGE = ("from", "to")
"""The parameters that are the ends of the range."""


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
