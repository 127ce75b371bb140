"""An event table that is cut, emptied or gone never takes the place of one that could be used, and that is said."""

from __future__ import annotations

import os
from threading import Event

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.commands.command import read_events
from lib.events import last_good, store
from lib.exports.task import ExportTask, render_task
from lib.web.routes import ROUTES
from tests.conftest import as_csv

ROWS = [{"event_id": f"e{n}", "place": "Saraqib", "lat": 35.86, "lon": 36.8} for n in range(20)]
WHOLE = as_csv(ROWS)


@pytest.fixture
def table(tmp_path, monkeypatch):
    path = tmp_path / "events.csv"
    path.write_bytes(WHOLE)
    monkeypatch.setenv("IDLIB_MAP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("IDLIB_MAP_TABLE", str(path))
    monkeypatch.setattr(last_good, "SETTLED_S", 0.0)
    keeping = Event()
    keeping.set()
    monkeypatch.setattr(last_good, "_KEEPING", keeping)
    last_good.at_version.cache_clear()
    assert len(store.current().events.frame) == 20
    return path


def restart():
    """Forget what a server has in memory."""
    store._READ.clear()
    store._LAST.clear()


SPOILED = {
    "cut": lambda path: path.write_bytes(WHOLE[: len(WHOLE) * 6 // 10]),
    "emptied": lambda path: path.write_bytes(b""),
    "removed": lambda path: path.unlink(),
    "noise": lambda path: path.write_bytes(bytes(range(256)) * 50),
    "a header alone": lambda path: path.write_bytes(WHOLE.splitlines(keepends=True)[0]),
    "most rows gone": lambda path: path.write_bytes(as_csv(ROWS[:5])),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}
LOST_AT_A_START = [name for name in SPOILED if name not in {"cut", "most rows gone"}]
"""What cannot be used even by a server that has seen no other table."""


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_what_was_read_last_goes_on_being_served_and_that_is_said(table, spoil):
    before = store.current()
    spoil(table)
    now = store.current()
    assert (now.version, len(now.events.frame)) == (before.version, 20)
    assert "cannot be used" in str(now.kept)
    assert "of 20 rows" in str(now.kept)
    assert store.current() is now, "it is looked at once"


@pytest.mark.parametrize("name", LOST_AT_A_START)
def test_a_server_that_starts_meanwhile_has_it_too(table, name):
    before = store.current().version
    SPOILED[name](table)
    restart()
    now = store.current()
    assert (now.version, len(now.events.frame)) == (before, 20)
    assert now.kept


def test_a_table_that_was_mended_is_taken_and_nothing_more_is_said(table):
    table.write_bytes(b"")
    assert store.current().kept
    table.write_bytes(as_csv(ROWS[:15]))
    now = store.current()
    assert (len(now.events.frame), now.kept) == (15, None)


def test_a_table_that_is_meant_to_be_small_is_taken_by_a_server_that_starts(table):
    table.write_bytes(as_csv(ROWS[:5]))
    restart()
    assert (len(store.current().events.frame), store.current().kept) == (5, None)


def test_other_content_of_the_same_size_and_time_is_noticed(table):
    state = table.stat()
    before = store.current().version
    table.write_bytes(WHOLE.replace(b"Saraqib", b"Binnish"))
    os.utime(table, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert table.stat().st_size == state.st_size
    assert store.current().version != before
    assert set(store.current().events.frame["place"]) == {"Binnish"}


def test_a_file_that_may_still_be_being_written_is_left_alone_for_a_moment(table, monkeypatch):
    monkeypatch.setattr(last_good, "SETTLED_S", 3600.0)
    before = store.current()
    table.write_bytes(as_csv(ROWS[:15]))
    assert store.current() is before
    monkeypatch.setattr(last_good, "SETTLED_S", 0.0)
    keeping = Event()
    keeping.set()
    monkeypatch.setattr(last_good, "_KEEPING", keeping)
    last_good.at_version.cache_clear()
    assert len(store.current().events.frame) == 15


def test_the_page_without_scripts_and_the_health_check_say_it(table):
    with TestClient(Starlette(routes=list(ROUTES))) as client:
        assert client.get("/healthz").json()["status"] == "ok"
        table.write_bytes(b"")
        health = client.get("/healthz")
        assert (health.status_code, health.json()["status"]) == (200, "last good table")
        assert "no row of it can be read" in health.json()["why"]
        assert "no row of it can be read" in client.get("/light").text


@pytest.mark.thorough
def test_a_picture_is_still_made_of_it_by_a_process_that_never_saw_the_file_whole(table):
    snapshot = store.current()
    task = ExportTask({"layers": "strikes"}, {"size": "854x480"}, "png", "", snapshot.events.version, snapshot.version)
    for spoiled in (WHOLE[: len(WHOLE) * 6 // 10], as_csv(ROWS[:5]), b""):
        table.write_bytes(spoiled)
        restart()
        last_good._KEEPING.clear()  # as in any process but the server's
        assert render_task(task).startswith(b"\x89PNG")


def test_a_table_without_the_last_lines_end_is_taken_if_it_has_no_fewer_rows(table):
    table.write_bytes(as_csv([*ROWS, {"event_id": "more"}]).rstrip(b"\n"))
    assert (len(store.current().events.frame), store.current().kept) == (21, None)


def test_a_command_says_that_it_uses_the_table_before(table, capsys):
    table.write_bytes(b"")
    assert len(read_events(None).frame) == 20
    assert "cannot be used" in capsys.readouterr().err
