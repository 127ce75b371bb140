"""The displacement page as a reader works it, without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.maps import style
from tests.maps import colours
from tests.ui.conftest import ALL_DAYS

SHELL = str(Path(__file__).resolve().parents[2] / "pages" / "shell.py")
SECTIONS = ("movements", "totals", "shelter", "distance", "model")


@pytest.fixture
def open_page():
    def run(**params):
        page = AppTest.from_file(SHELL, default_timeout=120)
        for name, value in params.items():
            page.query_params[name.rstrip("_")] = value
        return page.run().switch_page("displacement.py").run()

    return run


def words(page):
    return " ".join(str(block.proto.body) for block in page.get("html"))


@pytest.mark.thorough
def test_every_part_of_the_page_opens(open_page):
    page = open_page(**ALL_DAYS)
    for section in SECTIONS:
        page.session_state["displacement_section"] = section
        page.run()
        assert not page.exception, section
        assert page.dataframe, section


def test_the_figure_of_persons_displaced_is_that_of_the_situation_page(open_page):
    page = open_page(from_="2020-01-28", to="2020-02-15")
    here = words(page)
    there = words(page.switch_page("situation.py").run())
    figure = here.split("people displaced")[0].rsplit("<b>", 1)[1].split("</b>")[0]
    assert figure
    assert figure in there


@pytest.mark.thorough
def test_choosing_a_sub_district_is_written_to_the_address_and_shown_on_other_pages(open_page):
    page = open_page()
    page.selectbox(key="area_select").set_value("SY070301").run()
    page.session_state["flow_select"] = "in"
    page.session_state["flow"] = "in"
    page.run()
    assert page.session_state["page_context"].query.area == "SY070301"
    assert page.query_params["area"] in ("SY070301", ["SY070301"])
    page.switch_page("situation.py").run()
    assert any("Dana" in button.label for button in page.button)
    chip = next(button for button in page.button if button.label.startswith("movements into Dana"))
    chip.click().run()
    assert page.session_state["page_context"].query.area == ""


@pytest.mark.parametrize("flow", ["any", "in", "out", "between"])
def test_the_title_speaks_of_the_area_that_is_chosen_and_of_no_other(open_page, flow):
    page = open_page(area="SY070301", flow=flow, from_="2020-02-09", to="2020-02-15")
    told = words(page)
    [title] = re.findall(r"<h1>(.*?)</h1>", told)
    assert "Dana" in title
    assert "reported displaced" not in title


def test_an_area_by_name_is_chosen_in_the_list(open_page):
    page = open_page(area="Dana", flow="in")
    assert page.selectbox(key="area_select").value == "SY070301"


def test_an_area_nobody_knows_is_said_and_does_not_stop_the_page(open_page):
    page = open_page(area="<b>Atlantis</b>")
    assert not page.exception
    assert any("Atlantis" in info.value for info in page.info)


def test_strikes_are_off_until_asked_for_and_the_modelled_split_too(open_page):
    page = open_page()
    assert not page.session_state["displacement_more"]
    assert "modelled" not in page.session_state["page_context"].query.layers


@pytest.mark.thorough
def test_a_range_without_reports_says_so(open_page):
    page = open_page(from_="2020-03-06", to="2020-03-06", confidence="none")
    for section in SECTIONS:
        page.session_state["displacement_section"] = section
        page.run()
        assert not page.exception, section


def test_every_series_of_a_chart_can_be_seen_on_white():
    assert all(colours.contrast(colour, style.TOKENS["paper"]) >= 3 for colour in style.TOKENS["series"])
