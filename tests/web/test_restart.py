"""What a server made of its table is there when it starts again, and only for the same table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lib.analysis import control
from lib.events.store import Snapshot, guest
from lib.events.table import read
from lib.web import map_answers
from lib.web.map_answers import keep_on_disk, packed_answer
from tests.conftest import as_csv

ROWS = [
    {"kind": "control", "subkind": "baseline", "date_start": "2019-12-01", "place": "a", "lat": 35.4, "lon": 36.5},
    {"kind": "control", "subkind": "baseline", "date_start": "2019-12-01", "place": "b", "lat": 36.1, "lon": 36.6,
     "controller": "opposition"},
    {"kind": "strike", "place": "b", "lat": 36.1, "lon": 36.6},
]  # fmt: skip


@pytest.fixture
def shown(tmp_path, monkeypatch):
    monkeypatch.setenv("IDLIB_MAP_CACHE", str(tmp_path))
    return Snapshot(read(as_csv(ROWS), "events.csv"), "one")


@pytest.fixture
def made(monkeypatch):
    """Names of the answers that are made anew."""
    names, make = [], map_answers.as_json
    monkeypatch.setattr(map_answers, "as_json", lambda *asked: names.append(asked[1]) or make(*asked))
    return names


def restarted(snapshot):
    """The same table in a server that has just started: nothing of it is in memory."""
    return replace(snapshot, events=read(as_csv(ROWS), "events.csv"))


@pytest.mark.parametrize("name", ["sequence", "strikes", "control/2020-03-12"])
def test_an_answer_made_beforehand_is_not_made_again_after_a_restart(shown, made, name):
    keep_on_disk(shown, name)
    first = packed_answer(shown, name, ())
    again = packed_answer(restarted(shown), name, ())
    keep_on_disk(restarted(shown), name)
    assert made == [name]
    assert again == first
    assert first.plain() == map_answers.as_json(shown, name, ())


def test_another_version_or_another_view_is_made_anew(shown, made):
    keep_on_disk(shown, "strikes")
    packed_answer(replace(shown, version="two"), "strikes", ())
    packed_answer(shown, "strikes", (("to", "2020-01-05"),))
    assert made == ["strikes"] * 3


def test_nothing_of_a_readers_table_is_looked_for_on_disk(shown, made):
    mine = guest(shown.events)
    keep_on_disk(replace(shown, version=mine.version), "strikes")
    made.clear()
    packed_answer(mine, "strikes", ())
    assert made == ["strikes"]


def test_an_answer_that_is_damaged_on_disk_is_made_anew(shown, made, tmp_path):
    keep_on_disk(shown, "strikes")
    for path in (tmp_path / "packed").iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    assert packed_answer(shown, "strikes", ()).plain() == map_answers.as_json(shown, "strikes", ())
    assert made == ["strikes"] * 3


def test_a_front_line_that_is_on_disk_is_not_read_to_know_it(shown, monkeypatch):
    day = control.control_dates(shown.events)[-1]
    control.ensure_cached(shown.events, day)
    monkeypatch.setattr(control, "control_map", lambda *_asked: pytest.fail("it was computed or read again"))
    control.ensure_cached(restarted(shown).events, day)
