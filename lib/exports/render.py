"""Render an export (PNG, PDF, PPTX, …) in this process."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from lib.analysis import displacement
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.exports.animation import gif, mp4
from lib.exports.encoder import NoEncoderError, encoder
from lib.exports.order import COMPARED, Order, OrderError, sheet_of
from lib.exports.pack import pack
from lib.exports.pair import pair
from lib.exports.pictures import picture
from lib.exports.report import report
from lib.exports.slides import slides
from lib.exports.standalone import standalone
from lib.exports.views import views_of
from lib.geography.basemap import BaseLayerError
from lib.geography.places import PlacesError
from lib.maps.state import too_early
from lib.print.drawing import SheetError
from lib.text import _, language

CLIENT_ERRORS: Final = (OrderError, SheetError)
"""It cannot be made as asked; the message says how to mend it (4xx)."""
SERVER_ERRORS: Final = (BaseLayerError, PlacesError, NoEncoderError)
"""Something is missing where the map runs (5xx)."""


def render(  # noqa: PLR0913, PLR0917 - a table, a view, and what is asked of the file
    snapshot: Snapshot, query: Query, order: Order, fmt: str, link: str = "", own: Snapshot | None = None
) -> bytes:
    """Return the export of a view as a file; the same view, order, link and data version give the same bytes.

    Args:
        snapshot: The event table and its version.
        query: What to show; its language is the export's.
        order: Size, extent, title, note, dates and pages.
        fmt: A key of :data:`lib.exports.order.MEDIA_TYPES`.
        link: Address of the view, for its margin; blank for none.
        own: A reader's own table that is laid beside. The map in one file does not hold it, and says so.

    Raises:
        OrderError, SheetError: It cannot be made as asked; the message is a sentence for the reader.
        BaseLayerError, PlacesError, NoEncoderError: Something is missing where the map runs.
    """
    with _speaking(query.lang):
        if snapshot.events.frame.empty:
            raise OrderError(_("There is no event to draw: {file} holds none.").format(file=snapshot.events.name))
        if query.counter and query.counter not in displacement.flow_counters(snapshot.events):
            raise OrderError(displacement.unknown_counter(snapshot.events, query.counter))
        if early := too_early(snapshot.events, query):
            raise OrderError(early)
        if fmt == "html":
            return standalone(snapshot, query, without_own=own is not None).encode()
        if fmt in COMPARED:
            return pair(snapshot, query, sheet_of(order, query, fmt, link), fmt, own)
        if fmt == "mp4":
            encoder()
        views = tuple(replace(view, own=own) for view in views_of(snapshot.events, query, order, fmt, link))
        together = {"pdf": pack, "pptx": slides, "gif": gif, "mp4": mp4}
        if fmt in together:
            return together[fmt](snapshot, views)
        if fmt == "report":
            return report(snapshot, views[0])
        return picture(snapshot, views[0].query, views[0].sheet, fmt, own)


def compress(body: bytes) -> bytes:
    """Return ``body`` as gzip, with no time in it."""
    return gzip.compress(body, compresslevel=6, mtime=0)


@contextmanager
def _speaking(lang: str) -> Iterator[None]:
    """Put words, dates and numbers into another language for a while."""
    token = language.set(lang)
    try:
        yield
    finally:
        language.reset(token)
