"""The HTML of a full page says what its view shows before any script of the page has come."""

from __future__ import annotations

import json
import re

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from lib.analysis import summary
from lib.events.query import PARAMETERS, parse
from lib.events.store import current
from lib.pages import PAGES, title
from lib.web import front_page
from lib.web.addresses import Addresses
from lib.web.front_page import skeleton
from lib.web.installed import STREAMLIT
from lib.web.routes import ROUTES
from lib.web.static_files import static_files

INDEX = STREAMLIT / "index.html"


async def streamlit(_request) -> PlainTextResponse:
    return PlainTextResponse("Streamlit's own")


@pytest.fixture(scope="module")
def client():
    inner = Starlette(routes=[*ROUTES, Route("/{rest:path}", streamlit)])
    with TestClient(Addresses(inner, INDEX), base_url="http://map.example") as made:
        yield made


def order_of(html: str) -> dict:
    return json.loads(re.search(r'id="first-order">(.*?)</script>', html, re.DOTALL).group(1))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.script)
def test_every_page_says_the_finding_of_its_view_and_loads_what_streamlits_page_loads(client, page):
    html = client.get(f"/{page.path}?from=2020-02-25&to=2020-03-05").text
    query, _notes = parse({"from": "2020-02-25", "to": "2020-03-05"})
    assert f"<h1>{summary.finding(summary.figures(current().events, query), query)}</h1>" in html
    assert f"<title>{title(page)} ·" in html
    assert html.count("<title>") == 1
    order, apart = order_of(html), skeleton(INDEX)
    loaded = {order["script"], *order["early"], *order["sheets"]}
    whole = INDEX.read_text(encoding="utf-8")
    assert {f"./static/{name}" for name in re.findall(r"\./static/([\w./-]+\.(?:js|css))", whole)} <= loaded
    assert apart is not None
    assert '<link rel="modulepreload"' not in html


def test_what_is_asked_for_ahead_is_there(client):
    order = order_of(client.get("/").text)
    ours = [address.removeprefix(".") for address in order["data"] if not address.startswith("./component")]
    assert {client.get(address).status_code for address in ours} == {200}
    others = {address.removeprefix("./") for address in order["data"] if address.startswith("./component")}
    assert others | {address.removeprefix("./") for address in order["early"]} <= static_files().keys()


@pytest.mark.parametrize("path", ["method", "briefing"])
def test_a_page_without_a_map_sends_no_browser_elsewhere(client, path):
    assert "http-equiv" not in client.get(f"/{path}").text


def test_what_lies_under_the_first_sight_cannot_be_reached_by_keyboard(client):
    assert '<div id="root" inert>' in client.get("/").text


def test_a_browser_without_scripts_is_sent_to_the_page_that_needs_none(client):
    html = client.get("/strikes?targets=hospital").text
    assert re.search(r'<noscript><meta http-equiv="refresh" content="0;url=\./light\?[^"]*targets=hospital', html)


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.name)
@pytest.mark.parametrize("value", ["none", "</script><script>alert(1)</script>"])
def test_it_opens_with_any_value_of_any_parameter(client, parameter, value):
    answer = client.get("/", params={parameter.name: value})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_a_view_that_cannot_be_told_is_streamlits_page_with_its_scripts(client, monkeypatch, caplog):
    def broken(*_args):
        raise ValueError("no view")

    monkeypatch.setattr(front_page, "first", broken)
    monkeypatch.setattr(front_page, "_PAGES", front_page.TableCache(4))
    html = client.get("/?from=2020-01-07").text
    assert 'id="first-sight"' not in html
    assert order_of(html)["script"].startswith("./static/js/index.")
    assert "first sight" in caplog.text


def test_a_page_of_streamlits_that_is_written_otherwise_is_left_whole(tmp_path):
    other = tmp_path / "index.html"
    other.write_text("<html><head></head><body>something new</body></html>")
    assert skeleton(other) is None
    with TestClient(Addresses(Starlette(), other)) as client:
        html = client.get("/").text
    assert "something new" in html
    assert "BACKEND_BASE_URL" in html


def test_the_words_of_the_head_are_the_views(client):
    first, second = (client.get(f"/strikes?from={day}&to={day}").text for day in ("2020-02-05", "2020-02-06"))
    assert re.search("<title>.*</title>", first).group() != re.search("<title>.*</title>", second).group()
    for html in (first, second):
        assert 'property="og:image" content="http://map.example/export/map.png?' in html
