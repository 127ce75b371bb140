"""Areas and gains are given with the line at either edge of its band, and a change only counts where the line moved."""

import itertools
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.analysis import control
from lib.analysis.control import change
from lib.analysis.front.line import SIDES
from lib.text import square_km
from tests.analysis.test_front_line import GOVERNMENT, OPPOSITION, column, drawing

START, END = date(2019, 12, 1), date(2020, 3, 8)
PLACES = st.lists(
    st.tuples(st.floats(36.25, 36.95), st.floats(35.45, 35.95), st.sampled_from(SIDES)), min_size=2, max_size=25
)


def changed(before, after):
    """What each side gained and lost between two drawings."""
    areas = change.land_changed(before.areas, after.areas)
    return change.ranges(areas, (before.areas, before.band), (after.areas, after.band))


def steps(*lons):
    """A row of places on either side of a line at each of some longitudes."""
    return [
        drawing(*column(lon - 0.05, OPPOSITION, 35.4, 36.0, 0.02), *column(lon + 0.05, GOVERNMENT, 35.4, 36.0, 0.02))
        for lon in lons
    ]


@pytest.mark.thorough
@settings(max_examples=15, deadline=None)
@given(PLACES)
def test_an_area_as_drawn_lies_between_its_least_and_its_greatest(places):
    areas = drawing(*places).areas
    assert (areas.low_km2 >= 0).all()
    assert (areas.low_km2 <= areas.area_km2 + 1e-6).all()
    assert (areas.area_km2 <= areas.high_km2 + 1e-6).all()


def test_what_one_side_holds_least_the_other_holds_most():
    [drawn] = steps(36.6)
    sizes = drawn.areas.set_index("controller")
    whole = sizes.area_km2.sum()
    for side, other in ((OPPOSITION, GOVERNMENT), (GOVERNMENT, OPPOSITION)):
        assert sizes.low_km2[side] + sizes.high_km2[other] == pytest.approx(whole, rel=1e-3)
    assert sizes.high_km2[OPPOSITION] - sizes.low_km2[OPPOSITION] == pytest.approx(
        (drawn.front.length_km.iloc[0] * drawn.band.width_km.mean()), rel=0.1
    )


def test_a_side_that_no_front_touches_has_one_size():
    areas = drawing(*column(36.5, OPPOSITION)).areas
    assert areas.low_km2.tolist() == areas.area_km2.tolist() == areas.high_km2.tolist()


def test_a_line_that_does_not_move_changes_nothing_however_wide_its_band():
    before, after = steps(36.6, 36.6)
    assert changed(before, after).empty


def test_a_change_lies_between_the_inner_and_the_outer_edges_of_both_lines():
    before, after = steps(36.7, 36.5)
    row = changed(before, after).loc[GOVERNMENT]
    widths = [drawn.band.width_km.mean() * drawn.front.length_km.iloc[0] for drawn in (before, after)]
    assert row.gained - row.gained_low == pytest.approx(sum(widths) / 2, rel=0.1)
    assert row.gained_high - row.gained == pytest.approx(sum(widths) / 2, rel=0.1)
    assert row.lost == row.lost_high == 0


def test_a_shift_within_the_band_may_be_none_at_all():
    before, after = steps(36.6, 36.585)
    row = changed(before, after).loc[GOVERNMENT]
    assert row.gained_low == pytest.approx(0, abs=1)
    assert row.gained > 10


def test_a_quiet_stretch_far_from_a_change_adds_nothing_to_its_range():
    quiet = [(36.9, 35.7, OPPOSITION), (36.9, 35.72, OPPOSITION)]
    near, both = ([*column(36.3 + dx, OPPOSITION), *column(36.4 + dx, GOVERNMENT)] for dx in (0.0, 0.1))
    alone = changed(drawing(*near), drawing(*both)).loc[OPPOSITION]
    beside = changed(drawing(*near, *quiet), drawing(*both, *quiet)).loc[OPPOSITION]
    assert beside.gained_high - beside.gained == pytest.approx(alone.gained_high - alone.gained, rel=0.25)


@pytest.mark.thorough
def test_every_change_of_the_table_lies_within_its_own_range(events):
    dates = control.control_dates(events)
    for start, end in [(START, END), *itertools.pairwise(dates[:12])]:
        found = control.changes_between(events, start, end)
        sums = found.areas.groupby("controller").area_km2.sum().reindex(found.ranges.index, fill_value=0.0)
        assert found.ranges.gained.to_numpy() == pytest.approx(sums.to_numpy())
        for low, best, high in (("gained_low", "gained", "gained_high"), ("lost_low", "lost", "lost_high")):
            assert (found.ranges[low] <= found.ranges[best] + 1e-6).all()
            assert (found.ranges[best] <= found.ranges[high] + 1e-6).all()


def test_one_function_gives_the_area_of_a_day_and_one_what_was_gained(events):
    side = SIDES[0]
    areas = control.control_map(events, END).areas.set_index("controller")
    assert control.area_range(events, side, END) == tuple(areas.loc[side, ["low_km2", "area_km2", "high_km2"]])
    gained = control.changed_range(events, side, START, END)
    assert gained == tuple(control.changes_between(events, START, END).ranges.loc[side].iloc[:3])
    assert gained.low < gained.best < gained.high
    assert control.area_range(events, "nobody", END) == control.changed_range(events, "nobody", START, END) == (0, 0, 0)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (2106.2, 2384.0, "2,110\N{EN DASH}2,380 km²"),
        (1.2, 34.0, "up to 30 km²"),
        (0.0, 0.0, "0 km²"),
        (0.0, 3.0, "0 km²"),
        (518.0, 521.0, "520 km²"),
    ],
)
def test_an_area_is_told_in_tens(low, high, words):
    assert square_km(low, high) == words
    assert square_km(np.float64(low), np.float64(high)) == words
