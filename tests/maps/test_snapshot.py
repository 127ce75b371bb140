"""A reader's own table belongs to one session: nobody can name it, and nothing of it stays."""

from __future__ import annotations

import gc
import weakref

import pytest

from lib.analysis import control, daily, displacement, place_history, summary
from lib.events.query import Query
from lib.events.table import read
from lib.maps import snapshot as snapshots
from lib.maps.clock import clock
from lib.maps.sequence import sequence
from lib.maps.snapshot import CrowdedError, current, guest, lookup
from lib.web import routes
from tests.conftest import as_csv

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


def test_nothing_of_a_table_is_left_when_its_session_ends():
    mine = guest(own())
    events, version = mine.events, mine.version
    for name in ("strikes", "flows", "clock", "own"):
        routes._answer(mine, name, ())
    counted = summary.figures(events, Query())
    assert counted.strikes == 1
    assert sequence(events)
    assert clock(events, Query())
    assert len(daily.publishers(events, Query()))
    assert len(control.area_over_time(events))
    assert displacement.flow_counters(events) == ["own"]
    place_history.point_history(events, 36.5, 35.9)
    frame = weakref.ref(events.frame)
    del mine, events, counted
    gc.collect()
    assert frame() is None
    assert lookup(version) is None
    kept = [
        key for cache in (routes.ANSWERS, daily._LEDGERS, control._PRIVATE) for key, _ in cache._slots if key == version
    ]
    assert kept == []
    assert not any(version in str(key) for key in control._AREAS)
    assert not any(version in str(key) for key in place_history._COMPUTED)


def test_no_front_line_of_an_own_table_is_written_to_disk(tmp_path, monkeypatch):
    monkeypatch.setenv("IDLIB_MAP_CACHE", str(tmp_path))
    mine = guest(own())
    assert control.control_map(mine.events, Query().end).areas is not None
    assert list(tmp_path.rglob("*.json")) == []


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
