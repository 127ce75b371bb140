"""The map in a real browser: it draws what the table holds, stays whole, and asks nobody else."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from lib import layers
from lib.events.query import Query, parse
from tests.browser.conftest import PHONE, map_frame, painted, patient
from tests.browser.spots import first_reports

VIEWS = [
    {"from": "2020-01-28", "to": "2020-02-15"},
    {},
    {"from": "2019-12-01", "to": "2019-12-15", "kinds": "strike,control"},
    {"from": "2020-02-27", "to": "2020-03-05", "confidence": "high"},
    {"from": "2020-03-06", "to": "2020-03-08", "layers": "control,front,crossings"},
]


@pytest.mark.core
@pytest.mark.parametrize("params", VIEWS, ids=lambda params: "&".join(params.values()) or "default")
def test_what_the_map_draws_equals_what_the_table_holds(watch_page, events, params):
    frame = map_frame(watch_page(**params))
    query, notes = parse(params)
    assert not notes
    shown = frame.evaluate("window.situation")
    assert (shown["from"], shown["to"]) == (query.start.isoformat(), query.end.isoformat())
    assert shown["drawn"] == pytest.approx(layers.drawn(events, query))


def test_ten_changes_of_the_filter_never_rebuild_the_map_or_lose_the_view(watch_page, events):
    page = watch_page(from_="2020-01-01", to="2020-02-04")
    frame = map_frame(page)
    frame.evaluate("window.map.setView([35.9, 36.6], 10, {animate: false})")
    stamp = frame.evaluate("window.situation.stamp")
    last_day = page.get_by_test_id("stSidebar").get_by_test_id("stSelectbox").nth(1).locator("input")
    for day in range(5, 15):
        last_day.click()
        last_day.fill(f"{day} Feb 2020")
        page.get_by_role("option", name=f"{day} Feb 2020", exact=True).click()
        shown = painted(frame, stamp)
        stamp = shown["stamp"]
        assert shown["to"] == f"2020-02-{day:02}"
        query = Query(start=date(2020, 1, 1), end=date(2020, 2, day))
        assert shown["drawn"] == pytest.approx(layers.drawn(events, query))
    assert shown["mounts"] == 1
    assert frame.evaluate("[window.map.getZoom(), window.map.getCenter().lat]") == pytest.approx([10, 35.9], abs=0.01)


def test_the_front_line_moves_between_december_and_march(watch_page):
    lengths = []
    for day in ("2019-12-15", "2020-03-05"):
        shown = map_frame(watch_page(to=day)).evaluate("window.situation")
        lengths.append(shown["drawn"]["front_km"])
    assert lengths[0] != lengths[1]


@pytest.mark.core
def test_a_strike_opens_to_its_reports_with_safe_links(watch_page):
    frame = map_frame(watch_page(from_="2020-03-05", to="2020-03-05", layers="strikes"))
    frame.locator(".situation-strikes [data-key]").first.press("Enter")
    popup = frame.locator(".leaflet-popup-content")
    first_reports(popup)
    expect(popup).to_contain_text("civilians killed", use_inner_text=True)
    for link in popup.locator("a").all():
        assert link.get_attribute("href").startswith(("http://", "https://"))
        assert "noopener" in link.get_attribute("rel")


def test_the_map_fits_a_phone(watch_page):
    page = watch_page(viewport=PHONE)
    frame = map_frame(page)
    box = page.locator('iframe[src*="streamlit_folium"]').bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert box["height"] >= 360
    assert frame.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_an_empty_map_draws_nothing(watch_page):
    frame = map_frame(watch_page(kinds="none", layers="none"))
    assert frame.evaluate("Object.values(window.situation.drawn).every(n => n === 0)")


def test_days_without_a_report_say_so_on_the_map(watch_page):
    frame = map_frame(watch_page(from_="2019-12-10", to="2019-12-10", kinds="strike"))
    expect(frame.get_by_text("Nothing that passes the filter is reported")).to_be_visible()


def test_the_online_background_that_cannot_be_reached_leaves_the_map_whole(chromium, server):
    context = patient(chromium, {"width": 1200, "height": 800})
    page = context.new_page()
    asked = []
    page.route(
        lambda url: not url.startswith(server) and url.startswith("http"),
        lambda route: (asked.append(route.request.url), route.abort()),
    )
    page.goto(f"{server}/?layers=control,front,strikes,online")
    frame = map_frame(page)
    frame.get_by_text("OpenStreetMap", exact=False).first.wait_for()
    assert asked, "the online background was switched on and asked nobody"
    assert frame.evaluate("window.situation.drawn.control_areas") > 0
    context.close()


def test_turning_to_another_page_takes_the_filter_along(watch_page):
    page = watch_page(to="2019-12-31", kinds="strike,control")
    map_frame(page)
    page.get_by_role("link", name="Strikes").click()
    page.wait_for_url("**/strikes?*to=2019-12-31*")
    assert "kinds=control%2Cstrike" in page.url
    assert map_frame(page).evaluate("window.situation.to") == "2019-12-31"
    page.get_by_role("link", name="Reports").click()
    page.wait_for_url("**/events?*to=2019-12-31*")


def test_where_only_uncounted_reports_match_the_map_says_so_and_lists_them(watch_page):
    asked = {
        "from_": "2020-02-24",
        "to": "2020-03-05",
        "attribution": "stated",
        "actor": "russia",
        "casualties": "killed",
    }
    page = watch_page(**asked, reports="primary", subkinds="airstrike")
    frame = map_frame(page)
    assert frame.evaluate("window.situation.drawn.strike_events") == 0
    said = frame.get_by_text("second reports of")
    n = int(said.inner_text().split()[0])
    frame.get_by_role("button", name="Show them").click()
    page.wait_for_url("**/events?*")
    assert "reports=primary" not in page.url
    counted = r"^([\d,]+) reports? "
    title = page.get_by_role("heading", level=1).filter(has_text=re.compile(counted))
    title.wait_for()
    assert int(re.match(counted, title.inner_text())[1].replace(",", "")) >= n
