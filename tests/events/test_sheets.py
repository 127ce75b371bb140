"""Sheets as people lay them out: what stands around the records is left out, joined or filled in, and said once."""

from __future__ import annotations

from datetime import date

import pytest

from lib.events.importing import Imported, import_table
from lib.events.problems import ProblemLog
from lib.events.questions import Answers, Question, QuestionError
from lib.events.reading.files import read_file
from lib.events.reading.grid import Grid
from tests.data import boxes
from tests.data.workbooks import Error, workbook
from tests.events.tables import STRIKE, strike

NAMES = ["event_id", "kind", "subkind", "date_start", "place", "lat", "lon", "deaths_low", "source"]
TAGS = ["#event+id", "#event+type", "#event+subtype", "#date+start", "#loc+name", "#geo+lat", "#geo+lon",
        "#affected+killed", "#meta+source"]  # fmt: skip
ROWS = [STRIKE, strike(event_id="s2", place="Ariha", date_start="2020-02-06", deaths_low="4")]
KNOWN = frozenset({"eventid", "kind", "subkind", "datestart", "place", "lat", "lon", "source", "low", "high"})


def cells(row: dict[str, str]) -> list[str]:
    return [row[name] for name in NAMES]


BODY = [cells(row) for row in ROWS]


def bring(data: bytes, name: str = "mine.xlsx", **answers: str) -> Imported:
    return import_table(data, name, Answers(**answers))


def said(imported: Imported) -> str:
    text = "\n".join(map(str, imported.table.problems))
    assert "not foreseen" not in text
    return text


def ids(imported: Imported) -> list[str]:
    return list(imported.table.frame["event_id"])


def asked(data: bytes, name: str = "mine.xlsx", **answers: str) -> Question:
    with pytest.raises(QuestionError) as raised:
        bring(data, name, **answers)
    return raised.value.question


def grid(data: bytes, name: str = "mine.xlsx", known: frozenset[str] = KNOWN) -> tuple[Grid, str]:
    log = ProblemLog(name)
    found = read_file(data, name, known, log, Answers())
    assert found is not None, log.problems()
    return found, "\n".join(map(str, log.problems()))


def csv(rows: list[list[str]]) -> bytes:
    return "\n".join(",".join(row) for row in rows).encode()


def both(rows: list[list[str]], **more) -> list[tuple[bytes, str]]:
    """The same rows as a workbook, as OpenDocument and as CSV."""
    return [
        (workbook({"A": rows}, **more), "a.xlsx"),
        (boxes.ods(boxes.ods_sheet("A", rows)), "a.ods"),
        (csv(rows), "a.csv"),
    ]


# The names of the columns.


@pytest.mark.parametrize(
    "data_name", both([["Incidents of February"], [], ["Prepared by us", "", "5 March"], NAMES, *BODY])
)
def test_names_are_found_below_titles_and_rows_keep_their_numbers(data_name):
    imported = bring(*data_name)
    assert ids(imported) == ["s1", "s2"]
    assert "The names of the columns stand in row 4; what is above was left out." in said(imported)


@pytest.mark.parametrize(
    "data_name", both([["Incidents"], ["Fecha", "Lugar", "Muertos", "Fuente"], ["5", "A", "3", "x"]])
)
def test_unknown_names_are_found_below_a_title_by_the_width_of_the_table(data_name):
    assert grid(*data_name)[0].header == ("Fecha", "Lugar", "Muertos", "Fuente")


TWO_ROWS = [
    ["Incident", "", "", "When", "Where", "", "", "Killed", "", "Source"],
    ["event_id", "kind", "subkind", "date_start", "place", "lat", "lon", "low", "high", "source"],
    ["s1", "strike", "airstrike", "2020-02-05", "Saraqib", "35.8", "36.8", "2", "4", "Notes"],
]


@pytest.mark.parametrize("data_name", both(TWO_ROWS, merged={"A": ["A1:C1", "E1:G1", "H1:I1"]}))
def test_names_in_two_rows_are_joined_where_the_lower_one_says_too_little(data_name):
    found, told = grid(*data_name)
    assert found.header == (*TWO_ROWS[1][:7], "Killed low", "Killed high", "source")
    assert "stand in two rows, which were read together, as 'Killed low'" in told
    assert found.cells.rows.tolist() == [3]


def test_a_name_that_is_known_when_joined_is_joined():
    rows = [
        ["", "", "Origin", "", "Target", ""],
        ["event_id", "kind", "lat", "lon", "lat", "lon"],
        ["s1", "x", *"1234"],
    ]
    found, _told = grid(
        workbook({"A": rows}, merged={"A": ["C1:D1", "E1:F1"]}), known=KNOWN | {"originlat", "originlon"}
    )
    assert found.header == ("event_id", "kind", "Origin lat", "Origin lon", "lat", "lon")


@pytest.mark.parametrize("merged", [["D1:E1", "A1:A2", "B1:B2"], []])
def test_names_below_others_are_joined_with_them(merged):
    rows = [["event_id", "kind", "date_start", "Killed", "", "source"], ["", "", "", "women", "men", ""],
            ["s1", "strike", "2020-02-05", "1", "2", "Notes"]]  # fmt: skip
    found, told = grid(workbook({"A": rows}, merged={"A": merged}))
    assert found.header == ("event_id", "kind", "date_start", "Killed women", "Killed men", "source")
    assert found.cells.table.num_rows == 1
    assert "two rows" in told


def test_a_title_or_a_remark_over_the_names_is_not_joined_with_them():
    for above in (
        ["Incidents in the north", *[""] * 8],
        ["Updated:", "5 March", *[""] * 7],
        ["2019", *[""] * 7, "2020"],
    ):
        assert grid(csv([above, NAMES, *BODY]), "a.csv")[0].header == tuple(NAMES)


def test_unknown_columns_never_refuse_a_table_and_far_too_many_are_told(monkeypatch):
    rows = [[*NAMES, *(f"more {n}" for n in range(300))], [*BODY[0], *["x"] * 300]]
    assert len(grid(csv(rows), "a.csv")[0].header) == 309
    monkeypatch.setattr("lib.events.reading.sheets.MAX_WIDTH", 20)
    moved = [[*row[9:], *row[:9]] for row in rows]
    for data, name in both(moved):
        found, told = grid(data, name)
        assert len(found.header) == found.cells.table.num_columns == 20
        assert set(NAMES) - {"deaths_low"} <= set(found.header)
        assert "has 309 columns; 20 of them were kept" in told


def test_names_that_stand_twice_are_told_whatever_the_format():
    header = "event_date,event_type,sub_event_type,actor1,location,fatalities,notes,notes"
    assert "'notes' stands more than once" in said(bring(f"{header}\n{',' * 7}x\n".encode(), "a.csv"))


# Tags of HXL.


@pytest.mark.parametrize("data_name", both([NAMES, TAGS, *BODY]))
def test_a_row_of_tags_is_passed_over_once_and_kept_for_the_columns(data_name):
    found, told = grid(*data_name)
    assert found.tags == tuple(TAGS)
    assert found.cells.rows.tolist() == [3, 4]
    assert told.count("HXL") == 1
    assert ids(bring(*data_name)) == ["s1", "s2"]


@pytest.mark.parametrize("above", [[], [["Fecha", *"bcdefghi"]], [["A title"], []]])
def test_tags_name_the_columns_that_nothing_else_does(above):
    found, _told = grid(csv([*above, TAGS, *BODY]), "a.csv")
    assert found.tags == tuple(TAGS)
    assert found.header == (tuple(above[0]) if above and len(above[0]) > 1 else tuple(TAGS))
    assert found.cells.table.num_rows == 2


def test_a_record_with_a_number_sign_is_no_row_of_tags():
    assert grid(csv([NAMES, ["#1", *BODY[0][1:]]]), "a.csv")[0].tags == ()


# Rows that are no records.

TOTALS = ["Total", "TOTAL:", "Grand total", "Sub-total", "Subtotal north", "المجموع", "المجموع الكلي", "الإجمالي",
          "Toplam", "Genel toplam", "Total général", "Sous-total"]  # fmt: skip


@pytest.mark.thorough
@pytest.mark.parametrize("word", TOTALS)
def test_a_row_of_totals_is_left_out_and_said(word):
    for data, name in both([NAMES, BODY[0], [word, *[""] * 6, "6", ""], BODY[1]]):
        imported = bring(data, name)
        assert ids(imported) == ["s1", "s2"]
        assert f"1 row of totals was left out (row 3: '{word}')." in said(imported)
        assert imported.refused == 0


EXACT = ["Total", "TOTAL:", "All", "Grand total", "المجموع", "الإجمالي", "Toplam", "Genel toplam", "Total général"]


@pytest.mark.parametrize("word", EXACT)
def test_totals_with_a_date_are_left_out_and_can_be_downloaded(word):
    rows = [["Date", "Governorate", "Village", "Killed"], ["2020-02-05", "North", "Ariha", "3"]]
    totals = [["2020-02-28", word, "", "3"], ["2020-02-28", "North", word, "3"]]
    for data, name in both([*rows, *totals]):
        imported = bring(data, name, columns="guessed,subkind=airstrike")
        assert len(imported.table.frame) == 1
        assert imported.refused == imported.left_out.rows == 2
        assert f"The row is a total of others by its '{word}'" in said(imported)
    own = [word if name == "place" else "" if name in {"lat", "lon"} else STRIKE[name] for name in NAMES]
    imported = bring(csv([NAMES, BODY[1], ["x", *own[1:]]]), "a.csv")
    assert ids(imported) == ["s2"]
    assert f"row 3: The row is a total of others by its '{word}'" in imported.left_out.csv().decode()


@pytest.mark.parametrize("place", ["Totalia", "Tall", "Total station", "Ariha"])
def test_a_place_that_only_sounds_like_a_total_and_a_place_in_all_of_an_area_stay(place):
    rows = [["Date", "Governorate", "Village", "Killed"], ["2020-02-05", "All", place, "3"]]
    assert len(bring(csv(rows), "a.csv", columns="guessed,subkind=airstrike").table.frame) == 1


def test_a_row_that_may_be_a_record_is_never_taken_for_totals():
    for row in (["Total", *BODY[0][1:]], ["s3", *BODY[0][1:4], "Total", *BODY[0][5:]], ["Totalia", *BODY[0][1:]]):
        assert "totals" not in said(bring(csv([NAMES, *BODY, row]), "a.csv"))
    figures = csv(
        [["Governorate", "January", "February", "Source"], ["North", "1", "2", "x"], ["Total", "1", "2", "x"]]
    )
    assert grid(figures, "a.csv")[0].cells.table.num_rows == 2


NOTE_ROWS = [
    ["Source: own compilation. Figures are provisional."],
    ["* 1 row removed on request"],
    ["المصدر: ملاحظاتنا"],
]


@pytest.mark.parametrize("data_name", both([NAMES, *BODY, [], *NOTE_ROWS]))
def test_notes_below_the_table_are_left_out_and_said_once(data_name):
    imported = bring(*data_name)
    assert ids(imported) == ["s1", "s2"]
    assert imported.refused == 0
    told = said(imported)
    assert (
        "3 lines of text that are no records were left out (rows 5, 6, 7; the first: 'Source: own compilation." in told
    )
    assert "1 blank row was passed over (row 4)." in told


def test_a_note_with_commas_and_headings_between_records_are_left_out():
    data = csv(
        [NAMES, ["Incidents in the north of the area"], BODY[0], BODY[1], ["Source: lists, notes", " and calls"]]
    )
    imported = bring(data, "a.csv")
    assert ids(imported) == ["s1", "s2"]
    assert "2 lines of text" in said(imported)


def test_a_record_of_which_only_the_id_is_filled_is_told_as_a_record():
    imported = bring(csv([NAMES, *BODY, ["s3", *[""] * 8]]), "a.csv")
    assert imported.refused == 1
    assert "row 4" in said(imported)


@pytest.mark.parametrize("data_name", both([NAMES, BODY[0], NAMES, BODY[1], NAMES]))
def test_repeated_names_are_left_out_and_said_once(data_name):
    imported = bring(*data_name)
    assert ids(imported) == ["s1", "s2"]
    assert "2 rows repeat the names of the columns and were left out (rows 3, 5)." in said(imported)


# Merged cells.


def test_what_stands_in_merged_cells_is_written_into_every_row_they_cover():
    rows = [NAMES, BODY[0], ["s2", "strike", "airstrike", "", "", "35.8", "36.6", "1", "x"], BODY[1]]
    rows[3] = ["s3", *rows[3][1:]]
    imported = bring(workbook({"A": rows}, merged={"A": ["D2:D3", "E2:E3"]}))
    frame = imported.table.frame
    assert list(frame["place"]) == ["Saraqib", "Saraqib", "Ariha"]
    assert frame["date_start"].iloc[1] == frame["date_start"].iloc[0]
    assert "1 row lies below merged cells; what they hold was written into it (row 3)." in said(imported)


def test_a_count_in_merged_cells_is_not_counted_twice():
    rows = [NAMES, BODY[0], [*BODY[1][:7], "", "x"]]
    imported = bring(workbook({"A": rows}, merged={"A": ["H2:H3"]}))
    assert imported.table.frame["deaths_low"].fillna(-1).tolist() == [2, -1]
    assert "A number stands in cells merged over several rows (row 2)" in said(imported)


@pytest.mark.parametrize("sort", ["ods", "xml", "html"])
def test_merged_cells_are_filled_in_every_sort_of_workbook(sort):
    top = [["event_id", "kind", "date_start", "place"], ["s1", "strike", "2020-02-05", "Saraqib"]]
    if sort == "ods":
        cells_ = f"{boxes.ods_cell('s2')}{boxes.ods_cell('strike')}<table:covered-table-cell/>{boxes.ods_cell('Ariha')}"
        data = boxes.ods(boxes.ods_sheet("A", top, more=f"<table:table-row>{cells_}</table:table-row>")).replace(
            b"", b""
        )
        plain_ = boxes.ods(boxes.ods_sheet("A", top, more=f"<table:table-row>{cells_}</table:table-row>"), flat=True)
        mark = b'office:value-type="string"><text:p>2020'
        data = plain_.replace(mark, b'table:number-rows-spanned="2" ' + mark)
    elif sort == "xml":
        data = boxes.xml_workbook({"A": [*top, ["s2", "strike", "Ariha"]]})
        data = data.replace(b'<Cell><Data ss:Type="String">2020', b'<Cell ss:MergeDown="1"><Data ss:Type="String">2020')
        data = data.replace(b'<Cell><Data ss:Type="String">Ariha', b'<Cell ss:Index="4"><Data ss:Type="String">Ariha')
    else:
        data = boxes.html_table([*top, ["s2", "strike", "Ariha"]]).replace("<td>2020", "<td rowspan=2>2020").encode()
    found, told = grid(data, f"a.{sort}")
    assert found.cells.table.column(2).to_pylist() == ["2020-02-05"] * 2
    assert found.cells.table.column(3).to_pylist() == ["Saraqib", "Ariha"]
    assert "merged cells" in told


# Hidden rows, cells far away, errors, dates.


def test_hidden_rows_are_read_and_told_in_one_notice():
    imported = bring(workbook({"A": [NAMES, *BODY]}, hidden_rows={"A": [3]}))
    assert ids(imported) == ["s1", "s2"]
    assert "1 row is hidden in the sheet (row 3); it was read like the others." in said(imported)
    shut = boxes.ods(boxes.ods_sheet("A", [NAMES, *BODY]), flat=True)
    shut = shut.replace(
        b"<table:table-row><table:table-cell", b'<table:table-row table:visibility="filter"><table:table-cell'
    )
    assert "2 rows are hidden" in said(bring(shut, "a.fods"))


@pytest.mark.parametrize("text", ["", " ", "x"])
def test_a_cell_at_the_end_of_the_sheet_costs_nothing(text):
    data = workbook(
        {"A": [NAMES, *BODY]}, far={"A": {"XFD1048576": text}}, merged={"A": ["D2:D3"]}, hidden_rows={"A": [3]}
    )
    assert len(data) < 6_000
    imported = bring(data)
    assert ids(imported) == ["s1", "s2"]
    told = (
        "only beside the named columns and was left out (row 1048576: 'x')"
        if text == "x"
        else "row 1048576, column XFD"
    )
    assert told in said(imported)
    assert "(row 3); it was read" in said(imported)


def test_cells_scattered_over_millions_of_places_take_no_room():
    far = {f"{column}{1_000 * n + 900_000}": "x" for n, column in enumerate(["AAA", "BBB", "CCC", "DDD"], 1)}
    assert ids(bring(workbook({"A": [NAMES, *BODY]}, far={"A": far}))) == ["s1", "s2"]


def test_cells_in_error_arrive_as_what_the_spreadsheet_shows():
    rows = [NAMES, [*BODY[0][:7], Error("#N/A"), "x"], [*BODY[1][:7], Error("#DIV/0!"), "x"]]
    found, _told = grid(workbook({"A": rows}))
    assert found.cells.table.column(7).to_pylist() == ["#N/A", "#DIV/0!"]


def test_real_dates_are_told_from_dates_of_text():
    rows = [NAMES, BODY[0], [*BODY[1][:3], date(2020, 2, 6), *BODY[1][4:]], ["Total", *[""] * 8], BODY[0]]
    found, _told = grid(workbook({"A": rows}))
    assert {at: mask.tolist() for at, mask in found.real_dates.items()} == {3: [False, True, False]}
    merged = workbook({"A": [NAMES, rows[2], [*BODY[0][:3], None, *BODY[0][4:]]]}, merged={"A": ["D2:D3"]})
    assert grid(merged)[0].real_dates[3].tolist() == [True, True]


# Several sheets.


def test_hidden_empty_and_unknown_sheets_are_left_out_of_the_choice_and_named():
    sheets = {
        "Current": [NAMES, *BODY],
        "old draft": [NAMES, *BODY],
        "README": [["Dear all", "see", "below"], ["x"]],
        "S": [],
    }
    imported = bring(workbook(sheets, hidden=["old draft"]))
    assert ids(imported) == ["s1", "s2"]
    told = said(imported)
    assert "The workbook has 4 sheets; 'Current' was read." in told
    assert "'old draft' (hidden)" in told
    assert "'README' (no columns that are known)" in told
    assert "'S' (empty)" in told
    notes = said(bring(workbook({"Data": [NAMES, *BODY], "Notes": [["Seen by us"]]})))
    assert "'Notes' (no records)" in notes


def test_a_hidden_sheet_is_read_when_its_owner_names_it_or_nothing_else_can_be():
    sheets = {"Current": [NAMES, BODY[0]], "draft": [NAMES, BODY[1]]}
    assert ids(bring(workbook(sheets, hidden=["draft"]), sheet="draft")) == ["s2"]
    only = bring(workbook({"Notes": [["x"]], "draft": [NAMES, BODY[1]]}, hidden=["draft"]))
    assert ids(only) == ["s2"]
    assert "It is marked: hidden" in said(only)


def test_hidden_sheets_are_left_out_in_opendocument_too():
    sheets = boxes.ods_sheet("A", [NAMES, BODY[0]]) + boxes.ods_sheet("B", [NAMES, BODY[1]], hidden=True)
    imported = bring(boxes.ods(sheets), "a.ods")
    assert ids(imported) == ["s1"]
    assert "'B' (hidden)" in said(imported)


MONTHS = {"Jan": [NAMES, BODY[0]], "Feb": [NAMES, [*BODY[1][:1], "no kind", *BODY[1][2:]], BODY[1]]}


def test_sheets_with_the_same_columns_can_be_read_at_once_with_rows_told_by_sheet():
    question = asked(workbook(MONTHS))
    assert question.choices[0] == ("*", "all 2 with the same columns")
    imported = bring(workbook(MONTHS), sheet="*")
    assert ids(imported) == ["s1", "s2"]
    told = said(imported)
    assert "'Jan' 2, 'Feb' 4–5" in told
    assert "mine.xlsx, sheet 'Feb', row 2, column kind: 'no kind'" in told


def test_sheets_with_columns_in_another_order_are_read_by_name():
    turned = [row[::-1] for row in (NAMES, BODY[1])]
    imported = bring(workbook({"Jan": [NAMES, BODY[0]], "Feb": turned}), sheet="*")
    assert list(imported.table.frame["place"]) == ["Saraqib", "Ariha"]


FLOWS = [[*(name for name in NAMES if name != "deaths_low"), "persons_low"], [*BODY[0][:7], "x", "1"]]
"""A sheet with a column more, and without one."""


def test_only_the_sheets_alike_are_offered_together_and_they_are_named():
    question = asked(workbook({**MONTHS, "Flows": FLOWS}))
    assert dict(question.choices)["*"] == "all 2 with the same columns ('Jan', 'Feb')"
    assert "* stands for all 2 with the same columns ('Jan', 'Feb')." in question.how_to_answer


def test_a_sheet_that_is_not_alike_is_named_with_the_columns_that_differ():
    told = said(bring(workbook({**MONTHS, "Flows": FLOWS}), sheet="*"))
    assert "Not read: 'Flows' (without 'deaths_low', with 'persons_low')." in told


@pytest.mark.parametrize("where", [0, 1])
def test_a_sheet_with_one_column_more_is_read_with_the_others_and_said(where):
    more = [[*NAMES, "deaths_high"], [*BODY[1], "7"]]
    sheets = [("Jan", [NAMES, BODY[0]])]
    sheets.insert(where, ("Feb", more))
    imported = bring(workbook(dict(sheets)), sheet="*")
    assert sorted(ids(imported)) == ["s1", "s2"]
    assert imported.table.frame.set_index("event_id")["deaths_high"].to_dict()["s2"] == 7
    assert "Column 'deaths_high' stands in some of the tables only and was taken as blank in the others" in said(
        imported
    )


def test_a_star_for_sheets_of_which_none_are_alike_is_answered_with_a_sentence():
    sheets = {"Jan": [NAMES, BODY[0]], "Flows": FLOWS}
    words = asked(workbook(sheets), sheet="*").words
    assert words.startswith("No two of the tables go together, so that * reads none: 'Flows' (without 'deaths_low'")


def test_a_sheet_that_is_not_there_is_said():
    assert asked(workbook(MONTHS), sheet="Mar").words.startswith("There is no 'Mar'. The workbook has 2 sheets")
    only = {"Jan": [NAMES, BODY[0]], "About": [["what"], ["this"]]}
    assert asked(workbook(only), sheet="Mar").words.startswith("There is no 'Mar'.")
    assert "There is no 'Mar'; the only table, 'Jan', was read." in said(
        bring(workbook({"Jan": only["Jan"]}), sheet="Mar")
    )


def test_sheets_of_figures_without_a_date_are_never_offered_together():
    sheet = [["Governorate", "Place", "Killed", "source"], ["North", "A", "1", "x"]]
    assert [value for value, _words in asked(workbook({"Jan": sheet, "Feb": sheet})).choices] == ["Jan", "Feb"]


def test_sheets_without_known_columns_are_asked_about_when_they_look_like_tables():
    sheet = [["Fecha", "Lugar", "Muertos"], ["5", "A", "1"]]
    with pytest.raises(QuestionError) as raised:
        grid(workbook({"Uno": sheet, "Dos": [["a"], ["b"]], "Tres": [[*sheet[0], "Fuente"], [*sheet[1], "x"]]}))
    assert [value for value, _words in raised.value.question.choices] == ["Uno", "Tres"]


@pytest.mark.thorough
def test_a_long_first_line_is_no_header():
    assert "longer than" in said(bring(b"a," * 900_000 + b"\n1,2\n", "a.csv"))
