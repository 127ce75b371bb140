"""Search engines of data find a view as a schema.org Dataset in the head of its page, and nothing in it is made up."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from lib.config import citation
from lib.config.crisis import CRISIS
from lib.events.query import Query
from lib.events.store import current
from lib.light import page as light_page
from lib.light.content import first
from lib.light.dataset import dataset
from lib.web.addresses import Addresses
from lib.web.headers import SecureHeaders
from lib.web.installed import STREAMLIT
from lib.web.routes import ROUTES

BASE = "http://map.example"
VIEW = "from=2020-02-01&to=2020-02-15"
QUERY = Query(start=date(2020, 2, 1), end=date(2020, 2, 15))


async def nothing(_request) -> PlainTextResponse:
    return PlainTextResponse("Streamlit's own")


@pytest.fixture(scope="module")
def client():
    inner = SecureHeaders(Starlette(routes=[*ROUTES, Route("/{rest:path}", nothing)]))
    with TestClient(Addresses(inner, STREAMLIT / "index.html"), base_url=BASE) as made:
        yield made


def read(html):
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(block)


@pytest.fixture
def seen():
    return first(current(), QUERY)


@pytest.mark.parametrize("path", ["", "method", "light"])
def test_every_page_describes_its_view_once(client, path):
    found = read(client.get(f"/{path}?{VIEW}").text)
    assert (found["@context"], found["@type"]) == ("https://schema.org", "Dataset")
    assert found["version"] == current().version
    assert found["temporalCoverage"] == "2020-02-01/2020-02-15"
    assert found["license"] == citation.CC_BY.address
    assert [each["name"] for each in found["creator"]] == list(citation.citation().authors)
    assert found["url"].startswith(f"{BASE}/{path}?")
    assert 50 <= len(found["description"]) <= 5000


def test_nobody_is_called_its_publisher(client):
    assert "publisher" not in read(client.get("/light").text)


@pytest.mark.thorough
def test_every_file_that_it_names_is_there_and_of_this_view(client):
    listed = read(client.get(f"/light?{VIEW}&kinds=strike,control").text)["distribution"]
    assert {each["name"] for each in listed} >= {"events.csv", "events.zip", "areas.geojson", "front.zip"}
    assert not [each for each in listed if each["name"].startswith("flows")]
    for each in listed:
        assert each["contentUrl"].startswith(f"{BASE}/export/{each['name']}?")
        assert "from=2020-02-01" in each["contentUrl"]
        if each["name"].startswith(("events", "areas")):
            answer = client.get(each["contentUrl"].removeprefix(BASE))
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith(each["encodingFormat"])


def test_the_map_in_a_frame_is_not_described_again(client):
    assert "ld+json" not in client.get(f"/embed?{VIEW}").text


def test_no_text_of_a_view_ends_the_block(seen):
    hostile = replace(seen, title="</script><script>alert(1)</script>", place="<!--<script>")
    html = light_page.head(hostile, hostile.light, BASE)
    assert "</script><script>alert" not in html
    assert "<!--" not in html
    assert "</script><script>alert(1)</script>" in read(html)["name"]


def test_ground_is_that_of_the_view(seen):
    box = CRISIS.boxes.region
    whole = dataset(seen, "./light", BASE)["spatialCoverage"]["geo"]["box"]
    assert whole == f"{box.south:g} {box.west:g} {box.north:g} {box.east:g}"
    own = replace(seen, query=replace(QUERY, within_area="box_36.5_35.8_36.9_36.1"))
    assert dataset(own, "./light", BASE)["spatialCoverage"]["geo"]["box"] == "35.8 36.5 36.1 36.9"


def test_a_server_that_does_not_know_its_address_names_no_file(seen):
    assert dataset(seen, "./light", "").keys().isdisjoint({"url", "distribution"})


def test_what_is_not_known_of_another_crisis_is_not_said(seen, monkeypatch):
    monkeypatch.setattr("lib.light.dataset.citation", lambda: citation.Citation("Elsewhere"))
    monkeypatch.setattr("lib.light.dataset.data_licence", lambda: None)
    found = dataset(replace(seen, dated=None), "./light", BASE)
    assert found.keys().isdisjoint({"creator", "license", "keywords", "dateModified", "publisher"})


def test_the_policy_of_the_pages_lets_a_block_of_data_stand(client):
    # A block of data is no script that runs: no source has to be allowed for it.
    policy = client.get(f"/light?{VIEW}").headers["content-security-policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy
