"""The map in a real browser: it draws what the table holds, stays whole, and asks nobody else."""

from __future__ import annotations

from datetime import date

import pytest

from lib.events.query import Query, parse
from lib.maps import layers
from tests.browser.conftest import PHONE, map_frame, painted

VIEWS = [
    {"from": "2020-01-28", "to": "2020-02-15"},
    {},
    {"from": "2019-12-01", "to": "2019-12-15", "kinds": "strike,control"},
    {"from": "2020-02-27", "to": "2020-03-05", "confidence": "high"},
    {"from": "2020-03-06", "to": "2020-03-08", "layers": "control,front,crossings"},
]


@pytest.mark.parametrize("params", VIEWS, ids=lambda params: "&".join(params.values()) or "default")
def test_what_the_map_draws_equals_what_the_table_holds(watch_page, events, params):
    frame = map_frame(watch_page(**params))
    query, notes = parse(params)
    assert not notes
    shown = frame.evaluate("window.situation")
    assert (shown["from"], shown["to"]) == (query.start.isoformat(), query.end.isoformat())
    assert shown["drawn"] == pytest.approx(layers.drawn(events, query))


def test_ten_changes_of_the_filter_never_rebuild_the_map_or_lose_the_view(watch_page, events):
    page = watch_page(to="2020-02-04")
    frame = map_frame(page)
    frame.evaluate("window.map.setView([35.9, 36.6], 10, {animate: false})")
    stamp = frame.evaluate("window.situation.stamp")
    day_of_the_end = page.get_by_test_id("stDateInput").nth(1).get_by_role("spinbutton").nth(2)
    for day in range(5, 15):
        day_of_the_end.click()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Escape")
        shown = painted(frame, stamp)
        stamp = shown["stamp"]
        assert shown["to"] == f"2020-02-{day:02}"
        assert shown["drawn"] == pytest.approx(layers.drawn(events, Query(end=date(2020, 2, day))))
    assert shown["mounts"] == 1
    assert frame.evaluate("[window.map.getZoom(), window.map.getCenter().lat]") == pytest.approx([10, 35.9], abs=0.01)


def test_the_front_line_moves_between_december_and_march(watch_page):
    lengths = []
    for day in ("2019-12-15", "2020-03-05"):
        shown = map_frame(watch_page(to=day)).evaluate("window.situation")
        lengths.append(shown["drawn"]["front_km"])
    assert lengths[0] != lengths[1]


def test_a_strike_opens_to_its_reports_with_safe_links(watch_page):
    frame = map_frame(watch_page(from_="2020-03-05", to="2020-03-05", layers="strikes"))
    frame.locator(".situation-strikes [data-key]").first.press("Enter")
    popup = frame.locator(".leaflet-popup-content")
    popup.locator("a").first.wait_for()
    assert "civilians killed" in popup.inner_text()
    for link in popup.locator("a").all():
        assert link.get_attribute("href").startswith(("http://", "https://"))
        assert "noopener" in link.get_attribute("rel")


def test_the_map_fits_a_phone(watch_page):
    page = watch_page(viewport=PHONE)
    frame = map_frame(page)
    box = page.locator('iframe[title="streamlit_folium.st_folium"]').bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert box["height"] >= 360
    assert frame.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_an_empty_map_draws_nothing(watch_page):
    frame = map_frame(watch_page(kinds="none", layers="none"))
    assert frame.evaluate("Object.values(window.situation.drawn).every(n => n === 0)")


def test_days_without_a_report_say_so_on_the_map(watch_page):
    frame = map_frame(watch_page(from_="2019-12-10", to="2019-12-10", kinds="strike"))
    assert frame.get_by_text("Nothing of the chosen layers is reported").is_visible()


def test_the_online_background_that_cannot_be_reached_leaves_the_map_whole(chromium, server):
    context = chromium.new_context(viewport={"width": 1200, "height": 800})
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
