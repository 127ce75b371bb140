"""Parse an upload beside a running server: in a sandboxed subprocess, one at a time, with memory and time limits.

A file from outside may be huge, or made to exhaust memory. Small tables of text are parsed at once; everything else
goes to a worker of its own, which is ended after it. Nothing is written to disk on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

import pandas as pd
import pyogrio

from lib.config.settings import settings
from lib.events.importing import Imported, Progress, import_table, refused_whole
from lib.events.questions import Answers, Question, QuestionError
from lib.events.reading.sniff import binary_sort
from lib.geography.geocoding import geocode
from lib.jobs.errors import JobError, QueueFullError
from lib.jobs.queue import Bounds, JobQueue
from lib.jobs.worker import Limits
from lib.text import _, language

MAX_SECONDS = settings().upload_timeout_s
"""Longest a file may take to parse."""
MAX_WAIT_S = settings().upload_wait_s
"""How long an upload waits for those before it."""
IN_PROCESS_MAX_BYTES: Final = 2_000_000
"""Bytes up to which a table of text is parsed in the server itself, in less than a second."""
_LIMITS: Final = Limits(
    niceness=settings().niceness, memory_bytes=settings().upload_memory_mb * 1024**2, max_jobs=1, start_s=0.0
)
QUEUE: Final = JobQueue(workers=1, limits=_LIMITS, bounds=Bounds(waiting=24))
"""The uploads of this server, each in a process that sees no other; a million rows take about half of that memory."""


@dataclass(frozen=True)
class ImportedFile:
    """A file that was parsed, and what the gazetteer knows of its places without a point (:func:`geocode`)."""

    imported: Imported
    places: pd.DataFrame


def import_in_subprocess(data: bytes, name: str, answers: Answers, progress: Progress) -> ImportedFile:
    """Parse a user's file without harm to others.

    Arguments are those of :func:`lib.events.importing.import_table`; ``progress`` is called in this thread.

    Raises:
        QuestionError: Something has to be asked first.
    """
    if len(data) <= IN_PROCESS_MAX_BYTES and not binary_sort(data):
        return import_file(data, name, answers, progress)
    progress(0.0, _("Waiting for the tables of others"))
    try:
        job = QUEUE.submit(
            parse_upload, data, name, answers, language.get(),
            client=uuid4().hex, timeout_s=MAX_SECONDS, wants_progress=True,
        )  # fmt: skip
    except QueueFullError:
        return _refused(data, name, _busy())
    try:
        if not job.started.wait(MAX_WAIT_S):
            return _refused(data, name, _busy())
        parsed = job.follow(progress)
    except JobError:
        return _refused(data, name, _too_much())
    finally:
        QUEUE.leave(job)
    if isinstance(parsed, Question):
        raise QuestionError(parsed)
    imported: ImportedFile = parsed
    return imported


def import_file(data: bytes, name: str, answers: Answers, progress: Progress) -> ImportedFile:
    """Parse a file in this process, and look up its places.

    Raises:
        QuestionError: Something has to be asked first.
    """
    imported = import_table(data, name, answers, lambda share, what: progress(0.9 * share, what))
    places = geocode(imported.table.frame, lambda share: progress(0.9 + 0.1 * share, _("Looking up places")))
    return ImportedFile(imported, places)


def parse_upload(
    data: bytes, name: str, answers: Answers, lang: str, progress: Callable[[float, str], None]
) -> ImportedFile | Question:
    """Parse a file in a worker's process; what has to be asked first is returned."""
    language.set(lang)
    # A database from outside may not call what could reach outside of itself.
    pyogrio.set_gdal_config_options({"OGR_SQLITE_PRAGMA": "trusted_schema=OFF"})
    try:
        return import_file(data, name, answers, progress)
    except QuestionError as error:
        return error.question
    except MemoryError:
        return _refused(b"", name, _too_much())


def _busy() -> str:
    return _("Too many tables are being read. Try again in a few minutes.")


def _too_much() -> str:
    return _(
        "The file takes more memory or time to read than the server can give. Split it, or save it as CSV or Parquet."
    )


def _refused(data: bytes, name: str, why: str) -> ImportedFile:
    imported = refused_whole(data, name, why)
    return ImportedFile(imported, geocode(imported.table.frame))
