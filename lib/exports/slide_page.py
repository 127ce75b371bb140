"""A slide: the map over its full height, and beside it all that is said, as text of at least twelve points."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from lib.exports.fitting import fit
from lib.exports.views import Told
from lib.print.fonts import BOLD, REGULAR, wrapped
from lib.text import _, number, spoken

WIDTH, HEIGHT = 960.0, 540.0
"""A slide, points; so is every length here: 13.33 by 7.5 inches."""
MAP_WIDTH: Final = 618.0
NARROW_MAP: Final = 560.0
"""Width of the map where more is said beside it: a story's text, the table of two periods."""
PAD: Final = 18.0
LEADING: Final = 1.22
"""Height of a line, in sizes of its letters."""
SMALLEST: Final = 12.0
TITLE_SIZES: Final = (20.0, 18.0, 16.0, 14.0)
MOST_TITLE_LINES: Final = 5
LINE, NAME, VALUE = 13.0, 13.0, 20.0
TOLD_SIZES: Final = (18.0, 16.0, 14.0, 13.0, 12.0)
KEY_SIZE: Final = 13.0
"""Letters of the marks beside a map, and of the whole legend."""
NARROWER: Final = 0.93
"""Width of the letters of a presentation's own face, as a share of those that are measured here, with some air."""
CELL_AIR: Final = 5.0
GAP: Final = 8.0
INK, QUIET, RULE = RGBColor(0x1C, 0x20, 0x27), RGBColor(0x4C, 0x52, 0x5B), RGBColor(0xDC, 0xD9, 0xD1)
BLANK_LAYOUT: Final = 5
"""The layout of the template that has a title and nothing else."""


@dataclass(frozen=True)
class Cell:
    """A cell of the table on a slide: its text, size in points, and in small letters under it what it rests on."""

    text: str
    points: float
    bold: bool = False
    basis: str | None = None


@dataclass(frozen=True)
class Picture:
    """A picture on a slide: a PNG, what it shows in words, and its width and height."""

    png: bytes
    words: str
    width: float
    height: float


@dataclass(frozen=True)
class Slide:
    """What stands on a slide.

    ``shares`` are the widths of the table's columns as shares of what the map leaves; ``told`` is what stands there
    instead of the table; ``key`` the few marks beside the map. Without a map the key is a legend over all the slide.
    """

    title: str
    lines: Sequence[str]
    map: Picture | None
    key: Picture | None
    rows: Sequence[Sequence[Cell]]
    shares: Sequence[float]
    foot: str
    notes: Sequence[str]
    told: Told | None = None


def draw_slide(made: Any, given: Slide, at: int) -> None:
    """Add a slide to a presentation, with its number."""
    slide = made.slides.add_slide(made.slide_layouts[BLANK_LAYOUT])
    left, top = PAD, 0.0
    if given.map is not None:
        _picture(slide, given.map, 0.0, 0.0)
        left = given.map.width + PAD
    room = WIDTH - left - PAD
    top = _title(slide.shapes.title, given.title, left, room) + 4.0
    for line in given.lines:
        top = _text(slide, line, (left, top), room, LINE, QUIET)
    foot = _height(given.foot, SMALLEST, room - 30.0)
    bottom = HEIGHT - PAD - foot
    _text(slide, given.foot, (left, bottom), room - 30.0, SMALLEST, QUIET)
    _page_number(slide, at)
    _column(slide, given, (left, top + GAP), room, bottom - GAP)
    slide.notes_slide.notes_text_frame.text = "\n\n".join(given.notes)


def _column(slide: Any, given: Slide, at: tuple[float, float], room: float, bottom: float) -> None:
    """Draw what stands between the lines under the title and the foot, the most that fits."""
    left, top = at
    key = given.key
    if given.told is not None:
        _told(slide, given.told, at, room, bottom - top)
        return
    left_over = bottom - top - (GAP + key.height if key is not None else 0.0)
    rows = _based(given.rows, given.shares, room, left_over)
    heights = _row_heights(rows, given.shares, room)
    if rows:
        _table(slide, rows, given.shares, (left, top), room, heights)
        top += sum(heights) + GAP
    if key is not None and top + key.height <= bottom:
        _picture(slide, key, left, top)


def _based(
    rows: Sequence[Sequence[Cell]], shares: Sequence[float], room: float, height: float
) -> Sequence[Sequence[Cell]]:
    """Return the rows with what each rests on where there is room for it; the summary in the notes says all of it."""
    full = _row_heights(rows, shares, room)
    bare = [[replace(cell, basis=None) for cell in row] for row in rows]
    heights, chosen = _row_heights(bare, shares, room), list(bare)
    for at in sorted(range(len(rows)), key=lambda nth: full[nth] - heights[nth]):
        if sum(heights) - heights[at] + full[at] <= height:
            heights[at], chosen[at] = full[at], list(rows[at])
    return chosen


def _picture(slide: Any, given: Picture, left: float, top: float) -> None:
    shape = slide.shapes.add_picture(io.BytesIO(given.png), Pt(left), Pt(top), Pt(given.width), Pt(given.height))
    described = shape._element.nvPicPr.cNvPr  # noqa: SLF001  python-pptx has no word for the description
    described.set("descr", given.words)


def lines_of(text: str, points: float, room: float, *, bold: bool = False) -> int:
    """Count the lines that a text takes."""
    return len(wrapped(text, BOLD if bold else REGULAR, NARROWER * points, room)) if text else 0


def _height(text: str, points: float, room: float, *, bold: bool = False) -> float:
    return lines_of(text, points, room, bold=bold) * points * LEADING


def _title(shape: Any, title: str, left: float, room: float) -> float:
    fits = (size for size in TITLE_SIZES if lines_of(title, size, room, bold=True) <= MOST_TITLE_LINES)
    size = next(fits, TITLE_SIZES[-1])
    high = _height(title, size, room, bold=True) + 2.0
    shape.left, shape.top, shape.width, shape.height = Pt(left), Pt(PAD), Pt(room), Pt(high)
    write_text(shape.text_frame, title, size, INK, bold=True)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    return PAD + high


def _text(  # noqa: PLR0913, PLR0917  a text, its place and its look
    slide: Any, text: str, at: tuple[float, float], room: float, size: float, colour: RGBColor
) -> float:
    """Write a text from a corner on; return its lower edge."""
    high = _height(text, size, room)
    if text:
        box = slide.shapes.add_textbox(Pt(at[0]), Pt(at[1]), Pt(room), Pt(high))
        write_text(box.text_frame, text, size, colour)
    return at[1] + high


def _page_number(slide: Any, at: int) -> None:
    box = slide.shapes.add_textbox(Pt(WIDTH - PAD - 30), Pt(HEIGHT - PAD - SMALLEST * LEADING), Pt(30), Pt(15))
    box.name = _("Page number")
    write_text(box.text_frame, number(at), SMALLEST, INK, bold=True)
    box.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def write_text(frame: Any, text: str, size: float, colour: RGBColor, *, bold: bool = False) -> None:
    """Write one paragraph of text into a frame of a shape or a table's cell."""
    _write_into(frame, frame.paragraphs[0], text, size, colour, bold=bold)


def _write_into(  # noqa: PLR0913  what a paragraph is made of
    frame: Any, paragraph: Any, text: str, size: float, colour: RGBColor, *, bold: bool = False
) -> None:
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour
    run._r.get_or_add_rPr().set("lang", spoken().browser.split("-u-")[0])  # noqa: SLF001  python-pptx has no word for the language
    paragraph.alignment = PP_ALIGN.LEFT
    if spoken().from_right:
        paragraph._p.get_or_add_pPr().set("rtl", "1")  # noqa: SLF001  nor for the direction
        paragraph.alignment = PP_ALIGN.RIGHT


def _told(slide: Any, told: Told, at: tuple[float, float], room: float, height: float) -> None:
    """Write the text of a step beside its map, in the largest size in which it fits; what does not is in the notes."""
    fitted = fit(told.text, TOLD_SIZES, room, height, LEADING)
    frame = slide.shapes.add_textbox(Pt(at[0]), Pt(at[1]), Pt(room), Pt(height)).text_frame
    for nth, part in enumerate(fitted.parts):
        paragraph = frame.paragraphs[0] if nth == 0 else frame.add_paragraph()
        _write_into(frame, paragraph, part.written, fitted.points, INK)
        paragraph.space_after = Pt(fitted.gap)


def _row_heights(rows: Sequence[Sequence[Cell]], shares: Sequence[float], room: float) -> list[float]:
    return [
        max(
            _height(cell.text, cell.points, share * room - 8, bold=cell.bold)
            + _height(cell.basis or "", SMALLEST, share * room - 8)
            for cell, share in zip(row, shares, strict=True)
        )
        + CELL_AIR
        for row in rows
    ]


def _table(  # noqa: PLR0913, PLR0917  a table, its place and its size
    slide: Any,
    rows: Sequence[Sequence[Cell]],
    shares: Sequence[float],
    at: tuple[float, float],
    room: float,
    heights: Sequence[float],
) -> None:
    """Draw the figures as a native table."""
    corner = Pt(at[0]), Pt(at[1])
    table = slide.shapes.add_table(len(rows), len(shares), *corner, Pt(room), Pt(sum(heights))).table
    # The template's own style brings a coloured head and bands; the rule under each row is enough.
    table.first_row = table.horz_banding = False
    edges = [int(Pt(room) * sum(shares[:nth])) for nth in range(len(shares))] + [int(Pt(room))]
    for column, (first, last) in zip(table.columns, pairwise(edges), strict=True):
        column.width = Emu(last - first)
    for nth_row, (row, high) in enumerate(zip(rows, heights, strict=True)):
        table.rows[nth_row].height = Pt(high)
        for nth, cell in enumerate(row):
            drawn = table.cell(nth_row, nth)
            write_text(drawn.text_frame, cell.text, cell.points, INK, bold=cell.bold)
            if cell.basis:
                _write_into(drawn.text_frame, drawn.text_frame.add_paragraph(), cell.basis, SMALLEST, QUIET)
            _unstyled_cell(drawn)


def _unstyled_cell(cell: Any) -> None:
    cell.fill.background()
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_left = cell.margin_right = Pt(3)
    cell.margin_top = cell.margin_bottom = Pt(1.5)
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001  python-pptx has no word for the borders
    for side in ("a:lnL", "a:lnR", "a:lnT", "a:lnB"):
        line = properties.makeelement(qn(side), {"w": "9525"})
        if side in {"a:lnL", "a:lnR"}:
            line.append(line.makeelement(qn("a:noFill"), {}))
        else:
            fill = line.makeelement(qn("a:solidFill"), {})
            fill.append(fill.makeelement(qn("a:srgbClr"), {"val": str(RULE)}))
            line.append(fill)
        # The schema wants the lines before the fill.
        properties.insert(("a:lnL", "a:lnR", "a:lnT", "a:lnB").index(side), line)
