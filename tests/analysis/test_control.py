"""Who holds what at a date, which dates matter, what changed hands."""

from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from lib.analysis import control
from lib.analysis.control import areas as control_areas
from lib.analysis.control import stretches as control_stretches
from lib.analysis.front.line import Reason
from tests.analysis.changed_hands import changed_hands
from tests.analysis.land import areas_changed

REGION = shapely.box(36.2, 35.4, 37.0, 36.0)
BLANK = {
    "place_ar": "",
    "pcode": "",
    "admin1": "Idlib",
    "geo_precision": "settlement",
    "previous_controller": "",
    "source": "A paper: a report",
    "source_url": "https://example.org/report",
    "confidence": "medium",
    "is_primary": True,
    "subkind": "change",
}


@dataclass(frozen=True)
class Table:
    control: pd.DataFrame
    version: str = "test"

    @property
    def frame(self) -> pd.DataFrame:
        return self.control


def table(*rows):
    """A table of (date or (first day, last day), place, controller, lon, lat, further columns)."""
    records = []
    for number, (when, place, controller, lon, lat, *more) in enumerate(rows):
        start, end = when if isinstance(when, tuple) else (when, when)
        record = BLANK | {"place": place, "controller": controller, "lon": lon, "lat": lat, "event_id": f"c{number}"}
        records.append(record | {"date_start": start, "date_end": end} | (more[0] if more else {}))
    names = [*BLANK, "place", "controller", "lon", "lat", "event_id", "date_start", "date_end"]
    frame = pd.DataFrame(records, columns=names)
    for name in ("date_start", "date_end"):
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
    for name in ("lon", "lat"):
        frame[name] = frame[name].astype(float)
    frame["n_sources"] = pd.array([pd.NA] * len(frame), dtype="Int64")
    return Table(frame.astype({"is_primary": bool}))


BASE = {"subkind": "baseline"}
NOWHERE = float("nan")


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch, tmp_path):
    """No test reads what an earlier one, or a user, has stored."""
    monkeypatch.setenv("IDLIB_MAP_CACHE", str(tmp_path))


@pytest.fixture
def front():
    """Two columns of villages with the line half-way, and one that changes hands twice."""
    west = [("2019-12-01", f"West {n}", "opposition", 36.45, 35.5 + 0.1 * n, BASE) for n in range(5)]
    east = [("2019-12-01", f"East {n}", "government", 36.75, 35.5 + 0.1 * n, BASE) for n in range(5)]
    return table(
        *west,
        *east,
        ("2020-01-28", "West 2", "government", 36.45, 35.7),
        ("2020-02-27", "West 2", "opposition", 36.45, 35.7),
    )


def holder(events, day, place):
    state = control.control_on(events, date.fromisoformat(day))
    return state.set_index("place").controller.get(place)


def test_a_place_has_its_latest_report_up_to_the_day(front):
    assert holder(front, "2020-01-27", "West 2") == "opposition"
    assert holder(front, "2020-01-28", "West 2") == "government"
    assert holder(front, "2020-03-05", "West 2") == "opposition"
    assert len(control.control_on(front, date(2020, 3, 5))) == 10


def test_within_a_day_the_order_of_the_file_decides():
    events = table(
        ("2020-02-05", "Saraqib", "contested", 36.8, 35.86),
        ("2020-02-05", "Saraqib", "government", 36.8, 35.86),
    )
    assert holder(events, "2020-02-05", "Saraqib") == "government"


def test_the_baseline_already_contains_a_change_of_its_own_day():
    events = table(
        ("2019-12-01", "Ajaz", "government", 36.93, 35.62, BASE),
        ("2019-12-01", "Ajaz", "opposition", 36.93, 35.62),
    )
    assert holder(events, "2019-12-01", "Ajaz") == "government"


def test_only_primary_rows_count():
    events = table(
        ("2020-02-05", "Saraqib", "opposition", 36.8, 35.86),
        ("2020-02-06", "Saraqib", "government", 36.8, 35.86, {"is_primary": False}),
    )
    assert holder(events, "2020-02-07", "Saraqib") == "opposition"


def test_a_report_for_a_week_counts_from_its_last_day_and_until_then_the_place_is_in_question():
    events = table(
        ("2019-12-01", "Abad", "opposition", 36.9, 35.9, BASE),
        (("2020-02-05", "2020-02-11"), "Abad", "government", 36.9, 35.9),
    )
    on = {day: control.control_on(events, date(2020, 2, day)).iloc[0] for day in (4, 5, 10, 11)}
    assert [on[day].controller for day in on] == ["opposition", "opposition", "opposition", "government"]
    assert [on[day].in_question for day in on] == [False, True, True, False]
    assert control.control_dates(events) == [date(2019, 12, 1), date(2020, 2, 5), date(2020, 2, 11)]


def test_a_place_in_question_does_not_hold_the_line(front):
    pending = (("2020-03-01", "2020-03-07"), "West 2", "government", 36.45, 35.7)
    rows = pd.concat([front.control, table(pending).control], ignore_index=True)
    drawn = control.control_map(Table(rows), date(2020, 3, 2), region=REGION)
    assert drawn.exceptions.set_index("place").reason.to_dict() == {"West 2": Reason.IN_QUESTION}


def test_a_day_known_within_the_week_settles_the_question():
    events = table(
        ("2019-12-01", "Abad", "opposition", 36.9, 35.9, BASE),
        (("2020-02-05", "2020-02-11"), "Abad", "government", 36.9, 35.9),
        ("2020-02-07", "Abad", "government", 36.9, 35.9),
    )
    state = control.control_on(events, date(2020, 2, 8)).iloc[0]
    assert (state.controller, bool(state.in_question)) == ("government", False)


def test_one_p_code_is_one_place_whatever_its_spelling():
    events = table(
        ("2019-12-01", "Kafr Nabl", "opposition", 36.56, 35.61, {"pcode": "C4000"}),
        ("2020-02-25", "Kafr Nobol", "government", 36.56, 35.61, {"pcode": "C4000"}),
    )
    assert len(control.control_on(events, date(2020, 3, 1))) == 1


def test_a_row_without_p_code_is_the_near_place_of_its_name_but_not_a_far_one():
    coded = ("2019-12-01", "Dana", "opposition", 36.77, 36.21, {"pcode": "C4126"})
    near = table(coded, ("2020-02-01", "dana", "government", 36.78, 36.21))
    far = table(coded, ("2020-02-01", "Dana", "government", 36.7, 35.7))
    assert len(control.control_on(near, date(2020, 2, 2))) == 1
    assert len(control.control_on(far, date(2020, 2, 2))) == 2


def test_a_place_keeps_the_point_an_earlier_report_gives():
    events = table(
        ("2019-12-01", "Jubas", "opposition", 36.8, 35.83),
        ("2020-02-03", "Jubas", "government", NOWHERE, NOWHERE),
    )
    assert control.control_on(events, date(2020, 2, 3)).geometry.iloc[0].x == pytest.approx(36.8)


def test_a_point_that_stands_for_a_governorate_is_listed_but_never_drawn(front):
    vague = ("2020-01-01", "Somewhere", "government", 36.4, 35.6, {"geo_precision": "governorate"})
    rows = pd.concat([front.control, table(vague).control], ignore_index=True)
    drawn = control.control_map(Table(rows), date(2020, 1, 1), region=REGION)
    assert "Somewhere" in set(drawn.places.place)
    assert drawn.exceptions.set_index("place").reason.to_dict() == {"Somewhere": Reason.NO_POINT}


def test_before_the_first_report_nothing_is_known(front):
    day = date(2019, 11, 30)
    drawn = control.control_map(front, day, region=REGION)
    assert control.snap(front, day) == drawn.as_of == day
    assert list(drawn.places.columns) == list(control.STATE_COLUMNS)
    frames = (drawn.places, drawn.areas, drawn.front, drawn.band, drawn.stretches)
    assert [len(frame) for frame in frames] == [0, 0, 0, 0, 0]
    assert list(drawn.stretches.columns) == list(control_stretches.STRETCH_COLUMNS)
    assert drawn.front_km == 0


def test_after_the_last_report_the_last_state_stays(front):
    assert control.snap(front, date(2020, 3, 8)) == date(2020, 2, 27)


def test_an_empty_table_has_no_dates_and_no_changes():
    nothing = table()
    span = (date(2019, 12, 1), date(2020, 3, 8))
    assert control.control_dates(nothing) == []
    assert list(changed_hands(nothing, *span).columns) == list(control.CHANGE_COLUMNS)
    assert len(control.net_changes(nothing, *span)) == 0
    assert len(control.control_map(nothing, span[0], region=REGION).areas) == 0


def test_each_change_is_told_with_what_held_before(front):
    told = changed_hands(front, date(2019, 12, 1), date(2020, 3, 8))
    assert told.previous_controller.tolist() == ["opposition", "government"]
    assert told.controller.tolist() == ["government", "opposition"]
    assert told.date.dt.date.tolist() == [date(2020, 1, 28), date(2020, 2, 27)]


def test_a_report_that_repeats_what_was_known_is_no_change():
    events = table(
        ("2019-12-01", "Ajaz", "government", 36.93, 35.62, BASE),
        ("2019-12-24", "Ajaz", "government", 36.93, 35.62),
    )
    assert len(changed_hands(events, date(2019, 12, 1), date(2020, 3, 8))) == 0


def test_a_place_lost_and_retaken_within_the_range_has_not_changed(front):
    assert len(control.net_changes(front, date(2020, 1, 1), date(2020, 2, 1))) == 1
    assert len(control.net_changes(front, date(2020, 1, 1), date(2020, 3, 8))) == 0
    assert len(control.net_changes(front, date(2020, 1, 28), date(2020, 1, 28))) == 1
    assert len(control.net_changes(front, date(2020, 1, 29), date(2020, 2, 26))) == 0


def test_the_baseline_itself_is_no_change(front):
    assert len(control.net_changes(front, date(2019, 12, 1), date(2019, 12, 31))) == 0


def test_without_a_baseline_the_report_says_what_held_before_and_a_blank_is_not_counted():
    said = ("2020-02-01", "Here", "government", 36.5, 35.5, {"previous_controller": "opposition"})
    unsaid = ("2020-02-02", "There", "government", 36.6, 35.5)
    events = table(said, unsaid)
    assert control.net_changes(events, date(2020, 1, 1), date(2020, 3, 1)).place.tolist() == ["Here"]


def rows_on_either_side(west, east):
    """Two columns of villages, each five kilometres apart, that hold a line between them."""
    norths = [35.42 + 0.05 * n for n in range(12)]
    return table(
        *[("2019-12-01", f"West {n}", "opposition", west, lat, BASE) for n, lat in enumerate(norths)],
        *[("2019-12-01", f"East {n}", "government", east, lat, BASE) for n, lat in enumerate(norths)],
    )


def confidence(events, *lons, lat=35.72):
    drawn = control.control_map(events, date(2019, 12, 1), region=REGION)
    points = gpd.GeoSeries(gpd.points_from_xy(lons, [lat] * len(lons)), crs=4326)
    return control_areas.holder_at(drawn, points).confidence.tolist()


def test_a_point_is_answered_with_its_holder_and_how_sure_that_is(front):
    drawn = control.control_map(front, date(2019, 12, 1), region=REGION)
    points = gpd.GeoSeries(gpd.points_from_xy([36.44, 36.6, 36.95, 40.0], [35.7, 35.7, 35.65, 35.7]), crs=4326)
    answer = control_areas.holder_at(drawn, points)
    assert answer.controller.tolist()[::2] == ["opposition", "government"]
    assert answer.confidence.tolist() == ["medium", "low", "medium", ""]
    assert answer.controller.iloc[3] == ""


def test_a_holder_is_sure_only_where_places_of_both_sides_bear_it():
    assert confidence(rows_on_either_side(36.57, 36.63), 36.55, 36.6, 36.65) == ["high", "low", "high"]
    # The government's places are far from the line: that the opposition's are near does not make it sure.
    assert confidence(rows_on_either_side(36.57, 36.8), 36.55) == ["medium"]


def test_a_point_in_the_gap_between_the_two_sides_is_never_sure():
    events = rows_on_either_side(36.56, 36.64)
    inside = [36.565 + 0.005 * n for n in range(14)]
    assert "high" not in confidence(events, *inside)
    assert confidence(events, 36.55, 36.65) == ["high", "high"]


def test_far_from_every_report_nothing_is_sure():
    assert confidence(rows_on_either_side(36.57, 36.63), 36.4, 36.8) == ["medium", "medium"]


def test_what_was_gained_on_the_map_lies_around_the_place_that_was_taken(front):
    first, second = (control.control_map(front, day, region=REGION) for day in (date(2020, 1, 27), date(2020, 3, 8)))
    assert len(areas_changed(first, second)) == 0
    taken = pd.concat(
        [
            front.control,
            table(*[("2020-03-08", f"West {n}", "government", 36.45, 35.5 + 0.1 * n) for n in (2, 3, 4)]).control,
        ],
        ignore_index=True,
    )
    gained = areas_changed(first, control.control_map(Table(taken), date(2020, 3, 8), region=REGION))
    assert gained[["previous_controller", "controller"]].iloc[0].tolist() == ["opposition", "government"]
    # The line in country without a report follows the shape of the whole: a few hectares may go the other way.
    assert gained.area_km2.iloc[1:].sum() < 0.03 * gained.area_km2.iloc[0]
    assert gained.geometry.iloc[0].contains(shapely.Point(36.45, 35.8))


def test_where_one_side_holds_everything_there_is_area_and_no_line():
    events = table(*[("2019-12-01", f"West {n}", "opposition", 36.45, 35.5 + 0.1 * n, BASE) for n in range(5)])
    drawn = control.control_map(events, date(2019, 12, 1), region=REGION)
    assert drawn.areas.controller.tolist() == ["opposition"]
    assert [len(frame) for frame in (drawn.front, drawn.band, drawn.stretches)] == [0, 0, 0]
    assert drawn.front_km == 0


def test_a_place_reported_only_once_counts_from_that_report_on_and_not_before(front):
    once = ("2020-01-10", "Newcomer", "government", 36.58, 35.72, {"previous_controller": "opposition"})
    events = Table(pd.concat([front.control, table(once).control], ignore_index=True), "once")
    assert holder(events, "2020-01-09", "Newcomer") is None
    assert holder(events, "2020-02-20", "Newcomer") == "government"


def test_two_reports_of_one_day_that_contradict_each_other_give_one_place_on_the_map(front):
    rows = [("2020-01-10", "Twice", side, 36.6, 35.7) for side in ("government", "opposition")]
    events = Table(pd.concat([front.control, table(*rows).control], ignore_index=True), "twice")
    drawn = control.control_map(events, date(2020, 1, 10), region=REGION)
    assert drawn.places.controller[drawn.places.place == "Twice"].tolist() == ["opposition"]
    at = gpd.GeoSeries(gpd.points_from_xy([36.6], [35.7]), crs=4326)
    assert control_areas.holder_at(drawn, at).controller.tolist() == ["opposition"]


def test_a_control_row_without_a_point_is_listed_and_the_line_is_the_same(front):
    vague = ("2020-01-10", "Pointless", "government", NOWHERE, NOWHERE)
    events = Table(pd.concat([front.control, table(vague).control], ignore_index=True), "vague")
    plain, drawn = (control.control_map(of, date(2020, 1, 10), region=REGION) for of in (front, events))
    assert "Pointless" in set(drawn.exceptions.place)
    assert drawn.front_km == pytest.approx(plain.front_km)


def test_the_stretches_of_a_map_name_places_and_are_as_old_as_their_newest_report(front):
    drawn = control.control_map(front, date(2020, 2, 10), region=REGION)
    taken = drawn.stretches.loc[drawn.stretches.place_a == "West 2"]
    assert len(taken) > 0
    assert taken.age_days.unique().tolist() == [(drawn.as_of - date(2020, 1, 28)).days]
    assert drawn.stretches.length_km.sum() == pytest.approx(drawn.front.length_km.sum())
