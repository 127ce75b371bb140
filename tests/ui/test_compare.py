"""The page of two periods as a reader works it, without a browser: its choices, its table, its files."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from urllib.parse import parse_qsl

import pytest

from lib.analysis.side_by_side import periods, rows, words
from lib.events.query import Query, parse
from lib.events.store import current
from lib.pages import PAGES
from tests.ui.conftest import opened
from tests.ui.conftest import words as told

COMPARE = next(page for page in PAGES if page.script == "compare")
TWO = {"from_": "2020-01-25", "to": "2020-02-04", "b_from": "2020-02-05", "b_to": "2020-02-15"}


@pytest.fixture
def page():
    return opened(COMPARE, **TWO)


def query_of(page):
    return page.session_state["page_context"].query


def days(page):
    return [page.selectbox(key=f"compare.{end}").value for end in ("start", "end", "b_start", "b_end")]


def cells(page):
    [table] = re.findall(r'<table class="im-beside">.*?</table>', told(page))
    body = re.findall(r"<tr>(.*?)</tr>", table.partition("<tbody>")[2])
    found = [re.findall(r"<t[dh].*?>(.*?)</t[dh]>", row) for row in body]
    return [[unescape(re.sub(r"<[^>]+>", "", cell)) for cell in row] for row in found]


def test_the_table_holds_every_figure_of_both_periods_with_the_difference(page):
    query = query_of(page)
    a, b = periods(query)
    expected = words.lines(rows(current().events, a, b), query)
    assert cells(page) == [[line.a, line.name + line.note, line.b, line.difference] for line in expected]
    assert any(line.difference == "not like for like" for line in expected)


def test_the_title_is_the_finding_and_the_line_below_says_how_long_the_periods_are(page):
    a, b = periods(query_of(page))
    [title] = re.findall(r"<h1>(.*?)</h1>", told(page))
    assert unescape(title) == words.finding(rows(current().events, a, b), a, b)
    assert "Two periods of 11 days side by side" in told(page)


def test_each_map_is_captioned_with_its_days_and_the_day_of_its_front(page):
    captions = re.findall(r'<h2 class="im-period">(.*?)</h2>', told(page))
    assert [re.sub(r"<[^>]+>", "", one)[:1] for one in captions] == ["A", "B"]
    assert "front on 15 Feb 2020" in captions[1]


def test_a_day_that_is_chosen_is_written_to_the_address_with_all_others(page):
    page.selectbox(key="compare.b_end").set_value(date(2020, 2, 12)).run()
    asked = {"from": "2020-01-25", "to": "2020-02-04", "b_from": "2020-02-05", "b_to": "2020-02-12"}
    assert dict(page.query_params) == asked
    assert "not like for like" in told(page)


def test_days_in_the_wrong_order_are_swapped_and_said(page):
    page.selectbox(key="compare.b_end").set_value(date(2020, 2, 1)).run()
    assert days(page)[2:] == [date(2020, 2, 1), date(2020, 2, 5)]
    assert any("swapped" in str(box.value) for box in page.info)


def test_the_two_periods_can_be_swapped(page):
    before = days(page)
    next(button for button in page.button if button.label == "Swap").click().run()
    assert days(page) == [*before[2:], *before[:2]]
    assert query_of(page).start == before[2]


def test_the_period_before_is_as_many_days_right_before_the_first(page):
    next(button for button in page.button if button.label == "The period before").click().run()
    assert days(page)[2:] == [date(2020, 1, 14), date(2020, 1, 24)]
    assert query_of(page).b_start == date(2020, 1, 14)


def test_the_days_of_the_first_period_are_those_of_the_filter(page):
    page.selectbox(key="end").set_value(date(2020, 1, 31)).run()
    assert days(page)[:2] == [date(2020, 1, 25), date(2020, 1, 31)]
    assert days(page)[2:] == [date(2020, 2, 5), date(2020, 2, 15)], "the second stays"


def test_the_page_opens_with_something_to_compare_whatever_the_range():
    bare = opened(COMPARE)
    assert days(bare)[:2] == [Query().start, Query().end]
    assert days(bare)[3] == Query().start - timedelta(days=1)
    assert not any(row[3] == "not like for like" for row in cells(bare) if row[1].startswith("strikes"))


def test_the_files_are_of_the_same_view(page):
    links = [unescape(link) for link in re.findall(r'href="(./export/compare[^"]+)"', told(page))]
    assert [link.partition("?")[0].rpartition(".")[2] for link in links] == ["csv", "png", "pdf", "pptx"]
    for link in links:
        assert parse(dict(parse_qsl(link.partition("?")[2]))) == (query_of(page), ())


def test_the_filter_narrows_both_and_is_said():
    page = opened(COMPARE, **TWO, targets="hospital")
    assert "hospitals or clinics" in re.findall(r"<em.*?>(.*?)</em>", told(page))[0]
    assert cells(page)[0][1].startswith("strikes on hospitals or clinics reported")


def test_other_pages_lead_here(page):
    front = page.switch_page("front_lines.py").run()
    links = [link.proto.label for link in front.get("page_link")]
    assert links.count("Compare two periods") == 2, "in the filter, and below the map"
