"""Two periods at an address: figures as CSV, maps as files, and a sentence where an address asks for nothing sound."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.events.query import parse
from lib.events.store import current
from lib.exports.order import COMPARED, MEDIA_TYPES
from lib.exports.tables import periods
from lib.web import exports
from lib.web.requests import route_of
from lib.web.routes import ROUTES

TWO = {"from": "2020-01-25", "to": "2020-02-04", "b_from": "2020-02-05", "b_to": "2020-02-15"}


@pytest.fixture(scope="module")
def client():
    with TestClient(Starlette(routes=list(ROUTES)), base_url="http://map.example") as made:
        yield made


def test_the_address_of_two_periods_gives_their_figures(client):
    answer = client.get("/export/compare.csv", params=TWO)
    assert answer.status_code == 200
    assert answer.content == periods.as_csv(current(), parse(TWO)[0])
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "idlib-compare-2020-01-25-2020-02-04-2020-02-05-2020-02-15.csv" in answer.headers["content-disposition"]


def test_figures_that_have_not_changed_are_not_sent_again(client):
    tag = client.get("/export/compare.csv", params=TWO).headers["etag"]
    known = {"If-None-Match": tag}
    assert client.get("/export/compare.csv", params=TWO, headers=known).status_code == 304
    assert client.get("/export/compare.csv", params=TWO | {"b_to": "2020-02-14"}, headers=known).status_code == 200


def test_what_goes_with_the_figures_links_to_the_page(client):
    assert "http://map.example/compare?from=2020-01-25" in client.get("/export/compare.txt", params=TWO).text


@pytest.mark.thorough
def test_a_picture_of_two_periods_is_drawn_by_a_worker_and_named_by_both(client):
    answer = client.get("/export/compare.png", params=TWO | {"size": "854x480"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert "compare-2020-01-25-2020-02-04-2020-02-05-2020-02-15.png" in answer.headers["content-disposition"]


def test_each_drawn_format_is_asked_of_a_worker_with_a_link_to_the_page(client, monkeypatch):
    asked = []

    def submit(_function, task, **_named):
        asked.append(task)
        raise exports.QueueFullError(1, 1)

    monkeypatch.setattr(exports.QUEUE, "submit", submit)
    for ending in COMPARED.values():
        assert client.get(f"/export/compare.{ending}", params=TWO).status_code == 503
    assert [task.format for task in asked] == list(COMPARED)
    assert {task.link.partition("?")[0] for task in asked} == {"http://map.example/compare"}
    assert all(task.query["b_to"] == "2020-02-15" for task in asked)


@pytest.mark.parametrize("ending", ["csv", "txt", *COMPARED.values()])
@pytest.mark.parametrize(
    ("asked", "said"),
    [("b_from=soon", "b_from"), ("b_to=2020-02-30", "b_to"), ("b_form=2020-02-01", "b_form"),
     ("b_from=2011-01-01", "period B was cut"), ("kinds=tanks", "kinds")],
)  # fmt: skip
def test_what_cannot_be_used_gets_422_with_a_sentence(client, ending, asked, said):
    answer = client.get(f"/export/compare.{ending}?{asked}")
    assert answer.status_code == 422
    assert said in answer.json()["error"]


def test_what_a_file_of_two_periods_does_not_have_is_refused(client):
    assert client.get("/export/compare.png?dates=weekly").status_code == 422
    assert client.get("/export/compare.pptx?size=4k").status_code == 422
    assert client.get("/export/compare.csv?size=4k").status_code == 422


def test_an_unknown_format_is_404_and_names_those_there_are(client):
    for path in ("compare.docx", "compare.compare-png", "map.compare-png"):
        answer = client.get(f"/export/{path}")
        assert answer.status_code == 404
        assert "png" in answer.json()["error"]


def test_the_log_names_these_addresses_whole():
    for ending in ("csv", "txt", *COMPARED.values()):
        assert route_of(f"/export/compare.{ending}") == f"/export/compare.{ending}"
    assert set(COMPARED) <= MEDIA_TYPES.keys()
