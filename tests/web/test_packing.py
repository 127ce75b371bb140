"""Text goes over the line packed, in the best encoding that its reader reads, and is never another text."""

from __future__ import annotations

import gzip

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from lib.web import packing
from lib.web.packing import answer, encoding, known, pack, pack_smallest

TEXT = ("Saraqib سراقب " * 500).encode()


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("IDLIB_MAP_CACHE", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("accepted", "wanted"),
    [
        ("", "identity"), ("gzip", "gzip"), ("gzip, deflate, br, zstd", "br"), ("br;q=0, gzip", "gzip"), ("*", "br"),
        ("gzip;q=0.9, br;q=0.2", "gzip"), ("identity", "identity"), ("GZIP", "gzip"), ("*;q=0", "identity"),
        ("br;q=0, gzip;q=0, *", "identity"), ("br;q=nonsense, gzip", "gzip"), ("br;q=nan, gzip;q=inf", "identity"),
        ("gzip;q=0", "identity"),
        (" , ;; ,gzip", "gzip"),
    ],
)  # fmt: skip
def test_the_best_encoding_that_a_client_reads_is_taken(accepted, wanted):
    assert encoding(accepted) == wanted


@given(st.text(max_size=80))
def test_no_header_that_a_client_sends_is_a_fault(accepted):
    assert encoding(accepted) in {"br", "gzip", "identity"}


@given(st.binary(max_size=2000))
def test_what_is_unpacked_is_what_was_packed(data):
    packed = pack(data)
    assert packed.plain() == gzip.decompress(packed.gzip) == brotli.decompress(packed.brotli) == data
    assert packed.size == len(data)


def test_what_was_packed_as_small_as_it_goes_is_found_again(cache):
    assert not pack(TEXT).smallest
    made = pack_smallest(TEXT)
    assert pack(TEXT) == made
    assert made.smallest
    assert made.plain() == TEXT
    assert len(made.brotli) <= len(made.gzip)
    assert [path.parent for path in cache.rglob("*") if path.is_file()] == [cache / "packed"]


@pytest.mark.parametrize("damage", [b"", b"0", b"\0" * 500])
def test_a_damaged_copy_is_made_again(cache, damage):
    pack_smallest(TEXT)
    [path] = (cache / "packed").iterdir()
    sound = path.read_bytes()
    path.write_bytes(damage or sound[: len(sound) // 2])
    assert not pack(TEXT).smallest
    assert pack_smallest(TEXT).plain() == TEXT
    assert path.read_bytes() == sound


def test_a_cache_that_cannot_be_written_costs_size_alone(cache):
    (cache / "packed").write_text("a file where the folder should be")
    assert pack_smallest(TEXT).plain() == TEXT
    packing.tidy()


def test_the_least_used_copies_go_first(cache, monkeypatch):
    monkeypatch.setattr(packing, "KEPT", 2)
    for number in range(4):
        pack_smallest(str(number).encode())
    packing.tidy()
    assert len(list((cache / "packed").iterdir())) == 2


@pytest.fixture
def client():
    async def text(request) -> Response:
        return answer(request, pack(TEXT), "text/plain", {"Cache-Control": "no-cache"})

    return TestClient(Starlette(routes=[Route("/", text)]))


@pytest.mark.parametrize("how", ["br", "gzip", "identity"])
def test_each_encoding_holds_the_text_and_has_a_name_of_its_own(client, how):
    asked = client.get("/", headers={"accept-encoding": how})
    assert asked.content == TEXT
    assert asked.headers.get("content-encoding", "identity") == how
    assert asked.headers["vary"] == "Accept-Encoding"
    head = client.head("/", headers={"accept-encoding": how})
    assert head.headers["content-length"] == asked.headers["content-length"]
    names = {client.get("/", headers={"accept-encoding": one}).headers["etag"] for one in ("br", "gzip", "identity")}
    assert len(names) == 3
    again = client.get("/", headers={"accept-encoding": how, "if-none-match": asked.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", asked.headers["etag"])


@pytest.mark.parametrize(
    ("given_tags", "is_known"),
    [("", False), ("*", True), ('"a"', True), ('W/"a"', True), ('"b", W/"a"', True), ('"b"', False), ("a", False)],
)
def test_a_client_may_name_several_versions_that_it_has(given_tags, is_known):
    assert known(given_tags, '"a"') is is_known
    assert known(given_tags, 'W/"a"') is is_known
