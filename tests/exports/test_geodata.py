"""The layers leave as data: what the map draws, with the figures of the page, read by tools that are not ours."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from lib import layers
from lib.analysis import control, displacement
from lib.config.crs import METRIC
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.events.store import Snapshot
from lib.exports.geodata.asked import FORMATS, read
from lib.exports.geodata.files import write
from lib.exports.order import OrderError
from lib.layers.control import control_on
from lib.text import language

SERVER = "https://map.example"
VIEW = Query(start=date(2020, 2, 1), end=date(2020, 2, 15))
LAYERS = ("areas", "front", "band", "flows")
BETWEEN = {"from": "2020-02-01", "to": "2020-02-15"}


@pytest.fixture(scope="module")
def snapshot(events):
    return Snapshot(events, "0123456789ab")


def made(snapshot, name, ending, query=VIEW, **params):
    asked = read(query, name, ending, BETWEEN | params)
    return write(snapshot, asked, SERVER)


def table(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def opened(data, ending):
    """A file as its usual reader opens it."""
    if ending == "parquet":
        return gpd.read_parquet(io.BytesIO(data))
    return pyogrio.read_dataframe(data)


def test_every_layer_that_has_an_address_is_there():
    assert tuple(layers.addressed()) == LAYERS


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("ending", ["geojson", "gpkg", "parquet", "kml"])
def test_each_file_opens_in_other_peoples_tools_with_all_rows_where_they_are(snapshot, name, ending):
    rows = layers.addressed()[name].rows(snapshot.events, VIEW, "")
    assert len(rows)
    found = opened(made(snapshot, name, ending), ending)
    assert len(found) == len(rows)
    assert found.total_bounds.tolist() == pytest.approx(rows.total_bounds.tolist())
    assert found.crs.equals("EPSG:4326", ignore_axis_order=True) or found.crs.to_authority() == ("OGC", "CRS84")


@pytest.mark.parametrize("day", [date(2019, 12, 1), date(2020, 1, 30), date(2020, 2, 15), date(2020, 3, 5)])
@pytest.mark.parametrize(("name", "drawn"), [("areas", "areas"), ("front", "stretches"), ("band", "band")])
def test_coordinates_are_those_that_the_map_draws(snapshot, name, drawn, day):
    query = replace(VIEW, start=min(VIEW.start, day), end=day)
    on_the_map = [feature["geometry"] for feature in control_on(snapshot.events, query)[drawn]["features"]]
    sent = json.loads(made(snapshot, name, "geojson", query))["features"]
    plain = json.loads(json.dumps(on_the_map))
    assert [feature["geometry"] for feature in sent] == plain


@pytest.mark.parametrize("day", [date(2019, 12, 20), date(2020, 2, 15), date(2020, 3, 5)])
def test_the_stretches_of_the_file_make_the_line_that_the_map_draws(snapshot, day):
    line = control.control_map(snapshot.events, day).front
    front = layers.addressed()["front"].rows(snapshot.events, replace(VIEW, start=FIRST_DAY, end=day), "")
    for fronts in (True, False):
        whole = shapely.union_all(line.loc[line["is_front"] == fronts].geometry.to_numpy())
        parts = shapely.union_all(front.loc[front["is_front"] == fronts].geometry.to_numpy())
        assert shapely.hausdorff_distance(whole, parts) < 2e-5


def test_areas_and_lengths_add_up_to_the_figures(snapshot):
    for row in opened(made(snapshot, "areas", "gpkg"), "gpkg").itertuples():
        low, best, high = control.area_range(snapshot.events, row.controller, VIEW.end)
        assert (row.low_km2, row.area_km2, row.high_km2) == pytest.approx((low, best, high), abs=0.001)
    front = opened(made(snapshot, "front", "parquet"), "parquet")
    length = front.loc[front["is_front"], "length_km"].sum()
    assert length == pytest.approx(control.measured(snapshot.events, VIEW.end).front_km, abs=0.001)
    assert front.to_crs(METRIC).length.sum() / 1000 == pytest.approx(front["length_km"].sum(), rel=1e-3)


@pytest.mark.thorough
def test_every_control_date_is_there_and_one_follows_the_other_without_a_gap(snapshot):
    asked = read(Query(), "areas", "geojson", {"dates": "all"})
    rows = layers.addressed()["areas"].rows(snapshot.events, asked.query, "all")
    spells = rows[["valid_from", "valid_to"]].drop_duplicates().to_numpy().tolist()
    assert [first for first, _last in spells] == control.dates_since(snapshot.events, FIRST_DAY)
    assert all(last + timedelta(days=1) == after for (_first, last), (after, _) in pairwise(spells))
    assert spells[-1][1] == LAST_DAY


@pytest.mark.thorough
def test_an_address_with_days_of_its_own_has_the_dates_between_them(snapshot):
    rows = opened(made(snapshot, "areas", "parquet", dates="all"), "parquet")
    days = sorted(set(rows["date"]))
    assert days[0] <= VIEW.start
    assert days[-1] <= VIEW.end
    assert days[1:] == [day for day in control.control_dates(snapshot.events) if VIEW.start < day <= VIEW.end]


def test_weeks_end_on_the_last_day_of_the_range(snapshot):
    days = sorted({row["date"] for row in table(made(snapshot, "areas", "csv", dates="weekly"))})
    assert days == ["2020-02-01", "2020-02-08", "2020-02-15"]


@pytest.mark.thorough
def test_a_series_has_every_day_and_side_with_the_figures_of_the_map(snapshot):
    rows = table(made(snapshot, "areas", "csv", dates="daily"))
    assert len({row["date"] for row in rows}) == 15
    for row in rows[:: len(rows) // 5]:
        day = date.fromisoformat(row["date"])
        assert float(row["area_km2"]) == pytest.approx(
            control.area_range(snapshot.events, row["controller"], day).best, abs=0.001
        )
    last = [row for row in rows if row["date"] == "2020-02-15"]
    # Each line of front has two sides.
    front = control.measured(snapshot.events, VIEW.end).front_km
    assert sum(float(row["front_km"]) for row in last) == pytest.approx(2 * front, abs=0.01)
    pairs = table(made(snapshot, "front", "csv"))
    assert sum(float(row["length_km"]) for row in pairs if row["is_front"] == "true") == pytest.approx(front, abs=0.01)
    band = table(made(snapshot, "band", "csv"))
    assert sum(float(row["area_km2"]) for row in band) * 2 == pytest.approx(
        sum(float(row["band_km2"]) for row in last), abs=0.1
    )


def test_a_stretch_says_how_uncertain_and_how_old_it_is(snapshot):
    rows = opened(made(snapshot, "front", "gpkg"), "gpkg")
    assert (rows.loc[rows["is_front"], "width_km"] > 0).all()
    assert (rows["age_days"] >= 0).all()
    assert set(rows["confidence"]) <= {"low", "medium", "high"}
    assert rows[["side_a", "side_b", "place_a", "event_b"]].ne("").all().all()


@pytest.mark.thorough
def test_flows_have_both_ends_one_counter_and_the_days_they_stand_for(snapshot):
    rows = opened(made(snapshot, "flows", "parquet", dates="all"), "parquet")
    told = displacement.flows(snapshot.events, VIEW).set_index("event_id")
    assert sorted(rows["event_ids"]) == sorted(told.index)
    for row in rows.itertuples():
        report = told.loc[row.event_ids]
        assert list(row.geometry.coords) == [(row.origin_lon, row.origin_lat), (row.lon, row.lat)]
        assert (row.valid_from, row.valid_to) == (report["date_start"].date(), report["date_end"].date())
        assert pd.isna(row.persons_low) == pd.isna(report["persons_low"])
    assert set(rows["counter"].dropna()) <= {displacement.flow_counter(snapshot.events, VIEW)}


@pytest.mark.thorough
def test_no_flow_is_counted_twice_by_week(snapshot):
    every, weekly = (opened(made(snapshot, "flows", "parquet", dates=dates), "parquet") for dates in ("all", "weekly"))
    assert weekly["reports"].sum() == len(every)
    assert weekly["persons_high"].sum() == every["persons_high"].sum()


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("ending", ["geojson", "gpkg", "parquet", "kml", "txt"])
def test_a_file_says_whose_it_is_on_what_terms_and_what_it_is_narrowed_to(snapshot, name, ending):
    data = made(snapshot, name, ending, replace(VIEW, within_area="SY0703"))
    if ending == "gpkg":
        said = pyogrio.read_info(data)["dataset_metadata"]["about"]
    elif ending == "parquet":
        said = pq.read_schema(io.BytesIO(data)).metadata[b"about"].decode()
    else:
        said = data.decode()
    for part in (snapshot.version, snapshot.events.version, "CC BY 4.0", "no endorsement", "Sources", "Idlib"):
        assert part in said
    assert "SY0703" in said


def test_ground_and_line_are_cut_to_the_readers_own_area(snapshot):
    within = replace(VIEW, within_area="box_36.5_35.7_36.9_36.0")
    for name in ("areas", "front", "band"):
        rows = layers.addressed()[name].rows(snapshot.events, within, "")
        assert len(rows)
        west, south, east, north = rows.total_bounds
        assert (west, south) >= (36.49, 35.69)
        assert east < 36.91
        assert north < 36.01


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("ending", FORMATS)
def test_the_same_view_gives_the_same_bytes(snapshot, name, ending):
    assert made(snapshot, name, ending) == made(snapshot, name, ending)


def test_words_are_the_readers_and_names_of_columns_stay(snapshot):
    token = language.set("ar")
    try:
        rows = table(made(snapshot, "areas", "csv", replace(VIEW, lang="ar")))
    finally:
        language.reset(token)
    assert set(rows[0]) >= {"date", "controller", "area_km2"}


def test_a_one_day_state_ends_before_the_next_day_begins(snapshot):
    rows = opened(made(snapshot, "areas", "gpkg", dates="all"), "gpkg")
    assert (rows["time_begin"].dt.date == pd.to_datetime(rows["valid_from"]).dt.date).all()
    assert (rows["time_end"].dt.date == pd.to_datetime(rows["valid_to"]).dt.date).all()
    assert set(rows["time_end"].dt.strftime("%H:%M:%S")) == {"23:59:59"}


@pytest.mark.thorough
def test_kml_says_from_when_to_when_each_row_holds(snapshot):
    data = made(snapshot, "front", "kml", dates="all").decode()
    assert "<begin>2020-02-15</begin><end>2020-02-15T23:59:59Z</end>" in data
    assert "http://" not in data.replace("http://www.opengis.net/kml/2.2", "")


@pytest.mark.parametrize(
    ("name", "ending", "query", "params", "told"),
    [
        ("areas", "geojson", VIEW, {"dates": "monthly"}, "weekly"),
        ("areas", "geojson", VIEW, {"dates": "daily"}, "csv"),
        ("flows", "csv", VIEW, {"dates": "daily"}, "areas, front, band"),
        ("areas", "csv", replace(VIEW, kinds=frozenset({"strike"})), {}, "control"),
        ("situation", "gpkg", VIEW, {"dates": "all"}, "every date"),
    ],
)
def test_what_cannot_be_had_is_said_in_a_sentence(name, ending, query, params, told):
    with pytest.raises(OrderError, match=told):
        read(query, name, ending, params)


@pytest.mark.thorough
@pytest.mark.parametrize("name", LAYERS)
def test_vector_tiles_hold_the_rows_of_every_date_where_they_are(snapshot, name, tmp_path):
    path = tmp_path / f"{name}.pmtiles"
    path.write_bytes(made(snapshot, name, "pmtiles", dates="all"))
    tiles = pyogrio.read_dataframe(path).to_crs("EPSG:4326")
    rows = layers.addressed()[name].rows(snapshot.events, VIEW, "all")
    assert set(tiles["valid_from"]) == {day.isoformat() for day in rows["valid_from"]}
    assert tiles.total_bounds.tolist() == pytest.approx(rows.total_bounds.tolist(), abs=0.01)
    about = json.loads(pyogrio.read_info(path)["dataset_metadata"]["description"])
    assert snapshot.version in json.dumps(about)


@pytest.mark.parametrize("name", ["flows", "situation"])
def test_a_counter_that_nobody_knows_is_said_in_a_sentence(snapshot, name):
    with pytest.raises(OrderError, match="Nobody Inc"):
        made(snapshot, name, "gpkg", replace(VIEW, counter="Nobody Inc"))


def test_a_table_without_control_gives_files_without_rows(make_table):
    snapshot = Snapshot(make_table({"kind": "strike", "place": "Ariha", "lat": "35.8", "lon": "36.6"}), "0" * 12)
    for name in LAYERS:
        assert json.loads(made(snapshot, name, "geojson"))["features"] == []
        assert len(opened(made(snapshot, name, "gpkg"), "gpkg")) == 0
        assert table(made(snapshot, name, "csv")) == []
        assert len(opened(made(snapshot, name, "parquet"), "parquet")) == 0


def test_a_hostile_name_is_text_wherever_it_goes(make_table):
    evil = "=cmd|'/c calc'!A0<script>&\x0b"
    rows = [{"kind": "displacement", "place": evil, "lat": "36.2", "lon": "36.7", "origin_place": "Ariha",
             "origin_lat": "35.8", "origin_lon": "36.6", "date_start": "2020-02-03", "persons_low": "5",
             "counter": "OCHA"}]  # fmt: skip
    snapshot = Snapshot(make_table(*rows), "0" * 12)
    name = layers.addressed()["flows"].rows(snapshot.events, VIEW, "")["place"].iloc[0]
    assert table(made(snapshot, "flows", "csv"))[0]["place"].startswith("'=cmd")
    assert opened(made(snapshot, "flows", "kml"), "kml")["place"].iloc[0].startswith("=cmd|'/c calc'!A0<script>&")
    assert opened(made(snapshot, "flows", "gpkg"), "gpkg")["place"].iloc[0] == name
