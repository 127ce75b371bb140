"""Whatever is asked for gets an answer within seconds, and never one of the server's own failures."""

from __future__ import annotations

import logging
import os
from time import monotonic
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from lib.events.query import PARAMETERS
from lib.exports.feeds import BY_FILE
from lib.exports.order import COMPARED, EXPORT_PARAMETERS, MEDIA_TYPES
from lib.exports.tables import FORMATS
from lib.jobs.errors import QueueFullError
from lib.pages import PAGES
from lib.web import exports
from lib.web.addresses import Addresses
from lib.web.headers import SecureHeaders
from lib.web.installed import STREAMLIT
from lib.web.requests import RequestLog
from lib.web.routes import ROUTES

LONGEST_S = 10.0 if os.environ.get("FAULTS") else 60.0
"""What an answer may take: on a machine that does nothing else, and in a run of all tests."""

ODD = st.sampled_from([
    "", "0", "-1", "nan", "inf", "1e999", "2020-02-30", "9999-12-31", "0000-00-00", "\u0661\u0662", "\u202eabc", "%00",
    "\n", "a" * 3000, "'; DROP TABLE", "<script>alert(1)</script>", "{0.__class__}", "../../etc/passwd", "none",
])  # fmt: skip
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40)
USED = [value for parameter in PARAMETERS for value in (part.partition("=")[2] for part in parameter.examples)]
VALUES = ODD | TEXT | st.sampled_from(USED)
NAMES = st.sampled_from([p.name for p in (*PARAMETERS, *EXPORT_PARAMETERS)] + [
    "kind", "place", "origin", "at", "page", "inline", "url", "format", "maxwidth", "maxheight",
])  # fmt: skip
GIVEN = st.lists(st.tuples(NAMES | TEXT, VALUES), max_size=5)
PATHS = (
    st.sampled_from([f"/{page.path}" for page in PAGES])
    | st.sampled_from(["/light", "/embed", "/healthz", "/readyz", "/robots.txt", "/keeper.js", "/assets/leaflet.js"])
    | st.sampled_from(["/oembed", *(f"/feed/{file}" for file in (*BY_FILE, "changes.rss"))])
    | st.sampled_from([f"/export/map.{fmt}" for fmt in (*MEDIA_TYPES, "docx")])
    | st.sampled_from([f"/export/events.{fmt}" for fmt in (*FORMATS, "docx")])
    | st.sampled_from([f"/export/compare.{fmt}" for fmt in ("csv", "txt", *COMPARED.values(), "docx")])
    | st.sampled_from(["base", "sites", "clock", "strikes", "flows", "reports", "control/2020-02-30", "nothing"]).map(
        lambda name: f"/map/{{version}}/{name}.json"
    )
    | TEXT.map(lambda text: f"/assets/{text}.js")
    | TEXT.map(lambda text: f"/{text}")
    | st.just("/assets/" + "a" * 300 + ".js")
)


async def streamlits(_request):
    return HTMLResponse("<p>")


@pytest.fixture(scope="module")
def client():
    routes = [*ROUTES, Route("/{rest:path}", streamlits)]
    middleware = [
        Middleware(RequestLog, write=lambda _line: None),
        Middleware(SecureHeaders),
        Middleware(Addresses, index=STREAMLIT / "index.html"),
    ]
    # Pictures are made by processes, which are tried elsewhere.
    patch = pytest.MonkeyPatch()
    patch.setattr(exports.QUEUE, "submit", _full)
    patch.setattr(exports.RATE, "take", lambda *_asked: 0)
    with TestClient(Starlette(routes=routes, middleware=middleware), raise_server_exceptions=False) as made:
        yield made
    patch.undo()


def _full(*_asked, **_named):
    raise QueueFullError(1, 1)


@given(path=PATHS, asked=GIVEN, method=st.sampled_from(["GET", "GET", "GET", "HEAD", "POST"]))
@example(path="/assets/" + "a" * 300 + ".js", asked=[], method="GET")
@example(path="/oembed", asked=[("url", "http://[")], method="GET")
@example(path="/oembed", asked=[("url", "http://testserver:99999/")], method="GET")
@example(path="/export/events.csv", asked=[("form", "2020-01-01")], method="GET")
@example(path="/map/{version}/strikes.json", asked=[("kindz", "strike")], method="GET")
@example(path="/export/map.png", asked=[("from", "xx"), ("from", "2020-02-02")], method="GET")
def test_any_address_is_answered_in_time_and_without_a_failure(client, path, asked, method):
    failures: list[logging.LogRecord] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = failures.append
    logging.getLogger().addHandler(handler)
    began = monotonic()
    try:
        version = client.get("/healthz").json()["data_version"]
        with client.stream(method, quote(path.replace("{version}", version)), params=asked) as answer:
            status = answer.status_code
            body = b"".join(answer.iter_bytes())
    finally:
        logging.getLogger().removeHandler(handler)
    assert status < 500 or status in {501, 503}, status
    assert not failures, failures[0].getMessage()
    assert b"Traceback" not in body
    assert monotonic() - began < LONGEST_S
