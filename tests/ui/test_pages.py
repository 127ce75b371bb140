"""The pages as a reader works them, without a browser: Streamlit's AppTest runs the shell."""

from __future__ import annotations

import re
from datetime import date

import pytest

from lib.config.crisis import CRISIS
from lib.events.query import OPENS_FROM, OPENS_TO
from lib.pages import PAGES
from lib.ui.events.page import RATES, SEARCH_WIDGET
from tests.ui.conftest import ALL_DAYS, words

REPORTS = next(page for page in PAGES if page.path == "events")


def test_the_page_opens_on_its_last_days_with_all_their_figures_and_their_name_chosen(open_page):
    page = open_page()
    assert not page.exception
    assert (page.selectbox(key="start").value, page.selectbox(key="end").value) == (OPENS_FROM, OPENS_TO)
    assert page.session_state["preset"] == str(CRISIS.presets[0].name)
    for figure in (
        "strikes reported",
        "civilians reported killed",
        "people displaced",
        "settlements changed hands",
        "front line",
    ):
        assert figure in words(page)
    assert "Boundaries and lines are approximate and imply no endorsement" in words(page)


def test_a_link_restores_the_view(open_page):
    page = open_page(from_="2020-01-28", to="2020-02-15", kinds="strike,control", confidence="high")
    assert page.selectbox(key="start").value == date(2020, 1, 28)
    assert page.session_state["page_context"].query.kinds == frozenset({"strike", "control"})
    assert page.session_state["page_context"].query.confidence == frozenset({"high"})


def test_a_change_of_the_filter_is_written_to_the_address(open_page):
    page = open_page()
    page.selectbox(key="start").set_value(date(2020, 2, 1)).run()
    assert page.query_params["from"] in ("2020-02-01", ["2020-02-01"])


def test_a_bad_address_is_said_and_does_not_stop_the_page(open_page):
    page = open_page(from_="tomorrow", kinds="tanks")
    assert not page.exception
    assert len(page.info) == 2


@pytest.mark.thorough
def test_the_figures_follow_the_dates(open_page):
    whole, day = words(open_page()), words(open_page(from_="2020-03-05", to="2020-03-05"))
    assert whole != day


def test_a_range_without_events_says_so_and_keeps_the_map(open_page):
    page = open_page(from_="2020-03-06", to="2020-03-06", kinds="none")
    assert not page.exception
    assert "no kind of report" in words(page)
    assert "The filter leaves nothing to count in these days." in words(page)


def test_other_parameters_of_the_address_are_left_alone(open_page):
    page = open_page(utm_source="mail")
    assert "utm_source" in page.query_params


@pytest.mark.thorough
def test_the_day_compared_with_follows_the_range_until_the_reader_chooses_one(open_page):
    page = open_page(from_="2020-01-28", to="2020-02-15").switch_page("front_lines.py").run()
    assert page.selectbox(key="compare_day").value == date(2020, 1, 27)
    page.selectbox(key="compare_day").set_value(date(2020, 1, 10)).run()
    assert page.session_state["compare"] == date(2020, 1, 10)
    assert "compare" in page.query_params


@pytest.mark.thorough
def test_a_place_nobody_knows_is_said(open_page):
    page = open_page().switch_page("front_lines.py").run()
    page.session_state["front_section"] = "place"
    page.run()
    page.text_input(key="place_search").set_value("Xyzzyville").run()
    assert any("No settlement of that name" in info.value for info in page.info)


@pytest.mark.parametrize("script", ["events.py", "method.py", "front_lines.py"])
def test_the_other_pages_open(open_page, script):
    page = open_page().switch_page(script).run()
    assert not page.exception


def test_a_counter_nobody_goes_by_is_told_and_the_usual_one_shown(open_page):
    page = open_page(counter="<b>Nobody</b>")
    assert not page.exception
    assert page.selectbox(key="counter").value == "Response Coordinators"
    [note] = page.info
    assert "Nobody" in note.value
    assert r"\<b\>" in note.value
    assert "Response Coordinators" in note.value


def searched(page, words_):
    return page.text_input(key=SEARCH_WIDGET).set_value(words_).run()


@pytest.mark.thorough
def test_who_searches_too_often_is_told_and_gets_the_list_unsearched(open_page, monkeypatch):
    count = re.compile(r"[\d,]+ reports in this view")
    page = open_page(REPORTS, **ALL_DAYS)
    whole = count.search(words(page)).group()
    fewer = count.search(words(searched(page, "hospital"))).group()
    monkeypatch.setattr(RATES[0], "take", lambda _client: 9)
    searched(page, "school")
    assert not page.exception
    assert any("9 seconds" in said.value for said in page.warning)
    assert count.search(words(page)).group() == whole != fewer


def test_the_same_search_is_taken_once_from_what_a_reader_may_ask_for(open_page, monkeypatch):
    asked = []
    monkeypatch.setattr(RATES[0], "take", lambda client: asked.append(client) or 0)
    searched(open_page(REPORTS, **ALL_DAYS), "hospital").run()
    assert len(asked) == 1
