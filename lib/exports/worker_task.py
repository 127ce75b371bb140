"""What all exports have in common that a worker makes: what they are told by, and what is looked at first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from lib.events import publishing
from lib.events.query import Query, parse
from lib.events.store import Snapshot, at_version
from lib.jobs.errors import RejectedError, UnavailableError
from lib.text import _


@dataclass(frozen=True)
class Task:
    """An export of the server's own table, as plain text that also names it.

    Attributes:
        query: Parameters of the view.
        order: Parameters of the export, which a page does not have.
        format: A key of the formats of such exports.
        link: Address of the view or of the server, for the link in the file; blank for none.
        table: Version of the event table it is to be made from.
        version: Version of the data that is written in it.
    """

    query: dict[str, str]
    order: dict[str, str]
    format: str
    link: str
    table: str
    version: str


def opened(task: Task) -> tuple[Snapshot, Query]:
    """Return the table of an export, as coarse as it was when it was asked for, and its view.

    Raises:
        UnavailableError: The table has changed since it was asked for.
    """
    publishing.ask(wanted=task.table.endswith(publishing.SUFFIX))
    events = at_version(task.table)
    if events is None:
        raise UnavailableError(_("The event table has just changed; ask again."))
    query, _notes = parse(task.query)
    # The version is the client's: the file says what the page says.
    return Snapshot(events, task.version), query


@contextmanager
def refusals() -> Iterator[None]:
    """Hand on what drawing and writing raise as the errors of a job.

    Raises:
        RejectedError: It cannot be made as asked.
        UnavailableError: Something is missing here.
    """
    # The libraries that draw are loaded in a worker, never in the server that only names its functions.
    from lib.exports.render import CLIENT_ERRORS, SERVER_ERRORS  # noqa: PLC0415

    try:
        yield
    except CLIENT_ERRORS as error:
        raise RejectedError(str(error)) from error
    except SERVER_ERRORS as error:
        raise UnavailableError(str(error)) from error
