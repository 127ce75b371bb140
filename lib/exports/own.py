"""Exports of a reader's own table: made in the reader's session, never by an address, one at a time."""

from __future__ import annotations

from dataclasses import replace
from threading import BoundedSemaphore
from typing import Final

from lib.events.query import Query
from lib.exports.making import make
from lib.exports.order import Order
from lib.maps.snapshot import Snapshot
from lib.wording import _

DRAWING: Final = BoundedSemaphore(1)
"""Such exports made at once: they are drawn in the server's own process, beside everyone's pages."""
PATIENCE_S: Final = 120.0


def own_export(snapshot: Snapshot, query: Query, order: Order, fmt: str) -> bytes:
    """An export of a reader's own table.

    No link is on it, since none leads to it, and the name of the session's data is left out: whoever has it may ask
    for the data.

    Raises:
        OrderError, SheetError: It cannot be made as asked; the message is a sentence for the reader.
        RuntimeError: Others are being made and did not end in time.
    """
    if not DRAWING.acquire(timeout=PATIENCE_S):
        raise RuntimeError(_("Another table is being drawn; try again in a moment."))
    try:
        return make(replace(snapshot, version=_("own table")), query, order, fmt)
    finally:
        DRAWING.release()
