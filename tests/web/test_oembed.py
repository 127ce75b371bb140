"""oEmbed: what another page is told of an address of ours, and that it is told of no other."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, parse_qsl, quote, urlsplit

import pytest
from lxml import etree
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from lib.config.crisis import CRISIS
from lib.events.query import parse
from lib.events.store import current
from lib.light import content
from lib.light.snippet import ANSWERED, FRAMES, Frame, snippet, title
from lib.pages import PAGES
from lib.text import LANGUAGES, language
from lib.web.addresses import Addresses
from lib.web.installed import STREAMLIT
from lib.web.requests import route_of
from lib.web.routes import ROUTES, routes

HOST = "http://map.example"
VIEW = "from=2020-02-25&to=2020-03-05&targets=hospital"
REQUIRED = {"version", "type", "html", "width", "height"}
"""What oEmbed 1.0 requires of an answer of the type "rich"."""


@pytest.fixture(scope="module")
def client():
    with TestClient(Starlette(routes=list(ROUTES)), base_url=HOST) as made:
        yield made


def ask(client, url, **params):
    return client.get("/oembed", params={"url": url} | params)


class Frames(HTMLParser):
    """The frames, links and their attributes in some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.frames: list[dict[str, str | None]] = []
        self.links: list[str | None] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "iframe":
            self.frames.append(dict(attrs))
        elif tag == "a":
            self.links.append(dict(attrs)["href"])
        else:
            assert tag == "p"


@pytest.mark.parametrize("path", [*(page.path for page in PAGES), "light", "embed"])
def test_each_page_with_a_view_is_told_as_a_rich_resource_of_that_view(client, path):
    answer = ask(client, f"{HOST}/{path}?{VIEW}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    told = answer.json()
    assert told.keys() >= REQUIRED
    assert (told["version"], told["type"]) == ("1.0", "rich")
    (frame,) = Frames(told["html"]).frames
    assert frame["src"] == f"{HOST}/embed?{VIEW}"
    assert (frame["width"], frame["height"]) == (str(told["width"]), str(told["height"]))
    assert frame["title"] == told["title"]
    assert frame["loading"] == "lazy"
    assert Frames(told["html"]).links == [f"{HOST}/?{VIEW}"]
    assert str(CRISIS.title) in told["title"]
    assert "hospital" in told["title"], "what is narrowed says so wherever it goes"


def test_xml_says_what_json_says(client):
    answer = ask(client, f"{HOST}/?{VIEW}", format="xml")
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    assert root.tag == "oembed"
    assert {one.tag: one.text for one in root} == {
        name: str(value) for name, value in ask(client, f"{HOST}/?{VIEW}").json().items()
    }


@pytest.mark.parametrize(
    ("params", "size"),
    [({}, (ANSWERED.width, ANSWERED.height)), ({"maxwidth": "320"}, (320, ANSWERED.height)),
     ({"maxheight": "200"}, (ANSWERED.width, 200)), ({"maxwidth": "9999", "maxheight": "1"}, (ANSWERED.width, 1))],
)  # fmt: skip
def test_the_frame_fits_the_room_that_there_is_and_so_does_its_picture(client, params, size):
    told = ask(client, f"{HOST}/light?{VIEW}", **params).json()
    assert (told["width"], told["height"]) == size
    room = [int(params.get(name, 10**6)) for name in ("maxwidth", "maxheight")]
    given = {"thumbnail_url", "thumbnail_width", "thumbnail_height"} & told.keys()
    assert len(given) in {0, 3}
    assert not given or (told["thumbnail_width"] <= room[0] and told["thumbnail_height"] <= room[1])
    assert given or params


@pytest.mark.parametrize("name", ["maxwidth", "maxheight"])
@pytest.mark.parametrize("value", ["0", "-1", "wide", "1.5", "\u0663", "9" * 30, " 3"])
def test_a_room_that_is_no_number_of_pixels_is_refused_with_a_sentence(client, name, value):
    answer = ask(client, f"{HOST}/", **{name: value})
    assert answer.status_code == 422
    assert name in answer.json()["error"]


@pytest.mark.parametrize("fmt", ["yaml", "JSON", "json,xml", "<script>"])
def test_a_format_that_there_is_not_is_501_with_a_sentence(client, fmt):
    answer = ask(client, f"{HOST}/", format=fmt)
    assert answer.status_code == 501
    assert "json" in answer.json()["error"]


@pytest.mark.parametrize(
    "url",
    ["https://elsewhere.example/", "http://map.example.evil/", "http://map.example@evil.example/", "//map.example/",
     "http://map.example:81/", "ftp://map.example/", "javascript:alert(1)", "http://[", "http://map.example:x/",
     "/light", f"{HOST}/nothing", f"{HOST}/export/map.png", f"{HOST}/light/",
     f"{HOST}/../light", f"{HOST}//light", "x" * 5000],
)  # fmt: skip
def test_an_address_that_is_none_of_our_pages_is_404_with_a_sentence(client, url):
    answer = ask(client, url)
    assert answer.status_code == 404
    assert "no page of this server" in answer.json()["error"]


def test_without_an_address_nothing_is_told(client):
    assert client.get("/oembed").status_code == 422
    assert client.get("/oembed?format=xml").status_code == 422


def test_parameters_that_oembed_does_not_have_are_passed_over(client):
    assert ask(client, f"{HOST}/", dnt="1", callback="x").content == ask(client, f"{HOST}/").content


def test_the_usual_port_and_the_other_scheme_are_the_same_server(client):
    for url in ("http://map.example:80/light", "https://map.example/light", "http://MAP.example/light"):
        assert ask(client, url).status_code == 200


def test_a_server_that_no_page_may_frame_tells_nobody_of_frames(client, monkeypatch):
    monkeypatch.setenv("IDLIB_MAP_FRAME_ANCESTORS", "none")
    assert ask(client, f"{HOST}/").status_code == 404
    assert "oembed" not in client.get("/embed?from=2020-02-01").text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_language_of_the_address_is_that_of_the_title_and_goes_with_the_frame(client, lang):
    told = ask(client, f"{HOST}/?{VIEW}&lang={lang}").json()
    (frame,) = Frames(told["html"]).frames
    assert parse_qs(urlsplit(frame["src"]).query)["lang"] == [lang]
    assert (told["title"] == ask(client, f"{HOST}/?{VIEW}").json()["title"]) == (lang == "en")


@pytest.mark.parametrize("prefix", ["", "/syria"])
def test_the_heads_of_page_and_light_page_lead_to_it_and_it_answers_there(prefix, answer_below):
    answer_below(prefix)
    middleware = [Middleware(Addresses, index=STREAMLIT / "index.html")]
    with TestClient(Starlette(routes=routes(), middleware=middleware), base_url=HOST) as client:
        for path in ("/", "/light", "/front_lines"):
            page = client.get(f"{prefix}{path}?{VIEW}").text
            found = dict(re.findall(r'<link rel="alternate" type="([^"]+\+oembed)" href="([^"]+)"', page))
            assert found.keys() == {"application/json+oembed", "text/xml+oembed"}
            for kind, address in found.items():
                asked = address.replace("&amp;", "&")
                assert asked.startswith(f"{HOST}{prefix}/oembed?url={quote(f'{HOST}{prefix}{path}', safe='')}")
                answer = client.get(asked)
                assert answer.status_code == 200
                assert answer.headers["content-type"].startswith(kind.replace("+oembed", ""))
                assert f"{HOST}{prefix}/embed?from=2020-02-25" in answer.text


def test_hostile_text_of_an_address_and_of_the_table_stays_text(client, make_table, monkeypatch):
    evil = '"><script>alert(1)</script>\x00'
    for fmt in ("json", "xml"):
        answer = client.get(
            "/oembed", params={"url": f"{HOST}/?where={quote(evil)}&place={quote(evil)}", "format": fmt}
        )
        assert answer.status_code == 200
        told = answer.json()["html"] if fmt == "json" else etree.fromstring(answer.content).findtext("html")
        assert len(Frames(told).frames) == 1
    monkeypatch.setattr("lib.web.oembed.current", lambda: type(current())(make_table({"place": evil}), "v"))
    assert Frames(ask(client, f"{HOST}/").json()["html"]).frames


def test_the_log_names_it_and_not_what_was_asked():
    assert route_of("/oembed") == "/oembed"


@pytest.mark.parametrize("name", FRAMES)
def test_the_snippet_has_a_size_a_title_waits_until_it_is_seen_and_leads_to_the_page(name):
    query, _notes = parse(dict(parse_qsl(VIEW)))
    seen = content.first(current(), query)
    written = Frames(snippet("https://map.example/syria", seen, FRAMES[name], lang="en"))
    (frame,) = written.frames
    assert frame["title"] == title(seen)
    assert frame["loading"] == "lazy"
    assert frame["width"] == (str(FRAMES[name].width) if FRAMES[name].width else "100%")
    assert frame["height"] == str(FRAMES[name].height)
    assert frame["src"].startswith("https://map.example/syria/embed?from=2020-02-25")
    assert set(written.links) == {frame["src"].replace("/embed?", "/?")}
    assert len(written.links) == 2, "inside the frame, and seen under it"


def test_the_snippet_of_a_view_in_arabic_says_its_direction():
    token = language.set("ar")
    try:
        query, _notes = parse({"lang": "ar"})
        written = snippet("https://map.example", content.first(current(), query), Frame(640, 420), lang="ar")
    finally:
        language.reset(token)
    assert 'lang="ar" dir="rtl"' in written
