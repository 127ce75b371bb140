"""OCHA's monthly workbook on HDX: its sheets add up as they should, whatever their tabs and totals say."""

from __future__ import annotations

import csv
import io
import random

import pytest

from lib.events import schema
from lib.events.importing import Imported, import_table
from lib.events.questions import Answers, QuestionError
from tests.data.workbooks import workbook

AREAS = [
    "Mohafaza",
    "Mohafaza PCODE",
    "Mantika",
    "Mantika PCODE",
    "Nahya",
    "Nahya PCODE",
    "Community",
    "Community PCODE",
]
COMMUNITIES = [
    [*AREAS, "IDP_Flow_Estimation"],
    ["Idleb", "SY07", "Al Ma'ra", "SY0702", "Heish", "SY070205", "Tah", "C4099", "6750"],
    ["Idleb", "SY07", "Harim", "SY0703", "Dana", "SY070301", "Dana", "C4126", "1200.5"],
    ["Idleb", "SY07", "Harim", "SY0703", "Dana", "SY070301", "Sarmada", "C4133", ""],
    ["Grand Total", "", "", "", "", "", "", "", "7950.5"],
]
GOVERNORATES = ["Aleppo", "Hama", "Idleb"]
MATRIX = [
    ["Origin", *GOVERNORATES, "Grand Total"],
    ["Aleppo", "16034.6", "0", "2273.25", "3"],
    ["Idleb", "6366", "40", "28246.4", "34652.4"],
    ["Unknown", "", "", "5", "5"],
    ["Grand Total", "22400.6", "40", "30524.65", "52965.25"],
]
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December"]  # fmt: skip
SUMMARY = [
    ["", "2019", *[""] * 13, "2020", *[""] * 12],
    ["Governorate", *MONTHS, "Total 2019", "", *MONTHS, "Total 2019"],
    ["Idleb", *["10"] * 12, "120", "", "7", "8.5", *[""] * 10, "15.5"],
    ["Grand Total", *["10"] * 12, "120", "", "7", "8.5", *[""] * 10, "15.5"],
    ["Average of IDP flow per day", *["1"] * 12, "", "", "1", "1", *[""] * 10, ""],
    ["", *["31"] * 12, "", "", "31", "29", *[""] * 10, ""],
]


def as_csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def bring(data: bytes, name: str = "idp.csv", **answers: str) -> Imported:
    imported = import_table(data, name, Answers(**answers))
    schema.event_schema().validate(imported.table.frame, lazy=True)
    return imported


def said(imported: Imported) -> str:
    return "\n".join(str(problem) for problem in imported.table.problems)


def test_a_sheet_of_communities_gives_a_destination_a_month_and_no_origin():
    frame = bring(as_csv(COMMUNITIES), month="2020-02").table.frame
    assert list(frame["pcode"]) == ["C4099", "C4126"]
    assert set(frame["subkind"]) == {"flow"}
    assert list(frame["date_start"].dt.strftime("%Y-%m-%d").unique()) == ["2020-02-01"]
    assert list(frame["date_end"].dt.strftime("%Y-%m-%d").unique()) == ["2020-02-29"]
    assert set(frame["date_precision"]) == {"month"}
    assert frame["origin_place"].eq("").all()
    assert frame["source_date"].eq("").all()


def test_totals_are_dropped_by_name_and_a_blank_figure_is_no_row():
    imported = bring(as_csv(COMMUNITIES), month="2020-02")
    assert imported.total == 6750 + 1200.5
    assert "1 row of totals was left out" in said(imported)
    assert "1 row has no figure: not reported" in said(imported)


def test_an_estimate_with_decimals_becomes_the_whole_numbers_on_either_side():
    row = bring(as_csv(COMMUNITIES), month="2020-02").table.frame.iloc[1]
    assert (row["persons_low"], row["persons_high"]) == (1200, 1201)
    assert "1200.5" in row["note"]


def test_the_month_is_asked_for_and_a_tab_never_says_it():
    data = workbook({"December2018_IDPflow": [list(row) for row in COMMUNITIES]})
    with pytest.raises(QuestionError) as raised:
        bring(data, "idp movements.xlsx")
    assert (raised.value.question.topic, raised.value.question.suggested) == ("month", "")


@pytest.mark.parametrize("name", ["idp_2020-02.csv", "IDP movements Feb 2020.xlsx.csv", "202002_idp.csv"])
def test_the_name_of_the_file_may_suggest_the_month(name):
    with pytest.raises(QuestionError) as raised:
        bring(as_csv(COMMUNITIES), name)
    assert raised.value.question.suggested == "2020-02"


def test_returns_are_returns():
    rows = [[*AREAS, "Ret_Flow_Estimation"], *COMMUNITIES[1:]]
    frame = bring(as_csv(rows), month="2020-02").table.frame
    assert set(frame["subkind"]) == {"return"}
    assert set(frame["metric"]) == {"returned"}


def test_a_matrix_gives_both_ends_and_no_point():
    imported = bring(as_csv(MATRIX), "Table-Origin_vs_Departure.csv", month="2020-02")
    frame = imported.table.frame
    assert imported.total == pytest.approx(16034.6 + 2273.25 + 6366 + 40 + 28246.4 + 5)
    assert ("Aleppo", "Idleb") in set(zip(frame["origin_place"], frame["place"], strict=True))
    assert frame["lat"].isna().all()
    assert set(frame["geo_precision"]) == {"governorate"}


def test_an_unknown_origin_is_blank_and_no_place_called_unknown():
    frame = bring(as_csv(MATRIX), "Table-Origin_vs_Departure.csv", month="2020-02").table.frame
    assert "Unknown" not in set(frame["origin_place"])
    assert (frame["origin_place"] == "").sum() == 1


def test_a_total_that_was_altered_is_told_and_not_used():
    imported = bring(as_csv(MATRIX), "Table-Origin_vs_Departure.csv", month="2020-02")
    assert "The Grand Total of 'Aleppo' says 3.0, but its cells add up to 18,307.8" in said(imported)
    assert "'Idleb' says" not in said(imported)


def test_a_matrix_that_does_not_say_whether_people_went_back_is_asked_about():
    with pytest.raises(QuestionError) as raised:
        bring(as_csv(MATRIX), "sheet5.csv", month="2020-02")
    assert raised.value.question.topic == "movement"
    frame = bring(as_csv(MATRIX), "sheet5.csv", month="2020-02", movement="return").table.frame
    assert set(frame["subkind"]) == {"return"}


def test_a_sheet_of_months_takes_its_years_from_the_row_above_not_from_a_wrong_label():
    imported = bring(as_csv(SUMMARY), "IDPFlow_Summary.csv")
    frame = imported.table.frame
    assert imported.total == 120 + 15.5
    assert frame["date_start"].dt.year.value_counts().to_dict() == {2019: 12, 2020: 2}
    assert set(frame["place"]) == {"Idleb"}


def test_a_workbook_of_all_sheets_asks_which_one_is_meant():
    sheets = {
        "Dec_IDPflow": COMMUNITIES,
        "Table-Origin_vs_Departure": MATRIX,
        "IDPFlow_Summary": SUMMARY,
        "Info": [["x"]],
    }
    with pytest.raises(QuestionError) as raised:
        bring(workbook(sheets), "idp.xlsx")
    assert [value for value, _ in raised.value.question.choices] == list(sheets)[:3]
    imported = bring(workbook(sheets), "idp.xlsx", sheet="Table-Origin_vs_Departure", month="2020-02")
    assert imported.total == pytest.approx(52965.25)


def test_a_row_of_tags_under_the_header_is_no_row():
    rows = [COMMUNITIES[0], ["#adm1+name", "#adm1+code", *["#x"] * 6, "#affected"], *COMMUNITIES[1:3]]
    imported = bring(as_csv(rows), month="2020-02")
    assert imported.total == 6750 + 1200.5


GENERATED = 300
"""Rows of a sheet as long as the real ones, with figures as odd."""


def figures(count: int) -> list[str]:
    """Figures as the sheets have them: whole, with decimals, and blank."""
    chance = random.Random(count)  # noqa: S311  the same sheet each time, nothing secret
    drawn = [chance.choice([str(chance.randrange(9_000)), f"{chance.uniform(0, 9_000):.4f}", ""]) for _ in range(count)]
    return [figure for figure in drawn if figure != "0"]


def test_a_long_sheet_of_communities_adds_up_to_the_plain_sum_of_its_cells():
    told = figures(GENERATED)
    rows = [[*COMMUNITIES[1][:6], f"Place {n}", f"C{1000 + n}", figure] for n, figure in enumerate(told)]
    total = sum(float(figure) for figure in told if figure)
    sheet = [COMMUNITIES[0], *rows, ["Grand Total", *[""] * 7, str(total)]]
    imported = bring(as_csv(sheet), month="2019-01")
    assert imported.total == pytest.approx(total, abs=1e-6)
    frame = imported.table.frame
    assert frame["persons_low"].sum() <= total <= frame["persons_high"].sum()
    assert frame["persons_high"].sum() - frame["persons_low"].sum() <= len(frame)


def test_a_whole_matrix_adds_up_to_the_plain_sum_of_its_cells():
    told = (figures(40) + figures(41))[:9]
    rows = [[name, *told[3 * n : 3 * n + 3], ""] for n, name in enumerate(GOVERNORATES)]
    imported = bring(as_csv([MATRIX[0], *rows]), "Table-Origin_vs_Departure.csv", month="2019-01")
    assert imported.total == pytest.approx(sum(float(figure) for figure in told if figure), abs=1e-6)
