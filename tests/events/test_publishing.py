"""A table coarsened for publication tells of each strike and movement no more than may leave the house."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lib.config.crisis import CRISIS
from lib.events import publishing
from lib.events.publishing.figures import banded
from lib.events.publishing.table import NO_COUNTER, NOT_NAMED, SHARED, safe_table
from lib.events.query import Query, parse
from lib.events.schema import MAX_FIGURE, RANGES, TARGET_KINDS, event_schema

ARIHA = {"place": "Ariha", "lat": 35.8133, "lon": 36.6067}
NEAR_ARIHA = {"place": "Somewhere", "lat": 35.82, "lon": 36.61}
COARSE = ("strike", "displacement")


@pytest.fixture(params=[0, 5], ids=["sub-districts", "squares"])
def grid(request, monkeypatch):
    monkeypatch.setenv("IDLIB_MAP_SAFE_GRID", str(request.param))
    return request.param


@pytest.mark.usefixtures("grid")
def test_the_shipped_table_stays_a_sound_one_of_as_many_rows(events):
    coarse = safe_table(events)
    event_schema().validate(coarse.frame, lazy=True)
    assert len(coarse.frame) == len(events.frame)
    assert coarse.frame["kind"].value_counts().to_dict() == events.frame["kind"].value_counts().to_dict()
    assert coarse.version.endswith(publishing.SUFFIX)


@pytest.mark.usefixtures("grid")
def test_every_place_of_a_strike_is_one_of_few(events):
    fine, coarse = events.strikes, safe_table(events).strikes
    known = coarse.loc[coarse["lat"].notna()]
    points = known[["lat", "lon"]].drop_duplicates()
    assert len(points) < fine[["lat", "lon"]].dropna().drop_duplicates().shape[0]
    named = known.loc[known["geo_precision"] == "subdistrict"]
    assert len(named[["place", "lat", "lon"]].drop_duplicates()) == named["place"].nunique()


def test_two_points_of_one_sub_district_cannot_be_told_apart(make_table, grid):
    del grid
    table = safe_table(make_table(ARIHA, NEAR_ARIHA))
    cells = table.frame.drop(columns=["event_id", "group_id", "row"]).astype("str")
    assert cells.iloc[0].to_dict() == cells.iloc[1].to_dict()
    assert "Somewhere" not in set(table.frame["place"])


def test_a_table_is_made_once_and_a_coarse_one_comes_back_as_it_is(events):
    assert safe_table(events) is safe_table(events)
    assert safe_table(safe_table(events)) is safe_table(events)


def test_the_version_tells_nothing_of_what_was_left_out(make_table):
    one, other = make_table(ARIHA | {"note": "one"}), make_table(ARIHA | {"note": "another", "event_id": "named"})
    assert one.version != other.version
    assert safe_table(one).version == safe_table(other).version


def test_the_order_of_the_file_is_not_told(make_table):
    rows = [ARIHA | {"date_start": f"2020-01-1{n}"} for n in range(4)]
    assert safe_table(make_table(*rows)).version == safe_table(make_table(*rows[::-1])).version


def test_how_coarse_it_is_is_part_of_the_version(make_table, monkeypatch):
    table = make_table(ARIHA)
    versions = set()
    for km in ("0", "5", "10"):
        monkeypatch.setenv("IDLIB_MAP_SAFE_GRID", km)
        versions.add(safe_table(table).version)
    assert len(versions) == 3


FIGURES = [0, 1, 4, 5, 9, 10, 37, 99, 100, 101, 999, 1234, 43_999, 948_000, MAX_FIGURE]


@pytest.mark.parametrize("figure", FIGURES)
def test_a_band_holds_the_figure_and_is_that_of_all_in_it(figure):
    low, high = (int(end.iloc[0]) for end in banded(*[pd.Series([figure], dtype="Int64")] * 2))
    assert low <= figure <= high
    assert high == low == 0 or high > low or high == MAX_FIGURE
    for other in {low, high, (low + high) // 2}:
        again = banded(*[pd.Series([other], dtype="Int64")] * 2)
        assert [int(end.iloc[0]) for end in again] == [low, high]


def test_bands_are_those_that_the_crisis_declares():
    begins = CRISIS.publishing.bands
    figures = pd.Series(range(1, begins[-1]), dtype="Int64")
    assert set(banded(figures, figures)[0]) == set(begins[:-1])


def test_blank_stays_blank_and_every_sum_holds_the_true_one(events):
    fine, coarse = events.frame, safe_table(events).frame
    for low, high in RANGES:
        assert coarse[low].isna().sum() == fine[low].isna().sum()
        assert coarse[low].sum() <= fine[low].sum()
        assert coarse[high].sum() >= fine[high].sum()


def test_what_the_crisis_calls_sensitive_is_not_told_apart(events):
    told = set(";".join(safe_table(events).strikes["target_kind"]).split(";")) - {""}
    assert not told & set(CRISIS.publishing.sensitive_targets)
    assert told <= set(TARGET_KINDS)
    assert "market" in told


@pytest.mark.parametrize("column", ["actor", "source", "publisher", "counter"])
def test_a_name_stays_only_where_enough_things_share_it(events, column):
    frame = safe_table(events).frame
    frame = frame.loc[frame["kind"].isin(COARSE)]
    known = set(events.frame["actor"].str.replace(r"\s*\(.*?\)", "", regex=True)) | set(events.frame["actor"])
    named = frame.loc[~frame[column].isin(["", NOT_NAMED]) & ~frame[column].str.startswith(NO_COUNTER)]
    assert len(named)
    if column == "actor":
        assert set(named[column]) <= known
    else:
        assert named.groupby(column)["group_id"].nunique().min() >= SHARED


def test_counters_that_are_not_named_are_not_mixed(events):
    fine, coarse = (table.displacement["counter"].nunique() for table in (events, safe_table(events)))
    assert fine == coarse


def test_reports_of_one_thing_stay_reports_of_one_thing(events):
    sizes = [sorted(table.strikes.groupby("group_id").size()) for table in (events, safe_table(events))]
    assert sizes[0] == sizes[1]


def test_control_is_as_reported_but_for_notes(events):
    fine, coarse = events.control, safe_table(events).control
    told = [name for name in fine.columns if name not in {"note", "archive_url", "archive_sha256", "row"}]
    pd.testing.assert_frame_equal(fine[told].reset_index(drop=True), coarse[told].reset_index(drop=True))
    assert (coarse["note"] == "").all()


def test_milestones_keep_their_words_but_not_those_of_a_readers_own(events):
    assert (safe_table(events).milestones["note"] != "").all()
    own = replace(events, private=True, version="own")
    own = replace(own, frame=events.frame.copy())
    assert (safe_table(own).milestones["note"] == "").all()


def test_a_point_far_from_all_that_is_known_goes(make_table):
    row = safe_table(make_table({"place": "Far", "lat": 33.0, "lon": 42.0})).frame.iloc[0]
    assert (row["place"], np.isnan(row["lat"])) == ("", True)


def test_an_area_wider_than_a_sub_district_is_not_named_finer(make_table):
    rows = [ARIHA | {"geo_precision": wide, "event_id": wide} for wide in ("governorate", "country", "representative")]
    frame = safe_table(make_table(*rows)).frame
    assert (frame[["pcode", "admin3"]] == "").all(axis=None)
    assert not frame["place"].str.contains("sub-district").any()


def test_views_say_that_they_are_coarse_and_leave_out_what_would_be_false():
    query, notes = parse({"safe": "1", "near": "camps", "targets": "hospital,market"})
    assert (query.safe, query.near, query.targets) == (True, "any", frozenset({"market"}))
    assert "near" in notes[0]
    assert "targets" in notes[0]
    assert parse({"safe": "1"})[0].params()["safe"] == "1"
    assert "safe" not in Query().params()


def test_where_it_is_set_every_view_is_coarse_and_no_link_has_to_ask(monkeypatch):
    monkeypatch.setenv("IDLIB_MAP_SAFE", "1")
    query, notes = parse({"safe": "0"})
    assert query.safe
    assert notes
    assert "safe" not in query.params()
