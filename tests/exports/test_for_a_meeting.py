"""Files for a meeting: what is measured on what is made, letters, legend, pages, frames, the encoder and the tags."""

from __future__ import annotations

import io
import itertools
import shutil
import subprocess
from datetime import date

import imageio_ffmpeg
import pytest
from pptx import Presentation
from pptx.util import Pt
from pypdf import PdfReader

from lib.events.query import Query
from lib.events.store import current
from lib.exports import animation
from lib.exports.animation import DAY_MS, shots
from lib.exports.order import Order
from lib.exports.render import render
from lib.exports.slides import map_sheet
from lib.exports.views import views_of
from lib.print.drawing import draw
from lib.print.film import draw_frame
from lib.print.sheet import SHEETS
from tests.exports.test_render import LINK, WEEK

pytestmark = pytest.mark.thorough

TWO_WEEKS = Query(start=date(2020, 2, 3), end=date(2020, 2, 16))
SEVERAL = Order(dates="2020-02-09,2020-02-16")


@pytest.fixture(scope="module")
def snapshot():
    return current()


@pytest.fixture(scope="module")
def deck(snapshot):
    return Presentation(io.BytesIO(render(snapshot, TWO_WEEKS, SEVERAL, "pptx", LINK)))


def points(page):
    """The sizes of the letters of a page of PDF as they are placed."""
    found = []

    def noted(text, cm, tm, _font, size):
        if text.strip():
            scale = (abs(tm[0] * tm[3] - tm[1] * tm[2]) * abs(cm[0] * cm[3] - cm[1] * cm[2])) ** 0.5
            found.append(abs(size) * scale)

    page.extract_text(visitor_text=noted)
    return found


def runs(slide):
    for shape in slide.shapes:
        frames = [shape.text_frame] if shape.has_text_frame else []
        if shape.has_table:
            frames = [cell.text_frame for row in shape.table.rows for cell in row.cells]
        for frame in frames:
            for paragraph in frame.paragraphs:
                yield from paragraph.runs


def test_no_text_on_a_slide_has_less_than_twelve_points(deck):
    for slide in deck.slides:
        assert min(run.font.size for run in runs(slide)) >= Pt(12)


def test_no_letter_of_a_picture_on_a_slide_has_less_than_nine_points_where_it_is_placed(snapshot):
    drawing = draw(snapshot, WEEK, map_sheet(SHEETS["1080p"], 618))
    assert min(text.get_fontsize() for text in drawing.texts) >= 9
    assert min(text.get_fontsize() for text in drawing.labels) >= 11.9


def test_the_map_of_a_slide_has_its_full_height(deck):
    for slide in list(deck.slides)[:-1]:
        pictures = [shape for shape in slide.shapes if shape.shape_type == 13]
        assert pictures[0].height == pytest.approx(deck.slide_height, abs=2)
        assert pictures[0].top == pictures[0].left == 0


def test_the_legend_stands_in_a_file_of_slides_once_and_each_slide_has_its_number(deck):
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert sum(title.startswith("Legend") for title in titles) == 1
    for at, slide in enumerate(deck.slides, 1):
        assert str(at) in [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        for picture in (shape for shape in slide.shapes if shape.shape_type == 13):
            assert picture._element.nvPicPr.cNvPr.get("descr")


@pytest.mark.parametrize(("fmt", "size"), [("pdf", "a4-landscape"), ("pdf", "a4-portrait"), ("report", "")])
def test_no_letter_on_a4_has_less_than_seven_points(snapshot, fmt, size):
    (page,) = PdfReader(io.BytesIO(render(snapshot, WEEK, Order(size=size), fmt, LINK))).pages
    assert min(points(page)) >= 6.99


def test_a_pack_on_paper_numbers_its_pages_and_has_one_legend(snapshot):
    pages = PdfReader(io.BytesIO(render(snapshot, TWO_WEEKS, SEVERAL, "pdf", LINK))).pages
    said = [page.extract_text() for page in pages]
    assert all(f"{at} of 3" in text for at, text in enumerate(said, 1))
    assert ["Legend of the maps" in text for text in said] == [False, False, True]
    assert ["Camp cluster" in text for text in said] == [False, False, True]
    assert min(size for page in pages for size in points(page)) >= 6.99


def test_a_day_of_a_film_stands_a_second_and_what_is_to_be_read_stands_longer(snapshot):
    played = shots(views_of(snapshot.events, TWO_WEEKS, Order(dates="daily"), "mp4"))
    assert [shot.frame.legend for shot in played] == [True] + [False] * (len(played) - 1)
    assert [shot.frame.sources for shot in played] == [False] * (len(played) - 1) + [True]
    assert all(shot.stands >= DAY_MS for shot in played)
    assert min(played[0].stands, played[-1].stands) >= 4000
    shares = [shot.frame.share for shot in played]
    assert shares[0] == 0
    assert shares[-1] == 1
    assert all(a <= b for a, b in itertools.pairwise(shares))


def test_the_date_of_a_frame_is_its_largest_text_and_the_map_fills_its_width(snapshot):
    shot = shots(views_of(snapshot.events, WEEK, Order(), "mp4"))[1]
    sheet = animation.sheet_of_frame(shot)
    drawing = draw_frame(snapshot, shot.frame, sheet)
    sizes = {text.get_text(): text.get_fontsize() * 96 / 72 for text in drawing.texts}
    day = max(sizes, key=sizes.get)
    assert str(WEEK.start.year) in day
    assert sizes[day] >= 46
    assert min(sizes.values()) >= 12
    assert drawing.map[2] - drawing.map[0] == pytest.approx(1280, abs=1)


def test_a_film_is_made_without_an_ffmpeg_of_the_machine(snapshot, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    two = Query(start=date(2020, 2, 9), end=date(2020, 2, 10))
    body = render(snapshot, two, Order(), "mp4", LINK)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-i", "-", "-f", "null", "-"]
    told = subprocess.run(command, input=body, capture_output=True, check=True).stderr.decode()
    # 5 s with the legend, a day of 1 s, the last day for 3 s, 6 s with the sources.
    assert "1280x720" in told
    assert "Duration: 00:00:15" in told


@pytest.mark.parametrize("fmt", ["pdf", "report", "compare-pdf"])
def test_a_pdf_is_tagged_with_title_language_headings_and_its_figures_in_words(snapshot, fmt):
    paper = PdfReader(io.BytesIO(render(snapshot, WEEK, Order(), fmt, LINK)))
    whole = paper.trailer["/Root"]
    assert whole["/MarkInfo"]["/Marked"]
    assert whole["/ViewerPreferences"]["/DisplayDocTitle"]
    assert whole["/Lang"] == "en"
    assert paper.metadata.title
    (document,) = whole["/StructTreeRoot"]["/K"]
    (section,) = document.get_object()["/K"]
    parts = [part.get_object() for part in section.get_object()["/K"]]
    kinds = [part["/S"] for part in parts]
    # The title is read first, then the map, whatever is drawn first.
    assert kinds[0] in {"/H1", "/P"}
    assert "/H1" in kinds[:3]
    assert kinds.index("/H1") < kinds.index("/Figure")
    figures = [part for part in parts if part["/S"] == "/Figure"]
    assert all(len(part["/Alt"]) > 20 for part in figures)
    assert "Legend" in figures[0]["/Alt"]
    marked = paper.pages[0].get_contents().get_data()
    numbers = [part["/K"] for part in parts if part["/S"] != "/Link"]
    assert sorted(numbers) == list(range(len(numbers)))
    assert all(f"/MCID {number}>>".encode() in marked for number in numbers)
    assert marked.count(b"BDC") + marked.count(b"BMC") == marked.count(b"EMC")
