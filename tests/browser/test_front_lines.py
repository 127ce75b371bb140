"""The front lines page in a real browser: two days compared, what holds the line, and what agreements drew."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, map_frame, painted

PAGE = "/front_lines"


def test_the_divider_shows_one_day_on_each_side_and_moves_by_keyboard(watch_page):
    frame = map_frame(watch_page(PAGE, from_="2020-01-28", to="2020-02-15", mode="swipe"))
    assert frame.evaluate("window.situation.swipe") == {"left": "2020-01-27", "right": "2020-02-15", "share": 50}
    handle = frame.get_by_role("slider")
    handle.press("ArrowRight")
    assert frame.evaluate("window.situation.swipe.share") > 50
    handle.press("Home")
    assert frame.evaluate("window.situation.swipe.share") == 0


def test_a_day_to_compare_with_from_the_address_is_taken(watch_page):
    frame = map_frame(watch_page(PAGE, to="2020-03-05", compare="2020-01-28", mode="swipe"))
    assert frame.evaluate("window.situation.swipe.left") == "2020-01-28"


def test_choosing_an_overlay_draws_it_without_rebuilding_the_map(watch_page):
    page = watch_page(PAGE, to="2020-03-05")
    frame = map_frame(page)
    stamp = frame.evaluate("window.situation.stamp")
    page.get_by_role("button", name="Turkish observation posts").last.click()
    shown = painted(frame, stamp)
    assert shown["overlays"]["posts"] == 11, "Shir Mughar has no known point"
    assert shown["mounts"] == 1
    assert "posts" in page.url


def test_a_stretch_of_the_front_opens_to_the_reports_that_hold_it(watch_page):
    frame = map_frame(watch_page(PAGE, to="2020-02-15"))
    frame.locator('[data-key="front"]').press("Enter")
    popup = frame.locator(".leaflet-popup-content")
    popup.locator("a").first.wait_for()
    expect(popup).to_contain_text("km", use_inner_text=True)


def test_what_changed_is_listed_with_sources_and_can_be_taken_away(watch_page):
    page = watch_page(PAGE, from_="2020-01-28", to="2020-02-15")
    map_frame(page)
    page.get_by_test_id("stDataFrame").first.wait_for()
    with page.expect_download() as download:
        page.get_by_test_id("stDownloadButton").get_by_role("button").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert any(line.startswith("Maarat al-Numan,2020-01-28") for line in lines)


def test_a_settlement_is_found_in_arabic_and_its_history_told(watch_page):
    page = watch_page(PAGE)
    map_frame(page)
    page.get_by_test_id("stButtonGroup").get_by_text("A place's history").click()
    field = page.get_by_placeholder("Saraqib, Maaret al-Nouman, سراقب …")
    field.fill("سراقب")
    field.press("Enter")
    page.get_by_text("Saraqib").nth(1).wait_for()
    told = page.get_by_test_id("stText").last
    told.wait_for()
    expect(told).to_contain_text("government", use_inner_text=True)


def test_the_page_fits_a_phone(watch_page):
    page = watch_page(PAGE, viewport=PHONE)
    map_frame(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_legend_explains_a_hatch_only_while_it_is_seen(watch_page):
    frame = map_frame(watch_page("/", from_="2020-02-05", to="2020-02-12"))
    legend = frame.locator(".situation-legend")
    expect(legend).to_contain_text("Passed to the government", use_inner_text=True)
    expect(legend, "a sliver between two computed lines").not_to_contain_text(
        "Passed to the opposition", use_inner_text=True
    )
    frame.evaluate("window.map.setView([36.6, 38.0], 10, {animate: false})")
    passed = legend.get_by_text("to the government", exact=True)
    passed.wait_for(state="detached")
    frame.evaluate("window.map.setView([35.8, 36.8], 10, {animate: false})")
    passed.wait_for()
