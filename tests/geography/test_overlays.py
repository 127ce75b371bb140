"""The overlays: drawn as the agreements are worded, no further than the sources go, and said to be so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import pytest
import shapely

from lib.analysis import control
from lib.geography import basemap, overlays, places

DEGREES, METRIC = "EPSG:4326", "EPSG:32637"
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
    return control.control_map(events, DAY)


@pytest.fixture(scope="module")
def strip(baseline):
    return overlays.sochi_strip(baseline)


def test_the_strip_is_as_deep_as_the_memorandum_says():
    away = meeting(36.9, 35.7, 37.3, 36.5)
    drawn = overlays.sochi_strip(away)
    assert drawn[["depth_from_km", "depth_to_km"]].to_numpy().tolist() == [[0, 15], [15, 20]]
    (line,) = in_metres(away.front.geometry.iloc[0])
    corners = in_metres(*drawn.geometry).apply(lambda ring: shapely.points(shapely.get_coordinates(ring)))
    deepest = [shapely.distance(line, points).max() / 1000 for points in corners]
    assert deepest == pytest.approx([15, 20], abs=0.1)


def test_the_strip_lies_on_the_oppositions_side_only(strip, baseline):
    held = baseline.areas.set_index("controller").geometry
    drawn = in_metres(strip.geometry.union_all()).iloc[0]
    others = in_metres(held.drop("opposition").union_all()).iloc[0]
    # A metre or two along 260 km of line is rounding.
    assert shapely.intersection(drawn, others).area < 0.002 * drawn.area


def test_the_two_depths_of_the_strip_do_not_overlap(strip):
    near, far = in_metres(*strip.geometry)
    assert shapely.intersection(near, far).area < 0.002 * far.area


def test_no_strip_is_drawn_where_the_line_moved_in_2019(strip):
    known = places.places().set_index("pcode").geometry
    taken = in_metres(*known[list(overlays.TAKEN_IN_2019)])
    drawn = in_metres(strip.geometry.union_all()).iloc[0]
    assert taken.distance(drawn).min() > 5_000
    assert not strip.geometry.union_all().contains(known["C3987"])


def test_every_place_that_cuts_the_strip_is_in_the_gazetteer_with_a_point():
    known = places.places()
    located = set(known.loc[known.geometry.notna(), "pcode"])
    assert set(overlays.TAKEN_IN_2019) <= located


def test_a_strip_is_drawn_in_latakia_and_west_of_aleppo(strip):
    longitudes = strip.geometry.iloc[0].geoms if hasattr(strip.geometry.iloc[0], "geoms") else [strip.geometry.iloc[0]]
    centres = sorted(part.centroid.x for part in longitudes)
    assert centres[0] < 36.5
    assert centres[-1] > 36.8


def test_without_a_meeting_of_the_two_sides_there_is_no_strip():
    apart = meeting(36.9, 35.7, 37.3, 36.5, sides=("opposition", "kurdish_led"))
    assert overlays.sochi_strip(apart).empty
    assert overlays.web_bundle(apart)["sochi_strip"] is None


def test_a_line_that_moved_all_along_has_no_strip():
    khan_shaykhun = meeting(36.6, 35.40, 36.7, 35.48)
    assert overlays.sochi_strip(khan_shaykhun).empty


def test_the_corridor_is_six_kilometres_on_each_side_of_the_road():
    roads = basemap.layer("highways")
    (road,) = in_metres(roads.loc[roads["name"] == "M4"].union_all())
    (corridor,) = in_metres(overlays.m4_corridor())
    corners = shapely.points(shapely.get_coordinates(corridor))
    assert shapely.distance(road, corners).max() == pytest.approx(6_000, rel=0.02)
    length = shapely.intersection(road, corridor).length
    assert corridor.area == pytest.approx(2 * 6_000 * length, rel=0.06)


def test_the_corridor_ends_at_the_ends_of_the_patrols():
    ends = in_metres(*(shapely.Point(lon_lat) for lon_lat in overlays.CORRIDOR_ENDS))
    (corridor,) = in_metres(overlays.m4_corridor())
    assert ends.distance(corridor.boundary).max() < 1_000
    (latakia, saraqib) = in_metres(shapely.Point(35.79, 35.53), shapely.Point(36.82, 35.88))
    assert corridor.distance(latakia) > 30_000
    assert corridor.distance(saraqib) > 1_000


def test_the_corridor_does_not_cross_the_border():
    outside = shapely.difference(overlays.m4_corridor(), basemap.syria())
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
    status = overlays.observation_posts(day)["status"]
    assert (status == "encircled").sum() == encircled
    assert (status == "active").sum() == 12 - encircled


def test_a_post_known_to_a_month_stands_from_its_last_day():
    before, after = (
        overlays.observation_posts(day).set_index("post_no") for day in (date(2018, 2, 27), date(2018, 2, 28))
    )
    assert (before.loc[7, "status"], after.loc[7, "status"]) == ("planned", "active")


def test_the_post_without_a_known_village_has_no_point():
    posts = overlays.observation_posts(DAY)
    assert posts.loc[posts.geometry.isna(), "name"].tolist() == ["Shir Mughar"]


def test_every_post_has_a_source_and_every_siege_one_of_its_own():
    posts = overlays.observation_posts(DAY)
    assert posts["source_url"].str.startswith("http").all()
    besieged = posts["encircled"] != ""
    assert posts.loc[besieged, "encircled_url"].str.startswith("http").all()
    assert posts.loc[besieged, "encircled_precision"].isin(["day", "by"]).all()
    assert (posts.loc[~besieged, ["encircled_url", "encircled_precision"]] == "").all(axis=None)


def test_changing_the_answer_does_not_change_the_next_one():
    overlays.observation_posts(DAY)["name"] = ""
    assert (overlays.observation_posts(DAY)["name"] != "").all()


def test_a_damaged_file_of_posts_says_which_file_and_what_to_do(tmp_path, monkeypatch):
    broken = tmp_path / "observation_posts.csv"
    broken.write_text("post_no,lon,lat\none,east,north\n", encoding="utf-8")
    monkeypatch.setattr(overlays, "POSTS", broken)
    overlays._posts.cache_clear()
    try:
        with pytest.raises(places.PlacesError, match=r"observation_posts\.csv .* restore it"):
            overlays.observation_posts(DAY)
    finally:
        overlays._posts.cache_clear()


def test_the_bundle_is_small_plain_json_with_sources_and_caveats(baseline):
    bundle = overlays.web_bundle(baseline)
    assert len(json.dumps(bundle, allow_nan=False)) < 60_000
    assert "never published" in bundle["sochi_strip"]["note"]
    assert "Approximate" in bundle["m4_corridor"]["note"]
    for name in ("sochi_strip", "m4_corridor"):
        assert bundle[name]["sources"]
        assert all(one["source_url"].startswith("https://") for one in bundle[name]["sources"])
        lat, lon = bundle[name]["anchor"]
        shapes = [shapely.geometry.shape(one["geometry"]) for one in bundle[name]["areas"]["features"]]
        assert shapely.union_all([shape.buffer(0) for shape in shapes]).contains(shapely.Point(lon, lat))
    assert len(bundle["posts"]) == 12
    assert [post["name"] for post in bundle["posts"] if post["lat"] is None] == ["Shir Mughar"]


def test_without_a_control_map_the_rest_is_still_there():
    bundle = overlays.web_bundle(None)
    assert bundle["sochi_strip"] is None
    assert bundle["m4_corridor"]["areas"]["features"]
