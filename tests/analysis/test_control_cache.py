"""Computed maps on disk: used when sound, computed again when not, never in the way."""

import os
from datetime import date

import numpy as np
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from lib.analysis.control import cache as control_cache
from lib.analysis.control import sharing
from lib.analysis.control.cache import Key
from lib.analysis.front import line as front_line
from lib.config import disk_cache

REGION = shapely.box(36.2, 35.4, 37.0, 36.0)
DAY = date(2020, 2, 15)
KEY = Key.of("data", REGION, DAY)


@pytest.fixture(scope="module")
def drawing():
    lon, lat = np.array([36.4, 36.4, 36.8, 36.8, 50.0]), np.array([35.6, 35.8, 35.6, 35.8, 35.7])
    holder = ["opposition", "opposition", "government", "government", "government"]
    return front_line.draw(lon, lat, holder, REGION)


def test_what_is_read_is_what_was_written(drawing, tmp_path):
    control_cache.write(KEY, drawing, tmp_path)
    stored = control_cache.read(KEY, tmp_path)
    for name in control_cache.FRAMES:
        assert_geodataframe_equal(getattr(stored, name), getattr(drawing, name))
    assert stored.reasons.tolist() == drawing.reasons.tolist()


def test_an_empty_drawing_survives_too(tmp_path):
    nothing = front_line.draw(np.zeros(0), np.zeros(0), [], REGION)
    control_cache.write(KEY, nothing, tmp_path)
    stored = control_cache.read(KEY, tmp_path)
    assert_geodataframe_equal(stored.front, nothing.front)
    assert len(stored.areas) == 0


@pytest.mark.parametrize(
    "damage",
    [
        lambda b: b[: len(b) // 2],
        lambda b: b.replace(b"government", b"opposition"),
        lambda _: b"",
        lambda _: b"\xff\xfe not ours",
        lambda b: b + b" ",
    ],
)
def test_a_damaged_entry_is_not_trusted(drawing, tmp_path, damage):
    control_cache.write(KEY, drawing, tmp_path)
    path = KEY.path(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    assert control_cache.read(KEY, tmp_path) is None


def test_other_data_another_region_or_another_method_is_another_entry(drawing, tmp_path, monkeypatch):
    control_cache.write(KEY, drawing, tmp_path)
    assert control_cache.read(Key.of("other data", REGION, DAY), tmp_path) is None
    assert control_cache.read(Key.of("data", shapely.box(36, 35, 37, 36), DAY), tmp_path) is None
    assert control_cache.read(Key.of("data", REGION, date(2020, 2, 16)), tmp_path) is None
    monkeypatch.setattr(control_cache, "method_version", lambda: "newer")
    assert control_cache.read(Key.of("data", REGION, DAY), tmp_path) is None


def test_a_cache_that_cannot_be_written_means_no_cache(drawing, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    control_cache.write(KEY, drawing, blocked)
    assert control_cache.read(KEY, blocked) is None


def test_nothing_half_written_is_left_behind(drawing, tmp_path, monkeypatch):
    def fail(*_args):
        raise OSError

    monkeypatch.setattr(disk_cache.Path, "replace", fail)
    control_cache.write(KEY, drawing, tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_old_versions_are_removed_and_foreign_files_are_not(drawing, tmp_path, monkeypatch):
    monkeypatch.setattr(control_cache, "MAX_VERSIONS", 3)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "2020-01-01.json").write_text("kept")
    for number in range(5):
        key = Key.of(f"data {number}", REGION, DAY)
        control_cache.write(key, drawing, tmp_path)
        os.utime(key.path(tmp_path).parent, (number, number))
    left = {path.name for path in tmp_path.iterdir()}
    newest = {Key.of(f"data {number}", REGION, DAY).version for number in (2, 3, 4)}
    assert left == newest | {"mine"}
    assert (tmp_path / "mine" / "2020-01-01.json").exists()


def test_a_version_that_is_read_stays_when_others_are_written(drawing, tmp_path, monkeypatch):
    monkeypatch.setattr(control_cache, "MAX_VERSIONS", 2)
    used, idle, new = (Key.of(name, REGION, DAY) for name in ("used", "idle", "new"))
    for age, key in enumerate((used, idle)):
        control_cache.write(key, drawing, tmp_path)
        os.utime(key.path(tmp_path).parent, (age, age))
    assert control_cache.read(used, tmp_path) is not None
    control_cache.write(new, drawing, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {used.version, new.version}


def test_the_environment_names_the_directory(monkeypatch, tmp_path):
    monkeypatch.setenv("IDLIB_MAP_CACHE", str(tmp_path))
    assert disk_cache.folder_of(None) == tmp_path
    assert disk_cache.folder_of(tmp_path / "given") == tmp_path / "given"


def test_lines_stay_when_another_report_is_corrected_and_go_when_one_of_control_is(make_table):
    control = {"event_id": "c", "kind": "control", "subkind": "baseline", "place": "Saraqib", "lat": 35.86, "lon": 36.8}
    strike = {"event_id": "s", "place": "Saraqib", "lat": 35.86, "lon": 36.8}
    before = sharing.reports_version(make_table(strike, control))
    assert sharing.reports_version(make_table(strike | {"note": "corrected"}, control)) == before
    assert sharing.reports_version(make_table(strike, strike | {"event_id": "new"}, control)) == before, "it is row 4"
    assert sharing.reports_version(make_table(strike, control | {"controller": "opposition"})) != before
    assert sharing.reports_version(make_table(strike, control | {"lat": 35.861})) != before
    assert sharing.reports_version(make_table(strike)) != before
