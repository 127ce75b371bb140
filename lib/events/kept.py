"""Files of events as they were read once, kept as Parquet: a second process, or the next start, does not read them.

A kept reading stands under the hash of the file's bytes and of the code that reads them. It is used only if it is
whole, of these bytes, and in the columns of today; else the file is read, and kept anew. A file of so many problems
that they would take longer to keep than to find is read each time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import lru_cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lib.config import crisis, disk_cache
from lib.config.catalogue import LOCALES
from lib.config.paths import DATA, LIB
from lib.events import table
from lib.events.problem_kinds import ProblemKind
from lib.events.problems import Problem, ProblemLog, Problems, kinds
from lib.events.table import EventTable
from lib.events.typed import SCHEMA, to_arrow, to_frame
from lib.text import language

logger = logging.getLogger(__name__)

FORM: Final = 1
"""Raise it whenever a kept reading is written in another form."""
MOST: Final = 6
"""Readings that are kept; the one not used for longest goes first."""
MOST_PROBLEMS: Final = 20_000
"""Rows with a problem up to which a reading is kept."""
_READING: Final = b"reading"
_LIBRARIES: Final = ("numpy", "pandas", "pyarrow")


def load(path: str | Path) -> EventTable:
    """Read the event table in a file as :func:`lib.events.table.load` does, or take what is kept of it."""
    return table.load(path, read)


def read(data: bytes, name: str) -> EventTable:
    """Read an event table from the bytes of a file as :func:`lib.events.table.read` does, or take what is kept of them.

    For files of whoever runs the server alone: nothing of a reader's is written to disk.
    """
    named, digest = table.version_of(data), hashlib.sha256(_code() + data).hexdigest()
    for path in (_path(named, digest), _path(named, digest, language.get())):
        kept = _taken(path, digest, named, name)
        if kept is not None:
            return kept
    events = table.read(data, name)
    _keep(events, digest)
    return events


def at_version(named: str, name: str) -> EventTable | None:
    """Return the table of a version that was read by code as it is now, if it is kept; ``name`` is that of its file."""
    if not named.isalnum():
        return None
    for path in sorted(_folder().glob(f"{named}.*.parquet")):
        kept = _taken(path, "", named, name)
        if kept is not None:
            return kept
    return None


def _folder() -> Path:
    return disk_cache.folder_of() / "read"


def _path(named: str, digest: str, lang: str = "") -> Path:
    """Return where a reading lies; what tells problems tells them in a language."""
    return _folder() / f"{named}.{digest[:20]}{lang and '.'}{lang}.parquet"


@lru_cache(maxsize=1)
def _code() -> bytes:
    """Hash all that decides what a file's bytes become: code, words, the crisis and the libraries."""
    files = [*(LIB / "events").rglob("*.py"), *(LIB / "config").rglob("*.py"), *LOCALES.rglob("*.po")]
    digest = hashlib.sha256(repr([FORM, *(version(name) for name in _LIBRARIES)]).encode())
    for file in sorted([*files, DATA / crisis.FILE]):
        digest.update(file.name.encode() + b"\n" + (file.read_bytes() if file.is_file() else b""))
    return digest.digest()


def _taken(path: Path, digest: str, named: str, name: str) -> EventTable | None:
    """Return a kept reading, of bytes of this digest if one is given; None where there is none that can be trusted."""
    body = disk_cache.read(path)
    if body is None:
        return None
    try:
        # The text of a file is read as it is: nothing of it is taken for a type or an object of pandas.
        rows = pq.read_table(BytesIO(body))
        told = json.loads((rows.schema.metadata or {})[_READING])
        mine = told["version"] == named and told["code"] == _code().hex() and told["of"] == (digest or told["of"])
        if not mine or rows.schema.names != SCHEMA.names:
            return None
        frame = to_frame(rows.replace_schema_metadata(None))
        problems = _problems(told, name)
        rows_read = int(told["rows_read"])
    except (KeyError, TypeError, ValueError, OSError, pa.ArrowException):
        logger.warning("what is kept of the event table %s cannot be used; the file is read", name)
        return None
    with contextlib.suppress(OSError):
        path.touch()
    return EventTable(frame, named, problems, ProblemLog(name).file, rows_read)


def _keep(events: EventTable, digest: str) -> None:
    """Store a reading, and let go of the oldest. Without a folder that can be written nothing is kept."""
    found = kinds(events.problems)
    if events.frame.empty or sum(len(kind.rows) for kind in found) > MOST_PROBLEMS:
        return
    told = {
        "of": digest,
        "version": events.version,
        "code": _code().hex(),
        "rows_read": events.rows_read,
        "problems": [asdict(problem) for problem in events.problems],
        "kinds": [_plain(kind) for kind in found],
    }
    rows = to_arrow(events.frame).replace_schema_metadata({_READING: json.dumps(told).encode()})
    body = BytesIO()
    pq.write_table(rows, body, compression="zstd", compression_level=1)
    path = _path(events.version, digest, language.get() if found else "")
    if disk_cache.write(path, body.getvalue()):
        _let_go(path.parent)


def _let_go(folder: Path) -> None:
    with contextlib.suppress(OSError):  # another process may be at it too
        known = sorted(folder.glob("*.parquet"), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in known[MOST:]:
            file.unlink(missing_ok=True)


def _plain(kind: ProblemKind) -> dict[str, Any]:
    return {
        "file": kind.file,
        "sort": kind.sort,
        "column": kind.column,
        "severity": kind.severity,
        "template": kind.template,
        "count": kind.count,
        "rows": kind.rows.tolist(),
        "values": None if kind.values is None else kind.values.to_pylist(),
        "fields": {name: values.to_pylist() for name, values in kind.fields.items()},
        "sheet": kind.sheet,
        "starts": kind.starts,
    }


def _problems(told: Mapping[str, Any], name: str) -> Problems:
    """Return the problems of a kept reading, of a file that may have another name by now."""
    file = ProblemLog(name).file
    made = Problems(replace(Problem(**problem), file=file) for problem in told["problems"])
    made.kinds = tuple(replace(_kind(kind), file=file) for kind in told["kinds"])
    return made


def _kind(told: Mapping[str, Any]) -> ProblemKind:
    values = told["values"]
    return ProblemKind(
        **{name: told[name] for name in ("file", "sort", "column", "severity", "template", "count", "sheet")},
        rows=np.array(told["rows"], dtype=np.int32),
        values=None if values is None else pa.array(values, pa.string()).dictionary_encode(),
        fields={name: pa.array(field) for name, field in told["fields"].items()},
        starts=tuple((int(start), str(sheet)) for start, sheet in told["starts"]),
    )
