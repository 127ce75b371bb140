"""A picture, a document or a film as it is handed to a worker: what is to be rendered, as plain text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lib.exports.order import Order
from lib.exports.worker_task import Task, opened, refusals
from lib.stories.story import read

COMPRESSED: Final = frozenset({"html", "svg"})
"""Formats that are text: a worker hands them over as gzip."""


@dataclass(frozen=True)
class ExportTask(Task):
    """One export in a format of :data:`lib.exports.order.MEDIA_TYPES`.

    Attributes:
        story: A story as its file has it, in place of a view; blank for none.
    """

    story: str = ""


def render_task(task: ExportTask) -> bytes:
    """Render an export in this process; to be called by a worker.

    Raises:
        RejectedError: It cannot be made as asked.
        UnavailableError: Something is missing here, or the table has changed since it was asked for.
    """
    # The libraries that draw are loaded in a worker, never in the server that only names this function.
    from lib.exports.render import compress, render, render_story  # noqa: PLC0415

    snapshot, query = opened(task)
    with refusals():
        if task.story:
            story = read(task.story.encode(), "")
            body = render_story(snapshot, story, task.format, query.lang, task.link)
        else:
            body = render(snapshot, query, Order(**task.order), task.format, task.link)
    return compress(body) if task.format in COMPRESSED else body
