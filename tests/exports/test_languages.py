"""What leaves in a language that is read from the right: set so, with its numbers and ranges in their order."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from pptx import Presentation
from pypdf import PdfReader

from lib.analysis import summary
from lib.analysis.figure_rows import figure_rows
from lib.config.language import language
from lib.events.query import Query
from lib.events.store import current
from lib.exports import tables
from lib.exports.order import Order
from lib.exports.render import render

LINK = "https://example.org/?from=2020-02-03&to=2020-02-16&lang=ar"
FORTNIGHT = Query(start=date(2020, 2, 3), end=date(2020, 2, 16), lang="ar")
ISOLATES = str.maketrans("", "", "\N{LEFT-TO-RIGHT ISOLATE}\N{POP DIRECTIONAL ISOLATE}\N{RIGHT-TO-LEFT MARK}")
RANGE = re.compile("\\d[\\d,.]*\N{EN DASH}\\d[\\d,.]*")
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(autouse=True)
def _arabic() -> Iterator[None]:
    before = language.set("ar")
    yield
    language.reset(before)


@pytest.fixture
def ranges() -> set[str]:
    """The ranges among the figures of the view, from low to high."""
    counted = summary.figures(current().events, FORTNIGHT)
    found = {one for row in figure_rows(counted, FORTNIGHT) for one in RANGE.findall(row.value.translate(ISOLATES))}
    assert found
    return found


def assert_from_low_to_high(text: str) -> None:
    for found in RANGE.findall(text.translate(ISOLATES)):
        low, high = (float(end.strip(".,").replace(",", "")) for end in found.split("\N{EN DASH}"))
        assert low < high, found


def assert_isolated(text: str) -> None:
    """A range among words that are read from the right would else be read from its end."""
    alone = re.sub("\N{LEFT-TO-RIGHT ISOLATE}[^\N{POP DIRECTIONAL ISOLATE}]*\N{POP DIRECTIONAL ISOLATE}", "", text)
    assert not RANGE.search(alone), text


@pytest.mark.thorough
@pytest.mark.parametrize("fmt", ["pdf", "report"])
def test_a_range_in_a_pdf_is_read_from_low_to_high(ranges, fmt):
    reader = PdfReader(io.BytesIO(render(current(), FORTNIGHT, Order(), fmt, LINK)))
    text = "\n".join(page.extract_text() for page in reader.pages).translate(ISOLATES)
    # A reader of PDF that goes by the place of letters may put room around the dash.
    text = re.sub("\\s*\N{EN DASH}\\s*", "\N{EN DASH}", text)
    wanted = {"3\N{EN DASH}16"} | (ranges if fmt == "report" else set())
    assert {one for one in wanted if one in text} == wanted
    assert not [one for one in ranges if "\N{EN DASH}".join(reversed(one.split("\N{EN DASH}"))) in text]
    assert reader.trailer["/Root"]["/Lang"].startswith("ar")


@pytest.mark.thorough
def test_a_slide_is_set_from_the_right_in_its_language_and_its_ranges_are_not(ranges):
    deck = Presentation(io.BytesIO(render(current(), FORTNIGHT, Order(), "pptx", LINK)))
    said = ""
    for slide in deck.slides:
        for paragraph in slide._element.iter(f"{DRAWING}p"):
            runs = list(paragraph.iter(f"{DRAWING}r"))
            text = "".join(run.findtext(f"{DRAWING}t") or "" for run in runs)
            if not text.strip():
                continue
            said += f"{text}\n"
            assert paragraph.find(f"{DRAWING}pPr").get("rtl") == "1", text
            assert {run.find(f"{DRAWING}rPr").get("lang") for run in runs} == {"ar-SY"}, text
            assert_isolated(text)
    assert {one for one in ranges if one in said.translate(ISOLATES)} == ranges
    assert_from_low_to_high(said)


def test_every_sheet_of_a_workbook_is_set_from_the_right_and_its_ranges_are_not():
    body = b"".join(tables.write(current(), FORTNIGHT, "xlsx"))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        sheets = {name: ET.fromstring(archive.read(name)) for name in names}  # noqa: S314  our own file
    assert len(sheets) == 3
    for name, sheet in sheets.items():
        assert sheet.find(f"{SHEET}sheetViews/{SHEET}sheetView").get("rightToLeft") == "1", name
    for name in ("xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"):
        for cell in sheets[name].iter(f"{SHEET}t"):
            assert_isolated(cell.text or "")
            assert_from_low_to_high(cell.text or "")
