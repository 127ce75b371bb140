"""The worst days and places are counted as the map counts, and what the counts leave out is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from lib.analysis import strikes
from lib.analysis.strikes import days as strikes_days
from lib.events.query import Query
from tests.queries import all_days


def strike(day="2020-01-10", **cells):
    return {
        "kind": "strike",
        "place": "Binnish",
        "lat": 35.96,
        "lon": 36.71,
        "date_start": day,
        "date_end": day,
    } | cells


@pytest.mark.parametrize("filters", [{}, {"attribution": frozenset({"contested"})}, {"casualties": "killed"}])
def test_each_day_has_the_figures_that_the_situation_page_gives_for_it_alone(events, filters):
    by_day = strikes_days.by_day(events, all_days(**filters))
    for row in by_day.iloc[::7].itertuples():
        day = row.day.date()
        counted = strikes.counted(events, Query(start=day, end=day, **filters))
        assert row.strikes == counted.strikes
        assert (None if pd.isna(row.low) else row.low) == counted.civilians.low
        assert (None if pd.isna(row.high) else row.high) == counted.civilians.high
        assert row.silent == counted.civilians.silent


def test_the_worst_day_comes_first_and_days_outside_the_range_or_without_a_strike_do_not_come(make_table):
    table = make_table(strike(), strike("2020-01-12"), strike("2020-01-12"), strike("2020-02-20"))
    days = strikes_days.worst_days(table, Query(start=date(2020, 1, 1), end=date(2020, 1, 31)))
    assert [(str(row.day.date()), row.strikes) for row in days.itertuples()] == [("2020-01-12", 2), ("2020-01-10", 1)]


def test_a_report_of_a_week_counts_on_each_of_its_days_but_once_in_the_range(make_table):
    table = make_table(strike(date_end="2020-01-12", date_precision="week"))
    assert strikes_days.worst_days(table, all_days())["strikes"].tolist() == [1, 1, 1]
    assert strikes_days.coverage(table, all_days()).strikes == 1


def test_the_figures_of_a_place_are_ranges_and_silence_is_not_zero(make_table):
    table = make_table(
        strike(civilian_deaths_low=2, civilian_deaths_high=5),
        strike(civilian_deaths_low=1),
        strike(),
        strike(place="Ariha"),
    )
    places = strikes_days.worst_places(strikes.strikes(table, all_days())).set_index("place")
    assert places.loc["Binnish", ["strikes", "low", "high", "silent"]].tolist() == [3, 3, 6, 1]
    assert pd.isna(places.loc["Ariha", "low"])
    assert pd.isna(places.loc["Ariha", "high"])


def test_a_figure_with_only_an_upper_end_adds_nothing_to_the_lower(make_table):
    table = make_table(strike(civilian_deaths_high=5))
    places = strikes_days.worst_places(strikes.strikes(table, all_days()))
    assert places[["low", "high"]].iloc[0].tolist() == [0, 5]


def test_the_places_add_up_to_the_figures_of_the_situation_page(events):
    query = Query(start=date(2020, 1, 20), end=date(2020, 2, 10))
    places = strikes_days.worst_places(strikes.strikes(events, query))
    counted = strikes.counted(events, query)
    assert places["strikes"].sum() == counted.strikes
    assert places.loc[~places["located"], "strikes"].sum() == counted.without_point
    assert (places["low"].sum(), places["high"].sum()) == (counted.civilians.low, counted.civilians.high)
    assert places["silent"].sum() == counted.civilians.silent


def test_a_place_without_a_point_is_listed_and_marked(make_table):
    table = make_table(strike(place="Idlib province", lat="", lon="", geo_precision="governorate"))
    assert not strikes_days.worst_places(strikes.strikes(table, all_days()))["located"].any()


def test_what_the_counts_leave_out_is_counted(make_table):
    table = make_table(
        strike(target_kind="market", attribution="contested", civilian_deaths_low=1),
        strike("2020-01-11", lat="", lon=""),
        strike("2020-01-11", is_primary="false", group_id="row-1", lat="", lon=""),
    )
    covered = strikes_days.coverage(table, Query(start=date(2020, 1, 9), end=date(2020, 1, 12)))
    assert covered == strikes_days.Coverage(
        days=4, quiet=2, strikes=2, without_target=1, without_figure=1, without_point=1, without_day=0, contested=1
    )


def test_a_view_without_strikes_has_neither_days_nor_places(make_table):
    table, query = make_table({"kind": "milestone"}), all_days()
    assert strikes_days.worst_days(table, query).empty
    assert strikes_days.worst_places(strikes.strikes(table, query)).empty
    covered = strikes_days.coverage(table, replace(query, end=query.start))
    assert (covered.strikes, covered.quiet, covered.days) == (0, 1, 1)
