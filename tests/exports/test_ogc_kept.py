"""Rows of every control date lie on disk as they were made, and nothing that cannot be trusted is read from there."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from lib import layers
from lib.config import disk_cache
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.events.store import snapshot_of
from lib.exports.ogc import collections, kept
from lib.exports.ogc.collections import COLLECTIONS, of_lines
from lib.web import warmup

OF_LINES = ("areas", "front", "band", "settlements")


@pytest.fixture
def folder(monkeypatch, tmp_path):
    monkeypatch.setattr(kept, "_folder", lambda: tmp_path)
    collections._FOUND.clear()
    return tmp_path


@pytest.fixture
def few(make_table):
    """A table of two control dates."""
    held = {"kind": "control", "geo_precision": "settlement"}
    here = {"place": "Saraqib", "lat": "35.8648", "lon": "36.8022"}
    there = {"place": "Idleb", "lat": "35.9297", "lon": "36.6317"}
    return make_table(
        held | here | {"controller": "opposition", "date_start": "2020-01-02"},
        held | there | {"controller": "opposition", "date_start": "2020-01-02"},
        held | here | {"controller": "government", "date_start": "2020-02-05"},
    )


def make_ready(events):
    for name in of_lines():
        collections.make_ready(events, name)


def refuse(*_given):
    raise AssertionError("made again")


@pytest.mark.parametrize("name", OF_LINES)
@pytest.mark.usefixtures("folder")
def test_rows_come_back_as_they_were_made(few, name):
    query = Query(start=FIRST_DAY, end=LAST_DAY)
    made = layers.data()[name].rows(few, query, "all").reset_index(drop=True)
    assert len(made)
    kept.rows(few, name, lambda: made)
    found = kept.rows(few, name, refuse)
    pd.testing.assert_frame_equal(found.drop(columns="geometry"), made.drop(columns="geometry"), check_dtype=False)
    assert [shape.wkb for shape in found.geometry] == [shape.wkb for shape in made.geometry]
    assert found.crs == made.crs


def test_every_collection_of_lines_is_ready_for_the_next_process(folder, few, monkeypatch):
    make_ready(few)
    assert len(list(folder.iterdir())) == len(OF_LINES)
    known = tuple(layers.data().items())
    before = {name: one.find(few, Query()).names() for name, one in COLLECTIONS.items() if one.lines}
    collections._FOUND.clear()
    monkeypatch.setattr(collections.layers, "data", lambda: {name: replace(each, rows=refuse) for name, each in known})
    assert {name: one.find(few, Query()).names() for name, one in COLLECTIONS.items() if one.lines} == before


def test_the_process_that_warms_the_cache_makes_them_and_tells_how_far_it_is(folder, few, monkeypatch):
    monkeypatch.setattr(warmup, "current", lambda: snapshot_of(few))
    told = []
    warmup.make_collections(progress=lambda share, _words: told.append(share))
    assert len(list(folder.iterdir())) == len(told) == len(OF_LINES)
    assert told[-1] == 1


def test_a_file_that_is_damaged_is_made_again(folder, few):
    make_ready(few)
    (path,) = folder.glob("*-areas.parquet")
    whole = path.read_bytes()
    for damaged in (whole[:-9], b"", whole.replace(b"PAR1", b"RAP1")):
        path.write_bytes(damaged)
        collections._FOUND.clear()
        assert len(COLLECTIONS["areas"].find(few, Query()))
        assert path.read_bytes() == whole
    disk_cache.write(path, b"not a table, under a checksum that is right")
    collections._FOUND.clear()
    assert len(COLLECTIONS["areas"].find(few, Query()))


@pytest.mark.usefixtures("folder")
def test_another_table_has_rows_of_its_own(few, make_table):
    make_ready(few)
    other = make_table(
        {"kind": "control", "place": "Idleb", "lat": "35.9297", "lon": "36.6317", "controller": "opposition"}
    )
    assert COLLECTIONS["places"].find(other, Query()).names() == ["row-0"]


def test_nothing_of_a_readers_own_table_is_on_disk(folder, few):
    make_ready(replace(few, private=True, version="own"))
    assert not list(folder.iterdir())


def test_an_area_of_ones_own_is_cut_from_the_maps_and_not_kept(folder, few):
    assert len(COLLECTIONS["areas"].find(few, Query(within_area="box_36.7_35.8_36.9_35.9")))
    assert not list(folder.iterdir())


def test_the_files_used_last_are_kept(folder, few, monkeypatch):
    monkeypatch.setattr(kept, "FILES", 3)
    make_ready(few)
    assert len(list(folder.iterdir())) == 3
