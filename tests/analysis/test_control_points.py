"""Whoever asks who holds a point is told what the answer rests on, and what puts it in doubt."""

from __future__ import annotations

from datetime import timedelta

import geopandas as gpd
import pandas as pd
import pytest

from lib.analysis import control
from lib.analysis.control.points import COMPUTED, control_at
from lib.commands.command import RequestError, read_day
from lib.config.crisis import CRISIS

MINE, THEIRS = (side.id for side in CRISIS.sides[:2])
FIRST = CRISIS.period.first
ROWS = [
    {"kind": "control", "subkind": "baseline", "date_start": str(FIRST), "place": place, "controller": side,
     "lat": lat, "lon": lon}
    for place, side, lat, lon in [("a", MINE, 35.5, 36.5), ("b", THEIRS, 35.9, 36.8), ("c", MINE, 35.4, 36.6)]
]  # fmt: skip
WEEK = {"event_id": "week", "kind": "control", "place": "b", "controller": MINE, "previous_controller": THEIRS,
        "date_start": str(FIRST + timedelta(10)), "date_end": str(FIRST + timedelta(16)), "lat": 35.9,
        "lon": 36.8}  # fmt: skip


def asked(events, day, places=("a", "b"), points=((36.5, 35.5), (36.8, 35.9))):
    found = gpd.GeoSeries(gpd.points_from_xy(*zip(*points, strict=True)), crs="EPSG:4326")
    return control_at(events, found, pd.Series(places), day)


@pytest.mark.thorough
def test_a_place_in_question_is_answered_with_low_confidence_and_the_report_that_is_not_over(make_table):
    events = make_table(*ROWS, WEEK)
    before, while_it_runs, after = (asked(events, FIRST + timedelta(days)) for days in (9, 12, 16))
    assert list(before["basis"]) == list(after["basis"]) == ["reported", "reported"]
    assert (before["reason"] == "").all()
    told = while_it_runs.iloc[1]
    assert (told["basis"], told["confidence"]) == (COMPUTED, "low")
    assert told["reason"].startswith(f"in question: week tells of {MINE}, ")
    assert while_it_runs.iloc[0]["reason"] == ""
    assert after.iloc[1]["controller"] == MINE


def test_a_place_in_question_is_not_answered_with_the_report_of_its_neighbour(make_table):
    beside = ROWS[1] | {"place": "beside", "lat": 35.907}
    events = make_table(*ROWS, beside, WEEK)
    answer = asked(events, FIRST + timedelta(12), places=("", ""), points=((36.8, 35.9), (36.8, 35.907)))
    assert list(answer["basis"]) == [COMPUTED, "reported"]
    assert answer["confidence"].iloc[0] == "low"
    assert answer["in_own_record"].iloc[0] == ""


@pytest.mark.thorough
def test_no_place_in_question_is_answered_as_if_it_were_not(events):
    days = control.control_dates(events)
    for day in days[:: len(days) // 12]:
        state = control.control_on(events, day)
        state = state.loc[state["in_question"] & state.geometry.notna()]
        if len(state):
            answer = control_at(events, state.geometry, state["place"], day)
            computed = answer.loc[(answer["basis"] == COMPUTED) & (answer["controller"] != "")]
            assert set(computed["confidence"]) <= {"low"}, day
            assert computed["reason"].str.startswith("in question: ").all(), day


@pytest.mark.parametrize("comparison", CRISIS.comparisons, ids=lambda comparison: str(comparison.day))
def test_a_day_that_is_compared_with_by_name_is_taken_by_its_name_and_says_what_its_line_is(events, comparison):
    assert read_day(str(comparison.name).upper()) == comparison.day
    held = control.control_on(events, comparison.day).loc[lambda state: state.geometry.notna()].head(2)
    answer = control_at(events, held.geometry, held["place"], comparison.day)
    assert set(answer["reason"]) == {str(comparison.note)}


def test_any_other_word_is_no_day():
    with pytest.raises(RequestError, match="is not a date"):
        read_day("Sochi")
