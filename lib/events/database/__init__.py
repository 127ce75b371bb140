"""An event table that a PostgreSQL database holds: it is followed while others edit it.

The table has a version, which every insertion, update and deletion raises (:mod:`lib.events.database.definition`). It
is asked for every :data:`POLL_S` seconds at most; where it is another, all rows are read in the transaction that reads
the version, as the text that a file of theirs would be: whatever stands in a database is checked as a file is. A
database that cannot be reached takes nothing away: what was read last goes on being served, and that is said.
"""

from __future__ import annotations

import logging
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import Any, Final
from urllib.parse import urlsplit

from lib.config.kinds import DATABASES
from lib.events import kept, last_good
from lib.events.last_good import Fault, Read, Stamp
from lib.events.problems import ProblemLog
from lib.events.schema import empty_frame
from lib.events.table import EventTable, version_of

logger = logging.getLogger(__name__)

POLL_S: Final = 2.0
"""Seconds for which a version is taken to be the present one."""
AGAIN_S: Final = 5.0
"""Seconds until a database that could not be reached is tried again."""
_NEXT: dict[str, float] = {}
"""When each database is asked next, on the clock of this process."""


def is_address(text: str) -> bool:
    """Return whether a setting names a database and no file."""
    return text.partition("://")[0].lower() in DATABASES and "://" in text


def name_of(address: str) -> str:
    """Return what a database is called in sentences: its name, and nothing of user, password or host."""
    try:
        return urlsplit(address).path.strip("/") or "postgresql"
    except ValueError:
        return "postgresql"


def now(address: str, before: Read | None) -> Read:
    """Read the table of a database, or go on with what was read before.

    Args:
        address: ``postgresql://…``.
        before: What was read last from it in this process; None for nothing.
    """
    if before is not None and monotonic() < _NEXT.get(address, 0.0):
        return before
    _NEXT[address] = monotonic() + POLL_S
    # What speaks to a database is loaded where one is used.
    connection: Any = import_module("lib.events.database.connection")
    try:
        if before is not None and before.kept is None and _stamp(connection.state(address)) == before.stamp:
            return before
        state, data = connection.take(address)
    except connection.DatabaseError as error:
        _NEXT[address] = monotonic() + AGAIN_S
        logger.warning("the database %s: %s", name_of(address), error)
        return _without(address, before, str(error))
    stamp = _stamp(state)
    if before is not None and before.events.version == version_of(data):
        return Read(stamp, before.events, ended=True)
    events = kept.read(data, name_of(address))
    last_good.remember(Path(address), data)
    return Read(stamp, events, ended=True)


def _stamp(state: Any) -> Stamp:
    return Stamp(modified_ns=int(state.changed.timestamp() * 1e9), changed_ns=state.version)


def _without(address: str, before: Read | None, why: str) -> Read:
    """Go on without the database: with what this process read last, else with what an earlier one did, else nothing."""
    if before is None or before.events.frame.empty:
        found = last_good.remembered(Path(address), name_of(address))
        before = before if found is None else Read(Stamp(), found, ended=True)
    if before is None:
        log = ProblemLog(name_of(address))
        log.whole(why)
        return Read(Stamp(), EventTable(empty_frame(), version_of(b""), log.problems(), log.file), ended=True)
    rows = len(before.events.frame)
    fault = Fault(cut=False, rows=0, before=rows, told=why, away=True)
    same = before.kept == fault or not rows
    return before if same else Read(before.stamp, before.events, ended=True, kept=fault)
