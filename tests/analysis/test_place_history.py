"""Who held a place when, and who holds points that no report names."""

from __future__ import annotations

from datetime import date, timedelta

import geopandas as gpd
import pandas as pd
import pytest

from lib.analysis import control
from lib.analysis import place_history as module
from lib.analysis.control import areas as control_areas
from lib.analysis.control import points as control_points
from lib.analysis.control import state as control_state
from lib.analysis.place_history import place_history, point_history, sentence
from lib.config.crs import DEGREES, METRIC
from lib.events.query import LAST_DAY
from lib.text import day as in_words


def report(day, controller, **cells):
    first, last = day if isinstance(day, tuple) else (day, day)
    place = {"place": "Saraqib", "pcode": "C3916", "lat": "35.861105", "lon": "36.80611", "admin1": "Idlib"}
    row = {"kind": "control", "date_start": first, "date_end": last, "controller": controller}
    return {**place, **row, **cells}


BASELINE = {"subkind": "baseline"}


@pytest.fixture
def front(make_table):
    """Three villages of each side; the middle one of the west is taken in January."""
    west = [
        report("2019-12-01", "opposition", place=f"West {n}", pcode="", lat=f"{35.5 + n / 10}", lon="36.45", **BASELINE)
        for n in range(3)
    ]
    east = [
        report("2019-12-01", "government", place=f"East {n}", pcode="", lat=f"{35.5 + n / 10}", lon="36.75", **BASELINE)
        for n in range(3)
    ]
    taken = [
        report("2020-01-20", "government", place=f"West {n}", pcode="", lat=f"{35.5 + n / 10}", lon="36.45")
        for n in range(2)
    ]
    return make_table(*west, *east, *taken)


def spells(history):
    days = [history[name].dt.strftime("%Y-%m-%d").fillna("") for name in ("start", "end")]
    return list(zip(*days, history["controller"], strict=True))


def test_saraqib_changed_hands_four_times(events):
    assert spells(place_history(events, "Saraqib")) == [
        (str(control.control_dates(events)[0]), "2020-02-04", "opposition"),
        ("2020-02-05", "2020-02-05", "contested"),
        ("2020-02-06", "2020-02-26", "government"),
        ("2020-02-27", "2020-03-01", "opposition"),
        ("2020-03-02", "", "government"),
    ]


def test_a_p_code_gives_the_same_history_as_the_name(events):
    pd.testing.assert_frame_equal(place_history(events, "C3916"), place_history(events, "Saraqib"))


@pytest.mark.thorough
def test_the_history_agrees_with_the_state_of_every_place_on_every_control_date(events):
    places = control.control_on(events, date(2020, 3, 8))["place"]
    every = pd.concat([place_history(events, place) for place in places])
    for day in control.control_dates(events):
        now = pd.Timestamp(day)
        standing = every.loc[(every["start"] <= now) & ~(every["end"] < now)]
        state = control.control_on(events, day).set_index("place")["controller"].sort_index()
        told = standing.set_index("place")["controller"].sort_index()
        # A history also knows a place before its first report; the state does not.
        assert told.reindex(state.index).to_dict() == state.to_dict(), day


@pytest.mark.thorough
def test_spells_follow_each_other_without_gap_or_overlap(events):
    for place in control.control_on(events, date(2020, 3, 8))["place"]:
        history = place_history(events, place)
        gaps = history["start"].iloc[1:].to_numpy() - history["end"].iloc[:-1].to_numpy()
        assert (gaps == pd.Timedelta(days=1)).all(), place
        assert (history["controller"] != history["controller"].shift()).all(), place
        assert pd.isna(history["end"].iloc[-1]), place


def test_every_reported_spell_names_a_report_of_that_holder(events):
    rows = events.control.set_index("event_id")
    for place in ("Saraqib", "Maarat al-Numan", "Kafr Nabl", "Binnish"):
        history = place_history(events, place)
        cited = rows.loc[history["event_id"]]
        assert list(cited["controller"]) == list(history["controller"])
        assert list(cited["source_url"]) == list(history["source_url"])


def test_second_reports_and_repeated_ones_are_told_with_the_spell_they_support(make_table):
    table = make_table(
        report("2020-02-05", "government", event_id="a", group_id="a", source="Paper A: taken"),
        report("2020-02-05", "government", event_id="b", group_id="a", source="Paper B: taken", is_primary="false"),
        report("2020-02-05", "opposition", event_id="d", group_id="a", source="Paper D: denied", is_primary="false"),
        report("2020-02-09", "government", event_id="c", source="Paper C: still held"),
    )
    history = place_history(table, "Saraqib")
    assert list(history["event_id"]) == ["a"]
    assert history["second_reports"].iloc[0] == "Paper B: taken | Paper C: still held"


def test_who_held_it_before_the_first_report_is_marked_as_the_word_of_that_report(make_table):
    table = make_table(report("2020-02-05", "government", previous_controller="opposition"))
    history = place_history(table, "Saraqib")
    assert spells(history) == [("", "2020-02-04", "opposition"), ("2020-02-05", "", "government")]
    assert list(history["basis"]) == ["implied", "reported"]
    assert sentence(history) == "Saraqib: opposition before; government from 5 February 2020."


def test_a_report_for_a_week_counts_from_its_last_day_and_says_so(make_table):
    table = make_table(
        report("2019-12-01", "opposition", **BASELINE),
        report(("2020-02-03", "2020-02-09"), "government", date_precision="week"),
    )
    history = place_history(table, "Saraqib")
    assert history["start"].iloc[1] == pd.Timestamp("2020-02-09")
    assert history["not_before"].iloc[1] == pd.Timestamp("2020-02-03")
    assert sentence(history) == (
        "Saraqib: opposition as of 1 December 2019; government by 9 February 2020, day not known."
    )


def test_a_holder_who_came_and_went_within_a_day_is_no_spell(make_table):
    table = make_table(
        report("2019-12-01", "opposition", **BASELINE),
        report("2020-02-05", "government"),
        report("2020-02-05", "opposition"),
    )
    assert spells(place_history(table, "Saraqib")) == [("2019-12-01", "", "opposition")]


def test_two_places_of_one_name_do_not_share_a_history(events):
    assert set(place_history(events, "Dana")["controller"]) == {"opposition"}
    assert "government" in set(place_history(events, "Dana (Maarra)")["controller"])


def test_a_place_that_no_report_names_is_read_off_the_maps_where_the_holder_changes(front):
    history = point_history(front, 36.47, 35.55, "A farm")
    assert spells(history) == [("2019-12-01", "2020-01-19", "opposition"), ("2020-01-20", "", "government")]
    assert set(history["basis"]) == {"computed"}
    assert set(history["source"]) == {""}
    assert sentence(history) == (
        "A farm: opposition from 1 December 2019; government from 20 January 2020. "
        "No report names it: this is computed from the places around it."
    )


def test_a_known_place_without_a_report_is_computed_too(front):
    history = place_history(front, "Khan Shaykhun")
    assert set(history["basis"]) == {"computed"}
    assert set(history["place"]) == {"Khan Shaykhun"}


@pytest.mark.thorough
def test_computed_points_are_kept_and_their_number_is_bounded(front, monkeypatch):
    monkeypatch.setattr(module._COMPUTED, "limit", 2)
    for n in range(4):
        point_history(front, 36.5 + n / 100, 35.55)
    assert len(module._COMPUTED) == 2
    monkeypatch.setattr(control_areas, "holder_at", None)
    assert len(point_history(front, 36.53, 35.55))


@pytest.mark.parametrize("place", ["nowhere", "", "C9999", "Antakya"])
def test_an_unknown_place_and_one_outside_the_area_have_no_history(events, place):
    history = place_history(events, place)
    assert len(history) == 0
    assert list(history.columns) == list(module.HISTORY_COLUMNS)
    assert sentence(history) == ""


def test_an_empty_table_gives_no_history(make_table):
    assert len(place_history(make_table(), "Saraqib")) == 0


def ask(events, day, *points):
    names, lats, lons = zip(*points, strict=True)
    at = gpd.GeoSeries(gpd.points_from_xy(lons, lats), crs="EPSG:4326")
    return control_points.control_at(events, at, pd.Series(names, dtype="str"), date.fromisoformat(day))


def test_a_point_is_answered_with_the_nearest_reports_of_both_sides(front):
    answer = ask(front, "2020-01-25", ("", 35.5, 36.46)).iloc[0]
    assert (answer["controller"], answer["nearest_place"], answer["nearest_age_days"]) == ("government", "West 0", 5)
    assert answer["nearest_km"] == pytest.approx(0.91, abs=0.02)
    assert (answer["nearest_other_place"], answer["nearest_other_age_days"]) == ("West 2", 55)
    assert answer["nearest_other_km"] == pytest.approx(22.2, abs=0.1)


def test_a_reported_place_is_known_by_its_point_or_by_its_name_nearby(events):
    answer = ask(
        events,
        "2020-02-10",
        ("", 35.8611, 36.8062),
        ("Saraqeb", 35.87, 36.79),
        ("سراقب", 35.87, 36.79),
        ("no such place", 35.87, 36.79),
        ("Saraqib", 35.65, 36.60),
    )
    assert list(answer["in_own_record"]) == ["government", "", "government", "", ""]


def test_within_a_kilometre_of_a_place_with_a_report_the_answer_is_that_report(events):
    day = "2020-02-10"
    state = control_state.control_on(events, date.fromisoformat(day))
    state = state.loc[state.geometry.notna() & ~state.in_question].reset_index(drop=True)
    at = state.geometry.to_crs(METRIC).translate(400, 300).to_crs(DEGREES)
    answer = control_points.control_at(events, at, pd.Series("", index=at.index, dtype="str"), date.fromisoformat(day))
    inside = answer.loc[answer["controller"] != ""]
    assert (inside["basis"] == control_points.REPORTED).all()
    told = state.set_index("event_id").loc[inside["report"]]
    for column, same in (("controller", "controller"), ("confidence", "confidence"), ("report_source", "source")):
        assert inside[column].tolist() == told[same].tolist()
    apart = told.geometry.to_crs(METRIC).distance(at.to_crs(METRIC).loc[inside.index], align=False)
    assert apart.max() <= 1000 * control_points.SAME_KM


def test_beyond_a_kilometre_the_answer_is_the_map_and_names_no_report(events):
    answer = ask(events, "2020-02-10", ("", 35.65, 36.60), ("Raqqa", 35.95, 39.01))
    assert answer["basis"].tolist() == [control_points.COMPUTED, ""]
    assert answer["report"].tolist() == answer["report_source"].tolist() == ["", ""]


def test_points_outside_have_no_holder_and_a_reason(events):
    answer = ask(events, "2020-02-10", ("Antakya", 36.2, 36.16), ("Raqqa", 35.95, 39.01), ("Idlib", 35.93, 36.63))
    assert list(answer["reason"]) == ["outside Syria", "outside the area of the map", ""]
    assert list(answer["controller"]) == ["", "", "opposition"]
    assert answer["nearest_km"].notna().tolist() == [False, False, True]


def test_before_the_first_report_and_without_one_nothing_is_claimed(events, make_table):
    first = control.control_dates(events)[0]
    early = ask(events, (first - timedelta(days=1)).isoformat(), ("Idlib", 35.93, 36.63)).iloc[0]
    assert (early["controller"], early["reason"]) == ("", f"before the first report of the table, {in_words(first)}")
    none = ask(make_table(), "2020-02-10", ("Idlib", 35.93, 36.63)).iloc[0]
    assert (none["controller"], none["reason"]) == ("", "the table holds no report of who holds a place")


def test_where_only_one_side_is_reported_there_is_no_nearest_other(make_table):
    rows = [
        report("2019-12-01", "opposition", place=f"P{n}", pcode="", lat=f"{35.5 + n / 10}", lon="36.5", **BASELINE)
        for n in range(3)
    ]
    answer = ask(make_table(*rows), "2020-01-01", ("", 35.55, 36.5)).iloc[0]
    assert answer["controller"] == "opposition"
    assert answer["nearest_other_place"] == ""
    assert pd.isna(answer["nearest_other_km"])


def test_after_the_last_day_that_is_told_of_an_answer_is_of_low_confidence_and_says_why(events):
    points = ("Saraqib", 35.86, 36.80), ("Raqqa", 35.95, 39.01), ("", 35.65, 36.60)
    last, later = (ask(events, day, *points) for day in (LAST_DAY.isoformat(), "2025-01-01"))
    assert last["reason"].tolist() == ["", "outside the area of the map", ""]
    assert later["controller"].tolist() == last["controller"].tolist()
    assert later["confidence"].tolist() == ["low", "", "low"]
    said = f"the last known state: nothing is known after {in_words(LAST_DAY)}"
    assert later["reason"].tolist() == [said, "outside the area of the map", said]


def test_a_report_after_the_period_is_not_the_last_known_state_before_its_own_day(front, make_table):
    after = (LAST_DAY + timedelta(days=30)).isoformat()
    kept = front.frame.loc[front.frame["kind"] == "control"].iloc[0]
    cells = {name: str(kept[name]) for name in ("place", "lat", "lon", "kind", "geo_precision", "controller")}
    start = cells | {"event_id": "z", "subkind": "baseline", "date_start": "2019-12-01"}
    table = make_table(start, start | {"event_id": "y", "subkind": "change", "date_start": after})
    assert ask(table, after, ("", kept["lat"], kept["lon"]))["reason"].tolist() == [""]
