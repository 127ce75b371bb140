"""The last event table that could be used, kept while its file is cut, emptied, half written or gone.

Whoever updates a table by copying over it leaves it half written for a moment, or for good. What was read last goes on
being served then, with a sentence that says so; it is on disk too, so that a server that starts meanwhile has it.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from threading import Event
from time import time
from typing import Final

from lib.config import disk_cache
from lib.events import kept as kept_readings
from lib.events.publishing import SUFFIX
from lib.events.publishing.table import safe_table
from lib.events.table import EventTable
from lib.text import _, ngettext, number

logger = logging.getLogger(__name__)

SETTLED_S: Final = 1.0
"""Seconds for which a file has to have stood still before it takes the place of what was read before."""
LEAST_SHARE: Final = 0.5
"""A table with less than this share of the rows of the last one is taken for one that broke off."""
_TAIL: Final = 1


@dataclass(frozen=True)
class Stamp:
    """What tells from outside that a file is another: any writing changes the time of its change, whatever else stays.

    Attributes:
        modified_ns: When its content was changed, as its owner may set it.
        changed_ns: When anything of it was changed, as the system notes it.
        size: Bytes.
        inode: Which file of the disk it is.
    """

    modified_ns: int = 0
    changed_ns: int = 0
    size: int = 0
    inode: int = 0


def stamp_of(path: Path) -> Stamp:
    """Return the stamp of a file; the blank one where there is none."""
    try:
        state = path.stat()
    except OSError:
        return Stamp()
    return Stamp(state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino)


@dataclass(frozen=True)
class Fault:
    """Why a file cannot take the place of the table before; as text, it says so in the language of who reads it.

    Attributes:
        cut: Whether it breaks off.
        rows: How many rows of it can be read.
        before: How many the table before has.
        told: What its reading says is wrong with it, "" for nothing.
        away: Whether it is a database that cannot be asked; ``told`` says why.
    """

    cut: bool
    rows: int
    before: int
    told: str = ""
    away: bool = False

    def __str__(self) -> str:
        """Say it in two sentences and what to do."""
        if self.away:
            words = _("The database of the event table cannot be used. What is shown is the table before, of {n} rows.")
            return f"{words.format(n=number(self.before))} {self.told}".strip()
        if not self.rows:
            why = _("no row of it can be read")
        elif self.cut:
            why = _("it breaks off in the middle of a line")
        else:
            words = ngettext("it has {n} row where it had {before}", "it has {n} rows where it had {before}", self.rows)
            why = words.format(n=number(self.rows), before=number(self.before))
        words = _(
            "The file of the event table has changed, and cannot be used: {why}. What is shown is the table before, of "
            "{n} rows. If the change is meant, start the server again."
        )
        said = words.format(why=why, n=number(self.before))
        return f"{said} {self.told}" if self.told else said


@dataclass(frozen=True)
class Read:
    """An event table as it was read from its file.

    Attributes:
        stamp: The file's, before it was read.
        events: The table.
        ended: Whether the file ends with the end of a line.
        kept: Why it is still served although its file is another now; None while it is the file's.
    """

    stamp: Stamp
    events: EventTable
    ended: bool
    kept: Fault | None = None


_KEEPING = Event()


def keep() -> None:
    """Store each table that can be used from now on; for the server alone, which knows what came before."""
    _KEEPING.set()


def now(path: Path, before: Read | None) -> Read:
    """Read the table in a file, or go on with what was read before.

    Args:
        path: The file.
        before: What was read last from it in this process; None for nothing.

    Returns:
        The table to serve. One that cannot be used is served only where there never was a better one.
    """
    stamp = stamp_of(path)
    if before is not None and before.stamp == stamp:
        return before
    changed_s = max(stamp.changed_ns, stamp.modified_ns) / 1e9
    if before is not None and not before.events.frame.empty and 0 <= time() - changed_s < SETTLED_S:
        return before  # it may still be being written
    found = Read(stamp, kept_readings.load(path), _ends_a_line(path))
    fault = _fault(found, before)
    if fault is None:
        _keep(path, found)
        return found
    last = before if before is not None and not before.events.frame.empty else _kept(path, found)
    if last is None:
        return found
    fault = replace(fault, before=len(last.events.frame))
    logger.error("the event table %s has %d rows that can be used; the one before it is served", path, fault.rows)
    return Read(stamp, last.events, last.ended, fault)


def _fault(found: Read, before: Read | None) -> Fault | None:
    """Say why a table cannot take the place of another; None if it can."""
    rows = len(found.events.frame)
    if not rows:
        return Fault(cut=False, rows=0, before=0, told=next(map(str, found.events.problems), ""))
    if before is None or before.events.frame.empty:
        return None
    had = len(before.events.frame)
    # A program may leave out the last line's end, and a table may lose some rows: both at once are a cut.
    cut = before.ended and not found.ended and rows < had
    return Fault(cut, rows, had) if cut or rows < LEAST_SHARE * had else None


def _ends_a_line(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            file.seek(-_TAIL, 2)
            return file.read(_TAIL) in b"\r\n"
    except OSError:
        return False


def _path(path: Path) -> Path:
    return disk_cache.folder_of() / "tables" / hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:20]


def _keep(path: Path, found: Read) -> None:
    """Store the file's bytes, unless they are stored already or it has changed since it was read."""
    if not _KEEPING.is_set():
        return
    try:
        data = path.read_bytes()
    except OSError:
        return
    if stamp_of(path) == found.stamp:
        remember(path, data)


def remember(path: Path, data: bytes) -> None:
    """Store the bytes of a table that can be used, for servers that find none."""
    if _KEEPING.is_set() and disk_cache.read(_path(path)) != data:
        disk_cache.write(_path(path), data)


def remembered(path: Path, name: str) -> EventTable | None:
    """Return the table that an earlier server stored; None where there is none with rows."""
    data = disk_cache.read(_path(path))
    events = kept_readings.read(data, name) if data else None
    return None if events is None or events.frame.empty else events


def _kept(path: Path, found: Read) -> Read | None:
    events = remembered(path, path.name)
    end = (disk_cache.read(_path(path)) or b"")[-_TAIL:]
    return None if events is None else Read(found.stamp, events, end in b"\r\n")


@lru_cache(maxsize=1)
def at_version(path: Path, version: str) -> EventTable | None:
    """Return the stored table of a file if it is of ``version``, or coarsened for publication if that is."""
    data = disk_cache.read(_path(path))
    events = kept_readings.read(data, path.name) if data else None
    if events is not None and version.endswith(SUFFIX):
        events = safe_table(events)
    if events is not None and events.version == version:
        return events
    return None if version.endswith(SUFFIX) else kept_readings.at_version(version, path.name)
