"""Reading beside a running server: in a process of its own, within bounds, with the same result."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.events import bringing
from lib.events.importing import import_table
from lib.events.questions import Answers, QuestionError
from tests.data.workbooks import workbook
from tests.events.tables import STRIKE, file_of, strike

BOOK = workbook({"A": [list(STRIKE), list(STRIKE.values())]})


def bring(data: bytes, name: str = "mine.xlsx", **answers: str):
    steps: list[tuple[float, str]] = []
    brought = bringing.bring(data, name, Answers(**answers), lambda share, what: steps.append((share, what)))
    return brought, steps


def test_a_workbook_is_read_in_another_process_with_the_same_result():
    brought, steps = bring(BOOK)
    pd.testing.assert_frame_equal(brought.imported.table.frame, import_table(BOOK, "mine.xlsx").table.frame)
    shares = [share for share, _what in steps]
    assert shares == sorted(shares)
    assert shares[-1] > 0.8


def test_a_question_comes_back_from_the_other_process():
    rows = [list(STRIKE), list(strike(date_start="05/03/2020", date_end="").values())]
    with pytest.raises(QuestionError, match="05/03/2020"):
        bring(workbook({"A": rows}))
    brought, _steps = bring(workbook({"A": rows}), dates="month")
    assert list(brought.imported.table.frame["date_start"]) == [pd.Timestamp(2020, 5, 3)]


def test_a_small_table_of_text_needs_no_other_process(monkeypatch):
    monkeypatch.setattr(bringing, "_apart", None)
    brought, _steps = bring(file_of([STRIKE]), "mine.csv")
    assert len(brought.imported.table.frame) == 1


def test_a_process_that_takes_too_long_is_ended_and_said(monkeypatch):
    monkeypatch.setattr(bringing, "MAX_SECONDS", 0.05)
    brought, _steps = bring(BOOK)
    assert brought.imported.table.frame.empty
    assert "more memory or time" in str(brought.imported.table.problems[0])


def test_a_process_that_ends_without_an_answer_is_said(monkeypatch):
    monkeypatch.setattr(bringing, "MODULE", "lib.no_such_module")
    brought, _steps = bring(BOOK)
    assert "more memory or time" in str(brought.imported.table.problems[0])


def test_who_waits_too_long_is_told_to_try_again(monkeypatch):
    monkeypatch.setattr(bringing, "PATIENCE_S", 0.01)
    with bringing._turn() as mine:
        assert mine
        brought, _steps = bring(BOOK)
    assert "Try again in a few minutes" in str(brought.imported.table.problems[0])
