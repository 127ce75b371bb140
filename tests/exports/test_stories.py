"""A story as a file: every step with its map, its whole text and its sources, sound whatever the text holds."""

from __future__ import annotations

import base64
import io
import re

import pytest
from lxml import html as parser
from PIL import Image
from pptx import Presentation
from pptx.util import Pt
from pypdf import PdfReader

from lib.config.paths import STORIES
from lib.events.store import Snapshot, current
from lib.exports.fitting import fit
from lib.exports.order import STORY_FORMATS, OrderError
from lib.exports.own import own_story
from lib.exports.paper import Page
from lib.exports.render import render_story
from lib.exports.slide_page import LEADING, NARROW_MAP, PAD, TOLD_SIZES, WIDTH
from lib.exports.story_pdf import FOOT_TOP, HEIGHT, TEXT_LEFT
from lib.stories.markdown import blocks
from lib.stories.story import LONGEST_TEXT, checked, read

pytestmark = pytest.mark.thorough
LINK = "http://map.example/stories?story=two"
HOSTILE = "<script>alert(1)</script> $\\frac{1}{0}$ & {{ x }} %s ![x](https://evil.example/a.png) [y](javascript:z)"
LONG = ("Settlement after settlement changed hands on the way to the border, " * 20)[:LONGEST_TEXT]
PLAIN = {
    "title": "Two days <in> February",
    "steps": [
        {
            "title": "Saraqib & around",
            "text": "Forces *entered* [the town](https://a.example/x).\n\n- on 5 February\n- and after\n\n1. one",
            "view": "from=2020-02-05&to=2020-02-06&lat=35.86&lon=36.8&zoom=10",
            "rows": ["control-20200205-05-C3916", "milestone-20200203-01"],
        },
        {"title": "Hostile <b>", "text": HOSTILE, "view": "from=2020-02-05&to=2020-02-06&kinds=strike"},
        {"title": "As long as may be", "text": LONG, "view": "from=2020-02-06&to=2020-02-06", "rows": []},
    ],
}


@pytest.fixture(scope="module")
def story():
    return checked(PLAIN, "two.json")


@pytest.fixture(scope="module")
def snapshot():
    return current()


@pytest.fixture(scope="module")
def made(snapshot, story):
    return {fmt: render_story(snapshot, story, fmt, "en", LINK) for fmt in STORY_FORMATS}


def flat(text):
    return " ".join(text.split())


@pytest.fixture
def deck(made):
    return Presentation(io.BytesIO(made["pptx"]))


@pytest.fixture
def paper(made):
    return PdfReader(io.BytesIO(made["pdf"]))


@pytest.fixture
def page(made):
    return parser.fromstring(made["html"].decode())


def test_a_slide_a_step_has_title_map_and_the_whole_text_in_letters_that_can_be_read(deck, story):
    *told_slides, legend = deck.slides
    assert legend.shapes.title.text == "Legend of the maps"
    assert [slide.shapes.title.text for slide in told_slides] == [str(step.title) for step in story.steps]
    for slide, step in zip(told_slides, story.steps, strict=True):
        assert sum(shape.shape_type == 13 for shape in slide.shapes) == 1
        assert not any(shape.has_table for shape in slide.shapes)
        beside = [shape for shape in slide.shapes if shape.has_text_frame and shape.left > deck.slide_width / 2]
        told = max(beside, key=lambda shape: shape.height)
        said = flat(" ".join(paragraph.text for paragraph in told.text_frame.paragraphs))
        assert said == flat(" ".join(f"{block.marker} {block.text}" for block in blocks(str(step.text))))
        for paragraph in told.text_frame.paragraphs:
            assert all(run.font.size >= Pt(12) for run in paragraph.runs)


def test_nothing_on_a_slide_of_a_story_stands_outside_it_or_over_the_map(deck):
    *steps, _legend = deck.slides
    for slide in steps:
        (picture,) = [shape for shape in slide.shapes if shape.shape_type == 13]
        for shape in slide.shapes:
            assert min(shape.left, shape.top) >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height
            if shape.left > deck.slide_width / 2:
                assert shape.left >= picture.left + picture.width
        width, height = Image.open(io.BytesIO(picture.image.blob)).size
        assert width / height == pytest.approx(picture.width / picture.height, rel=0.01)


def test_the_notes_of_a_slide_hold_text_sources_summary_and_the_link_to_the_step(deck):
    notes = deck.slides[0].notes_slide.notes_text_frame.text
    for said in ("Forces entered the town.", "Sources of this step:", "english.alarabiya.net", "Reported events only",
                 f"{LINK}&step=1"):  # fmt: skip
        assert said in notes
    assert deck.core_properties.title == PLAIN["title"]


def test_as_much_text_as_a_step_may_have_fits_on_a_slide():
    fitted = fit(blocks(LONG), TOLD_SIZES, WIDTH - NARROW_MAP - 2 * PAD, 360, LEADING)
    assert fitted.whole
    assert fitted.points >= 12


def test_text_that_fits_in_no_size_is_cut_and_says_that_there_is_more():
    fitted = fit(blocks("\n\n".join("a word" for _n in range(150))), (12.0,), 300, 200, 1.2)
    assert not fitted.whole
    assert fitted.height <= 200
    assert fitted.parts[-1].lines[-1].endswith("…")


def test_a_page_a_step_on_paper_has_its_text_its_sources_and_its_number_and_the_contents_name_it(paper, story):
    assert len(paper.pages) == 3
    assert [item.title for item in paper.outline] == [f"{at}. {step.title}" for at, step in enumerate(story.steps, 1)]
    assert paper.metadata.title == PLAIN["title"]
    for at, (page_, step) in enumerate(zip(paper.pages, story.steps, strict=True), 1):
        assert [round(float(side) / 72 * 25.4) for side in page_.mediabox[2:]] == [297, 210]
        text = flat(page_.extract_text())
        for said in (PLAIN["title"], str(step.title), f"{at} of 3", f"step={at}", "imply no endorsement",
                     *(word for block in blocks(str(step.text)) for word in block.text.split())):  # fmt: skip
            assert said in text
    assert "Al Arabiya" in flat(paper.pages[0].extract_text())


def test_no_letter_beside_the_map_is_smaller_than_nine_points_and_none_below_its_column(snapshot, story, monkeypatch):
    sizes, line = [], Page.line

    def noted(page, text, at, letters, align="left"):
        if at[0] >= TEXT_LEFT and FOOT_TOP < at[1] < HEIGHT - 20:
            sizes.append(letters.points)
            assert at[1] - letters.leading >= FOOT_TOP + 1.5
        line(page, text, at, letters, align)

    monkeypatch.setattr(Page, "line", noted)
    render_story(snapshot, story, "pdf", "en")
    assert len(sizes) > 20
    assert min(sizes) >= 9


def test_the_page_has_a_section_a_step_with_picture_text_figures_and_sources(page, story):
    sections = page.findall(".//section")
    assert [section.find("h2").text for section in sections] == [str(step.title) for step in story.steps]
    for section in sections:
        (picture,) = section.iter("img")
        data = base64.b64decode(picture.get("src").removeprefix("data:image/webp;base64,"))
        assert Image.open(io.BytesIO(data)).size == (int(picture.get("width")), int(picture.get("height")))
        assert picture.get("alt")
        assert section.find(".//ul[@class='figures']") is not None
    assert "https://a.example/x" in {link.get("href") for link in sections[0].iter("a")}
    assert "Al Arabiya" in sections[0].text_content()


def test_the_page_asks_nobody_for_anything_and_its_text_is_text(made, page):
    text = made["html"].decode()
    assert "default-src 'none'" in page.find(".//meta[@http-equiv]").get("content")
    assert [element.get("src") for element in page.iter("script", "link", "iframe", "img", "source") if
            element.get("src") and not element.get("src").startswith("data:image/webp;")] == []  # fmt: skip
    assert not list(page.iter("link"))
    assert len(list(page.iter("script"))) == 1
    assert "url(" not in text
    assert "alert(1)" in page.findall(".//section")[1].text_content()
    assert not re.search(r"<script>alert|javascript:z\"|Hostile <b>", text)
    assert all(link.get("href").startswith(("#", "http://", "https://")) for link in page.iter("a"))


@pytest.mark.parametrize("fmt", STORY_FORMATS)
def test_the_same_story_of_the_same_data_is_the_same_file(snapshot, fmt):
    short = checked(PLAIN | {"steps": PLAIN["steps"][:1]}, "x")
    assert render_story(snapshot, short, fmt, "en") == render_story(snapshot, short, fmt, "en")


def test_a_story_in_a_language_from_the_right_is_set_from_the_right(snapshot):
    told = {"title": {"en": "One", "ar": "الأولى"}, "text": {"en": "Text", "ar": "نص\n\n- بند"}}
    arabic = {"title": {"en": "One", "ar": "قصة"}, "steps": [PLAIN["steps"][0] | told]}
    body = render_story(snapshot, checked(arabic, "x"), "html", "ar").decode()
    page = parser.fromstring(body)
    assert (page.get("dir"), page.get("lang")) == ("rtl", "ar")
    assert page.find(".//h2").text == "الأولى"
    deck = Presentation(io.BytesIO(render_story(snapshot, checked(arabic, "x"), "pptx", "ar")))
    assert deck.slides[0].shapes.title.text == "الأولى"


def test_what_the_table_cannot_show_is_said(make_table, story):
    with pytest.raises(OrderError, match="no event"):
        render_story(Snapshot(make_table(), "empty"), story, "pptx", "en")
    nobody = checked(PLAIN | {"steps": [PLAIN["steps"][0] | {"view": "counter=Nobody"}]}, "x")
    with pytest.raises(OrderError, match="Nobody"):
        render_story(current(), nobody, "pdf", "en")


def test_a_story_over_a_readers_own_table_names_no_data_that_could_be_asked_for(make_table):
    row = {"kind": "strike", "place": "Ariha", "lat": "35.81", "lon": "36.6", "date_start": "2020-02-05"}
    own = Snapshot(make_table(row), "own-secret", own=True)
    one = checked(PLAIN | {"steps": PLAIN["steps"][:1]}, "x")
    assert b"own-secret" not in own_story(own, one, "html", "en")


def test_the_story_that_comes_with_the_crisis_has_text_that_fits_everywhere():
    for path in STORIES.glob("*.json"):
        for step in read(path.read_bytes(), path.name).steps:
            for text in step.text.by_language.values():
                assert fit(blocks(text), TOLD_SIZES, WIDTH - NARROW_MAP - 2 * PAD, 360, LEADING).points >= 14
