"""Records as JSON without shapes, files beside a shapefile, and what nests too deep: read, or told in plain words."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from lib.events.importing import Imported, import_table
from lib.events.questions import Answers
from tests.events.tables import STRIKE, file_of, strike

ROWS = [STRIKE, strike(event_id="s2", deaths_low="4")]


def bring(data: bytes | str, name: str = "a.json", **answers: str) -> Imported:
    return import_table(data.encode() if isinstance(data, str) else data, name, Answers(**answers))


def said(imported: Imported) -> str:
    text = "\n".join(map(str, imported.table.problems))
    assert "not foreseen" not in text
    return text


def lines(rows, between="\n") -> str:
    return between.join(json.dumps(row, ensure_ascii=False) for row in rows)


@pytest.mark.parametrize(
    "text",
    [json.dumps(ROWS), json.dumps(ROWS, indent=1), lines(ROWS), lines(ROWS, "\n\n") + "\n", lines(ROWS, ",\n"),
     "\ufeff" + lines(ROWS), "\x1e" + lines(ROWS, "\n\x1e"), json.dumps({"data": ROWS}),
     json.dumps({"count": 2, "next": None, "previous": None, "results": ROWS}),
     json.dumps({"value": ROWS, "tags": ["x"]})],
    ids=["list", "indented", "lines", "blank lines", "lines with commas", "marked", "sequence", "data", "results",
         "other"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.json", "a.ndjson"])
def test_plain_records_are_read_however_json_holds_them(text, name):
    imported = bring(text, name)
    assert list(imported.table.frame["event_id"]) == ["s1", "s2"]
    assert imported.table.frame["deaths_low"].tolist() == [2, 4]


def test_groups_become_columns_lists_one_cell_and_what_is_deeper_is_told():
    record = {
        "when": {"Date": "2020-02-05"}, "where": {"Village": "Ariha"}, "Type": "Air strike", "Killed": 3,
        "checked": True, "Source": ["A", "B"], "numbers": [1, 2.5], "files": [{"name": "x"}],
        "deep": {"er": {"x": 1}}, "none": None,
    }  # fmt: skip
    imported = bring(
        json.dumps([record, {"Type": "Shelling", "when": {"Date": "2020-02-06"}, "Source": "C"}]), columns="guessed"
    )
    frame = imported.table.frame
    assert list(frame["place"]) == ["Ariha", ""]
    assert frame["source"].iloc[0] == "A;B"
    assert frame["deaths_low"].fillna(-1).tolist() == [3, -1]
    assert "Columns that hold no text or number were ignored: 'files', 'deep/er'." in said(imported)


def test_a_page_of_several_is_told_as_one():
    text = json.dumps({"count": 500, "next": "https://example.org/?page=2", "results": ROWS})
    assert "This is one page of several (2 records of 500 in this file)" in said(bring(text))


@pytest.mark.parametrize(
    "text", ["{}", "[]", '{"a": {"b": 1}}', '["a", "b"]', '{"results": []}', '{"a": 1', '[{"a": 1}', "[1, 2, 3]"]
)
def test_json_without_records_is_refused_in_one_sentence(text):
    imported = bring(text)
    assert imported.table.frame.empty
    assert len([problem for problem in imported.table.problems if problem.severity == "error"]) == 1
    assert said(imported)


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":', '[{"event_id":"s1","x":'])
def test_json_nested_deep_is_refused_in_plain_words(opening):
    assert "nested" in said(bring(opening * 5_000)) or "damaged" in said(bring(opening * 5_000))


@pytest.mark.thorough
def test_more_names_than_columns_are_refused():
    text = json.dumps([{f"n{n}": 1} for n in range(5_001)])
    assert "more than 5,000 different names" in said(bring(text))


def test_a_list_of_texts_in_a_feature_is_one_cell():
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [36.8, 35.86]},
               "properties": {**STRIKE, "lat": None, "lon": None, "note": ["x", "y"], "codes": [1, 2]}}  # fmt: skip
    frame = bring(json.dumps({"type": "FeatureCollection", "features": [feature]}), "a.geojson").table.frame
    assert list(frame["note"]) == ["x;y"]


@pytest.mark.parametrize("sort", ["geojson", "kml"])
def test_what_a_library_says_of_deep_nesting_is_told_in_plain_words(sort):
    deep = (
        '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"a":' + "[1," * 3_000
    )
    folders = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>' + "<Folder>" * 3_000
    text = deep + "]" * 3_000 + "}}]}" if sort == "geojson" else folders + "</Folder>" * 3_000 + "</Document></kml>"
    told = said(bring(text, f"a.{sort}"))
    assert "is nested deeper than" in told
    assert "HUGE" not in told
    assert "character" not in told


# Files beside a shapefile, and what archives hide.


@pytest.mark.parametrize(
    ("data", "ending"),
    [(b'GEOGCS["WGS 84",DATUM["D_WGS_1984"]]', "prj"), (b'PROJCS["UTM 37N"]', "prj"), (b"UTF-8", "cpg"),
     (b"1256\n", "CPG")],
)  # fmt: skip
def test_a_small_file_beside_a_shapefile_is_called_what_it_is(data, ending):
    told = said(bring(data, f"roads.{ending}"))
    assert f"This is only the .{ending.lower()} of a shapefile" in told
    assert "header but no rows" not in told


def test_a_table_called_otherwise_is_read_all_the_same():
    assert len(bring(file_of(ROWS), "a.prj").table.frame) == 2


def zipped(names) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, file_of(ROWS))
    return out.getvalue()


@pytest.mark.parametrize("name", ["../../x/a.csv", "./a.csv", "/x/a.csv", "..\\a.csv", "x/../a.csv"])
def test_where_a_file_of_an_archive_would_be_put_does_not_matter(name):
    assert len(bring(zipped([name]), "a.zip").table.frame) == 2


def test_an_archive_of_hidden_files_is_never_said_to_hold_nothing():
    told = said(bring(zipped(["__MACOSX/._a.csv", ".a.csv"]), "a.zip"))
    assert "'__MACOSX/._a.csv' (hidden, or a system's own)" in told
    assert "nothing" not in told
