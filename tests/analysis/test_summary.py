"""Titles and figures say only what was counted."""

from __future__ import annotations

from datetime import date

from lib.analysis import summary
from lib.events.query import Query


def control(place, day, controller, previous="", **more):
    subkind = "change" if previous else "baseline"
    return {
        "kind": "control", "subkind": subkind, "place": place, "date_start": day, "controller": controller,
        "previous_controller": previous, "lat": more.pop("lat", 35.7), "lon": more.pop("lon", 36.7), **more,
    }  # fmt: skip


def test_the_title_names_the_towns_that_changed_hands(make_table):
    table = make_table(
        control("Maarat al-Numan", "2019-12-01", "opposition"),
        control("Maarat al-Numan", "2020-01-28", "government", "opposition"),
    )
    query = Query(start=date(2020, 1, 20), end=date(2020, 1, 31))
    title = summary.finding(summary.figures(table, query), query)
    assert title == "Government takes Maarat al-Numan"


def test_a_town_taken_and_lost_again_in_the_range_did_not_change_hands(make_table):
    table = make_table(
        control("Saraqib", "2019-12-01", "government"),
        control("Saraqib", "2020-02-27", "opposition", "government"),
        control("Saraqib", "2020-03-02", "government", "opposition"),
    )
    counted = summary.figures(table, Query(start=date(2020, 2, 20), end=date(2020, 3, 5)))
    assert counted.changed.empty


def test_a_quiet_range_says_that_nothing_was_reported_and_not_that_nothing_happened(make_table):
    query = Query(start=date(2019, 12, 5), end=date(2019, 12, 6))
    title = summary.finding(summary.figures(make_table(), query), query)
    assert "reported" in title


def test_the_title_of_the_whole_offensive_names_the_best_known_towns(events):
    query = Query()
    title = summary.finding(summary.figures(events, query), query)
    assert title.startswith("Government takes")
    assert "Maarat al-Numan" in title
    assert "displaced" in title
