"""Which column holds the day when no name says so for certain: by its cells, by parts, or by the owner's word."""

from __future__ import annotations

import pytest

from lib.events.importing import Imported, import_table
from lib.events.mapping.names import readings
from lib.events.questions import Answers, QuestionError

FIRST = "Village,Type of attack,"


def bring(header: str, row: str, columns: str = "guessed") -> Imported:
    return import_table(f"{header}\n{row}\n".encode(), "mine.csv", Answers(columns=columns))


def days(imported: Imported) -> tuple[str, str, str]:
    [row] = imported.table.frame.itertuples()
    return str(row.date_start.date()), str(row.date_end.date()), row.date_precision


@pytest.mark.parametrize(
    ("names", "cells", "expected"),
    [
        ("Month", "Feb 2020", ("2020-02-01", "2020-02-29", "month")),
        ("From,To", "2020-02-05,2020-02-07", ("2020-02-05", "2020-02-07", "day")),
        ("Start,End", "5 Feb 2020,7 Feb 2020", ("2020-02-05", "2020-02-07", "day")),
        ("من,إلى", "2020-02-05,2020-02-07", ("2020-02-05", "2020-02-07", "day")),
        ("Date reported", "2020-02-05", ("2020-02-05", "2020-02-05", "day")),
        ("Reporting Date", "2020-02-05", ("2020-02-05", "2020-02-05", "day")),
        ("Date,Reporting Date", "2020-02-05,2020-02-09", ("2020-02-05", "2020-02-05", "day")),
        ("start,today,_uuid", "2020-02-04T10:00,2020-02-05,u", ("2020-02-05", "2020-02-05", "day")),
        ("today,date of incident,_uuid", "2020-02-09,2020-02-05,u", ("2020-02-05", "2020-02-05", "day")),
        ("Year,Month,Day", "2020,2,5", ("2020-02-05", "2020-02-05", "day")),
        ("Day,Month,Year", "5,February,2020", ("2020-02-05", "2020-02-05", "day")),
        ("السنة,الشهر,اليوم", "2020,شباط,5", ("2020-02-05", "2020-02-05", "day")),
        ("Yıl,Ay,Gün", "2020,2,5", ("2020-02-05", "2020-02-05", "day")),
        ("Year,Month", "2020,2", ("2020-02-01", "2020-02-29", "month")),
        ("Year,Month,Day,Date", "2020,2,5,2020-02-06", ("2020-02-06", "2020-02-06", "day")),
    ],
)
def test_the_day_is_found_by_what_the_cells_hold(names, cells, expected):
    assert days(bring(FIRST + names, f"Ariha,Air strike,{cells}")) == expected


def test_places_called_from_and_to_are_no_days():
    imported = bring("From,To,Date,Type", "Ariha,Dana,2020-02-05,flow")
    assert days(imported) == ("2020-02-05", "2020-02-05", "day")


@pytest.mark.parametrize(("names", "cells"), [("Day", "5"), ("Jour J", "2020-02-05"), ("From,To", "Ariha,Dana")])
def test_a_table_without_a_column_of_days_says_how_to_name_one(names, cells):
    with pytest.raises(QuestionError, match="--answer columns=guessed,date_start=NAME"):
        bring(FIRST + names, f"Ariha,Air strike,{cells}")


@pytest.mark.parametrize("name", ["Jour J", "jour j"])
def test_an_answer_may_name_a_column_of_the_file(name):
    imported = bring(f"{FIRST}Jour J", "Ariha,Air strike,2020-02-05", f"guessed,date_start={name}")
    assert days(imported) == ("2020-02-05", "2020-02-05", "day")


def test_a_column_of_words_that_an_answer_names_has_its_words_matched():
    columns = "guessed,date_start=Jour J,subkind=Quoi,note=told by phone"
    imported = bring("Jour J,Quoi,Village", "2020-02-05,Air strikes,Ariha", columns)
    [row] = imported.table.frame.itertuples()
    assert (row.kind, row.subkind, row.note) == ("strike", "airstrike", "told by phone")


def test_a_figure_that_an_answer_names_takes_the_place_of_the_guess():
    imported = bring("Date,Type of attack,Killed,Dead", "2020-02-05,Air strike,3,4", "guessed,deaths_low=Dead")
    [row] = imported.table.frame.itertuples()
    assert row.deaths_low == 4


def test_a_word_that_is_no_date_and_no_column_is_refused_with_the_names_there_are():
    imported = bring(f"{FIRST}Jour J", "Ariha,Air strike,2020-02-05", "guessed,date_start=Date")
    assert imported.table.frame.empty
    [problem] = imported.table.problems
    assert problem.message == (
        "'Date' is no date, and no column of the file. It has: 'Village', 'Type of attack', 'Jour J'."
    )


@pytest.mark.parametrize(
    "name", ["Date (يوم/شهر/سنة)", "Date (gün/ay/yıl)", "Date (jour/mois/année)", "Date (DD/MM/YYYY)"]
)
def test_the_order_of_a_date_in_brackets_says_nothing_else_of_its_column(name):
    assert any(reading.key == "date" and reading.sure for reading in readings(name))


@pytest.mark.parametrize("cells", ["5 Feb 2020,7 Feb 2020", "5 Mar 2020,9 Mar 2020", "1 Dec 2020,8 Dec 2020"])
def test_a_day_in_words_is_no_reference_to_a_square_of_a_grid(cells):
    imported = bring(f"{FIRST}Date of incident,Last seen", f"Ariha,Air strike,{cells}")
    assert "The points were read" not in "".join(map(str, imported.table.problems))
