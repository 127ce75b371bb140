"""Two periods as files: the figures of the page as CSV, both maps and the table as picture and slide."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader

from lib.analysis.side_by_side import Verdict, periods, rows, words
from lib.events.query import Query
from lib.events.store import current
from lib.exports.order import COMPARED, Order
from lib.exports.render import render
from lib.exports.sizes import SIZES
from lib.exports.tables import periods as table
from lib.layers import drawn
from lib.print.pair import draw_pair
from lib.print.sheet import Sheet
from lib.text import span

pytestmark = pytest.mark.thorough

VIEW = Query(start=date(2020, 1, 25), end=date(2020, 2, 4), b_start=date(2020, 2, 5), b_end=date(2020, 2, 15))
SMALL = Order(size="1280x720")


@pytest.fixture(scope="module")
def snapshot():
    return current()


@pytest.fixture(scope="module")
def figures(snapshot):
    return rows(snapshot.events, *periods(VIEW))


def read(body):
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def test_the_csv_holds_the_figures_of_the_page(snapshot, figures):
    found = read(table.as_csv(snapshot, VIEW))
    assert [row["figure"] for row in found] == [row.key for row in figures]
    for row, figure in zip(found, figures, strict=True):
        for letter, value in (("a", figure.a), ("b", figure.b)):
            for end, expected in zip(("low", "high", "from", "to"), (value.low, value.high, value.since, value.until),
                                     strict=True):  # fmt: skip
                assert row[f"{letter}_{end}"] == ("" if expected is None else str(expected))
        known = figure.difference.verdict is Verdict.KNOWN
        assert bool(row["difference_low"]) == bool(row["difference_high"]) == known
        assert known or words.differs(figure) in row["note"]
        assert row["unit"]


def test_the_csv_says_what_it_is_narrowed_to_and_runs_nothing(snapshot):
    narrowed = replace(VIEW, where='=HYPERLINK("x")')
    found = read(table.as_csv(snapshot, narrowed))
    assert all("HYPERLINK" in row["filter"] for row in found)
    assert not [cell for row in found for cell in row.values() if re.match(r"[=+@]|-(?![0-9])", cell)]


def test_a_blank_in_the_csv_is_no_zero(snapshot):
    nothing = replace(VIEW, where="nowhere of this name")
    row = next(row for row in read(table.as_csv(snapshot, nothing)) if row["figure"] == "civilians")
    assert (row["a_low"], row["b_high"], row["difference_low"]) == ("", "", "")
    assert "not reported" in row["note"]


def test_what_goes_with_the_csv_names_both_periods_the_filter_and_every_column(snapshot):
    told = table.about_periods(snapshot, replace(VIEW, targets=frozenset({"hospital"})), "https://map.example").text()
    a, b = (span(each.start, each.end) for each in periods(VIEW))
    assert f"A: {a}; B: {b}" in told
    assert "hospitals or clinics" in told
    assert "https://map.example/compare?from=2020-01-25" in told
    header = table.as_csv(snapshot, VIEW).decode("utf-8-sig").splitlines()[0].split(",")
    assert all(f"\n{name}: " in told for name in header)


@pytest.mark.parametrize("size", ["1080p", "a4-landscape", "a4-portrait", "square"])
def test_both_maps_draw_what_is_counted_for_their_period_at_one_zoom_and_centre(snapshot, size):
    pictures = draw_pair(snapshot, VIEW, SIZES[f"{size}-preview"])
    for drawing, query in zip(pictures, periods(VIEW), strict=True):
        counted = drawn(snapshot.events, query)
        assert drawing.drawn == {name: counted[name] for name in drawing.drawn}
    (a, b) = (drawing.map for drawing in pictures)
    assert (a[2] - a[0], a[3] - a[1], a[1]) == pytest.approx((b[2] - b[0], b[3] - b[1], b[1]))
    assert a[2] < b[0], "one beside the other"
    width, height = pictures[0].figure.get_size_inches() * pictures[0].figure.dpi
    assert (a[2] - a[0]) * (a[3] - a[1]) > 0.13 * width * height, "the maps come first"


@pytest.mark.parametrize("size", ["1080p", "a4-portrait"])
def test_the_sheet_says_every_figure_the_days_and_what_it_is_narrowed_to(snapshot, size):
    narrowed = replace(VIEW, targets=frozenset({"hospital", "school"}))
    drawing = draw_pair(snapshot, narrowed, SIZES[f"{size}-preview"])[0]
    said = " ".join(text.get_text() for text in drawing.texts)
    for line in words.lines(rows(snapshot.events, *periods(narrowed)), narrowed):
        assert line.a in said
        assert line.difference.split()[0] in said
    assert "25 Jan" in said
    assert "hospitals or clinics" in said
    assert drawing.legend


def test_nothing_on_the_sheet_stands_outside_it_or_on_a_map_that_does_not_belong_there(snapshot):
    drawing, other = draw_pair(snapshot, VIEW, SIZES["1080p-preview"])
    drawing.figure.canvas.draw()
    width, height = drawing.figure.get_size_inches() * drawing.figure.dpi
    names = set(drawing.labels) | set(drawing.numbers)
    for text in drawing.texts:
        box = text.get_window_extent()
        assert box.x0 >= -1
        assert box.x1 <= width + 1, text.get_text()
        assert box.y0 >= -1, text.get_text()
        assert box.y1 <= height + 1
        scale = text.get_text() in {"0", "N"} or text.get_text().endswith(" km")
        if text not in names and not scale:
            for x0, y0, x1, y1 in (drawing.map, other.map):
                assert not (x0 < (box.x0 + box.x1) / 2 < x1 and y0 < (box.y0 + box.y1) / 2 < y1), text.get_text()


@pytest.mark.parametrize("fmt", COMPARED)
def test_the_same_view_gives_the_same_file(snapshot, fmt):
    order = SMALL if fmt != "compare-pptx" else Order()
    assert render(snapshot, VIEW, order, fmt) == render(snapshot, VIEW, order, fmt)


def test_the_picture_has_the_size_asked_for_and_the_pdf_its_title(snapshot, figures):
    image = Image.open(io.BytesIO(render(snapshot, VIEW, SMALL, "compare-png")))
    assert image.size == (1280, 720)
    title = PdfReader(io.BytesIO(render(snapshot, VIEW, Order(), "compare-pdf"))).metadata.title
    assert title == " ".join(words.finding(figures, *periods(VIEW)).split())


def test_a_slide_has_the_figures_as_a_table_of_its_own_and_the_sources_of_both_in_its_notes(snapshot, figures):
    link = "http://map.example/compare"
    deck = Presentation(io.BytesIO(render(snapshot, VIEW, Order(title="Two weeks"), "compare-pptx", link)))
    slide, _legend = deck.slides
    assert slide.shapes.title.text == "Two weeks"
    [shown] = [shape.table for shape in slide.shapes if shape.has_table]
    cells = [[cell.text.split("\n")[0] for cell in row.cells] for row in shown.rows]
    assert cells[1:] == [[line.a, line.name, line.b, line.difference] for line in words.lines(figures, VIEW)]
    notes = slide.notes_slide.notes_text_frame.text
    assert "Sources of A:" in notes
    assert "Sources of B:" in notes
    assert notes.endswith(link)
    for shape in slide.shapes:
        assert min(shape.left, shape.top) >= 0
        assert shape.left + shape.width <= deck.slide_width
        assert shape.top + shape.height <= deck.slide_height


def test_a_view_without_anything_to_count_is_drawn_without_a_table(snapshot):
    nothing = replace(VIEW, kinds=frozenset())
    drawing = draw_pair(snapshot, nothing, Sheet(1280, 720))[0]
    assert "B less A" not in {text.get_text() for text in drawing.texts}
    deck = Presentation(io.BytesIO(render(snapshot, nothing, Order(), "compare-pptx")))
    assert not [shape for slide in deck.slides for shape in slide.shapes if shape.has_table]
