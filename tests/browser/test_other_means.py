"""The maps in forced colours, at two and four times the usual size, and with less motion."""

from __future__ import annotations

from itertools import combinations

import pytest

from lib.pages import PAGES
from tests.browser.conftest import map_frame

MAPS = pytest.mark.parametrize("path", [f"/{page.path}" for page in PAGES if page.map])
ZOOMED = pytest.mark.parametrize("size", [(720, 450), (360, 225)], ids=["200%", "400%"])
"""What is left of a window of 1440 by 900 at two and at four times the usual size, CSS pixels."""
FURNITURE = (
    ".situation-search",
    ".leaflet-control-zoom",
    ".situation-tools",
    ".situation-legend",
    ".situation-scale",
    ".situation-foot",
)
BOXES = """(selectors) => selectors.flatMap((name) => [...document.querySelectorAll(name)]).map((e) => {
    const { left, top, right, bottom } = e.getBoundingClientRect();
    return [e.className, left, top, right, bottom];
})"""
LEAST_MAP = 80
"""Pixels of height that a map needs to be one."""


def clocked(page):
    frame = map_frame(page)
    frame.wait_for_function("!document.querySelector('.situation-clock') || situation.figures")
    return frame


@ZOOMED
@MAPS
def test_zoomed_in_nothing_lies_on_anything_else_and_map_and_clock_are_seen_together(watch_page, path, size):
    width, height = size
    page = watch_page(path, viewport={"width": width, "height": height})
    frame = clocked(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = frame.frame_element().bounding_box()
    assert box["height"] <= height, "the frame fits into the window"
    sea = frame.locator("#map_div").bounding_box()
    assert sea["height"] >= LEAST_MAP
    assert box["y"] <= sea["y"]
    assert sea["y"] + sea["height"] <= box["y"] + box["height"] + 1
    clock = frame.locator(".situation-clock")
    if clock.count():
        under = clock.bounding_box()
        assert sea["y"] + sea["height"] <= under["y"] + 1
        assert under["y"] + under["height"] <= box["y"] + box["height"] + 1
    found = frame.evaluate(BOXES, list(FURNITURE))
    for (one, *a), (other, *b) in combinations(found, 2):
        assert a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1, f"{one} lies on {other}"
    [(_map, *inside)] = frame.evaluate(BOXES, ["#map_div"])
    for name, left, top, right, bottom in found:
        assert left >= inside[0] - 1, name
        assert top >= inside[1] - 1, name
        assert right <= inside[2] + 1, name
        assert bottom <= inside[3] + 1, name


@ZOOMED
def test_zoomed_in_the_clock_can_be_stepped_and_the_legend_opened_and_closed(watch_page, size):
    page = watch_page("/", viewport={"width": size[0], "height": size[1]})
    frame = clocked(page)
    before = frame.evaluate("situation.to")
    frame.get_by_role("button", name="One day back", exact=True).click()
    frame.wait_for_function("before => situation.to !== before", arg=before)
    toggle = frame.get_by_role("button", name="Legend", exact=True)
    toggle.click()
    frame.locator(".situation-legend-body").wait_for()
    frame.get_by_role("button", name="Close the legend").click()
    frame.locator(".situation-legend-body").wait_for(state="hidden")


LOOK = (
    "(e) => { const s = getComputedStyle(e); return [s.backgroundColor, s.borderTopWidth, s.borderTopColor].join(); }"
)


CANVAS = """() => {
    const probe = document.body.appendChild(document.createElement("div"));
    probe.style.color = "Canvas";
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
}"""


def forced(page):
    page.emulate_media(forced_colors="active")


def test_in_forced_colours_what_is_chosen_does_not_look_like_what_is_not(watch_page):
    page = watch_page("/", alone=True)
    forced(page)
    frame = clocked(page)
    for group in page.get_by_test_id("stButtonGroup").all():
        chosen = group.locator("[aria-checked=true], [aria-pressed=true]")
        other = group.locator("[aria-checked=false], [aria-pressed=false]")
        if chosen.count() and other.count():
            assert chosen.first.evaluate(LOOK) != other.first.evaluate(LOOK), group.inner_text()
    pressed = frame.locator(".situation-controls [aria-pressed=true]").evaluate(LOOK)
    assert pressed != frame.locator(".situation-controls [aria-pressed=false]").evaluate(LOOK)


def test_in_forced_colours_scale_bar_milestones_and_marks_of_the_legend_stay(watch_page):
    page = watch_page("/", alone=True)
    forced(page)
    frame = clocked(page)
    canvas = frame.evaluate(CANVAS)
    bar = frame.locator(".situation-bar").evaluate("(e) => getComputedStyle(e).backgroundColor")
    tick = frame.locator(".situation-tick").first.evaluate("(e) => getComputedStyle(e, '::before').backgroundColor")
    assert canvas not in (bar, tick)
    kept = frame.locator(".situation-line :is(img, svg)").first.evaluate("(e) => getComputedStyle(e).forcedColorAdjust")
    assert kept == "none"


def test_with_less_motion_nothing_moves_by_itself(watch_page):
    page = watch_page("/", alone=True)
    page.emulate_media(reduced_motion="reduce")
    frame = clocked(page)
    longest = """(root) => Math.max(0, ...[...document.querySelectorAll(root)].flatMap((e) => {
        const s = getComputedStyle(e);
        return [...s.transitionDuration.split(","), ...s.animationDuration.split(",")].map(parseFloat);
    }))"""
    assert page.evaluate(longest, "[data-testid=stApp] *") < 0.1
    assert frame.evaluate(longest, ".leaflet-zoom-animated, .situation-legend, .situation-clock *") < 0.1
