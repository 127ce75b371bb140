"""The HTTP routes: versioned, compressed, never changing, and polite about what they do not have."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.events.store import current
from lib.geography.basemap import BaseLayerError
from lib.layers import sites
from lib.maps import bundle
from lib.pages import PAGES
from lib.web import map_answers
from lib.web.routes import FOREVER, ROUTES


@pytest.fixture(scope="module")
def client():
    with TestClient(Starlette(routes=list(ROUTES))) as made:
        yield made


@pytest.fixture(scope="module")
def version():
    return current().version


def test_health_names_the_data_version(client, version):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["data_version"] == version


@pytest.mark.parametrize(
    "name",
    [
        *("base", "sites", "strikes", "flows", "clock", "overlays", "sequence"),
        *("control/2020-02-15", "control/2019-12-01", "control/2020-03-08"),
    ],
)
def test_map_data_are_compressed_and_may_be_kept_for_ever(client, version, name):
    answer = client.get(f"/map/{version}/{name}.json")
    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["cache-control"] == FOREVER
    assert answer.json()


def test_all_that_the_first_map_needs_is_under_700_kilobytes_compressed(client, version):
    names = ["base", "sites", "strikes", "flows", "control/2020-03-05"]
    data = [client.get(f"/map/{version}/{name}.json").content for name in names]
    assets = [
        client.get(f"/assets/{name}").content for name in ("leaflet.js", "leaflet.css", bundle.SCRIPT, bundle.SHEET)
    ]
    relief = client.get("/assets/relief").content
    compressed = sum(len(gzip.compress(part, mtime=0)) for part in [*data, *assets]) + len(relief)
    assert compressed < 700_000


def test_the_same_question_has_the_same_bytes(client, version):
    addresses = [f"/map/{version}/strikes.json?confidence=high,low", f"/map/{version}/strikes.json?confidence=low,high"]
    first, second = (client.get(address).content for address in addresses)
    assert first == second


@pytest.fixture
def nothing_kept(monkeypatch, tmp_path):
    """A server whose answers are neither in memory nor on disk."""
    monkeypatch.setenv("IDLIB_MAP_CACHE", str(tmp_path))
    map_answers.ANSWERS.clear()


@pytest.mark.usefixtures("nothing_kept")
def test_an_answer_is_made_once_whatever_is_asked_beside_what_it_depends_on(client, version, monkeypatch):
    made = []
    known = map_answers.answers("")
    noted = {
        "sequence": lambda _events, _query: made.append("sequence") or {"dates": []},
        "clock": lambda _events, query: made.append(query.confidence) or {"days": 99},
    }
    stubs = known | {name: replace(known[name], make=make) for name, make in noted.items()}
    monkeypatch.setattr(map_answers, "answers", lambda _relief: stubs)
    map_answers.ANSWERS.clear()
    for beside in ("", "?from=2020-02-01", "?confidence=high&place=Saraqib"):
        client.get(f"/map/{version}/sequence.json{beside}")
    for beside in (
        "?confidence=high",
        "?confidence=high&to=2020-02-01&layers=front",
        "?lat=35.5&lon=36.5&confidence=high",
    ):
        client.get(f"/map/{version}/clock.json{beside}")
    map_answers.ANSWERS.clear()
    assert made == ["sequence", frozenset({"high"})]


def test_the_clock_follows_the_filter_and_not_the_range(client, version):
    def count(address):
        begun, _ended = client.get(f"/map/{version}/clock.json{address}").json()["strikes"]["count"]
        return sum(begun)

    assert count("?from=2020-02-01&to=2020-02-02") == count("") > count("?confidence=high") > 0
    assert count("?kinds=control") == 0


def test_a_client_that_reads_no_compression_gets_plain_json(client, version):
    answer = client.get(f"/map/{version}/sites.json", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert json.loads(answer.content)["sites"]


def test_another_version_of_the_data_is_not_served_as_this_one(client):
    answer = client.get("/map/000000000000/strikes.json")
    assert answer.status_code == 404
    assert "reload" in answer.json()["error"]


def test_whoever_asks_for_an_older_version_is_told_where_the_change_log_is(client):
    told = client.get("/map/000000000000/strikes.json").json()["error"]
    assert "Method and limits" in told
    assert "What changed" in told


def test_another_version_is_not_called_an_older_one_and_a_browser_gets_a_page(client):
    answer = client.get("/map/no-such-version/strikes.json", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "another version of the data" in answer.text
    assert "no longer" not in answer.text
    assert f'href="/{PAGES[-1].path}"' in answer.text


@pytest.mark.parametrize("query", ["from=tomorrow", "kinds=tanks", "lat=999"])
def test_a_bad_parameter_gets_422_with_a_sentence(client, version, query):
    answer = client.get(f"/map/{version}/strikes.json?{query}")
    assert answer.status_code == 422
    assert query.split("=")[0] in answer.json()["error"]


@pytest.mark.parametrize("name", ["nothing", "control/someday", "control/2020-13-40", "control/"])
def test_data_that_do_not_exist_are_404_with_a_reason(client, version, name):
    answer = client.get(f"/map/{version}/{name}.json")
    assert answer.status_code == 404
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "name", ["../requirements.txt", "..%2f..%2fapp.py", "/etc/passwd", "__init__.py", "%2e%2e/%2e%2e/data/events.csv"]
)
def test_assets_never_leave_their_folders(client, name):
    assert client.get(f"/assets/{name}").status_code == 404


@pytest.mark.parametrize(
    "name", [bundle.SCRIPT, bundle.SOURCE_MAP, bundle.SHEET, "leaflet.js", "leaflet.css", "images/layers.png"]
)
def test_all_that_the_browser_loads_is_served_by_us(client, name):
    assert client.get(f"/assets/{name}").status_code == 200


def test_reports_of_a_place_give_their_sources_and_ranges(client, version):
    answer = client.get(
        f"/map/{version}/reports.json?kind=strike&place=Maarrat%20Misrin&from=2020-03-05&to=2020-03-05"
    ).json()
    assert answer["reports"]
    report = answer["reports"][0]
    assert report["source"]
    assert report["source_url"].startswith("http")
    assert any(line.startswith("civilians killed:") for line in report["lines"])
    assert report["also"], "eleven accounts of the strike on Maarrat Misrin are in the table"


@pytest.mark.usefixtures("nothing_kept")
def test_a_missing_base_layer_is_a_sentence_and_not_a_trace(client, version, monkeypatch):
    def broken(*_args):
        raise BaseLayerError("rivers.geojson is missing; run make geo.")

    monkeypatch.setattr(sites, "sites", broken)
    map_answers.ANSWERS.clear()
    answer = client.get(f"/map/{version}/sites.json")
    assert answer.status_code == 503
    assert "make geo" in answer.json()["error"]


@pytest.mark.thorough
def test_the_map_in_one_file_is_made_for_the_view_of_the_address(client):
    answer = client.get("/export/map.html?from=2020-01-28&to=2020-02-15")
    assert answer.status_code == 200
    assert "idlib-map-2020-01-28-2020-02-15.html" in answer.headers["content-disposition"]
    again = client.get(
        "/export/map.html?to=2020-02-15&from=2020-01-28", headers={"if-none-match": answer.headers["etag"]}
    )
    assert again.status_code == 304


def test_an_export_with_a_bad_parameter_gets_422_with_a_sentence(client):
    answer = client.get("/export/map.html?from=soon")
    assert answer.status_code == 422
    assert "from" in answer.json()["error"]
