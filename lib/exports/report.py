"""The situation report: one page of A4 with the map, the figures and what changed, three charts, words and sources."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import segno

from lib.analysis import others_counts, sentences
from lib.analysis.comparison import changes
from lib.analysis.figure_rows import figure_rows
from lib.events import quiet_days
from lib.events.store import Snapshot
from lib.exports import charts
from lib.exports.bound import bound
from lib.exports.paper import MARGIN, SOFT, Letters, Page
from lib.exports.paper import page as empty_page
from lib.exports.pictures import part_of_page
from lib.exports.views import View
from lib.geography import basemap
from lib.layers.sources import sources
from lib.print.drawing import draw
from lib.print.fonts import BOLD, ITALIC
from lib.print.tags import HEAD, Tag
from lib.print.words import context_lines
from lib.text import _
from lib.text.provenance import disclaimer, provenance

WIDTH, HEIGHT = 210.0, 297.0
"""A4, millimetres; so is every length here unless it is called points."""
ROOM: Final = WIDTH - 2 * MARGIN
MAP_DPI: Final = 200.0
LEAST_MAP: Final = 70.0
CHART_HEIGHT: Final = 33.0
CHART_GAP: Final = 11.0
TITLE_SIZES: Final = (17.0, 14.5, 12.0, 10.0, 8.0)
TITLE_LINES: Final = 3
QR_SIZE: Final = 17.0
FOOT_TOP: Final = 24.0
"""Upper edge of the sources above the bottom of the page."""


def report(snapshot: Snapshot, view: View) -> bytes:
    """Write the situation report of a view as a PDF of one page: text selectable, the map as vectors."""
    page = empty_page(WIDTH, HEIGHT)
    top = _head(page, snapshot, view)
    map_top = top - 2.0
    map_height = max(map_top - _needed(snapshot, view), LEAST_MAP)
    top = _figures(page, snapshot, view, map_top - map_height - 5.0)
    top = page.text(_words(snapshot, view), top - 3.5, BODY)
    _charts(page, snapshot, view, top - 6.0)
    _foot(page, snapshot, view)
    sheet = replace(
        view.sheet, width=ROOM, height=map_height, unit="mm", dpi=MAP_DPI, figures=False, scale=LAYOUT_SCALE
    )
    drawing = draw(snapshot, view.query, replace(sheet, head=False, foot=False, link=""), view.own)
    (figure,) = (tag for tag in drawing.tags if tag.role == "Figure")
    made = page.composed(part_of_page(drawing), (MARGIN, map_top - map_height), figure.words)
    return bound([made], [f"{_('Situation report')}: {view.title}"])


KICKER, BODY, NOTE, FOOT = Letters(9.0, colour=SOFT), Letters(9.0), Letters(9.0, ITALIC), Letters(7.0, colour=SOFT)
VALUE, NAME, WAS = Letters(12.5, BOLD), Letters(8.0), Letters(7.4, colour=SOFT)
LAYOUT_SCALE: Final = 0.86
"""CSS pixels of a layout pixel of the map: its smallest letters, 11 layout pixels, have 7.1 points."""


def _head(page: Page, snapshot: Snapshot, view: View) -> float:
    kicker = " \N{MIDDLE DOT} ".join(
        (_("Situation report"), *context_lines(snapshot.events, view.query, view.sheet.extent))
    )
    top = page.text(kicker, HEIGHT - 10.0, KICKER, tag=Tag(rank=HEAD)) - 0.8
    sizes = [Letters(size, BOLD) for size in TITLE_SIZES]
    fits = (letters for letters in sizes if len(letters.wrapped(view.title, ROOM)) <= TITLE_LINES)
    top = page.text(view.title, top, next(fits, sizes[-1]), tag=Tag("H1", rank=HEAD))
    return page.text(view.sheet.note, top - 0.5, NOTE, tag=Tag(rank=HEAD)) if view.sheet.note else top


def _words(snapshot: Snapshot, view: View) -> str:
    """Write the summary, on which of its days nothing happened by a source, and what others counted in them."""
    query = view.query
    quiet = quiet_days.in_words(quiet_days.between(query.start, query.end)) if query.has_kind("strike") else []
    return " ".join([sentences.written(view.counted, query), *quiet, others_counts.sentence(snapshot.events, query)])


def _needed(snapshot: Snapshot, view: View) -> float:
    """Measure from the bottom of the page up to the lower edge of the map: what stands below it needs this much."""
    words = len(BODY.wrapped(_words(snapshot, view), ROOM))
    tallest = max((_cell_height(cell) for cell in _cells(snapshot, view)), default=0.0)
    return FOOT_TOP + 7.0 + CHART_HEIGHT + 7.5 + words * BODY.leading + 4.3 + tallest + 6.0


Cell = tuple[list[str], list[str], list[str], list[str]]
"""A figure as lines of text: its value, its name, what it rests on, and what it was before."""
_CELL: Final = (VALUE, NAME, WAS, WAS)


def _cells(snapshot: Snapshot, view: View) -> list[Cell]:
    rows = figure_rows(view.counted, view.query)
    before = changes(snapshot.events, view.query, view.counted)
    room = ROOM / max(len(rows), 1) - 3.0
    return [
        (
            VALUE.wrapped(row.value, room),
            NAME.wrapped(row.name, room),
            WAS.wrapped(row.basis, room),
            WAS.wrapped(was, room),
        )
        for row, was in zip(rows, before, strict=True)
    ]


def _cell_height(cell: Cell) -> float:
    return sum(len(lines) * letters.leading for lines, letters in zip(cell, _CELL, strict=True))


def _figures(page: Page, snapshot: Snapshot, view: View, top: float) -> float:
    cells = _cells(snapshot, view)
    page.rule(top + 1.5)
    for number, cell in enumerate(cells):
        y = top
        page.mark(Tag())
        for lines, letters in zip(cell, _CELL, strict=True):
            for line in lines:
                page.line(line, (MARGIN + number * ROOM / len(cells), y), letters)
                y -= letters.leading
    bottom = top - max((_cell_height(cell) for cell in cells), default=0.0)
    page.rule(bottom - 0.8)
    return bottom


CHARTS: Final = {
    "strike": charts.strikes_by_day,
    "control": charts.area_by_controller,
    "displacement": charts.displacement_totals,
}
"""The charts of the report, and the kind of report that each is made of."""


def _charts(page: Page, snapshot: Snapshot, view: View, top: float) -> None:
    drawers = [chart for kind, chart in CHARTS.items() if view.query.has_kind(kind)]
    width = (ROOM - CHART_GAP * (len(CHARTS) - 1)) / len(CHARTS)
    for number, draw_chart in enumerate(drawers):
        left = MARGIN + number * (width + CHART_GAP) + 4.0
        box = (left / WIDTH, (top - CHART_HEIGHT) / HEIGHT, (width - 4.0) / WIDTH, CHART_HEIGHT / HEIGHT)
        axes = page.figure.add_axes(box)
        draw_chart(axes, snapshot.events, view.query)
        words = _("Chart: {name}; the figures above and the summary say what it shows.")
        page.mark(Tag("Figure", words.format(name=axes.get_title(loc="left"))))
        axes.set_zorder(page.order)


def _foot(page: Page, snapshot: Snapshot, view: View) -> None:
    """Write sources, limits and versions, and beside them the link and its code."""
    link = view.sheet.link
    room = ROOM - (QR_SIZE + 4.0 if link else 0.0)
    lines = (
        sources(snapshot.events, view.query),
        disclaimer(),
        provenance(snapshot.version, view.query.end, basemap.attribution()),
        link,
    )
    top = FOOT_TOP
    page.rule(top + 1.5)
    for text in lines:
        if text:
            top = page.text(text, top, FOOT, room)
    if link:
        code = segno.make(link, error="m", micro=False)
        left, bottom = WIDTH - MARGIN - QR_SIZE, FOOT_TOP - QR_SIZE
        axes = page.figure.add_axes((left / WIDTH, bottom / HEIGHT, QR_SIZE / WIDTH, QR_SIZE / HEIGHT))
        axes.imshow([list(row) for row in code.matrix], cmap="binary", interpolation="nearest", vmin=0, vmax=1)
        axes.set_axis_off()
        page.mark(None)
        axes.set_zorder(page.order)
