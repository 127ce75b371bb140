"""The strikes page as a reader works it, without a browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from lib.analysis import summary
from lib.analysis.strikes import days as strikes_days
from lib.events.query import Query
from lib.events.store import current
from lib.ui.strikes import page as strikes
from tests.ui.conftest import words


def on_strikes(open_page, **params):
    return open_page(**params).switch_page("strikes.py").run()


def test_the_page_says_what_its_counts_leave_out(open_page):
    page = on_strikes(open_page, from_="2020-01-20", to="2020-02-10")
    assert not page.exception
    covered = strikes_days.coverage(current().events, Query(start=date(2020, 1, 20), end=date(2020, 2, 10)))
    told = words(page)
    assert "cited selection" in told
    assert f"{covered.quiet} of {covered.days} days" in told
    assert f"{covered.contested} have a contested attribution" in told


@pytest.mark.thorough
@pytest.mark.parametrize("section", ["days", "places", "near", "said"])
def test_each_section_opens_with_strikes_and_without_any(open_page, section):
    for params in ({"from_": "2020-02-01", "to": "2020-02-02"}, {"kinds": "control"}):
        page = on_strikes(open_page, **params)
        page.session_state["strikes_section"] = section
        page.run()
        assert not page.exception


@pytest.mark.thorough
def test_the_filter_of_strikes_is_kept_in_the_address_and_holds_on_the_other_pages(open_page):
    page = on_strikes(open_page)
    page.session_state["strikes_open"] = True  # as a click on the expander does
    page.run()
    page.multiselect(key="attribution").set_value(["contested"]).run()
    page.text_input(key="where").set_value("Saraqib").run()
    assert not page.exception
    query = page.session_state["page_context"].query
    assert (query.attribution, query.where) == (frozenset({"contested"}), "Saraqib")
    assert {"attribution", "where"} <= set(page.query_params)
    page.session_state["strikes_open"] = False
    assert page.run().session_state["page_context"].query == query  # closed, the filter holds
    there = words(page.switch_page("situation.py").run())
    counted = summary.figures(current().events, query)
    assert f"<td>{counted.strikes}</td>" in there


@pytest.mark.thorough
def test_how_strikes_are_drawn_is_restored_by_a_link_and_stays_from_page_to_page(open_page):
    page = on_strikes(open_page, symbols="density", near="front", within="2.5")
    query = page.session_state["page_context"].query
    assert (query.symbols, query.near, query.within) == ("density", "front", 2.5)
    again = page.switch_page("situation.py").run().switch_page("strikes.py").run()
    assert again.session_state["page_context"].query.symbols == "density"


def test_resetting_the_filter_resets_the_strikes_too(open_page):
    page = on_strikes(open_page, casualties="killed", actor="SOHR", symbols="clusters")
    next(button for button in page.button if button.label == "Reset the filter").click().run()
    assert page.session_state["page_context"].query == replace(Query(), lang="en")


def test_the_title_names_the_worst_place_and_day_only_where_there_is_one():
    covered = strikes_days.Coverage(2, 0, 3, 0, 0, 0, 0, 0)
    days = pd.DataFrame({"day": pd.to_datetime(["2020-01-01", "2020-01-02"]), "strikes": [2, 1]})
    places = pd.DataFrame({"place": ["Idlib province", "Ariha"], "strikes": [2, 1], "located": [False, True]})
    assert strikes.finding(covered, days, places, Query()) == "3 strikes reported; most: 1 Jan 2020 (2)"
    even = days.assign(strikes=[1, 1])
    assert strikes.finding(covered, even, places, Query()) == "3 strikes reported"


def test_the_map_of_the_page_draws_no_flow_and_changes_no_filter():
    query = Query(kinds=frozenset({"strike", "displacement"}))
    shown = strikes.only_strikes(query)
    assert "flows" not in shown.layers
    assert shown.row_params() == query.row_params()
