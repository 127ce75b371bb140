"""The legend in a real browser: where it stands, how much of the map it takes, what it explains and what not."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lib.config.language import LANGUAGES
from tests.browser.conftest import DESKTOP, PHONE, map_frame
from tests.browser.spots import FRAMES

LAPTOP = {"width": 1366, "height": 768}
WIDE = pytest.mark.parametrize("size", [DESKTOP, LAPTOP], ids=["1440", "1366"])
PATHS = ("/", "/front_lines", "/displacement", "/strikes")
BOX = """(selector) => {
    const { left, top, right, bottom } = document.querySelector(selector).getBoundingClientRect();
    return [left, top, right, bottom];
}"""
NEIGHBOURS = (".situation-tools", ".situation-search", ".situation-scale", ".situation-foot", ".leaflet-control-zoom")
"""What the legend may never lie on."""
NAMES = """() => [...document.querySelectorAll(".situation-labels text")].map((text) => {
    const { left, top, right, bottom } = text.getBoundingClientRect();
    return [text.textContent, [left, top, right, bottom]];
})"""


ON_TOP = """(points) => points.every(([x, y]) => document.elementFromPoint(x, y)?.closest(".situation-legend"))"""


def apart(one, other):
    """Whether two boxes (left, top, right, bottom) have nothing in common; half a pixel is a matter of rounding."""
    return one[2] <= other[0] + 0.5 or other[2] <= one[0] + 0.5 or one[3] <= other[1] + 0.5 or other[3] <= one[1] + 0.5


def area(box):
    return (box[2] - box[0]) * (box[3] - box[1])


def toggle(frame):
    return frame.get_by_role("button", name="Legend", exact=True)


def lines(frame):
    return frame.locator(".situation-line dt").all_inner_texts()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_name_of_a_line_lies_on_its_marks(watch_page, lang):
    frame = map_frame(watch_page("/", lang=lang))
    rows = frame.locator(".situation-line").evaluate_all(
        """(lines) => lines.map((line) => {
            const [name, ...marks] = [...line.children].map((part) => part.getBoundingClientRect());
            return marks.map((mark) => Math.max(mark.left - name.right, name.left - mark.right));
        })"""
    )
    assert rows
    assert min(gap for row in rows for gap in row) >= 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_on_a_phone_the_search_and_the_buttons_beside_it_lie_apart(watch_page, lang):
    frame = map_frame(watch_page("/", viewport=PHONE, lang=lang))
    field, tools = (frame.evaluate(BOX, name) for name in (".situation-search-input", ".situation-tools"))
    assert field[2] <= tools[0]
    assert field[2] - field[0] >= 90


@WIDE
@pytest.mark.parametrize("path", PATHS)
def test_the_open_legend_stands_in_the_lower_left_on_nothing_else_and_takes_a_fifth_of_the_map(watch_page, path, size):
    frame = map_frame(watch_page(path, viewport=size))
    if toggle(frame).get_attribute("aria-expanded") == "false":
        toggle(frame).click()
    box, sea = frame.evaluate(BOX, ".situation-legend"), frame.evaluate(BOX, "#map_div")
    assert area(box) < 0.2 * area([0, 0, *frame.evaluate("[innerWidth, innerHeight]")])
    assert box[2] < (sea[0] + sea[2]) / 2, "the east of the map is free"
    for other in NEIGHBOURS:
        if frame.locator(other).count():
            assert apart(box, frame.evaluate(BOX, other)), other
    for name, at in frame.evaluate(NAMES):
        assert apart(box, at), f"{name} lies under the legend"


@WIDE
def test_a_folded_legend_is_one_line_of_forty_pixels(watch_page, size):
    frame = map_frame(watch_page("/", viewport=size))
    expect(toggle(frame)).to_have_attribute("aria-expanded", "true")
    toggle(frame).click()
    left, top, right, bottom = frame.evaluate(BOX, ".situation-legend")
    assert bottom - top == pytest.approx(40, abs=1)
    assert right - left < 200


@pytest.mark.parametrize("width", [899, 720, 600])
def test_below_nine_hundred_pixels_the_legend_begins_folded(watch_page, width):
    frame = map_frame(watch_page("/", viewport={"width": width, "height": 900}))
    expect(toggle(frame)).to_have_attribute("aria-expanded", "false")


def test_a_legend_that_has_to_be_scrolled_says_so_and_can_be_reached(watch_page):
    frame = map_frame(watch_page("/", viewport={"width": 1366, "height": 640}))
    frame.get_by_role("button", name="More", exact=True).click()
    body = frame.locator(".situation-legend-body")
    hint = frame.get_by_text("There is more below: scroll")
    expect(hint).to_be_visible()
    assert (body.get_attribute("tabindex"), body.get_attribute("role")) == ("0", "group")
    assert body.get_attribute("aria-label")
    body.press("End")
    expect(hint).to_be_hidden()


def test_what_is_left_out_of_the_short_legend_is_told_in_place(watch_page):
    frame = map_frame(watch_page("/"))
    legend = frame.locator(".situation-legend")
    note = legend.get_by_text("A quiet day on the map is not a quiet day on the ground.")
    sentence = legend.get_by_text("Where the line is uncertain")
    expect(note).to_be_hidden()
    expect(sentence).to_be_hidden()
    frame.get_by_role("button", name="More", exact=True).click()
    expect(note).to_be_visible()
    expect(sentence).to_be_visible()
    frame.get_by_role("button", name="Less", exact=True).click()
    expect(note).to_be_hidden()


def test_what_is_out_of_view_is_not_explained(watch_page):
    frame = map_frame(watch_page("/"))
    assert {"Held by", "Line", "Strikes", "Sites"} <= set(lines(frame))
    frame.evaluate("window.map.setView([35.6, 34.9], 11, {animate: false})")
    frame.evaluate(FRAMES)
    assert lines(frame) == [], "there is only sea"
    frame.evaluate("window.map.setView([35.6, 36.7], 12, {animate: false})")
    frame.evaluate(FRAMES)
    assert "Strikes" in lines(frame)


@pytest.mark.core
def test_on_a_phone_the_legend_is_a_sheet_that_handle_button_and_escape_close(watch_page):
    page = watch_page("/", viewport=PHONE, touch=True)
    frame = map_frame(page)
    body = frame.locator(".situation-legend-body")
    sheet = ".situation-legend"
    closers = {
        "handle": lambda: frame.locator(f"{sheet} .situation-sheet-handle").tap(),
        "button": lambda: frame.get_by_role("button", name="Close the legend").tap(),
        "escape": lambda: toggle(frame).press("Escape"),
    }
    for close in closers.values():
        toggle(frame).tap()
        body.wait_for()
        left, top, right, bottom = frame.evaluate(BOX, sheet)
        wide, high = frame.evaluate("[innerWidth, innerHeight]")
        assert (left, right, bottom) == (0, wide, high), "it stands on the lower edge, as wide as the frame"
        assert bottom - top == pytest.approx(high / 2, abs=2)
        corners = [[left + 8, top + 8], [right - 8, bottom - 8], [right - 20, top + 30]]
        assert frame.evaluate(ON_TOP, corners), "it lies under nothing"
        close()
        body.wait_for(state="hidden")
    assert frame.evaluate("document.activeElement.className") == "situation-legend-toggle"


def test_the_handle_is_as_large_as_it_is_drawn_and_the_button_as_a_finger_needs(watch_page):
    frame = map_frame(watch_page("/", viewport=PHONE, touch=True))
    toggle(frame).tap()
    bar = frame.locator(".situation-legend .situation-sheet-handle")
    drawn = bar.evaluate("(e) => { const s = getComputedStyle(e, '::before'); return [s.width, s.height]; }")
    assert drawn == ["40px", "4px"]
    box = frame.get_by_role("button", name="Close the legend").bounding_box()
    assert (box["width"], box["height"]) == (44, 44)
