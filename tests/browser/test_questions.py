"""What readers come to ask: each question from the first page to its answer in three steps at most, on a phone too.

A step is one thing that the reader decides: a part that is opened, a choice that is made, words typed and sent.
"""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from lib.analysis import summary
from lib.events.query import Query
from lib.events.store import current
from tests.browser.conftest import DESKTOP, PHONE, map_frame

MOST_STEPS = 3
ON_BOTH = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
PANEL = ".situation-place"
LISTS = "[data-testid=stSelectbox], [data-testid=stMultiSelect]"


class Reader:
    """Somebody who has opened the first page, and counts what it takes from there."""

    def __init__(self, page, *, touch):
        self.page, self.touch, self.steps = page, touch, 0
        self.frame = map_frame(page)
        self.frame.wait_for_function("situation.figures")

    def _press(self, target):
        target.scroll_into_view_if_needed()
        target.tap() if self.touch else target.click()

    def step(self, target):
        self.steps += 1
        self._press(target)

    def day(self, label, words):
        """Choose a day of the clock under the map."""
        self.steps += 1
        self.frame.locator(f"select[aria-label='{label}']").select_option(label=words)

    def place(self, words):
        """Search a place on the map; gives its panel."""
        self.steps += 1
        field = self.frame.locator(".situation-search-input")
        self._press(field)
        field.fill(words)
        self.frame.locator("[role=option]").first.wait_for()
        field.press("Enter")
        panel = self.frame.locator(PANEL)
        panel.locator("[data-part=near]").wait_for()
        return panel

    def filters(self):
        """The side bar, which a phone has folded away."""
        bar = self.page.get_by_test_id("stSidebar")
        if self.touch:
            self.step(self.page.get_by_test_id("stExpandSidebarButton"))
        return bar

    def choose(self, label, words):
        """Choose what begins with some words from a list of the side bar."""
        self.steps += 1
        lists = self.page.get_by_test_id("stSidebar").locator(LISTS)
        field = lists.filter(has=self.page.get_by_text(label, exact=True)).locator("input")
        field.scroll_into_view_if_needed()
        self._press(field)
        # The list is long, and holds what is in view alone.
        field.fill(words)
        self._press(self.page.get_by_role("option").filter(has_text=words).first)


@pytest.fixture
def reader(watch_page):
    def opened(size):
        touch = size is PHONE
        return Reader(watch_page("/", viewport=size, touch=touch), touch=touch)

    return opened


def answered(reader):
    assert 0 < reader.steps <= MOST_STEPS


@pytest.mark.core
@ON_BOTH
def test_where_the_front_was_on_a_day(reader, size):
    at = reader(size)
    at.day("Last day", "15 Feb 2020")
    at.frame.wait_for_function("situation.ready && situation.to === '2020-02-15'")
    km = summary.figures(current().events, Query(start=date(2020, 2, 15), end=date(2020, 2, 15))).front_km
    assert at.frame.evaluate("situation.drawn.front_km") == pytest.approx(km, abs=0.1)
    answered(at)


@ON_BOTH
@pytest.mark.parametrize(
    ("place", "part", "told"),
    [
        ("Dana", "moves", "people who came here"),
        ("Saraqib", "held", "government from"),
        ("Maarrat Misrin", "strikes", "strikes reported"),
    ],
    ids=["who came to Dana", "Saraqib over the period", "the strike on Maarrat Misrin"],
)
def test_what_became_of_a_place(reader, size, place, part, told):
    at = reader(size)
    section = at.place(place).locator(f"[data-part={part}]")
    expect(section).to_contain_text(told)
    if section.locator("summary").count():
        at.step(section.locator("summary").first)
        expect(section.locator("a").first).to_be_visible()
    answered(at)


@ON_BOTH
@pytest.mark.parametrize(("near", "name"), [("hospitals", "Hospitals"), ("camps", "Camps")])
def test_which_strikes_were_near_something(reader, size, near, name):
    at = reader(size)
    bar = at.filters()
    at.step(bar.locator("summary").filter(has=at.page.get_by_text("Strikes", exact=True)))
    at.choose("Near", name)
    at.page.wait_for_url(f"**near={near}**")
    answered(at)


@ON_BOTH
def test_how_many_air_strikes_there_were_between_two_days(reader, size):
    at = reader(size)
    at.filters()
    at.choose("From", "24 Feb 2020")
    at.page.wait_for_url("**from=2020-02-24**")
    at.choose("Kinds of strike", "air strike")
    at.page.wait_for_url("**subkinds=airstrike**")
    asked = Query(start=date(2020, 2, 24), end=date(2020, 3, 5), subkinds=frozenset({"airstrike"}))
    counted = summary.figures(current().events, asked)
    expect(at.page.locator(".im-summary")).to_contain_text(str(counted.strikes))
    answered(at)
