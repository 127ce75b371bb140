"""Problems alike are one line with how many and the first of them; nothing of any row is lost in the files."""

from __future__ import annotations

import csv
import io
import pickle

import numpy as np
import pandas as pd
import pytest

from lib.events import problems as log_module
from lib.events.importing import import_table, report_csv
from lib.events.problems import FEW, ProblemLog, kinds, lines
from lib.events.questions import Answers
from lib.events.schema import NAMES
from tests.data.workbooks import workbook
from tests.events.tables import STRIKE, file_of, strike


def table(*rows: dict[str, str], after: bytes = b""):
    return import_table(file_of(list(rows)) + after, "mine.csv")


def many(n: int, **cells: str):
    return [strike(event_id=f"s{at}", **cells) for at in range(n)]


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_five_thousand_rows_with_the_same_are_one_line_that_says_how_many_which_and_what_to_do():
    imported = table(*many(5_000, kind="batle"), STRIKE)
    [line] = lines(imported.table.problems, notices=False)
    assert line.startswith("mine.csv, row 2 and 4,999 more (3, 4, 5, …), column kind: 'batle' is none of the words")
    assert line.endswith("The row was left out.")
    [kind] = [kind for kind in kinds(imported.table.problems) if kind.severity == "error"]
    assert (kind.count, kind.first_rows(), kind.shown_values()) == (5_000, "2, 3, 4, 5, …", "'batle'")


def test_a_few_rows_have_a_line_each():
    imported = table(*many(FEW, kind="batle"), STRIKE)
    said = lines(imported.table.problems, notices=False)
    assert [line.split(":")[0] for line in said] == [f"mine.csv, row {row}, column kind" for row in range(2, 2 + FEW)]


def test_a_line_of_many_names_other_cells_like_the_first_the_commonest_before_the_rest():
    rows = [strike(event_id=f"s{n}", deaths_low=f"x{n % 7 if n % 2 else 1}") for n in range(60)]
    [line] = lines(table(*rows).table.problems, notices=False)
    assert "column deaths_low: 'x1' is not a whole number; write digits only." in line
    assert "Other cells like it: 'x" in line
    assert line.endswith("and 2 more.")


def test_what_differs_in_column_sort_or_words_is_told_apart():
    rows = many(9, confidence="sure", deaths_low="x") + [strike(event_id=f"t{n}", confidence="hihg") for n in range(9)]
    said = lines(table(*rows).table.problems, notices=False)
    assert len(said) == 3
    assert sum("did you mean 'high'" in line for line in said) == 1


def test_what_leaves_rows_out_comes_before_what_is_mended_and_notices_come_last():
    rows = [*many(9, confidence="sure"), *(strike(event_id=f"t{n}", kind="?") for n in range(9))]
    found = kinds(table(*rows, after=b"").table.problems)
    severities = [kind.severity for kind in found]
    assert severities == sorted(severities, key=["error", "warning", "notice"].index)
    assert set(severities) >= {"error", "warning"}


def test_the_report_has_a_line_for_every_row_however_many():
    imported = table(*many(3_000, deaths_low="=x"))
    report = [row for row in rows_of(report_csv(imported.table.problems)) if row["severity"] == "warning"]
    assert [int(row["row"]) for row in report] == list(range(2, 3_002))
    assert {row["value"] for row in report} == {"'=x"}
    assert "=x' is not a whole number" in report[-1]["message"]


def test_rows_left_out_come_back_with_every_reason_and_their_own_cells_and_run_nothing():
    odd = strike(event_id="=1+1", kind="batle", source="", note="@x")
    imported = table(STRIKE, odd, strike(event_id="s1"), after=b"short,1\n")
    left = rows_of(imported.left_out.csv())
    assert imported.left_out.rows == imported.table.left_out == len(left) == 3
    assert list(left[0])[: 1 + len(NAMES)] == ["why", *NAMES]
    assert left[0]["why"].startswith("row 3, column kind: 'batle' is none of the words")
    assert "row 3, column source: The cell is blank." in left[0]["why"]
    assert (left[0]["event_id"], left[0]["note"]) == ("'=1+1", "'@x")
    assert "is the name of row 2 already" in left[1]["why"]
    assert left[2]["why"].startswith("row 5: The row has 2 cells")
    assert (left[2]["event_id"], left[2]["kind"]) == ("short", "1")


def test_rows_left_out_are_read_once_they_are_mended():
    imported = table(STRIKE, strike(event_id="s2", kind="batle"))
    again = import_table(imported.left_out.csv().replace(b"batle", b"strike"), "again.csv")
    assert list(again.table.frame["event_id"]) == ["s2"]


def test_a_sound_file_has_no_rows_left_out():
    left = table(STRIKE).left_out
    assert (left.rows, left.csv()) == (0, b"")


@pytest.mark.parametrize("text", ["{value} {0} {first} %s", "{message}"])
def test_words_in_braces_of_the_files_own_stay_as_they_are(text):
    imported = table(*many(9, deaths_low=text))
    assert f"'{text}' is not a whole number" in lines(imported.table.problems, notices=False)[0]
    assert f"'{text}' is not a whole number" in rows_of(report_csv(imported.table.problems))[-1]["message"]


def test_problems_keep_their_kinds_on_the_way_from_another_process():
    found = table(*many(9, kind="batle")).table.problems
    assert lines(pickle.loads(pickle.dumps(found, protocol=5))) == lines(found)  # noqa: S301  our own


def test_a_file_of_nothing_but_problems_is_counted_to_its_end_and_kept_only_so_far(monkeypatch):
    monkeypatch.setattr(log_module, "MOST_KEPT", 1_000)
    log = ProblemLog("mine.csv")
    rows = np.arange(2, 5_002)
    log.cells("one sort", rows, np.ones(5_000, dtype=bool), None, "It is bad.", column="a")
    log.cells("another sort", rows, np.ones(5_000, dtype=bool), None, "It is worse.", column="b")
    first, second = log.problems().kinds
    assert (first.count, len(first.rows), second.count, len(second.rows)) == (5_000, 1_000, 5_000, 1)
    assert "(4,000 ×)" in report_csv(log.problems()).decode("utf-8-sig")


def test_sentences_made_one_by_one_are_told_of_each_row_with_its_cell():
    log = ProblemLog("mine.csv")
    cells = pd.Series([f"c{n}" for n in range(9)])
    log.cells("a sort", np.arange(2, 11), np.ones(9, dtype=bool), cells, lambda at: f"'{{value}}' is number {at}.")
    assert log.problems().kinds[0].message(8) == "'c8' is number 8."
    assert len(lines(log.problems())) == 1


def test_rows_of_several_sheets_read_as_one_are_told_with_their_sheet():
    log = ProblemLog("mine.xlsx")
    log.starts = ((0, "January"), (100, "February"))
    bad = np.ones(9, dtype=bool)
    log.cells("a sort", np.arange(98, 107), bad, None, "It is bad.", column="a", severity="error")
    [line] = lines(log.problems())
    assert line.startswith("mine.xlsx, sheet 'January', row 98 and 8 more (January 99, January 100, February 1, …)")
    assert str(log.problems()[-1]).startswith("mine.xlsx, sheet 'February', row 6")
    report = rows_of(report_csv(log.problems()))
    assert (report[-1]["file"], report[-1]["row"]) == ("mine.xlsx: February", "6")


def test_of_several_sheets_read_as_one_the_row_left_out_is_the_one_at_fault_and_names_its_sheet():
    names = ["event_id", "kind", "subkind", "date_start", "place", "lat", "lon", "source"]
    body = [[STRIKE[name] for name in names] for _ in range(3)]
    for at, row in enumerate(body):
        row[0] = f"s{at}"
    bad = ["bad", "no kind", *body[0][2:]]
    imported = import_table(
        workbook({"Jan": [names, *body[:2]], "Feb": [names, bad, body[2]]}), "b.xlsx", Answers(sheet="*")
    )
    left = rows_of(imported.left_out.csv())
    assert [row["event_id"] for row in left] == ["bad"]
    assert left[0]["why"].startswith("sheet 'Feb', row 2, column kind: ")
