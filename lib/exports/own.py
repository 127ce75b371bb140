"""Exports of a reader's own table, alone or beside the map's.

They are made in the reader's session, never by an address, one at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import BoundedSemaphore
from typing import Final

from lib.events.query import Query
from lib.events.store import Snapshot
from lib.exports.order import Order
from lib.exports.render import render, render_story
from lib.stories.story import Story
from lib.text import _

DRAWING: Final = BoundedSemaphore(1)
"""Such exports made at once: they are drawn in the server's own process, beside everyone's pages. A worker would need
the table itself, which may be a gigabyte, and its front lines, which are in this process's memory and nowhere else."""
PATIENCE_S: Final = 120.0


def own_export(snapshot: Snapshot, query: Query, order: Order, fmt: str, own: Snapshot | None = None) -> bytes:
    """Return an export of a reader's own table, or of the map's with ``own`` laid beside it.

    No link is on it, since none leads to it, and the name of the session's data is left out: whoever has it may ask
    for the data.

    Raises:
        OrderError, SheetError: It cannot be made as asked; the message is a sentence for the reader.
        RuntimeError: Others are being made and did not end in time.
    """
    return _alone(snapshot, lambda given: render(given, query, order, fmt, own=own))


def own_story(snapshot: Snapshot, story: Story, fmt: str, lang: str, own: Snapshot | None = None) -> bytes:
    """Return a story that no address leads to, or of a reader's own table; errors as for :func:`own_export`."""
    return _alone(snapshot, lambda given: render_story(given, story, fmt, lang, own=own))


def _alone(snapshot: Snapshot, make: Callable[[Snapshot], bytes]) -> bytes:
    if not DRAWING.acquire(timeout=PATIENCE_S):
        raise RuntimeError(_("Another table is being drawn; try again in a moment."))
    try:
        given = replace(snapshot, version=_("own table")) if snapshot.own else snapshot
        return make(given)
    finally:
        DRAWING.release()
