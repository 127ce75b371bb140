"""The strikes page in a real browser: three drawings of one count, filters that the clock follows, days and places."""

from __future__ import annotations

from datetime import date

import pytest

from lib.events.query import Query
from lib.maps import layers
from tests.browser.conftest import PHONE, map_frame, painted
from tests.browser.test_clock import clocked, expected, moved

PAGE = "/strikes"
RANGE = {"from_": "2020-01-20", "to": "2020-02-10"}
DAYS = {"start": date(2020, 1, 20), "end": date(2020, 2, 10)}


def choose(page, name):
    page.get_by_test_id("stButtonGroup").get_by_role("radio", name=name, exact=True).click()


def test_clusters_and_density_draw_the_numbers_of_the_circles_on_the_same_map(watch_page, events):
    page = watch_page(PAGE, **RANGE)
    frame = map_frame(page)
    drawn = frame.evaluate("window.situation.drawn")
    wanted = layers.drawn(events, Query(**DAYS))
    assert (drawn["strike_places"], drawn["strike_events"]) == (wanted["strike_places"], wanted["strike_events"])
    for name in ("Clusters", "Density"):
        stamp = frame.evaluate("window.situation.stamp")
        choose(page, name)
        shown = painted(frame, stamp)
        assert shown["drawn"] == drawn
        assert shown["mounts"] == 1
        assert f"symbols={name.lower()}" in page.url


@pytest.mark.parametrize("symbols", ["circles", "clusters", "density"])
def test_the_clock_moves_whatever_the_symbols(watch_page, events, symbols):
    frame = clocked(watch_page(PAGE, symbols=symbols))
    shown = moved(frame, "2020-01-20", "2020-02-10")
    wanted = layers.drawn(events, Query(**DAYS))
    assert (shown["drawn"]["strike_places"], shown["drawn"]["strike_events"]) == (
        wanted["strike_places"], wanted["strike_events"],
    )  # fmt: skip


def test_under_a_filter_the_clock_counts_as_the_situation_page_does_on_any_days(watch_page, events):
    frame = clocked(watch_page(PAGE, attribution="contested", casualties="killed", where="idlib"))
    for start, end in ((date(2019, 12, 1), date(2020, 3, 5)), (date(2020, 1, 10), date(2020, 1, 20))):
        query = Query(
            start=start, end=end, attribution=frozenset({"contested"}), casualties="killed", where="idlib"
        )  # fmt: skip
        shown = moved(frame, start, end)
        assert shown["figures"] == expected(events, query)
        assert shown["drawn"]["strike_events"] == layers.drawn(events, query)["strike_events"]


def test_a_merged_circle_opens_into_its_places(watch_page):
    frame = map_frame(watch_page(PAGE, symbols="clusters"))
    symbols = '[...document.querySelectorAll(\'[data-key^="cluster:"], [data-key^="strike:"]\')]'
    drawn = frame.evaluate("window.situation.drawn")
    before = frame.evaluate(f"{symbols}.length")
    assert before < drawn["strike_places"]
    frame.locator('[data-key^="cluster:"]').first.press("Enter")
    frame.wait_for_function(f"before => {symbols}.length > before", arg=before)
    assert frame.evaluate("window.situation.drawn") == drawn, "a nearer look changes no number"


def test_a_dot_of_the_density_opens_to_its_reports(watch_page):
    frame = map_frame(watch_page(PAGE, symbols="density"))
    frame.locator('[data-key="dot:0"]').press("Enter")
    frame.locator(".leaflet-popup-content a").first.wait_for()


def test_a_click_on_a_day_shows_that_day_and_the_way_back(watch_page):
    page = watch_page(PAGE, **RANGE)
    frame = map_frame(page)
    bar = page.locator('[data-testid="stVegaLiteChart"] [aria-label*="date: 2020-01-01"]')
    bar.scroll_into_view_if_needed()
    stamp = frame.evaluate("window.situation.stamp")
    bar.click()
    shown = painted(frame, stamp)
    assert shown["from"] == shown["to"] == "2020-01-01"
    page.get_by_role("button", name="Back to 20 Jan").click()
    assert painted(frame, shown["stamp"])["from"] == "2020-01-20"


def test_a_place_chosen_in_the_table_is_marked_on_the_map(watch_page):
    page = watch_page(PAGE)
    frame = map_frame(page)
    stamp = frame.evaluate("window.situation.stamp")
    choose(page, "Worst places")
    page.get_by_text("Select a row to mark the place").wait_for()
    page.get_by_test_id("stDataFrame").click(position={"x": 18, "y": 52})
    painted(frame, stamp)
    assert "place=Saraqib" in page.url
    assert frame.locator(".situation-chosen circle").count() == 2


def test_what_is_near_is_measured_and_kept_in_the_address(watch_page):
    page = watch_page(PAGE, near="border", within="10")
    map_frame(page)
    choose(page, "What is near")
    page.get_by_text("measured strikes").wait_for()
    choose(page, "Camps")
    page.get_by_text("of a camp or reception centre").wait_for()
    assert "near=" not in page.url, "camps are the default"
    assert "within=10" in page.url


def test_the_page_fits_a_phone(watch_page):
    page = watch_page(PAGE, viewport=PHONE, symbols="clusters")
    map_frame(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
