"""A file of a user's own, in whatever format, as an event table, with a report of what was taken and what was not.

Nothing is drawn, kept or written here: the caller has the table and the report, and decides.
"""

from __future__ import annotations

import csv
import hashlib
import io
import logging
from collections.abc import Callable
from dataclasses import dataclass

from lib.events import importers
from lib.events.formula_guard import defuse_one
from lib.events.importers import ucdp
from lib.events.importers.source import Source
from lib.events.problems import Problem, ProblemLog, shown
from lib.events.questions import Answers, QuestionError
from lib.events.reading.files import read_file
from lib.events.reading.grid import Grid
from lib.events.rows import Rows
from lib.events.schema import SCHEMA_VERSION, empty_frame
from lib.events.table import EventTable
from lib.text import _

MAX_DETAILS = 2_000
"""Problems of one sort in one column that the report lists one by one."""

logger = logging.getLogger(__name__)

Progress = Callable[[float, str], None]
"""Is told how far reading has come, 0 to 1, and what is being done."""


@dataclass(frozen=True)
class Imported:
    """What became of a file.

    Attributes:
        table: The rows taken, and every problem; without rows when the file could not be read.
        format: The name of the format recognised, "" when none was.
        total: Sum of the figures as the file has them, for a format of figures; None for any other.
    """

    table: EventTable
    format: str
    total: float | None = None

    @property
    def refused(self) -> int:
        """How many records of the file are no rows of the table."""
        return self.table.left_out


def import_table(
    data: bytes, name: str, answers: Answers | None = None, progress: Progress = lambda _share, _what: None
) -> Imported:
    """Read a user's file.

    Args:
        data: Its bytes.
        name: Its name, for the report.
        answers: What its owner has said about it.
        progress: Is told how far it has come.

    Returns:
        The table and the report. A file that cannot be read gives a table without rows whose problems say why.

    Raises:
        QuestionError: Something has to be asked first.
    """
    answers = answers or Answers()
    log = ProblemLog(name, MAX_DETAILS)
    try:
        return _import(data, log, answers, progress)
    except (QuestionError, MemoryError):
        raise
    except Exception:  # the last line: a stranger's file must not take the page down (the tests expect none here)
        logger.exception("the table %s could not be imported", log.file)
        log.unforeseen()
        return Imported(_none(data, answers, log), "")


def refused_whole(data: bytes, name: str, why: str) -> Imported:
    """What becomes of a file that was not read at all, for the reason given."""
    log = ProblemLog(name)
    log.whole(why)
    return Imported(_none(data, Answers(), log), "")


def _import(data: bytes, log: ProblemLog, answers: Answers, progress: Progress) -> Imported:
    progress(0.05, _("Opening the file"))
    grid = read_file(data, log.file, importers.KNOWN, log, answers)
    if grid is None:
        return Imported(_none(data, answers, log), "")
    grid = importers.with_header(grid)
    found = importers.recognise(grid, answers.format)
    if found is None:
        log.whole(_unrecognised(grid, answers.format))
        return Imported(_none(data, answers, log), "")
    progress(0.35, _("Reading the cells"))
    source = Source(grid, log, answers, log.file)
    text = found.convert(source)
    if text is None:
        return Imported(_none(data, answers, log), found.title)
    if not text.read:
        log.whole(_("The table has a header but no rows."))
    progress(0.65, _("Checking every row"))
    frame = Rows(text.frame, text.rows, log).frame()
    progress(1.0, _("Done"))
    table = EventTable(frame, _version(data, answers), log.problems(), log.file, text.read)
    return Imported(table, found.title, source.counted)


def _unrecognised(grid: Grid, key: str) -> str:
    """Why the header belongs to no format, and what to do."""
    names = {name.strip().lower() for name in grid.header}
    if names >= ucdp.MONTHLY:
        return _(
            "These are UCDP's sums by month and governorate, not events: the event table has no row for them. "
            "Bring the event data (GED) instead."
        )
    listed = ", ".join(f"'{shown(name, 30)}'" for name in grid.header[:6] if name.strip()) or _("none")
    formats = ", ".join(dict.fromkeys(known.title.split(":")[0] for known in importers.FORMATS))
    if key != "auto":
        return _("The columns are not those of the format {format}. Found: {names}.").format(format=key, names=listed)
    words = _(
        "The columns belong to no known format ({formats}). Found: {names}. Rename them, and keep one header row."
    )
    return words.format(formats=formats, names=listed)


def _version(data: bytes, answers: Answers) -> str:
    digest = hashlib.sha256(f"{SCHEMA_VERSION}\n{answers}\n".encode())
    digest.update(data)
    return digest.hexdigest()[:12]


def _none(data: bytes, answers: Answers, log: ProblemLog) -> EventTable:
    return EventTable(empty_frame(), _version(data, answers), log.problems(), log.file)


REPORT_COLUMNS = ("file", "row", "column", "value", "severity", "message")


def report_csv(problems: tuple[Problem, ...]) -> bytes:
    """The problems of an import as CSV for a spreadsheet (UTF-8 with a byte order mark), without anything it would run.

    A cell that begins as a formula does gets an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(REPORT_COLUMNS)
    for problem in problems:
        row = "" if problem.row is None else str(problem.row)
        cells = (problem.file, row, problem.column or "", problem.value, problem.severity, problem.message)
        writer.writerow([defuse_one(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")
