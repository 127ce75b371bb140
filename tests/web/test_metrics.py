"""Whoever watches the server sees how it does; nobody else does, and nothing of what readers ask is in it."""

from __future__ import annotations

import time
from threading import Event

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from lib.events.store import current
from lib.jobs.errors import WorkerLostError
from lib.jobs.queue import JobQueue
from lib.web import metrics, waiting
from lib.web.metrics import FORWARDED, METHODS
from lib.web.requests import ROUTES as LISTED
from lib.web.requests import WHOLE, RequestLog
from lib.web.routes import ROUTES

FAMILIES = {
    "situation_requests", "situation_request_seconds", "situation_queue_waiting", "situation_queue_running",
    "situation_workers", "situation_worker_memory_bytes", "situation_result_memory_bytes",
    "situation_result_disk_bytes", "situation_cache_answers", "situation_cache_writable", "situation_info",
    "situation_table_rows", "situation_data_age_seconds", "situation_table_kept", "situation_ready",
    "situation_sessions", "process_resident_memory_bytes", "process_cpu_seconds",
}  # fmt: skip
HERE = ("10.1.2.3", 50000)


@pytest.fixture
def lines():
    return []


@pytest.fixture
def client(monkeypatch, lines):
    monkeypatch.setenv("IDLIB_MAP_METRICS", "10.1.0.0/16")
    app = Starlette(routes=list(ROUTES), middleware=[Middleware(RequestLog, write=lines.append)])
    with TestClient(app, client=HERE) as made:
        yield made


def values(client, name, **labels):
    """Give the values of a family by its labels."""
    told = text_string_to_metric_families(client.get("/metrics").text)
    samples = [sample for family in told for sample in family.samples if sample.name == name]
    return {tuple(s.labels.values()): s.value for s in samples if labels.items() <= s.labels.items()}


def test_all_that_is_promised_is_told_in_both_formats(client):
    plain = client.get("/metrics")
    assert plain.headers["content-type"].startswith("text/plain")
    assert plain.headers["cache-control"] == "no-store"
    assert {family.name for family in text_string_to_metric_families(plain.text)} >= FAMILIES
    opened = client.get("/metrics", headers={"accept": "application/openmetrics-text; version=1.0.0"})
    assert opened.headers["content-type"].startswith("application/openmetrics-text")
    assert opened.text.endswith("# EOF\n")


def test_requests_are_counted_by_route_and_nothing_of_what_readers_ask_is_told(client):
    def asked() -> float:
        return values(client, "situation_requests_total", route="/map/\N{HORIZONTAL ELLIPSIS}").get(
            ("GET", "/map/\N{HORIZONTAL ELLIPSIS}", "404"), 0
        )

    before = asked()
    for path in ("/map/own-secret/reports.json?place=Qzxwkv", "/qzxwkv", "/session/qzxwkv/end", "/light?where=Qzxwkv"):
        client.get(path)
    client.request("QZXWKV", "/light")
    assert asked() == before + 1
    assert "qzxwkv" not in client.get("/metrics").text.casefold()
    assert "secret" not in client.get("/metrics").text


def test_there_is_an_end_to_how_many_series_there_can_be(client):
    for number in range(40):
        client.get(f"/x{number}/y")
        client.request(f"M{number}", "/healthz")
    routes = {labels[1] for labels in values(client, "situation_requests_total")}
    methods = {labels[0] for labels in values(client, "situation_requests_total")}
    assert routes <= {*WHOLE, *(f"{start}\N{HORIZONTAL ELLIPSIS}" for start in (*LISTED, "/"))}
    assert methods <= {*METHODS, "other"}


def test_a_request_takes_its_time(client):
    count, total = "situation_request_seconds_count", "situation_request_seconds_sum"
    before = values(client, count, route="/healthz").get(("/healthz",), 0)
    client.get("/healthz")
    assert values(client, count, route="/healthz")["/healthz",] == before + 1
    assert values(client, total, route="/healthz")["/healthz",] > 0


def test_the_table_is_told_by_version_rows_and_age(client):
    told = next(iter(values(client, "situation_info")))
    assert {current().version, current().events.version} <= set(told)
    assert values(client, "situation_table_rows") == {(): len(current().events.frame)}
    assert values(client, "situation_data_age_seconds")[()] > 0


def test_what_a_queue_has_to_do_is_told_while_it_does_it(client, monkeypatch):
    queue = JobQueue(1)
    monkeypatch.setitem(metrics.QUEUES, "exports", queue)
    jobs = [queue.submit(time.sleep, 60, client="a", timeout_s=60) for _job in range(3)]
    assert jobs[0].started.wait(60)
    while not queue.load().processes:
        Event().wait(0.01)
    assert values(client, "situation_queue_running", queue="exports") == {("exports",): 1}
    assert values(client, "situation_queue_waiting", queue="exports") == {("exports",): 2}
    queue.close()
    with pytest.raises(WorkerLostError):
        jobs[0].result.result(60)
    assert values(client, "situation_queue_waiting", queue="exports") == {("exports",): 0}


def test_readiness_is_told_as_its_own_address_tells_it(client, monkeypatch):
    assert set(values(client, "situation_ready").values()) == {1}
    monkeypatch.setattr(waiting.LINES_READY, "is_set", lambda: False)
    assert values(client, "situation_ready", part="front_lines") == {("front_lines",): 0}
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize(
    ("setting", "where", "open_"),
    [("", "127.0.0.1", False), ("10.1.0.0/16", "10.1.9.9", True), ("10.1.0.0/16", "10.2.0.1", False),
     ("127.0.0.1,::1", "::1", True), ("*", "192.0.2.1", True), ("10.0.0.0/8", "testclient", False)],
)  # fmt: skip
def test_it_is_there_for_those_alone_whom_the_settings_name(monkeypatch, setting, where, open_):
    monkeypatch.setenv("IDLIB_MAP_METRICS", setting)
    with TestClient(Starlette(routes=list(ROUTES)), client=(where, 1)) as client:
        answer = client.get("/metrics")
        assert answer.status_code == (200 if open_ else 404)
        assert open_ or answer.json() == client.get("/metrics").json()
        assert open_ or "situation_" not in answer.text


@pytest.mark.parametrize("header", FORWARDED)
def test_what_came_through_a_proxy_is_refused_whoever_the_proxy_is(client, header):
    assert client.get("/metrics", headers={header: "10.1.2.3"}).status_code == 404


def test_the_log_has_no_address_unless_the_settings_ask_for_it(client, lines, monkeypatch):
    client.get("/healthz")
    monkeypatch.setenv("IDLIB_MAP_LOG_REQUESTS", "2")
    client.get("/healthz")
    assert HERE[0] not in lines[0]
    assert lines[1].split()[-1] == HERE[0]
    assert len(lines[1].split()) == len(lines[0].split()) + 1


def test_figures_are_looked_up_when_they_are_asked_for_and_not_when_the_server_starts(monkeypatch):
    def never():
        raise AssertionError

    monkeypatch.setattr(metrics, "current", never)
    assert list(metrics.State().describe()) == []
