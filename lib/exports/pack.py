"""A pack: several maps as the pages of one PDF, with one legend for all as its last page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lib.events.store import Snapshot
from lib.exports.bound import bound
from lib.exports.legend_page import legend_page
from lib.exports.pictures import plain_pdf
from lib.exports.views import View
from lib.print.drawing import draw
from lib.text import _, span


def pack(snapshot: Snapshot, views: Sequence[View]) -> bytes:
    """Bind one PDF with a page per view, numbered, and its outline; a single view is the plain picture."""
    if len(views) == 1:
        drawing = draw(snapshot, views[0].query, views[0].sheet, views[0].own)
        return bound([(plain_pdf(drawing), drawing.tags)], [drawing.title])
    of = len(views) + 1
    sheets = [replace(view.sheet, key=True, number=(at, of)) for at, view in enumerate(views, 1)]
    drawn = [draw(snapshot, view.query, sheet, view.own) for view, sheet in zip(views, sheets, strict=True)]
    pages = [(plain_pdf(drawing), drawing.tags) for drawing in drawn]
    last = legend_page(snapshot, [drawing.explained for drawing in drawn], replace(sheets[0], number=(of, of)), views)
    return bound([*pages, last], [*(outline_entry(view) for view in views), _("Legend of the maps")])


def outline_entry(view: View) -> str:
    """Name a page as the contents of a file do."""
    return f"{span(view.query.start, view.query.end)}: {view.title}"
