"""Feeds are served as what they are, under their names, and only again to whoever does not have them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from lxml import etree
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.config.paths import ROOT
from lib.events.query import PARAMETERS
from lib.events.store import Snapshot
from lib.exports.feeds import BY_FILE, FEEDS
from lib.text import LANGUAGES
from lib.web import feeds
from lib.web.requests import route_of
from lib.web.routes import ROUTES, routes

FILES = pytest.mark.parametrize("file", BY_FILE)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("IDLIB_MAP_CACHE", str(tmp_path))
    feeds._FEEDS.clear()
    feeds._SINCE.clear()


@pytest.fixture
def client():
    with TestClient(Starlette(routes=list(ROUTES)), base_url="http://map.example") as made:
        yield made


@FILES
def test_each_feed_is_served_as_what_it_is_and_when_it_last_changed(client, file):
    answer = client.get(f"/feed/{file}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{BY_FILE[file].media_type}; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["etag"]
    changed = parsedate_to_datetime(answer.headers["last-modified"])
    assert timedelta() <= datetime.now(UTC) - changed < timedelta(minutes=10)
    assert client.head(f"/feed/{file}").status_code == 200


@FILES
def test_whoever_has_a_feed_is_told_so_by_its_tag_or_by_its_time(client, file):
    first = client.get(f"/feed/{file}").headers
    by_tag = client.get(f"/feed/{file}", headers={"if-none-match": first["etag"]})
    by_time = client.get(f"/feed/{file}", headers={"if-modified-since": first["last-modified"]})
    for answer in (by_tag, by_time):
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == first["etag"]
        assert answer.headers["last-modified"] == first["last-modified"]


@FILES
@pytest.mark.parametrize("since", ["Thu, 01 Jan 2015 00:00:00 GMT", "yesterday", "", "Thu, 01 Jan 2015 00:00:00"])
def test_who_has_an_older_one_or_says_no_time_gets_it(client, file, since):
    assert client.get(f"/feed/{file}", headers={"if-modified-since": since}).status_code == 200


def test_a_tag_that_is_another_goes_before_a_time_that_would_do(client):
    later = format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True)
    headers = {"if-none-match": '"other"', "if-modified-since": later}
    assert client.get("/feed/changes.atom", headers=headers).status_code == 200


def test_the_time_of_a_feed_outlives_the_server_and_moves_when_it_says_another_thing(client, make_table, monkeypatch):
    first = client.get("/feed/milestones.ics").headers["last-modified"]
    moments = iter([datetime(2031, 5, 6, 7, 8, 9, 123, tzinfo=UTC)])

    class Later(datetime):
        @classmethod
        def now(cls, _zone=None):
            return next(moments)

    monkeypatch.setattr(feeds, "datetime", Later)
    feeds._FEEDS.clear()
    feeds._SINCE.clear()
    assert client.get("/feed/milestones.ics").headers["last-modified"] == first
    table = make_table({"kind": "milestone", "note": "Agreement reached: Signed."})
    monkeypatch.setattr(feeds, "current", lambda: Snapshot(table, "other"))
    answer = client.get("/feed/milestones.ics", headers={"if-modified-since": first})
    assert (answer.status_code, answer.headers["last-modified"]) == (200, "Tue, 06 May 2031 07:08:09 GMT")


@FILES
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_feed_is_in_the_language_that_its_address_names_else_in_that_of_the_reader(client, file, lang):
    named = client.get(f"/feed/{file}?lang={lang}")
    assert client.get(f"/feed/{file}", headers={"accept-language": lang}).content == named.content
    assert (named.content == client.get(f"/feed/{file}?lang=en").content) == (lang == "en")
    assert "Accept-Language" in named.headers["vary"]


@pytest.mark.parametrize(
    "params",
    [*(f"{each.name}=2020-02-05" for each in PARAMETERS if each.name != "lang"), "lang=xx", "lang=", "bogus=1"],
)
def test_a_filter_a_name_that_is_none_or_another_language_is_refused_with_a_sentence(client, params):
    for file in BY_FILE:
        answer = client.get(f"/feed/{file}?{params}")
        assert answer.status_code == 422
        assert params.partition("=")[0] in answer.json()["error"]


def test_names_that_only_follow_who_clicked_are_passed_over(client):
    assert client.get("/feed/changes.atom?utm_source=a&lang=tr").status_code == 200


@pytest.mark.parametrize("file", ["changes", "changes.rss", "milestones.ICS", "x/y", "", "<script>", "changes.atom/"])
def test_a_feed_that_there_is_not_is_404_with_a_sentence(client, file):
    answer = client.get(f"/feed/{file}")
    assert answer.status_code == 404
    assert all(feed.file in answer.json()["error"] for feed in FEEDS)


def test_behind_a_prefix_links_lead_there_and_the_log_names_the_feed(answer_below):
    answer_below("/syria")
    with TestClient(Starlette(routes=routes()), base_url="http://map.example") as client:
        root = etree.fromstring(client.get("/syria/feed/changes.atom").content)
        links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
        told = client.get("/syria/feed/changes.json").json()
    assert links["self"] == "http://map.example/syria/feed/changes.atom?lang=en"
    assert links["alternate"] == told["home_page_url"] == "http://map.example/syria/method?lang=en"
    assert told["feed_url"] == "http://map.example/syria/feed/changes.json?lang=en"
    assert route_of("/feed/changes.atom") == "/feed/changes.atom"
    assert "secret" not in route_of("/feed/secret")


def test_links_are_those_of_the_address_that_the_settings_give_or_none_for_an_unsound_host(client, monkeypatch):
    told = json.loads(client.get("/feed/changes.json", headers={"host": "a b<script>"}).content)
    assert "feed_url" not in told
    monkeypatch.setenv("IDLIB_MAP_ADDRESS", "https://maps.example/idlib/")
    assert client.get("/feed/changes.json").json()["feed_url"].startswith("https://maps.example/idlib/feed/")


@FILES
def test_each_feed_is_named_in_the_heads_of_the_pages_and_in_the_documents(client, file):
    found = f'<link rel="alternate" type="{BY_FILE[file].media_type}" href="./feed/{file}?lang=en"'
    assert found in client.get("/light").text
    for document in ("feeds.md", "addresses.md"):
        assert f"/feed/{file}" in (ROOT / "docs" / document).read_text(encoding="utf-8")
