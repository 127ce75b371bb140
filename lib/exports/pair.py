"""Two periods side by side as a file: a picture with both maps and the table of their figures, or a slide of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pptx.util import Inches

from lib.analysis import sentences, side_by_side, summary
from lib.analysis.side_by_side import words
from lib.config.crisis import CRISIS
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.exports.order import COMPARED
from lib.exports.pictures import encoded
from lib.exports.slides import MAP_HEIGHT, Cell, Slide, cited, deck
from lib.geography import basemap
from lib.layers.sources import sources
from lib.print.pair import draw_pair
from lib.print.sheet import Sheet
from lib.print.words import narrowed, part
from lib.text import _, pgettext, span
from lib.text.provenance import disclaimer, provenance

MAPS_WIDTH: Final = Inches(8.2)
"""Width of both maps together on a slide."""
DOTS: Final = 200
"""Pixels an inch of the picture on a slide."""
SHARES: Final = (0.19, 0.37, 0.19, 0.25)
"""Shares of the table's width: A, the figure's name, B, and B less A."""


def pair(snapshot: Snapshot, query: Query, sheet: Sheet, fmt: str, own: Snapshot | None = None) -> bytes:
    """Return the two periods of a view as a file; the same view, sheet and data give the same bytes.

    Args:
        snapshot: The event table and its version.
        query: The view.
        sheet: Size, extent, title, note and link; of a slide its own size is taken.
        fmt: A key of :data:`lib.exports.order.COMPARED`.
        own: A reader's own table that is laid beside: squares of their own, counted into no figure.

    Raises:
        SheetError: The sheet cannot be drawn; the message is a sentence for the user.
    """
    if fmt != "compare-pptx":
        return encoded(draw_pair(snapshot, query, sheet, own)[0], COMPARED[fmt])
    return deck([_slide_of(snapshot, query, sheet, own)])


def _slide_of(snapshot: Snapshot, query: Query, sheet: Sheet, own: Snapshot | None) -> Slide:
    events = snapshot.events
    a, b = side_by_side.periods(query)
    rows = side_by_side.rows(events, a, b)
    wide, high = (round(side / Inches(1) * DOTS) for side in (MAPS_WIDTH, MAP_HEIGHT))
    maps = replace(sheet, width=wide, height=high, unit="px", figures=False, head=False, foot=False, link="")
    subtitle = [words.lengths(a, b), str(CRISIS.place), narrowed(query), part(events, a, sheet.extent), sheet.note]
    return Slide(
        title=sheet.title or words.finding(rows, a, b),
        subtitle=" \N{MIDDLE DOT} ".join(text for text in subtitle if text),
        picture=encoded(draw_pair(snapshot, query, maps, own)[0], "png"),
        rows=_cells(words.lines(rows, query)),
        shares=SHARES,
        foot=f"{sources(events, a, b)} {disclaimer()}",
        notes=_notes(snapshot, a, b, sheet.link),
        wide=MAPS_WIDTH,
    )


def _cells(lines: list[words.Line]) -> list[tuple[Cell, ...]]:
    if not lines:
        return []
    heads = tuple(
        Cell(text, 11, bold=True)
        for text in (
            pgettext("the first of two periods", "A"),
            pgettext("heading of a column", "Figure"),
            pgettext("the second of two periods", "B"),
            _("B less A"),
        )
    )
    return [heads, *(
        (_figure(line.a), Cell(line.name, 11, basis=line.note or None), _figure(line.b), Cell(line.difference, 10))
        for line in lines
    )]  # fmt: skip


def _figure(text: str) -> Cell:
    return Cell(text, 14 if len(text) < 8 else 11, bold=True)  # noqa: PLR2004  fits


def _notes(snapshot: Snapshot, a: Query, b: Query, link: str) -> list[str]:
    """List what the speaker may need: a summary of each period, their sources with addresses, the limits, the link."""
    parts = []
    for letter, query in (("A", a), ("B", b)):
        counted = summary.figures(snapshot.events, query)
        parts.append(f"{letter} ({span(query.start, query.end)}): {sentences.written(counted, query)}")
        found = cited(snapshot.events, query)
        if found:
            heading = _("Sources of {period}:").format(period=letter)
            parts.append("\n".join([heading, *found]))
    last = max(a.end, b.end)
    parts += [disclaimer(), provenance(snapshot.version, last, basemap.attribution()), link]
    return [text for text in parts if text]
