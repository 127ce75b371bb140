"""QGIS, where it is installed, opens the project inside situation.gpkg and the address of the services as we do."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from starlette.applications import Starlette

from lib.analysis import control, displacement, strikes
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.events.store import Snapshot
from lib.exports.geodata.asked import read
from lib.exports.geodata.files import write
from lib.exports.ogc.collections import COLLECTIONS
from lib.web.routes import ROUTES
from tests.web.served import serving

PYTHONS = ("/usr/bin/python3", "python3")
"""Which may have QGIS: it comes with the Python of the system."""
SCRIPT = Path(__file__).with_name("qgis_situation.py")
OF_SERVICES = Path(__file__).with_name("qgis_services.py")


def with_qgis():
    for python in PYTHONS:
        try:
            found = subprocess.run([python, "-c", "import qgis.core"], capture_output=True, check=False, timeout=60)
        except OSError:
            continue
        if found.returncode == 0:
            return python
    return None


@pytest.fixture(scope="module")
def opened(events, tmp_path_factory):
    python = with_qgis()
    if python is None:
        pytest.skip("QGIS is not installed")
    path = tmp_path_factory.mktemp("qgis") / "idlib-situation.gpkg"
    path.write_bytes(write(Snapshot(events, "0123456789ab"), read(Query(), "situation", "gpkg", {})))
    ran = subprocess.run([python, str(SCRIPT), str(path)], capture_output=True, check=True, timeout=300)
    return json.loads(ran.stdout)


@pytest.mark.thorough
def test_the_project_opens_with_every_layer_in_its_look(opened):
    assert opened["opened"]
    assert opened["crs"] == "EPSG:3857"
    assert all(each["valid"] and each["crs"] == "EPSG:4326" for each in opened["layers"].values())
    assert opened["layers"]["areas"]["renderer"] == "categorizedSymbol"
    assert "Government-held (reported)" in opened["layers"]["areas"]["legend"]
    assert opened["layers"]["front"]["legend"] == ["Front line", "Other line between sides"]
    assert "not_assessed" in opened["layers"]


def test_second_reports_are_there_and_not_shown(opened):
    shown = {name for name, each in opened["layers"].items() if each["shown"]}
    assert shown >= {"areas", "front", "band", "flows", "strikes", "not_assessed"}
    assert not [name for name in shown if "second" in name]


def test_the_clock_shows_on_each_day_what_the_map_counts_on_it(opened, events):
    days = [day.date() for day in pd.date_range(FIRST_DAY, LAST_DAY)]
    layers = opened["layers"]
    assert list(layers["strikes"]["days"]) == [day.isoformat() for day in days]
    for day in days:
        query, text = Query(start=day, end=day), day.isoformat()
        assert layers["strikes"]["days"][text] == strikes.counted(events, query).strikes
        assert layers["flows"]["days"][text] == len(displacement.flows(events, query))
        found = control.control_map(events, day)
        assert layers["areas"]["days"][text] == len(found.areas)
        assert layers["front"]["days"][text] == len(found.stretches)
        assert layers["band"]["days"][text] == len(found.band)
        assert layers["settlements"]["days"][text] == (found.places.geometry.notna()).sum()


def test_the_address_of_the_services_opens_with_every_collection_and_row(events):
    python = with_qgis()
    if python is None:
        pytest.skip("QGIS is not installed")
    known = {name: collection.find(events, Query()) for name, collection in COLLECTIONS.items()}
    with serving(Starlette(routes=list(ROUTES))) as address:
        command = [python, str(OF_SERVICES), f"{address}/ogc", *COLLECTIONS]
        ran = subprocess.run(command, capture_output=True, check=True, timeout=1200)
    opened = json.loads(ran.stdout)
    for name, rows in known.items():
        assert opened[name]["valid"], opened[name]["error"]
        assert opened[name]["crs"] in {"OGC:CRS84", "EPSG:4326"}
        assert opened[name]["rows"] == opened[name]["ids"] == len(rows), name
        assert set(opened[name]["columns"]) >= {"id"}
