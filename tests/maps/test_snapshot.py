"""A reader's own table belongs to one session: nobody can name it, and nothing of it stays."""

from __future__ import annotations

import gc

import pytest

from lib.analysis import control
from lib.events import store as snapshots
from lib.events.store import CrowdedError, current, guest, lookup
from lib.events.table import read
from tests.conftest import as_csv
from tests.queries import all_days

ROWS = [
    {"kind": "control", "subkind": "baseline", "date_start": "2019-12-01", "place": "a", "lat": 35.4, "lon": 36.5},
    {"kind": "control", "subkind": "baseline", "date_start": "2019-12-01", "place": "b", "lat": 36.1, "lon": 36.6,
     "controller": "opposition"},
    {"kind": "control", "date_start": "2020-02-01", "place": "b", "lat": 36.1, "lon": 36.6},
    {"kind": "strike", "place": "b", "lat": 36.1, "lon": 36.6},
    {"kind": "displacement", "origin_place": "a", "origin_lat": 35.4, "origin_lon": 36.5, "place": "b", "lat": 36.1,
     "lon": 36.6, "persons_low": 10, "persons_high": 10, "counter": "own"},
]  # fmt: skip


def own():
    return read(as_csv(ROWS), "mine.csv")


def test_the_same_table_brought_twice_has_two_names_that_nobody_can_guess():
    first, second = guest(own()), guest(own())
    assert first.version != second.version
    assert len(first.version) > 30
    assert first.own
    assert not current().own


def test_a_version_finds_its_own_table_or_the_maps_or_none():
    mine = guest(own())
    assert lookup(mine.version) is mine
    assert lookup(current().version) is current()
    assert lookup("own-guess") is None


def test_no_front_line_of_an_own_table_is_written_to_disk(tmp_path, monkeypatch):
    monkeypatch.setenv("IDLIB_MAP_CACHE", str(tmp_path))
    mine = guest(own())
    assert control.control_map(mine.events, all_days().end).areas is not None
    assert list(tmp_path.rglob("*.json")) == []


@pytest.mark.thorough
def test_the_server_holds_only_so_many_tables_of_readers(monkeypatch):
    gc.collect()
    monkeypatch.setattr(snapshots, "MAX_GUEST_ROWS", sum(len(g.events.frame) for g in snapshots._GUESTS.values()) + 7)
    kept = guest(own())
    with pytest.raises(CrowdedError, match="Try again later"):
        guest(own())
    version = kept.version
    del kept
    gc.collect()
    assert lookup(version) is None
    assert guest(own())


@pytest.mark.thorough
def test_a_change_of_how_words_are_written_is_another_version(tmp_path, monkeypatch):
    def version(text):
        words = tmp_path / "wording.py"
        words.write_text(text)
        monkeypatch.setattr(snapshots, "WORDS", (words,))
        snapshots._surroundings.cache_clear()
        snapshots._READ.clear()
        return current().version

    try:
        assert version("d MMMM y") == version("d MMMM y")
        assert version("d MMMM y") != version("MMMM d, y"), "answers are kept for a year under their version"
    finally:
        monkeypatch.undo()
        snapshots._surroundings.cache_clear()
        snapshots._READ.clear()
    assert "text" in snapshots.METHOD, "the words that no catalogue holds"
