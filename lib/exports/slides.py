"""Slides: a map each over the full height, the figures as a native table, the sources in the notes; one legend."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Final

from pptx import Presentation
from pptx.util import Pt

from lib.analysis import daily, sentences
from lib.analysis.figure_rows import figure_rows
from lib.config.crisis import CRISIS
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.events.table import EventTable
from lib.exports import contents
from lib.exports.pictures import encoded, png_of
from lib.exports.slide_page import (
    HEIGHT,
    KEY_SIZE,
    MAP_WIDTH,
    NAME,
    NARROW_MAP,
    PAD,
    VALUE,
    WIDTH,
    Cell,
    Picture,
    Slide,
    draw_slide,
)  # fmt: skip
from lib.exports.views import Told, View
from lib.geography import basemap
from lib.layers import own_marks
from lib.layers.sources import sources
from lib.print.drawing import draw
from lib.print.key import drawn_key
from lib.print.legend import Legend, joined
from lib.print.sheet import Sheet
from lib.print.words import context_lines
from lib.text import _, language, ngettext, number
from lib.text.provenance import disclaimer, provenance

MAP_DOTS: Final = 160.0
"""Pixels an inch of the picture on a slide."""
LAYOUT_SCALE: Final = 1.46
"""CSS pixels of a layout pixel: the smallest letters of a map, 11 layout pixels, have 12 points."""
LEAST: Final = 9.0
"""Points of the smallest number in a circle."""
LEGEND_COLUMNS: Final = 3
LEGEND_SIZE: Final = 15.0
"""Letters of the whole legend, points."""
MOST_CITED: Final = 40
"""Sources listed one by one with their addresses; the rest are counted."""
EPOCH: Final = datetime.combine(CRISIS.period.dated, time(), tzinfo=UTC)
"""When every file says it was made: a real time would make two files of the same view differ."""
_MM: Final = 25.4 / 72


def slides(snapshot: Snapshot, views: Sequence[View], title: str = "") -> bytes:
    """Write a presentation with a slide per view, 16:9, as a PPTX file; arguments besides as for :func:`deck`."""
    made = [slide_of(snapshot, view) for view in views]
    last = max(view.query.end for view in views)
    foot = f"{disclaimer()} {provenance(snapshot.version, last, basemap.attribution())}"
    return deck([slide for slide, _explained in made], [explained for _slide, explained in made], foot, title)


def deck(  # noqa: PLR0913  the parts of a presentation
    given: Sequence[Slide],
    explained: Sequence[Legend],
    foot: str,
    title: str = "",
    *,
    names: Sequence[str] = (),
    missing: Sequence[str] = (),
) -> bytes:
    """Write a presentation, 16:9, as a PPTX file; the same slides give the same bytes.

    Args:
        given: The slides with a map.
        explained: What there is to explain on each; its legend is the last slide, one for all.
        foot: What stands under that.
        title: The whole presentation's; without one it has that of its first slide.
        names: What an index before the slides calls each of them; there is none without.
        missing: What that index names besides, as what could not be made.
    """
    made = Presentation()
    made.slide_width, made.slide_height = Pt(WIDTH), Pt(HEIGHT)
    entries = contents.add_slides(made, title, names, missing) if names else []
    before = len(made.slides)
    for at, one in enumerate((*given, *legend_slides(explained, foot)), before + 1):
        draw_slide(made, one, at)
    contents.lead(entries, list(made.slides)[before:])
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


def map_sheet(sheet: Sheet, width: float) -> Sheet:
    """Return the sheet of a map that fills the height of a slide and ``width`` points of it, with nothing around."""
    return replace(
        sheet, width=width * _MM, height=HEIGHT * _MM, unit="mm", dpi=MAP_DOTS, scale=LAYOUT_SCALE, least=LEAST,
        figures=False, head=False, foot=False, legend=False, locator=False, link="",
    )  # fmt: skip


def slide_of(snapshot: Snapshot, view: View) -> tuple[Slide, Legend]:
    """Return the slide of a view, in the caller's language, and what there is to explain on it."""
    wide = MAP_WIDTH if view.told is None else NARROW_MAP
    sheet = map_sheet(view.sheet, wide)
    drawing = draw(snapshot, view.query, sheet, view.own)
    lines = [*context_lines(snapshot.events, view.query, view.sheet.extent), view.sheet.note]
    lines = [line for line in lines if line]
    notes = drawing.explained.notes
    slide = Slide(
        title=view.title,
        lines=lines,
        map=Picture(encoded(drawing, "png"), ". ".join([view.title, *lines]), wide, HEIGHT),
        key=None if view.told else key_picture(drawing.explained.key, WIDTH - wide - 2 * PAD, 2, sheet),
        rows=[
            (Cell(row.value, VALUE if len(row.value) < 10 else 16.0, bold=True), Cell(row.name, NAME, basis=row.basis))  # noqa: PLR2004  fits
            for row in figure_rows(view.counted, view.query)
        ],
        shares=(0.36, 0.64),
        foot=" ".join([*notes, sources(snapshot.events, view.query), disclaimer()]),
        notes=_notes(snapshot, view),
        told=view.told,
    )
    return slide, drawing.explained


def key_picture(legend: Legend, width: float, columns: int, sheet: Sheet, points: float = KEY_SIZE) -> Picture | None:
    """Draw a legend as a picture of its own, its words as large as those beside it; None where there is none."""
    if not legend.entries:
        return None
    figure, height = drawn_key(replace(legend, notes=()), width, columns, points, sheet)
    words = f"{_('Legend')}: {'; '.join(entry.words for entry in legend.entries)}"
    return Picture(png_of(figure), words, width, height)


def legend_slides(explained: Sequence[Legend], foot: str) -> list[Slide]:
    """Return the slide of the legend of all maps, which stands in a file once; none where nothing is to explain."""
    picture = key_picture(
        joined(explained), WIDTH - 2 * PAD, LEGEND_COLUMNS, map_sheet(Sheet(0, 0), WIDTH), LEGEND_SIZE
    )
    if picture is None:
        return []
    text = [f"{_('Legend')}:", *(f"\N{BULLET} {entry.words}" for entry in joined(explained).entries)]
    title = _("Legend of the map") if len(explained) == 1 else _("Legend of the maps")
    return [Slide(title, [], None, picture, [], [], foot, ["\n".join(text)])]


def _notes(snapshot: Snapshot, view: View) -> list[str]:
    """List what the speaker may need: the summary, the sources with their addresses, the limits, the link."""
    query: Query = view.query
    listed = [_("Sources of this view:"), *cited(snapshot.events, query)]
    parts = [*_told_in_notes(view.told), sentences.written(view.counted, query)]
    parts += ["\n".join(listed) if len(listed) > 1 else "", "\n".join(own_marks.listed(query)), disclaimer()]
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
