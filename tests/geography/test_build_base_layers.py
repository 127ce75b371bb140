"""The steps that build the base map. The packages it is built from are not needed here."""

import io
import json
import tarfile

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from lib.geography import build_base_layers
from lib.geography.building import land, relief, roads, shapes, sources


def two_countries():
    # The middle of the shared side has a vertex with many decimals, as real borders do.
    bend = (1.0000449, 0.5000449)
    west = shapely.Polygon([(0, 0), (1, 0), bend, (1, 1), (0, 1)])
    east = shapely.Polygon([(1, 0), (2, 0), (2, 1), (1, 1), bend])
    return shapes.frame([{"code": "SYR"}, {"code": "TUR"}], [west, east])


def test_a_shared_border_stays_shared_after_rounding():
    countries = two_countries()
    line = land.turkish_border(countries).geometry.iloc[0]
    assert line.geom_type == "LineString"
    assert shapely.get_num_coordinates(line) == 3
    assert all(line.within(outline) for outline in countries.boundary)


def test_lines_come_out_the_same_in_whatever_order_they_come_in():
    lines = np.array(
        [shapely.LineString(points) for points in ([(0, 0), (1, 1)], [(2, 0), (1, 1)], [(5, 5), (6, 6)])], dtype=object
    )
    forward, backward = shapes.merged(lines), shapes.merged(lines[::-1])
    assert [line.wkb for line in forward] == [line.wkb for line in backward]
    assert len(forward) == 2


def test_the_same_table_is_the_same_bytes_and_one_feature_a_line():
    table = shapes.frame([{"name": "M4", "approximate": "yes"}], [shapely.LineString([(36.123456, 35), (36.2, 35.1)])])
    content = build_base_layers.geojson(table, "highways")
    assert content == build_base_layers.geojson(table.copy(), "highways")
    assert len(content.splitlines()) == 3
    parsed = json.loads(content)
    assert parsed["licence"] == "ODbL-1.0"
    assert parsed["features"][0]["geometry"]["coordinates"][0] == [36.1235, 35.0]


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path):
    target = tmp_path / "new" / "coast.geojson"
    build_base_layers.write(target, b"old")
    build_base_layers.write(target, b"new")
    assert target.read_bytes() == b"new"
    assert list(target.parent.iterdir()) == [target]


def test_a_missing_package_is_one_line_with_its_name_and_the_command():
    with pytest.raises(sources.MissingSourceError, match=r"no-such-data .*pip install") as caught:
        sources.packaged("no-such-data", "/x.shp")
    assert "\n" not in str(caught.value)


def test_a_missing_debian_package_says_how_to_fetch_it(tmp_path):
    with pytest.raises(sources.MissingSourceError, match="apt-get download qgis-common"):
        sources.qgis_world_map(tmp_path / "absent.deb", tmp_path)


def debian_package(path, member, content):
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:xz") as tar:
        entry = tarfile.TarInfo(member)
        entry.size = len(content)
        tar.addfile(entry, io.BytesIO(content))
    parts = [(b"debian-binary", b"2.0\n"), (b"control.tar.xz", b"odd"), (b"data.tar.xz", archive.getvalue())]
    blocks = [
        name.ljust(16) + b" " * 32 + str(len(part)).encode().ljust(10) + b"`\n" + part + b"\n" * (len(part) % 2)
        for name, part in parts
    ]
    path.write_bytes(b"!<arch>\n" + b"".join(blocks))


def test_a_file_is_read_out_of_a_debian_package_without_debian(tmp_path):
    package = tmp_path / "qgis-common_1_all.deb"
    debian_package(package, sources.QGIS_MEMBER, b"map")
    assert sources.qgis_world_map(package, tmp_path).read_bytes() == b"map"


@pytest.mark.parametrize("content", [b"", b"not a package", b"!<arch>\n"])
def test_a_file_that_is_no_debian_package_is_refused(tmp_path, content):
    package = tmp_path / "qgis-common_1_all.deb"
    package.write_bytes(content)
    with pytest.raises(sources.MissingSourceError, match="apt-get download"):
        sources.deb_member(package, sources.QGIS_MEMBER)


def test_the_command_ends_with_one_line_and_code_1_when_places_are_missing(tmp_path, capsys):
    assert build_base_layers.main(["--places", str(tmp_path / "places.csv"), "--out", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "places.csv" in said


def test_a_highway_town_that_the_gazetteer_lacks_is_named():
    places = pd.DataFrame({"place": ["Hama", "Morek"], "lat": [35.1, np.nan], "lon": [36.7, 36.7]})
    with pytest.raises(sources.MissingSourceError, match="Morek"):
        roads.waypoints(places, [("Hama",), ("Morek",)])


def test_a_town_is_found_under_its_second_spelling():
    places = pd.DataFrame({"place": ["Al-Eis"], "lat": [35.995], "lon": [36.999]})
    assert roads.waypoints(places, [("Al-Eis junction", "Al-Eis")]).tolist() == [[36.999, 35.995]]


def test_a_way_follows_the_graph_where_it_is_short_and_goes_straight_where_it_is_a_detour():
    # A road with a gentle bend from town 1 to 2; from 2 to 3 only a loop far to the south.
    nodes = np.array([[0, 0], [5, 1], [10, 0], [10, -30], [20, -30], [20, 0]]) * 1000.0
    edges = np.array([[0, 1], [1, 2], [2, 3], [3, 4], [4, 5]])
    stops = np.array([[0, 0], [10, 0], [20, 0]]) * 1000.0
    way, along, straight = roads.route(stops, np.full(3, 500.0), nodes, edges)
    assert way.tolist() == [[0, 0], [5000, 1000], [10000, 0], [20000, 0]]
    assert along == pytest.approx(2 * np.hypot(5000, 1000))
    assert straight == pytest.approx(10000)


def test_a_town_out_of_reach_of_the_graph_stays_where_it_is():
    nodes, edges = np.array([[0.0, 0.0], [20000.0, 0.0]]), np.array([[0, 1]])
    stops = np.array([[0.0, 0.0], [10000.0, 4000.0], [20000.0, 0.0]])
    way, _, _ = roads.route(stops, np.full(3, 1000.0), nodes, edges)
    assert way[1].tolist() == [10000.0, 4000.0]


def test_the_shortest_way_is_taken_and_no_way_is_said():
    links = {0: {1: 1.0, 2: 5.0}, 1: {0: 1.0, 2: 1.0}, 2: {0: 5.0, 1: 1.0}, 3: {}}
    assert roads.shortest_path(links, 0, 2) == [0, 1, 2]
    assert roads.shortest_path(links, 0, 3) == []


def test_of_two_carriageways_one_is_drawn():
    south = [shapely.LineString([(x, 0), (x + 5000, 0)]) for x in (0, 5000)]
    north = shapely.LineString([(0, 200), (10000, 200)])
    crossing = shapely.LineString([(5000, -6000), (5000, 6000)])
    kept = roads.without_shadows(gpd.GeoSeries([*south, north, crossing], crs="EPSG:32637"))
    assert len(kept) == 3
    assert north not in kept.tolist()
    assert crossing in kept.tolist()


def test_a_long_dead_end_is_dropped_and_a_short_one_kept():
    lines = [[(0, 0), (5000, 0)], [(5000, 0), (5000, 5000)], [(5000, 0), (30000, 0)]]
    kept = roads.without_dead_ends(gpd.GeoSeries([shapely.LineString(line) for line in lines], crs="EPSG:32637"))
    assert kept.length.tolist() == [5000, 5000]


def test_flat_ground_has_no_shade_and_a_slope_to_the_south_east_is_dark():
    cell = np.full(30, 800.0)
    assert not relief.hillshade(np.full((30, 30), 250.0), cell).any()
    down_to_south_east = -np.add.outer(np.arange(30), np.arange(30)) * 50.0
    assert (relief.hillshade(down_to_south_east, cell) < -0.1).all()
    assert (relief.hillshade(-down_to_south_east, cell) > 0).all()


def test_ink_is_black_in_shade_white_in_light_and_clear_between():
    pixels = np.asarray(relief.ink(np.array([[-0.5, 0.0, 0.5]])))[0].tolist()
    assert pixels[0][:3] == [0, 0, 0]
    assert pixels[0][3] > 100
    assert pixels[1] == [0, 0, 0, 0]
    assert pixels[2][:3] == [255, 255, 255]
    assert 0 < pixels[2][3] < pixels[0][3]


def test_the_spline_keeps_a_plain_slope_and_its_weights_add_up():
    weights = relief.spline_weights(np.linspace(3, 16, 40), 20)
    assert weights.sum(axis=1) == pytest.approx(np.ones(40))
    assert weights @ np.arange(20.0) == pytest.approx(np.linspace(3, 16, 40))
