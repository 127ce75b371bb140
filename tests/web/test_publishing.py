"""A fine point gets out by no door once coarsened data are asked for, or are all that may leave."""

from __future__ import annotations

import io
import json
import struct
from concurrent.futures import Future
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pyogrio
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.events import own_area, own_marks, publishing, store
from lib.events.own_marks import Mark
from lib.events.publishing.table import safe_table
from lib.events.query import Query
from lib.events.schema import event_schema
from lib.events.table import read
from lib.exports.order import Order
from lib.exports.own import own_export
from lib.jobs.errors import JobError
from lib.jobs.files import WrittenFile, place
from lib.web import exports
from lib.web.addresses import Addresses
from lib.web.installed import STREAMLIT
from lib.web.routes import ROUTES
from tests.conftest import as_csv
from tests.web import doors
from tests.web.doors import VIEW, Door

LAT, LON = 35.65432, 36.71234
PLACE, ORIGIN, IDENTIFIER = "Qzxwkvvillage", "Qzxwkvorigin", "qzxwkv-identifier"
CONTROL = [
    {"event_id": f"c{n}", "kind": "control", "subkind": "baseline", "date_start": "2019-12-01", "place": name,
     "lat": lat, "lon": lon, "controller": side}
    for n, (name, lat, lon, side) in enumerate([
        ("Saraqib", 35.8636, 36.8058, "opposition"), ("Idlib", 35.93, 36.633, "opposition"),
        ("Hama", 35.1318, 36.7578, "government"), ("Abu al-Duhur", 35.7375, 37.0481, "government"),
        ("Khan Shaykhun", 35.4414, 36.6514, "government"), ("Ariha", 35.8133, 36.6067, "opposition"),
    ])
]  # fmt: skip
STRUCK = {
    "event_id": IDENTIFIER, "group_id": "qzxwkv-group", "kind": "strike", "date_start": "2020-01-15", "place": PLACE,
    "place_ar": "قظخقرية", "lat": LAT, "lon": LON, "actor": "Qzxwkvactor", "target_kind": "hospital;market",
    **{f"{what}_{end}": 7361357 for what in ("deaths", "civilian_deaths", "injured") for end in ("low", "high")},
    "source": "Qzxwkvpublisher: Qzxwkvtitle", "publisher": "Qzxwkvpublisher", "note": "Qzxwkvnote of our own",
    "source_url": "https://example.org/qzxwkv", "archive_url": "https://example.org/a/qzxwkv",
}  # fmt: skip
SECOND = {"event_id": "qzxwkv-second", "source": "Qzxwkvother: Qzxwkvtitle", "is_primary": "false"}
MOVED = {
    "event_id": "qzxwkv-flow", "kind": "displacement", "date_start": "2020-01-20", "place": PLACE, "lat": LAT,
    "lon": LON, "origin_place": ORIGIN, "origin_lat": LAT - 0.3, "origin_lon": LON + 0.05,
    "origin_precision": "settlement", "persons_low": 7361357, "persons_high": 7361357, "counter": "Qzxwkvcounter",
    "source": "Qzxwkvpublisher: Qzxwkvflow", "note": "Qzxwkvmoved",
}  # fmt: skip
NOWHERE = {
    "event_id": "qzxwkv-nowhere", "kind": "strike", "date_start": "2020-01-16", "place": "Qzxwkvunknown",
    "admin3": "Qzxwkvadmin", "pcode": "QZXWKV1", "source": "Qzxwkvpublisher: no point", "note": "Qzxwkvnote",
}  # fmt: skip
PLANTED = [STRUCK, STRUCK | SECOND, MOVED, NOWHERE]
FILLING = [
    {"event_id": f"f{n}", "kind": "strike", "date_start": "2020-01-1" + str(n), "place": "Ariha", "lat": 35.8133,
     "lon": 36.6067, "actor": "Some forces", "source": "Known Press: a report"}
    for n in range(6)
]  # fmt: skip
TABLE = as_csv(CONTROL + PLANTED + FILLING)
DEGREES = (LAT, LON, LAT - 0.3, LON + 0.05)
SECRETS = (
    b"qzxwkv", "قظخ".encode(), b"7361357", b"7,361,357", b"7\xe2\x80\xaf361\xe2\x80\xaf357",
    (f"{LAT:.5f}".encode(), f"{LON:.5f}".encode()),
    (f"{LAT - 0.3:.5f}".encode(), f"{LON + 0.05:.5f}".encode()),
    *(struct.pack(order, degrees) for degrees in DEGREES for order in ("<d", ">d")),
)  # fmt: skip
"""The planted words, figures and coordinates, as text and as the numbers that binary formats hold; of a point as text
both halves, one of which a base layer may have too."""
MARK = own_marks.written([Mark("point", ((36.7, 35.6),), "Qzxwkvmark")])
AT = f"{LAT:.5f},{LON:.5f}"
ANSWERED = {200, 400, 404, 422, 501}
DOORS = [
    *doors.map_data(PLACE, ORIGIN, AT),
    *doors.files(),
    *doors.services(PLACE, IDENTIFIER),
    *doors.pages(PLACE, IDENTIFIER),
]
QUICK = [door for door in DOORS if not door.worker]
FILES = [door for door in DOORS if door.strict and "{version}" not in door.path]
SLOW = [
    pytest.param(door, marks=[] if door.path == "/export/flows.geojson" else pytest.mark.thorough, id=door.address())
    for door in DOORS
    if door.worker
]


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("published") / "events.csv"
    path.write_bytes(TABLE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IDLIB_MAP_TABLE", str(path))
        yield store.current()


class Here:
    """Makes exports in this process: workers of tests before may have another table."""

    def submit(self, make, task, *, file="", **_named):
        job = SimpleNamespace(result=Future())
        try:
            if file:
                path = place(file)
                make(task, str(path))
                job.result.set_result(WrittenFile(path))
            else:
                job.result.set_result(make(task))
        except JobError as error:
            job.result.set_exception(error)
        return job

    def leave(self, _job):
        """Nobody waits."""

    def holds(self, _name):
        """Nothing is kept."""
        return False


@pytest.fixture(scope="module")
def client(table):
    del table
    with pytest.MonkeyPatch.context() as patch, TestClient(Starlette(routes=list(ROUTES))) as made:
        patch.setattr(exports, "QUEUE", Here())
        yield made


@pytest.fixture
def forced(monkeypatch):
    """A server of somebody who lets coarsened data alone out."""
    monkeypatch.setenv("IDLIB_MAP_SAFE", "1")


def version_now(*, safe: bool) -> str:
    publishing.ask(wanted=safe)
    try:
        return store.current().version
    finally:
        publishing.ask(wanted=False)


@pytest.mark.thorough
@pytest.mark.parametrize("door", QUICK, ids=Door.address)
def test_no_door_gives_out_what_is_fine_where_coarse_data_are_asked_for(client, door):
    for version in (version_now(safe=True), version_now(safe=False)):
        answer = client.get(door.address(version, "safe=1"))
        assert answer.status_code in ANSWERED
        assert not doors.holds(_without_what_was_asked(answer), SECRETS)


@pytest.mark.parametrize("door", QUICK, ids=Door.address)
@pytest.mark.usefixtures("forced")
def test_no_door_gives_out_what_is_fine_where_the_operator_lets_none_out(client, table, door):
    for version, more in ((version_now(safe=True), ""), (table.version, ""), (table.version, "safe=0")):
        answer = client.get(door.address(version, more))
        assert answer.status_code in ANSWERED
        assert not doors.holds(_without_what_was_asked(answer), SECRETS)


@pytest.mark.parametrize("door", SLOW)
def test_no_file_gives_out_what_is_fine_where_coarse_data_are_asked_for(client, door):
    answer = client.get(door.address(more="safe=1"))
    assert answer.status_code in ANSWERED
    assert not doors.holds(_without_what_was_asked(answer), SECRETS)
    if door.path.endswith((".gpkg", ".parquet")) and answer.status_code == 200:
        assert not doors.holds(_as_text(answer.content, door.path), SECRETS)


def _without_what_was_asked(answer) -> bytes:
    """Return an answer without what it repeats of the address, and that of its headers which is not."""
    body = answer.content
    asked = (PLACE, ORIGIN, IDENTIFIER)
    kind = answer.headers["content-type"]
    if kind.startswith("application/geo+json") and answer.url.path.startswith("/ogc/"):
        # Its links repeat the address; the name of the place must not stand in a feature.
        body = json.dumps({name: part for name, part in answer.json().items() if name != "links"}).encode()
    if kind.startswith("application/problem+json"):
        body = json.dumps({name: part for name, part in answer.json().items() if name != "detail"}).encode()
    if kind.startswith(("text/html", "application/json")):
        for word in asked:
            body = body.replace(word.encode(), b"")
    return body + repr(sorted(answer.headers.items())).encode()


def _as_text(body: bytes, path: str) -> bytes:
    """Return every cell of a binary file as text."""
    if path.endswith(".parquet"):
        return pd.read_parquet(io.BytesIO(body)).to_csv().encode()
    named = [name for name, _kind in pyogrio.list_layers(body)]
    return "\n".join(pyogrio.read_dataframe(io.BytesIO(body), layer=name).to_csv() for name in named).encode()


@pytest.mark.thorough
def test_the_same_doors_give_it_out_where_nobody_asks_for_coarse_data(client, table):
    leaking = [d for d in QUICK if doors.holds(_without_what_was_asked(client.get(d.address(table.version))), SECRETS)]
    paths = " ".join(door.path for door in leaking)
    for part in (
        "/ogc/collections/strikes/items",
        "strikes.json",
        "flows.json",
        "reports.json",
        "events.csv",
        "events.gpkg",
        "/light",
    ):
        assert part in paths


def test_coarse_data_have_versions_and_tags_of_their_own(client, table):
    coarse = version_now(safe=True)
    assert coarse.endswith(publishing.SUFFIX)
    assert table.version not in coarse
    fine = client.get(f"/export/events.csv?{VIEW}")
    again = client.get(f"/export/events.csv?{VIEW}&safe=1", headers={"If-None-Match": fine.headers["etag"]})
    assert (again.status_code, again.headers["etag"] == fine.headers["etag"]) == (200, False)


@pytest.mark.usefixtures("forced")
def test_the_fine_version_is_no_address_any_more(client, table):
    for door in doors.map_data(PLACE, ORIGIN, AT):
        assert client.get(door.address(table.version)).status_code == 404
    assert client.get("/healthz").json()["data_version"] != table.version


@pytest.mark.usefixtures("forced")
@pytest.mark.parametrize("door", FILES, ids=Door.address)
def test_nobody_can_switch_off_what_the_operator_set(client, door):
    answer = client.get(door.address(more="safe=0"))
    assert answer.status_code == (400 if door.path.startswith("/ogc/") else 422)  # as its standard has it
    assert "whoever runs this map" in answer.text or "means nothing here" in answer.text


@pytest.mark.usefixtures("forced")
@pytest.mark.parametrize("path", ["/light", "/embed"])
def test_a_page_tells_that_it_cannot_be_switched_off(client, path):
    answer = client.get(f"{path}?safe=0")
    assert answer.status_code == 200
    assert "gives out coarsened data alone" in answer.text


@pytest.mark.parametrize("given", ["safe=0&safe=1", "safe=1&safe=0", "amp;safe=1", "safe=yes", "safe=01"])
def test_in_doubt_nothing_fine_is_given_out(client, table, given):
    for path in ("/light", "/export/events.csv", f"/map/{table.version}/strikes.json"):
        answer = client.get(f"{path}?{VIEW}&{given}")
        assert not doors.holds(_without_what_was_asked(answer), SECRETS)


def test_the_pages_html_is_coarse_where_it_is_asked_for(table):
    del table
    app = Starlette(routes=list(ROUTES))
    app.add_middleware(Addresses, index=STREAMLIT / "index.html")
    with TestClient(app) as client:
        said = client.get(f"/?{VIEW}&safe=1").text
        assert version_now(safe=True) in said
        assert version_now(safe=False) not in said
        assert not doors.holds(said.encode(), SECRETS)


@pytest.mark.parametrize(
    "asked",
    ["near=camps", "targets=hospital", f"within_area={own_area.box_code(36.5, 35.5, 36.9, 35.9)}", f"marks={MARK}"],
)
def test_what_coarse_data_would_answer_falsely_is_refused(client, asked):
    answer = client.get(f"/export/events.csv?{VIEW}&safe=1&{asked}")
    assert answer.status_code == 422
    assert asked.partition("=")[0] in answer.json()["error"]


@pytest.mark.parametrize(
    "path", ["/light", "/embed", "/export/events.xlsx", "/export/events.gpkg", "/export/compare.txt"]
)
def test_a_file_and_a_page_say_that_they_are_coarse(client, path):
    said, plain = (b" ".join(doors.opened(client.get(f"{path}?{VIEW}{more}").content)) for more in ("&safe=1", ""))
    assert b"oarsened for publication: places" in said
    assert b"oarsened for publication: places" not in plain


class TestOwnTable:
    """A table that a reader brings."""

    @pytest.fixture
    def mine(self):
        return store.guest(read(TABLE, "qzxwkv.csv"), "somebody")

    def asked(self, client, version):
        return [client.get(door.address(version, "safe=1")) for door in doors.map_data(PLACE, ORIGIN, AT)]

    @pytest.mark.thorough
    def test_nothing_fine_of_it_is_shown_or_written(self, client, mine):
        publishing.ask(wanted=True)
        try:
            coarse = store.published(mine)
            svg = own_export(coarse, Query(start=date(2020, 1, 10), end=date(2020, 2, 20)), Order(), "svg")
        finally:
            publishing.ask(wanted=False)
        assert coarse.own
        assert not doors.holds(svg, SECRETS)
        for answer in self.asked(client, coarse.version):
            assert answer.status_code == 200
            assert answer.headers["cache-control"] == "no-store"
            assert not doors.holds(_without_what_was_asked(answer), SECRETS)

    def test_its_fine_version_is_no_address_where_coarse_data_are_asked_for(self, client, mine):
        assert {answer.status_code for answer in self.asked(client, mine.version)} == {404}

    def test_it_is_gone_with_its_session(self, mine):
        publishing.ask(wanted=True)
        try:
            version = store.published(mine).version
            assert store.lookup(version) is not None
            store.release("somebody")
            assert store.lookup(version) is None
        finally:
            publishing.ask(wanted=False)


def test_a_coarse_table_is_a_sound_event_table(table):
    event_schema().validate(safe_table(table.events).frame, lazy=True)
    json.dumps(safe_table(table.events).version)
