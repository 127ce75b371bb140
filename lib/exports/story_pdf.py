"""A story on paper: A4 landscape, a page a step, the map on the left and the text beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from lib.events.store import Snapshot
from lib.exports.bound import bound
from lib.exports.fitting import MORE, Fitted, fit
from lib.exports.paper import LEADING, MARGIN, POINT, SOFT, Letters, Page
from lib.exports.paper import page as empty_page
from lib.exports.pictures import part_of_page
from lib.exports.views import Told, View
from lib.geography import basemap
from lib.layers.sources import sources
from lib.print.drawing import draw
from lib.print.fonts import BOLD
from lib.print.tags import HEAD, Tag
from lib.print.words import context_lines
from lib.text import _, ngettext, number
from lib.text.provenance import disclaimer, provenance, reads_from_right

WIDTH, HEIGHT = 297.0, 210.0
"""A4 on its side, millimetres; so is every length here unless it is called points."""
TEXT_WIDTH: Final = 86.0
GAP: Final = 6.0
MAP_WIDTH: Final = WIDTH - 2 * MARGIN - GAP - TEXT_WIDTH
TEXT_LEFT: Final = WIDTH - MARGIN - TEXT_WIDTH
FOOT_TOP: Final = 22.0
"""Upper edge of the foot above the bottom of the page."""
MAP_DPI: Final = 200.0
LAYOUT_SCALE: Final = 0.97
"""CSS pixels of a layout pixel of the map: its smallest letters, 11 layout pixels, have 8 points."""
TEXT_SIZES: Final = (13.0, 12.0, 11.0, 10.0, 9.5, 9.0)
"""Sizes of the text, points; nothing beside the map is smaller than the last."""
MOST_CITED: Final = 0.4
"""Share of the column that the sources of a step may take."""
KICKER, FOOT = Letters(9.0, colour=SOFT), Letters(7.0, colour=SOFT)
CITED_HEAD, CITED = Letters(9.0, BOLD, SOFT), Letters(9.0, colour=SOFT)
TITLE_SIZES: Final = (19.0, 16.0, 13.0)
TITLE_LINES: Final = 2


def story_pdf(snapshot: Snapshot, title: str, views: Sequence[View]) -> bytes:
    """Bind one PDF with a page a step, named in its outline; the same steps and data give the same bytes."""
    drawn = [_page(snapshot, title, view) for view in views]
    return bound(drawn, [f"{at}. {view.title}" for at, view in enumerate(views, 1)], title)


def _page(snapshot: Snapshot, story: str, view: View) -> tuple[bytes, list[Tag]]:
    page, told = empty_page(WIDTH, HEIGHT), _told(view)
    top = _head(page, snapshot, story, view) - 3.0
    bottom = FOOT_TOP + 5.0
    _column(page, told, top, bottom)
    _foot(page, snapshot, view, told)
    sheet = replace(
        view.sheet, width=MAP_WIDTH, height=top - bottom, unit="mm", dpi=MAP_DPI, figures=False, scale=LAYOUT_SCALE
    )
    drawing = draw(snapshot, view.query, replace(sheet, head=False, foot=False, link=""), view.own)
    (figure,) = (tag for tag in drawing.tags if tag.role == "Figure")
    return page.composed(part_of_page(drawing), (MARGIN, bottom), figure.words)


def _told(view: View) -> Told:
    if view.told is None:
        raise TypeError("A page of a story is made of a step")
    return view.told


def _head(page: Page, snapshot: Snapshot, story: str, view: View) -> float:
    """Write story, place and days, and the step's title; return the lower edge."""
    parts = (story, *context_lines(snapshot.events, view.query, view.sheet.extent))
    top = page.text(" \N{MIDDLE DOT} ".join(parts), HEIGHT - 9.0, KICKER, tag=Tag(rank=HEAD)) - 0.8
    sizes = [Letters(size, BOLD) for size in TITLE_SIZES]
    fits = (letters for letters in sizes if len(letters.wrapped(view.title, page.room)) <= TITLE_LINES)
    return page.text(view.title, top, next(fits, sizes[-1]), tag=Tag("H1", rank=HEAD))


def _column(page: Page, told: Told, top: float, bottom: float) -> None:
    """Write the text of a step, and below it the sources of the rows that it cites."""
    lines = _cited(told, (top - bottom) * MOST_CITED)
    below = (len(lines) + 1) * CITED.leading + GAP if lines else 0.0
    height = top - bottom - below
    fitted = fit(told.text, TEXT_SIZES, TEXT_WIDTH / POINT, height / POINT, LEADING)
    end = _text(page, fitted, top)
    if not lines:
        return
    end = page.text(_("Sources of this step"), end - 2.0, CITED_HEAD, TEXT_WIDTH, TEXT_LEFT, Tag("H2"))
    page.mark(Tag())
    for line in lines:
        page.line(line, (TEXT_LEFT, end), CITED)
        end -= CITED.leading


def _text(page: Page, fitted: Fitted, top: float) -> float:
    letters = Letters(fitted.points)
    for part in fitted.parts:
        indent = part.indent * POINT
        from_right = reads_from_right(part.block.text)
        left = TEXT_LEFT if from_right else TEXT_LEFT + indent
        page.mark(Tag())
        if part.block.marker:
            edge = (TEXT_LEFT + TEXT_WIDTH) if from_right else TEXT_LEFT
            page.line(part.block.marker, (edge, top), letters, "right" if from_right else "left")
        top = page.lines(list(part.lines), (left, top), letters, TEXT_WIDTH - indent)
        top -= fitted.gap * POINT
    return top


def _cited(told: Told, height: float) -> list[str]:
    """Return the sources as lines, as many as have room; the last then says how many more there are."""
    room = int(height / CITED.leading)
    lines: list[str] = []
    for at, source in enumerate(told.cited):
        more = CITED.wrapped(source.name, TEXT_WIDTH)
        if len(lines) + len(more) > room - 1:
            left = len(told.cited) - at
            words = ngettext("and {n} more report", "and {n} more reports", left)
            return [*lines, words.format(n=number(left)) + MORE]
        lines += more
    return lines


def _foot(page: Page, snapshot: Snapshot, view: View, told: Told) -> None:
    """Write whose reports the map shows, the limits, the version, the link, and which page of how many this is."""
    page.rule(FOOT_TOP + 1.5)
    room, top = page.room - 24.0, FOOT_TOP
    lines = (
        sources(snapshot.events, view.query),
        disclaimer(),
        provenance(snapshot.version, view.query.end, basemap.attribution()),
        view.sheet.link,
    )
    for text in lines:
        if text:
            top = page.text(text, top, FOOT, room)
    where = _("{n} of {all}").format(n=number(told.at), all=number(told.of))
    page.mark(Tag())
    page.line(where, (WIDTH - MARGIN, FOOT_TOP), KICKER, "right")
