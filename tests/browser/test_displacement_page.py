"""The displacement page in a real browser: its map follows the area filter, and the modelled flows stay apart."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from lib import layers
from lib.events.query import DEFAULT_LAYERS, Query
from lib.layers import modelled
from tests.browser.conftest import ALL_DAYS, DESKTOP, PHONE, map_frame, painted
from tests.queries import all_days

PAGE = "/displacement"
MODELLED = "control,front,flows,modelled,camps,crossings"


@pytest.mark.parametrize(
    ("area", "flow"), [("SY070301", "in"), ("SY070301", "out"), ("SY0700", "between"), ("", "any")]
)
def test_the_arrows_of_the_map_are_those_the_area_filter_leaves(watch_page, events, area, flow):
    asked = {"area": area, "flow": flow} if area else {}
    frame = map_frame(watch_page(PAGE, from_="2020-01-15", to="2020-03-05", **asked))
    query = Query(start=date(2020, 1, 15), end=date(2020, 3, 5), area=area, flow=flow)
    assert frame.evaluate("window.situation.drawn.flows") == layers.drawn(events, query)["flows"]


def test_strikes_are_off_on_this_page_and_can_be_laid_over_it(watch_page):
    page = watch_page(PAGE)
    frame = map_frame(page)
    shown = frame.evaluate("window.situation")
    assert shown["drawn"]["strike_events"] == 0
    page.get_by_test_id("stMain").get_by_role("button", name="Strikes").click()
    assert painted(frame, shown["stamp"])["drawn"]["strike_events"] > 0


def test_the_modelled_flows_are_drawn_only_when_asked_for_and_never_counted_as_reported(watch_page, events):
    page = watch_page(PAGE, **ALL_DAYS)
    frame = map_frame(page)
    before = frame.evaluate("window.situation")
    assert before["overlays"]["modelled"] == 0
    page.get_by_test_id("stMain").get_by_role("button", name="Modelled split").click()
    after = painted(frame, before["stamp"])
    assert after["overlays"]["modelled"] == len(
        modelled.shown(events, all_days(layers=DEFAULT_LAYERS | {"modelled"})).flows
    )
    assert after["drawn"] == before["drawn"]
    assert after["mounts"] == 1
    assert "modelled, not reported" in frame.locator(".situation-legend").inner_text().lower()


def test_a_modelled_flow_says_what_it_is_when_opened(watch_page):
    frame = map_frame(watch_page(PAGE, from_="2020-02-01", to="2020-02-29", layers=MODELLED))
    frame.locator('[data-key="modelled:0"]').press("Enter")
    popup = frame.locator(".leaflet-popup-content")
    popup.get_by_text("Modelled, not reported", exact=False).first.wait_for()
    expect(popup).to_contain_text("nobody reported", use_inner_text=True)


def test_each_part_below_the_map_shows_a_table(watch_page):
    page = watch_page(PAGE, **ALL_DAYS)
    map_frame(page)
    for name in ("Totals", "Shelter and returns", "Border and front", "Modelled split", "Movements"):
        page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).last.click()
        page.locator(f'.im-part:has-text("{PARTS[name]}")').first.wait_for()
        page.get_by_test_id("stDataFrame").first.wait_for()
        expect(page.get_by_test_id("stException")).to_have_count(0)


PARTS = {
    "Totals": "In the range, interpolated",
    "Shelter and returns": "Returns after the ceasefire",
    "Border and front": "Arrivals by distance",
    "Modelled split": "OCHA IDP Task Force",
    "Movements": "By sub-district",
}


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_the_map_is_in_the_first_screen_and_nothing_runs_over_the_side(watch_page, viewport):
    page = watch_page(PAGE, viewport=viewport)
    map_frame(page)
    box = page.locator('iframe[src*="streamlit_folium"]').bounding_box()
    assert box["y"] < viewport["height"] / 2
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
