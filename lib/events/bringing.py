"""Reading a reader's file beside a running server: in a process of its own, one at a time, within bounds.

A file from outside may be huge, or made to exhaust memory. Small tables of text are read at once; everything else goes
through a pipe to a process that gives way to every other, may take only so much memory and time, and is ended when it
takes more. Nothing is written to disk on the way.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from threading import BoundedSemaphore, Timer
from typing import IO, Any, cast

import pandas as pd
import pyogrio

from lib.events.importing import Imported, Progress, import_table, refused_whole
from lib.events.questions import Answers, Question, QuestionError
from lib.geography.geocoding import geocode
from lib.wording import _, language

MODULE = "lib.events.bringing"
ROOT = Path(__file__).resolve().parents[2]
MAX_MEMORY = 6 * 1024**3
"""Most memory a reading process may ask for, bytes of address space; a million rows take about half."""
MAX_SECONDS = 300.0
"""Longest a reading process may take."""
PATIENCE_S = 120.0
"""How long a reader waits for the readers before."""
AT_ONCE = 2_000_000
"""Bytes up to which a table of text is read in the server itself, in less than a second."""
_TURN = BoundedSemaphore(1)


@dataclass(frozen=True)
class Brought:
    """A file that was read, and what the gazetteer knows of its places without a point (:func:`geocode`)."""

    imported: Imported
    places: pd.DataFrame


def bring(data: bytes, name: str, answers: Answers, progress: Progress) -> Brought:
    """Read a reader's file without harm to other readers. Arguments as for :func:`lib.events.importing.import_table`.

    Raises:
        QuestionError: Something has to be asked first.
    """
    if len(data) <= AT_ONCE and not data.startswith((b"PK", b"PAR1", b"SQLite", b"\xd0\xcf")):
        return read(data, name, answers, progress)
    progress(0.0, _("Waiting for the tables of others"))
    with _turn() as mine:
        if not mine:
            return _refused(data, name, _("Too many tables are being read. Try again in a few minutes."))
        return _apart(data, name, answers, progress)


def read(data: bytes, name: str, answers: Answers, progress: Progress) -> Brought:
    """Read a file in this process, and look up its places."""
    imported = import_table(data, name, answers, lambda share, what: progress(0.9 * share, what))
    places = geocode(imported.table.frame, lambda share: progress(0.9 + 0.1 * share, _("Looking up places")))
    return Brought(imported, places)


@contextmanager
def _turn() -> Iterator[bool]:
    mine = _TURN.acquire(timeout=PATIENCE_S)
    try:
        yield mine
    finally:
        if mine:
            _TURN.release()


def _apart(data: bytes, name: str, answers: Answers, progress: Progress) -> Brought:
    """Read a file in a process of its own."""
    process = subprocess.Popen(  # noqa: S603  our own interpreter and module
        [sys.executable, "-m", MODULE],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    limit = Timer(MAX_SECONDS, process.kill)
    limit.start()
    try:
        given, got = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        asked = {"name": name, "answers": asdict(answers), "lang": language.get(), "length": len(data)}
        given.write(json.dumps(asked).encode() + b"\n")
        given.write(data)
        given.close()
        return _answer(got, progress)
    except (OSError, EOFError, pickle.UnpicklingError):
        return _refused(data, name, _too_much())
    finally:
        limit.cancel()
        process.kill()
        process.wait()


def _answer(got: IO[bytes], progress: Progress) -> Brought:
    """What the process says: lines of progress, then the result."""
    for line in got:
        if line.startswith(b"{"):
            step = json.loads(line)
            progress(step["share"], step["what"])
        else:
            result: Any = pickle.loads(got.read())  # noqa: S301  our own process wrote it
            if isinstance(result, Question):
                raise QuestionError(result)
            if isinstance(result, Brought):
                return result
    raise EOFError


def _too_much() -> str:
    return _(
        "The file takes more memory or time to read than the server can give. Split it, or save it as CSV or Parquet."
    )


def _refused(data: bytes, name: str, why: str) -> Brought:
    imported = refused_whole(data, name, why)
    return Brought(imported, geocode(imported.table.frame))


def main() -> None:
    """Read one file from standard input; answer on standard output."""
    if hasattr(os, "nice"):
        os.nice(10)
    try:
        import resource  # noqa: PLC0415  Windows has none, and then no limit
    except ImportError:
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    # A database from outside may not call what could reach outside of itself.
    pyogrio.set_gdal_config_options({"OGR_SQLITE_PRAGMA": "trusted_schema=OFF"})
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not end up in the answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    asked = json.loads(sys.stdin.buffer.readline())
    language.set(asked["lang"])

    def tell(share: float, what: str) -> None:
        out.write(json.dumps({"share": share, "what": what}).encode() + b"\n")
        out.flush()

    result: Brought | Question
    try:
        data = sys.stdin.buffer.read(asked["length"])
        result = read(data, asked["name"], Answers(**asked["answers"]), tell)
    except QuestionError as error:
        result = error.question
    except MemoryError:
        result = _refused(b"", asked["name"], _too_much())
    out.write(b"result\n")
    pickle.dump(result, out, protocol=5)
    out.flush()


if __name__ == "__main__":
    # Under its own name, so that what it pickles has a class the server knows.
    sys.exit(import_module(MODULE).main())
