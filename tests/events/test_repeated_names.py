"""Rows that name the columns again, count them, or head the rows below: none of it is swallowed or told row by row."""

from __future__ import annotations

from time import process_time

import pytest

from lib.events.columns import match_columns
from lib.events.mapping.guess import guess
from lib.events.problems import ProblemLog
from tests.data.workbooks import workbook
from tests.events.tables import strike
from tests.events.test_sheets import BODY, NAMES, both, bring, csv, grid, ids, said

FIGURES = [*NAMES, "injured_low"]


def record(name: str, deaths: str, injured: str) -> list[str]:
    row = strike(event_id=name, deaths_low=deaths)
    return [*(row[each] for each in NAMES), injured]


@pytest.mark.parametrize("swap", [(7, 9), (4, 9), (0, 8)])
@pytest.mark.parametrize("sort", [0, 1, 2])
def test_records_below_names_in_another_order_are_read_by_those_names(swap, sort):
    first, second = swap

    def swapped(row: list[str]) -> list[str]:
        row = list(row)
        row[first], row[second] = row[second], row[first]
        return row

    rows = [FIGURES, record("s1", "3", "40"), swapped(FIGURES), swapped(record("s2", "2", "25")), FIGURES,
            record("s3", "7", "8")]  # fmt: skip
    imported = bring(*both(rows)[sort])
    frame = imported.table.frame
    assert list(frame["event_id"]) == ["s1", "s2", "s3"]
    assert frame["deaths_low"].tolist() == [3, 2, 7]
    assert frame["injured_low"].tolist() == [40, 25, 8]
    assert "1 row names the columns anew, in another order or with others (row 3)" in said(imported)
    assert "1 row repeats the names of the columns and was left out (row 5)." in said(imported)


def test_a_second_table_with_a_column_more_loses_neither_table():
    rows = [NAMES, *BODY, [], [*NAMES, "injured_low"], record("s3", "1", "9"), record("s4", "1", "9")]
    for data, name in (both(rows)[0], both(rows)[1]):
        imported = bring(data, name)
        assert ids(imported) == ["s1", "s2", "s3", "s4"]
        assert imported.table.frame["injured_low"].fillna(-1).tolist() == [-1, -1, 9, 9]
        assert "Columns that stand there only: 'injured_low'." in said(imported)


def test_records_above_the_names_that_were_chosen_are_counted_as_left_out_and_can_be_downloaded():
    above = [["What", "Where", "When", "Who"], ["x", "Saraqib", "2020-02-03", "y"], ["z", "Ariha", "2020-02-04", "y"]]
    for data, name in both([*above, [], NAMES, *BODY]):
        imported = bring(data, name)
        assert ids(imported) == ["s1", "s2"]
        assert imported.refused == 2
        assert "row 2: The row looks like a record but stands above the names" in said(imported)
        assert imported.left_out.csv().decode("utf-8-sig").count("stands above") == 2


CAPITALS = [name.upper() for name in NAMES]
SPELLED = [name.replace("_", " ").title() for name in NAMES]
ARABIC = ["المعرف", "", "نوع الهجوم", "التاريخ", "القرية", "خط العرض", "خط الطول", "عدد القتلى", "المصدر"]


@pytest.mark.parametrize("names", [CAPITALS, SPELLED, ARABIC], ids=["capitals", "spelled", "Arabic"])
def test_names_repeated_in_other_letters_or_another_language_are_left_out_once(names):
    for data, name in both([NAMES, names, *BODY]):
        imported = bring(data, name)
        assert ids(imported) == ["s1", "s2"]
        assert imported.refused == 0
        assert "1 row repeats the names of the columns and was left out (row 2)." in said(imported)


@pytest.mark.parametrize(
    "row",
    [["", "", "", "YYYY-MM-DD", "text", "degrees", "(degrees)", "persons", ""], list("123456789"), list("ABCDEFGHI"),
     [f"({n})" for n in range(1, 10)]],
    ids=["units", "figures", "letters", "brackets"],
)  # fmt: skip
def test_a_row_of_units_or_numbers_below_the_names_is_left_out_once(row):
    for data, name in both([NAMES, row, *BODY]):
        imported = bring(data, name)
        assert ids(imported) == ["s1", "s2"]
        assert imported.refused == 0
        assert "1 row below the names holds units or numbers of the columns and was left out (row 2" in said(imported)


def test_a_record_is_no_row_of_names_or_units():
    for row in (["kind", *BODY[0][1:]], ["event_id", "kind", *BODY[0][2:]], ["1", "2", *BODY[0][2:]]):
        assert grid(csv([NAMES, *BODY, row]), "a.csv")[0].cells.table.num_rows == 3


@pytest.mark.parametrize("heading", ["February 2020", "شباط 2020", "2020", "02/2020", "Northern", "South of the road"])
def test_headings_between_the_records_are_told_in_one_notice(heading):
    rows = [NAMES, [heading, *[""] * 8], BODY[0], [f"{heading} again", *[""] * 8], BODY[1]]
    for data, name in both(rows):
        imported = bring(data, name)
        assert ids(imported) == ["s1", "s2"]
        assert imported.refused == 0
        assert f"2 lines of text that are no records were left out (rows 2, 4; the first: '{heading}')." in said(
            imported
        )


def test_a_row_with_the_first_cell_of_other_records_alone_is_told_as_a_record():
    names = [NAMES[4], *NAMES[:4], *NAMES[5:]]
    body = [[row[4], *row[:4], *row[5:]] for row in BODY]
    imported = bring(csv([names, *body, ["Ariha", *[""] * 8]]), "a.csv")
    assert imported.refused == 1


@pytest.mark.parametrize("word", ["Total", "المجموع", "Toplam"])
def test_totals_named_in_the_column_of_dates_are_left_out(word):
    rows = [["Date", "Village", "Type", "Killed"], ["2020-02-05", "Ariha", "Air strike", "3"], [word, "", "", "3"]]
    for data, name in both(rows):
        imported = bring(data, name, columns="guessed")
        assert len(imported.table.frame) == 1
        assert imported.refused == 0
        assert f"1 row of totals was left out (row 3: '{word}')." in said(imported)


GROUPED = [
    ["Date", "Location", "", "Type", "Casualties", "", "Source"],
    ["", "Governorate", "Village", "", "Killed", "Injured", ""],
    ["2020-02-05", "Idlib", "Ariha", "Air strike", "3", "5", "x"],
]
THREE_ROWS = [
    ["Date", "Village", "Type", "Casualties", "", "", "", "Source"],
    ["", "", "", "Killed", "", "Injured", "", ""],
    ["", "", "", "min", "max", "min", "max", ""],
    ["2020-02-05", "Ariha", "Air strike", "3", "4", "5", "6", "x"],
]
ONE_BELOW = [
    ["Date", "Location", "Type", "Casualties", "", "Source"],
    ["", "Village", "", "Killed", "Injured", ""],
    ["2020-02-05", "Ariha", "Air strike", "3", "5", "x"],
]


@pytest.mark.parametrize(
    ("rows", "merged", "figures"),
    [
        (GROUPED, ["B1:C1", "E1:F1"], (3, 3, 5, 5)),
        (THREE_ROWS, ["D1:G1", "D2:E2", "F2:G2"], (3, 4, 5, 6)),
        (ONE_BELOW, ["D1:E1"], (3, 3, 5, 5)),
    ],
    ids=["two rows", "three rows", "one name below one"],
)
def test_names_under_a_common_one_are_guessed_by_themselves(rows, merged, figures):
    for data, name in (
        (workbook({"A": rows}, merged={"A": merged}), "a.xlsx"),
        (csv(rows), "a.csv"),
    ):
        frame = bring(data, name, columns="guessed").table.frame
        assert list(frame["place"]) == ["Ariha"]
        assert tuple(frame.loc[0, ["deaths_low", "deaths_high", "injured_low", "injured_high"]]) == figures


@pytest.mark.thorough
def test_a_guess_looks_at_thousands_of_columns_in_seconds():
    names = [*NAMES, *(f"another column {n}" for n in range(4_000))]
    found, _told = grid(csv([names, [*BODY[0], *["x"] * 4_000]]), "a.csv")
    began = process_time()
    assert len(guess(found).proposals) == len(names)
    match_columns(found.header, ProblemLog("a.csv"))
    assert process_time() - began < 15
