"""The functions for notebooks give what the map shows, as GeoDataFrames, and say in words what cannot be given."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from lib import layers
from lib.analysis import control, displacement, strikes
from lib.analysis.listing import listing
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.events.questions import TOPICS
from lib.notebook import api
from tests.conftest import as_csv
from tests.queries import all_days

DAY = date(2020, 2, 15)
START = date(2020, 2, 1)


def test_the_table_of_the_map_is_opened_without_a_word(events, monkeypatch):
    monkeypatch.delenv("IDLIB_MAP_TABLE", raising=False)
    assert api.open_table().version == events.version


def test_areas_and_lines_are_those_of_the_map(events):
    drawn = control.control_map(events, DAY)
    areas, front = api.control_on(events, DAY), api.front_on(events, DAY)
    assert dict(zip(areas.controller, areas.area_km2, strict=True)) == dict(
        zip(drawn.areas.controller, drawn.areas.area_km2, strict=True)
    )
    assert front.length_km.sum() == pytest.approx(drawn.front_km)
    assert set(areas.as_of) == {pd.Timestamp(drawn.as_of)}
    assert (areas.crs, front.crs, api.band_on(events, DAY).crs) == ("EPSG:4326",) * 3


@pytest.mark.parametrize(
    "day",
    [" 2020-02-15", datetime(2020, 2, 15, 23, 59, tzinfo=UTC), pd.Timestamp("2020-02-15"), np.datetime64("2020-02-15")],
)
def test_a_day_may_be_text_or_any_kind_of_date(events, day):
    assert api.places_on(events, day).equals(api.places_on(events, DAY))


def test_before_the_first_report_there_is_no_area_and_no_line(events):
    assert api.control_on(events, "2010-01-01").empty
    assert api.front_on(events, "2010-01-01").empty


def test_strikes_are_the_primary_rows_of_the_range_with_their_points(events):
    found = api.strikes_in(events, START, DAY)
    rows = strikes.strikes(events, Query(start=START, end=DAY))
    assert list(found.event_id) == list(rows.event_id)
    placed = found.geometry.notna()
    assert (placed == found.lat.notna()).all()
    assert (found.geometry[placed].x == found.lon[placed]).all()


def test_a_strike_without_a_point_is_given_without_a_geometry(make_table):
    table = make_table({"place": "Saraqib", "lat": "", "lon": ""}, {"lat": "35.8", "lon": "36.8"})
    assert list(api.strikes_in(table, "2020-01-01", "2020-01-31").geometry.isna()) == [True, False]


def test_flows_are_of_one_counter_and_run_from_origin_to_destination(events):
    found = api.flows_in(events, START, DAY)
    assert set(found.counter[displacement.has_number(found)]) == {displacement.flow_counter(events, all_days())}
    first = found.iloc[0]
    assert list(first.geometry.coords) == [(first.origin_lon, first.origin_lat), (first.lon, first.lat)]
    other = next(name for name in displacement.flow_counters(events) if name not in set(found.counter))
    of_other = api.flows_in(events, "2019-12-01", "2020-03-06", other)
    assert set(of_other.counter[displacement.has_number(of_other)]) <= {other}


def test_a_counter_that_nobody_is_called_is_an_error_that_names_those_there_are(events):
    with pytest.raises(ValueError, match=displacement.flow_counters(events)[0]):
        api.flows_in(events, START, DAY, "Nobody")


def test_days_in_the_wrong_order_are_an_error(events):
    with pytest.raises(ValueError, match="is after"):
        api.strikes_in(events, DAY, START)


def test_a_table_of_ones_own_gives_its_rows_and_its_problems(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_bytes(as_csv([{"event_id": "a"}, {"event_id": "b", "date_start": "2020-01-40"}]))
    mine = api.open_table(path)
    assert (len(mine.frame), mine.left_out) == (1, 1)
    assert any("2020-01-40" in str(problem) for problem in mine.problems)


def test_a_place_without_a_point_gets_that_of_the_gazetteer(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_bytes(as_csv([{"place": "Saraqib", "admin1": "Idlib"}]))
    assert api.open_table(path).frame[["lat", "lon"]].notna().all(axis=None)


def test_a_file_without_a_single_row_that_holds_is_an_error_in_words(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no known format"):
        api.open_table(path)
    with pytest.raises(FileNotFoundError):
        api.open_table(tmp_path / "gone.csv")


def test_what_only_the_owner_knows_is_asked_for_by_the_name_of_the_argument(tmp_path):
    path = tmp_path / "mine.csv"
    row = {"date_start": "05/03/2020", "date_end": "05/03/2020"}
    path.write_bytes(as_csv([row]))
    with pytest.raises(ValueError, match=r'open_table\(…, date_order="day" or "month"\)'):
        api.open_table(path)
    assert list(api.open_table(path, date_order="day").frame.date_start) == [pd.Timestamp("2020-03-05")]


@pytest.mark.thorough
def test_whatever_may_be_asked_about_a_file_can_be_answered_by_its_name(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_bytes(as_csv([{"event_id": "a"}]))
    typed = {"sheet": "x", "columns": "guessed", "month": "2020-02", "crs": "4326"}
    for topic, pattern in TOPICS.items():
        assert len(api.open_table(path, **{topic: typed.get(topic, pattern.split("|")[0])}).frame) == 1


def test_an_answer_that_is_none_is_an_error_that_says_what_there_is(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_bytes(as_csv([{"event_id": "a"}]))
    with pytest.raises(TypeError, match=r"^A file is not asked for 'dates'; there is sheet, .*date_order"):
        api.open_table(path, dates="day")
    with pytest.raises(
        ValueError, match=r"^'dmy' is no answer to date_order; it has to match day\|month\|year\|months\.$"
    ):
        api.open_table(path, date_order="dmy")


@pytest.mark.parametrize("day", ["15.2.2020", "2020-02-30", "15 February 2020", "", pd.NaT, np.datetime64("NaT")])
def test_text_that_is_no_day_is_an_error_that_says_how_to_write_one(events, day):
    for ask in (api.control_on, api.front_on, api.band_on, api.places_on):
        with pytest.raises(ValueError, match=r"Write a day as YYYY-MM-DD, or give a date\.$"):
            ask(events, day)


def test_what_is_neither_text_nor_date_is_an_error_that_says_how_to_write_a_day(events):
    with pytest.raises(TypeError, match=r"^20200215 is no day\. Write a day as YYYY-MM-DD, or give a date\.$"):
        api.strikes_in(events, 20200215, DAY)


@pytest.mark.parametrize("given", ["mine.csv", Path("mine.csv")])
def test_a_path_in_the_place_of_the_table_is_an_error_that_says_how_to_open_it(given):
    with pytest.raises(TypeError, match=r"^The first argument has to be an event table, .*open_table\('mine.csv'\)\.$"):
        api.control_on(given, DAY)


@pytest.mark.parametrize(
    "ask", [api.control_on, api.front_on, api.band_on, api.places_on, api.strikes_in, api.flows_in]
)
@pytest.mark.parametrize("given", [pd.DataFrame({"a": [1]}), None, DAY])
def test_a_first_argument_that_is_no_table_is_an_error_in_words(ask, given):
    days = (DAY, DAY) if ask in {api.strikes_in, api.flows_in} else (DAY,)
    what = rf"^The first argument has to be an event table, .* not {type(given).__name__}\.$"
    with pytest.raises(TypeError, match=what):
        ask(given, *days)


def test_the_functions_leave_the_table_as_it_was(events):
    before = replace(events, frame=events.frame.copy())
    api.strikes_in(events, START, DAY)
    api.flows_in(events, START, DAY)
    pd.testing.assert_frame_equal(events.frame, before.frame)


def test_any_layer_of_the_map_is_had_by_its_name_as_it_is_in_a_file(events):
    for name, data in layers.data().items():
        found = api.layer(events, name, START, DAY)
        assert isinstance(found, gpd.GeoDataFrame)
        assert found.crs == "EPSG:4326"
        assert [*found.columns] == [*(column.name for column in data.columns()), "geometry"], name
        assert found.equals(data.rows(events, Query(start=START, end=DAY), ""))


def test_reports_are_layers_too_the_counted_ones_apart(events):
    names = {name for name in api.layer_names() if name not in layers.data()}
    assert names >= {"strikes", "strike_second_reports", "milestones", "control_reports", "displacement_reports"}
    found = api.layer(events, "strikes", START, DAY)
    assert list(found.event_id.sort_values()) == sorted(api.strikes_in(events, START, DAY).event_id)
    assert found.is_primary.all()
    assert not api.layer(events, "strike_second_reports", START, DAY).is_primary.any()
    assert sum(len(api.layer(events, name)) for name in names) == len(
        listing(events, Query(start=FIRST_DAY, end=LAST_DAY)).positions
    )


def test_settlements_are_found_under_the_name_of_their_layer_too(events):
    assert api.layer(events, "places", START, DAY).equals(api.layer(events, "settlements", START, DAY))


@pytest.mark.thorough
def test_a_layer_is_had_on_every_date_and_by_the_week(events):
    every = api.layer(events, "areas", "2020-02-10", DAY, dates="all")
    assert len(set(every.valid_from)) > 1
    assert list(pd.to_datetime(sorted(set(every.date)))) == sorted(
        {pd.Timestamp(control.snap(events, date(2020, 2, 10)))}
        | {pd.Timestamp(day) for day in control.control_dates(events) if date(2020, 2, 10) < day <= DAY}
    )
    weekly = api.layer(events, "front", START, DAY, dates="weekly")
    assert {str(day) for day in weekly.date} == {"2020-02-01", "2020-02-08", "2020-02-15"}
    assert (api.layer(events, "flows", START, DAY, dates="all").reports == 1).all()
    assert set(api.layer(events, "flows", START, DAY).date) == {DAY}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"name": "roads"}, "areas, front, band, flows"),
        ({"name": "areas", "dates": "monthly"}, "weekly"),
        ({"name": "areas", "dates": "daily"}, "weekly"),
        ({"name": "strikes", "dates": "weekly"}, "all"),
        ({"name": "flows", "counter": "Nobody"}, "Nobody"),
        ({"name": "areas", "start": "2020-02-15", "end": "2020-02-01"}, "is after"),
    ],
)
def test_a_layer_that_cannot_be_had_is_an_error_that_says_what_can(events, asked, told):
    with pytest.raises(ValueError, match=told):
        api.layer(events, **asked)
