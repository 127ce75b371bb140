"""Two periods side by side in a real browser: two maps that move together, and the table between them."""

from __future__ import annotations

import csv
import io

import pytest
from playwright.sync_api import Frame, Page, expect

from lib import layers
from lib.analysis.side_by_side import periods
from lib.events.query import parse
from tests.browser.conftest import DESKTOP, PHONE, READY, painted
from tests.browser.spots import FRAMES, hand

PAGE = "/compare"
TWO = {"from_": "2020-01-25", "to": "2020-02-04", "b_from": "2020-02-05", "b_to": "2020-02-15"}
ELEMENT = 'iframe[src*="streamlit_folium"]'
VIEW = "[window.map.getCenter().lat, window.map.getCenter().lng, window.map.getZoom()]"
NEAR = {"abs": 0.01}
"""Degrees within which two maps look at the same place: a few pixels."""


def maps(page: Page) -> tuple[Frame, Frame]:
    """The frames of both maps, once their first states are painted."""
    expect(page.locator(ELEMENT)).to_have_count(2)
    found = []
    for element in page.locator(ELEMENT).element_handles():
        frame = element.content_frame()
        assert frame is not None
        frame.wait_for_url("**/streamlit_folium.st_folium/**", wait_until="commit")
        frame.wait_for_function(READY)
        found.append(frame)
    page.wait_for_selector("#first-sight", state="detached")
    return found[0], found[1]


def drag(page: Page, frame: Frame, by: tuple[int, int]) -> tuple[float, float]:
    """Take hold of the sea in a map and draw it along, without letting go."""
    box = frame.frame_element().bounding_box()
    assert box is not None
    x, y = box["x"] + 0.25 * box["width"], box["y"] + 0.6 * box["height"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0], y + by[1], steps=8)
    frame.evaluate(FRAMES)
    return x + by[0], y + by[1]


def looks_alike(one: Frame, other: Frame) -> None:
    one.wait_for_function("() => !window.map._animatingZoom && !window.map._panAnim?._inProgress")
    one.evaluate(FRAMES)
    assert other.evaluate(VIEW) == pytest.approx(one.evaluate(VIEW), **NEAR)


@pytest.mark.parametrize("asked", [TWO, TWO | {"targets": "hospital"}, {}], ids=["two", "narrowed", "bare"])
def test_each_map_draws_what_is_counted_for_its_period(watch_page, events, asked):
    frames = maps(watch_page(PAGE, **asked))
    query, notes = parse({name.rstrip("_"): value for name, value in asked.items()})
    assert not notes
    for frame, period in zip(frames, periods(query), strict=True):
        shown = frame.evaluate("window.situation")
        assert (shown["from"], shown["to"]) == (period.start.isoformat(), period.end.isoformat())
        assert shown["drawn"] == pytest.approx(layers.drawn(events, period))


def test_drawing_one_map_along_takes_the_other_with_it(watch_page):
    page = watch_page(PAGE, **TWO)
    a, b = maps(page)
    before = b.evaluate(VIEW)
    assert before == pytest.approx(a.evaluate(VIEW), **NEAR)
    drag(page, a, (60, 40))
    moved = b.evaluate(VIEW)
    assert moved[1] < before[1] - 0.02, "it follows while the hand still holds the other"
    page.mouse.up()
    looks_alike(a, b)
    drag(page, b, (-40, -30))
    page.mouse.up()
    looks_alike(b, a)


def test_a_zoom_by_wheel_or_keyboard_is_followed(watch_page):
    page = watch_page(PAGE, **TWO)
    a, b = maps(page)
    zoom = a.evaluate("window.map.getZoom()")
    box = b.frame_element().bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, -400)
    a.wait_for_function("zoom => window.map.getZoom() > zoom", arg=zoom)
    looks_alike(b, a)
    lat = b.evaluate("window.map.getCenter().lat")
    a.locator(".leaflet-container").focus()
    page.keyboard.press("ArrowUp")
    b.wait_for_function("lat => window.map.getCenter().lat > lat + 0.01", arg=lat)
    looks_alike(a, b)


def test_a_change_of_one_period_repaints_its_map_alone_and_rebuilds_none(watch_page):
    page = watch_page(PAGE, **TWO)
    a, b = maps(page)
    drag(page, a, (30, 0))
    page.mouse.up()
    stamps = [frame.evaluate("window.situation.stamp") for frame in (a, b)]
    mounts = page.evaluate("window.situationMounts")
    last = page.get_by_label("last day of B")
    last.click()
    last.fill("12 Feb 2020")
    page.get_by_role("option", name="12 Feb 2020", exact=True).click()
    assert painted(b, stamps[1])["to"] == "2020-02-12"
    assert a.evaluate("window.situation.stamp") == stamps[0]
    assert page.evaluate("window.situationMounts") == mounts == 2
    looks_alike(a, b)
    assert "b_to=2020-02-12" in page.url


def test_each_map_has_popups_of_its_own_by_mouse_and_keyboard(watch_page):
    page = watch_page(PAGE, **TWO)
    a, b = maps(page)
    at = hand(page, b)
    spot = at.free("strike")
    assert spot is not None
    at.press(spot.x, spot.y)
    assert at.opened()["kind"] == "strike"
    assert a.locator("[data-popup]").count() == 0
    at.close()
    a.locator("[data-kind=crossing]").first.press("Enter")
    a.locator("[data-popup]").wait_for()
    assert b.locator("[data-popup]").count() == 0


def test_swapping_the_periods_swaps_the_maps(watch_page):
    page = watch_page(PAGE, **TWO)
    a, b = maps(page)
    stamps = [frame.evaluate("window.situation.stamp") for frame in (a, b)]
    page.get_by_role("button", name="Swap").click()
    assert painted(a, stamps[0])["from"] == TWO["b_from"]
    assert painted(b, stamps[1])["from"] == TWO["from_"]


def tops_and_lefts(page: Page) -> list[dict[str, float]]:
    """Where A, the table and B are."""
    a, b = (element.bounding_box() for element in page.locator(ELEMENT).element_handles())
    return [a, page.locator("table.im-beside").bounding_box(), b]


@pytest.mark.parametrize("size", [DESKTOP, {"width": 1366, "height": 768}], ids=["1440", "1366"])
def test_on_a_wide_window_the_table_stands_between_the_maps(watch_page, size):
    page = watch_page(PAGE, viewport=size, **TWO)
    maps(page)
    a, table, b = tops_and_lefts(page)
    assert a["x"] + a["width"] <= table["x"]
    assert table["x"] + table["width"] <= b["x"]
    assert a["y"] == pytest.approx(b["y"], abs=1)
    assert a["height"] == pytest.approx(b["height"], abs=1)
    assert a["y"] + a["height"] <= size["height"], "both maps are seen whole"


def test_on_a_phone_the_table_comes_first_then_a_then_b(watch_page):
    page = watch_page(PAGE, viewport=PHONE, **TWO)
    maps(page)
    a, table, b = tops_and_lefts(page)
    assert table["y"] + table["height"] <= a["y"]
    assert a["y"] + a["height"] <= b["y"]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for place in (a, table, b):
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= PHONE["width"]


def test_the_csv_holds_the_numbers_of_the_page(watch_page):
    page = watch_page(PAGE, **TWO)
    maps(page)
    shown = page.locator("table.im-beside tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.innerText))"
    )
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert len(rows) == len(shown) > 0
    for row, (a, name, b, by) in zip(rows, shown, strict=True):
        assert name.startswith(row["what"])
        for letter, text in (("a", a), ("b", b)):
            assert (f"{int(row[f'{letter}_high']):,}" if row[f"{letter}_high"] else "not reported") in text
        if row["difference_high"]:
            assert f"{abs(int(row['difference_high'])):,}" in by
        else:
            assert by in row["note"]


def test_the_presentation_shows_both_maps_side_by_side_and_escape_leaves_it(watch_page):
    page = watch_page(PAGE, view="present", **TWO)
    frames = maps(page)
    a, b = (frame.frame_element().bounding_box() for frame in frames)
    assert (a["x"], a["y"], a["width"], a["height"]) == (0, 0, DESKTOP["width"] / 2, DESKTOP["height"])
    assert (b["x"], b["y"], b["width"]) == (DESKTOP["width"] / 2, 0, DESKTOP["width"] / 2)
    for frame, days in zip(frames, ("25 Jan", "5–15 Feb"), strict=True):
        expect(frame.locator(".situation-title span")).to_contain_text(days, use_inner_text=True)
        expect(frame.locator(".situation-legend-toggle"), "the map is not covered").to_be_visible()
        expect(frame.locator(".situation-legend-body")).to_be_hidden()
    page.keyboard.press("Escape")
    page.wait_for_function("!window.location.search.includes('view=')")
    page.get_by_role("link", name="Situation").wait_for()


def test_the_sidebar_leads_to_the_comparison_of_its_range(watch_page):
    page = watch_page("/", from_="2020-02-05", to="2020-02-15")
    page.get_by_test_id("stSidebar").get_by_text("Compare two periods").click()
    a, b = maps(page)
    assert a.evaluate("[situation.from, situation.to]") == ["2020-02-05", "2020-02-15"]
    assert b.evaluate("[situation.from, situation.to]") == ["2020-01-25", "2020-02-04"]
