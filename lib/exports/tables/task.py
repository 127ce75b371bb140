"""The reports of a view as they are handed to a worker: what is to be written, as plain text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lib.exports import hxl
from lib.exports.worker_task import Task, opened
from lib.jobs.errors import RejectedError
from lib.text import language


@dataclass(frozen=True)
class TableTask(Task):
    """One file of reports in a format of :data:`lib.exports.tables.FORMATS`.

    Attributes:
        name: What it is called among all exports.
    """

    name: str = "events"


def write_table(task: TableTask, path: str) -> None:
    """Write the file in this process; to be called by a worker.

    Raises:
        RejectedError: The format cannot hold so many rows.
        UnavailableError: The table has changed since it was asked for.
        OSError: The file cannot be written.
    """
    # What writes files is loaded in a worker, never in the server that only names this function.
    from lib.exports.tables import TooManyRowsError, write_file  # noqa: PLC0415

    snapshot, query = opened(task)
    language.set(query.lang)
    try:
        write_file(snapshot, query, task.format, Path(path), task.link, tagged=hxl.NAME in task.order)
    except TooManyRowsError as error:
        raise RejectedError(str(error)) from error
