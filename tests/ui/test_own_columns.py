"""A table of any columns on the page: a line for each column, a guess, what to change, and a mapping to keep."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from lib.events.mapping.model import from_json
from lib.ui.own_table import page as own_table

TABLE = (
    "Fecha,Ort,Latitude (WGS84),Longitude,Type of incident,Killed\n"
    "2020-02-05,Saraqib,35.864,36.806,Air strikes,3\n"
    "2020-02-06,Ariha,35.814,36.609,Mystery,at most\n"
)
KINDLESS = "Date,Village,Displaced\n2020-02-05,Dana,1200\n"
TWO_KINDS_OF_DATE = (
    "event_id,kind,subkind,date_start,source\na,strike,airstrike,05/03/2020,me\nb,strike,airstrike,04/03/2020,me\n"
)


def brought():
    """The page's way of taking a file, with one that stands for the uploader's."""
    import streamlit as st  # noqa: PLC0415

    from lib.ui.own_table import page  # noqa: PLC0415

    class Uploaded:
        file_id = "f1"
        name = "mine.csv"

        @staticmethod
        def getvalue() -> bytes:
            st.session_state["reads"] = st.session_state.get("reads", 0) + 1
            return st.session_state["bytes"]

    page.own_reading.QUICK_S = 60.0
    page._take(Uploaded())


def opened(text: str) -> AppTest:
    page = AppTest.from_function(brought, default_timeout=180)
    page.session_state["bytes"] = text.encode()
    return settled(page.run())


def settled(page: AppTest) -> AppTest:
    assert not page.exception, page.exception
    return page


def box(page: AppTest, label: str):
    return next(box for box in page.selectbox if box.label == label)


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    return settled(page.run())


def taken(page: AppTest):
    return page.session_state[own_table.OWN].upload.imported


def test_each_column_is_a_line_with_its_guess_and_nothing_is_read_before_the_reader_says_so():
    page = opened(TABLE)
    assert box(page, "Latitude (WGS84)").value == "lat"
    assert box(page, "Killed").value == "deaths"
    assert box(page, "Type of incident").value == "subkind"
    assert box(page, "Air strikes").value == "airstrike"
    assert (box(page, "Fecha").value, box(page, "Ort").value, box(page, "Mystery").value) == ("", "", "")
    assert own_table.OWN not in page.session_state


@pytest.mark.thorough
def test_what_is_still_missing_is_said_and_the_button_waits_for_it():
    page = opened(TABLE)
    assert "the day (date_start)" in page.warning[0].value
    assert next(button for button in page.button if button.label == "Use these columns").disabled
    box(page, "Fecha").select("date_start")
    settled(page.run())
    assert not page.warning
    assert not next(button for button in page.button if button.label == "Use these columns").disabled


@pytest.mark.thorough
def test_the_reader_s_choices_are_what_is_read_and_the_first_rows_are_shown_so():
    page = opened(TABLE)
    box(page, "Fecha").select("date_start")
    box(page, "Ort").select("place")
    box(page, "Mystery").select("rocket")
    settled(page.run())
    shown = page.dataframe[0].value
    assert shown["place"].tolist() == ["Saraqib", "Ariha"]
    assert shown["subkind"].tolist() == ["airstrike", "rocket"]
    press(page, "Use these columns")
    frame = taken(page).table.frame
    assert frame["place"].tolist() == ["Saraqib", "Ariha"]
    assert frame["subkind"].tolist() == ["airstrike", "rocket"]
    assert frame["deaths_low"].tolist()[0] == frame["deaths_high"].tolist()[0] == 3


@pytest.mark.thorough
def test_a_click_does_not_read_the_file_again():
    page = opened(TABLE)
    before = page.session_state["reads"]
    box(page, "Fecha").select("date_start")
    settled(page.run())
    assert page.session_state["reads"] == before


@pytest.mark.thorough
def test_two_columns_cannot_be_the_same_one():
    page = opened(TABLE)
    box(page, "Ort").select("deaths_high")
    settled(page.run())
    assert "cannot both be" in page.error[0].value


@pytest.mark.thorough
def test_a_table_that_names_no_kind_is_asked_for_one():
    page = opened(KINDLESS)
    assert "the sort of event" in page.warning[0].value
    kind = next(box for box in page.selectbox if "sort of event" in box.label)
    kind.select("flow")
    settled(page.run())
    press(page, "Use these columns")
    row = taken(page).table.frame.iloc[0]
    assert (row["kind"], row["subkind"], row["persons_low"], row["persons_high"]) == (
        "displacement",
        "flow",
        1200,
        1200,
    )


@pytest.mark.thorough
def test_a_saved_mapping_is_taken_again_and_one_that_does_not_fit_is_refused_with_a_sentence():
    page = opened(TABLE)
    saved = {
        "columns": {"date_start": "Fecha", "subkind": "Type of incident"},
        "values": {"subkind": {"Mystery": "drone"}},
    }
    page.text_area[0].input(json.dumps({"columns": {"date_start": "Gone"}}))
    press(page, "Use this mapping")
    assert "which the file does not have" in page.error[0].value.replace("\\", "")
    page.text_area[0].input(json.dumps(saved))
    press(page, "Use this mapping")
    assert taken(page).table.frame["subkind"].tolist() == ["airstrike", "drone"]
    assert from_json(taken(page).mapping).columns == saved["columns"]


@pytest.mark.thorough
@pytest.mark.parametrize("text", ["[" * 100_000, "{}", '{"columns": 1}', '{"columns": {"lat": "x"}, "colour": 1}'])
def test_a_hostile_mapping_ends_in_a_sentence(text):
    page = opened(TABLE)
    page.text_area[0].input(text)
    press(page, "Use this mapping")
    assert len(page.error) == 1
    assert own_table.OWN not in page.session_state


@pytest.mark.thorough
def test_any_other_question_has_its_choices_and_none_is_chosen_before():
    page = opened(TWO_KINDS_OF_DATE)
    assert page.radio[0].value is None
    press(page, "Go on")
    assert page.error[0].value == "Choose one."
    page.radio[0].set_value("day")
    press(page, "Go on")
    assert taken(page).table.frame["date_start"].dt.day.tolist() == [5, 4]


def sampled():
    """A question of a topic that others add: a sample of rows, an answer to type in."""
    import streamlit as st  # noqa: PLC0415

    from lib.events.questions import Question  # noqa: PLC0415
    from lib.ui.own_table import page  # noqa: PLC0415

    question = Question("crs", "Which one?", suggested="4326", sample=(("x", "x"), ("1", "2")))
    st.session_state["answer"] = page._form("f", "mine.csv", question)


def test_a_question_with_a_sample_shows_it_and_a_suggestion_stands_in_the_line():
    page = settled(AppTest.from_function(sampled, default_timeout=180).run())
    assert page.dataframe[0].value.to_numpy().tolist() == [["1", "2"]]
    assert page.text_input[0].value == "4326"
    page.text_input[0].input("a lot")
    press(page, "Go on")
    assert page.session_state["answer"] is None
    assert "EPSG" in page.error[0].value
    page.text_input[0].input("4326")
    press(page, "Go on")
    assert page.session_state["answer"] == "4326"
