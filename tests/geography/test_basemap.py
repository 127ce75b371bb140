"""The base map that comes with the repository, and what happens when a file of it is broken."""

import gzip
import json
import re

import numpy as np
import pytest
import shapely
from PIL import Image

from lib.config.crisis import CRISIS
from lib.config.crs import METRIC
from lib.geography import basemap, world
from lib.print.ground import ink
from tools.base_layers import land


@pytest.fixture
def broken_folder(tmp_path, monkeypatch):
    """An empty folder instead of data/geo, and nothing remembered from the real one."""
    monkeypatch.setattr(basemap, "FOLDER", tmp_path)
    caches = (basemap._collection, basemap._frame, basemap.country, basemap.border, basemap.relief)
    for cached in caches:
        cached.cache_clear()
    yield tmp_path
    for cached in caches:
        cached.cache_clear()


def metres(geometry):
    return basemap.gpd.GeoSeries([geometry], crs="EPSG:4326").to_crs(METRIC).iloc[0]


@pytest.mark.parametrize("name", basemap.LAYERS)
def test_every_declared_layer_is_there_valid_and_inside_the_extent(name):
    table = basemap.layer(name)
    assert len(table) > 0
    assert table.crs.to_epsg() == 4326
    assert table.is_valid.all()
    assert not table.is_empty.any()
    extent = land.NEIGHBOURHOOD if name == "neighbours" else basemap.EXTENT
    assert shapely.box(*table.total_bounds).within(extent.buffer(1e-3))


def test_syria_is_the_polygon_of_the_countries_layer_and_holds_idlib_but_not_antakya():
    countries = basemap.layer("countries").set_index("code").geometry
    assert shapely.equals(basemap.country(), countries["SYR"])
    assert shapely.contains_xy(basemap.country(), 36.634, 35.931)
    assert not shapely.contains_xy(basemap.country(), 36.160, 36.203)


def test_the_turkish_border_is_one_line_that_both_countries_share():
    line = basemap.border()
    countries = basemap.layer("countries").set_index("code").geometry
    assert line.geom_type == "LineString"
    assert line.coords[0][0] < line.coords[-1][0]
    for code in ("SYR", "TUR"):
        assert line.difference(countries[code].boundary.buffer(1e-9)).length == 0


def test_crossings_on_the_turkish_border_lie_near_its_line():
    bab_al_hawa, bab_al_salama = shapely.Point(36.690, 36.239), shapely.Point(37.075, 36.642)
    line = metres(basemap.border())
    assert line.distance(metres(bab_al_hawa)) < 5000
    assert line.distance(metres(bab_al_salama)) < 5000


def test_drained_lake_amik_is_not_drawn():
    assert not basemap.layer("lakes").contains(shapely.Point(36.31, 36.35)).any()


def test_the_rivers_that_orient_a_reader_carry_their_names():
    rivers = basemap.layer("rivers").set_index("name_en")
    assert {"Orontes", "Afrin", "Euphrates"} <= set(rivers.index)
    assert rivers.geometry["Orontes"].distance(shapely.Point(36.317, 35.813)) < 0.03  # Jisr ash-Shughur lies on it


def test_roads_are_free_of_long_chords():
    lines = basemap.layer("roads").to_crs(METRIC).explode()
    steps = np.concatenate([np.hypot(*np.diff(shapely.get_coordinates(line), axis=0).T) for line in lines.geometry])
    assert steps.max() <= 30_100


@pytest.mark.parametrize(
    ("road", "towns"),
    [
        ("M4", [(35.79, 35.54), (36.317, 35.813), (36.606, 35.813), (36.806, 35.861)]),
        ("M5", [(36.761, 35.134), (36.65, 35.44), (36.677, 35.648), (36.806, 35.861), (37.152, 36.206)]),
    ],
)
def test_a_highway_is_one_line_that_passes_by_its_towns_and_says_it_is_approximate(road, towns):
    highways = basemap.layer("highways").set_index("name")
    line = metres(highways.geometry[road])
    assert line.geom_type == "LineString"
    assert highways.approximate[road]
    assert max(line.distance(metres(shapely.Point(town))) for town in towns) < 5000


def test_governorate_labels_stand_in_the_right_country():
    countries = basemap.layer("countries").set_index("code").geometry
    labels = basemap.layer("governorates").query("kind == 'label'")
    assert {"Idlib", "Aleppo", "Hama", "Latakia", "Hatay", "Kilis"} <= set(labels.name_en)
    home = [
        shapely.contains(countries[code], point) for code, point in zip(labels.country, labels.geometry, strict=True)
    ]
    assert all(home)


def test_the_relief_lines_up_with_its_bounds_and_is_clear_at_sea():
    relief = basemap.relief()
    assert relief.bounds == basemap.EXTENT.bounds
    with Image.open(relief.path) as picture:
        alpha = np.asarray(ink(picture))[:, :, 3]
        width, height = picture.size
    west, south, east, north = np.radians(relief.bounds)
    tall = np.log(np.tan(np.pi / 4 + north / 2)) - np.log(np.tan(np.pi / 4 + south / 2))
    assert abs(height / width - tall / (east - west)) < 0.002
    assert alpha[int(height * 0.75), : int(width * 0.18)].max() == 0
    assert 5 < alpha.mean() < 60


def test_the_browser_gets_json_within_its_budget():
    bundle = basemap.web_bundle()
    content = json.dumps(bundle, ensure_ascii=False, separators=(",", ":")).encode()
    assert all(collection["type"] == "FeatureCollection" for collection in bundle.values())
    assert "country" not in bundle
    assert len(content) < 900_000
    assert len(gzip.compress(content)) < 250_000


def test_land_and_sea_go_on_as_they_are_beyond_the_base_layers():
    west, south, east, north = CRISIS.boxes.base
    bundle = basemap.web_bundle()
    ground = shapely.union_all(
        [
            shapely.make_valid(shapely.from_geojson(json.dumps(one["geometry"])))
            for name in ("countries", "around")
            for one in bundle[name]["features"]
        ]
    )
    assert bundle["around"]["features"]
    rng = np.random.default_rng(20)
    lon, lat = rng.uniform(west - 8, east + 8, 3000), rng.uniform(south - 8, north + 8, 3000)
    real = shapely.union_all(world.inside(shapely.box(west - 9, south - 9, east + 9, north + 9)).geometry.to_numpy())
    away_from_shores = ~shapely.dwithin(real.boundary, shapely.points(lon, lat), 0.1)
    drawn, wanted = shapely.contains_xy(ground, lon, lat), shapely.contains_xy(real, lon, lat)
    assert (drawn == wanted)[away_from_shores].all()
    # No seam: along the edge of the base layers land meets land.
    across = np.linspace(south + 0.1, north - 0.1, 60)
    for edge in (west, east):
        sides = [shapely.contains_xy(ground, np.full(60, edge + off), across) for off in (-0.004, 0.004)]
        assert (sides[0] == sides[1]).mean() > 0.9


def test_every_file_stands_in_the_notice_with_its_licence():
    notice = (basemap.FOLDER / "NOTICE.md").read_text(encoding="utf-8")
    for declared in basemap.LAYERS.values():
        row = next(line for line in notice.splitlines() if line.startswith(f"| `{declared.file}`"))
        assert declared.licence in row
    named = {name for line in notice.splitlines() if line.startswith("| `") for name in re.findall(r"`([^`]+)`", line)}
    assert {path.name for path in basemap.FOLDER.iterdir()} - {"NOTICE.md"} <= named


def test_a_file_with_shared_terms_says_so_in_itself():
    for declared in basemap.LAYERS.values():
        head = json.loads((basemap.FOLDER / declared.file).read_text(encoding="utf-8"))
        assert (head["licence"], head["attribution"]) == (declared.licence, declared.attribution)


def test_the_credits_name_every_source_once():
    line = basemap.attribution()
    for source in ("Natural Earth", "GSHHG", "OpenStreetMap", "NOAA GLOBE", "GeoNames"):
        assert line.count(source) == 1


def test_changing_a_layer_does_not_change_it_for_the_next_reader():
    first = basemap.layer("highways")
    first["name"] = "spoilt"
    assert set(basemap.layer("highways").name) == {"M4", "M5"}


def test_an_unknown_layer_names_those_there_are():
    with pytest.raises(KeyError, match="countries"):
        basemap.layer("moon")


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[]",
        b'{"features": []}',
        b'{"features": [{"properties": {}, "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}}]}',
        b'{"features": [{"properties": {"name": "M4", "approximate": "x"}, "geometry": null}]}',
        b'{"features":[{"properties":{"name":"","approximate":""},"geometry":{"type":"Point","coordinates":"a"}}]}',
    ],
    ids=["missing", "empty", "cut short", "binary", "a list", "no features", "no columns", "no shape", "bad shape"],
)
def test_a_missing_or_damaged_layer_is_one_sentence_with_the_file_and_the_cure(broken_folder, content):
    if content is not None:
        (broken_folder / "highways.geojson").write_bytes(content)
    with pytest.raises(basemap.BaseLayerError, match=r"highways\.geojson .*`make geo`"):
        basemap.layer("highways")


def test_a_missing_or_damaged_relief_is_reported_alike(broken_folder):
    with pytest.raises(basemap.BaseLayerError, match=r"relief\.json is missing.*`make geo`"):
        basemap.relief()
    (broken_folder / "relief.json").write_text('{"bounds": [34, 33]}')
    with pytest.raises(basemap.BaseLayerError, match=r"relief\.json is damaged"):
        basemap.relief()
    (broken_folder / "relief.json").write_text('{"bounds": [34, 33, 39, 38]}')
    with pytest.raises(basemap.BaseLayerError, match=r"relief\.webp is missing"):
        basemap.relief()
    (broken_folder / "relief.webp").write_bytes(b"not a picture")
    with pytest.raises(basemap.BaseLayerError, match=r"relief\.webp is damaged"):
        basemap.relief()
