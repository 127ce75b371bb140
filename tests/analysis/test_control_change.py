"""Change between two days adds up, in whatever steps it is taken."""

import itertools
from datetime import date

import pandas as pd
import pytest

from lib.analysis import control
from lib.analysis.control import cache as control_cache
from lib.analysis.control import sharing
from tests.analysis.land import areas_changed

START, END = date(2019, 12, 1), date(2020, 3, 8)


@pytest.fixture(scope="module")
def maps(events):
    return [control.control_map(events, day) for day in control.control_dates(events)]


def net(changes):
    """Land won less land lost by the government, km²."""
    won = changes.loc[changes.controller == "government", "area_km2"].sum()
    return won - changes.loc[changes.previous_controller == "government", "area_km2"].sum()


@pytest.mark.thorough
def test_the_changes_of_all_steps_add_up_to_the_change_of_the_whole_range(maps):
    steps = sum(net(areas_changed(a, b)) for a, b in itertools.pairwise(maps))
    whole = net(areas_changed(maps[0], maps[-1]))
    assert whole > 2_000
    assert steps == pytest.approx(whole, rel=0.01)


@pytest.mark.thorough
def test_the_land_that_changed_is_the_difference_of_the_areas(events, maps):
    held = control.area_over_time(events).pivot_table(index="date", columns="controller", values="area_km2")
    difference = held.government.iloc[-1] - held.government.iloc[0]
    assert net(areas_changed(maps[0], maps[-1])) == pytest.approx(difference, rel=0.01)


@pytest.mark.thorough
def test_area_over_time_has_every_control_date_and_always_the_same_total(events, maps):
    areas = control.area_over_time(events)
    assert list(areas.columns) == list(control.AREA_TIME_COLUMNS)
    assert areas.date.drop_duplicates().dt.date.tolist() == [m.as_of for m in maps]
    total = areas.groupby("date").area_km2.sum()
    assert total.max() == pytest.approx(total.min(), rel=1e-4)


@pytest.mark.thorough
def test_what_is_done_to_one_answer_does_not_reach_the_next(events, maps):
    assert len(maps)
    answer = control.area_over_time(events)
    answer["area_km2"] = 0.0
    assert control.area_over_time(events).area_km2.sum() > 0


def test_changes_between_two_days_are_land_settlements_and_length_of_front(events, maps):
    found = control.changes_between(events, START, END)
    assert found.front_km_before == pytest.approx(next(m for m in maps if m.as_of == START).front_km)
    assert found.front_km_after == pytest.approx(maps[-1].front_km)
    assert {"Maarat al-Numan", "Saraqib"} <= set(found.settlements.place)
    taken = found.areas.loc[found.areas.controller == "government"]
    assert taken.area_km2.sum() > 2_000


def test_a_change_of_the_first_day_itself_is_no_change_since_then(events):
    day = date(2020, 1, 28)
    assert "Maarat al-Numan" not in set(control.changes_between(events, day, END).settlements.place)
    assert "Maarat al-Numan" in set(control.changes_between(events, date(2020, 1, 27), day).settlements.place)


def test_the_order_in_which_two_days_are_given_does_not_matter(events):
    there, back = control.changes_between(events, START, END), control.changes_between(events, END, START)
    assert (there.start, there.end) == (back.start, back.end) == (START, END)
    assert there.areas.area_km2.tolist() == back.areas.area_km2.tolist()


def test_between_a_day_and_itself_nothing_changes(events):
    found = control.changes_between(events, END, END)
    assert len(found.areas) == len(found.settlements) == 0


def test_every_stretch_is_told_and_their_lengths_add_up_to_the_lines(maps):
    for drawn in maps:
        told = drawn.stretches
        assert told.length_km.sum() == pytest.approx(drawn.front.length_km.sum(), rel=1e-6)
        assert told.length_km[told.is_front].sum() == pytest.approx(drawn.front_km, rel=1e-6)
        assert told.age_days.between(0, (drawn.as_of - maps[0].as_of).days).all()
        assert set(told.confidence) <= {"high", "medium", "low"}
        assert told[["place_a", "place_b"]].ne("").all(axis=None)


@pytest.mark.thorough
def test_a_damaged_file_in_the_cache_is_computed_anew(events, tmp_path):
    day = control.control_dates(events)[-1]
    key = control_cache.Key.of(sharing.reports_version(events), control.default_region(), day)
    once = control.control_map(events, day, tmp_path)
    path = key.path(tmp_path)
    path.write_bytes(path.read_bytes()[:-100])
    assert control.control_map(events, day, tmp_path).front_km == once.front_km
    assert control_cache.read(key, tmp_path) is not None


def test_on_the_real_dates_hardly_a_place_lies_in_another_sides_area_and_then_because_it_stands_alone(maps):
    away = pd.concat([drawn.exceptions.loc[drawn.exceptions.reason.isin(["lone", "close"])] for drawn in maps])
    assert set(away.reason) <= {"lone"}
    assert len(away) < sum(len(drawn.places) for drawn in maps) / 1_000


def test_an_empty_table_has_no_area_over_time(events):
    rows = events.control.iloc[:0]

    class Nothing:
        frame = control = rows
        version = "nothing"

    areas = control.area_over_time(Nothing())
    assert list(areas.columns) == list(control.AREA_TIME_COLUMNS)
    assert len(areas) == 0
    found = control.changes_between(Nothing(), START, END)
    assert len(found.areas) == len(found.settlements) == 0
    assert found.front_km_before == found.front_km_after == 0
    assert isinstance(found.settlements, pd.DataFrame)
