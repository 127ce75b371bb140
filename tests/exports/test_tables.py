"""Downloads hold exactly the rows of the view, say where they come from, run no formula and are the same each time."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from datetime import date

import geopandas as gpd
import pyarrow.parquet as pq
import pyogrio
import pytest
import python_calamine

from lib.analysis.listing import listing
from lib.events import formula_guard as defused
from lib.events import narrowing
from lib.events.query import Query
from lib.events.schema import NAMES
from lib.events.store import Snapshot
from lib.exports import tables
from lib.exports.tables import FORMATS, TooManyRowsError, file_name, write
from lib.exports.tables import sheet as tables_sheet
from lib.exports.tables.about import about, filter_in_words
from tests.queries import all_days

SERVER = "https://map.example"
VIEW = Query(start=date(2020, 1, 28), end=date(2020, 2, 15), search="saraqib")


@pytest.fixture
def snapshot(events):
    return Snapshot(events, "0123456789ab")


def made(snapshot, ending, query=VIEW, **options):
    return b"".join(write(snapshot, query, ending, SERVER, **options))


def csv_rows(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def sheet(data, name):
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(name).to_python()


def names_in(data, ending):
    """The names of the rows of a file, in its order, read by something that is not ours."""
    if ending == "csv":
        return [row["event_id"] for row in csv_rows(data)]
    if ending == "zip":
        return names_in(zipfile.ZipFile(io.BytesIO(data)).read("events.csv"), "csv")
    if ending == "xlsx":
        return [row[0] for row in sheet(data, "events")[1:]]
    if ending == "geojson":
        return [feature["properties"]["event_id"] for feature in json.loads(data)["features"]]
    if ending == "gpkg":
        return pyogrio.read_dataframe(data)["event_id"].tolist()
    return gpd.read_parquet(io.BytesIO(data))["event_id"].tolist()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "geojson", "gpkg", "parquet"])
@pytest.mark.parametrize(
    "query",
    [VIEW, replace(VIEW, search=""), replace(VIEW, kinds=frozenset())],
    ids=["searched", "not searched", "no kind"],
)
def test_a_file_holds_the_rows_of_the_view_and_no_other(snapshot, ending, query):
    wanted = listing(snapshot.events, query).frame(snapshot.events)["event_id"].tolist()
    assert names_in(made(snapshot, ending, query), ending) == wanted


@pytest.mark.parametrize("ending", FORMATS)
def test_the_same_view_gives_the_same_bytes(snapshot, ending):
    assert made(snapshot, ending) == made(snapshot, ending)


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_made_piece_by_piece_is_the_file_made_at_once(snapshot, ending, monkeypatch):
    whole = names_in(made(snapshot, ending), ending) if ending != "txt" else made(snapshot, ending)
    monkeypatch.setattr(tables, "CHUNK", 7)
    pieces = names_in(made(snapshot, ending), ending) if ending != "txt" else made(snapshot, ending)
    assert pieces == whole


def test_columns_are_those_of_the_schema_in_its_order(snapshot):
    assert tuple(csv_rows(made(snapshot, "csv"))[0]) == NAMES
    assert tuple(sheet(made(snapshot, "xlsx"), "events")[0]) == NAMES
    assert tuple(json.loads(made(snapshot, "geojson"))["features"][0]["properties"]) == NAMES
    assert tuple(pq.read_schema(io.BytesIO(made(snapshot, "parquet"))).names) == (*NAMES, "geometry")


def test_rows_without_a_point_are_there_without_a_shape(snapshot):
    rows = listing(snapshot.events, VIEW).frame(snapshot.events)
    without = int(rows["lat"].isna().sum())
    assert without
    assert gpd.read_parquet(io.BytesIO(made(snapshot, "parquet"))).geometry.isna().sum() == without
    assert pyogrio.read_dataframe(made(snapshot, "gpkg")).geometry.isna().sum() == without
    shapes = [feature["geometry"] for feature in json.loads(made(snapshot, "geojson"))["features"]]
    assert shapes.count(None) == without


def test_points_are_where_the_table_says(snapshot):
    rows = listing(snapshot.events, VIEW).frame(snapshot.events)
    for shapes in (
        gpd.read_parquet(io.BytesIO(made(snapshot, "parquet"))),
        pyogrio.read_dataframe(made(snapshot, "gpkg")),
    ):
        assert shapes.geometry.x.tolist() == pytest.approx(rows["lon"].tolist(), nan_ok=True)
        assert shapes.geometry.y.tolist() == pytest.approx(rows["lat"].tolist(), nan_ok=True)
        assert shapes.crs.equals("EPSG:4326", ignore_axis_order=True) or shapes.crs.to_authority() == ("OGC", "CRS84")


def test_dates_are_dates_and_figures_numbers_where_the_format_has_them(snapshot):
    row = sheet(made(snapshot, "xlsx"), "events")[1]
    assert isinstance(row[NAMES.index("date_start")], date)
    assert isinstance(row[NAMES.index("is_primary")], bool)
    types = pq.read_schema(io.BytesIO(made(snapshot, "parquet")))
    assert (str(types.field("date_end").type), str(types.field("deaths_low").type)) == ("date32[day]", "int64")


def texts_of(data, ending):
    """All that a file says of itself."""
    if ending == "xlsx":
        return "\n".join(str(cell) for row in sheet(data, "README") for cell in row)
    if ending == "geojson":
        return json.dumps(json.loads(data)["about"], ensure_ascii=False)
    if ending == "gpkg":
        return pyogrio.read_info(data)["dataset_metadata"]["about"]
    if ending == "parquet":
        return pq.read_schema(io.BytesIO(data)).metadata[b"about"].decode()
    return data.decode()


@pytest.mark.parametrize("ending", ["xlsx", "geojson", "gpkg", "parquet", "txt"])
def test_a_file_says_what_it_holds_and_where_it_comes_from(snapshot, ending):
    said = texts_of(made(snapshot, ending), ending)
    for part in (
        "search: saraqib",
        "https://map.example/events?from=2020-01-28&to=2020-02-15&q=saraqib",
        snapshot.version,
        snapshot.events.version,
        "SOHR",
        "never 0",
        "is_primary",
    ):
        assert part in said, part


def test_no_file_says_when_it_was_made(snapshot):
    today = date.today().isoformat()  # noqa: DTZ011  any zone will do
    assert today not in made(snapshot, "txt").decode()
    with zipfile.ZipFile(io.BytesIO(made(snapshot, "xlsx"))) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_a_file_says_its_filter_in_the_words_of_the_map_and_its_search_besides():
    query = all_days(actor="SOHR", search="hospital", place="Saraqib")
    told = filter_in_words(query)
    assert narrowing.in_words(query) in told
    assert {"place: Saraqib", "search: hospital"} <= set(told)


def test_the_file_of_a_readers_own_table_has_no_link_and_names_no_session(events):
    mine = Snapshot(replace(events, version="own-secret-of-the-session"), "secret-of-the-session", own=True)
    said = about(mine, VIEW, SERVER, own="mine.xlsx").text()
    assert "mine.xlsx" in said
    assert SERVER not in said
    assert "secret-of-the-session" not in said


FORMULAS = ["=1+1", "+1", "-1", "@x", "=cmd|' /C calc'!A0", "'=1", "\N{FULLWIDTH EQUALS SIGN}1"]


def test_no_text_of_a_csv_can_run_as_a_formula(make_table):
    events = make_table(*({"note": text, "actor": text, "place": text} for text in FORMULAS))
    rows = csv_rows(made(Snapshot(events, "v"), "csv", all_days()))
    assert len(rows) == len(FORMULAS)
    for row in rows:
        for name in ("note", "actor", "place"):
            assert row[name].startswith("'")


def test_what_was_defused_is_restored(make_table):
    events = make_table(*({"note": text} for text in [*FORMULAS, "'plain", "it's", ""]))
    notes = events.frame["note"]
    assert defused.restore(defused.defuse(notes)).tolist() == notes.tolist()


def test_excel_holds_formulas_as_text_and_no_formula_at_all(make_table):
    events = make_table(*({"note": text} for text in FORMULAS))
    data = made(Snapshot(events, "v"), "xlsx", all_days())
    assert [row[NAMES.index("note")] for row in sheet(data, "events")[1:]] == events.frame["note"].tolist()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_every_part_of_the_workbook_is_sound_xml_and_declared(make_table):
    events = make_table({"note": '</t></is></c> & <b> "\u0001 _x0041_ \uffff'})
    with zipfile.ZipFile(io.BytesIO(made(Snapshot(events, "v"), "xlsx", all_days()))) as archive:
        for name in archive.namelist():
            ET.fromstring(archive.read(name))  # noqa: S314  our own file
        types = archive.read("[Content_Types].xml").decode()
        for name in archive.namelist():
            assert f'PartName="/{name}"' in types or name.endswith((".rels", "[Content_Types].xml"))


def test_cells_stand_where_they_say(snapshot):
    with zipfile.ZipFile(io.BytesIO(made(snapshot, "xlsx"))) as archive:
        rows = re.findall(rb'<row r="(\d+)">(.*?)</row>', archive.read("xl/worksheets/sheet1.xml"))
    assert [int(number) for number, _cells in rows] == list(range(1, len(rows) + 1))
    for number, cells in rows:
        columns = re.findall(rb'<c r="([A-Z]+)(\d+)"', cells)
        assert {at for _letters, at in columns} == {number}
        letters = [name for name, _at in columns]
        assert letters == sorted(letters, key=lambda name: (len(name), name))


def test_more_rows_than_a_sheet_holds_are_refused_before_anything_is_made(snapshot, monkeypatch):
    monkeypatch.setitem(FORMATS, "xlsx", replace(FORMATS["xlsx"], most_rows=3))
    with pytest.raises(TooManyRowsError, match="at most 3 rows"):
        write(snapshot, VIEW, "xlsx", SERVER)
    assert FORMATS["csv"].most_rows is None
    assert tables_sheet.MOST_ROWS == 2**20 - 1


def test_arabic_is_there_in_every_format(snapshot):
    for ending in ("csv", "geojson"):
        assert "سراقب" in made(snapshot, ending).decode()
    assert any("سراقب" in str(cell) for row in sheet(made(snapshot, "xlsx"), "events") for cell in row)


def test_a_csv_begins_with_the_mark_that_spreadsheets_need_for_arabic(snapshot):
    assert made(snapshot, "csv").startswith(b"\xef\xbb\xbfevent_id,kind,")


def test_a_file_is_named_by_its_days():
    assert file_name(VIEW, "csv") == "idlib-reports-2020-01-28-2020-02-15.csv"
    assert file_name(VIEW, "txt").endswith("README.txt")
