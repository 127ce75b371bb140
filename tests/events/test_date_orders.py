"""What decides in which order a date is written: the file before its owner, a weekday, months without a sign."""

from __future__ import annotations

import pytest

from tests.events.test_dates import asked, read_columns, read_days


@pytest.mark.parametrize(
    ("cells", "last"),
    [(("202002",), "2020-02-29"), (("201911", "202002"), "2020-02-29"), (("201112", "201302"), "2013-02-28"),
     (("122019", "012020", "022020"), "2020-02-29")],
)  # fmt: skip
def test_six_digits_that_can_only_be_a_month_are_all_its_days(cells, last):
    found, told = read_days(*cells)
    assert {precision for _first, _last, precision in found} == {"month"}
    assert found[-1][1] == last
    assert [message for message in told if "two digits" in message] == []


def test_a_span_of_months_in_six_digits_is_read():
    assert read_days("201911..202001")[0] == [("2019-11-01", "2020-01-31", "month")]


@pytest.mark.parametrize(("cell", "choices"), [("022020", ["month", "months"]), ("201112", ["day", "year", "months"])])
def test_six_digits_that_may_be_a_month_or_a_day_are_asked_about(cell, choices):
    question = asked(cell)
    assert (question.topic, [value for value, _words in question.choices]) == ("date_order", choices)
    assert read_days(cell, date_order="months")[0][0][2] == "month"
    assert read_days(cell, date_order=choices[0])[0][0][2] == ""


def test_a_notice_of_years_of_two_digits_counts_no_cell_that_was_not_read():
    _found, told = read_days("310120", "050220", "999999")
    assert told[-1].startswith("2 dates have a year of two digits, as '310120'")


def test_an_answer_that_the_dates_contradict_is_not_followed_and_said():
    cells = ["02/05/2020", "02/13/2020"]
    found, told = read_days(*cells, date_order="day")
    assert [day for day, _last, _precision in found] == ["2020-02-05", "2020-02-13"]
    [message] = told
    assert message.startswith(
        "The answer date-order=day contradicts the file, which was followed: '02/13/2020' in row 3"
    )
    assert read_days(*cells, date_order="month")[1] == []


def test_an_answer_for_another_column_is_not_said_to_contradict():
    found, told = read_columns(
        answer="month", date_start=["02/05/2020", "02/06/2020"], source_date=["13/02/2020", "14/02/2020"]
    )
    assert found["source_date"] == ["2020-02-13", "2020-02-14"]
    assert "contradicts" not in " ".join(told)


@pytest.mark.parametrize(
    ("cell", "day"),
    [("Wed 05/02/2020", "2020-02-05"), ("Saturday, 05/02/2020", "2020-05-02"), ("05/02/2020 (mercredi)", "2020-02-05"),
     ("الأربعاء 05/02/2020", "2020-02-05"), ("Çarşamba 05.02.2020", "2020-02-05"), ("Wed 5/2/20", "2020-02-05")],
)  # fmt: skip
def test_a_weekday_decides_between_day_first_and_month_first(cell, day):
    found, told = read_days(cell, "06/02/2020" if "-02-" in day else "05/06/2020")
    assert found[0][0] == day
    assert any("since the weekday of" in message for message in told)


def test_weekdays_that_decide_differently_leave_the_question():
    assert asked("Wed 05/02/2020", "Tue 06/02/2020").topic == "date_order"


@pytest.mark.parametrize("cell", ["mar. 4 févr. 2020", "Sal 4 Şub 2020", "الثلاثاء 4 شباط 2020", "Tues 4 Feb 2020"])
def test_a_weekday_that_is_that_of_the_day_says_nothing(cell):
    assert read_days(cell) == ([("2020-02-04", "", "")], [])


@pytest.mark.parametrize("cell", ["Mon 5 Feb 2020", "Monday, 2020-02-05", "lundi 5 février 2020"])
def test_a_weekday_that_is_not_that_of_the_day_is_said(cell):
    found, told = read_days(cell)
    assert found[0][0] == "2020-02-05"
    [message] = told
    assert message.startswith(f"The weekday of '{cell}' in row 2 is not that of the day, which was read as written.")


@pytest.mark.parametrize(
    ("cells", "read"),
    [(("2020.02", "2020.1", "2020.11"), True), (("2020.02", "2020.10", "2020.1"), False),
     (("2020.11", "2020.12", "2020.1"), False)],
)  # fmt: skip
def test_a_first_or_tenth_month_is_read_only_where_the_others_prove_it(cells, read):
    found, told = read_days(*cells)
    at = cells.index("2020.1")
    assert found[at][0] == ("2020-10-01" if read else "2020.1")
    assert any("'2020.1' in row" in message for message in told)
