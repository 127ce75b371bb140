"""Areas that come as a file: read apart, written short, and refused with a sentence."""

from __future__ import annotations

import json

import geopandas as gpd
import pytest
import shapely

from lib.config.crs import DEGREES, METRIC
from lib.events import area_files, own_area

BOXES = {"north": shapely.box(36.5, 36.0, 36.8, 36.2), "south": shapely.box(36.5, 35.4, 36.8, 35.6)}


def geojson(shapes, **properties):
    frame = gpd.GeoDataFrame({"name": list(shapes), **properties}, geometry=list(shapes.values()), crs=DEGREES)
    return frame.to_json().encode()


def geopackage(tmp_path, shapes, crs=METRIC):
    frame = gpd.GeoDataFrame({"Name": list(shapes)}, geometry=list(shapes.values()), crs=DEGREES).to_crs(crs)
    frame.to_file(tmp_path / "areas.gpkg", layer="areas", driver="GPKG")
    return (tmp_path / "areas.gpkg").read_bytes()


def round_one(corners=2000):
    """A circle of many corners."""
    middle = gpd.GeoSeries([shapely.Point(36.6, 35.9)], crs=DEGREES).to_crs(METRIC)
    return middle.buffer(12_000, quad_segs=corners // 4).to_crs(DEGREES).iloc[0]


def test_several_areas_are_offered_one_by_one_after_all_of_them_together():
    found = area_files.read(geojson(BOXES), "en")
    assert [shape.name for shape in found.shapes] == ["all 2 together", "north", "south"]
    both = own_area.area_of(found.shapes[0].code)
    assert list(both.holds([36.6, 36.6, 36.6], [36.1, 35.5, 35.8])) == [True, True, False]
    assert own_area.area_of(found.shapes[1].code).km2 == pytest.approx(both.km2 / 2, rel=0.02)


def test_a_geopackage_in_metres_is_the_same_ground(tmp_path):
    [shape] = area_files.read(geopackage(tmp_path, {"north": BOXES["north"]}), "en").shapes
    overlap = shapely.intersection(own_area.area_of(shape.code).degrees, BOXES["north"])
    assert shape.name == "north"
    assert shapely.area(overlap) / shapely.area(BOXES["north"]) > 0.99


def test_an_area_of_many_corners_is_simplified_on_the_ground_and_says_how_far_it_moved():
    circle = round_one()
    [shape] = area_files.read(geojson({"round": circle}), "en").shapes
    assert own_area.corners(shape.code) <= own_area.MOST_CORNERS
    assert len(shape.code) <= own_area.MOST_SIGNS
    assert 0 < shape.moved_m < 200
    area = own_area.area_of(shape.code)
    assert area.km2 == pytest.approx(144 * 3.14159, rel=0.01)


def test_a_hole_stays_a_hole():
    ring = shapely.difference(shapely.box(36.5, 35.8, 36.9, 36.1), shapely.box(36.6, 35.9, 36.7, 36.0))
    [shape] = area_files.read(geojson({"ring": ring}), "en").shapes
    assert list(own_area.area_of(shape.code).holds([36.65, 36.55], [35.95, 35.95])) == [False, True]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "neither GeoJSON nor GeoPackage"),
        (b"a,b\n1,2\n", "neither GeoJSON nor GeoPackage"),
        (b"<OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>", "neither GeoJSON nor GeoPackage"),
        (b"{", "damaged"),
        (b"SQLite format 3\x00" + b"\x00" * 200, "damaged"),
        (json.dumps({"type": "FeatureCollection", "features": []}).encode(), "no "),
        (geojson({"a point": shapely.Point(36.6, 35.9)}), "no polygon"),
        (geojson({"far": shapely.box(10, 50, 11, 51)}), "outside the area of the map"),
        (geojson({str(n): BOXES["north"] for n in range(501)}), "more than 500 features"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(data, why):
    found = area_files.read(data, "en")
    assert found.shapes == ()
    assert why in found.refused
    assert "vsimem" not in found.refused


def test_a_name_of_the_file_is_one_short_line():
    found = area_files.read(geojson({"a\nb\u202e" + "x" * 200: BOXES["north"]}), "en")
    assert found.shapes[0].name.isprintable()
    assert len(found.shapes[0].name) <= 60


@pytest.mark.thorough
def test_a_file_is_read_in_a_process_of_its_own_and_one_that_is_too_large_is_not_read():
    found = area_files.read_in_subprocess(geojson(BOXES))
    assert len(found.shapes) == 3
    assert "1 MB" in area_files.read_in_subprocess(b"{" * (area_files.MOST_BYTES + 1)).refused
