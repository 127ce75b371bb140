"""Whatever is narrowed says so, on every file that can be taken away, and so does what shows a part of the map."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from pptx import Presentation
from pypdf import PdfReader

from lib.analysis.listing import listing
from lib.events import narrowing
from lib.events.query import Query
from lib.events.store import current
from lib.exports.order import Order
from lib.exports.render import render
from lib.exports.tables import write
from lib.exports.tables.about import filter_in_words
from lib.print import drawing as printed

HOSPITALS = Query(
    start=date(2020, 2, 5), end=date(2020, 2, 20), targets=frozenset({"hospital"}), attribution=frozenset({"stated"})
)
WORDS = narrowing.in_words(HOSPITALS)


def flat(text):
    return " ".join(text.split())


def words_of(body, fmt):
    """All text of a file, on one line."""
    if fmt in {"pdf", "report"}:
        return flat(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages))
    if fmt == "pptx":
        slides = Presentation(io.BytesIO(body)).slides
        return flat(
            " ".join(shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame)
        )
    return flat(body.decode())


@pytest.mark.thorough
@pytest.mark.parametrize("fmt", ["pdf", "pptx", "report", "html"])
def test_the_filter_can_be_read_in_a_file(fmt):
    assert WORDS in words_of(render(current(), HOSPITALS, Order(), fmt), fmt)


@pytest.mark.thorough
@pytest.mark.parametrize("fmt", ["svg", "png"])
def test_the_filter_can_be_read_on_a_picture(fmt):
    # A PNG holds no text: what is written on it is asked of the drawing, which an SVG is made from too.
    drawn = printed.draw(current(), HOSPITALS, printed.SHEETS["1080p"])
    assert WORDS in flat(" ".join(text.get_text() for text in drawn.texts))
    if fmt == "svg":
        assert "stated by the source" in words_of(render(current(), HOSPITALS, Order(), fmt), fmt)


def test_a_map_without_its_head_says_the_filter_under_its_legend():
    bare = replace(printed.SHEETS["1080p"], head=False, foot=False)
    drawn = printed.draw(current(), HOSPITALS, bare)
    assert WORDS in flat(" ".join(text.get_text() for text in drawn.texts))


@pytest.mark.thorough
def test_every_slide_and_frame_says_the_filter():
    body = render(current(), HOSPITALS, Order(dates="weekly", pages="layers"), "pptx")
    *maps, _legend = Presentation(io.BytesIO(body)).slides
    for slide in maps:
        assert WORDS in flat(" ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame))


@pytest.mark.parametrize("ending", ["csv", "txt", "geojson"])
def test_a_download_says_the_filter_beside_its_rows_or_holds_just_them(ending):
    body = b"".join(write(current(), HOSPITALS, ending, "http://x")).decode()
    if ending == "csv":
        assert body.count("\n") - 1 == len(listing(current().events, HOSPITALS).positions)
    else:
        assert WORDS in body


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("extent", "view", "part"),
    [
        ("view", {"lat": 35.86, "lon": 36.8, "zoom": 11.0}, "around Saraqib"),
        ("place", {"place": "Saraqib"}, "around Saraqib"),
        ("front", {}, "along the front line"),
        ("border", {}, "the strip along the Turkish border"),
        ("whole", {"lat": 35.86, "lon": 36.8, "zoom": 11.0}, ""),
        ("view", {}, ""),
    ],
)
@pytest.mark.parametrize("fmt", ["pdf", "pptx"])
def test_a_picture_of_a_part_says_which_and_whose_figures_stand_on_it(extent, view, part, fmt):
    told = words_of(render(current(), replace(HOSPITALS, **view), Order(extent=extent), fmt), fmt)
    assert ("Part of the map" in told) == bool(part)
    assert not part or f"Part of the map: {part}. The figures are of the whole map." in told


@pytest.mark.thorough
def test_a_report_of_a_part_says_which():
    told = words_of(render(current(), HOSPITALS, Order(extent="front"), "report"), "report")
    assert "Part of the map: along the front line. The figures are of the whole map." in told


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("kind", "own", "others"),
    [
        ("strike", "strikes reported", ["people displaced", "changed hands", "front line, computed"]),
        ("displacement", "people displaced", ["strikes reported", "civilians", "changed hands"]),
        ("control", "changed hands", ["strikes reported", "civilians", "people displaced"]),
    ],
)
@pytest.mark.parametrize("fmt", ["pdf", "pptx", "report"])
def test_a_file_of_one_kind_speaks_of_that_kind_alone(kind, own, others, fmt):
    query = Query(start=date(2020, 2, 5), end=date(2020, 2, 20), kinds=frozenset({kind}))
    body = render(current(), query, Order(), fmt)
    told = words_of(body, fmt)
    if fmt == "pptx":
        tables = [shape.table for shape in Presentation(io.BytesIO(body)).slides[0].shapes if shape.has_table]
        told += flat(" ".join(cell.text for table in tables for row in table.rows for cell in row.cells))
    assert own in told
    assert not [words for words in others if words in told]


@pytest.mark.thorough
def test_the_report_and_the_files_of_an_area_of_ones_own_say_which_it_is():
    area = Query(start=date(2020, 2, 5), end=date(2020, 2, 20), within_area="SY070301")
    assert "in Dana sub-district" in words_of(render(current(), area, Order(), "report", ""), "report")
    assert "in Dana sub-district" in " ".join(filter_in_words(area))
