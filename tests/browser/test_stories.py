"""Stories in a real browser: read beside the map, presented with the keyboard, on a telephone, as one file."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lib.events.store import current
from lib.exports.render import render_story
from lib.stories.shipped import shipped
from lib.stories.story import Story
from lib.stories.views import query_of
from tests.browser.conftest import DESKTOP, PHONE, map_frame, patient
from tests.browser.test_axe import ours

STORY = shipped()["offensive"]
LAST = len(STORY.steps)
SHOWS = "([from, to]) => window.situation.ready && window.situation.from === from && window.situation.to === to"
PANEL = ".st-key-story_panel"


KEYS = {"ArrowRight": 2, "PageDown": 3, "ArrowLeft": 2, "End": LAST, "PageUp": LAST - 1, "Home": 1}
"""Keys in the order in which they are pressed from the first step on, and the step that each leads to."""


def days(step):
    query = query_of(STORY.steps[step - 1].view)
    return [str(query.start), str(query.end)]


def at(watch_page, step, **params):
    page = watch_page("/stories", story="offensive", step=str(step), **params)
    return page, map_frame(page)


def test_a_step_is_read_beside_its_map_and_next_paints_the_next(watch_page):
    page, frame = at(watch_page, 1)
    frame.wait_for_function(SHOWS, arg=days(1))
    text, chart = page.locator(".im-story").bounding_box(), frame.frame_element().bounding_box()
    assert text["x"] + text["width"] <= chart["x"]
    assert 300 <= text["width"] <= 345
    assert chart["y"] + chart["height"] <= DESKTOP["height"]
    page.get_by_role("button", name="Next").click()
    frame.wait_for_function(SHOWS, arg=days(2))
    expect(page.locator("#root h1")).to_have_text(str(STORY.steps[1].title))
    assert page.url.endswith("?story=offensive&step=2")
    assert frame.evaluate("window.situation.mounts") == 1
    page.go_back()
    frame.wait_for_function(SHOWS, arg=days(1))
    expect(page.locator("#root h1")).to_have_text(str(STORY.steps[0].title))


def test_the_arrow_keys_tell_a_story_that_is_presented_and_escape_leaves_it(watch_page):
    page, frame = at(watch_page, 1, view="present")
    frame.wait_for_function(SHOWS, arg=days(1))
    for key, step in KEYS.items():
        page.keyboard.press(key)
        frame.wait_for_function(SHOWS, arg=days(step))
        expect(page.locator(f"{PANEL} h1")).to_have_text(str(STORY.steps[step - 1].title))
    assert frame.evaluate("window.situation.mounts") == 1
    for _press in range(3):
        page.keyboard.press("ArrowRight")
    frame.wait_for_function(SHOWS, arg=days(4))
    page.keyboard.press("Escape")
    page.wait_for_function("!window.location.search.includes('view=')")
    page.get_by_role("button", name="Next").wait_for()
    assert "step=4" in page.url


def apart(one, other):
    """Whether two boxes share no pixel."""
    return (one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
            or one["y"] + one["height"] <= other["y"] + 1 or other["y"] + other["height"] <= one["y"] + 1)  # fmt: skip


@pytest.mark.parametrize(
    "size", [DESKTOP, {"width": 1920, "height": 1080}, PHONE], ids=["laptop", "projector", "phone"]
)
def test_the_panel_covers_nothing_of_the_map_and_all_of_it_is_seen(watch_page, size):
    page, frame = at(watch_page, 8, view="present", viewport=size)
    frame.wait_for_function(SHOWS, arg=days(8))
    panel = page.locator(PANEL).bounding_box()
    chart = frame.frame_element().bounding_box()
    assert apart(panel, chart)
    for part in (".situation-legend", ".situation-scale", ".situation-title"):
        expect(frame.locator(part)).to_be_visible()
        assert apart(panel, frame.locator(part).bounding_box())
    if size is PHONE:
        assert panel["width"] == size["width"]
    else:
        assert panel["width"] <= 0.3 * size["width"] + 1
        assert page.locator(PANEL).evaluate("panel => panel.scrollHeight <= panel.clientHeight + 1")
    for edge, side in (("x", "width"), ("y", "height")):
        assert panel[edge] + panel[side] <= size[side] + 1
    assert not ours(page)


def test_on_a_telephone_the_text_stands_above_the_map_and_nothing_is_cut(watch_page):
    page, frame = at(watch_page, 8, viewport=PHONE)
    frame.wait_for_function(SHOWS, arg=days(8))
    text, chart = page.locator(".im-story").bounding_box(), frame.frame_element().bounding_box()
    assert text["y"] + text["height"] <= chart["y"]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator(".im-story").evaluate("text => text.scrollWidth <= text.clientWidth + 1")
    assert chart["width"] <= PHONE["width"]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_step_that_is_read_has_no_fault(watch_page, size):
    page, frame = at(watch_page, 8, viewport=size)
    frame.wait_for_function("window.situation.figures")
    assert not ours(page)


def test_the_offer_on_the_situation_page_leads_to_the_first_step(watch_page):
    page = watch_page("/")
    map_frame(page)
    page.get_by_role("link", name="New here?").click()
    expect(page.locator("#root h1")).to_have_text(str(STORY.steps[0].title))
    map_frame(page).wait_for_function(SHOWS, arg=days(1))


def test_a_story_is_written_presented_and_left_without_losing_it(watch_page):
    page = watch_page("/stories", from_="2020-02-05", to="2020-02-12")
    map_frame(page)
    page.get_by_role("button", name="Begin with the map as it is now").click()
    for label, text in (("Title of the story", "Mine"), ("Title of the step", "First"), ("Text", "Some *text*")):
        field = page.get_by_label(label, exact=True)
        field.fill(text)
        field.blur()
    page.get_by_role("button", name="Read and present it").click()
    expect(page.locator("#root h1")).to_have_text("First")
    expect(page.locator(".im-story em")).to_have_text("text")
    page.get_by_role("button", name="Present").click()
    expect(page.locator(f"{PANEL} h1")).to_have_text("First")
    map_frame(page).wait_for_function(SHOWS, arg=["2020-02-05", "2020-02-12"])
    page.keyboard.press("Escape")
    page.get_by_role("button", name="All stories").click()
    expect(page.get_by_label("Title of the story", exact=True)).to_have_value("Mine")


def test_the_story_as_one_file_goes_from_step_to_step_without_a_network(chromium, tmp_path):
    short = Story(STORY.title, STORY.steps[:3])
    file = tmp_path / "story.html"
    file.write_bytes(render_story(current(), short, "html", "en"))
    with patient(chromium, DESKTOP, offline=True) as context:
        page = context.new_page()
        faults = []
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.goto(file.as_uri())
        assert page.evaluate("[...document.images].every((image) => image.complete && image.naturalWidth > 0)")
        for key, step in (("ArrowRight", 1), ("ArrowRight", 2), ("PageDown", 3), ("ArrowLeft", 2), ("End", 3)):
            page.keyboard.press(key)
            assert page.evaluate("document.activeElement.id") == f"step-{step}"
            expect(page.locator(f"#title-{step}")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert not ours(page)
        assert not faults
