"""The map of a view in a notebook: all of it in the cell's output, with no server and nothing fetched from anywhere."""

from __future__ import annotations

import base64
import gzip
from datetime import date
from functools import cached_property
from html import escape
from os import PathLike
from pathlib import Path
from typing import Final

from lib.events.query import Query, parse
from lib.events.store import snapshot_of
from lib.events.table import EventTable
from lib.notebook.api import checked_table, days_between
from lib.text import _, language, number, span

MOST_BYTES: Final = 12_000_000
"""Most of a map that stands in a notebook, compressed: what is larger makes the notebook itself slow to open."""
HEIGHT: Final = 600
"""Pixels of the frame, unless another height is asked for."""
LEAST_HEIGHT, MOST_HEIGHT = 240, 4000

FRAME: Final = (
    '<iframe title="{title}" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads" '
    'style="width: 100%; height: {height}px; border: 0" srcdoc="{page}"></iframe>'
)
"""The frame is apart from the notebook: what runs in it can neither read nor change anything around it."""
PAGE: Final = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{title}</title><p id="told">{words}</p>
<script>
(async () => {{
  const packed = Uint8Array.from(atob("{packed}"), (sign) => sign.charCodeAt(0));
  const opened = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const text = await new Response(opened).text();
  document.open();
  document.write(text);
  document.close();
}})().catch(() => {{ document.getElementById("told").textContent = {failed}; }});
</script></html>"""
"""The map is packed: a page of four megabytes would make the notebook as much larger each time."""


class MapView:
    """The map of a view. A notebook shows it where it is the last value of a cell; :meth:`save` writes it to a file.

    Args:
        events: The event table.
        query: What to show.
        height: Height of the frame in a notebook, pixels.
    """

    def __init__(self, events: EventTable, query: Query, height: int = HEIGHT) -> None:
        self.events = events
        self.query = query
        self.height = height

    @cached_property
    def html(self) -> str:
        """The map in one file, as a page of its own. Made once; the first time every front line is computed."""
        # Only a map needs the libraries that write one.
        from lib.exports.standalone import standalone  # noqa: PLC0415

        token = language.set(self.query.lang)
        try:
            return standalone(snapshot_of(self.events), self.query)
        finally:
            language.reset(token)

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the map to a file that any browser opens, and return its path."""
        written = Path(path)
        written.write_text(self.html, encoding="utf-8")
        return written

    def __repr__(self) -> str:
        return f"<{self._title()}>"

    def _title(self) -> str:
        return _("Map, {dates}").format(dates=span(self.query.start, self.query.end))

    def _repr_html_(self) -> str:
        token = language.set(self.query.lang)
        try:
            packed = base64.b64encode(gzip.compress(self.html.encode(), mtime=0)).decode("ascii")
            title = self._title()
            if len(packed) > MOST_BYTES:
                words = _("The map has {n} megabytes, too many for a notebook; write it to a file with save(…).")
                return f"<p>{escape(words.format(n=number(len(packed) / 1e6, digits=1)))}</p>"
            return FRAME.format(title=escape(title, quote=True), height=self.height, page=_page(packed, title))
        finally:
            language.reset(token)


def _page(packed: str, title: str) -> str:
    """Return the page that opens the packed map, as it may stand in an attribute."""
    from lib.maps.web import script_json  # noqa: PLC0415  only a map needs what draws one

    failed = _("This map needs a browser of the last years; save(…) writes it to a file that older ones open too.")
    page = PAGE.format(
        lang=language.get(),
        title=escape(title),
        words=escape(_("Loading the map …")),
        packed=packed,
        failed=script_json(failed),
    )
    return escape(page, quote=True)


def show_map(
    events: EventTable,
    start: date | str | None = None,
    end: date | str | None = None,
    *,
    height: int = HEIGHT,
    **parameters: str,
) -> MapView:
    """Return the map of a range of days for a notebook; it needs no server and no network.

    Args:
        events: The event table.
        start: First day; that of the map when it opens by default.
        end: Last day; as for ``start``.
        height: Height of the frame, pixels.
        parameters: What else the view is to be, as in an address (docs/addresses.md): ``layers``, ``kinds``, ``lang`` …

    Raises:
        TypeError: ``events`` is no event table.
        ValueError: A parameter is unknown or cannot be used; the message says what can.
    """
    if not LEAST_HEIGHT <= height <= MOST_HEIGHT:
        words = _("The height is {low} to {high} pixels.")
        raise ValueError(words.format(low=LEAST_HEIGHT, high=MOST_HEIGHT))
    asked = {name: str(value) for name, value in parameters.items()}
    query, notes = parse(asked | days_between(start, end))
    if notes:
        raise ValueError(" ".join(notes))
    return MapView(checked_table(events), query, height)
