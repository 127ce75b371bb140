"""Marks of one's own by a real mouse, a finger and the keyboard: put, seen, linked, dragged, deleted, taken away."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from lib.events import own_marks
from lib.events.own_marks import Mark
from lib.events.query import parse
from tests.browser.conftest import DESKTOP, PHONE, map_frame
from tests.browser.hand_at_degrees import HandAtDegrees

SYMBOL = '.situation-own_marks [data-kind="mark"]'
NOTE = "It is not a report, and in no figure."
BOX = own_marks.written([Mark("box", ((36.5, 35.7), (36.9, 36.0)), "Pressed")])
DAYS = {"from_": "2020-02-05", "to": "2020-02-12"}


class Marking(HandAtDegrees):
    """A page whose reader has the tool for marks open."""

    def __init__(self, page, *, touch=False, opens=True):
        super().__init__(page, touch=touch)
        if opens:
            self.press_button("Mark")

    def press_button(self, name):
        button = self.frame.get_by_role("button", name=name, exact=True)
        button.tap() if self.touch else button.click()

    def drag(self, start, end):
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
        mouse.move(*end, steps=4)
        mouse.up()

    def write(self, words):
        field = self.frame.locator(".situation-mark-words input")
        field.wait_for()
        field.fill(words)
        field.press("Enter")

    def marks(self, n):
        """The marks in the address, once there are so many."""
        expect(self.frame.locator(SYMBOL)).to_have_count(n)

        def right(address):
            return len(in_address(address)) == n

        self.page.wait_for_url(right)
        return in_address(self.page.url)


def in_address(address):
    [text] = parse_qs(urlsplit(address).query).get("marks", [""])
    query, notes = parse({"marks": text})
    assert not notes
    return own_marks.marks_of(query.marks)


@pytest.fixture
def marking(watch_page):
    return lambda path="/", **params: Marking(watch_page(path, viewport=DESKTOP, **(DAYS | params)))


def test_a_point_with_a_word_an_arrow_and_a_box_are_put_linked_opened_and_deleted(marking, watch_page):
    at = marking()
    at.press_button("Point")
    at.press(36.6, 35.7)
    at.write("Convoy <b>here</b>")
    at.press_button("Arrow")
    at.drag(at.at(37.0, 35.5), at.at(36.8, 35.7))
    at.write("Main axis")
    at.press_button("Box")
    at.press(36.5, 35.9)
    at.press(36.9, 36.1)
    at.write("")
    point, arrow, box = at.marks(3)
    assert (point.kind, point.text, arrow.kind, arrow.text, box.kind) == (
        "point", "Convoy <b>here</b>", "arrow", "Main axis", "box",
    )  # fmt: skip
    assert point.at[0] == pytest.approx((36.6, 35.7), abs=0.01)
    assert arrow.at[1] == pytest.approx((36.8, 35.7), abs=0.01)
    expect(at.frame.locator(".situation-legend")).to_contain_text("of the author, not reports")
    expect(at.page.get_by_role("button", name="3 marks of the author")).to_be_visible()

    # Whoever opens the link sees them, and what they are.
    other = watch_page(f"/?{at.page.url.partition('?')[2]}", viewport=DESKTOP)
    frame = map_frame(other)
    expect(frame.locator(SYMBOL)).to_have_count(3)
    expect(frame.locator(SYMBOL).first).to_contain_text("Convoy <b>here</b>")
    reader = Marking(other, opens=False)
    where = reader.at(*point.at[0])
    other.mouse.click(where[0], where[1] - 20)
    popup = frame.locator('[data-popup][data-kind="mark"]')
    expect(popup).to_contain_text(NOTE)
    popup.get_by_role("button", name="Delete").click()
    assert [mark.kind for mark in reader.marks(2)] == ["arrow", "box"]
    expect(frame.locator("[data-popup]")).to_have_count(0)


def test_copy_link_holds_the_newest_mark(marking):
    at = marking(alone=True)
    at.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    at.press_button("Text")
    at.press(36.9, 35.6)
    at.write("Only words")
    at.press_button("Copy link")
    expect(at.frame.get_by_text("The link was copied.")).to_be_visible()
    [mark] = in_address(at.page.evaluate("navigator.clipboard.readText()"))
    assert (mark.kind, mark.text) == ("text", "Only words")


def test_too_many_marks_stay_out_of_a_link_which_says_so(marking):
    many = own_marks.written([Mark("point", ((36.6, 35.7),), "word " * 11 + str(n)) for n in range(20)])
    at = marking(marks=many, alone=True)
    at.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    at.press_button("Copy link")
    expect(at.frame.get_by_text("The marks are too many for a link")).to_be_visible()
    assert "marks=" not in at.page.evaluate("navigator.clipboard.readText()")
    assert len(in_address(at.page.url)) == 20, "the page keeps them"


def test_a_mark_is_dragged_and_that_is_undone(marking):
    at = marking(marks=BOX)
    start = at.at(36.5, 35.85)
    at.drag(start, (start[0] - 60, start[1]))
    at.page.wait_for_url(lambda address: in_address(address) != own_marks.marks_of(BOX))
    [box] = in_address(at.page.url)
    assert box.at[0][0] < 36.45
    assert box.at[1][0] - box.at[0][0] == pytest.approx(0.4, abs=0.001), "as large as before"
    expect(at.frame.locator("[data-popup]")).to_have_count(0)
    at.press_button("Undo")
    at.page.wait_for_url(lambda address: in_address(address) == own_marks.marks_of(BOX))


def test_everything_is_done_by_keyboard(marking):
    at = marking()
    at.frame.get_by_role("button", name="Point", exact=True).press("Enter")
    keyboard = at.page.keyboard
    expect(at.frame.locator(".situation-drawing-hint")).to_contain_text("arrow keys")
    for key in ["Shift+ArrowDown", "ArrowRight", "Enter"]:
        keyboard.press(key)
    at.write("By keys")
    assert at.marks(1)[0].text == "By keys"
    symbol = at.frame.locator(SYMBOL)
    expect(symbol).to_have_attribute("aria-label", "By keys. Marks of the author, not reports")
    symbol.focus()
    keyboard.press("Enter")
    delete = at.frame.get_by_role("button", name="Delete", exact=True)
    delete.focus()
    keyboard.press("Enter")
    assert at.marks(0) == ()


def test_a_finger_puts_a_mark_with_buttons_that_are_large_enough(watch_page):
    at = Marking(watch_page("/", viewport=PHONE, touch=True, **DAYS), touch=True)
    bar = at.frame.locator(".situation-marking button")
    for n in range(bar.count()):
        box = bar.nth(n).bounding_box()
        assert min(box["width"], box["height"]) >= 44
    at.press_button("Point")
    x, y = at.at(36.6, 35.8)
    at.page.touchscreen.tap(x, y)
    at.write("Here")
    assert at.marks(1)[0].text == "Here"


def test_marks_are_saved_as_a_file_and_brought_back(watch_page, tmp_path):
    page = watch_page("/", viewport=DESKTOP, marks=BOX, **DAYS)
    map_frame(page)
    page.get_by_text("Marks of my own", exact=True).click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the marks").click()
    file = tmp_path / "marks.geojson"
    saved.value.save_as(file)
    assert json.loads(file.read_text())["features"][0]["properties"] == {"mark": "box", "text": "Pressed"}
    page.get_by_role("button", name="1 mark of the author").click()
    page.wait_for_url(lambda address: "marks=" not in address)
    page.get_by_test_id("stSidebar").locator("input[type=file]").set_input_files(file)
    page.wait_for_url(lambda address: in_address(address) == own_marks.marks_of(BOX))


@pytest.mark.parametrize("path", ["/front_lines", "/compare", "/events"])
def test_every_map_draws_them(watch_page, path):
    frame = map_frame(watch_page(path, viewport=DESKTOP, marks=BOX, **DAYS))
    expect(frame.locator(SYMBOL)).to_have_count(1)
