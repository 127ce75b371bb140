"""Two tables as one: each incident counts once, and no row of one is taken for a row of the other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lib.analysis import control, same_incident, summary
from lib.analysis.control import control_map
from lib.events import store
from lib.events.schema import event_schema
from lib.events.store import CrowdedError, Snapshot
from lib.events.union import union
from lib.layers import popups
from tests.queries import all_days

NONE = np.zeros((0, 2), dtype=np.int64)
PLACE = {"kind": "strike", "place": "Saraqib", "lat": "35.864", "lon": "36.8", "date_start": "2020-02-05"}


def strike(name, killed, **cells):
    figures = {"civilian_deaths_low": killed, "civilian_deaths_high": killed}
    return {**PLACE, "event_id": name, **figures, **cells}


@pytest.fixture
def ours(make_table):
    return make_table(strike("a", "3"), strike("b", "5", lat="35.81", lon="36.6", place="Ariha"))


@pytest.fixture
def mine(make_table):
    return make_table(
        strike("a", "4", group_id="a"),
        strike("a2", "4", group_id="a", is_primary="false"),
        strike("z", "20", lat="35.93", lon="36.63", place="Idlib"),
    )


def counted(table):
    found = summary.figures(table, all_days())
    return found.strikes, found.civilians.low, found.civilians.high


def test_strikes_and_deaths_of_both_are_ours_and_mine_less_what_is_accepted(ours, mine):
    both = union(ours, mine, np.array([[0, 0]]))
    assert counted(ours) == (2, 8, 8)
    assert counted(mine) == (2, 24, 24)
    assert counted(both) == (2 + 2 - 1, 8 + 24 - 4, 8 + 24 - 4)
    assert counted(union(ours, mine, NONE)) == (4, 32, 32)


@pytest.mark.thorough
def test_the_same_holds_for_the_shipped_table_and_some_of_the_pairs_found(events, make_table):
    struck = events.strikes.loc[events.strikes["is_primary"] & (events.strikes["civilian_deaths_low"] > 0)]
    rows = struck.head(60).reset_index(drop=True)
    rows = rows.assign(row=range(2, len(rows) + 2), group_id=rows["event_id"])
    mine = replace(make_table(), frame=rows)
    found = same_incident.pairs(rows, events.frame).head(30)
    both = union(events, mine, found[["mine", "ours"]].to_numpy())
    left_over = rows.drop(index=found["mine"])
    alone = counted(replace(mine, frame=left_over, version="left"))
    assert np.subtract(counted(both), counted(events)).tolist() == list(alone)


def test_an_accepted_report_is_a_further_one_of_our_group_with_all_its_own(ours, mine):
    both = union(ours, mine, np.array([[0, 0]])).frame
    group = both.loc[both["group_id"] == "a"]
    assert group["event_id"].tolist() == ["a", "own:a", "a2"]
    assert group["is_primary"].tolist() == [True, False, False]


def test_an_accepted_pair_is_one_incident_in_the_list_of_its_place(ours, mine):
    both = union(ours, mine, np.array([[0, 0]]))
    told = popups.listed(both, both.frame.iloc[[0]], "Saraqib", "")
    assert [len(report["also"]) for report in told["reports"]] == [2]


def test_the_table_is_a_sound_event_table_whose_names_are_kept_apart(ours, mine):
    both = union(ours, mine, NONE)
    event_schema().validate(both.frame, lazy=True)
    assert both.frame["event_id"].tolist() == ["a", "b", "own:a", "a2", "z"]
    assert both.frame["group_id"].tolist() == ["a", "b", "own:a", "own:a", "z"]


def test_a_name_that_has_the_prefix_already_is_no_way_in(make_table):
    ours = make_table(strike("a", "1"), strike("own:a", "1"))
    both = union(ours, make_table(strike("a", "2")), NONE)
    assert both.frame["event_id"].tolist() == ["a", "own:a", "own2:a"]
    event_schema().validate(both.frame, lazy=True)


def test_other_decisions_and_other_tables_are_other_versions(ours, mine):
    versions = {
        union(ours, mine, NONE).version, union(ours, mine, np.array([[0, 0]])).version,
        union(ours, replace(mine, version="x"), NONE).version, union(replace(ours, version="x"), mine, NONE).version,
    }  # fmt: skip
    assert len(versions) == 4
    assert union(ours, mine, NONE).version in versions


def test_both_tables_as_one_are_a_guest_that_nobody_can_guess_and_that_is_counted(ours, mine, monkeypatch):
    made = store.together(Snapshot(ours, "v"), mine, NONE)
    assert made.own
    assert made.events.private
    assert made.version.startswith("own-")
    assert store.lookup(made.version) is made
    monkeypatch.setattr(store, "MAX_GUEST_ROWS", len(made.events.frame) + 1)
    with pytest.raises(CrowdedError):
        store.together(Snapshot(ours, "v"), mine, NONE)


CONTROL = {"kind": "control", "date_start": "2019-12-01", "subkind": "baseline", "geo_precision": "settlement"}


def control_rows(*held):
    return [
        {**CONTROL, "event_id": f"c{n}", "place": f"P{n}", "lat": str(lat), "lon": str(lon), "controller": side}
        for n, (lat, lon, side) in enumerate(held)
    ]


LAND = [(35.6, 36.6, "opposition"), (35.9, 36.5, "opposition"), (35.6, 37.0, "government"), (35.9, 37.1, "government")]


def test_front_lines_are_the_maps_own_where_the_readers_table_changes_nothing(make_table, tmp_path):
    ours, mine = make_table(*control_rows(*LAND)), make_table(strike("s", "1"))
    control_map(ours, all_days().end, tmp_path)
    files = sorted(tmp_path.rglob("*.json"))
    both = union(ours, mine, NONE)
    assert control_map(both, all_days().end, tmp_path).front_km == control_map(ours, all_days().end, tmp_path).front_km
    assert sorted(tmp_path.rglob("*.json")) == files


@pytest.mark.thorough
def test_the_readers_report_of_control_moves_the_line_and_is_not_written_to_disk(make_table, tmp_path):
    ours = make_table(*control_rows(*LAND))
    taken = {**CONTROL, "subkind": "change", "event_id": "t", "place": "New", "lat": "35.75", "lon": "36.7",
             "date_start": "2020-01-10", "controller": "government"}  # fmt: skip
    both = union(ours, make_table(taken), NONE)
    before, after = (control_map(ours, all_days().end, tmp_path), control_map(both, all_days().end, tmp_path))
    assert after.front_km != before.front_km
    assert len(list(tmp_path.rglob("*.json"))) == 1
    # The days before the report are the map's own.
    assert control_map(both, after.as_of.replace(year=2019, month=12, day=20), tmp_path).front_km == before.front_km
    assert len(list(tmp_path.rglob("*.json"))) == 1


def test_another_decision_draws_no_line_anew(make_table, tmp_path, monkeypatch):
    ours = make_table(*control_rows(*LAND), strike("a", "3"))
    taken = {**CONTROL, "subkind": "change", "event_id": "t", "place": "New", "lat": "35.75", "lon": "36.7",
             "date_start": "2020-01-10", "controller": "government"}  # fmt: skip
    mine = make_table(taken, strike("m", "3"))
    drawn = []
    draw = control.front_line.draw
    monkeypatch.setattr(control.front_line, "draw", lambda *args, **kw: drawn.append(1) or draw(*args, **kw))
    for same in (NONE, np.array([[1, 4]])):
        control_map(union(ours, mine, same), all_days().end, tmp_path)
    assert len(drawn) == 1
