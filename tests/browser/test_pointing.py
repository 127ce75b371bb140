"""Everything drawn answers at its own place: by mouse and finger, on every page and in the map in one file."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from lib.events.query import LAYERS
from lib.layers import data_kinds
from tests.browser.conftest import ALL_DAYS, DESKTOP, PHONE, READY, Watch, map_frame, patient
from tests.browser.spots import LOOKS, hand
from tests.browser.test_own_table import show, to_map, upload

PAGES = ("/", "/front_lines", "/displacement", "/strikes", "/events")
WHOLE = {"from_": "2020-01-15", "to": "2020-03-05", "layers": ",".join(set(LAYERS) - {"online", "sochi_strip"})}
OURS = [kind for kind in data_kinds() if kind != "own"]
TOLD_TO_THE_PAGE = {"strike", "flow", "place"}
"""On the page of reports these name their place to the page, which lists its reports."""


@pytest.fixture(params=["mouse", "finger"])
def on(request, watch_page):
    """Open a page and give a hand on its map: a mouse at a desk, or a finger on a phone."""
    touch = request.param == "finger"

    def open_page(path, **params):
        page = watch_page(path, viewport=PHONE if touch else DESKTOP, touch=touch, **params)
        return hand(page, map_frame(page), touch=touch)

    return open_page


def opens(at, kind):
    """Press one symbol of a kind, and see that the popup tells of it first."""
    spot = at.free(kind)
    assert spot is not None, f"no {kind} lies free anywhere"
    at.press(spot.x, spot.y)
    told = at.opened()
    assert (told["kind"], told["name"]) == (spot.kind, spot.name)
    assert told["listed"][0] == (spot.kind, spot.name)
    at.close()


LEFT_OUT = {
    "/front_lines": {"strike", "flow", "modelled"},
    "/displacement": {"strike"},
    "/strikes": {"flow", "modelled"},
    "/events": TOLD_TO_THE_PAGE,
}
"""Kinds that a page does not draw, or does not open in the map."""


@pytest.mark.core
@pytest.mark.parametrize("path", PAGES)
def test_a_symbol_of_each_kind_opens_to_what_it_is(on, path):
    at = on(path, **WHOLE)
    for kind in OURS:
        if kind not in LEFT_OUT.get(path, set()):
            opens(at, kind)


def test_on_the_page_of_reports_a_press_names_the_place_to_the_page(on):
    at = on("/events", from_="2020-01-15", to="2020-03-05", layers="strikes", kinds="strike")
    # A circle of several places lists them instead, as it does everywhere.
    at.look(*LOOKS[2])
    spot = next(spot for spot in at.spots() if spot.topmost and len(at.under(spot)) == 1)
    at.press(spot.x, spot.y)
    at.page.get_by_role("button", name=f"Only {spot.name}").wait_for()
    expect(at.frame.locator("[data-popup]")).to_have_count(0)


def test_a_square_of_a_readers_own_table_opens(watch_page):
    page = watch_page("/events", **ALL_DAYS)
    upload(page)
    show(page, "my table beside the map's")
    at = hand(page, to_map(page))
    at.frame.locator('[data-kind="own"]').first.wait_for()
    opens(at, "own")


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "finger"])
def test_in_the_map_in_one_file_each_kind_opens_offline(chromium, one_file, touch):
    context = patient(chromium, PHONE if touch else DESKTOP, touch=touch, offline=True)
    page = context.new_page()
    watch = Watch(page, "")
    page.goto(one_file.as_uri())
    page.wait_for_function(READY)
    for kind in OURS:
        opens(hand(page, page.main_frame, touch=touch), kind)
    context.close()
    assert not watch.faults
    assert not watch.strangers


@pytest.mark.parametrize(
    "params", [{}, {"symbols": "clusters"}, {"symbols": "density"}], ids=["circles", "clusters", "density"]
)
def test_every_symbol_in_view_answers_where_it_is_drawn(watch_page, params):
    page = watch_page("/strikes", **WHOLE, **params)
    at = hand(page, map_frame(page))
    kinds = set()
    for look in LOOKS:
        at.look(*look)
        spots = at.spots()
        dead = [spot for spot in spots if (spot.kind, spot.name) not in at.under(spot) and spot.kind != "front"]
        # A merged circle opens nearer, so it does not tell of the smaller ones that it lies on.
        assert [spot for spot in dead if params.get("symbols") != "clusters"] == []
        assert all(at.under(spot) for spot in spots)
        kinds |= {spot.kind for spot in spots}
    assert kinds == set(OURS) - LEFT_OUT["/strikes"]


def test_the_tip_tells_what_a_click_opens(watch_page):
    page = watch_page("/", **WHOLE)
    at = hand(page, map_frame(page))
    tip = at.frame.locator(".situation-frame > .situation-tip")
    for kind in OURS:
        spot = at.free(kind)
        at.point(spot)
        tip.wait_for()
        said = tip.inner_text()
        at.press(spot.x, spot.y)
        told = at.opened()
        assert told["name"] in said
        assert bool(re.search(r"and \d+ more|at \d+ places", said)) == (len(told["listed"]) > 1)
        at.close()


def test_beside_a_small_mark_the_nearest_still_answers(watch_page):
    page = watch_page("/", layers="camps")
    at = hand(page, map_frame(page))
    spot = at.free("camp")
    at.press(spot.x + 10, spot.y - 4)
    assert at.opened()["name"] == spot.name
    at.close()
    at.look(35.6, 35.3, 10)
    at.press(200, 300)
    expect(at.frame.locator("[data-popup]"), "there is only sea").to_have_count(0)


def test_several_things_at_a_point_are_told_in_one_popup_and_opened_by_keyboard(watch_page):
    page = watch_page("/", **WHOLE)
    at = hand(page, map_frame(page))
    at.look(*LOOKS[2])
    several = [spot for spot in at.spots() if spot.topmost and len({kind for kind, _name in at.under(spot)}) > 1]
    spot = several[0]
    wanted = at.under(spot)
    at.press(spot.x, spot.y)
    assert at.opened()["listed"] == wanted
    entries = at.frame.locator("[data-popup] .situation-entry")
    expect(entries.nth(0).locator(".situation-told")).to_be_visible()
    second = entries.nth(1).get_by_role("button")
    second.press("Enter")
    entries.nth(1).locator(".situation-told p").first.wait_for()
    assert second.get_attribute("aria-expanded") == "true"


def test_a_merged_circle_says_that_it_opens_nearer_and_does(watch_page):
    page = watch_page("/strikes", **ALL_DAYS, symbols="clusters", layers="strikes")
    at = hand(page, map_frame(page))
    at.look(*LOOKS[3])
    spot = next(spot for spot in at.spots() if spot.key.startswith("cluster:") and spot.topmost)
    at.point(spot)
    expect(at.frame.locator(".situation-frame > .situation-tip")).to_contain_text("Opens nearer", use_inner_text=True)
    before = at.frame.evaluate("window.map.getZoom()")
    at.press(spot.x, spot.y)
    at.frame.wait_for_function("zoom => window.map.getZoom() > zoom", arg=before)
    expect(at.frame.locator("[data-popup]")).to_have_count(0)
