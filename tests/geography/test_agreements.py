"""The overlays: drawn as the agreements are worded, no further than the sources go, and said to be so."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, replace
from datetime import date, timedelta

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from lib.analysis import control
from lib.config import paths
from lib.config.crisis import CRISIS
from lib.config.crs import DEGREES, METRIC
from lib.events import table
from lib.geography import agreements, basemap, places

(STRIP,), (CORRIDOR,), (POSTS,) = (CRISIS.agreements_of(kind) for kind in ("strip", "corridor", "posts"))

DAY = date(2019, 12, 1)


def in_metres(*shapes):
    return gpd.GeoSeries(shapes, crs=DEGREES).to_crs(METRIC)


@dataclass
class Line:
    """A control map of two sides that meet along a straight line."""

    areas: gpd.GeoDataFrame
    front: gpd.GeoDataFrame
    as_of: date = DAY


def meeting(west, south, east, north, sides=("opposition", "government")):
    """``sides[0]`` north and ``sides[1]`` south of the middle of a box, WGS 84 degrees."""
    middle = (south + north) / 2
    shapes = [shapely.box(west, middle, east, north), shapely.box(west, south, east, middle)]
    areas = gpd.GeoDataFrame({"controller": list(sides)}, geometry=shapes, crs=DEGREES)
    meets = shapely.LineString([(west, middle), (east, middle)])
    front = gpd.GeoDataFrame({"side_a": [sides[0]], "side_b": [sides[1]]}, geometry=[meets], crs=DEGREES)
    return Line(areas, front)


@pytest.fixture(scope="module")
def baseline(events):
    """The earliest map there is, from which a strip is measured."""
    return control.control_map(events, control.control_dates(events)[0])


@pytest.fixture(scope="module")
def strip(baseline):
    return agreements.strip(STRIP.strip, baseline)


def test_the_strip_is_as_deep_as_the_memorandum_says():
    away = meeting(36.9, 35.7, 37.3, 36.5)
    drawn = agreements.strip(STRIP.strip, away)
    assert drawn[["depth_from_km", "depth_to_km"]].to_numpy().tolist() == [[0, 15], [15, 20]]
    (line,) = in_metres(away.front.geometry.iloc[0])
    corners = in_metres(*drawn.geometry).apply(lambda ring: shapely.points(shapely.get_coordinates(ring)))
    deepest = [shapely.distance(line, points).max() / 1000 for points in corners]
    assert deepest == pytest.approx([15, 20], abs=0.1)


def test_where_the_line_of_the_agreements_own_day_is_known_the_strip_is_whole():
    west, south, east, north = 36.2, 35.0, 37.0, 36.0
    later = meeting(west, south, east, north)
    own = dataclasses.replace(later, as_of=STRIP.strip.line_day)
    parts, whole = (agreements.strip(STRIP.strip, line) for line in (later, own))
    size = [in_metres(drawn.geometry.union_all()).area.sum() for drawn in (parts, whole)]
    assert size[0] < size[1]
    stayed = dataclasses.replace(STRIP.strip, moved=())
    assert size[1] == pytest.approx(
        in_metres(agreements.strip(stayed, later).geometry.union_all()).area.sum(), rel=0.01
    )


def test_a_strip_follows_the_line_of_its_own_day_or_of_the_first_one_known():
    own = STRIP.strip.line_day
    assert agreements.line_day(STRIP.strip, own - timedelta(days=100)) == own
    assert agreements.line_day(STRIP.strip, DAY) == DAY
    assert agreements.line_day(dataclasses.replace(STRIP.strip, line_day=None), DAY) == DAY


def test_the_note_says_which_day_the_strip_is_of():
    later = meeting(36.9, 35.7, 37.3, 36.5)
    own = dataclasses.replace(later, as_of=STRIP.strip.line_day)
    for line, note in ((later, STRIP.note), (own, STRIP.strip.note_of_day)):
        [drawn] = [each for each in agreements.web_bundle(line)["areas"] if each["id"] == STRIP.id]
        assert drawn["note"] == str(note)


def test_the_strip_lies_on_the_oppositions_side_only(strip, baseline):
    held = baseline.areas.set_index("controller").geometry
    drawn = in_metres(strip.geometry.union_all()).iloc[0]
    others = in_metres(held.drop("opposition").union_all()).iloc[0]
    # A metre or two along 260 km of line is rounding.
    assert shapely.intersection(drawn, others).area < 0.002 * drawn.area


def test_the_two_depths_of_the_strip_do_not_overlap(strip):
    near, far = in_metres(*strip.geometry)
    assert shapely.intersection(near, far).area < 0.002 * far.area


def test_the_strip_is_measured_from_the_line_of_the_day_it_was_agreed_on(baseline):
    milestones = table.load().milestones
    agreed = milestones.loc[milestones["note"].str.contains("Sochi") & (milestones["subkind"] == "agreement")]
    assert pd.Timestamp(baseline.as_of) in set(agreed["date_start"])


def test_no_strip_is_drawn_where_the_line_is_known_to_have_moved(strip, baseline):
    known = places.places().set_index("pcode")
    near = in_metres(*known.geometry.dropna()).set_axis(known.geometry.dropna().index)
    drawn = in_metres(strip.geometry.union_all()).iloc[0]
    inside = near.index[near.within(drawn)][0]
    left_out = agreements.strip(replace(STRIP.strip, line_day=None, moved=(inside,), moved_km=15), baseline)
    rest = in_metres(left_out.geometry.union_all()).iloc[0]
    assert near[[inside]].distance(rest).min() > 5_000
    assert 0 < rest.area < drawn.area


def test_the_strip_goes_with_the_line_from_latakia_to_the_west_of_aleppo(strip):
    west, _south, east, _north = strip.total_bounds
    assert west < 36.3
    assert east > 36.9


def test_without_a_meeting_of_the_two_sides_there_is_no_strip():
    apart = meeting(36.9, 35.7, 37.3, 36.5, sides=("opposition", "kurdish_led"))
    assert agreements.strip(STRIP.strip, apart).empty
    assert [one["id"] for one in agreements.web_bundle(apart)["areas"]] == [CORRIDOR.id]


def test_a_line_that_moved_all_along_has_no_strip():
    khan_shaykhun = meeting(36.6, 35.40, 36.7, 35.48)
    moved = replace(STRIP.strip, moved=("C3987",), moved_km=15)
    assert agreements.strip(moved, khan_shaykhun).empty


def test_the_corridor_is_six_kilometres_on_each_side_of_the_road():
    roads = basemap.layer("highways")
    (road,) = in_metres(roads.loc[roads["name"] == "M4"].union_all())
    (corridor,) = in_metres(agreements.corridor(CORRIDOR.corridor))
    corners = shapely.points(shapely.get_coordinates(corridor))
    assert shapely.distance(road, corners).max() == pytest.approx(6_000, rel=0.02)
    length = shapely.intersection(road, corridor).length
    assert corridor.area == pytest.approx(2 * 6_000 * length, rel=0.06)


def test_the_corridor_ends_at_the_ends_of_the_patrols():
    ends = in_metres(*(shapely.Point(lon_lat) for lon_lat in CORRIDOR.corridor.ends))
    (corridor,) = in_metres(agreements.corridor(CORRIDOR.corridor))
    assert ends.distance(corridor.boundary).max() < 1_000
    (latakia, saraqib) = in_metres(shapely.Point(35.79, 35.53), shapely.Point(36.82, 35.88))
    assert corridor.distance(latakia) > 30_000
    assert corridor.distance(saraqib) > 1_000


def test_the_corridor_does_not_cross_the_border():
    outside = shapely.difference(agreements.corridor(CORRIDOR.corridor), basemap.country())
    assert in_metres(outside).area.iloc[0] < 1e4


@pytest.mark.parametrize(
    ("day", "encircled"),
    [
        (date(2019, 12, 1), 1),
        (date(2019, 12, 22), 1),
        (date(2019, 12, 23), 2),
        (date(2020, 2, 17), 7),
        (date(2020, 2, 26), 7),
        (date(2020, 2, 27), 8),
        (date(2020, 3, 8), 8),
    ],
)
def test_a_post_is_encircled_from_the_day_that_is_reported(day, encircled):
    status = agreements.posts(POSTS.posts, day)["status"]
    assert (status == "encircled").sum() == encircled
    assert (status == "active").sum() == 12 - encircled


def test_a_post_known_to_a_month_stands_from_its_last_day():
    before, after = (
        agreements.posts(POSTS.posts, day).set_index("post_no") for day in (date(2018, 2, 27), date(2018, 2, 28))
    )
    assert (before.loc[7, "status"], after.loc[7, "status"]) == ("planned", "active")


def test_the_post_without_a_known_village_has_no_point():
    posts = agreements.posts(POSTS.posts, DAY)
    assert posts.loc[posts.geometry.isna(), "name"].tolist() == ["Shir Mughar"]


def test_every_post_has_a_source_and_every_siege_one_of_its_own():
    posts = agreements.posts(POSTS.posts, DAY)
    assert posts["source_url"].str.startswith("http").all()
    besieged = posts["encircled"] != ""
    assert posts.loc[besieged, "encircled_url"].str.startswith("http").all()
    assert posts.loc[besieged, "encircled_precision"].isin(["day", "by"]).all()
    assert (posts.loc[~besieged, ["encircled_url", "encircled_precision"]] == "").all(axis=None)


def test_changing_the_answer_does_not_change_the_next_one():
    agreements.posts(POSTS.posts, DAY)["name"] = ""
    assert (agreements.posts(POSTS.posts, DAY)["name"] != "").all()


def test_a_damaged_file_of_posts_says_which_file_and_what_to_do(tmp_path, monkeypatch):
    broken = tmp_path / "observation_posts.csv"
    broken.write_text("post_no,lon,lat\none,east,north\n", encoding="utf-8")
    monkeypatch.setattr(paths, "GEO", tmp_path)
    agreements._posts.cache_clear()
    try:
        with pytest.raises(places.PlacesError, match=r"observation_posts\.csv .* restore it"):
            agreements.posts(POSTS.posts, DAY)
    finally:
        agreements._posts.cache_clear()


def test_the_bundle_is_small_plain_json_with_sources_and_caveats(baseline):
    bundle = agreements.web_bundle(baseline)
    assert len(json.dumps(bundle, allow_nan=False)) < 60_000
    drawn = {one["id"]: one for one in bundle["areas"]}
    assert "never published" in drawn[STRIP.id]["note"]
    assert "Approximate" in drawn[CORRIDOR.id]["note"]
    for one in drawn.values():
        assert one["sources"]
        assert all(cited["source_url"].startswith("https://") for cited in one["sources"])
        lat, lon = one["anchor"]
        shapes = [shapely.geometry.shape(each["geometry"]) for each in one["areas"]["features"]]
        assert shapely.union_all([shape.buffer(0) for shape in shapes]).contains(shapely.Point(lon, lat))
    assert len(bundle["posts"]) == 12
    assert [post["name"] for post in bundle["posts"] if post["lat"] is None] == ["Shir Mughar"]


def test_without_a_control_map_the_rest_is_still_there():
    bundle = agreements.web_bundle(None)
    (corridor,) = bundle["areas"]
    assert corridor["areas"]["features"]
