"""A frame of a film: the map over all of it, a large date, the figures under it; legend and sources on a frame each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lib.analysis import summary
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.maps.style import TOKENS
from lib.print import panel as print_panel
from lib.print.drawing import Drawing, finished, paint, seen_by
from lib.print.fonts import BOLD
from lib.print.layout import Content, Rect
from lib.print.legend import Legend, legend
from lib.print.page import Look, Page, rectangle
from lib.print.panel import Block, gap, paragraph, stacked
from lib.print.sheet import Sheet, check
from lib.print.view import view_of
from lib.print.words import coarsened, narrowed, part
from lib.text import _, day, speaking

PIXELS: Final = 914.0
"""Layout pixels that the width of a frame has: of 1280 pixels, each is 1.4, and the smallest letters are 15."""
DATE, UNDER, VALUE, NAME, SMALL = 34.0, 13.5, 19.0, 14.0, 11.0
"""Sizes of letters, layout pixels."""
STRIP: Final = 52.0
BAR: Final = 4.5
"""Heights of what stands under the map, and of the bar that says how far the film is."""
PAD: Final = 12.0
_INK, _SOFT = TOKENS["ink"], TOKENS["ink_soft"]
_SCALE: Final = 62.0
"""Room of the scale bar in the lower left corner."""


@dataclass(frozen=True)
class Frame:
    """One frame of a film.

    Attributes:
        query: What it shows; its last day is the frame's date.
        share: How much of the film's days have gone by, 0 to 1.
        title: The reader's own title; blank for none.
        legend: Whether the legend stands on it.
        sources: Whether sources, limits, version and link do.
    """

    query: Query
    share: float
    title: str = ""
    legend: bool = False
    sources: bool = False


def draw_frame(snapshot: Snapshot, frame: Frame, sheet: Sheet, own: Snapshot | None = None) -> Drawing:
    """Draw a frame; arguments and errors besides as for :func:`lib.print.drawing.draw`."""
    check(sheet)
    with speaking(frame.query.lang):
        return _drawn(snapshot, frame, sheet, own)


def _drawn(snapshot: Snapshot, frame: Frame, sheet: Sheet, own: Snapshot | None) -> Drawing:
    page, query = Page(sheet), frame.query
    content = Content(page, sheet, snapshot, query, summary.figures(snapshot.events, query))
    where = (0.0, 0.0, page.width, page.height - STRIP - BAR)
    seen = seen_by(content, own)(view_of(snapshot.events, query, sheet.extent, where))
    explained = legend(seen, query)
    head = _head(content, frame)
    plates = [(PAD, PAD, _wide(content, frame) + 2 * PAD, head.height + 1.2 * PAD, head)]
    if frame.legend and explained.entries:
        plates.append(_legend_plate(page, explained, plates[0][1] + plates[0][3] + 8, where[3] - _SCALE))
    if frame.sources:
        plates.append(_sources_plate(content, where[3]))
    covered: list[Rect] = [(x, y, x + wide, y + high) for x, y, wide, high, _block in plates]
    drawn = paint(content, seen, covered)
    for x, y, wide, high, block in plates:
        page.fill(rectangle(x, y, wide, high), TOKENS["paper"])
        block.draw(x + PAD, y + 0.6 * PAD)
    _strip(content, frame)
    shown = explained if frame.legend else Legend((), explained.notes)
    return finished(content, seen, drawn, shown, explained)


def _head(content: Content, frame: Frame) -> Block:
    """Set the date, large, and under it what of the days before it is seen, and what the film is narrowed to."""
    page, query = content.page, frame.query
    room = _wide(content, frame)
    lines = [frame.title, _until(query), narrowed(query), coarsened(query)]
    lines.append(part(content.snapshot.events, query, content.sheet.extent))
    lines.append(" ".join(content.sheet.note.split()))
    soft = Look(UNDER, _SOFT)
    below = [paragraph(page, line, soft, room, 1.25, 2) for line in lines if line]
    return stacked([paragraph(page, day(query.end), Look(DATE, _INK, BOLD), room, 1.2), *below])


def _wide(content: Content, frame: Frame) -> float:
    """Return how wide the head is: as its date or its line, and no wider than half of the frame."""
    date = Look(DATE, _INK, BOLD).width(day(frame.query.end))
    return min(max(date, Look(UNDER).width(_until(frame.query))) + 2, content.page.width / 2)


def _until(query: Query) -> str:
    if query.start == query.end:
        return _("front at the end of the day; reports of the day")
    words = _("front at the end of the day; reports since {day}")
    return words.format(day=day(query.start, short=True))


Plate = tuple[float, float, float, float, Block]
"""Left, top, width and height of a plate, and what is written on it."""


def _legend_plate(page: Page, explained: Legend, top: float, bottom: float) -> Plate:
    """Lay the legend at the left under the date: in one column, in two where one is too high, smaller if it must be."""
    for columns, wide, factor in ((1, 215.0, 1.0), (2, 400.0, 1.0), (3, 600.0, 1.0)):
        block = print_panel.legend(page, explained.entries, wide, columns, factor)
        if block.height + 1.2 * PAD <= bottom - top - 8:
            break
    return PAD, top, wide + 2 * PAD, block.height + 1.2 * PAD, block


def _sources_plate(content: Content, bottom: float) -> Plate:
    """Lay sources, limits, version and link across the foot of the map."""
    page, link = content.page, content.sheet.link
    room = page.width - 4 * PAD
    imprint = print_panel.small(page, content.imprint, room, 1.1)
    block = stacked([imprint, print_panel.address_line(page, link, room) if link else gap(0)])
    high = block.height + 1.2 * PAD
    return PAD, bottom - high - PAD, room + 2 * PAD, high, block


def _strip(content: Content, frame: Frame) -> None:
    """Write the figures under the map, as many as fit, and over them how far the film is."""
    page = content.page
    top = page.height - STRIP
    page.fill(rectangle(0, top - BAR, page.width, STRIP + BAR), TOKENS["paper"])
    page.fill(rectangle(0, top - BAR, page.width, BAR), "#cfd1d5")
    page.fill(rectangle(0, top - BAR, page.width * frame.share, BAR), _INK)
    said = _("Lines are approximate and imply no endorsement. Sources on the last frame.")
    room = 210.0
    limits = paragraph(page, said, Look(SMALL, _SOFT), room, 1.3, 3)
    limits.draw(page.width - PAD - room, top + (STRIP - limits.height) / 2)
    x, base, end = PAD, top + STRIP / 2 + 6, page.width - 2 * PAD - room
    value, name = Look(VALUE, _INK, BOLD), Look(NAME, _INK)
    for row in content.figures:
        wide = value.width(row.value) + 6 + name.width(row.name)
        if x + wide > end:
            continue
        page.text(x, base, row.value, value)
        page.text(x + value.width(row.value) + 6, base, row.name, name)
        x += wide + 22
