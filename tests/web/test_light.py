"""The page without scripts says what the full page says, for every parameter, and runs nothing."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.analysis import summary
from lib.analysis.figure_rows import figure_rows
from lib.analysis.listing import listing
from lib.config.crisis import CRISIS
from lib.events.query import LAYERS, PARAMETERS, Query, parse
from lib.events.store import current
from lib.light.content import PAGE_ROWS
from lib.maps.answers import answers
from lib.text import LANGUAGES
from lib.web import light
from lib.web.routes import ROUTES

VIEWS = ["", "from=2020-02-25&to=2020-03-05", "from=2020-02-05&to=2020-02-05&targets=hospital", "kinds=control"]


class Seen(HTMLParser):
    """What a page holds: its tags, links, and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.words: list[str] = []
        self.root: dict[str, str | None] = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        given = dict(attrs)
        if tag == "html":
            self.root = given
        self.addresses += [given[name] for name in ("href", "src") if name in given]
        assert not [name for name in given if name.startswith("on")], "nothing runs on this page"

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def client():
    with TestClient(Starlette(routes=list(ROUTES)), base_url="http://map.example") as made:
        yield made


def seen(client, params: str = "") -> Seen:
    answer = client.get(f"/light?{params}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return Seen(answer.text)


@pytest.mark.parametrize("params", VIEWS)
def test_it_says_the_finding_the_days_and_every_figure_of_the_full_page(client, params):
    query, _notes = parse(dict(parse_qsl(params)))
    counted = summary.figures(current().events, query)
    text = seen(client, params).text
    assert " ".join(summary.finding(counted, query).split()) in text
    for figure in figure_rows(counted, query):
        assert " ".join(figure.value.split()) in text
        assert " ".join(figure.name.split()) in text


@pytest.mark.parametrize("params", VIEWS)
def test_it_loads_no_script_and_is_small(client, params):
    page = seen(client, params)
    assert page.tags.count("script") == 2, "what puts the map in the place of the picture, and a description as data"
    assert not {"iframe", "object"} & set(page.tags)
    for how in ("gzip", "br"):
        answer = client.get(f"/light?{params}", headers={"accept-encoding": how})
        assert int(answer.headers["content-length"]) <= 30_000


def test_each_of_its_links_leads_to_an_address_that_is_answered(client):
    ours = {address for address in seen(client).addresses if not address.startswith("http")}
    pages = {f"./{path}" for path in ("", "light", "export/map.webp", "export/map.png", "export/events.csv")}
    assert pages <= {urlsplit(address).path for address in ours}
    for address in ours:
        known = {"story"} if "export/story" in address else {"page"}
        _query, notes = parse(dict(parse_qsl(urlsplit(address).query)), frozenset(known))
        assert not notes, address


def test_every_report_of_the_view_stands_on_one_of_its_pages(client):
    query, _notes = parse({"from": "2020-03-01", "to": "2020-03-03"})
    n = len(listing(current().events, query).positions)
    pages = -(-n // PAGE_ROWS)
    found = 0
    for number in range(1, pages + 1):
        answer = client.get(f"/light?from=2020-03-01&to=2020-03-03&page={number}").text
        found += len(re.findall(r"<li><time>", answer.partition('class="reports"')[2].partition("</ul>")[0]))
    assert pages > 1
    assert found == n


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "1.5"])
def test_a_page_of_the_list_that_there_cannot_be_is_said(client, page):
    assert "is a number from 1" in seen(client, f"page={page}").text


def test_a_page_beyond_the_last_is_the_last(client):
    assert seen(client, "page=99999").words == seen(client, f"page={99998}").words


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.name)
@pytest.mark.parametrize("value", ["none", "", "<script>alert(1)</script>", "2020-02-10"])
def test_it_opens_with_any_value_of_any_parameter(client, parameter, value):
    answer = client.get("/light", params={parameter.name: value})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_what_of_its_address_cannot_be_used_is_said(client):
    text = seen(client, "from=nonsense&bogus=1").text
    assert "nonsense" in text
    assert "bogus" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_in_the_language_and_direction_that_is_asked_for(client, lang):
    page = seen(client, f"lang={lang}")
    assert page.root == {"lang": lang, "dir": "rtl" if lang == "ar" else "ltr"}
    assert {f"./light?from={Query().start}&to={Query().end}" + ("" if other == "en" else f"&lang={other}")
            for other in LANGUAGES if other != lang} <= set(page.addresses)  # fmt: skip


def test_hostile_text_of_the_table_stays_text_and_only_web_addresses_become_links(make_table, monkeypatch):
    evil = '<img src=x onerror="alert(1)">'
    events = make_table(
        {"place": evil, "note": evil, "source": f"{evil}: {evil}", "source_url": "javascript:alert(1)"},
    )
    monkeypatch.setattr(light, "current", lambda: type(current())(events, "v"))
    with TestClient(Starlette(routes=list(ROUTES))) as client:
        page = seen(client, "from=2020-01-01&to=2020-01-31")
    assert page.tags.count("img") <= 1
    assert evil in page.text
    assert not [address for address in page.addresses if address.startswith("javascript")]


def test_a_link_preview_says_what_the_view_shows_with_a_picture_of_this_server(client):
    html = client.get("/light?from=2020-02-25&to=2020-03-05").text
    meta = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', html))
    assert meta["og:title"].startswith("Government takes")
    assert meta["og:image"].startswith("http://map.example/export/map.png?from=2020-02-25")
    assert meta["og:url"].startswith("http://map.example/light?from=2020-02-25")
    assert meta["og:site_name"] == str(CRISIS.title)
    assert meta["twitter:card"] == "summary_large_image"


def test_it_is_answered_from_the_browsers_store_while_nothing_changes(client):
    first = client.get("/light")
    assert first.headers["cache-control"] == "no-cache"
    assert client.get("/light", headers={"if-none-match": first.headers["etag"]}).status_code == 304


def test_a_table_without_rows_is_a_page_all_the_same(make_table, monkeypatch):
    monkeypatch.setattr(light, "current", lambda: type(current())(make_table(), "v"))
    with TestClient(Starlette(routes=list(ROUTES))) as client:
        assert "0 reports in this view" in seen(client).text


def test_an_embedded_map_asks_for_all_that_has_words_in_its_language(client):
    layers = ",".join(sorted(LAYERS))
    html = client.get(f"/embed?lang=ar&layers={layers}").text
    plain = unescape(html).replace("\\u0026", "&")  # as a script has it
    asked = [urlsplit(one) for one in re.findall(r"/map/[^\s\"']+\.json[^\s\"']*", plain)]
    known = answers("")
    found = {}
    for one in asked:
        name = one.path.rpartition("/")[2].removesuffix(".json")
        if name in known and "lang" in known[name].uses:
            found[name] = dict(parse_qsl(one.query)).get("lang")
    assert {"base", "overlays", "clock", "sites"} <= set(found)
    assert set(found.values()) == {"ar"}
