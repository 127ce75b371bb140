"""An upload is parsed beside a running server: in a process of its own, within limits, with the same result."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from lib.events import uploads
from lib.events.importing import import_table
from lib.events.questions import Answers, QuestionError
from lib.jobs.queue import Bounds, JobQueue
from tests.data.workbooks import workbook
from tests.events.tables import STRIKE, file_of, strike
from tests.jobs import calls

BOOK = workbook({"A": [list(STRIKE), list(STRIKE.values())]})


def upload(data: bytes, name: str = "mine.xlsx", **answers: str):
    steps: list[tuple[float, str]] = []
    progress = lambda share, what: steps.append((share, what))  # noqa: E731
    return uploads.import_in_subprocess(data, name, Answers(**answers), progress), steps


def problem(parsed):
    assert parsed.imported.table.frame.empty
    return str(parsed.imported.table.problems[0])


def limited(**limits):
    return JobQueue(workers=1, limits=replace(uploads.QUEUE._limits, **limits), bounds=Bounds(waiting=1))


def test_a_workbook_is_parsed_in_another_process_with_the_same_result():
    parsed, steps = upload(BOOK)
    pd.testing.assert_frame_equal(parsed.imported.table.frame, import_table(BOOK, "mine.xlsx").table.frame)
    shares = [share for share, _what in steps]
    assert shares == sorted(shares)
    assert shares[-1] > 0.8


def test_a_question_comes_back_from_the_other_process():
    rows = [list(STRIKE), list(strike(date_start="05/03/2020", date_end="").values())]
    with pytest.raises(QuestionError, match="05/03/2020"):
        upload(workbook({"A": rows}))
    parsed, _steps = upload(workbook({"A": rows}), date_order="month")
    assert list(parsed.imported.table.frame["date_start"]) == [pd.Timestamp(2020, 5, 3)]


def test_a_small_table_of_text_needs_no_other_process(monkeypatch):
    monkeypatch.setattr(uploads, "QUEUE", None)
    parsed, _steps = upload(file_of([STRIKE]), "mine.csv")
    assert len(parsed.imported.table.frame) == 1


def test_a_process_that_takes_too_long_is_ended_and_said(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_SECONDS", 0.05)
    parsed, _steps = upload(BOOK)
    assert "more memory or time" in problem(parsed)


@pytest.mark.parametrize("size", [64 * 1024**2, 400 * 1024**2], ids=["at the start", "while parsing"])
def test_a_file_that_takes_more_memory_than_it_may_is_refused_and_the_server_goes_on(monkeypatch, size):
    monkeypatch.setattr(uploads, "QUEUE", limited(memory_bytes=size))
    parsed, _steps = upload(BOOK)
    assert "more memory or time" in problem(parsed)
    monkeypatch.undo()
    assert len(upload(BOOK)[0].imported.table.frame) == 1


def test_who_waits_too_long_or_finds_too_many_waiting_is_told_to_try_again(monkeypatch):
    queue = limited()
    monkeypatch.setattr(uploads, "QUEUE", queue)
    monkeypatch.setattr(uploads, "MAX_WAIT_S", 0.01)
    busy = queue.submit(calls.sleep, 60, client="", timeout_s=60)
    assert busy.started.wait(20)
    assert "Try again in a few minutes" in problem(upload(BOOK)[0])
    assert queue.waiting() == 0, "its place is given up"
    queue.submit(calls.sleep, 60, client="", timeout_s=60)
    assert "Try again in a few minutes" in problem(upload(BOOK)[0])
    queue.leave(busy)


def test_a_reader_who_leaves_ends_the_parsing_of_the_file():
    def gone(share, _what):
        if share:
            raise ConnectionError("the tab is closed")

    with pytest.raises(ConnectionError):
        uploads.import_in_subprocess(BOOK, "mine.xlsx", Answers(), gone)
    assert uploads.QUEUE.waiting() == 0
