"""What the browser's own print puts on paper: what is read, whole; nothing that is only pressed."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from tests.browser.conftest import DESKTOP, map_frame

WEEK = {"from_": "2020-02-05", "to": "2020-02-12"}
A4 = (842, 595)
PRESSED = (
    "Copy link", "Search a place", "days a second", "Reset the filter", "Briefing", "English", "There is more below",
    "Every day of the range as a table", "Take it away",
)  # fmt: skip
"""Words that stand on nothing but buttons, menus and links, on a page or its map."""
NAMES = """() => [...document.querySelectorAll(".situation-symbols text")].flatMap((text) => {
  const { left, top, right, bottom } = text.getBoundingClientRect();
  const { top: start, bottom: end } = document.querySelector("#map_div").getBoundingClientRect();
  const seen = left > 0 && top > start && right < innerWidth && bottom < end;
  return seen && text.textContent.length > 2 ? [text.textContent] : [];
})"""
"""The names that are seen on the map."""


def letters(text):
    """A text without its blanks, which letters that are placed one by one do not keep."""
    return "".join(text.split())


def printed(page):
    """The page on paper, as the browser's own print makes it."""
    return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def placed(sheet):
    """The texts of a sheet with where they begin, points from the left lower corner."""
    found = []

    def noted(text, cm, tm, _font, _size):
        if text.strip():
            found.append((text, tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]))

    sheet.extract_text(visitor_text=noted)
    return found


@pytest.mark.parametrize("path", ["/", "/strikes"])
def test_a_page_is_printed_with_the_map_as_it_stands_and_without_what_is_pressed(watch_page, path):
    page = watch_page(path, viewport=DESKTOP, **WEEK)
    frame = map_frame(page)
    names = frame.evaluate(NAMES)
    assert len(names) > 5
    sheets = printed(page).pages
    first = letters(sheets[0].extract_text())
    assert {tuple(round(side) for side in sheet.mediabox[2:]) for sheet in sheets} == {A4}
    assert [name for name in names if letters(name) not in first] == []
    for read in (
        "Legend",
        "Held by",
        "Boundaries and lines are approximate and imply no endorsement",
    ):
        assert letters(read) in first
    whole = letters(" ".join(sheet.extract_text() for sheet in sheets))
    assert [words for words in PRESSED if letters(words) in whole] == []
    assert letters("Base map:") in whole


@pytest.mark.parametrize("path", ["/method", "/light"])
def test_a_page_of_words_is_printed_whole_and_without_its_menus(watch_page, path):
    page = watch_page(path, viewport=DESKTOP, **WEEK)
    page.get_by_role("heading").nth(3).wait_for()
    if path == "/light":
        page.wait_for_function("() => window.frames[0]?.situation?.ready")
        page.wait_for_selector(".map:not(.waiting)")
    said = (
        page.locator("main p:not([data-testid=stWidgetLabel] *), [data-testid=stMain] li").all_inner_texts()
        if path == "/method"
        else []
    )
    whole = letters(" ".join(sheet.extract_text() for sheet in printed(page).pages))
    # A PDF holds Arabic in the shapes of its letters, and in the order of the eye.
    latin = [words for words in said if words and not re.search("[\u0600-\u06ff]", words)]
    # A paragraph may go on on the next sheet.
    assert [words for words in latin if letters(words)[:40] not in whole] == []
    assert [words for words in PRESSED if letters(words) in whole and words not in " ".join(said)] == []


def test_nothing_of_a_printed_page_lies_beyond_its_margins(watch_page):
    page = watch_page(viewport=DESKTOP, **WEEK)
    map_frame(page)
    for sheet in printed(page).pages:
        texts = placed(sheet)
        assert texts
        assert [text for text, x, y in texts if not (30 < x < A4[0] - 30 and 20 < y < A4[1] - 20)] == []
