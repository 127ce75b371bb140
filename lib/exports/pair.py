"""Two periods side by side as a file: a picture with both maps and the table of their figures, or a slide of them."""

from __future__ import annotations

from typing import Final

from lib.analysis import sentences, side_by_side, summary
from lib.analysis.side_by_side import words
from lib.config.crisis import CRISIS
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.exports.order import COMPARED
from lib.exports.pictures import encoded
from lib.exports.slide_page import HEIGHT, NARROW_MAP, PAD, WIDTH, Cell, Picture, Slide
from lib.exports.slides import cited, deck, key_picture, map_sheet
from lib.geography import basemap
from lib.layers import own_marks
from lib.layers.sources import sources
from lib.print.legend import Legend
from lib.print.pair import draw_pair
from lib.print.sheet import Sheet
from lib.print.words import coarsened, narrowed, part
from lib.text import _, pgettext, span
from lib.text.provenance import disclaimer, provenance

SHARES: Final = (0.21, 0.36, 0.21, 0.22)
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
    slide, explained = _slide_of(snapshot, query, sheet, own)
    last = max(period.end for period in side_by_side.periods(query))
    foot = f"{disclaimer()} {provenance(snapshot.version, last, basemap.attribution())}"
    return deck([slide], [explained], foot)


def _slide_of(snapshot: Snapshot, query: Query, sheet: Sheet, own: Snapshot | None) -> tuple[Slide, Legend]:
    events = snapshot.events
    a, b = side_by_side.periods(query)
    rows = side_by_side.rows(events, a, b)
    maps = map_sheet(sheet, NARROW_MAP)
    first, _second = draw_pair(snapshot, query, maps, own)
    lines = [words.lengths(a, b), str(CRISIS.place), narrowed(query), coarsened(query), part(events, a, sheet.extent)]
    lines += [own_marks.caption(query), sheet.note]
    lines = [line for line in lines if line]
    title = sheet.title or words.finding(rows, a, b)
    slide = Slide(
        title=title,
        lines=lines,
        map=Picture(encoded(first, "png"), ". ".join([title, *lines]), NARROW_MAP, HEIGHT),
        key=key_picture(first.explained.key, WIDTH - NARROW_MAP - 2 * PAD, 2, maps),
        rows=_cells(words.lines(rows, query)),
        shares=SHARES,
        foot=" ".join([*first.explained.notes, sources(events, a, b), disclaimer()]),
        notes=_notes(snapshot, a, b, sheet.link),
    )
    return slide, first.explained


def _cells(lines: list[words.Line]) -> list[tuple[Cell, ...]]:
    if not lines:
        return []
    heads = tuple(
        Cell(text, 12, bold=True)
        for text in (
            pgettext("the first of two periods", "A"),
            pgettext("heading of a column", "Figure"),
            pgettext("the second of two periods", "B"),
            _("B less A"),
        )
    )
    return [heads, *(
        (_figure(line.a), Cell(line.name, 12, basis=line.note or None), _figure(line.b), Cell(line.difference, 12))
        for line in lines
    )]  # fmt: skip


def _figure(text: str) -> Cell:
    return Cell(text, 14 if len(text) < 8 else 12, bold=True)  # noqa: PLR2004  fits


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
