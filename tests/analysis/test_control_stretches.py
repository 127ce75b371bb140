"""What is told of a stretch: how old its reports are, how sure, and whether only one side claims it."""

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from lib.analysis.control.stretches import STRETCH_COLUMNS, describe

BASELINE = date(2019, 12, 1)
TODAY = date(2020, 2, 10)


def described(*places, hold=((0,), (1,)), today=TODAY):
    """One stretch between government (a) and opposition (b), of places (controller, since, camp, confidence)."""
    count = len(places)
    frame = gpd.GeoDataFrame(
        {
            "place": [f"Place {n}" for n in range(count)],
            "event_id": [f"c{n}" for n in range(count)],
            "controller": [place[0] for place in places],
            "since": pd.to_datetime([place[1] for place in places]).astype("datetime64[s]"),
            "confidence": [place[3] if len(place) > 3 else "medium" for place in places],
        },
        geometry=[shapely.Point(36.5 + n / 10, 35.5) for n in range(count)],
        crs=4326,
    )
    reports = pd.DataFrame(
        {
            "event_id": frame.event_id,
            "is_baseline": [place[1] == BASELINE for place in places],
            "camp": [place[2] for place in places],
        }
    )
    line = gpd.GeoDataFrame(
        {
            "side_a": ["government"],
            "side_b": ["opposition"],
            "is_front": [True],
            "length_km": [5.0],
            "width_km": [2.0],
            "near_a": [hold[0][0]],
            "near_b": [hold[1][0]],
            "support_a": [list(hold[0])],
            "support_b": [list(hold[1])],
        },
        geometry=[shapely.LineString([(36.5, 35.4), (36.5, 35.5)])],
        crs=4326,
    )
    return describe(line, frame, reports, today).iloc[0]


def test_a_stretch_is_as_old_as_its_newest_report_and_as_sure_as_its_weaker_side():
    found = described(
        ("government", date(2020, 2, 6), "", "high"), ("opposition", BASELINE, "", "low"), ("government", BASELINE, "")
    )
    assert found.age_days == 4
    assert found.confidence == "low"
    assert (found.place_a, found.place_b, found.event_a, found.event_b) == ("Place 0", "Place 1", "c0", "c1")


@pytest.mark.parametrize(
    ("camp", "one_sided"), [("government", True), ("opposition", False), ("", False), ("kurdish", False)]
)
def test_a_gain_is_one_sided_when_only_the_gaining_camp_reports_it(camp, one_sided):
    found = described(("government", date(2020, 2, 6), camp), ("opposition", BASELINE, ""))
    assert found.one_sided == one_sided


def test_one_report_from_elsewhere_confirms_the_stretch():
    gains = [("government", date(2020, 2, 6), "government"), ("government", date(2020, 2, 6), "")]
    found = described(*gains, ("opposition", BASELINE, ""), hold=((0, 1), (2,)))
    assert not found.one_sided


def test_what_the_losing_side_claimed_earlier_does_not_matter():
    found = described(("government", date(2020, 2, 6), ""), ("opposition", date(2020, 2, 1), "opposition"))
    assert not found.one_sided


def test_a_stretch_that_nobody_gained_is_not_one_sided():
    assert not described(("government", BASELINE, "government"), ("opposition", BASELINE, "opposition")).one_sided


def test_two_gains_of_one_day_are_nobodys_gain():
    day = date(2020, 2, 6)
    assert not described(("government", day, "government"), ("opposition", day, "opposition")).one_sided


def test_no_stretch_is_described_as_none():
    nothing = gpd.GeoDataFrame(
        {name: np.zeros(0) for name in ("side_a", "side_b", "is_front", "length_km", "width_km")}
        | {name: pd.Series(dtype=object) for name in ("near_a", "near_b", "support_a", "support_b")},
        geometry=[],
        crs=4326,
    )
    places = gpd.GeoDataFrame(
        {
            "place": [],
            "event_id": [],
            "controller": [],
            "since": pd.to_datetime(pd.Series([], dtype=object)),
            "confidence": pd.Series(dtype=object),
        },
        geometry=[],
        crs=4326,
    )
    reports = pd.DataFrame({"event_id": [], "is_baseline": [], "camp": []})
    assert list(describe(nothing, places, reports, TODAY).columns) == list(STRETCH_COLUMNS)
