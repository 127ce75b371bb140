"""A file of a user's own, in whatever format, as an event table, with a report of what was taken and what was not.

Nothing is drawn, kept or written here: the caller has the table and the report, and decides.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from lib.events import importers
from lib.events.columns import lacks_needed
from lib.events.formula_guard import defuse
from lib.events.importers import ucdp
from lib.events.importers.source import Source
from lib.events.left_out import LeftOut, left_out
from lib.events.mapping import aggregates, step
from lib.events.mapping.apply import complete
from lib.events.mapping.day_columns import joined_days
from lib.events.mapping.model import MappingError
from lib.events.problem_kinds import COLUMNS
from lib.events.problems import Problem, ProblemLog, kinds, shown
from lib.events.questions import Answers, QuestionError, unanswered
from lib.events.reading.coordinates import expand, expand_mapped
from lib.events.reading.coordinates.writing import with_basis, without_basis
from lib.events.reading.files import read_file
from lib.events.reading.grid import Grid
from lib.events.reading.layout import tell_doubled
from lib.events.reading.signs import plain_names
from lib.events.reading.text import undone
from lib.events.rows import Rows
from lib.events.schema import SCHEMA_VERSION, empty_frame
from lib.events.table import EventTable
from lib.text import _, enumerated, number, pgettext

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
        left_out: The rows left out as the file has them, each with its reason.
        mapping: The column mapping it was read with, as JSON; "" where none was needed.
    """

    table: EventTable
    format: str
    total: float | None = None
    left_out: LeftOut = field(default_factory=LeftOut)
    mapping: str = ""

    @property
    def refused(self) -> int:
        """How many records of the file are no rows of the table."""
        return self.table.left_out


class Upload:
    """The bytes of a file that are handed on once: whoever hands them on does not keep them in memory meanwhile."""

    def __init__(self, data: bytes) -> None:
        """Hold ``data`` until it is taken."""
        self._data = data
        self.digest = hashlib.sha256(data).digest()

    def take(self) -> bytes:
        """Return the bytes, and let go of them."""
        data, self._data = self._data, b""
        return data


def import_table(
    data: bytes | Upload, name: str, answers: Answers | None = None, progress: Progress = lambda _share, _what: None
) -> Imported:
    """Read a user's file.

    Args:
        data: Its bytes; of an :class:`Upload` they are taken.
        name: Its name, for the report.
        answers: What its owner has said about it.
        progress: Is told how far it has come.

    Returns:
        The table and the report. A file that cannot be read gives a table without rows whose problems say why.

    Raises:
        QuestionError: Something has to be asked first.
    """
    answers = answers or Answers()
    log = ProblemLog(name)
    upload = data if isinstance(data, Upload) else Upload(data)
    del data
    try:
        return _import(upload, log, answers, progress)
    except QuestionError as error:
        raise QuestionError(unanswered(error.question, answers)) from error
    except MemoryError:
        raise
    except Exception:  # the last line: a stranger's file must not take the page down (the tests expect none here)
        logger.exception("the table %s could not be imported", log.file)
        log.unforeseen()
        return Imported(_none(upload, answers, log), "")


def refused_whole(data: bytes, name: str, why: str) -> Imported:
    """Return what becomes of a file that was not read at all: no rows, and ``why`` as its one problem."""
    log = ProblemLog(name)
    log.whole(why)
    return Imported(_none(Upload(data), Answers(), log), "")


def _import(upload: Upload, log: ProblemLog, answers: Answers, progress: Progress) -> Imported:
    progress(0.05, _("Opening the file"))
    grid = read_file(upload.take(), log.file, importers.KNOWN, log, answers)
    if grid is None:
        return Imported(_none(upload, answers, log), "")
    grid = importers.with_header(replace(grid, header=plain_names(grid.header, log)))
    brought = grid
    grid = importers.with_names_of_today(grid, log)
    grid = expand(grid, log, answers)
    try:
        found, grid, mapping = _arranged(grid, brought, answers, log)
    except MappingError as error:
        log.whole(str(error))
        found = None
    if found is None:
        return Imported(_none(upload, answers, log), "")
    if mapping or found.key != "own":  # whose own table tells of them itself
        tell_doubled(brought if mapping else grid, log)
    progress(0.35, _("Reading the cells"))
    source = Source(grid, log, answers, log.file)
    text = found.convert(source)
    if text is None:
        return Imported(_none(upload, answers, log), found.title)
    if not text.read:
        log.whole(_("The table has a header but no rows."))
    progress(0.65, _("Checking every row"))
    read, counted = text.read, source.counted
    rows = Rows(text.frame, text.rows, log)
    del text, source  # and with them columns that take as much memory as the file
    frame = with_basis(rows.frame())
    del rows
    progress(0.85, _("Writing the report"))
    problems = log.problems()
    table = EventTable(frame, _version(upload, answers), problems, log.file, read)
    # Rows made from sums of a sheet are numbered as they are made: they name no row of the file.
    without = LeftOut() if counted is not None else left_out(brought, problems.kinds, log.starts)
    progress(1.0, _("Done"))
    title = _("by a column mapping") if mapping else found.title
    return Imported(table, title, counted, without, mapping)


def _arranged(
    grid: Grid, brought: Grid, answers: Answers, log: ProblemLog
) -> tuple[importers.Format | None, Grid, str]:
    """Return the format of a file, its cells as that format has them, and the column mapping that was needed, as JSON.

    Args:
        grid: The file with its points in degrees.
        brought: The file as it is.
        answers: What its owner has said.
        log: Is told what was read as what.

    Raises:
        QuestionError: Its owner has to say which column is which.
        MappingError: The mapping that was given cannot be used.
    """
    own = answers.format in {"auto", importers.OWN.key}
    # A mapping that is given goes before what the columns look like.
    found = None if own and answers.columns.startswith("{") else importers.recognise(grid, answers.format)
    if found is not None and not (found is importers.OWN and lacks_needed(grid.header)):
        return found, complete(grid, log) if found is importers.OWN else grid, ""
    if not own or not step.may_be_asked(grid):
        log.whole(_unrecognised(grid, answers.format))
        return None, grid, ""
    if why := _sums(grid):
        log.whole(why)
        return None, grid, ""
    grid = joined_days(undone(grid, log), log)
    arranged, mapping = step.arrange(without_basis(grid, brought), answers, log)
    return importers.OWN, expand_mapped(grid, arranged, log, answers), mapping.to_json()


def _sums(grid: Grid) -> str:
    """Return why a file holds sums and no events; "" when it may hold events."""
    if {name.strip().lower() for name in grid.header} >= ucdp.MONTHLY:
        return _(
            "These are UCDP's sums by month and governorate, not events: the event table has no row for them. "
            "Bring the event data (GED) instead."
        )
    return aggregates.refusal(grid)


def _unrecognised(grid: Grid, key: str) -> str:
    """Say why the header belongs to no format, and what to do."""
    listed = enumerated(f"'{shown(name, 30)}'" for name in grid.header[:6] if name.strip()) or pgettext(
        "columns", "none"
    )
    formats = enumerated(dict.fromkeys(known.title.split(":")[0] for known in importers.FORMATS))
    if key != "auto":
        return _("The columns are not those of the format {format}. Found: {names}.").format(format=key, names=listed)
    words = _(
        "The columns belong to no known format ({formats}). Found: {names}. Rename them, and keep one header row."
    )
    return words.format(formats=formats, names=listed)


def _version(upload: Upload, answers: Answers) -> str:
    return hashlib.sha256(f"{SCHEMA_VERSION}\n{answers}\n".encode() + upload.digest).hexdigest()[:12]


def _none(upload: Upload, answers: Answers, log: ProblemLog) -> EventTable:
    return EventTable(empty_frame(), _version(upload, answers), log.problems(), log.file)


def report_csv(problems: Sequence[Problem]) -> bytes:
    """Return every problem of an import as CSV for a spreadsheet, a line each, without anything that would run.

    UTF-8 with a byte order mark. A cell that begins as a formula does gets an apostrophe before it. The columns are
    those of :data:`lib.events.problem_kinds.COLUMNS`; rows beyond those that a log keeps are one line that counts them.
    """
    frames = []
    for kind in kinds(problems):
        frames.append(kind.frame())
        if kind.count > max(len(kind.rows), 1):
            more = f"{kind.message()} ({number(kind.count - len(kind.rows))} ×)"
            frames.append(frames[-1].head(1).assign(row=pd.array([None], dtype="Int64"), value="", message=more))
    report = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=COLUMNS)
    for name in COLUMNS:
        report[name] = defuse(report[name].astype("str").fillna("")) if name != "row" else report[name]
    return report.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
