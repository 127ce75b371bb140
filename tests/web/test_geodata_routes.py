"""Layers as data have addresses: under their names, with their types, made once, and a sentence where there is none."""

from __future__ import annotations

import csv
import io
import json

import pyogrio
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib import layers
from lib.exports.geodata.asked import FORMATS, MEDIA_TYPES, WHOLE
from lib.web import exports
from lib.web.requests import route_of
from lib.web.routes import ROUTES

VIEW = "from=2020-02-05&to=2020-02-06"


@pytest.fixture(scope="module")
def client():
    with TestClient(Starlette(routes=list(ROUTES))) as made:
        yield made


@pytest.mark.parametrize("name", ["areas", "flows"])
@pytest.mark.parametrize("ending", FORMATS)
def test_each_format_is_served_as_what_it_is_under_its_name(client, name, ending):
    answer = client.get(f"/export/{name}.{ending}?{VIEW}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == MEDIA_TYPES[ending]
    assert f'.{ending}"' in answer.headers["content-disposition"]
    assert f"idlib-{name}-" in answer.headers["content-disposition"]
    assert answer.content


def test_what_a_worker_made_is_the_view_of_the_address(client):
    answer = client.get(f"/export/areas.csv?{VIEW}&dates=daily&controllers=opposition")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["date"], row["controller"]) for row in rows] == [
        ("2020-02-05", "opposition"), ("2020-02-06", "opposition"),
    ]  # fmt: skip
    assert 'rel="describedby"' in answer.headers["link"]


def test_a_series_has_a_row_of_hashtags_on_request(client):
    plain, tagged = (client.get(f"/export/areas.csv?{VIEW}{also}") for also in ("", "&hxl=1"))
    assert tagged.text.splitlines()[1].startswith("#date,#date+start,#date+end,")
    assert len(tagged.text.splitlines()) == len(plain.text.splitlines()) + 1
    assert plain.headers["etag"] != tagged.headers["etag"]
    assert "hxl" not in tagged.headers["link"]


def test_gdal_reads_an_answer_as_it_is(client):
    answer = client.get(f"/export/front.geojson?{VIEW}")
    assert len(pyogrio.read_dataframe(io.BytesIO(answer.content))) == len(json.loads(answer.content)["features"]) > 0


@pytest.mark.thorough
def test_the_file_of_all_layers_has_one_name_wherever_it_is_asked_for(client):
    for ending in WHOLE:
        answer = client.get(f"/export/situation.{ending}?{VIEW}&kinds=strike")
        assert answer.status_code == 200
        assert f'filename="idlib-situation.{ending}"' in answer.headers["content-disposition"]


def test_whoever_has_the_file_already_is_told_so_without_making_it(client, monkeypatch):
    first = client.get(f"/export/band.kml?{VIEW}")
    monkeypatch.setattr(exports.QUEUE, "submit", lambda *_args, **_named: pytest.fail("it was made again"))
    again = client.get(f"/export/band.kml?{VIEW}&lat=36&lon=37&zoom=9&place=Saraqib",
                       headers={"if-none-match": first.headers["etag"]})  # fmt: skip
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "other", ["areas.kml?" + VIEW, f"band.kml?{VIEW}&lang=ar", f"band.kml?{VIEW}&dates=all", "band.kml?to=2020-02-01"]
)
def test_another_file_has_another_name(client, other):
    first, second = client.get(f"/export/band.kml?{VIEW}"), client.get(f"/export/{other}")
    assert first.status_code == second.status_code == 200
    assert first.headers["etag"] != second.headers["etag"]


@pytest.mark.parametrize(
    "address",
    ["control.geojson", "areas.shp", "areas", "areas.", "situation.geojson", "situation", "front.gpkg/x", "x.y.z",
     "areas.geojson.gz"],
)  # fmt: skip
def test_a_file_that_there_is_not_is_404_with_a_sentence_that_names_those_there_are(client, address):
    answer = client.get(f"/export/{address}")
    assert answer.status_code == 404
    assert answer.json()["error"].endswith(".")
    assert "geojson" in answer.text or "gpkg" in answer.text or "areas" in answer.text


@pytest.mark.parametrize(
    "params", ["dates=monthly", "dates=daily", "from=soon", "layer=front", "size=1080p", "lang=xx", "kinds=strike",
               "dates=all&dates=weekly", "hxl=1", "hxl=2", "counter=Nobody"],
)  # fmt: skip
def test_what_cannot_be_used_is_422_with_a_sentence(client, params):
    answer = client.get(f"/export/areas.geojson?{params}")
    assert answer.status_code == 422
    assert answer.json()["error"].endswith((".", "?"))


def test_the_log_names_the_file_and_nothing_of_the_view():
    for name in layers.addressed():
        assert route_of(f"/export/{name}.gpkg") == f"/export/{name}.gpkg"
    assert route_of("/export/situation.kmz") == "/export/situation.kmz"
