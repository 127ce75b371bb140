"""A file of a layer as it is handed to a worker: what is to be written, as plain text that also names it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lib.events import publishing
from lib.events.query import parse
from lib.events.store import Snapshot, at_version
from lib.jobs.errors import RejectedError, UnavailableError
from lib.text import _, language

TEXTS: Final = frozenset({"geojson", "kml", "csv", "txt"})
"""Formats that are text: a worker hands them over as gzip."""


@dataclass(frozen=True)
class GeodataTask:
    """One file of a layer, or of all, of the server's own table.

    Attributes:
        name: The layer, or that of the file of all layers.
        query: Parameters of the view.
        order: Parameters of the file.
        format: Its ending.
        link: Address of the server, for the link in it; blank for none.
        table: Version of the event table it is to be made from.
        version: Version of the data that is written in it.
    """

    name: str
    query: dict[str, str]
    order: dict[str, str]
    format: str
    link: str
    table: str
    version: str


def write_task(task: GeodataTask, path: str = "") -> bytes:
    """Write the file in this process; to be called by a worker.

    Args:
        task: What is to be written.
        path: Where; then nothing is returned. Blank: the file is returned, text as gzip.

    Raises:
        RejectedError: It cannot be made as asked.
        UnavailableError: Something is missing here, or the table has changed since it was asked for.
    """
    # What writes files is loaded in a worker, never in the server that only names this function.
    from lib.exports.geodata.asked import Asked  # noqa: PLC0415
    from lib.exports.geodata.files import write  # noqa: PLC0415
    from lib.exports.render import CLIENT_ERRORS, SERVER_ERRORS, compress  # noqa: PLC0415

    publishing.ask(wanted=task.table.endswith(publishing.SUFFIX))
    events = at_version(task.table)
    if events is None:
        raise UnavailableError(_("The event table has just changed; ask again."))
    query, _notes = parse(task.query)
    language.set(query.lang)
    try:
        asked = Asked(query, task.name, task.format, task.order.get("dates", ""), bool(task.order.get("hxl")))
        body = write(Snapshot(events, task.version), asked, task.link)
    except CLIENT_ERRORS as error:
        raise RejectedError(str(error)) from error
    except SERVER_ERRORS as error:
        raise UnavailableError(str(error)) from error
    if path:
        Path(path).write_bytes(body)
        return b""
    return compress(body) if task.format in TEXTS else body
