"""An address is a page, a file, or a 404 with a sentence: never a page that pretends."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from lib.pages import PAGES
from lib.web.addresses import Addresses
from lib.web.front_page import SERVER_IS_HERE
from lib.web.routes import routes

INDEX = "<!doctype html><html><head><title>x</title></head><body></body></html>"


async def fallback(_request):
    """What Streamlit answers to everything that it does not know."""
    return HTMLResponse(INDEX)


async def health(_request):
    return PlainTextResponse("ok")


@pytest.fixture(params=["", "/maps"], ids=["root", "prefix"])
def served(request, tmp_path, answer_below):
    index = tmp_path / "index.html"
    index.write_text(INDEX)
    prefix = request.param
    answer_below(prefix)
    own = [Route(f"{prefix}/_stcore/health", health), *routes(), Route(f"{prefix}/{{rest:path}}", fallback)]
    guard = Middleware(Addresses, index=index)
    return TestClient(Starlette(routes=own, middleware=[guard])), prefix


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.script)
def test_every_page_is_served_and_told_where_its_server_is(served, page):
    client, prefix = served
    answer = client.get(f"{prefix}/{page.path}")
    assert answer.status_code == 200
    assert SERVER_IS_HERE in answer.text


def test_what_streamlit_answers_by_itself_is_left_alone(served):
    client, prefix = served
    assert client.get(f"{prefix}/_stcore/health").text == "ok"


@pytest.mark.parametrize("path", ["/nowhere", "/strikes/more", "/static/none.js", "/_stcore/none"])
def test_an_address_that_leads_nowhere_is_404_with_a_sentence_and_links_for_a_browser(served, path):
    client, prefix = served
    told = client.get(prefix + path)
    assert told.status_code == 404
    assert path in told.json()["error"]
    page = client.get(prefix + path, headers={"accept": "text/html"})
    assert page.status_code == 404
    assert all(f'href="{prefix}/{known.path}"' in page.text for known in PAGES)


def test_a_hostile_path_stays_text(served):
    client, prefix = served
    page = client.get(f"{prefix}/%3Cscript%3Ealert(1)%3C/script%3E", headers={"accept": "text/html"})
    assert page.status_code == 404
    assert "<script>alert" not in page.text


@pytest.mark.parametrize("path", ["/export/x.y", "/export/", "/export/map.exe", "/export/events.exe", "/map/x"])
def test_a_file_that_is_not_there_is_404_with_a_sentence(served, path):
    client, prefix = served
    answer = client.get(prefix + path)
    assert answer.status_code == 404
    assert answer.json()["error"].endswith(".")


@pytest.mark.parametrize("file", ["map.png", "map.html", "report.pdf", "events.csv", "events.txt"])
def test_an_export_ignores_no_name(served, file):
    client, prefix = served
    answer = client.get(f"{prefix}/export/{file}?attribtion=stated")
    assert answer.status_code == 422
    assert "attribution" in answer.json()["error"]
    escaped = f"{prefix}/export/events.csv?from=2020-03-05&amp;to=2020-03-05&utm_source=mail"
    assert client.get(escaped).status_code == 200
