"""The strikes page in a real browser: three drawings of one count, filters that the clock follows, days and places."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from lib import layers
from lib.analysis.range_index import COARSE_FROM
from lib.events.query import Query
from lib.events.schema import GEO_PRECISIONS
from tests.browser.conftest import ALL_DAYS, PHONE, map_frame, painted
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
    frame = map_frame(watch_page(PAGE, **ALL_DAYS, symbols="clusters"))
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
    page = watch_page(PAGE, **ALL_DAYS)
    frame = map_frame(page)
    stamp = frame.evaluate("window.situation.stamp")
    choose(page, "Worst places")
    page.get_by_text("Select a row to mark the place").wait_for()
    page.get_by_test_id("stDataFrame").click(position={"x": 18, "y": 52})
    painted(frame, stamp)
    assert "place=Saraqib" in page.url
    expect(frame.locator(".situation-chosen circle")).to_have_count(2)


def test_what_is_near_is_measured_and_kept_in_the_address(watch_page):
    page = watch_page(PAGE, **ALL_DAYS, near="border", within="10")
    map_frame(page)
    choose(page, "What is near")
    page.get_by_text("measured strikes").wait_for()
    choose(page, "Camps")
    expect(page.locator(".im-heading h1")).to_contain_text("within 10 km of a camp or reception centre")
    expect(page.get_by_text("measured strikes")).to_contain_text("a camp or reception centre")
    page.wait_for_url("**near=camps**")
    assert "within=10" in page.url
    counted, rows = (int(text.split()[0]) for text in (page.locator(".im-heading h1").inner_text(), measured(page)))
    assert counted == rows, "the title counts what the table lists"


def measured(page):
    return page.get_by_text("measured strikes").inner_text()


def test_the_page_fits_a_phone(watch_page):
    page = watch_page(PAGE, viewport=PHONE, symbols="clusters")
    map_frame(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_circle_with_one_rough_strike_of_many_stays_solid_and_says_which_share_is_rough(watch_page, events):
    rows = events.strikes.loc[events.strikes["is_primary"] & events.strikes["lat"].notna()]
    rows = rows.loc[rows["date_start"] <= "2020-03-05"]
    rough = rows["geo_precision"].isin(GEO_PRECISIONS[COARSE_FROM:]).groupby([rows["place"], rows["lat"], rows["lon"]])
    places = rough.agg(["sum", "count"])
    one_of_many = places.loc[(places["sum"] > 0) & (places["sum"] < places["count"] / 2)].sort_values("count")
    (place, lat, lon), (coarse, all_of_it) = one_of_many.index[-1], one_of_many.iloc[-1]
    # So near that no other place is one circle with it.
    frame = map_frame(watch_page(PAGE, **ALL_DAYS, lat=str(lat), lon=str(lon), zoom="13"))
    symbol = frame.locator(f'[data-kind="strike"][data-name="{place}"]')
    assert f"{coarse} of {all_of_it} located to a sub-district or wider" in symbol.get_attribute("aria-label")
    assert symbol.locator("circle[stroke-dasharray]").count() == 0
    expect(symbol.locator(".situation-arc")).to_have_count(1)
    expect(frame.locator(".situation-legend")).to_contain_text("share located roughly", use_inner_text=True)
