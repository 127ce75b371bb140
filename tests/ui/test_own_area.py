"""An area of one's own as the pages take it: by name, by its sides, from a file, and from what the map sends."""

from __future__ import annotations

import pytest

from lib.analysis import summary
from lib.events import own_area
from lib.events.query import Query
from lib.events.store import current
from lib.ui.filters import own_area as filter_own_area
from tests.ui.conftest import words

BOX = "box_36.5_35.8_36.9_36.1"


def with_filter(open_page, **params):
    page = open_page(**params)
    page.session_state["own_area_open"] = True  # as a click on the expander does
    return page.run()


def query_of(page):
    return page.session_state["page_context"].query


def test_a_sub_district_is_chosen_by_name_and_taken_off_again(open_page):
    page = with_filter(open_page)
    page.selectbox(key="own_area_named").set_value("SY070301").run()
    assert not page.exception
    assert query_of(page).within_area == "SY070301"
    assert page.query_params["within_area"] == "SY070301"
    assert "in Dana sub-district" in words(page)
    page.button(key="own_area_clear").click().run()
    assert query_of(page).within_area == ""
    assert "within_area" not in page.query_params


def test_the_sides_of_a_rectangle_are_typed(open_page):
    page = with_filter(open_page)
    page.text_input(key="own_area_sides").set_value("36.5, 35.8, 36.9, 36.1").run()
    assert query_of(page).within_area == BOX
    counted = summary.figures(current().events, Query(within_area=BOX))
    assert f"<td>{counted.strikes}</td>" in words(page)


@pytest.mark.parametrize("typed", ["36.9, 35.8, 36.5, 36.1", "north", "1,2,3,4", "36.5 35.8 36.9"])
def test_sides_that_make_no_area_are_refused_with_a_sentence_and_change_nothing(open_page, typed):
    page = with_filter(open_page, within_area="SY070301")
    page.text_input(key="own_area_sides").set_value(typed).run()
    assert not page.exception
    assert query_of(page).within_area == "SY070301"
    assert any("cannot be used" in box.value for box in page.warning)


@pytest.fixture
def told(monkeypatch):
    """Hand the filter what the map sends when something was drawn on it."""

    def tell(value):
        state = {filter_own_area.FIELD: "", filter_own_area.NOTE: "", filter_own_area.DRAWING: {"shape": "box", "n": 1}}
        monkeypatch.setattr(filter_own_area.st, "session_state", state)
        filter_own_area.drawn(value, lambda: None)
        assert state[filter_own_area.DRAWING] is None
        return state[filter_own_area.FIELD], state[filter_own_area.NOTE]

    return tell


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"shape": "box", "corners": [[36.9, 35.8], [36.5, 36.1]]}, BOX),
        (
            {"shape": "polygon", "corners": [[36.5, 35.8], [36.9, 35.8], [36.7, 36.1]]},
            own_area.polygon_code([[(36.5, 35.8), (36.9, 35.8), (36.7, 36.1)]]),
        ),
    ],
)
def test_what_was_drawn_on_the_map_becomes_the_area(told, value, code):
    assert told(value) == (code, "")


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"shape": "box", "corners": "x"},
        {"shape": "box", "corners": [[1, 2]]},
        {"shape": "polygon", "corners": [[1e308, "1e999"], [0, 0], [1, 1]]},
        {"shape": "polygon", "corners": [[float("nan"), 1], [0, 0], [1, 1]]},
        {"shape": "polygon", "corners": [{"a": 1}, None, 3]},
        {"shape": "polygon", "corners": [[36.5 + n / 100, 35.8] for n in range(500)]},
    ],
)
def test_whatever_a_browser_sends_is_an_area_or_a_sentence(told, value):
    field, note = told(value)
    assert field == ""
    assert "cannot be used" in note


def test_the_wish_to_draw_goes_to_the_map(open_page):
    page = with_filter(open_page)
    page.button(key="own_area_draw_polygon").click().run()
    assert page.session_state["own_area.drawing"] == {"shape": "polygon", "n": 1}
    page.button(key="own_area_draw_box").click().run()
    assert page.session_state["own_area.drawing"] == {"shape": "box", "n": 2}


def test_drawing_that_is_let_be_changes_nothing(told):
    assert told(None) == ("", "")


@pytest.mark.thorough
def test_the_part_of_the_page_about_the_area_tells_its_figures_charts_places_and_files(open_page):
    page = open_page(within_area=BOX, from_="2020-02-01", to="2020-02-20")
    page.session_state["area_record"] = True
    page.run()
    assert not page.exception
    shown = words(page)
    assert "export/report.pdf" in shown
    assert f"within_area={BOX}" in shown
    assert "Strikes a day as a table" in shown
    assert "Ground held as a table" in shown
    assert not any("In this area" in str(box.label) for box in open_page().expander)
