"""``/metrics``: how the process does, for Prometheus: requests, queues, workers, caches, the table, sessions, memory.

It is asked of the process itself, by whom the settings name. What came through a proxy is refused: behind one that is
not known as such, every reader has an address of the house.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib import __version__
from lib.config import disk_cache
from lib.config.settings import settings
from lib.events import uploads
from lib.events.store import current, modified
from lib.jobs.queue import JobQueue, Load
from lib.web import exports, map_answers, sessions
from lib.web.addresses import unknown
from lib.web.answers import client_of
from lib.web.threads import in_thread
from lib.web.waiting import LINES_READY, PACKED_READY

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})
"""Methods that are counted by name; a client may send any word."""
BUCKETS: Final = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 400.0)
"""Seconds that answers are told apart by: a page to a film."""
FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
"""Headers of a request that came through a proxy."""
QUEUES: Final[dict[str, JobQueue]] = {"exports": exports.QUEUE, "uploads": uploads.QUEUE}
CACHES: Final = {"map": map_answers.ANSWERS, "asked": map_answers.FOR_ONE}
REGISTRY: Final = CollectorRegistry()
REQUESTS: Final = Counter("situation_requests", "Requests answered.", ("method", "route", "status"), registry=REGISTRY)
SECONDS: Final = Histogram(
    "situation_request_seconds", "From a request to the end of its answer.", ("route",), buckets=BUCKETS,
    registry=REGISTRY,
)  # fmt: skip


def count(method: str, route: str, status: int, seconds: float) -> None:
    """Count a request.

    Args:
        method: As it was asked.
        route: As :func:`lib.web.requests.route_of` gives it, which has an end to how many there are.
        status: How it was answered; 0 for a request whose client had gone.
        seconds: How long that took.
    """
    REQUESTS.labels(method if method in METHODS else "other", route, str(status or "none")).inc()
    SECONDS.labels(route).observe(seconds)


def resident(pid: int) -> int:
    """Return the memory that a process holds, bytes; 0 where the system does not tell, or the process is gone."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _gauge(name: str, meaning: str, values: dict[str, float], label: str = "") -> Metric:
    """Return a gauge with a value for each value of its label, or with the one value of no label."""
    made = GaugeMetricFamily(f"situation_{name}", meaning, labels=[label] if label else [])
    for key, value in values.items():
        made.add_metric([key] if label else [], value)
    return made


class State(Collector):
    """What is not counted as it happens but looked up when it is asked for."""

    def describe(self) -> list[Metric]:
        """Name nothing: a registry would otherwise ask for all of it when the server starts."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Yield every figure as it is now."""
        yield from _queues()
        yield from _caches()
        yield from _table()
        done = {"front_lines": float(LINES_READY.is_set()), "packed": float(PACKED_READY.is_set())}
        yield _gauge("ready", "Whether what is made at the start is there.", done, "part")
        yield _gauge("sessions", "Pages that are open.", {"": float(sessions.count())})


def _queues() -> Iterator[Metric]:
    loads = {name: queue.load() for name, queue in QUEUES.items()}

    def each(name: str, meaning: str, of: Callable[[Load], float]) -> Metric:
        return _gauge(name, meaning, {queue: of(load) for queue, load in loads.items()}, "queue")

    yield each("queue_waiting", "Jobs that wait for a worker.", lambda load: load.waiting)
    yield each("queue_running", "Jobs that a worker has.", lambda load: load.running)
    yield each("workers", "Processes of workers.", lambda load: len(load.processes))
    yield each("worker_memory_bytes", "Memory that they hold.", lambda load: sum(map(resident, load.processes)))
    yield each("result_memory_bytes", "Results kept in memory.", lambda load: load.memory_bytes)
    yield each("result_disk_bytes", "Results kept as files.", lambda load: load.disk_bytes)


def _caches() -> Iterator[Metric]:
    held = {name: float(len(cache)) for name, cache in CACHES.items()}
    yield _gauge("cache_answers", "Answers of the map's data kept in memory.", held, "cache")
    folder = disk_cache.folder_of().absolute()
    # One that is not there yet is made in the nearest that is.
    writable = os.access(next(each for each in (folder, *folder.parents) if each.exists()), os.W_OK)
    yield _gauge("cache_writable", "Whether what is computed is kept on disk.", {"": float(writable)})


def _table() -> Iterator[Metric]:
    snapshot = current()
    told = {"version": __version__, "data_version": snapshot.version, "table_version": snapshot.events.version}
    yield InfoMetricFamily("situation", "What is served: the product, and the data.", told)
    yield _gauge("table_rows", "Rows of the event table.", {"": float(len(snapshot.events.frame))})
    age = (datetime.now(UTC) - modified()).total_seconds()
    yield _gauge("data_age_seconds", "Since the data or what is made of them were last changed.", {"": age})
    meaning = "Whether an older table is shown, as the file cannot be used."
    yield _gauge("table_kept", meaning, {"": float(snapshot.kept is not None)})


REGISTRY.register(State())
ProcessCollector(registry=REGISTRY)


def may_ask(request: Request) -> bool:
    """Return whether a request comes from one of the settings' addresses, and through no proxy."""
    allowed, client = settings().metrics, client_of(request)
    if not allowed or any(name in request.headers for name in FORWARDED):
        return False
    if "*" in allowed:
        return True
    try:
        who = ip_address(client)
    except ValueError:
        return False
    return any(who in ip_network(each) for each in allowed)


async def metrics(request: Request) -> Response:
    """Answer ``/metrics`` in the format that is asked for; 404 to whoever may not ask."""
    if not may_ask(request):
        return unknown(request)
    written, media_type = choose_encoder(request.headers.get("accept", ""))
    body = await in_thread("health", written, REGISTRY)
    return Response(body, headers={"Cache-Control": "no-store", "Content-Type": media_type})


ROUTE: Final = Route("/metrics", metrics)
"""For whoever watches the server."""
