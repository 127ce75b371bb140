"""An export as it is handed to a worker: what is to be rendered, as plain text that also names it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lib.events import publishing
from lib.events.query import parse
from lib.events.store import Snapshot, at_version
from lib.exports.order import Order
from lib.jobs.errors import RejectedError, UnavailableError
from lib.stories.story import read
from lib.text import _

COMPRESSED: Final = frozenset({"html", "svg"})
"""Formats that are text: a worker hands them over as gzip."""


@dataclass(frozen=True)
class ExportTask:
    """One export of the server's own table.

    Attributes:
        query: Parameters of the view.
        order: Parameters of the export.
        format: A key of :data:`lib.exports.order.MEDIA_TYPES`.
        link: Address of the view, for its margin; blank for none.
        table: Version of the event table it is to be made from.
        version: Version of the data that is written on it.
        story: A story as its file has it, in place of a view; blank for none.
    """

    query: dict[str, str]
    order: dict[str, str]
    format: str
    link: str
    table: str
    version: str
    story: str = ""


def render_task(task: ExportTask) -> bytes:
    """Render an export in this process; to be called by a worker.

    Raises:
        RejectedError: It cannot be made as asked.
        UnavailableError: Something is missing here, or the table has changed since it was asked for.
    """
    # The libraries that draw are loaded in a worker, never in the server that only names this function.
    from lib.exports.render import CLIENT_ERRORS, SERVER_ERRORS, compress, render, render_story  # noqa: PLC0415

    publishing.ask(wanted=task.table.endswith(publishing.SUFFIX))
    events = at_version(task.table)
    if events is None:
        raise UnavailableError(_("The event table has just changed; ask again."))
    query, _notes = parse(task.query)
    try:
        # The version is the client's: the file says what the page says.
        snapshot = Snapshot(events, task.version)
        if task.story:
            story = read(task.story.encode(), "")
            body = render_story(snapshot, story, task.format, query.lang, task.link)
        else:
            body = render(snapshot, query, Order(**task.order), task.format, task.link)
    except CLIENT_ERRORS as error:
        raise RejectedError(str(error)) from error
    except SERVER_ERRORS as error:
        raise UnavailableError(str(error)) from error
    return compress(body) if task.format in COMPRESSED else body
