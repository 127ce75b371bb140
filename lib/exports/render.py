"""Render an export (PNG, PDF, PPTX, …) in this process."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import Final

from lib.events.query import Query
from lib.events.store import Snapshot
from lib.exports.animation import gif, mp4
from lib.exports.counter import check_counter
from lib.exports.encoder import NoEncoderError, encoder
from lib.exports.order import COMPARED, Order, OrderError, sheet_of
from lib.exports.pack import pack
from lib.exports.pair import pair
from lib.exports.pictures import picture
from lib.exports.report import report
from lib.exports.slides import slides
from lib.exports.standalone import standalone
from lib.exports.story_html import story_html
from lib.exports.story_pdf import story_pdf
from lib.exports.views import views_of, views_of_story
from lib.geography.basemap import BaseLayerError
from lib.geography.places import PlacesError
from lib.maps.state import too_early
from lib.print.drawing import SheetError
from lib.stories.story import Story
from lib.text import _, speaking

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
    with speaking(query.lang):
        _check(snapshot, query)
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


def render_story(  # noqa: PLR0913, PLR0917 - a table, a story, and what is asked of the file
    snapshot: Snapshot, story: Story, fmt: str, lang: str, link: str = "", own: Snapshot | None = None
) -> bytes:
    """Return a story as a file; the same story, link and data version give the same bytes.

    Args:
        snapshot: The event table and its version.
        story: The story.
        fmt: One of :data:`lib.exports.order.STORY_FORMATS`.
        lang: The file's language.
        link: Address of the story; blank for none.
        own: A reader's own table that is laid beside.

    Raises:
        OrderError, SheetError, BaseLayerError, PlacesError: As :func:`render`.
    """
    with speaking(lang):
        views = tuple(replace(view, own=own) for view in views_of_story(snapshot.events, story, link))
        for view in views:
            _check(snapshot, view.query)
        title = str(story.title)
        if fmt == "pptx":
            return slides(snapshot, views, title)
        return {"pdf": story_pdf, "html": story_html}[fmt](snapshot, title, views)


def _check(snapshot: Snapshot, query: Query) -> None:
    """Refuse what the table cannot show.

    Raises:
        OrderError: It has no rows, or nothing of the counter or of the day that is asked for.
    """
    if snapshot.events.frame.empty:
        raise OrderError(_("There is no event to draw: {file} holds none.").format(file=snapshot.events.name))
    check_counter(snapshot.events, query)
    if early := too_early(snapshot.events, query):
        raise OrderError(early)


def compress(body: bytes) -> bytes:
    """Return ``body`` as gzip, with no time in it."""
    return gzip.compress(body, compresslevel=6, mtime=0)
