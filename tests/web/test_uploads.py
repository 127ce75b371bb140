"""What a reader uploads never touches the disk."""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from lib.events.files import MAX_BYTES
from lib.web import uploads


async def took(request: Request) -> PlainTextResponse:
    async with request.form() as form:
        spooled = form["file"].file
        assert isinstance(spooled, tempfile.SpooledTemporaryFile)
        return PlainTextResponse("disk" if spooled._rolled else "memory")


def test_a_large_upload_stays_in_memory():
    uploads.keep_in_memory()
    client = TestClient(Starlette(routes=[Route("/up", took, methods=["PUT"])]))
    assert client.put("/up", files={"file": ("mine.csv", bytes(3_000_000))}).text == "memory"


def test_the_server_refuses_what_the_reader_would_refuse():
    config = tomllib.loads((Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml").read_text())
    assert config["server"]["maxUploadSize"] * 1024 * 1024 == MAX_BYTES
