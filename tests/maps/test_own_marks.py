"""Marks of an author's own in what can be taken away: drawn, in words, told from reports, the same on both sides."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader

from lib.analysis import sentences
from lib.events import own_marks
from lib.events.own_marks import Mark
from lib.events.query import Query
from lib.events.store import current
from lib.exports.order import Order
from lib.exports.pictures import picture
from lib.exports.render import render, render_story
from lib.layers import drawn
from lib.layers import own_marks as layer
from lib.maps.style import TOKENS
from lib.print import own_marks as printed
from lib.print.drawing import SHEETS, draw
from lib.stories.story import checked
from lib.stories.views import query_of, view_of
from tests.client.from_python import in_client
from tests.maps.colours import contrast

HOSTILE = "<b>$x^2$ & {{ x }} %s"
WORDS = ["Convoy", "Main axis", HOSTILE, "Under pressure", "ملاحظة"]
MARKS = own_marks.written(
    [
        Mark("point", ((36.75, 35.86),), WORDS[0]),
        Mark("arrow", ((36.3, 35.5), (36.6, 35.75)), WORDS[1]),
        Mark("line", ((36.9, 36.2), (37.1, 36.0), (37.3, 36.1)), HOSTILE),
        Mark("box", ((36.5, 36.1), (36.75, 36.25)), WORDS[3]),
        Mark("text", ((37.2, 35.5),), WORDS[4]),
    ]
)
PLAIN = Query(start=date(2020, 2, 5), end=date(2020, 2, 12))
MARKED = replace(PLAIN, marks=MARKS)
LEGEND, CAPTION = "Marks of the author, not reports", "With marks of the author, which are not reports"
SHEET = SHEETS["1080p"]
LOOK = TOKENS["own_marks"]


@pytest.fixture(scope="module")
def snapshot():
    return current()


def flat(text):
    return " ".join(text.split())


def rgb(colour):
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def near(image, colour):
    """How many dots of an image have nearly this colour."""
    return int((np.abs(np.asarray(image, dtype=int) - rgb(colour)).max(axis=2) <= 3).sum())


@pytest.mark.thorough
def test_marks_are_in_the_dots_of_a_picture_and_nothing_else_has_their_colour(snapshot):
    plain, marked = (
        Image.open(io.BytesIO(picture(snapshot, query, SHEET, "png"))).convert("RGB") for query in (PLAIN, MARKED)
    )
    assert near(plain, LOOK["fill"]) == 0
    assert near(marked, LOOK["fill"]) > 1500
    assert near(marked, LOOK["plate"]["fill"]) > 1500


@pytest.mark.thorough
def test_words_and_what_they_are_stand_in_an_svg_as_text(snapshot):
    text = picture(snapshot, MARKED, SHEET, "svg").decode()
    for words in ["Convoy", "Main axis", "&lt;b&gt;$x^2$ &amp; {{ x }} %s", "Under pressure"]:
        assert words in text
    assert "<b>" not in text
    assert LEGEND in flat(text)
    assert "Convoy" not in picture(snapshot, PLAIN, SHEET, "svg").decode()


@pytest.mark.thorough
def test_legend_and_caption_say_whose_they_are_only_where_there_are_some(snapshot):
    marked, plain = draw(snapshot, MARKED, SHEET), draw(snapshot, PLAIN, SHEET)
    said = flat(" ".join(text.get_text() for text in marked.texts))
    assert marked.legend[0] == LEGEND
    assert CAPTION in said
    assert marked.overlays["own_marks"] == len(WORDS)
    assert LEGEND not in plain.legend
    assert plain.overlays["own_marks"] == 0
    assert marked.drawn == plain.drawn, "they count for nothing"
    # Of marks outside of what is shown the legend says nothing.
    elsewhere = replace(MARKED, lat=36.6, lon=36.2, zoom=12.0)
    assert LEGEND not in draw(snapshot, elsewhere, replace(SHEET, extent="view")).legend


@pytest.mark.thorough
def test_a_slide_has_the_caption_as_text_and_the_marks_in_its_notes(snapshot):
    slide = Presentation(io.BytesIO(render(snapshot, MARKED, Order(), "pptx"))).slides[0]
    assert CAPTION in " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    notes = slide.notes_slide.notes_text_frame.text
    assert f"{LEGEND}:\nPoint: Convoy\nArrow: Main axis\nLine: {HOSTILE}\nBox: Under pressure" in notes
    plain = Presentation(io.BytesIO(render(snapshot, PLAIN, Order(), "pptx"))).slides[0]
    assert "author" not in plain.notes_slide.notes_text_frame.text


@pytest.mark.thorough
@pytest.mark.parametrize("fmt", ["pdf", "report", "compare-pdf"])
def test_what_is_printed_says_that_there_are_marks(snapshot, fmt):
    pages = PdfReader(io.BytesIO(render(snapshot, MARKED, Order(), fmt))).pages
    text = flat(" ".join(page.extract_text() for page in pages))
    assert CAPTION in text
    assert "Main axis" in text


@pytest.mark.thorough
def test_the_map_in_one_file_holds_the_marks_and_cannot_be_broken_by_their_words(snapshot):
    evil = own_marks.written([Mark("text", ((36.75, 35.86),), "</script><script>alert(1)//")])
    text = render(snapshot, replace(PLAIN, marks=evil), Order(), "html").decode()
    assert "alert(1)" in text
    assert "<script>alert(1)" not in text


@pytest.mark.thorough
def test_a_step_of_a_story_keeps_its_marks_as_slide_page_and_paper(snapshot):
    view = view_of(MARKED)
    assert query_of(view).marks == MARKS
    story = checked({"title": "Marked", "steps": [{"title": "One", "text": "It.", "view": view}]}, "story")
    assert CAPTION in flat(render_story(snapshot, story, "html", "en").decode())
    page = PdfReader(io.BytesIO(render_story(snapshot, story, "pdf", "en"))).pages[0]
    assert "Main axis" in flat(page.extract_text())
    slide = Presentation(io.BytesIO(render_story(snapshot, story, "pptx", "en"))).slides[0]
    assert "Arrow: Main axis" in slide.notes_slide.notes_text_frame.text


def test_who_cannot_see_the_map_is_told_of_the_marks(snapshot):
    counted = drawn(snapshot.events, MARKED)
    assert "5 marks of the author, not reports" in sentences.depicted(MARKED, counted)
    assert "author" not in sentences.depicted(PLAIN, counted)


def test_words_stand_in_short_lines_that_hold_all_of_them():
    long = Mark("point", ((36.75, 35.86),), "one two three four five six seven eight nine ten elev")
    lines = layer.lines(long)
    assert " ".join(lines) == long.text
    assert max(map(len, lines)) <= layer.LINE


def test_the_look_can_be_seen_on_every_ground_and_its_words_be_read():
    grounds = [TOKENS["ground"]["land"], TOKENS["ground"]["water"]]
    grounds += [look["tint"] for look in TOKENS["control"].values() if isinstance(look, dict) and "tint" in look]
    assert min(contrast(LOOK["ink"], ground) for ground in grounds) > 7
    assert contrast(LOOK["ink"], LOOK["fill"]) > 7
    assert contrast(LOOK["ink"], LOOK["plate"]["fill"]) > 7


@pytest.mark.parametrize("kind", ["point", "text", "line", "arrow", "box"])
def test_screen_and_paper_put_the_words_of_a_mark_at_one_place(kind):
    at = [(100.0, 80.0)] if kind in {"point", "text"} else [(100.0, 80.0), (40.0, 130.0)]
    there = in_client(
        f"return marks.plateBox({kind!r}, {[list(point) for point in at]}, 50, 20, support.config.style.own_marks);",
        page=True,
        marks="layers/own_marks.js",
    )
    assert there == pytest.approx(printed.plate_box(kind, at, 50, 20))


@pytest.mark.thorough
def test_screen_and_paper_draw_one_head_of_an_arrow():
    at = [[10, 20], [70, 100]]
    there = in_client(
        f"return marks.arrowHead({at}, support.config.style.own_marks);", page=True, marks="layers/own_marks.js"
    )
    assert np.array(there) == pytest.approx(printed.arrow_head(np.array(at, dtype=float)))
