"""Slides: each map as a picture, its title as text, its figures as a native table, its sources in the notes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from itertools import pairwise
from typing import Any, Final

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from lib.analysis import daily, sentences
from lib.analysis.figure_rows import figure_rows
from lib.config.crisis import CRISIS
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.events.table import EventTable
from lib.exports.fitting import fit
from lib.exports.pictures import picture
from lib.exports.views import Told, View
from lib.geography import basemap
from lib.layers.sources import sources
from lib.print.words import context_lines
from lib.text import (
    _,
    language,
    ngettext,
    number,
    spoken,
)
from lib.text.provenance import disclaimer, provenance

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.4)
TITLE_TOP, TITLE_HEIGHT = Inches(0.25), Inches(0.75)
DATES_TOP, DATES_HEIGHT = Inches(0.98), Inches(0.36)
MAP_TOP, MAP_WIDTH, MAP_HEIGHT = Inches(1.4), Inches(9.2), Inches(5.45)
GUTTER = Inches(0.25)
FOOT_TOP, FOOT_HEIGHT = Inches(6.9), Inches(0.45)
MAP_DOTS: Final = 200
"""Pixels an inch of the picture on a slide."""
TOLD_WIDTH: Final = Inches(4.8)
"""Width of the text of a story's step, which stands in place of the figures: 1,200 letters fit into it at 12 points."""
TOLD_SIZES: Final = (18.0, 16.0, 14.0, 13.0, 12.0)
LEADING: Final = 1.2
"""Height of a line, in sizes of its letters."""

INK, QUIET, RULE = RGBColor(0x1C, 0x20, 0x27), RGBColor(0x4C, 0x52, 0x5B), RGBColor(0xDC, 0xD9, 0xD1)
MOST_CITED: Final = 40
"""Sources listed one by one with their addresses; the rest are counted."""
LONG_TITLE: Final = ((60, 26), (100, 22), (160, 18), (10_000, 14))
"""Up to how many characters a title is set in which size, points."""
BLANK_LAYOUT: Final = 5
"""The layout of the template that has a title and nothing else."""
EPOCH: Final = datetime.combine(CRISIS.period.dated, time(), tzinfo=UTC)
"""When every file says it was made: a real time would make two files of the same view differ."""


@dataclass(frozen=True)
class Cell:
    """A cell of the table on a slide: its text, size in points, and in small letters under it what it rests on."""

    text: str
    points: float
    bold: bool = False
    basis: str | None = None


@dataclass(frozen=True)
class Slide:
    """What stands on a slide.

    ``picture`` is a PNG in the shape of :data:`MAP_HEIGHT` by ``wide``; ``shares`` are the widths of the table's
    columns as shares of what the picture leaves; ``told`` is what stands there instead of the table.
    """

    title: str
    subtitle: str
    picture: bytes
    rows: Sequence[Sequence[Cell]]
    shares: Sequence[float]
    foot: str
    notes: Sequence[str]
    wide: int = MAP_WIDTH
    told: Told | None = None


def slides(snapshot: Snapshot, views: Sequence[View], title: str = "") -> bytes:
    """Write a presentation with a slide per view, 16:9, as a PPTX file; arguments besides as for :func:`deck`."""
    return deck([_slide_of(snapshot, view) for view in views], title)


def deck(given: Sequence[Slide], title: str = "") -> bytes:
    """Write a presentation, 16:9, as a PPTX file; the same slides give the same bytes.

    ``title`` is the whole presentation's; without one it has that of its first slide.
    """
    made = Presentation()
    made.slide_width, made.slide_height = WIDTH, HEIGHT
    for one in given:
        _slide(made, one)
    properties = made.core_properties
    properties.title, properties.language = (title or given[0].title)[:255], language.get()
    properties.author = properties.last_modified_by = str(CRISIS.title)
    properties.created = properties.modified = EPOCH.replace(tzinfo=None)
    properties.revision = 1
    out = io.BytesIO()
    made.save(out)
    return timeless(out.getvalue())


def timeless(archive: bytes) -> bytes:
    """Rewrite a zip file with the same members and no time in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for member in given.infolist():
            fixed = zipfile.ZipInfo(member.filename, date_time=EPOCH.timetuple()[:6])
            fixed.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(fixed, given.read(member))
    return out.getvalue()


def _slide_of(snapshot: Snapshot, view: View) -> Slide:
    return Slide(
        title=view.title,
        subtitle=_subtitle(snapshot, view),
        picture=_picture_of(snapshot, view),
        rows=[
            (Cell(row.value, 16 if len(row.value) < 10 else 12, bold=True), Cell(row.name, 12, basis=row.basis))  # noqa: PLR2004  fits
            for row in figure_rows(view.counted, view.query)
        ],
        shares=(0.42, 0.58),
        foot=f"{sources(snapshot.events, view.query)} {disclaimer()}",
        notes=_notes(snapshot, view),
        wide=_width_of(view),
        told=view.told,
    )


def _subtitle(snapshot: Snapshot, view: View) -> str:
    """Write where and when, what the view is narrowed to, which part is shown, and the reader's note, on one line."""
    parts = [*context_lines(snapshot.events, view.query, view.sheet.extent), view.sheet.note]
    return " \N{MIDDLE DOT} ".join(part for part in parts if part)


def _picture_of(snapshot: Snapshot, view: View) -> bytes:
    width, height = (round(Emu(side).inches * MAP_DOTS) for side in (_width_of(view), MAP_HEIGHT))
    sheet = replace(view.sheet, width=width, height=height, unit="px", figures=False, head=False, foot=False, link="")
    return picture(snapshot, view.query, sheet, "png", view.own)


def _slide(made: Any, given: Slide) -> None:
    slide = made.slides.add_slide(made.slide_layouts[BLANK_LAYOUT])
    _title(slide.shapes.title, given.title)
    _text(slide, given.subtitle, (MARGIN, DATES_TOP, WIDTH - 2 * MARGIN, DATES_HEIGHT), 14, QUIET)
    shape = slide.shapes.add_picture(io.BytesIO(given.picture), MARGIN, MAP_TOP, given.wide, MAP_HEIGHT)
    described = shape._element.nvPicPr.cNvPr  # noqa: SLF001  python-pptx has no word for the description
    described.set("name", _("Map"))
    described.set("descr", f"{given.title}. {given.subtitle}")
    if given.told is not None:
        _told(slide, given.told)
    elif given.rows:
        _table(slide, given)
    _text(slide, given.foot, (MARGIN, FOOT_TOP, WIDTH - 2 * MARGIN, FOOT_HEIGHT), 9, QUIET)
    slide.notes_slide.notes_text_frame.text = "\n\n".join(given.notes)


def _title(shape: Any, title: str) -> None:
    shape.left, shape.top, shape.width, shape.height = MARGIN, TITLE_TOP, WIDTH - 2 * MARGIN, TITLE_HEIGHT
    size = next(points for longest, points in LONG_TITLE if len(title) <= longest)
    _write(shape.text_frame, title, size, INK, bold=True)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE


def _text(slide: Any, text: str, at: tuple[int, int, int, int], size: float, colour: RGBColor) -> None:
    _write(slide.shapes.add_textbox(*at).text_frame, text, size, colour)


def _write(frame: Any, text: str, size: float, colour: RGBColor, *, bold: bool = False) -> None:
    """Write one paragraph of text into a frame of a shape or a table's cell."""
    _write_into(frame, frame.paragraphs[0], text, size, colour, bold=bold)


def _write_into(  # noqa: PLR0913  what a paragraph is made of
    frame: Any, paragraph: Any, text: str, size: float, colour: RGBColor, *, bold: bool = False
) -> None:
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour
    paragraph.alignment = PP_ALIGN.LEFT
    run._r.get_or_add_rPr().set("lang", spoken().browser.split("-u-")[0])  # noqa: SLF001  nor for the language
    if spoken().from_right:
        paragraph._p.get_or_add_pPr().set("rtl", "1")  # noqa: SLF001  python-pptx has no word for the direction
        paragraph.alignment = PP_ALIGN.RIGHT


def _width_of(view: View) -> int:
    """Return the width of a map: less beside the text of a story's step."""
    return MAP_WIDTH if view.told is None else int(WIDTH - 2 * MARGIN - GUTTER - TOLD_WIDTH)


def _told(slide: Any, told: Told) -> None:
    """Write the text of a step beside its map, in the largest size in which it fits; what does not is in the notes."""
    fitted = fit(told.text, TOLD_SIZES, Emu(TOLD_WIDTH).pt, Emu(MAP_HEIGHT).pt, LEADING)
    frame = slide.shapes.add_textbox(WIDTH - MARGIN - TOLD_WIDTH, MAP_TOP, TOLD_WIDTH, MAP_HEIGHT).text_frame
    frame.margin_top = frame.margin_bottom = 0
    for at, part in enumerate(fitted.parts):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        _write_into(frame, paragraph, part.written, fitted.points, INK)
        paragraph.space_after = Pt(fitted.gap)


def _table(slide: Any, given: Slide) -> None:
    """Draw the figures as a native table."""
    left = MARGIN + given.wide + GUTTER
    wide = WIDTH - left - MARGIN
    size = len(given.rows), len(given.shares)
    table = slide.shapes.add_table(*size, left, MAP_TOP, wide, Emu(int(MAP_HEIGHT * 0.8))).table
    # The template's own style brings a coloured head and bands; the rule under each row is enough.
    table.first_row = table.horz_banding = False
    edges = [int(wide * sum(given.shares[:at])) for at in range(len(given.shares))] + [int(wide)]
    for column, (first, last) in zip(table.columns, pairwise(edges), strict=True):
        column.width = Emu(last - first)
    for at, row in enumerate(given.rows):
        for nth, cell in enumerate(row):
            drawn = table.cell(at, nth)
            _write(drawn.text_frame, cell.text, cell.points, INK, bold=cell.bold)
            if cell.basis is not None:
                basis = drawn.text_frame.add_paragraph().add_run()
                basis.text = cell.basis
                basis.font.size, basis.font.color.rgb = Pt(9), QUIET
            _unstyled_cell(drawn)


def _unstyled_cell(cell: Any) -> None:
    cell.fill.background()
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_left = cell.margin_right = Inches(0.05)
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


def _notes(snapshot: Snapshot, view: View) -> list[str]:
    """List what the speaker may need: the summary, the sources with their addresses, the limits, the link."""
    query: Query = view.query
    listed = [_("Sources of this view:"), *cited(snapshot.events, query)]
    parts = [*_told_in_notes(view.told), sentences.written(view.counted, query)]
    parts += ["\n".join(listed) if len(listed) > 1 else "", disclaimer()]
    parts += [provenance(snapshot.version, query.end, basemap.attribution()), view.sheet.link]
    return [part for part in parts if part]


def _told_in_notes(told: Told | None) -> list[str]:
    """Return the whole text of a story's step, and the sources of the rows that it cites."""
    if told is None:
        return []
    text = "\n".join(f"{block.marker} {block.text}".strip() for block in told.text)
    named = [f"{source.name} {source.address}".strip() for source in told.cited]
    return [text, "\n".join([_("Sources of this step:"), *named]) if named else ""]


def cited(events: EventTable, query: Query) -> list[str]:
    """List the sources of a view's counted rows with their addresses, each once, most used first; then how many more.

    Only web addresses are given; what else stands in the column is left out.
    """
    rows = daily.selected(events, events.primary, query)
    address = rows["source_url"].where(rows["source_url"].str.match(r"https?://"), "")
    used = rows["source"].str.cat(address, sep=" ").str.strip().value_counts()
    order = sorted(used.items(), key=lambda pair: (-pair[1], str(pair[0])))
    listed = [str(source) for source, _count in order[:MOST_CITED]]
    if more := len(order) - len(listed):
        words = ngettext("and {n} more, listed on the page Reports", "and {n} more, listed on the page Reports", more)
        listed.append(words.format(n=number(more)))
    return listed
