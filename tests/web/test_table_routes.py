"""Scripts and links get the reports of a view at an address, and a sentence when it asks for nothing sound."""

from __future__ import annotations

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.analysis.listing import listing
from lib.events.query import Query, parse
from lib.events.store import current
from lib.exports.tables import FORMATS
from lib.web import tables
from lib.web.routes import ROUTES
from lib.web.threads import PLACES


@pytest.fixture
def client():
    return TestClient(Starlette(routes=list(ROUTES)))


def test_the_address_of_a_view_gives_its_rows(client):
    params = {"from": "2020-01-28", "to": "2020-02-15", "q": "سراقب", "kinds": "strike"}
    answer = client.get("/export/events.csv", params=params)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    found = listing(current().events, parse(params)[0])
    assert rows
    assert [row["event_id"] for row in rows] == found.frame(current().events)["event_id"].tolist()


@pytest.mark.parametrize("ending", FORMATS)
def test_each_format_is_served_as_what_it_is_under_its_name(client, ending):
    answer = client.get(f"/export/events.{ending}", params={"from": "2020-03-01", "to": "2020-03-02"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == FORMATS[ending].media_type
    assert f'.{ending}"' in answer.headers["content-disposition"]
    assert answer.content


def test_a_view_that_has_not_changed_is_not_sent_again(client):
    first = client.get("/export/events.csv", params={"q": "saraqib"})
    again = client.get("/export/events.csv", params={"q": "saraqib"}, headers={"If-None-Match": first.headers["etag"]})
    other = client.get("/export/events.csv", params={"q": "ariha"}, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, other.status_code) == (304, 200)


def test_a_row_of_hashtags_comes_on_request_and_is_another_file(client):
    plain, tagged = (
        client.get("/export/events.csv", params={"to": "2020-02-03"} | also) for also in ({}, {"hxl": "1"})
    )
    assert tagged.text.splitlines()[1].startswith("#event+id,")
    assert [*tagged.text.splitlines()[:1], *tagged.text.splitlines()[2:]] == plain.text.splitlines()
    assert plain.headers["etag"] != tagged.headers["etag"]


def test_whether_there_is_something_can_be_asked_without_taking_it(client):
    answer = client.head("/export/events.parquet")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    ("address", "status", "word"),
    [
        ("/export/events.csv?from=tomorrow", 422, "from ="),
        ("/export/events.csv?kinds=tanks", 422, "kinds"),
        ("/export/events.gpkg?counter=Nobody", 422, "Nobody"),
        ("/export/events.docx", 404, "docx"),
        ("/export/events.csv?q=" + "a" * 500, 422, "q ="),
        ("/export/events.geojson?hxl=1", 422, "csv"),
        ("/export/events.zip?hxl=1", 422, "csv"),
        ("/export/events.csv?hxl=yes", 422, "hxl"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(client, address, status, word):
    answer = client.get(address)
    assert answer.status_code == status
    assert word in answer.json()["error"]


def test_a_table_that_does_not_fit_a_sheet_is_refused_with_what_to_take_instead(client, monkeypatch):
    def refuse(*_arguments, **_named):
        raise tables.TooManyRowsError("Excel holds at most 1,048,575 rows. Take CSV.")

    monkeypatch.setattr(tables, "check", refuse)
    answer = client.get("/export/events.xlsx")
    assert answer.status_code == 422
    assert "Take CSV" in answer.json()["error"]


def test_few_pieces_are_made_at_once(monkeypatch):
    at_work, most = [], []

    def slow(*_arguments, **_named):
        for _piece in range(3):
            at_work.append(1)
            most.append(len(at_work))
            # Another that may work meanwhile has begun by then.
            both.wait(20)
            at_work.pop()
            yield b"x"

    both = Barrier(PLACES["pieces"])
    monkeypatch.setattr(tables, "write", slow)
    readers = 2 * PLACES["pieces"]
    with TestClient(Starlette(routes=list(ROUTES))) as client, ThreadPoolExecutor(readers) as pool:
        asked = [
            pool.submit(client.get, f"/export/events.csv?lat=36&lon=37&zoom={zoom}") for zoom in range(6, 6 + readers)
        ]
        assert [answer.result(60).content for answer in asked] == [b"xxx"] * readers
    assert max(most) == PLACES["pieces"]


@pytest.mark.thorough
def test_an_empty_view_is_an_empty_table_not_a_fault(client):
    for ending in FORMATS:
        assert client.get(f"/export/events.{ending}", params={"kinds": "none"}).status_code == 200
    assert Query() == parse({})[0]
