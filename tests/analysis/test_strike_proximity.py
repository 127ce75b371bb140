"""What strikes were near: metric distances, to the line of the strike's own day, and only where they can be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from lib.analysis import control, strikes
from lib.analysis.strikes import distance as strike_distance
from lib.analysis.strikes import proximity
from lib.config.crs import METRIC
from lib.events.query import NEAR, Query
from lib.geography import basemap, places
from tests.queries import all_days

ATMEH = (36.31, 36.69)


def strike(**cells):
    return {"kind": "strike", "place": "Binnish", "lat": 35.96, "lon": 36.71} | cells


def test_distances_to_camps_are_those_on_the_ellipsoid(make_table):
    lat, lon = ATMEH
    measured = proximity.near(make_table(strike(place="Here", lat=lat, lon=lon)), all_days(near="camps")).rows.iloc[0]
    sites = places.sites()
    camps = sites.loc[sites["kind"].isin(strike_distance.SITES["camps"]) & sites.geometry.notna()]
    to = camps.geometry
    _ahead, _back, metres = Geod(ellps="WGS84").inv(np.full(len(to), lon), np.full(len(to), lat), to.x, to.y)
    assert measured["distance_km"] == pytest.approx(metres.min() / 1000, rel=1e-3)
    assert measured["nearest"] == camps["name"].iloc[int(np.argmin(metres))]


def test_a_strike_on_the_border_is_no_distance_from_it(make_table):
    on = shapely.line_interpolate_point(shapely.get_geometry(basemap.border(), 0), 0.5, normalized=True)
    measured = proximity.near(make_table(strike(lat=round(on.y, 6), lon=round(on.x, 6))), all_days(near="border"))
    assert measured.rows["distance_km"].iloc[0] < 0.01


@pytest.mark.thorough
def test_the_front_is_that_of_the_strikes_own_day_and_not_of_the_end_of_the_range(events):
    query = all_days(near="front", where="Saraqib")
    rows = proximity.near(events, query).rows.sort_values("date_start")
    for row in rows.iloc[[0, -1]].itertuples():
        day = row.date_start.date()
        assert row.as_of.date() == control.snap(events, day)
        situation = control.control_map(events, day)
        front = situation.front.loc[situation.front["is_front"].astype(bool)].to_crs(METRIC)
        x, y = strike_distance.Transformer.from_crs("EPSG:4326", METRIC, always_xy=True).transform(row.lon, row.lat)
        assert row.distance_km == pytest.approx(front.distance(shapely.Point(x, y)).min() / 1000, abs=1e-6)
    assert rows["as_of"].iloc[0] != rows["as_of"].iloc[-1], "the line moved past Saraqib"


def test_a_strike_known_only_to_a_district_has_no_distance_and_is_counted(make_table):
    table = make_table(
        strike(event_id="fine"),
        strike(event_id="coarse", geo_precision="subdistrict"),
        strike(event_id="nowhere", lat="", lon="", geo_precision="governorate"),
        strike(event_id="hung", geo_precision="representative"),
    )
    measured = proximity.near(table, all_days(near="camps"))
    assert list(measured.rows["event_id"]) == ["fine"]
    assert measured.coarse == 3


def test_within_keeps_what_is_near_and_nearest_comes_first(make_table):
    lat, lon = ATMEH
    table = make_table(strike(event_id="far"), strike(event_id="near", place="Atmeh", lat=lat, lon=lon))
    measured = proximity.near(table, all_days(near="camps"))
    assert list(measured.rows["event_id"]) == ["near", "far"]
    assert list(measured.within(5)["event_id"]) == ["near"]
    assert measured.rows["distance_km"].is_monotonic_increasing


@pytest.mark.parametrize("what", NEAR[1:])
def test_every_strike_of_the_view_is_measured_or_said_to_be_left_out(events, what):
    query = Query(start=date(2020, 2, 1), end=date(2020, 2, 2), near=what)
    measured = proximity.near(events, query)
    whole = strikes.counted(events, replace(query, near=NEAR[0]))
    assert len(measured.rows) + measured.coarse + measured.unmeasured == whole.strikes
    assert len(measured.within(query.within)) == strikes.counted(events, query).strikes, (
        "the filter counts those within"
    )
    assert measured.rows["is_primary"].all()


def test_without_a_front_line_there_is_nothing_to_measure_to(make_table):
    measured = proximity.near(make_table(strike()), all_days(near="front"))
    assert (len(measured.rows), measured.unmeasured) == (0, 1)


@pytest.mark.parametrize("what", NEAR[1:])
def test_a_view_without_strikes_has_no_distances(make_table, what):
    measured = proximity.near(make_table({"kind": "milestone"}), replace(all_days(), near=what))
    assert measured.rows.empty
    assert isinstance(measured.within(5), pd.DataFrame)
