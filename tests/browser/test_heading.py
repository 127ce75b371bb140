"""What stands around the map: a heading that does not contradict it, and words for those who cannot see it."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from lib import layers
from lib.analysis import sentences, summary
from lib.events.query import Query
from lib.layers import earlier
from tests.browser.conftest import DESKTOP, PHONE, map_frame

START, END = date(2020, 2, 5), date(2020, 2, 12)
RANGE = {"from_": str(START), "to": str(END)}
MARK = "() => getComputedStyle(document.querySelector('.im-heading p'), '::after').content"
MARKED = f"({MARK})().includes('the map now shows other days')"


def clocked(page):
    frame = map_frame(page)
    frame.wait_for_function("window.situation.figures")
    return frame


def top_of_map(page):
    return page.locator('iframe[src*="streamlit_folium"]').bounding_box()["y"]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_the_heading_says_when_the_clock_shows_other_days_and_moves_nothing(watch_page, viewport):
    page = watch_page(viewport=viewport, **RANGE)
    frame = clocked(page)
    assert page.evaluate(MARK) in ("none", "normal")
    before = top_of_map(page)
    frame.click('button[title="One day on"]')
    page.wait_for_function(MARKED)
    assert top_of_map(page) == before
    frame.click('button[title="Back to the days that the page shows"]')
    page.wait_for_function(f"!{MARKED}")


def test_days_applied_to_the_page_are_the_days_of_the_heading(watch_page):
    page = watch_page(**RANGE)
    frame = clocked(page)
    frame.click('button[title="One day on"]')
    page.wait_for_function(MARKED)
    frame.click('button[title="Show these days on the whole page"]')
    page.wait_for_function(f"!{MARKED} && document.querySelector('.im-heading p').textContent.includes('13 Feb')")


def test_a_reader_who_cannot_see_the_map_gets_what_it_draws_and_adds_up_to(watch_page, events):
    page = watch_page(**RANGE)
    clocked(page)
    query = Query(start=START, end=END)
    page.wait_for_selector(".im-summary")
    expect(page.locator(".im-summary")).to_have_text(
        sentences.written(summary.figures(events, query), query), use_inner_text=True
    )
    unseen = page.locator("p.im-unseen")
    told = (sentences.depicted(query, layers.drawn(events, query)), earlier.depicted(query))
    assert unseen.text_content() == " ".join(told)
    box = unseen.bounding_box()
    assert box["width"] <= 1
    assert box["height"] <= 1
