"""The last page of a pack on paper: one legend for all its maps."""

from __future__ import annotations

import io
from collections.abc import Sequence

from lib.events.store import Snapshot
from lib.exports.views import View
from lib.geography import basemap
from lib.print import panel as print_panel
from lib.print.layout import page_number
from lib.print.legend import Legend, joined
from lib.print.page import Page
from lib.print.panel import gap, stacked
from lib.print.sheet import Sheet
from lib.print.tags import Tag
from lib.text import _
from lib.text.provenance import disclaimer, provenance

_PAD = 28.0
_ENTRY = 300.0
"""Least width of a column, layout pixels."""


def legend_page(
    snapshot: Snapshot, explained: Sequence[Legend], sheet: Sheet, views: Sequence[View]
) -> tuple[bytes, Sequence[Tag]]:
    """Draw the legend of all maps on a sheet of their size; return it with its tags."""
    page, legend = Page(sheet), joined(explained)
    room = page.width - 2 * _PAD
    last = max(view.query.end for view in views)
    said = (disclaimer(), provenance(snapshot.version, last, basemap.attribution()))
    stacked([
        print_panel.title(page, _("Legend of the maps"), room, 1.0),
        gap(12.0),
        print_panel.legend(page, legend.entries, room, max(1, int(room // _ENTRY)), 1.2),
        *print_panel.notes(page, legend.notes, room, 1.0),
        gap(16.0),
        print_panel.small(page, said, room, 1.0),
    ]).draw(_PAD, _PAD)  # fmt: skip
    page_number(page, sheet, page.width - _PAD)
    out = io.BytesIO()
    nameless = {"Creator": None, "Producer": None, "CreationDate": None}
    page.figure.savefig(out, format="pdf", metadata=nameless)
    return out.getvalue(), page.tags
