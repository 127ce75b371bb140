"""What a reader uploads never touches the disk."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from lib.config.paths import ROOT
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


@pytest.mark.thorough
def test_the_server_refuses_what_the_reader_would_refuse():
    told = (
        "import app; from streamlit import config; from lib.events.reading.delimited import MAX_BYTES;"
        "print(config.get_option('server.maxUploadSize'), MAX_BYTES)"
    )
    environment = os.environ | {"IDLIB_MAP_TABLE_MB": "7"}
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert done.stdout.split() == [b"7", str(7 * 1024 * 1024).encode()]
