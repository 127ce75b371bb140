"""The event table as it is now, with a version that names everything a map of it depends on.

Beside the product's own table there may be guests: tables that readers brought, each for one browser session. A guest
is held by its session alone (here only weakly), its version cannot be guessed, and nothing of it is written to disk.
"""

from __future__ import annotations

import hashlib
import secrets
import weakref
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt

from lib.config import crisis
from lib.config.catalogue import CRISIS_LOCALES, LOCALES
from lib.config.paths import DATA, GEO, LIB, PUBLISHERS
from lib.config.settings import settings
from lib.events import database, last_good, publishing
from lib.events.last_good import Fault
from lib.events.publishing import SUFFIX
from lib.events.publishing.table import safe_table
from lib.events.table import DEFAULT_TABLE, EventTable
from lib.events.table_cache import TableCache
from lib.events.union import union
from lib.text import _

METHOD = ("analysis", "config", "events", "geography", "layers", "maps", "print", "text")
"""Packages whose code decides what a map shows."""
LIBRARIES = ("babel", "geopandas", "numpy", "pandas", "scipy", "shapely")
"""Libraries that an answer's numbers, shapes and words come out of."""
WORDS = tuple(sorted(path for folder in (LOCALES, CRISIS_LOCALES) for path in folder.rglob("*.po")))
"""How every word, date, range and number of an answer is written: answers are kept for a year."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One event table and the version of all that is drawn from it: table, base layers and method together.

    ``own`` is whether a reader brought the table: then no address outside the reader's session may give anything of it.
    ``owner`` is that reader's session, and ``kept`` says why it is shown although its file cannot be used as it is now
    (:mod:`lib.events.last_good`).
    """

    events: EventTable
    version: str
    own: bool = False
    kept: Fault | None = None
    owner: str = ""


class CrowdedError(Exception):
    """So many tables of readers are open that no other fits; the message says what to do."""


_LOADING = Lock()
"""A large table takes seconds to load: those who ask meanwhile wait for it instead of loading it again."""


_LAST: dict[Path, Snapshot] = {}
_READ: dict[Path, last_good.Read] = {}
"""What was read last, of the one file that is served."""
_EARLIER: OrderedDict[str, Snapshot] = OrderedDict()
"""What a database had before, by version: pages that are open go on asking for it."""
MOST_EARLIER = 8
MOST_EARLIER_ROWS = 500_000
"""Versions of it, and rows of them together, that are held."""


def table_path() -> Path:
    """Return the file of the event table that is served; of a database, what stands for its address."""
    return Path(settings().table or DEFAULT_TABLE)


def _read(path: Path, before: last_good.Read | None) -> last_good.Read:
    address = settings().table
    return database.now(address, before) if database.is_address(address) else last_good.now(path, before)


def current() -> Snapshot:
    """Return the event table, loaded once for as long as the file does not change. Never raises for a bad table.

    A file that has become unusable does not take the place of what was read before (:mod:`lib.events.last_good`).
    Where coarsened data alone may leave the house (:func:`lib.events.publishing.is_on`), it is the table so coarsened.
    """
    return published(_fine())


def _fine() -> Snapshot:
    """Return the event table as it is reported; only :func:`published` decides who may have it."""
    path = table_path()
    with _LOADING:
        before = _READ.get(path)
        found = _read(path, before)
        if found is not before:
            _READ.clear()
            _READ[path] = found
            known = _LAST.get(path)
            _remember(known)
            _LAST.clear()
            same = known is not None and known.events is found.events
            version = known.version if known is not None and same else _version(found.events)
            _LAST[path] = Snapshot(found.events, version, kept=found.kept)
        return _LAST[path]


def _remember(known: Snapshot | None) -> None:
    """Go on holding what a database had, as long as it is not too much."""
    if known is None or not database.is_address(settings().table):
        return
    _EARLIER[known.version] = known
    while len(_EARLIER) > MOST_EARLIER or sum(len(one.events.frame) for one in _EARLIER.values()) > MOST_EARLIER_ROWS:
        _EARLIER.popitem(last=False)


def snapshot_of(events: EventTable) -> Snapshot:
    """Return a table of whoever runs this process with the version of what is drawn from it."""
    return Snapshot(events, _version(events))


def at_version(version: str) -> EventTable | None:
    """Return the event table of a version of its own: the present one, or the one stored last; else None."""
    coarse = version.endswith(SUFFIX)
    if publishing.is_on() and not coarse:
        return None
    for fine in (_fine(), *reversed(_EARLIER.values())):
        events = _coarsened(fine).events if coarse else fine.events
        if events.version == version:
            return events
    return last_good.at_version(table_path(), version)


_COARSENED: TableCache[Snapshot] = TableCache(48)


def published(snapshot: Snapshot) -> Snapshot:
    """Return a snapshot as it may leave the house in this request: as it is, or coarsened for publication."""
    return _coarsened(snapshot) if publishing.is_on() and snapshot.events.coarse is None else snapshot


def _coarsened(fine: Snapshot) -> Snapshot:
    """Return a snapshot coarsened for publication, under a version of its own; that of a guest lives as long as it."""

    def make() -> Snapshot:
        events = safe_table(fine.events)
        # What a reader is told of a broken file repeats cells of it.
        kept = replace(fine.kept, told="") if fine.kept else None
        if not fine.own:
            return Snapshot(events, _version(events) + SUFFIX, kept=kept)
        token = fine.version + SUFFIX
        made = Snapshot(replace(events, version=token), token, own=True, owner=fine.owner)
        with _ADMITTING:
            _GUESTS[token] = made
        return made

    return _COARSENED.get_or_compute(fine.events, (publishing.coarseness(), fine.version, fine.kept), make)


MAX_GUESTS = settings().uploaded_tables
"""Most tables of readers open at a time."""
MAX_GUEST_ROWS = settings().uploaded_rows
"""Most rows they may have together: about a kilobyte of memory each."""
_GUESTS: weakref.WeakValueDictionary[str, Snapshot] = weakref.WeakValueDictionary()
_ADMITTING = Lock()


def guest(events: EventTable, owner: str = "") -> Snapshot:
    """Make a snapshot of a reader's own table, under a version that nobody else can guess.

    The caller holds it, in the reader's session ``owner``; when the session ends, it is gone.

    Raises:
        CrowdedError: The server holds as many tables of readers as it can.
    """
    with _ADMITTING:
        guests = [other for other in list(_GUESTS.values()) if other.events.coarse is None]
        rows = sum(len(other.events.frame) for other in guests)
        if len(guests) >= MAX_GUESTS or rows + len(events.frame) > MAX_GUEST_ROWS:
            raise CrowdedError(
                _("The server holds as many tables of readers as it can. Try again later, or with fewer rows.")
            )
        token = f"own-{secrets.token_urlsafe(24)}"
        made = Snapshot(replace(events, version=token, private=True), token, own=True, owner=owner)
        _GUESTS[token] = made
    return made


def release(owner: str) -> bool:
    """Let go of the tables of a session that has ended, and return whether it had any."""
    with _ADMITTING:
        tokens = [token for token, held in list(_GUESTS.items()) if owner and held.owner == owner]
        for token in tokens:
            del _GUESTS[token]
    return bool(tokens)


def together(ours: Snapshot, mine: EventTable, same: npt.NDArray[np.int64], owner: str = "") -> Snapshot:
    """Make a snapshot of a reader's table and the map's as one (:func:`lib.events.union.union`), as :func:`guest`.

    Raises:
        CrowdedError: The server holds as many tables of readers as it can.
    """
    return guest(union(ours.events, mine, same), owner)


def lookup(version: str) -> Snapshot | None:
    """Return the snapshot a version names: the product's own, or that of a reader still in session; else None.

    A version coarsened for publication is found whether or not it is asked for; where such alone may leave the house,
    no other is.
    """
    coarse = version.endswith(SUFFIX)
    if publishing.is_on() and not coarse:
        return None
    found = _GUESTS.get(version)
    if found is None and coarse:
        guest_of = _GUESTS.get(version.removesuffix(SUFFIX))
        found = None if guest_of is None else _coarsened(guest_of)
    if found is not None:
        return found
    for fine in (_fine(), *reversed(_EARLIER.values())):
        known = _coarsened(fine) if coarse else fine
        if version == known.version:
            return known
    return None


def _version(events: EventTable) -> str:
    return hashlib.sha256(events.version.encode() + _surroundings()).hexdigest()[:12]


def modified() -> datetime:
    """Tell when anything that the present table's map is made of was last written: its file, base layers, method."""
    read = _READ.get(table_path()) if database.is_address(settings().table) else None
    stamp = read.stamp if read is not None else last_good.stamp_of(table_path())
    times = [_surroundings_modified(), stamp.modified_ns / 1e9]
    return datetime.fromtimestamp(int(max(times)), tz=UTC)


@lru_cache(maxsize=1)
def _surroundings_modified() -> float:
    return max((file.stat().st_mtime for file in _files() if file.is_file()), default=0.0)


def _files() -> list[Path]:
    files = [DATA / crisis.FILE, PUBLISHERS, *GEO.glob("*"), *WORDS]
    return sorted([*files, *(file for name in METHOD for file in (LIB / name).rglob("*.py"))])


@lru_cache(maxsize=1)
def _surroundings() -> bytes:
    """Hash the base layers and the code that turns rows into a map."""
    digest = hashlib.sha256()
    for file in _files():
        digest.update(file.name.encode() + (file.read_bytes() if file.is_file() else b""))
    digest.update(repr([version(name) for name in LIBRARIES]).encode())
    return digest.digest()
