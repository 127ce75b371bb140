"""One place, one panel: from the search, from a symbol, from the address; beside the map, or over it on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, map_frame, painted
from tests.browser.spots import first_reports, hand

FIELD, PANEL = ".situation-search-input", ".situation-place"
PLACE = "Saraqib"
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


def opened(frame, place=PLACE):
    """The panel, once all of the place is told."""
    panel = frame.locator(f"{PANEL}[data-place='{place}']")
    panel.locator("section[data-part=near]").wait_for()
    return panel


@pytest.mark.core
@SIZES
@pytest.mark.parametrize("typed", ["saraqib", "Sarakeb", "سراقب"])
def test_a_place_is_found_by_typing_its_name_and_opens(watch_page, size, typed):
    page = watch_page("/", viewport=size)
    frame = map_frame(page)
    frame.locator(FIELD).fill(typed)
    frame.locator("[role=option]", has_text=PLACE).first.wait_for()
    page.keyboard.press("Enter")
    panel = opened(frame)
    expect(panel.locator("h2")).to_have_text(PLACE)
    expect(panel.locator("h2")).to_be_focused()
    expect(panel.locator("[data-part=strikes] h3")).to_contain_text("strikes reported")
    expect(panel.locator("[data-part=held]")).to_contain_text("government from")


@SIZES
def test_a_found_place_can_be_chosen_with_the_hand(watch_page, size):
    page = watch_page("/", viewport=size)
    frame = map_frame(page)
    frame.locator(FIELD).fill("maar")
    options = frame.locator("[role=option]")
    options.nth(1).wait_for()
    name = options.nth(1).inner_text()
    options.nth(1).click()
    title = frame.locator(f"{PANEL} h2")
    expect(title).to_be_focused()
    assert name.startswith(title.inner_text())


@SIZES
def test_an_address_opens_its_place(watch_page, size):
    page = watch_page(f"/?place={PLACE}", viewport=size)
    frame = map_frame(page)
    panel = opened(frame)
    box, map_box = panel.bounding_box(), frame.locator("#map_div").bounding_box()
    if size is PHONE:
        assert box["y"] > map_box["y"] + 100, "part of the map stays free above the sheet"
    else:
        assert map_box["x"] + map_box["width"] <= box["x"] + 1, "the panel lies beside the map"


def test_a_place_that_is_closed_stays_closed_when_the_days_change(watch_page):
    page = watch_page(f"/?place={PLACE}")
    frame = map_frame(page)
    panel = opened(frame)
    panel.get_by_role("button", name="Close").click()
    expect(frame.locator(PANEL)).to_be_hidden()
    stamp = frame.evaluate("situation.stamp")
    page.get_by_role("radio", name="January", exact=True).click()
    painted(frame, stamp)
    expect(frame.locator(PANEL)).to_be_hidden()


def test_the_distance_of_the_front_follows_the_days_of_the_page(watch_page):
    page = watch_page(f"/?place={PLACE}")
    frame = map_frame(page)
    near = opened(frame).locator("[data-part=near]")
    expect(near).to_contain_text("5 March 2020")
    page.get_by_role("radio", name="January", exact=True).click()
    expect(near).to_contain_text("31 January 2020")


@SIZES
def test_a_symbol_leads_to_its_place(watch_page, size):
    page = watch_page("/", viewport=size)
    frame = map_frame(page)
    pointing = hand(page, frame)
    spot = pointing.free("strike")
    pointing.press(spot.x, spot.y)
    first_reports(frame.locator("[data-popup]"))
    more = frame.locator(".situation-more").first
    more.scroll_into_view_if_needed()
    name = more.inner_text().removeprefix("All about ")
    more.click()
    expect(opened(frame, name).locator("h2")).to_be_focused()
    expect(frame.locator("[data-popup]")).to_have_count(0)


def test_escape_closes_the_panel_and_the_focus_goes_back(watch_page):
    page = watch_page("/")
    frame = map_frame(page)
    frame.locator(FIELD).fill(PLACE)
    frame.locator("[role=option]", has_text=PLACE).first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    opened(frame)
    page.keyboard.press("Escape")
    expect(frame.locator(PANEL)).to_be_hidden()
    expect(frame.locator(FIELD)).to_be_focused()


def test_the_panel_leads_to_the_list_of_its_reports(watch_page):
    page = watch_page(f"/?place={PLACE}")
    opened(map_frame(page)).get_by_role("link", name="All reports of this place, as a list").click()
    page.wait_for_url(f"**/events?**place={PLACE}**")
    expect(page.locator(".im-heading h1")).to_contain_text("reports in this view")


def test_a_name_that_nothing_is_like_says_so(watch_page):
    page = watch_page("/")
    frame = map_frame(page)
    frame.locator(FIELD).fill("qqqqqqq")
    expect(frame.locator(".situation-search-none")).to_contain_text("No place of that name")


def test_enter_takes_what_the_words_stand_for_however_fast_it_comes(watch_page):
    page = watch_page("/")
    frame = map_frame(page)
    frame.locator(FIELD).fill("maar")
    frame.locator("[role=option]").first.wait_for()
    frame.locator(FIELD).fill(PLACE)
    page.keyboard.press("Enter")
    expect(opened(frame).locator("h2")).to_have_text(PLACE)
    expect(frame.locator("[role=option]")).to_have_count(0)


def test_a_change_of_the_days_leaves_map_focus_and_what_is_unfolded_as_they_are(watch_page):
    page = watch_page("/")
    frame = map_frame(page)
    frame.locator(FIELD).fill(PLACE)
    page.keyboard.press("Enter")
    panel = opened(frame)
    panel.locator("[data-part=strikes] summary").click()
    frame.evaluate("map.setView([36.5, 36.9], 11, { animate: false })")
    page.get_by_role("radio", name="January", exact=True).click()
    expect(panel.locator("[data-part=near]")).to_contain_text("31 January 2020")
    assert panel.locator("[data-part=strikes] details").evaluate("told => told.open")
    assert frame.evaluate("[map.getCenter().lat, map.getZoom()]") == pytest.approx([36.5, 11], abs=0.01)


def test_a_place_that_is_closed_is_not_in_the_copied_link(watch_page):
    page = watch_page(f"/?place={PLACE}", alone=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    frame = map_frame(page)
    panel = opened(frame)

    def copied():
        frame.get_by_role("button", name="Copy link").click()
        frame.locator("[data-key=link]").wait_for()
        return page.evaluate("navigator.clipboard.readText()")

    assert f"place={PLACE}" in copied()
    panel.get_by_role("button", name="Close").click()
    assert "place=" not in copied()


@pytest.mark.parametrize("path", ["/events", "/front_lines"])
def test_where_there_is_no_clock_a_place_in_the_address_opens_no_panel(watch_page, path):
    page = watch_page(f"{path}?place={PLACE}")
    frame = map_frame(page)
    assert frame.locator(PANEL).count() == 0 or frame.locator(PANEL).is_hidden()
