"""Pages of others may read the data and the files in their readers' browsers, and nothing else."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from lib.config import base_path
from lib.web.cors import EXPOSED, SHARED, Sharing

THERE = {"Origin": "https://elsewhere.example"}


def answered(_request):
    return PlainTextResponse("text", headers={"ETag": '"a"'})


def client():
    paths = [f"{part}/x" for part in SHARED] + [
        "/ogc",
        "/",
        "/light",
        "/session/x",
        "/ogcx",
        "/_stcore/upload_file/a/b",
    ]
    routes = [Route(base_path.under(path), answered, methods=["GET", "PUT"]) for path in paths]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(Sharing)]))


@pytest.mark.parametrize("prefix", ["", "maps/here"])
@pytest.mark.parametrize("path", [*(f"{part}/x" for part in SHARED), "/ogc", "/ogc/nothing"])
@pytest.mark.parametrize("headers", [THERE, {}], ids=["from elsewhere", "from here"])
def test_every_answer_below_what_is_shared_says_so(prefix, path, headers, answer_below):
    answer_below(prefix)
    answer = client().get(base_path.under(path), headers=headers)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert {name.strip() for name in answer.headers["access-control-expose-headers"].split(",")} == set(EXPOSED)
    assert {"ETag", "Link"} <= set(EXPOSED)


@pytest.mark.parametrize("path", ["/", "/light", "/session/x", "/ogcx", "/_stcore/upload_file/a/b"])
def test_nothing_else_may_be_read(path):
    asking = THERE | {"Access-Control-Request-Method": "GET"}
    assert "access-control-allow-origin" not in client().get(path, headers=THERE).headers
    assert "access-control-allow-origin" not in client().options(path, headers=asking).headers


@pytest.mark.parametrize("path", [f"{part}/x" for part in SHARED])
def test_a_browser_that_asks_beforehand_may_read_and_not_write(path):
    asking = THERE | {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    answer = client().options(path, headers=asking)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "if-none-match" in answer.headers["access-control-allow-headers"].lower()
    for method in ("PUT", "DELETE", "POST"):
        refused = client().options(path, headers=asking | {"Access-Control-Request-Method": method})
        assert refused.status_code == 400
        assert method not in refused.headers["access-control-allow-methods"]
