"""The event table: load a file, learn what is wrong with it, and take the rows of a kind.

Whatever is in the file, :func:`load` and :func:`read` return a table, possibly empty, with the problems found.

The pandera schema is not run on each load. On the shipped table (2,124 rows) it takes 35 ms beside 80 ms for the
reading, on half a million rows seconds; and all it can find is a slip of the parser, never one of the file, since the
parser has put every cell right by then. ``python -m lib validate`` and the tests run it on every frame.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from lib.config import paths
from lib.events.columns import KNOWN, match_columns
from lib.events.problems import Problem, ProblemLog
from lib.events.publishing import Coarseness
from lib.events.reading.delimited import MAX_BYTES, first_line, open_delimited
from lib.events.reading.signs import plain_names
from lib.events.reading.text import Text, tidy
from lib.events.rows import Rows
from lib.events.schema import SCHEMA_VERSION, empty_frame
from lib.text import _, number

__all__ = ["DEFAULT_TABLE", "MAX_BYTES", "SUMS", "EventTable", "Problem", "load", "read"]

DEFAULT_TABLE = paths.EVENTS
"""The event table that ships with the map."""
SUMS = ("rows", "given", "low", "high", "most")
"""What a row of a cube stands for: reports; those that give a figure of civilians killed; the two ends of that figure,
persons; and the larger of the two."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class EventTable:
    """The rows of an event table, typed, and the problems of the file they come from.

    ``frame`` has the columns of :data:`lib.events.schema.COLUMNS` in that order, then ``row``, the row in the file as
    a spreadsheet numbers it (the header is row 1). Text is "" where blank; dates are ``datetime64[s]``; figures
    ``Int64`` (persons); points ``float64`` (WGS 84 degrees, NaN where blank); ``is_primary`` is bool.
    ``version`` names the data: the same bytes read by the same schema give the same version.
    ``rows_read`` counts the rows of the file that are not blank, those left out included.
    ``private`` is whether the table is a reader's own: nothing computed from it is written to disk.
    ``coarse`` says how it was coarsened for publication (:mod:`lib.events.publishing`); None for one as reported.
    ``base`` is the table whose rows this one has, before some of a reader's: where those change nothing about who
    holds what, its front lines are this one's too. ``added`` is the table that those rows come from: what is computed
    of both lives as long as that. None for a table by itself.
    ``sums`` is what each row stands for, columns :data:`SUMS`, where the frame is a cube
    (:mod:`lib.events.store.cube`) and a row no report; None where each row is one.
    """

    frame: pd.DataFrame
    version: str
    problems: tuple[Problem, ...]
    name: str
    rows_read: int = 0
    private: bool = False
    base: EventTable | None = None
    added: EventTable | None = None
    coarse: Coarseness | None = None
    sums: pd.DataFrame | None = None

    @property
    def left_out(self) -> int:
        """How many rows of the file are not in the frame."""
        return self.rows_read - len(self.frame)

    @cached_property
    def control(self) -> pd.DataFrame:
        """Reports of who holds a place."""
        return self._of("control")

    @cached_property
    def strikes(self) -> pd.DataFrame:
        """Reports of strikes, primary or not."""
        return self._of("strike")

    @cached_property
    def displacement(self) -> pd.DataFrame:
        """Reports of people who moved; ``place`` is the destination."""
        return self._of("displacement")

    @cached_property
    def milestones(self) -> pd.DataFrame:
        """Agreements, meetings and other turns of the crisis."""
        return self._of("milestone")

    @cached_property
    def primary(self) -> pd.DataFrame:
        """The one row of each group that is counted."""
        return self.frame.loc[self.frame["is_primary"]]

    def _of(self, kind: str) -> pd.DataFrame:
        return self.frame.loc[self.frame["kind"] == kind]


def load(path: str | Path = DEFAULT_TABLE, reading: Callable[[bytes, str], EventTable] | None = None) -> EventTable:
    """Read the event table in the file ``path``.

    Never raises: a file that is missing, too large or no table gives an empty table whose problems say so.
    ``reading`` makes a table of bytes and a name; :func:`read` unless another is given.
    """
    path = Path(path)
    log = ProblemLog(path.name or str(path))
    try:
        data = _bytes(path, log)
    except (OSError, ValueError) as error:
        log.whole(_("The file cannot be read: {reason}.").format(reason=getattr(error, "strerror", None) or error))
        data = None
    return _empty(b"", log) if data is None else (reading or read)(data, log.file)


def read(data: bytes, name: str) -> EventTable:
    """Read an event table from the bytes of a file, as a browser sends them.

    Never raises: see :func:`load`. ``name`` is what the problems call the file.
    """
    log = ProblemLog(name)
    if len(data) > MAX_BYTES:
        log.whole(_too_large())
        return _empty(b"", log)
    try:
        return _read(data, log)
    except (
        Exception
    ):  # the last line: a stranger's file must not take the map down (the tests expect none to come here)
        logger.exception("the event table %s could not be read", log.file)
        log.unforeseen()
        return _empty(data, log)


def _read(data: bytes, log: ProblemLog) -> EventTable:
    text = _text(data, log)
    if text is None:
        return _empty(data, log)
    frame = Rows(text.frame, text.rows, log).frame()
    return EventTable(frame, version_of(data), log.problems(), log.file, text.read)


def _text(data: bytes, log: ProblemLog) -> Text | None:
    """Read the cells of a file into the columns of the event table; return None when nothing can be read."""
    opened = open_delimited(data, first_line(KNOWN), log)
    if opened is None:
        return None
    places = match_columns(plain_names(opened.header, log), log)
    if places is None:
        return None
    if why := opened.refusal():
        log.whole(why)
        return None
    cells = opened.cells(log)
    del opened  # and with it the text: the cells take as much memory again
    return tidy(cells, places, log, guarded=True)


def _bytes(path: Path, log: ProblemLog) -> bytes | None:
    """Read the bytes of a file; return None, with a problem that says why not, when they cannot be read."""
    if path.is_dir():
        log.whole(_("This is a folder. Name the file in it."))
    elif not path.exists():
        log.whole(_("There is no such file. Check its name and folder."))
    elif not path.is_file():
        log.whole(_("This is not an ordinary file. Save the table as CSV UTF-8."))
    elif path.stat().st_size > MAX_BYTES:
        log.whole(_too_large())
    else:
        return path.read_bytes()
    return None


def _too_large() -> str:
    size = number(MAX_BYTES / 1024 / 1024)
    return _("The file is larger than {size} MB. Split it, or leave out rows that are not needed.").format(size=size)


def version_of(data: bytes) -> str:
    """Name the data that the bytes of a file are read to."""
    return hashlib.sha256(SCHEMA_VERSION.encode() + b"\n" + data).hexdigest()[:12]


def _empty(data: bytes, log: ProblemLog) -> EventTable:
    return EventTable(empty_frame(), version_of(data), log.problems(), log.file)
