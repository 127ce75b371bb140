"""The reports of a view as they are handed to a worker: what is to be written, as plain text that also names it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from lib.events import publishing
from lib.events.query import parse
from lib.events.store import Snapshot, at_version
from lib.jobs.errors import RejectedError, UnavailableError
from lib.text import _, language


@dataclass(frozen=True)
class TableTask:
    """One file of reports of the server's own table.

    Attributes:
        query: Parameters of the view.
        format: Its ending, a key of :data:`lib.exports.tables.FORMATS`.
        link: Address of the server, for the link in it; blank for none.
        table: Version of the event table it is to be made from.
        version: Version of the data that is written in it.
        name: What it is called among all exports.
        order: Parameters of the file that a page does not have.
    """

    query: dict[str, str]
    format: str
    link: str
    table: str
    version: str
    name: str = "events"
    order: dict[str, str] = field(default_factory=dict)


def write_table(task: TableTask, path: str) -> None:
    """Write the file in this process; to be called by a worker.

    Raises:
        RejectedError: The format cannot hold so many rows.
        UnavailableError: The table has changed since it was asked for.
        OSError: The file cannot be written.
    """
    # What writes files is loaded in a worker, never in the server that only names this function.
    from lib.exports import hxl  # noqa: PLC0415
    from lib.exports.tables import TooManyRowsError, write_file  # noqa: PLC0415

    publishing.ask(wanted=task.table.endswith(publishing.SUFFIX))
    events = at_version(task.table)
    if events is None:
        raise UnavailableError(_("The event table has just changed; ask again."))
    query, _notes = parse(task.query)
    language.set(query.lang)
    try:
        tagged = hxl.NAME in task.order
        write_file(Snapshot(events, task.version), query, task.format, Path(path), task.link, tagged=tagged)
    except TooManyRowsError as error:
        raise RejectedError(str(error)) from error
