"""All of one place: the same whatever a view is narrowed to, by P-code before name, and nothing added up."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import shapely

from lib.analysis import control
from lib.analysis.place_record import MOST_NEAR, NEAR_KM, place_record
from lib.analysis.strikes import toll
from lib.config.crs import METRIC
from lib.events.query import FIRST_DAY, LAST_DAY, in_range
from lib.geography import places

DAY = date(2020, 2, 15)


@pytest.fixture(scope="module")
def busiest(events):
    """The place with the most primary strikes."""
    rows = events.strikes
    return rows.loc[rows["is_primary"] & (rows["pcode"] != ""), "place"].value_counts().index[0]


def test_the_strikes_of_a_place_are_its_primary_rows_by_code_or_name(events, busiest):
    record = place_record(events, busiest, DAY)
    rows = events.frame
    mine = rows["is_primary"] & (rows["kind"] == "strike")
    mine &= (rows["pcode"] == record.pcode) | ((rows["place"] == busiest) & (rows["pcode"] == ""))
    assert set(record.struck["event_id"]) == set(rows.loc[mine, "event_id"])
    assert len(record.struck)
    assert record.killed == toll(rows.loc[mine], "civilian_deaths")


def test_a_place_is_the_same_by_its_name_and_by_its_code(events, busiest):
    by_name = place_record(events, busiest, DAY)
    by_code = place_record(events, by_name.pcode.lower(), DAY)
    assert by_code.name == by_name.name
    assert by_code.struck.equals(by_name.struck)


def test_movements_are_those_that_begin_or_end_there(events):
    rows = events.frame
    moves = rows.loc[rows["is_primary"] & (rows["kind"] == "displacement") & (rows["origin_pcode"] != "")]
    origin = moves["origin_place"].value_counts().index[0]
    record = place_record(events, origin, DAY)
    assert len(record.moved)
    ends = record.moved[["place", "origin_place"]].apply(lambda end: end.str.casefold() == origin.casefold())
    codes = record.moved[["pcode", "origin_pcode"]] == record.pcode
    assert (ends.to_numpy().any(axis=1) | codes.to_numpy().any(axis=1)).all()


def test_the_front_is_as_far_as_the_map_draws_it(events, busiest):
    record = place_record(events, busiest, DAY)
    front = control.control_map(events, DAY).front
    lines = front.loc[front["is_front"]].to_crs(METRIC).geometry.to_numpy()
    known = places.places().set_index("place").to_crs(METRIC).geometry[busiest]
    assert record.front_km == pytest.approx(shapely.distance(lines, known).min() / 1000.0)


def test_before_the_first_report_there_is_no_front_to_measure(events, busiest):
    assert place_record(events, busiest, date(2010, 1, 1)).front_km is None


@pytest.mark.thorough
def test_what_is_near_is_near_and_nearest_first(events):
    found = [place_record(events, name, DAY).near for name in places.labels()["place"].head(12)]
    assert any(len(near) for near in found)
    for near in found:
        assert len(near) <= MOST_NEAR
        assert (np.diff(near["km"].to_numpy(float)) >= 0).all()
        assert (near["km"] <= NEAR_KM).all()


def test_nothing_is_told_of_a_place_that_nobody_knows(events):
    assert place_record(events, "Xyzzyville", DAY) is None
    assert place_record(events, "", DAY) is None


def test_another_spelling_that_the_gazetteer_knows_is_the_same_place(events, busiest):
    aliases = places.places().set_index("place").loc[busiest, "aliases"].split("|")
    for alias in [spelling for spelling in aliases if spelling][:3]:
        assert place_record(events, alias, DAY).name == busiest


@pytest.mark.thorough
def test_a_row_with_a_code_that_nobody_else_has_is_of_the_place_of_its_name(events, busiest):
    frame = events.frame.copy()
    mine = (frame["place"] == busiest) & (frame["kind"] == "strike")
    frame.loc[mine, "pcode"] = "X-17"
    own = replace(events, frame=frame, version="own-codes")
    assert len(place_record(own, busiest, DAY).struck) == len(place_record(events, busiest, DAY).struck)


@pytest.mark.thorough
def test_days_outside_of_the_map_are_not_counted(events):
    rows = events.frame
    outside = rows["is_primary"] & (rows["kind"] == "strike") & ~in_range(rows, FIRST_DAY, LAST_DAY)
    assert outside.any()
    for name in rows.loc[outside, "place"].unique():
        record = place_record(events, name, DAY)
        assert record is None or in_range(record.struck, FIRST_DAY, LAST_DAY).all()


def test_who_came_and_who_left_are_told_apart(events):
    rows = events.frame
    moves = rows.loc[rows["is_primary"] & (rows["kind"] == "displacement") & (rows["origin_pcode"] != "")]
    record = place_record(events, moves["origin_place"].value_counts().index[0], DAY)
    assert record.left
    assert record.came + record.left <= len(record.moved)
