"""A reader's own table in a real browser: reported on first, then shown alone or beside, for that reader only."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ALL_DAYS, PHONE, map_frame
from tests.data import hostile
from tests.data.workbooks import workbook
from tests.events.tables import STRIKE, file_of, strike

ROWS = [
    strike(event_id="m1", date_start="25/02/2020", date_end="", note="Ours, and hostile: <img src=x onerror=alert(1)>"),
    strike(event_id="m2", date_start="05/02/2020", date_end="", place="Ariha", place_ar="", lat="35.81", lon="36.6"),
    strike(event_id="m3", date_start="06/02/2020", date_end="", place="Maaret Misreen", place_ar="", lat="", lon=""),
    strike(event_id="m4", date_start="07/02/2020", date_end="", kind="battle"),
]
MINE = file_of(ROWS, separator=";")
SECTION = ".st-key-own_table"
IS_OURS = """() => {
    const frame = document.querySelector('iframe[src*="streamlit_folium"]');
    const shown = frame && frame.contentWindow && frame.contentWindow.situation;
    return shown && shown.ready && !shown.data_version.startsWith("own-");
}"""


def upload(page, data: bytes = MINE, name: str = "mine.csv") -> None:
    section = page.locator(SECTION)
    section.wait_for()
    section.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})
    section.locator("[data-testid=stForm], .im-figures").first.wait_for()


def show(page, words: str) -> None:
    page.locator(SECTION).get_by_text(words, exact=True).click()
    page.locator(".st-key-own_banner").wait_for()


def to_map(page):
    page.get_by_test_id("stTopNavLink").filter(has_text="Situation").first.click()
    page.locator(".im-heading h1").wait_for()
    page.wait_for_url(lambda address: "/events" not in address)
    return map_frame(page)


def figures(page) -> list[str]:
    return page.locator(f"{SECTION} .im-figure b").all_inner_texts()


def test_a_report_comes_before_anything_is_drawn(watch_page):
    page = watch_page("/events", **ALL_DAYS)
    upload(page)
    assert figures(page)[:3] == ["4", "3", "1"]
    section = page.locator(SECTION)
    expect(section).to_contain_text("Rows that name a place but give no point: 1", use_inner_text=True)
    with page.expect_download() as download:
        section.get_by_text("kinds of remark on this file").click()
        section.get_by_role("button", name="Download the report as CSV").click()
    report = download.value.path().read_text(encoding="utf-8-sig")
    assert "mine.csv,5,kind,battle,error" in report
    expect(page.locator(".st-key-own_banner")).to_have_count(0)


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desktop", "phone"])
def test_a_report_on_a_table_moves_neither_the_list_nor_its_map(watch_page, viewport):
    page = watch_page("/events", **ALL_DAYS, viewport=viewport)
    map_frame(page)
    # Places relative to the heading, for the page may scroll meanwhile.
    places = """() => {
        const parts = ['.im-heading', '.st-key-reports_tools', 'iframe[src*="streamlit_folium"]'];
        const boxes = parts.map((part) => document.querySelector(part).getBoundingClientRect());
        return boxes.map((box) => [box.top - boxes[0].top, box.height]);
    }"""
    before = page.evaluate(places)
    upload(page)
    assert page.evaluate(places) == before


def test_the_own_table_alone_is_on_every_page_until_the_reader_ends_it(watch_page):
    page = watch_page("/events", **ALL_DAYS)
    upload(page)
    show(page, "my table alone")
    frame = to_map(page)
    assert frame.evaluate("window.situation.drawn.strike_events") == 2
    banner = page.locator(".st-key-own_banner")
    expect(banner).to_contain_text("mine.csv", use_inner_text=True)
    banner.get_by_role("button").click()
    banner.wait_for(state="detached")
    page.wait_for_function(IS_OURS)
    assert map_frame(page).evaluate("window.situation.drawn.strike_events") > 100


def test_the_own_table_beside_the_maps_is_drawn_apart_and_counted_nowhere(watch_page):
    page = watch_page("/events", **ALL_DAYS)
    upload(page)
    before = page.locator(".im-heading h1").inner_text()
    show(page, "my table beside the map's")
    assert page.locator(".im-heading h1").inner_text() == before
    frame = to_map(page)
    squares = frame.locator(".situation-own [data-key]")
    squares.first.wait_for()
    expect(squares).to_have_count(2)
    assert frame.evaluate("window.situation.drawn.strike_events") > 100
    squares.first.press("Enter")
    popup = frame.locator(".leaflet-popup-content")
    popup.get_by_text("in none of the map's figures").wait_for()
    expect(popup.locator("img")).to_have_count(0)


def test_another_reader_sees_nothing_of_it(watch_page):
    page = watch_page("/events", **ALL_DAYS)
    upload(page)
    show(page, "my table alone")
    other = watch_page("/events", **ALL_DAYS)
    other.locator(SECTION).wait_for()
    expect(other.locator(".st-key-own_banner")).to_have_count(0)
    expect(other.locator(f"{SECTION} .im-figures")).to_have_count(0)


def test_a_date_with_two_meanings_is_asked_about(watch_page):
    page = watch_page("/events", **ALL_DAYS)
    upload(page, file_of([strike(date_start="05/03/2020", date_end="")]))
    section = page.locator(SECTION)
    expect(section).to_contain_text("05/03/2020", use_inner_text=True)
    section.get_by_role("button", name="Go on").click()
    section.get_by_text("Choose one.").wait_for()
    section.get_by_text("the day (05/03 is 5 March)").click()
    section.get_by_role("button", name="Go on").click()
    section.locator(".im-figures").wait_for()
    assert figures(page)[:3] == ["1", "1", "0"]


def test_a_file_that_is_no_table_gives_a_sentence_and_the_page_goes_on(watch_page):
    page = watch_page("/events", **ALL_DAYS, viewport=PHONE)
    upload(page, b"%PDF-1.7 nothing", "mine.csv")
    section = page.locator(SECTION)
    expect(section.get_by_test_id("stAlert")).to_contain_text("its tables are only drawn", use_inner_text=True)
    section.get_by_role("button", name="Remove this table").click()
    section.locator(".im-figures").wait_for(state="detached")
    upload(page, workbook({"A": [list(STRIKE), list(STRIKE.values())]}), "mine.xlsx")
    section.locator(".im-figures").wait_for()
    assert figures(page)[:3] == ["1", "1", "0"]


@pytest.mark.parametrize("width", [390, 1440])
def test_the_section_is_never_wider_than_the_window(watch_page, width):
    page = watch_page("/events", **ALL_DAYS, viewport={"width": width, "height": 844})
    upload(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_long_reading_shows_how_far_it_is_leaves_the_page_at_work_and_can_be_stopped(watch_page):
    page = watch_page("/events", **ALL_DAYS)
    section = page.locator(SECTION)
    section.wait_for()
    long = {"name": "long.csv", "mimeType": "text/csv", "buffer": hostile.quotes_without_end() * 3}
    section.locator("input[type=file]").set_input_files(long)
    stop = section.get_by_role("button", name="Stop reading")
    stop.wait_for()
    expect(section.get_by_role("progressbar")).to_have_count(1)
    before = page.locator(".im-heading h1").inner_text()
    page.get_by_test_id("stSidebar").get_by_text("January", exact=True).click()
    expect(page.locator(".im-heading h1")).not_to_have_text(before)
    stop.click()
    expect(section).to_contain_text("The reading of long.csv was stopped; nothing of it was kept.", use_inner_text=True)
    section.get_by_role("button", name="Read it again").click()
    stop.wait_for()
