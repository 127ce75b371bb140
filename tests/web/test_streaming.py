"""Downloads are made as they are taken, in a memory that does not grow with them, and end with their reader."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
from itertools import count, repeat
from threading import Event

import pyarrow as pa
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.events.query import Query, parse
from lib.events.store import current
from lib.exports import tables as written
from lib.exports.tables import FORMATS, geo
from lib.exports.tables.about import about
from lib.jobs.rates import Rate
from lib.web import exports, tables
from lib.web.routes import ROUTES

VIEW = "from=2020-02-01&to=2020-02-20"
QUERY = parse({"from": "2020-02-01", "to": "2020-02-20"})[0]
SERVER = "http://testserver"


@pytest.fixture(scope="module")
def client():
    with TestClient(Starlette(routes=list(ROUTES))) as made:
        yield made


def whole(ending, query=QUERY):
    return b"".join(written.write(current(), query, ending, SERVER))


@pytest.mark.parametrize("ending", [ending for ending, kind in FORMATS.items() if kind.streamed])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_what_is_sent_in_pieces_is_the_whole(client, monkeypatch, ending, encoding):
    monkeypatch.setattr(written, "CHUNK", 100)
    with client.stream("GET", f"/export/events.{ending}?{VIEW}", headers={"accept-encoding": encoding}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding", "identity") == encoding
    assert (gzip.decompress(raw) if encoding == "gzip" else raw) == whole(ending)


@pytest.mark.parametrize("ending", ["parquet", "xlsx"])
def test_what_a_worker_writes_is_the_whole_with_its_length(client, ending):
    answer = client.get(f"/export/events.{ending}?{VIEW}")
    assert answer.content == whole(ending)
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert client.head(f"/export/events.{ending}?{VIEW}").headers["content-length"] == str(len(answer.content))


@pytest.mark.parametrize("address", [f"events.parquet?{VIEW}", "areas.gpkg?to=2020-02-06"])
def test_a_part_of_a_file_can_be_asked_for_and_costs_nothing_more(client, monkeypatch, address):
    first = client.get(f"/export/{address}")
    tag = first.headers["etag"]
    assert not tag.startswith("W/")
    monkeypatch.setattr(exports, "RATE", Rate(1e-9, 0.0))
    part = client.get(f"/export/{address}", headers={"range": "bytes=4-19", "if-range": tag})
    assert (part.status_code, part.content) == (206, first.content[4:20])
    assert part.headers["content-range"] == f"bytes 4-19/{len(first.content)}"
    end = client.get(f"/export/{address}", headers={"range": "bytes=-8"})
    assert (end.status_code, end.content) == (206, first.content[-8:])
    other = client.get(f"/export/{address}", headers={"range": "bytes=4-19", "if-range": '"another"'})
    assert (other.status_code, other.content) == (200, first.content)
    beyond = client.get(f"/export/{address}", headers={"range": f"bytes={len(first.content)}-"})
    assert beyond.status_code == 416
    assert client.get(f"/export/{address}", headers={"if-none-match": tag}).status_code == 304


async def leaves_after_the_first_piece(address, headers=()):
    """Ask for a file, take its first piece, and be gone."""
    path, _mark, query = address.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": "GET",
        "path": path, "raw_path": path.encode(), "root_path": "", "scheme": "http", "query_string": query.encode(),
        "headers": [(b"host", b"testserver"), *headers], "client": ("127.0.0.1", 1), "server": ("testserver", 80),
    }  # fmt: skip
    taken, asked = asyncio.Event(), False

    async def receive():
        nonlocal asked
        if not asked:
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await taken.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        if message["type"] == "http.response.body" and message["body"]:
            taken.set()
            await asyncio.Event().wait()  # a line that takes no more

    await asyncio.wait_for(Starlette(routes=[tables.ROUTE])(scope, receive, send), timeout=30)


@pytest.mark.parametrize("headers", [(), [(b"accept-encoding", b"gzip")]], ids=["plain", "gzip"])
def test_a_reader_who_leaves_ends_what_is_made_for_them(monkeypatch, headers):
    made, ended = count(), Event()

    def endless(*_arguments, **_named):
        try:
            while True:
                yield bytes([next(made) % 256]) * 100_000
        finally:
            ended.set()

    monkeypatch.setattr(tables, "write", endless)
    asyncio.run(leaves_after_the_first_piece("/export/events.csv", headers))
    assert ended.is_set()
    # A piece that gzip holds back is followed by the next until something can be sent.
    assert next(made) < 100


@pytest.mark.thorough
@pytest.mark.parametrize("ending", ["csv", "geojson", "parquet", "xlsx", "gpkg"])
def test_the_memory_for_a_file_does_not_grow_with_its_rows(ending, tmp_path):
    snapshot = current()
    rows = snapshot.events.frame.iloc[:300]
    told = about(snapshot, Query())

    def most(times):
        chunks = (chunk.copy() for chunk in repeat(rows, times))
        before, arrow = pa.total_allocated_bytes(), 0
        tracemalloc.start()
        try:
            if ending == "gpkg":
                geo.write_geopackage(chunks, told, tmp_path / f"{times}.gpkg")
            else:
                for _piece in FORMATS[ending].write(chunks, told):
                    arrow = max(arrow, pa.total_allocated_bytes() - before)
            return tracemalloc.get_traced_memory()[1] + arrow
        finally:
            tracemalloc.stop()

    most(2)
    assert most(24) < 1.5 * most(6)
