"""Strikes are counted once each, from primary rows, and tolls are ranges that keep silence apart from zero."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis import strikes
from lib.events.table import read
from tests.analysis.strike_places import strike_places
from tests.conftest import as_csv
from tests.queries import all_days


def strike(**cells):
    return {"kind": "strike", "place": "Binnish", "lat": 35.96, "lon": 36.71} | cells


def test_second_reports_of_one_strike_are_not_counted_again(make_table):
    table = make_table(
        strike(event_id="a", group_id="a", civilian_deaths_low=3, civilian_deaths_high=5),
        strike(event_id="b", group_id="a", is_primary="false", civilian_deaths_low=9, civilian_deaths_high=9),
    )
    rows = strikes.strikes(table, all_days())
    assert len(rows) == 1
    assert strikes.toll(rows, "civilian_deaths") == strikes.Toll(3, 5, 0)


def test_a_blank_toll_is_silence_and_not_zero(make_table):
    rows = strikes.strikes(make_table(strike(), strike()), all_days())
    assert strikes.toll(rows, "injured") == strikes.Toll(None, None, 2)


def test_a_reported_zero_is_a_figure(make_table):
    rows = strikes.strikes(make_table(strike(injured_low=0, injured_high=0), strike()), all_days())
    assert strikes.toll(rows, "injured") == strikes.Toll(0, 0, 1)


@pytest.mark.thorough
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.booleans()), max_size=12))
def test_the_toll_of_all_places_is_the_sum_of_the_tolls_of_the_parts(cells):
    rows = [
        strike(place=f"P{n % 3}", **({} if blank else {"deaths_low": min(a, b), "deaths_high": max(a, b)}))
        for n, (a, b, blank) in enumerate(cells)
    ]
    counted = strikes.strikes(read(as_csv(rows), "events.csv"), all_days())
    whole = strikes.toll(counted, "deaths")
    parts = [strikes.toll(part, "deaths") for _, part in counted.groupby("place")]
    assert (whole.low or 0) == sum(part.low or 0 for part in parts)
    assert (whole.high or 0) == sum(part.high or 0 for part in parts)
    assert whole.silent == sum(part.silent for part in parts)
    assert whole.low is None or whole.low <= whole.high


def test_strikes_of_one_place_make_one_circle_with_the_worst_precision(make_table):
    table = make_table(strike(), strike(geo_precision="subdistrict"), strike(place="Sarmin", lat=35.9, lon=36.72))
    circles = strike_places(strikes.strikes(table, all_days())).set_index("place")
    assert circles["strikes"].to_dict() == {"Binnish": 2, "Sarmin": 1}
    assert circles.loc["Binnish", "precision"] == "subdistrict"
    assert circles["coarse"].to_dict() == {"Binnish": 1, "Sarmin": 0}


def test_a_strike_without_a_point_is_counted_and_never_drawn(make_table):
    rows = strikes.strikes(make_table(strike(lat="", lon="")), all_days())
    assert len(rows) == 1
    assert strike_places(rows).empty
