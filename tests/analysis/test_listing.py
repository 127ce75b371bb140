"""The list holds every report of the view, once, in one order, and agrees with the figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from lib.analysis import daily, listing, summary
from lib.events.query import Query, parse
from tests.queries import all_days

QUERIES = [
    {},
    {"from": "2020-01-28", "to": "2020-02-15"},
    {"kinds": "strike", "confidence": "high"},
    {"subkinds": "barrel_bomb,airstrike", "from": "2020-01-01"},
    {"attribution": "contested"},
    {"kinds": "none"},
]


@pytest.mark.parametrize("params", QUERIES, ids=str)
def test_the_list_holds_what_the_filter_leaves(events, params):
    query, notes = parse(params)
    assert not notes
    found = listing.listing(events, query)
    assert sorted(found.frame(events)["event_id"]) == sorted(daily.selected(events, events.frame, query)["event_id"])


@pytest.mark.parametrize("params", QUERIES, ids=str)
def test_the_strikes_counted_in_the_list_are_those_of_the_figures(events, params):
    query, _notes = parse(params)
    rows = listing.listing(events, query).frame(events)
    counted = rows.loc[(rows["kind"] == "strike") & rows["is_primary"]]
    assert len(counted) == summary.figures(events, query).strikes


def test_the_list_goes_by_day(events):
    rows = listing.listing(events, all_days()).frame(events)
    assert rows["date_end"].is_monotonic_increasing


def test_a_part_of_the_list_is_a_part_of_the_whole(events):
    found = listing.listing(events, all_days())
    part = found.frame(events, 10, 20)["event_id"].tolist()
    assert part == found.frame(events)["event_id"].tolist()[10:20]


def test_a_place_narrows_the_list_to_what_happened_or_began_or_ended_there(make_table):
    events = make_table(
        {"place": "Saraqib"},
        {"place": "Ariha"},
        {"kind": "displacement", "origin_place": "Saraqib", "place": "Sarmada"},
    )
    found = listing.listing(events, all_days(place="Saraqib"))
    assert found.positions.tolist() == [0, 2]


def test_the_search_narrows_the_list_and_no_figure(events):
    query = Query(start=date(2020, 1, 1))
    searched = replace(query, search="hospital")
    assert 0 < len(listing.listing(events, searched).positions) < len(listing.listing(events, query).positions)
    with_it, without = (summary.figures(events, one) for one in (searched, query))
    assert (with_it.strikes, with_it.civilians, with_it.displaced) == (
        without.strikes,
        without.civilians,
        without.displaced,
    )


def test_a_report_is_found_by_its_name_alone(events):
    last = events.frame.iloc[-1]
    assert listing.report(events, last["event_id"])["event_id"] == last["event_id"]
    assert listing.report(events, "no such name") is None


def test_reports_of_one_thing_come_together_with_the_counted_one_first(make_table):
    events = make_table(
        {"event_id": "b", "group_id": "g", "is_primary": "false", "date_start": "2020-01-01"},
        {"event_id": "a", "group_id": "g", "is_primary": "true", "date_start": "2020-01-02"},
        {"event_id": "c"},
    )
    row = listing.report(events, "b")
    assert listing.reports_of_group(events, row)["event_id"].tolist() == ["a", "b"]


def test_the_point_of_a_place_comes_from_its_reports(make_table):
    events = make_table({"place": "A"}, {"place": "A", "lat": "35.5", "lon": "36.5"})
    assert listing.point_of(events, "A") == pytest.approx((35.5, 36.5))
    assert listing.point_of(events, "B") is None


def test_positions_point_into_the_table(events):
    found = listing.listing(events, all_days())
    assert len(np.unique(found.positions)) == len(found.positions)
