"""What stands before every answer: headers, the log, rates, room for uploads, and the end of sessions."""

from __future__ import annotations

import asyncio
import json
import sys
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from lib.config import base_path
from lib.events import store
from lib.events.table import read
from lib.jobs.rates import MOST_CLIENTS, Rate
from lib.web import exports, sessions, uploads
from lib.web.audit import Audit
from lib.web.headers import SecureHeaders
from lib.web.requests import RequestLog
from lib.web.routes import ROUTES
from lib.web.uploads import FILES, Uploads, no_room
from tests.conftest import as_csv


def page(_request):
    return HTMLResponse("<p>")


def text(_request):
    return PlainTextResponse("text", headers={"Content-Security-Policy": "sandbox"})


def client(*middleware, address="http://map.example", paths=("/", "/embed", "/light")):
    routes = [*(Route(path, page) for path in paths), Route("/export/map.svg", text)]
    routes.append(Route("/_stcore/upload_file/{session}/{file}", text, methods=["PUT", "DELETE"]))
    routes.append(Route("/_stcore/metrics", text))
    return TestClient(Starlette(routes=routes, middleware=list(middleware)), base_url=address)


@pytest.mark.parametrize(
    ("path", "framed"), [("/", "'self'"), ("/embed", "*"), ("/light", "'self'")], ids=["page", "embed", "light"]
)
def test_a_page_says_what_it_may_load_and_who_may_frame_it(path, framed):
    headers = client(Middleware(SecureHeaders)).get(path).headers
    assert f"frame-ancestors {framed}" in headers["content-security-policy"]
    assert "object-src 'none'" in headers["content-security-policy"]
    assert ("x-frame-options" in headers) == (framed != "*")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers


@pytest.mark.parametrize(
    ("set_to", "framed"),
    [("none", "'self'"), ("*", "*"), ("https://a.example, https://*.b.example:8443",
                                      "'self' https://a.example https://*.b.example:8443")],
)  # fmt: skip
def test_the_setting_says_whose_pages_may_frame_the_map_and_our_own_always_may(monkeypatch, set_to, framed):
    monkeypatch.setenv("IDLIB_MAP_FRAME_ANCESTORS", set_to)
    headers = client(Middleware(SecureHeaders)).get("/embed").headers
    assert headers["content-security-policy"].endswith(f"frame-ancestors {framed}")
    assert "x-frame-options" not in headers
    headers = client(Middleware(SecureHeaders)).get("/light").headers
    assert headers["content-security-policy"].endswith("frame-ancestors 'self'")
    assert headers["x-frame-options"] == "SAMEORIGIN"


def test_behind_tls_the_browser_is_told_to_stay_there_and_a_stricter_policy_stays(monkeypatch):
    headers = client(Middleware(SecureHeaders), address="https://map.example").get("/export/map.svg").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "sandbox"
    assert headers["strict-transport-security"] == "max-age=86400"
    monkeypatch.setenv("IDLIB_MAP_HSTS", "0")
    headers = client(Middleware(SecureHeaders), address="https://map.example").get("/").headers
    assert "strict-transport-security" not in headers


def test_streamlits_counts_are_not_for_everybody():
    assert client(Middleware(SecureHeaders)).get("/_stcore/metrics").status_code == 404


def test_a_request_has_a_name_and_one_line_that_holds_nothing_of_what_was_asked():
    lines = []
    asked = client(Middleware(RequestLog, write=lines.append))
    answer = asked.get("/export/map.svg?where=Saraqib")
    asked.get("/map/own-secret/reports.json?place=Saraqib")
    asked.post("/session/secret/end")
    asked.get("/a\u202eb%0Ac")
    asked.get("/Saraqib")
    assert len(lines) == 5
    moment, name, method, route, status, milliseconds = lines[0].split()
    assert moment.endswith("Z")
    assert answer.headers["x-request-id"] == name
    assert (method, route, status) == ("GET", "/export/map.svg", "200")
    assert milliseconds.isdecimal()
    assert all(line.count("\n") == 1 and line.isprintable() is False for line in lines)
    assert not [line for line in lines if "Saraqib" in line or "secret" in line or "\u202e" in line]


@pytest.mark.parametrize(
    "path", ["/map/own-secret/base.json", "/session/secret/end", "/_stcore/upload_file/secret/a", "/secret"]
)
@pytest.mark.parametrize("prefix", ["", "syria"])
def test_behind_a_prefix_a_line_names_no_more_than_without(path, prefix, answer_below):
    answer_below(prefix)
    lines = []
    asked = client(Middleware(RequestLog, write=lines.append))
    asked.get(base_path.under(path))
    assert "secret" not in lines[0]
    asked.get(base_path.under("/light"))
    assert " GET /light " in lines[1]


def test_who_asks_too_often_waits_and_others_do_not():
    rate = Rate(per_minute=6, at_once=3)
    assert [rate.take("a", now=0.0) for _ask in range(4)] == [0, 0, 0, 10]
    assert rate.take("b", now=0.0) == 0
    assert rate.take("a", now=9.0) == 1
    assert rate.take("a", now=10.0) == 0
    assert rate.take("a", cost=2, now=30.0) == 0
    assert Rate(0, 0).take("a") == 0
    assert Rate(5, 5).take("a", cost=10) == 0, "what costs more than there can be is not refused for ever"


def test_clients_are_not_remembered_without_end():
    rate = Rate(per_minute=1, at_once=1)
    for number in range(MOST_CLIENTS + 50):
        rate.take(str(number), now=0.0)
    assert len(rate._buckets) == MOST_CLIENTS
    assert rate.take("0", now=0.0) == 0


@pytest.mark.parametrize("path", ["/export/map.png?size=854x480", "/export/events.csv"])
def test_exports_beyond_the_rate_are_429_and_say_when_to_ask_again(monkeypatch, path):
    monkeypatch.setattr(exports.RATE, "take", lambda *_asked: 7)
    with TestClient(Starlette(routes=list(ROUTES))) as asked:
        answer = asked.get(path)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert "7 seconds" in answer.json()["error"]


def held(**sizes):
    return {(session, str(n)): size for session, all_of in sizes.items() for n, size in enumerate(all_of)}


@pytest.fixture
def small(monkeypatch):
    """A server with room for 4,194 bytes, of which a session may have 2,000."""
    monkeypatch.setattr(uploads, "MAX_BYTES", 1000)
    monkeypatch.setattr(uploads, "MARGIN", 0)
    monkeypatch.setattr(uploads, "settings", lambda: SimpleNamespace(uploads_mb=0.004))


@pytest.mark.usefixtures("small")
def test_a_session_and_the_server_have_room_for_so_much():
    assert no_room({}, ("a", "1"), 1000) == ""
    assert "as many files as it may" in no_room(held(a=[1] * FILES), ("a", "x"), 1)
    assert "as many files as it may" in no_room(held(a=[1500]), ("a", "x"), 600)
    assert no_room(held(a=[1500], b=[1500]), ("c", "x"), 1000) == ""
    assert "The server holds" in no_room(held(a=[1500], b=[2000]), ("c", "x"), 1000)
    assert no_room(held(a=[1] * FILES), ("a", "0"), 1) == "", "the same file again takes the place of the first"


@pytest.mark.parametrize("unsaid", ["", "many", "-1", "9" * 20, "\u0661"])
def test_a_file_that_does_not_tell_its_size_is_counted_as_the_largest(unsaid):
    assert uploads._size(unsaid) == uploads.MAX_BYTES
    assert uploads._size("12") == 12


def test_files_that_come_at_the_same_time_are_counted_before_they_are_here():
    guard, seen = Uploads(None), []

    async def streamlits(scope, _receive, _send):
        seen.append((dict(guard.coming), scope["path"]))
        other = scope | {"path": scope["path"].replace("/1", "/2")}
        if len(seen) == 1:
            await guard(other, None, None)

    guard.app = streamlits
    scope = {"type": "http", "method": "PUT", "path": "/_stcore/upload_file/a/1", "client": ("test", 1),
             "headers": [(b"content-length", b"7")]}  # fmt: skip
    asyncio.run(guard(scope, None, None))
    assert seen[1][0] == {("a", "1"): 7, ("a", "2"): 7}
    assert guard.coming == {}


def test_an_upload_for_which_there_is_no_room_is_refused_before_it_arrives(monkeypatch):
    file = SimpleNamespace(data=b"x")
    monkeypatch.setattr(uploads, "_stored", lambda: {"a": {str(n): file for n in range(FILES)}})
    asked = client(Middleware(Uploads))
    refused = asked.put("/_stcore/upload_file/a/new", content=b"x")
    assert refused.status_code == 413
    assert "Remove one" in refused.json()["error"]
    assert asked.put("/_stcore/upload_file/b/new", content=b"x").status_code == 200
    assert asked.delete("/_stcore/upload_file/a/0").status_code == 200


def test_exports_and_uploads_are_noted_where_that_is_wished_and_no_file_of_a_reader(monkeypatch, tmp_path):
    asked = client(Middleware(RequestLog, write=lambda _line: None), Middleware(Audit))
    asked.get("/export/map.svg")
    log = tmp_path / "audit.jsonl"
    monkeypatch.setenv("IDLIB_MAP_AUDIT_LOG", str(log))
    asked.get("/")
    asked.get("/export/map.svg?from=2020-01-01")
    asked.put("/_stcore/upload_file/secret/file", content=b"a,b")
    noted = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [line["what"] for line in noted] == ["export", "upload"]
    assert (noted[0]["query"], noted[0]["status"], noted[1]["bytes"]) == ("from=2020-01-01", 200, "3")
    assert all(line["client"] and line["request"] and line["time"] for line in noted)
    assert "secret" not in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o077 == 0 or sys.platform == "win32", "nobody else on the machine reads it"


def test_a_page_that_is_closed_ends_its_session(monkeypatch):
    ended = []
    monkeypatch.setattr(sessions, "_FIND", [lambda: SimpleNamespace(close_session=ended.append)])
    with TestClient(Starlette(routes=list(ROUTES))) as asked:
        assert asked.post("/session/abc/end").status_code == 204
        assert asked.get("/session/abc/end").status_code == 405
    assert ended == ["abc"]


def test_a_session_that_ends_takes_its_own_tables_with_it_and_no_others():
    table = read(as_csv([{"event_id": "a"}]), "events.csv")
    mine, others = store.guest(table, "mine"), store.guest(table, "others")
    with TestClient(Starlette(routes=list(ROUTES))) as asked:
        asked.post("/session/mine/end")
    assert store.lookup(mine.version) is None
    assert store.lookup(others.version) is others


def test_sessions_whose_time_is_over_go_though_nobody_comes():
    from streamlit.runtime.memory_session_storage import MemorySessionStorage  # noqa: PLC0415

    storage = MemorySessionStorage(ttl_seconds=0)
    storage.save(SimpleNamespace(session=SimpleNamespace(id="a")))
    manager = SimpleNamespace(_session_storage=storage)
    sessions.drop_expired(SimpleNamespace(_session_mgr=manager))
    assert storage.get("a") is None
    assert not storage.list()


def test_search_engines_are_told_what_they_may_read():
    with TestClient(Starlette(routes=list(ROUTES))) as asked:
        assert "Disallow: /export/" in asked.get("/robots.txt").text.splitlines()


@pytest.mark.parametrize("path", ["/export/events.csv", "/export/map.png"])
def test_a_parameter_given_twice_is_refused_and_one_said_again_is_not(path):
    with TestClient(Starlette(routes=list(ROUTES))) as asked:
        answer = asked.get(f"{path}?from=2020-02-01&from=2020-02-02")
        assert answer.status_code == 422
        assert "\u201cfrom\u201d more than once" in answer.json()["error"]
        again = "from=2020-02-02&from=2020-02-02&embed_options=a&embed_options=b&utm_source=a&utm_source=b"
        assert asked.get(f"/export/map.png?{again}&size=x").json()["error"].count("more than once") == 0


@pytest.mark.parametrize("given", ["W/{tag}", '"x", {tag}', "*", "{tag}"])
def test_a_client_that_has_a_table_already_is_told_so_however_it_says_it(given):
    with TestClient(Starlette(routes=list(ROUTES))) as asked:
        path = "/export/events.csv?from=2020-03-01&to=2020-03-02"
        tag = asked.get(path).headers["etag"].removeprefix("W/")
        assert asked.get(path, headers={"if-none-match": given.format(tag=tag)}).status_code == 304
