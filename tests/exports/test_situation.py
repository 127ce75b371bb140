"""All layers of all dates in one file: counted reports apart from second ones, QGIS's project, Google Earth's time."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from datetime import date
from xml.etree import ElementTree as ET

import pandas as pd
import pyogrio
import pytest
import shapely

from lib import layers
from lib.analysis import strikes
from lib.events.query import FIRST_DAY, LAST_DAY, Query, in_range
from lib.events.store import Snapshot
from lib.exports.geodata import situation
from lib.exports.geodata.asked import read
from lib.exports.geodata.files import write
from lib.exports.geodata.qgis import GEOMETRIES
from lib.exports.order import OrderError
from lib.layers.control import control_on
from lib.text import language

pytestmark = pytest.mark.thorough

NAME = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture(scope="module")
def snapshot(events):
    return Snapshot(events, "0123456789ab")


@pytest.fixture(scope="module")
def geopackage(snapshot, tmp_path_factory):
    path = tmp_path_factory.mktemp("situation") / "idlib-situation.gpkg"
    path.write_bytes(write(snapshot, read(Query(), "situation", "gpkg", {})))
    return path


@pytest.fixture(scope="module")
def earth(snapshot):
    return write(snapshot, read(Query(), "situation", "kmz", {}))


def layer(path, name):
    return pyogrio.read_dataframe(path, layer=name)


def project_of(path):
    with closing(sqlite3.connect(path)) as file:
        ((name, content),) = file.execute("SELECT name, content FROM qgis_projects").fetchall()
    with zipfile.ZipFile(io.BytesIO(bytes.fromhex(content))) as archive:
        (inside,) = archive.namelist()
        return name, ET.fromstring(archive.read(inside))  # noqa: S314  ours


def test_it_has_every_layer_that_can_be_taken_away_and_what_is_not_assessed(geopackage):
    names = {name for name, _kind in pyogrio.list_layers(geopackage)}
    assert names >= {*layers.data(), "strikes", "milestones", "not_assessed"}


def test_counted_reports_and_second_ones_lie_apart_and_nothing_is_missing(geopackage, snapshot):
    frame = snapshot.events.frame
    frame = frame.loc[in_range(frame, FIRST_DAY, LAST_DAY)]
    for kind, name in (("strike", "strikes"), ("control", "control_reports"), ("milestone", "milestones")):
        rows = frame.loc[frame["kind"] == kind]
        counted, second = layer(geopackage, name), layer(geopackage, f"{kind}_second_reports")
        assert sorted(counted["event_id"]) == sorted(rows.loc[rows["is_primary"], "event_id"])
        assert sorted(second["event_id"]) == sorted(rows.loc[~rows["is_primary"], "event_id"])
    counted = strikes.counted(snapshot.events, Query(start=FIRST_DAY, end=LAST_DAY))
    assert len(layer(geopackage, "strikes")) == counted.strikes


def test_the_line_of_each_control_date_is_the_one_that_the_map_draws(geopackage, snapshot):
    front = layer(geopackage, "front")
    for day, rows in front.groupby("date"):
        drawn = control_on(snapshot.events, Query(start=FIRST_DAY, end=pd.Timestamp(day).date()))["stretches"]
        ours = [shapely.geometry.shape(feature["geometry"]) for feature in drawn["features"]]
        assert [line.geoms[0].coords[:] for line in rows.geometry] == [line.coords[:] for line in ours]


def test_what_lasts_one_day_begins_and_ends_on_it(geopackage):
    rows = layer(geopackage, "strikes")
    single = rows.loc[rows["date_start"] == rows["date_end"]]
    assert len(single) > len(rows) / 2
    assert (single["time_begin"].dt.date == single["time_end"].dt.date).all()


def test_the_project_inside_knows_every_layer_its_look_and_its_days(geopackage):
    name, project = project_of(geopackage)
    assert name == "idlib"
    found = {each.findtext("datasource").partition("layername=")[2]: each for each in project.iter("maplayer")}
    shaped = {name: kind for name, kind in pyogrio.list_layers(geopackage) if kind}
    assert found.keys() == shaped.keys()
    assert all(each.findtext("datasource").startswith("./idlib-situation.gpkg|") for each in found.values())
    assert {each.get("geometry") for each in found.values()} == set(GEOMETRIES.values())
    assert all(each.find("renderer-v2/symbols/symbol/layer") is not None for each in found.values())
    for name in ("areas", "front", "band", "flows", "strikes", "settlements"):
        assert found[name].find("temporal").get("enabled") == "1"
    columns = {name: set(pyogrio.read_info(geopackage, layer=name)["fields"]) for name in shaped}
    for name, each in found.items():
        moments = each.find("temporal")
        assert moments.get("enabled") == "0" or {moments.get("startField"), moments.get("endField")} <= columns[name]
    clock = project.find("ProjectTimeSettings/TemporalRange")
    assert (clock.findtext("start"), clock.findtext("end")) == ("2019-12-01T00:00:00Z", "2020-03-09T00:00:00Z")


def test_the_project_speaks_the_readers_language_and_columns_stay(snapshot, geopackage, monkeypatch):
    monkeypatch.setattr(situation, "in_words", lambda word: f"\u00ab{word}\u00bb")
    token = language.set("fr")
    try:
        made = write(snapshot, read(Query(lang="fr"), "situation", "gpkg", {}), "", "other.gpkg")
    finally:
        language.reset(token)
    path = geopackage.with_name("other.gpkg")
    path.write_bytes(made)
    project = project_of(path)[1]
    assert project.findtext("projectMetadata/language") == "fr"
    assert "\u00abstrike\u00bb" in "".join(each.get("name") for each in project.iter("layer-tree-layer"))
    assert all(each.get("source").startswith("./other.gpkg|") for each in project.iter("layer-tree-layer"))
    assert pyogrio.read_info(path, layer="areas")["fields"].tolist() == (
        pyogrio.read_info(geopackage, layer="areas")["fields"].tolist()
    )


def test_a_layer_opened_alone_is_styled_too(geopackage):
    with closing(sqlite3.connect(geopackage)) as file:
        styles = dict(file.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault"))
    assert {name for name, kind in pyogrio.list_layers(geopackage) if kind} == styles.keys()
    assert all("renderer-v2" in style and "temporal" in style for style in styles.values())


def test_it_says_whose_it_is_and_on_what_terms(geopackage, earth):
    about = json.loads(pyogrio.read_info(geopackage, layer="areas")["dataset_metadata"]["about"])
    said = json.dumps(about, ensure_ascii=False) + zipfile.ZipFile(io.BytesIO(earth)).read("doc.kml").decode()
    for part in ("0123456789ab", "CC BY 4.0", "no endorsement", "SOHR", "dates: 1 Dec 2019"):
        assert said.count(part) >= 2


def test_google_earth_gets_every_layer_with_spans_of_time(earth, geopackage, tmp_path):
    path = tmp_path / "situation.kmz"
    path.write_bytes(earth)
    shaped = [name for name, kind in pyogrio.list_layers(geopackage) if kind]
    rows = {name: pyogrio.read_info(geopackage, layer=name)["features"] for name in shaped}
    assert len(pyogrio.list_layers(path)) == len(shaped)
    root = ET.fromstring(zipfile.ZipFile(path).read("doc.kml"))  # noqa: S314  ours
    folders = {folder.findtext(f"{NAME}name"): folder for folder in root.iter(f"{NAME}Folder")}
    front = folders["Front line and other lines between sides"].findall(f"{NAME}Placemark")
    assert len(front) == rows["front"]
    of_the_day = [each for each in front if each.findtext(f"{NAME}TimeSpan/{NAME}begin") == "2020-02-15"]
    assert len(of_the_day) == (layer(geopackage, "front")["date"].astype(str) == "2020-02-15").sum()
    assert {each.findtext(f"{NAME}TimeSpan/{NAME}end") for each in of_the_day} == {"2020-02-15T23:59:59Z"}
    assert all(each.findtext(f"{NAME}name") for each in root.iter(f"{NAME}Placemark"))


def test_more_rows_than_google_earth_can_show_are_refused_with_what_to_take(snapshot, monkeypatch):
    monkeypatch.setattr(situation, "MOST_PLACEMARKS", 10)
    with pytest.raises(OrderError, match=r"situation\.gpkg"):
        write(snapshot, read(Query(), "situation", "kmz", {}))


def test_the_same_data_give_the_same_bytes(snapshot, geopackage, earth):
    assert write(snapshot, read(Query(), "situation", "gpkg", {})) == geopackage.read_bytes()
    assert write(snapshot, read(Query(), "situation", "kmz", {})) == earth


def test_what_the_filter_leaves_out_is_left_out(snapshot, tmp_path):
    path = tmp_path / "situation.gpkg"
    path.write_bytes(write(snapshot, read(Query(kinds=frozenset({"strike"})), "situation", "gpkg", {})))
    names = {name for name, _kind in pyogrio.list_layers(path)}
    assert "strikes" in names
    assert not names & {"areas", "front", "band", "flows", "settlements"}


def test_a_file_of_a_table_without_control_still_opens(make_table, tmp_path):
    table = make_table({"kind": "strike", "place": "Ariha", "lat": "35.8", "lon": "36.6"})
    path = tmp_path / "situation.gpkg"
    path.write_bytes(write(Snapshot(table, "0" * 12), read(Query(), "situation", "gpkg", {})))
    assert len(layer(path, "strikes")) == 1
    assert layer(path, "areas").empty
    assert layer(path, "strikes")["time_begin"].iloc[0].date() == date(2020, 1, 15)
