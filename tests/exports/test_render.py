"""The files themselves: the same each time, sound inside, and sound whatever the view holds."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader

from lib import layers
from lib.analysis import others_counts, sentences, summary
from lib.analysis.figure_rows import figure_rows
from lib.events import quiet_days
from lib.events.query import Query
from lib.events.store import Snapshot, current
from lib.exports import animation, pack, pictures, report, slides
from lib.exports import encoder as encoding
from lib.exports.encoder import NoEncoderError
from lib.exports.order import Order, OrderError
from lib.exports.own import own_export
from lib.exports.render import render
from tests.queries import all_days

WEEK = Query(start=date(2020, 2, 5), end=date(2020, 2, 12))
LINK = "http://map.example/?from=2020-02-05&to=2020-02-12"
SMALL = "854x480"


@pytest.fixture(scope="module")
def snapshot():
    return current()


@pytest.fixture(scope="module")
def deck(snapshot):
    return render(snapshot, WEEK, Order(note="For the meeting"), "pptx", LINK)


@pytest.fixture(scope="module")
def paper(snapshot):
    return render(snapshot, WEEK, Order(), "report", LINK)


def opened(body):
    return Presentation(io.BytesIO(body))


def text_of(body):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(body)).pages)


@pytest.mark.thorough
def test_a_slide_has_its_title_as_text_and_its_figures_as_a_table_of_its_own(deck, snapshot):
    slide, _legend = opened(deck).slides
    counted = summary.figures(snapshot.events, WEEK)
    assert slide.shapes.title.text == summary.finding(counted, WEEK)
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    rows = figure_rows(counted, WEEK)
    assert [row.cells[0].text for row in table.rows] == [row.value for row in rows]
    for drawn, row in zip(table.rows, rows, strict=True):
        # What a figure rests on stands there where there is room for it.
        assert drawn.cells[1].text.split("\n") in ([row.name], [row.name, row.basis])


def test_a_slide_carries_a_map_that_is_described(deck):
    slide, _legend = opened(deck).slides
    picture, *_key = [shape for shape in slide.shapes if shape.shape_type == 13]
    assert "5–12 Feb" in picture._element.nvPicPr.cNvPr.get("descr")
    width, height = Image.open(io.BytesIO(picture.image.blob)).size
    assert width / height == pytest.approx(picture.width / picture.height, rel=0.01)


def test_nothing_on_a_slide_stands_outside_it(deck):
    presentation = opened(deck)
    for shape in presentation.slides[0].shapes:
        assert min(shape.left, shape.top) >= 0
        assert shape.left + shape.width <= presentation.slide_width
        assert shape.top + shape.height <= presentation.slide_height


def test_the_notes_of_a_slide_name_every_source_with_its_address_and_the_link(deck, snapshot):
    notes = opened(deck).slides[0].notes_slide.notes_text_frame.text
    assert sentences.written(summary.figures(snapshot.events, WEEK), WEEK) in notes
    assert notes.count("http") > 10
    assert LINK in notes
    assert snapshot.version in notes


def test_an_own_note_stands_on_the_slide(deck):
    assert any("For the meeting" in shape.text for shape in opened(deck).slides[0].shapes if shape.has_text_frame)


@pytest.mark.thorough
@pytest.mark.parametrize("fmt", ["png", "svg", "pdf", "pptx", "gif", "report"])
def test_the_same_view_of_the_same_data_is_the_same_file(snapshot, fmt):
    order = Order(size=SMALL) if fmt in {"png", "gif"} else Order()
    two_days = Query(start=date(2020, 2, 5), end=date(2020, 2, 6))
    assert render(snapshot, two_days, order, fmt, LINK) == render(snapshot, two_days, order, fmt, LINK)


def test_a_presentation_tells_no_time_of_making(deck):
    members = zipfile.ZipFile(io.BytesIO(deck)).infolist()
    assert {member.date_time for member in members} == {(2020, 3, 6, 0, 0, 0)}
    assert opened(deck).core_properties.modified.date() == date(2020, 3, 6)


@pytest.mark.thorough
def test_a_pack_has_a_page_for_each_date_named_in_its_contents(snapshot):
    order = Order(size=SMALL, dates="2020-02-08,2020-02-12", title="Two halves")
    body = render(snapshot, WEEK, order, "pdf")
    reader = PdfReader(io.BytesIO(body))
    assert len(reader.pages) == 3
    of_dates = ["5–8 Feb 2020: Two halves", "9–12 Feb 2020: Two halves"]
    assert [item.title for item in reader.outline] == [*of_dates, "Legend of the maps"]


@pytest.mark.thorough
def test_slides_by_layer_each_tell_of_their_own_layer(snapshot):
    made = opened(render(snapshot, WEEK, Order(pages="layers"), "pptx")).slides
    titles = [slide.shapes.title.text for slide in made]
    assert "Saraqib" in titles[0]
    assert "displaced" not in titles[0]
    assert "displaced" in titles[1]
    assert "strikes reported" in titles[2]


@pytest.mark.thorough
def test_the_animation_shows_a_frame_a_day_and_plays_for_ever(snapshot):
    body = render(snapshot, Query(start=date(2020, 2, 5), end=date(2020, 2, 8)), Order(size=SMALL), "gif")
    film = Image.open(io.BytesIO(body))
    # Before them one with the legend, after them one with the sources.
    assert (film.n_frames, film.size, film.info["loop"]) == (6, (854, 480), 0)


def nothing():
    raise RuntimeError("no binary")


def test_without_ffmpeg_an_mp4_is_refused_and_says_what_can_be_had(snapshot, monkeypatch):
    monkeypatch.setattr(encoding.imageio_ffmpeg, "get_ffmpeg_exe", nothing)
    monkeypatch.setattr(encoding.shutil, "which", lambda _name: None)
    with pytest.raises(NoEncoderError, match="GIF"):
        render(snapshot, WEEK, Order(size=SMALL), "mp4")


@pytest.mark.thorough
def test_the_situation_report_is_one_page_of_a4_that_says_all_of_it(paper, snapshot):
    (page,) = PdfReader(io.BytesIO(paper)).pages
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
    text = text_of(paper)
    counted = summary.figures(snapshot.events, WEEK)
    for said in (
        "Situation report",
        summary.finding(counted, WEEK),
        sentences.written(counted, WEEK),
        "against the 8 days before",
        "Strikes reported, by first day",
        "Sources:",
        "imply no endorsement",
        snapshot.version,
        LINK,
        "Saraqib",
    ):
        assert " ".join(said.split()) in text


@pytest.mark.thorough
def test_the_situation_report_says_on_which_days_nothing_flew_and_sets_ours_beside_others_counts(snapshot):
    days = Query(start=date(2019, 12, 12), end=date(2019, 12, 25))
    text = text_of(render(snapshot, days, Order(), "report", LINK))
    (quiet, _later) = quiet_days.in_words(quiet_days.between(days.start, days.end))
    for said in (quiet, others_counts.sentence(snapshot.events, days)):
        assert " ".join(said.split()) in text
    assert "; ours: " in text


def test_every_font_of_the_situation_report_is_inside_it(paper):
    resources = PdfReader(io.BytesIO(paper)).pages[0]["/Resources"]
    both = (resources, resources["/XObject"]["/Map"]["/Resources"])  # the page and the map laid into it
    fonts = [item.get_object() for part in both for item in part["/Font"].values()]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        described = inner["/FontDescriptor"].get_object() if "/FontDescriptor" in inner else {}
        assert font["/Subtype"] == "/Type3" or {"/FontFile2", "/FontFile3", "/FontFile"} & set(described)


AWKWARD = {
    "a very long title": (WEEK, Order(title=" ".join(["Settlement after settlement"] * 10))),
    "a title from the right": (WEEK, Order(title="الحكومة تسيطر على سراقب")),
    "a title with markup": (WEEK, Order(title="<b>$\\frac{1}{0}$</b> & {x} %s")),
    "one day": (Query(start=date(2020, 2, 5), end=date(2020, 2, 5)), Order()),
    "the first day": (Query(start=date(2019, 12, 1), end=date(2019, 12, 1)), Order()),
    "nothing chosen": (all_days(kinds=frozenset(), layers=frozenset()), Order()),
    "no strikes": (Query(start=WEEK.start, end=WEEK.end, subkinds=frozenset({"drone"}), where="nowhere"), Order()),
}


@pytest.mark.thorough
@pytest.mark.parametrize("name", AWKWARD)
@pytest.mark.parametrize("fmt", ["pptx", "report"])
def test_an_awkward_view_still_makes_a_sound_file(snapshot, name, fmt):
    query, order = AWKWARD[name]
    body = render(snapshot, query, order, fmt, LINK)
    if fmt == "pptx":
        slide = opened(body).slides[0]
        assert not order.title or slide.shapes.title.text == order.title
    else:
        assert len(PdfReader(io.BytesIO(body)).pages) == 1


@pytest.mark.parametrize("fmt", ["png", "pptx", "report"])
def test_a_table_without_a_front_still_makes_a_sound_file(make_table, fmt):
    events = make_table({"kind": "strike", "place": "Saraqib", "lat": "35.86", "lon": "36.8", "geo_precision": "exact"})
    january = Query(start=date(2020, 1, 10), end=date(2020, 1, 20))
    order = Order(size=SMALL) if fmt == "png" else Order()
    assert render(Snapshot(events, "without-front"), january, order, fmt)


def test_an_empty_table_is_said_and_not_drawn(make_table):
    with pytest.raises(OrderError, match="no event"):
        render(Snapshot(make_table(), "empty"), WEEK, Order(), "png")


def test_a_picture_of_a_counter_nobody_goes_by_is_refused_with_those_there_are(snapshot):
    with pytest.raises(OrderError, match=r"'Nobody'.*Response Coordinators"):
        render(snapshot, all_days(counter="Nobody"), Order(), "png")


@pytest.fixture
def beside(make_table):
    """A reader's own table with one place in Idlib."""
    row = {"kind": "strike", "place": "Ariha", "lat": "35.81", "lon": "36.6", "date_start": WEEK.start.isoformat()}
    return Snapshot(make_table(row), "own-1", own=True)


DRAWN_BY = {"png": pictures, "svg": pictures, "pdf": pack, "pptx": slides, "report": report, "gif": animation}
"""The module that has the maps of a file drawn."""


@pytest.mark.thorough
@pytest.mark.parametrize("fmt", DRAWN_BY)
def test_an_own_table_laid_beside_is_drawn_in_every_picture_of_a_file(snapshot, beside, fmt, monkeypatch):
    drawn, name = [], "draw_frame" if fmt == "gif" else "draw"
    really = getattr(DRAWN_BY[fmt], name)

    def noted(*asked):
        drawn.append(really(*asked))
        return drawn[-1]

    monkeypatch.setattr(DRAWN_BY[fmt], name, noted)
    order = Order(size=SMALL) if fmt in {"png", "gif"} else Order()
    days = Query(start=WEEK.start, end=WEEK.start)
    assert own_export(snapshot, days, order, fmt, beside)
    assert drawn
    assert all(drawing.overlays["own"] == 1 for drawing in drawn)
    # The figures and the version are those of the map's table.
    assert all(drawing.drawn == layers.drawn(snapshot.events, days) for drawing in drawn)
    said = " ".join(text.get_text() for drawing in drawn for text in drawing.texts)
    assert snapshot.version in said or fmt in {"pptx", "report"}


@pytest.mark.thorough
def test_the_map_in_one_file_says_that_an_own_table_is_not_in_it(snapshot, beside):
    with_it, without = (render(snapshot, WEEK, Order(), "html", own=own).decode() for own in (beside, None))
    assert "Your own table is not in this file" in with_it
    assert "Your own table is not in this file" not in without
    assert "own-1" not in with_it
