"""Pictures as files: the same each time, with their letters inside, and nothing that leads elsewhere."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
from datetime import date
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdf
import pytest
from PIL import Image

from lib.events.query import Query
from lib.events.store import Snapshot, current
from lib.exports.pictures import MEDIA_TYPES, picture
from lib.print.drawing import SHEETS, SheetError, named

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).resolve().parents[2]
QUERY = Query(start=date(2020, 1, 28), end=date(2020, 2, 15))
LINK = "https://example.org/?from=2020-01-28&to=2020-02-15"
SHEET = named("a4-landscape", title="<i>Saraqib</i> & $5 سراقب", link=LINK)
SVG = "{http://www.w3.org/2000/svg}"
DIGEST = """
import hashlib, sys
from datetime import date
from lib.events.query import Query
from lib.exports.pictures import picture
from lib.print.drawing import named
from lib.events.store import Snapshot, current
snapshot = Snapshot(current().events, "0" * 12)
query = Query(start=date(2020, 1, 28), end=date(2020, 2, 15))
for format in ("png", "svg", "pdf"):
    print(hashlib.sha256(picture(snapshot, query, named("1080p"), format)).hexdigest())
"""


@pytest.fixture(scope="module")
def files():
    """The same view in every format."""
    return {name: picture(current(), QUERY, SHEET, name) for name in MEDIA_TYPES}


def test_a_png_has_the_dots_of_its_sheet():
    for name, size in (("1080p", (1920, 1080)), ("a4-portrait", SHEETS["a4-portrait"].pixels)):
        with Image.open(io.BytesIO(picture(current(), QUERY, SHEETS[name], "png"))) as made:
            assert made.size == size
            assert made.mode == "RGB"
            assert len(made.getcolors(1 << 24)) > 1000


def test_a_file_says_neither_when_nor_with_what_it_was_made(files):
    with Image.open(io.BytesIO(files["png"])) as made:
        assert set(made.info) <= {"dpi"}
    assert set(pypdf.PdfReader(io.BytesIO(files["pdf"])).metadata) <= {"/Title"}
    assert not re.search(rb"matplotlib|<dc:date>|202[1-9]-\d\d-\d\dT", files["svg"])


def test_the_same_view_gives_the_same_bytes_in_another_process():
    snapshot = Snapshot(current().events, "0" * 12)
    pictures = (picture(snapshot, QUERY, SHEETS["1080p"], name) for name in ("png", "svg", "pdf"))
    here = [hashlib.sha256(made).hexdigest() for made in pictures]
    other = subprocess.run([sys.executable, "-c", DIGEST], cwd=ROOT, capture_output=True, text=True, check=True)
    assert other.stdout.split() == here


def fonts_of(page):
    """Each font of a PDF page with its descriptor."""
    for reference in page["/Resources"]["/Font"].values():
        font = reference.get_object()
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        yield font, inner["/FontDescriptor"].get_object()


def test_the_fonts_of_a_pdf_are_embedded_as_truetype(files):
    fonts = list(fonts_of(pypdf.PdfReader(io.BytesIO(files["pdf"])).pages[0]))
    assert {font["/BaseFont"].split("+")[1] for font, _ in fonts} >= {"MapSans", "MapSansBold", "MapArabicBold"}
    for font, descriptor in fonts:
        assert "/FontFile2" in descriptor, font["/BaseFont"]
        assert "/ToUnicode" in font


def test_the_text_of_a_pdf_can_be_copied(files):
    reader = pypdf.PdfReader(io.BytesIO(files["pdf"]))
    text = " ".join(reader.pages[0].extract_text().split())
    for words in (
        "<i>Saraqib</i>",
        "$5",
        "سراقب",
        "Maarat al-Numan",
        "opposition-held",
        "Legend",
        "imply no endorsement",
    ):
        assert words in text
    assert reader.pages[0].mediabox.width == pytest.approx(297 / 25.4 * 72, abs=0.1)


def test_a_pdf_leads_to_the_link_and_nowhere_else(files):
    annotations = pypdf.PdfReader(io.BytesIO(files["pdf"])).pages[0].get("/Annots", [])
    links = {annotation.get_object()["/A"]["/URI"] for annotation in annotations}
    assert links <= {LINK}


def test_the_text_of_an_svg_is_text_and_brings_its_letters(files):
    root = ET.fromstring(files["svg"])  # noqa: S314 - our own file
    texts = [node.text or "" for node in root.iter(f"{SVG}text")]
    title = " ".join(texts)
    assert "<i>Saraqib</i>" in title
    assert "$5" in title
    assert "Maarat al-Numan" in texts
    style = "".join(node.text or "" for node in root.iter(f"{SVG}style"))
    embedded = set(re.findall(r"@font-face\{font-family:'([^']+)';src:url\(data:font/woff;base64,", style))
    used = {name for node in root.iter(f"{SVG}text") for name in re.findall(r"'(Map [^']+)'", node.get("style") or "")}
    assert {"Map Sans", "Map Sans Bold", "Map Arabic Bold"} <= embedded <= used


def test_an_svg_fetches_nothing_and_runs_nothing(files):
    text = files["svg"].decode()
    targets = [unescape(target) for target in re.findall(r'(?:href|src)="([^"]*)"', text)]
    assert all(target.startswith(("#", "data:image/")) or target == LINK for target in targets)
    assert "<script" not in text
    assert "<foreignObject" not in text


def test_a_link_that_is_no_web_address_stays_text():
    made = picture(current(), QUERY, named("1080p", link="javascript:alert(1)"), "svg").decode()
    assert 'href="javascript' not in made


def test_a_format_that_is_not_known_is_refused_with_a_sentence():
    with pytest.raises(SheetError, match=r"png, svg, pdf, webp\.$"):
        picture(current(), QUERY, SHEETS["1080p"], "tiff")
