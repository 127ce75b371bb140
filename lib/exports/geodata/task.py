"""A file of a layer as it is handed to a worker: what is to be written, as plain text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lib.exports import hxl
from lib.exports.worker_task import Task, opened, refusals
from lib.text import language

TEXTS: Final = frozenset({"geojson", "kml", "csv", "txt"})
"""Formats that are text: a worker hands them over as gzip."""


@dataclass(frozen=True)
class GeodataTask(Task):
    """One file of a layer, or of all.

    Attributes:
        name: The layer, or that of the file of all layers.
    """

    name: str


def write_task(task: GeodataTask, path: str = "") -> bytes:
    """Write the file in this process; to be called by a worker.

    Args:
        task: What is to be written.
        path: Where; then nothing is returned. Blank: the file is returned, text as gzip.

    Raises:
        RejectedError: It cannot be made as asked.
        UnavailableError: Something is missing here, or the table has changed since it was asked for.
        OSError: The file cannot be written.
    """
    # What writes files is loaded in a worker, never in the server that only names this function.
    from lib.exports.geodata.asked import Asked  # noqa: PLC0415
    from lib.exports.geodata.files import write  # noqa: PLC0415
    from lib.exports.render import compress  # noqa: PLC0415

    snapshot, query = opened(task)
    language.set(query.lang)
    with refusals():
        asked = Asked(query, task.name, task.format, task.order.get("dates", ""), hxl.NAME in task.order)
        body = write(snapshot, asked, task.link)
    if path:
        Path(path).write_bytes(body)
        return b""
    return compress(body) if task.format in TEXTS else body
