"""A ZIP is a Data Package: tools that know none of our files read what it holds, whose it is and on what terms."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import date, datetime

import pandas as pd
import pytest
from frictionless import Package, system

from lib.config import citation
from lib.events import change_log
from lib.events.query import Query
from lib.events.schema import BY_NAME, COLUMNS, NAMES, Holds
from lib.events.store import Snapshot
from lib.exports.geodata.asked import read
from lib.exports.geodata.files import write as write_layer
from lib.exports.tables import datapackage, write
from lib.exports.tables.package import table_schema

SERVER = "https://map.example"
VIEW = Query(start=date(2020, 2, 10), end=date(2020, 2, 15))
WHAT = ("events", "areas", "front", "band", "flows", "front weekly", "flows all")
"""What a package can hold; after the name of a layer the dates that are asked for."""


@pytest.fixture(scope="module")
def snapshot(events):
    return Snapshot(events, "0123456789ab")


def package_of(snapshot, what, query=VIEW):
    name, _space, dates = what.partition(" ")
    if name == "events":
        return b"".join(write(snapshot, query, "zip", SERVER))
    between = {"from": query.start.isoformat(), "to": query.end.isoformat(), "dates": dates}
    return write_layer(snapshot, read(query, name, "zip", between), SERVER)


@pytest.fixture(scope="module", params=WHAT)
def packed(request, snapshot):
    return package_of(snapshot, request.param)


@pytest.fixture
def archive(packed):
    return zipfile.ZipFile(io.BytesIO(packed))


@pytest.fixture
def said(archive):
    return json.loads(archive.read("datapackage.json"))


def test_frictionless_finds_every_table_as_its_schema_says(packed, tmp_path):
    (tmp_path / "it.zip").write_bytes(packed)
    report = Package(str(tmp_path / "it.zip")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]
    tables = {task.name: task.stats for task in report.tasks}
    assert len(tables) == 2
    assert any(stats.get("rows", 0) > 0 for stats in tables.values())


def test_frictionless_finds_a_table_that_is_not_as_its_schema_says(snapshot, tmp_path):
    with zipfile.ZipFile(io.BytesIO(package_of(snapshot, "events"))) as whole:
        whole.extractall(tmp_path)
    path = tmp_path / "events.csv"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(',"strike",', ',"tanks",', 1), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != whole
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "datapackage.json")).validate()
    assert "constraint-error" in {kind for (kind,) in report.flatten(["type"])}


def test_its_name_can_stand_in_an_address(said):
    assert re.fullmatch(r"[a-z0-9._-]+", said["name"])
    assert said["$schema"] == datapackage.PROFILE


def test_each_file_has_a_name_of_its_own_and_a_path_inside_the_archive(said, archive):
    names = [each["name"] for each in said["resources"]]
    assert len(set(names)) == len(names) > 0
    for each in said["resources"]:
        assert re.fullmatch(r"[a-z0-9._-]+", each["name"])
        assert not re.match(r"/|\.\.|[a-z]+:", each["path"])
        assert each["format"] == each["path"].rpartition(".")[2]
    assert {each["path"] for each in said["resources"]} | {"README.txt", "datapackage.json"} == set(archive.namelist())


def test_length_and_hash_are_those_of_the_files(said, archive):
    for each in said["resources"]:
        body = archive.read(each["path"])
        assert (each["bytes"], each["hash"]) == (len(body), f"sha256:{hashlib.sha256(body).hexdigest()}")


def test_a_table_names_its_columns_in_their_order_with_type_and_meaning(said, archive):
    (table,) = [each for each in said["resources"] if each.get("type") == "table"]
    fields = table["schema"]["fields"]
    header = next(csv.reader(io.StringIO(archive.read(table["path"]).decode("utf-8-sig"))))
    assert [field["name"] for field in fields] == header
    assert {field["type"] for field in fields} <= {"string", "integer", "number", "boolean", "date"}
    assert all(field["description"] for field in fields)
    assert table["schema"]["missingValues"] == [""]


def test_version_day_terms_and_sources_are_there(said, snapshot):
    assert said["version"] == snapshot.version
    assert datetime.fromisoformat(said["created"]).date() == change_log.day_of(snapshot.events.version)
    assert [each["name"] for each in said["licenses"]] == ["CC-BY-4.0"]
    assert all(each["path"].startswith("https://") and each["title"] for each in said["licenses"])
    assert said["sources"]
    assert all(set(each) == {"title"} and each["title"] for each in said["sources"])
    assert said["homepage"].startswith(f"{SERVER}/")
    assert [each["title"] for each in said["contributors"]] == list(citation.citation().authors)


def test_what_a_reader_has_to_know_is_inside_as_text(archive):
    text = archive.read("README.txt").decode()
    for part in ("Filter", "Data version", "Sources", "Columns", "How to read it"):
        assert part in text


def test_the_files_inside_are_those_that_are_downloaded_alone(snapshot):
    inside = zipfile.ZipFile(io.BytesIO(package_of(snapshot, "events")))
    for ending in ("csv", "geojson"):
        assert inside.read(f"events.{ending}") == b"".join(write(snapshot, VIEW, ending, SERVER))
    layer = zipfile.ZipFile(io.BytesIO(package_of(snapshot, "front")))
    for ending in ("csv", "geojson"):
        alone = write_layer(snapshot, read(VIEW, "front", ending, {}), SERVER)
        assert layer.read(f"front.{ending}") == alone


def test_columns_of_the_event_table_are_declared_as_they_are_checked():
    fields = {field["name"]: field for field in table_schema()["fields"]}
    assert tuple(fields) == NAMES
    assert fields["kind"]["constraints"]["enum"] == list(BY_NAME["kind"].words)
    assert all(fields[each.name]["constraints"]["required"] for each in COLUMNS if each.required)
    assert {fields[each.name]["type"] for each in COLUMNS if each.holds is Holds.FIGURE} == {"integer"}


def test_of_a_readers_own_table_neither_version_nor_terms_are_said(events):
    own = Snapshot(events, "own-secret-token", own=True)
    whole = zipfile.ZipFile(io.BytesIO(b"".join(write(own, VIEW, "zip", SERVER, own="mine.csv"))))
    said = json.loads(whole.read("datapackage.json"))
    assert said.keys().isdisjoint({"version", "licenses", "contributors", "created", "homepage"})
    assert not any(b"own-secret-token" in whole.read(name) for name in whole.namelist())


def test_the_terms_of_another_table_are_not_known(snapshot, monkeypatch):
    monkeypatch.setattr(citation, "settings", lambda: type("Settings", (), {"table": "other.csv"}))
    said = json.loads(zipfile.ZipFile(io.BytesIO(package_of(snapshot, "areas"))).read("datapackage.json"))
    assert "licenses" not in said
    assert b"CC BY" not in zipfile.ZipFile(io.BytesIO(package_of(snapshot, "areas"))).read("README.txt")


def test_an_archive_is_made_piece_by_piece():
    facts = datapackage.Facts("a", "A")
    asked = []

    def pieces():
        for at in range(3):
            asked.append(at)
            yield bytes(100_000) + str(at).encode()

    made = datapackage.zipped(facts, [datapackage.Resource("a", "a.csv", "A", "text/csv", pieces())], "about it")
    next(made)
    assert asked == [0]
    assert b"".join(made)
    assert asked == [0, 1, 2]


def test_a_package_without_rows_is_one_all_the_same(snapshot, tmp_path):
    (tmp_path / "it.zip").write_bytes(package_of(snapshot, "events", Query(kinds=frozenset())))
    report = Package(str(tmp_path / "it.zip")).validate()
    assert report.valid, report.flatten(["type", "message"])
    with zipfile.ZipFile(tmp_path / "it.zip") as whole:
        assert pd.read_csv(io.BytesIO(whole.read("events.csv"))).empty
