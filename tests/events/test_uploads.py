"""An upload is parsed beside a running server: always in a process of its own, within limits, with the same result."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from threading import Event
from time import monotonic

import pandas as pd
import pytest

from lib.events import uploads
from lib.events.importing import import_table
from lib.events.problems import lines
from lib.events.questions import Answers, QuestionError
from lib.jobs.queue import Bounds, JobQueue
from tests.data import hostile
from tests.data.workbooks import workbook
from tests.events.tables import STRIKE, file_of, strike
from tests.jobs import calls

BOOK = workbook({"A": [list(STRIKE), list(STRIKE.values())]})
TABLE = file_of([STRIKE])


def upload(data: bytes, name: str = "mine.xlsx", **answers: str):
    steps: list[tuple[float, str]] = []
    progress = lambda share, what: steps.append((share, what))  # noqa: E731
    return uploads.import_in_subprocess(data, name, Answers(**answers), progress), steps


def problem(parsed):
    assert parsed.imported.table.frame.empty
    return str(parsed.imported.table.problems[0])


def limited(**limits):
    return JobQueue(workers=1, limits=replace(uploads.QUEUE._limits, **limits), bounds=Bounds(waiting=1))


@pytest.mark.thorough
@pytest.mark.parametrize(("data", "name"), [(BOOK, "mine.xlsx"), (TABLE, "mine.csv")], ids=["workbook", "small text"])
def test_every_file_is_parsed_in_another_process_with_the_same_result(monkeypatch, data, name):
    monkeypatch.setattr(uploads, "import_file", lambda *_args: pytest.fail("it was parsed in the server's own process"))
    parsed, steps = upload(data, name)
    pd.testing.assert_frame_equal(parsed.imported.table.frame, import_table(data, name).table.frame)
    shares = [share for share, _what in steps]
    assert shares == sorted(shares)
    assert shares[-1] > 0.8


@pytest.mark.thorough
def test_the_next_process_stands_ready_so_that_a_small_file_takes_a_moment():
    queue = limited()
    queue.prepare()
    ready = queue.submit(calls.loaded, "lib.events.importing", client="", timeout_s=60)
    assert ready.result.result(60)


@pytest.mark.thorough
def test_a_question_comes_back_from_the_other_process():
    rows = [list(STRIKE), list(strike(date_start="05/03/2020", date_end="").values())]
    with pytest.raises(QuestionError, match="05/03/2020"):
        upload(workbook({"A": rows}))
    parsed, _steps = upload(workbook({"A": rows}), date_order="month")
    assert list(parsed.imported.table.frame["date_start"]) == [pd.Timestamp(2020, 5, 3)]


def test_a_process_that_takes_too_long_is_ended_and_said(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_SECONDS", 0.001)
    parsed, _steps = upload(BOOK)
    assert "more memory or time" in problem(parsed)


@pytest.mark.thorough
@pytest.mark.parametrize("size", [64 * 1024**2, 400 * 1024**2], ids=["at the start", "while parsing"])
def test_a_file_that_takes_more_memory_than_it_may_is_refused_and_the_server_goes_on(monkeypatch, size):
    monkeypatch.setattr(uploads, "QUEUE", limited(memory_bytes=size))
    parsed, _steps = upload(BOOK)
    assert "more memory or time" in problem(parsed)
    monkeypatch.undo()
    assert len(upload(BOOK)[0].imported.table.frame) == 1


@pytest.mark.thorough
def test_rows_that_would_take_more_memory_in_the_server_than_they_may_stay_outside(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_RESULT_BYTES", 10)
    parsed = uploads.parse_upload([TABLE], "mine.csv", Answers(), "en", lambda _share, _what: None)
    assert "more memory or time" in problem(parsed)


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


@pytest.mark.thorough
def test_a_reader_who_leaves_ends_the_parsing_of_the_file():
    def gone(share, _what):
        if share:
            raise ConnectionError("the tab is closed")

    with pytest.raises(ConnectionError):
        uploads.import_in_subprocess(BOOK, "mine.xlsx", Answers(), gone)
    assert uploads.QUEUE.waiting() == 0


def slow(*_args: object, **_more: object) -> None:
    """Stands for a file that takes long and reports nothing meanwhile."""
    calls.sleep(60)


@pytest.fixture
def endless(monkeypatch):
    monkeypatch.setattr(uploads, "parse_upload", slow)
    monkeypatch.setattr(uploads, "QUEUE", limited(prepare=""))


@pytest.mark.thorough
def test_a_reading_is_followed_from_outside_and_gives_what_the_file_became():
    reading = uploads.Reading(TABLE, "mine.csv", Answers())
    assert reading.wait(60)
    assert len(reading.result().imported.table.frame) == 1
    reading = uploads.Reading(file_of([strike(date_start="05/03/2020", date_end="")]), "mine.csv", Answers())
    assert reading.wait(60)
    with pytest.raises(QuestionError):
        reading.result()


@pytest.mark.usefixtures("endless")
def test_a_reading_that_is_stopped_ends_its_process_at_once_even_where_that_reports_nothing():
    reading = uploads.Reading(TABLE, "mine.csv", Answers())
    while not reading.what:
        assert not reading.wait(0.05)
    began = monotonic()
    reading.stop()
    assert reading.ended
    assert reading.wait(10)
    assert monotonic() - began < 5
    with pytest.raises(uploads.StoppedError):
        reading.result()


@pytest.mark.usefixtures("endless")
def test_a_reading_that_nobody_wants_any_more_is_ended_and_is_not_the_readers_stopping_it():
    gone = Event()
    reading = uploads.Reading(TABLE, "mine.csv", Answers(), lambda: not gone.is_set())
    assert not reading.wait(0.5)
    gone.set()
    assert reading.wait(10)
    assert reading.left
    assert not reading.stopped


@pytest.fixture(scope="module")
def narrow():
    """A queue as the product's, with less memory and time."""
    queue = JobQueue(workers=1, limits=replace(uploads.QUEUE._limits, memory_bytes=3 * 1024**3))
    queue.prepare()
    return queue


def resident() -> int:
    """Bytes of memory that this process has."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096


@pytest.mark.thorough
@pytest.mark.parametrize(("make", "name"), hostile.FILES.values(), ids=hostile.FILES)
def test_a_hostile_file_ends_in_a_sentence_and_takes_nothing_from_the_server(monkeypatch, narrow, make, name):
    monkeypatch.setattr(uploads, "QUEUE", narrow)
    monkeypatch.setattr(uploads, "MAX_SECONDS", 60.0)
    data = make()
    before = resident() if sys.platform == "linux" else 0
    parsed, _steps = upload(data, name)
    grown = resident() - before if before else 0
    said = lines(parsed.imported.table.problems, notices=False)
    assert parsed.imported.table.frame.empty
    assert 1 <= len(said) <= 4, said
    assert not any("Traceback" in line or len(line) > 600 for line in said), said
    assert grown < len(data) + 30_000_000
    if any("more memory or time" in line for line in said):
        assert len(upload(TABLE)[0].imported.table.frame) == 1, "where the process was ended, the next file is read"


@pytest.mark.thorough
def test_a_database_whose_view_has_no_end_is_ended_by_the_clock(monkeypatch, narrow, tmp_path):
    monkeypatch.setattr(uploads, "QUEUE", narrow)
    monkeypatch.setattr(uploads, "MAX_SECONDS", 8.0)
    parsed, _steps = upload(hostile.endless_view(tmp_path), "a.gpkg", sheet="events")
    assert "more memory or time" in problem(parsed)
    monkeypatch.setattr(uploads, "MAX_SECONDS", 60.0)
    assert len(upload(TABLE)[0].imported.table.frame) == 1, "the next file is read"
