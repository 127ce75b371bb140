"""What lies inside an area of one's own: the same as points in polygons say, and no more than lies in it."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from lib.analysis import (
    area_record,
    comparison,
    control,
    daily,
    displacement,
    figure_rows,
    inside_area,
    sentences,
    summary,
)
from lib.analysis import listing as reports
from lib.analysis import strikes as counting
from lib.analysis.others_counts import within
from lib.config.crs import DEGREES, METRIC
from lib.events import own_area
from lib.events.query import FIRST_DAY, LAST_DAY, Query, in_range
from lib.exports.tables.about import filter_in_words
from tests.queries import all_days

DAY, FIRST = date(2020, 2, 20), date(2020, 2, 1)
AREAS = {
    "box": "box_36.5_35.7_36.9_36.0",
    "triangle": own_area.polygon_code([[(36.3, 35.4), (37.1, 35.5), (36.6, 36.3)]]),
    "crossing": own_area.polygon_code([[(36.4, 35.5), (36.9, 36.1), (36.9, 35.5), (36.4, 36.1)]]),
    "holed": own_area.polygon_code(
        [[(36.2, 35.3), (37.2, 35.3), (37.2, 36.4), (36.2, 36.4)], [(36.5, 35.6), (36.8, 35.6), (36.8, 35.9)]]
    ),
    "sub-district": "SY070301",
    "district": "SY0703",
}


@pytest.fixture(params=AREAS, name="text")
def _text(request):
    return own_area.read(AREAS[request.param])


def points_inside(rows, text, lon="lon", lat="lat"):
    """Which rows GeoPandas joins to the polygon."""
    points = gpd.GeoDataFrame(
        {"row": np.arange(len(rows))}, geometry=gpd.points_from_xy(rows[lon], rows[lat]), crs=DEGREES
    )
    polygon = gpd.GeoDataFrame(geometry=[own_area.area_of(text).degrees], crs=DEGREES)
    joined = gpd.sjoin(points, polygon, predicate="intersects")["row"].unique()
    located = (rows[lon].notna() & rows[lat].notna()).to_numpy()
    return np.isin(np.arange(len(rows)), joined) & located


def test_strikes_are_those_whose_point_lies_in_the_polygon(events, text):
    query = Query(start=FIRST, end=DAY, within_area=text)
    rows = events.strikes.loc[in_range(events.strikes, FIRST, DAY) & events.strikes["is_primary"]]
    wanted = rows.loc[points_inside(rows, text)]
    assert set(counting.strikes(events, query)["event_id"]) == set(wanted["event_id"])
    counted = summary.figures(events, query)
    assert counted.strikes == len(wanted)
    assert counted.strikes_without_point == 0
    assert counted.strikes_coarse == (~wanted["geo_precision"].isin(["exact", "settlement"])).sum()
    assert counting.circles(events, query)["strikes"].sum() == len(wanted)


def test_what_lies_inside_and_what_lies_outside_are_all_strikes(events, text):
    keep = daily.mask(events, Query(within_area=text))
    at = events.strikes.index.to_numpy()
    inside = points_inside(events.strikes, text)
    assert (keep[at] == inside).all()
    assert keep[at].sum() + (~inside).sum() == len(at)


def test_movements_are_told_by_the_end_that_lies_inside(events, text):
    rows = events.displacement
    into = points_inside(rows, text)
    out_of = points_inside(rows, text, "origin_lon", "origin_lat")
    ways = {"any": into | out_of, "in": into & ~out_of, "out": out_of & ~into, "between": into & out_of}
    for way, wanted in ways.items():
        keep = daily.mask(events, Query(within_area=text, flow=way))[rows.index.to_numpy()]
        assert (keep == wanted).all(), way
    # Where an area of movements is named, the way is told of that one.
    both = daily.mask(events, Query(within_area=text, area="SY070301", flow="in"))[rows.index.to_numpy()]
    named = daily.mask(events, Query(area="SY070301", flow="in"))[rows.index.to_numpy()]
    assert (both == (named & ways["any"])).all()


def test_settlements_that_changed_hands_are_those_inside(events, text):
    query = Query(start=FIRST, end=DAY, within_area=text)
    state = control.control_on(events, DAY)
    rows = events.control.set_index("event_id").loc[state["event_id"]]
    # A place without a point is where its report lies, if that says it more widely.
    told = gpd.points_from_xy(rows["lon"].fillna(0), rows["lat"].fillna(0))
    points = np.where(state.geometry.notna(), state.geometry.to_numpy(), told)
    inside = state.loc[shapely.intersects(own_area.area_of(text).degrees, points), "event_id"]
    whole = control.net_changes(events, FIRST, DAY)
    found = inside_area.net_changes(events, query)
    assert set(found["event_id"]) == set(whole["event_id"]) & set(inside)
    listed = reports.listing(events, query).frame(events)
    assert set(found["event_id"]) <= set(listed["event_id"])


def test_milestones_are_of_the_whole_crisis_and_stay(events, text):
    keep = daily.mask(events, Query(within_area=text))
    assert keep[events.milestones.index.to_numpy()].all()


def test_the_ground_of_the_sides_is_cut_to_the_area_and_adds_up_to_it(events, text):
    area = own_area.area_of(text)
    sides = inside_area.sides(events, DAY, text)
    drawn = control.control_map(events, DAY).areas.to_crs(METRIC)
    region = shapely.union_all(drawn.geometry.to_numpy())
    assert sum(best for _side, _low, best, _high in sides) == pytest.approx(
        shapely.area(shapely.intersection(area.metres, region)) / 1e6, rel=1e-3
    )
    for side, low, best, high in sides:
        own = drawn.loc[drawn["controller"] == side].geometry.to_numpy()
        wanted = shapely.area(shapely.intersection(own, area.metres)).sum() / 1e6
        assert best == pytest.approx(wanted, rel=1e-3, abs=0.01)
        assert 0 <= low <= best + 1e-6 <= high + 2e-6 <= area.km2 + 0.1


def test_the_front_inside_is_the_part_of_the_line_that_runs_through_it(events, text):
    area = own_area.area_of(text)
    front = control.control_map(events, DAY).front
    lines = front.loc[front["is_front"].astype(bool)].to_crs(METRIC).geometry.to_numpy()
    inside = shapely.length(shapely.intersection(lines, area.metres)).sum() / 1e3
    outside = shapely.length(shapely.difference(lines, area.metres)).sum() / 1e3
    found = inside_area.front_km(events, DAY, text)
    assert found == pytest.approx(inside, abs=0.01)
    assert found + outside == pytest.approx(inside_area.front_km(events, DAY, ""), abs=0.5)


@pytest.mark.thorough
def test_changes_between_two_days_are_cut_to_the_area(events):
    text = own_area.read(AREAS["triangle"])
    whole = control.changes_between(events, FIRST, DAY)
    found = inside_area.changes_between(events, FIRST, DAY, Query(within_area=text))
    area = own_area.area_of(text)
    cut = shapely.area(shapely.intersection(whole.areas.to_crs(METRIC).geometry.to_numpy(), area.metres)).sum() / 1e6
    assert found.areas["area_km2"].sum() == pytest.approx(cut, rel=1e-3)
    assert (found.ranges["gained_low"] <= found.ranges["gained"] + 1e-6).all()
    assert (found.ranges["gained"] <= found.ranges["gained_high"] + 1e-6).all()
    assert set(found.settlements["event_id"]) < set(whole.settlements["event_id"])
    assert found.front_km_after == pytest.approx(inside_area.front_km(events, DAY, text))
    assert inside_area.changes_between(events, FIRST, DAY, Query()).areas.equals(whole.areas)


def test_an_area_of_everything_changes_no_figure_of_control(events):
    text = own_area.read("box_35.4_34.7_38.3_37.3")
    query = Query(start=FIRST, end=DAY, within_area=text)
    inside, plain = summary.figures(events, query), summary.figures(events, Query(start=FIRST, end=DAY))
    assert inside.front_km == pytest.approx(plain.front_km, abs=0.1)
    points = events.control.set_index("event_id")["lat"].notna()
    known = set(control.control_on(events, DAY).loc[lambda state: state.geometry.notna(), "event_id"])
    without = [name for name in plain.changed["event_id"] if name not in known and not points[name]]
    assert len(inside.changed) == len(plain.changed) - len(without)
    sides = {side: (low, high) for side, low, _best, high in inside_area.sides(events, DAY, text)}
    for row in control.control_map(events, DAY).areas.itertuples():
        assert sides[row.controller] == pytest.approx((row.low_km2, row.high_km2), rel=1e-3, abs=1)


def test_a_side_whose_line_may_lie_inside_may_hold_ground_there(events):
    band = control.control_map(events, DAY).band.to_crs(METRIC)
    areas = control.control_map(events, DAY).areas.to_crs(METRIC)
    for strip in band.itertuples():
        ground = shapely.union_all(areas.loc[areas["controller"] == strip.side_a].geometry.to_numpy())
        only_band = shapely.difference(strip.geometry, ground)
        middle = shapely.maximum_inscribed_circle(only_band)
        if shapely.length(middle) < 300:
            continue
        centre = gpd.GeoSeries([shapely.get_point(middle, 0)], crs=METRIC).to_crs(DEGREES).iloc[0]
        text = own_area.read(own_area.box_code(centre.x - 8e-4, centre.y - 8e-4, centre.x + 8e-4, centre.y + 8e-4))
        sides = {side: (low, best, high) for side, low, best, high in inside_area.sides(events, DAY, text)}
        assert sides[strip.side_a][0] == sides[strip.side_a][1] == 0
        assert sides[strip.side_a][2] > 0
        return
    pytest.fail("no band is wide enough on this day: choose another")


def test_whatever_is_narrowed_says_so():
    query = Query(start=FIRST, end=DAY, within_area="SY070301")
    assert "in Dana sub-district" in " ".join(filter_in_words(query))


def test_the_title_the_summary_and_the_figures_say_where(events):
    query = Query(start=FIRST, end=DAY, within_area=AREAS["box"])
    counted = summary.figures(events, query)
    title = summary.finding(counted, query)
    assert "inside the area drawn" in title
    assert title.count("inside the area drawn") == 2, "who took what, and which strikes"
    written = sentences.written(counted, query)
    assert "km of the front line computed for the end of the last day run through it" in written
    assert "That is of the" in written, "totals of people displaced cannot be narrowed"
    rows = {row.key: row for row in figure_rows.figure_rows(counted, query)}
    for key in ("strikes", "changed", "front"):
        assert "inside the area drawn" in rows[key].basis
    assert "not narrowed" in rows["displaced"].basis
    assert len(comparison.changes(events, query, counted)) == len(rows)
    assert {total.beside for total in within(query, counted.displaced.counter)} <= {"displaced"}


def test_strikes_located_to_a_sub_district_are_counted_by_their_point_and_said(make_table):
    table = make_table(
        {"place": "a", "lat": 35.9, "lon": 36.7, "geo_precision": "subdistrict"},
        {"place": "b", "lat": 35.9, "lon": 36.7, "geo_precision": "settlement"},
        {"place": "c", "lat": 35.2, "lon": 36.7, "geo_precision": "subdistrict"},
        {"place": "d"},
    )
    query = Query(start=FIRST_DAY, end=LAST_DAY, within_area=AREAS["box"])
    counted = summary.figures(table, query)
    assert (counted.strikes, counted.strikes_coarse) == (2, 1)
    [row, *_rest] = figure_rows.figure_rows(counted, query)
    assert "1 of them is located to a sub-district or wider" in row.basis
    [plain, *_rest] = figure_rows.figure_rows(summary.figures(table, all_days()), all_days())
    assert "sub-district" not in plain.basis


def test_sources_of_the_front_line_are_named_wherever_one_looks(make_table):
    far = {"kind": "control", "subkind": "baseline", "date_start": "2019-12-01", "place": "far", "lat": 35.2, "lon": 37}
    table = make_table({**far, "source": "Far Press: a report"}, {"place": "b", "lat": 35.9, "lon": 36.7})
    named = daily.publishers(table, Query(start=FIRST_DAY, end=LAST_DAY, within_area=AREAS["box"]))
    assert set(named.index) == {"Far Press", "Example Press"}


def test_the_places_of_an_area_are_those_struck_or_held_in_it(events):
    query = Query(start=FIRST, end=DAY, within_area=AREAS["box"])
    places = area_record.places_inside(events, query)
    assert places["strikes"].sum() == summary.figures(events, query).strikes
    changed = inside_area.net_changes(events, query)
    assert set(changed["place"]) == set(places.loc[places["previous_controller"] != "", "place"])


@pytest.mark.thorough
def test_the_charts_of_an_area_add_up_to_its_figures(events):
    query = Query(start=FIRST_DAY, end=LAST_DAY, within_area=AREAS["box"])
    by_day = area_record.strikes_by_day(events, query)
    assert by_day["strikes"].sum() == summary.figures(events, query).strikes
    weeks = area_record.ground_by_week(events, query)
    last = weeks.loc[weeks["date"] == pd.Timestamp(LAST_DAY)]
    sides = inside_area.sides(events, LAST_DAY, query.within_area)
    assert last["area_km2"].sum() == pytest.approx(sum(best for _side, _low, best, _high in sides))
    assert (weeks["low_km2"] <= weeks["high_km2"]).all()
    assert area_record.weeks()[-1] == LAST_DAY


def test_arrows_are_those_of_the_movements_inside(events):
    query = Query(start=FIRST_DAY, end=LAST_DAY, within_area=AREAS["district"])
    flows = displacement.flows(events, query)
    assert (points_inside(flows, query.within_area) | points_inside(
        flows, query.within_area, "origin_lon", "origin_lat"
    )).all()  # fmt: skip
    assert 0 < len(flows) < len(displacement.flows(events, Query(start=FIRST_DAY, end=LAST_DAY)))
