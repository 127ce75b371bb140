"""The event table as it is now, with a version that names everything a map of it depends on."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

from lib.events.table import DEFAULT_TABLE, EventTable, load
from lib.geography.places import GEO

LIB = Path(__file__).resolve().parents[1]
METHOD = ("analysis", "events", "geography", "maps")
"""Packages whose code decides what a map shows."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One event table and the version of all that is drawn from it: table, base layers and method together."""

    events: EventTable
    version: str


_LOADING = Lock()
"""A large table takes seconds to load: those who ask meanwhile wait for it instead of loading it again."""

TABLE_VARIABLE = "IDLIB_MAP_TABLE"
"""Environment variable that names another event table than the product's own."""


def current() -> Snapshot:
    """The event table, loaded once for as long as the file does not change. Never raises for a bad table."""
    path = Path(os.environ.get(TABLE_VARIABLE, DEFAULT_TABLE))
    try:
        state = path.stat()
        stamp = (state.st_mtime_ns, state.st_size)
    except OSError:
        stamp = (0, 0)
    with _LOADING:
        return _snapshot(path, stamp)


@lru_cache(maxsize=1)
def _snapshot(path: Path, _stamp: tuple[int, int]) -> Snapshot:
    events = load(path)
    digest = hashlib.sha256(events.version.encode() + _surroundings())
    return Snapshot(events, digest.hexdigest()[:12])


@lru_cache(maxsize=1)
def _surroundings() -> bytes:
    """Hash of the base layers and of the code that turns rows into a map."""
    digest = hashlib.sha256()
    files = [*GEO.glob("*"), *(file for name in METHOD for file in (LIB / name).rglob("*.py"))]
    for file in sorted(files):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.digest()
