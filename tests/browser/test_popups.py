"""A popup is seen whole and can be closed, at any size of the window and wherever on the map it opens."""

from __future__ import annotations

import pytest

from tests.browser.conftest import map_frame
from tests.browser.spots import first_reports, hand

SIZES = [(1440, 900), (1366, 768), (1280, 720), (390, 844), (844, 390)]
HIT = """(selector) => {
    const found = document.querySelector(selector);
    const box = found.getBoundingClientRect();
    const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return Boolean(at) && (at === found || found.contains(at)) && box.top >= 0 && box.left >= 0 &&
        box.right <= innerWidth && box.bottom <= innerHeight;
}"""
HEADING = "[data-popup] h2"
CLOSE = "[data-popup] .leaflet-popup-close-button"


def at_the_edges(at):
    """The strikes in view that lie farthest west, east, north and south."""
    strikes = [spot for spot in at.spots() if spot.kind == "strike"]
    return [choose(strikes, key=key) for choose in (min, max) for key in (lambda s: s.x, lambda s: s.y)]


@pytest.mark.core
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_heading_and_close_button_of_a_popup_are_never_covered(watch_page, size):
    width, height = size
    touch = width < 900
    page = watch_page("/", viewport={"width": width, "height": height}, touch=touch, layers="strikes,control,front")
    at = hand(page, map_frame(page), touch=touch)
    for edge in range(4):
        at.look(35.9, 36.7, 10)
        spot = at_the_edges(at)[edge]
        at.press(spot.x, spot.y)
        at.opened()
        body = at.frame.locator("[data-popup] .situation-body")
        first_reports(body)
        # The popup grows when its reports come, and takes its place in the frame after that.
        at.frame.wait_for_function(HIT, arg=HEADING, timeout=10_000)
        at.frame.wait_for_function(HIT, arg=CLOSE, timeout=10_000)
        body.evaluate("(e) => { e.scrollTop = e.scrollHeight; }")
        assert at.frame.evaluate(HIT, HEADING), "the heading stays while the rest scrolls"
        box = at.frame.locator(CLOSE).evaluate(
            "(e) => { const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; }"
        )
        at.press(*box)
        at.frame.locator("[data-popup]").wait_for(state="detached")


def test_the_figures_stand_above_the_map_and_the_clock_below_it(watch_page):
    frame = map_frame(watch_page("/"))
    boxes = [frame.locator(part).bounding_box() for part in (".situation-strip", "#map_div", ".situation-clock")]
    figures, sea, clock = boxes
    assert figures["y"] + figures["height"] <= sea["y"] + 1
    assert sea["y"] + sea["height"] <= clock["y"] + 1


def test_the_focus_goes_back_to_the_symbol_when_its_popup_is_closed(watch_page):
    frame = map_frame(watch_page("/", layers="camps"))
    frame.locator('[data-kind="camp"]').first.press("Enter")
    frame.locator(CLOSE).press("Enter")
    frame.locator("[data-popup]").wait_for(state="detached")
    assert frame.evaluate("document.activeElement.dataset.kind") == "camp"


COVERED = """() => {
    const map = document.querySelector(".leaflet-container").getBoundingClientRect();
    const sheet = document.querySelector(".situation-legend").getBoundingClientRect();
    const wide = Math.max(0, Math.min(map.right, sheet.right) - Math.max(map.left, sheet.left));
    const high = Math.max(0, Math.min(map.bottom, sheet.bottom) - Math.max(map.top, sheet.top));
    return (wide * high) / (map.width * map.height);
}"""


@pytest.mark.parametrize(("size", "most"), [((390, 844), 0.6), ((844, 390), 1 / 3)], ids=["upright", "on its side"])
def test_on_a_phone_the_legend_opens_in_part_of_the_map_and_closes_again(watch_page, size, most):
    page = watch_page("/", viewport={"width": size[0], "height": size[1]}, touch=True)
    frame = map_frame(page)
    toggle = frame.get_by_role("button", name="Legend", exact=True)
    body = frame.locator(".situation-legend-body")
    assert body.is_hidden()
    toggle.tap()
    body.wait_for()
    assert frame.evaluate(COVERED) <= most
    assert body.evaluate("(e) => e.scrollWidth <= e.clientWidth")
    close = frame.get_by_role("button", name="Close the legend")
    box = close.bounding_box()
    assert min(box["width"], box["height"]) >= 44
    close.tap()
    body.wait_for(state="hidden")
    toggle.tap()
    body.wait_for()
