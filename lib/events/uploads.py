"""Parse an upload beside a running server: in a process of its own, few at a time, with memory and time limits.

A file from outside may be huge, or made to exhaust memory. Every one, however small, goes to a worker of its own, which
is ended after it; the next one stands ready by then, so that a small file takes no longer. Nothing is written to disk
on the way.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Final
from uuid import uuid4

import pandas as pd
import pyogrio

from lib.config.settings import settings
from lib.events.importing import Imported, Progress, Upload, import_table, refused_whole
from lib.events.questions import Answers, Question, QuestionError
from lib.events.replaced_points import tell_replaced
from lib.events.schema import NAMES
from lib.geography.geocoding import geocode
from lib.jobs.errors import JobError, QueueFullError
from lib.jobs.job import Job
from lib.jobs.queue import Bounds, JobQueue
from lib.jobs.worker import Limits, Worker
from lib.text import _, language

logger = logging.getLogger(__name__)

MAX_SECONDS = settings().upload_timeout_s
"""Longest a file may take to parse."""
MAX_WAIT_S = settings().upload_wait_s
"""How long an upload waits for those before it."""
STEP_S: Final = 0.3
"""Seconds after which whoever waits for a file is told again how far it is: then it may stop waiting."""
MAX_RESULT_BYTES: Final = 2 * settings().table_mb * 1024**2
"""Most memory of the rows that a file may become in the server: a small file may unpack to any number of them."""
_LIMITS: Final = Limits(
    niceness=settings().niceness,
    memory_bytes=settings().upload_memory_mb * 1024**2,
    max_jobs=1,
    start_s=0.0,
    prepare="lib.events.uploads:get_ready",
    # What Arrow frees goes back to the system at once: it would keep a fifth of the most it has had.
    environment=(("ARROW_DEFAULT_MEMORY_POOL", "system"), ("MALLOC_MMAP_THRESHOLD_", "131072")),
)
QUEUE: Final = JobQueue(workers=settings().upload_processes, limits=_LIMITS, bounds=Bounds(waiting=24, idle_s=1800.0))
"""The uploads of this server, each in a process that sees no other; a million rows take a quarter of that memory."""


_EXAMPLE: Final = b"event_id,kind,subkind,date_start,place,source\n1,strike,shelling,2015-01-01,nowhere,none\n"
"""A table with which everything that reads tables has been used once."""


@dataclass(frozen=True)
class ImportedFile:
    """A file that was parsed, and what the gazetteer knows of its places without a point (:func:`geocode`)."""

    imported: Imported
    places: pd.DataFrame


def import_in_subprocess(data: bytes, name: str, answers: Answers, progress: Progress) -> ImportedFile:
    """Parse a user's file without harm to others.

    Arguments are those of :func:`lib.events.importing.import_table`; ``progress`` is called in this thread, several
    times a second. When it raises, the reading is ended with its process, and what it raised goes on.

    Raises:
        QuestionError: Something has to be asked first.
    """
    progress(0.0, _("Waiting for the tables of others"))
    try:
        job = QUEUE.submit(
            parse_upload, [data], name, answers, language.get(),
            client=uuid4().hex, timeout_s=MAX_SECONDS, wants_progress=True,
        )  # fmt: skip
    except QueueFullError:
        return _refused(data, name, _busy())
    job.report(0.0, _("Sending the file"))
    try:
        if not _begun(job, progress):
            return _refused(data, name, _busy())
        parsed = job.follow(progress, STEP_S)
    except JobError:
        return _refused(data, name, _too_much())
    finally:
        QUEUE.leave(job)
    if isinstance(parsed, Question):
        raise QuestionError(parsed)
    imported: ImportedFile = parsed
    return _with_blanks(imported)


def import_apart(source: Path | bytes, name: str, answers: Answers) -> ImportedFile:
    """Parse a file for the shell: in a process of its own, within the limits of an upload, which ends with it.

    Args:
        source: Where it is, or its bytes.
        name: Its name, for the report.
        answers: What its owner has said about it.

    Returns:
        What became of it. One that takes more memory or time than is allowed has no rows, and a problem that says so.

    Raises:
        QuestionError: Something has to be asked first.
    """
    worker = Worker(replace(_LIMITS, niceness=0, prepare="", start_s=Limits().start_s))
    given = [source] if isinstance(source, bytes) else str(source.resolve())
    try:
        parsed = worker.run(
            parse_upload, given, name, answers, language.get(), timeout_s=MAX_SECONDS, progress=lambda *_step: None
        )
    except JobError:
        return _refused(b"", name, _too_much())
    finally:
        worker.close()
    if isinstance(parsed, Question):
        raise QuestionError(parsed)
    imported: ImportedFile = parsed
    return _with_blanks(imported)


def _begun(job: Job, progress: Progress) -> bool:
    """Wait for a job's turn, and return whether it came in time."""
    late = monotonic() + MAX_WAIT_S
    while not job.started.wait(min(STEP_S, max(late - monotonic(), 0.0))):
        if monotonic() >= late:
            return False
        progress(0.0, _("Waiting for the tables of others"))
    return True


def import_file(data: bytes | Upload, name: str, answers: Answers, progress: Progress) -> ImportedFile:
    """Parse a file in this process, and look up its places.

    Raises:
        QuestionError: Something has to be asked first.
    """
    imported = import_table(data, name, answers, lambda share, what: progress(0.9 * share, what))
    places = geocode(imported.table.frame, lambda share: progress(0.9 + 0.1 * share, _("Looking up places")))
    return ImportedFile(tell_replaced(imported, places), places)


class StoppedError(Exception):
    """Nobody waits for the file any more."""


class Reading:
    """A file that is read beside the page, which asks now and then how far it is.

    Attributes:
        share: How far it is, 0 to 1.
        what: What is being done.
        stopped: Whether the reader has stopped it.
        left: Whether it was ended since the reader had gone.
    """

    def __init__(self, data: bytes, name: str, answers: Answers, wanted: Callable[[], bool] = lambda: True) -> None:
        """Begin to read a file; it is ended as soon as ``wanted``, asked several times a second, says so."""
        self.share, self.what = 0.0, ""
        self.stopped = self.left = False
        self.began = monotonic()
        self._wanted = wanted
        self._ended = Event()
        self._outcome: ImportedFile | Question | None = None
        # In the reader's language: a thread begins without it.
        words = copy_context()
        Thread(target=words.run, args=(self._read, data, name, answers), name="reading", daemon=True).start()

    def _read(self, data: bytes, name: str, answers: Answers) -> None:
        try:
            self._outcome = import_in_subprocess(data, name, answers, self._note)
        except QuestionError as error:
            self._outcome = error.question
        except StoppedError:
            pass
        except Exception:  # whoever waits for the file must not wait for ever
            logger.exception("the reading of a file failed")
            self._outcome = _refused(b"", name, _too_much())
        finally:
            self._ended.set()

    def _note(self, share: float, what: str) -> None:
        self.share, self.what = share, what
        self.left = not self._wanted()
        if self.stopped or self.left:
            raise StoppedError

    def stop(self) -> None:
        """End it, unless it has come to its end."""
        self.stopped = not self._ended.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait for its end so long, and return whether it has come."""
        return self._ended.wait(seconds)

    @property
    def ended(self) -> bool:
        """Whether it has come to its end, or was stopped."""
        return self.stopped or self._ended.is_set()

    def result(self) -> ImportedFile:
        """Return what the file became, once it has ended and was not stopped.

        Raises:
            QuestionError: Something has to be asked first.
            StoppedError: It was stopped.
        """
        if isinstance(self._outcome, Question):
            raise QuestionError(self._outcome)
        if self._outcome is None:
            raise StoppedError
        return self._outcome


def parse_upload(
    data: list[bytes] | str, name: str, answers: Answers, lang: str, progress: Callable[[float, str], None]
) -> ImportedFile | Question:
    """Parse a file in a worker's process; what has to be asked first is returned.

    The bytes are taken out of the list ``data``, so that nobody holds them once they are cells; or ``data`` is the path
    of the file.
    """
    language.set(lang)
    # A database from outside may not call what could reach outside of itself.
    pyogrio.set_gdal_config_options({"OGR_SQLITE_PRAGMA": "trusted_schema=OFF"})
    try:
        upload = Upload(Path(data).read_bytes() if isinstance(data, str) else data.pop())
        parsed = import_file(upload, name, answers, progress)
    except QuestionError as error:
        return error.question
    except MemoryError:
        return _refused(b"", name, _too_much())
    parsed = _without_blanks(parsed)
    if parsed.imported.table.frame.memory_usage(index=False, deep=True).sum() > MAX_RESULT_BYTES:
        return _refused(b"", name, _too_much())
    return parsed


def _without_blanks(parsed: ImportedFile) -> ImportedFile:
    """Drop the columns of text that hold nothing: of a million rows each takes 8 MB all the same."""
    frame = parsed.imported.table.frame
    blank = [name for name in frame if frame[name].dtype == "str" and not (frame[name] != "").any()]
    return _with_frame(parsed, frame.drop(columns=blank))


def _with_blanks(parsed: ImportedFile) -> ImportedFile:
    """Restore all columns of the file; those that hold nothing share their memory."""
    frame = parsed.imported.table.frame
    nothing = pd.Series("", index=frame.index, dtype="str")
    return _with_frame(parsed, pd.DataFrame({name: frame.get(name, nothing) for name in (*NAMES, "row")}))


def _with_frame(parsed: ImportedFile, frame: pd.DataFrame) -> ImportedFile:
    return replace(parsed, imported=replace(parsed.imported, table=replace(parsed.imported.table, frame=frame)))


def get_ready() -> None:
    """Import and read in a worker what the first file would have to wait for."""
    import_file(_EXAMPLE, "example.csv", Answers(), lambda _share, _what: None)


def _busy() -> str:
    return _("Too many tables are being read. Try again in a few minutes.")


def _too_much() -> str:
    return _(
        "The file takes more memory or time to read than is given to one table. Split it, or save it as CSV or Parquet."
    )


def _refused(data: bytes, name: str, why: str) -> ImportedFile:
    imported = refused_whole(data, name, why)
    return ImportedFile(imported, geocode(imported.table.frame))
