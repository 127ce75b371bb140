"""The export routes: the map of an address's view as a file, made by workers and never by the server.

A bad parameter gets 422 and a sentence, a full queue 503 and when to ask again, a format that needs what is not
installed 501. The same address and data version give the same bytes under the same ``ETag``.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib.config import disk_cache
from lib.config.crisis import CRISIS
from lib.config.settings import settings
from lib.events.address import STREAMLIT, unescaped_names
from lib.events.query import Query, parse
from lib.events.store import Snapshot, current
from lib.exports.code import code_version
from lib.exports.encoder import NoEncoderError, encoder
from lib.exports.geodata.task import TEXTS, GeodataTask
from lib.exports.order import (
    COMPARED,
    EXPORT_PARAMETERS,
    MAPS,
    MEDIA_TYPES,
    Order,
    OrderError,
    pages_of,
    read_order,
    sheet_of,
)
from lib.exports.tables import periods
from lib.exports.tables.task import TableTask
from lib.exports.task import COMPRESSED, ExportTask, render_task
from lib.jobs.errors import JobTimeoutError, QueueFullError, RejectedError, UnavailableError, WorkerFailedError
from lib.jobs.files import WrittenFile
from lib.jobs.job import Job
from lib.jobs.queue import Bounds, JobQueue
from lib.jobs.rates import Rate
from lib.jobs.worker import Limits
from lib.stories.asked import UnknownStoryError
from lib.stories.story import StoryError
from lib.text import _, enumerated, language, ngettext
from lib.web import inline
from lib.web.answers import base_of, client_of, compressed, failure
from lib.web.packing import known, picture_path
from lib.web.streaming import SentFile
from lib.web.threads import in_thread
from lib.web.waiting import LOOK_S, GoneError, check, given_up, lines_ready

RATE: Final = Rate(settings().export_rate, settings().export_rate)
"""Exports of each client; a film takes the room of ten pictures."""
FILM: Final = 10.0
QUEUE: Final = JobQueue(
    settings().export_processes,
    Limits(niceness=settings().niceness, start_s=settings().export_start_s),
    Bounds(
        waiting=settings().export_queue,
        per_client=settings().export_queue_client,
        cache_bytes=settings().export_cache_mb * 1_000_000,
        file_bytes=settings().export_files_mb * 1_000_000,
        idle_s=settings().export_idle_s,
    ),
)
"""The exports of this server."""
ONE_S: Final = settings().export_timeout_s
MANY_S: Final = settings().export_timeout_pages_s
"""Time allowed for an export of one page, and for one of many, seconds."""
ALL_LINES: Final = frozenset({"html", "report"})
"""Formats that show every control date."""
NOSNIFF: Final = {"X-Content-Type-Options": "nosniff"}
HARMLESS: Final = {
    # An SVG opened as a page of its own may style its text and carry its fonts, and nothing else.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; sandbox",
}
ORDERED: Final = frozenset(parameter.name for parameter in (*EXPORT_PARAMETERS, inline.INLINE)) | STREAMLIT
"""Parameters of an export that a page does not have, and those of a page that is embedded."""

STATUS: Final[dict[type[Exception], int]] = {
    OrderError: 422, RejectedError: 422, NoEncoderError: 501, UnavailableError: 503, JobTimeoutError: 503,
    WorkerFailedError: 500, StoryError: 422, UnknownStoryError: 404,
}  # fmt: skip
"""How a failure is answered."""


async def export_map(request: Request) -> Response:
    """Answer ``/export/map.<format>``: the map of the address's view in one of the formats."""
    fmt = request.path_params["format"]
    if fmt not in MAPS:
        words = _("There is no export map.{format}; there are {known}.")
        return failure(words.format(format=fmt[:20], known=enumerated(MAPS)), 404)
    return await export(request, fmt)


async def export_report(request: Request) -> Response:
    """Answer ``/export/report.pdf``: the situation report of the address's view on one page."""
    return await export(request, "report")


async def export(request: Request, fmt: str) -> Response:
    """Answer with a file that a worker draws of the address's view; ``fmt`` is a key of the formats."""
    return await answered(request, partial(_asked, request, fmt))


@dataclass(frozen=True)
class Asked:
    """An export that can be made as it is asked for.

    Attributes:
        task: What a worker is handed.
        long: Whether it has many pages, which takes longer and costs more.
        headers: What is said with it besides what every export says.
        all_lines: Whether it shows the front line of every date.
        make: What makes it of the task.
        media_type: Its media type, where it is no picture; "" for that of the task's format.
        file: Ending of the file that ``make`` writes and that is sent from the disk; "" where it returns bytes.
    """

    task: ExportTask | GeodataTask | TableTask
    long: bool
    headers: dict[str, str]
    all_lines: bool = False
    make: Callable[..., bytes | None] = render_task
    media_type: str = ""
    file: str = ""


def _asked(request: Request, fmt: str, snapshot: Snapshot) -> Asked:
    """Read what the address of a view asks for; errors as for :func:`_read`."""
    query, order, pages = _read(request, fmt)
    # A picture for a poor line stands in a page that links to the view, and is the same under every address.
    task = task_of(snapshot, query, order, fmt, "" if fmt == "webp" else link_of(request, query, fmt))
    shown = inline.wanted(unescaped_names(request.query_params), fmt)
    # What a browser can show is shown; a link marked "download" saves it all the same. The map in one file is handed
    # over unless it is asked for inline, and may run its own scripts wherever it is opened.
    how = "attachment" if fmt in {"html", "pptx", "compare-pptx"} and not shown else "inline"
    may = inline.headers() if shown else {} if fmt == "html" else HARMLESS
    headers = {"Content-Disposition": f'{how}; filename="{_file_name(query, fmt)}"'} | may
    return Asked(task, pages > 1, headers, all_lines=fmt in ALL_LINES)


def _file_name(query: Query, fmt: str) -> str:
    if fmt in COMPARED:
        return periods.file_name(query, COMPARED[fmt])
    kind, ending = ("report", "pdf") if fmt == "report" else ("map", fmt)
    return f"{CRISIS.slug}-{kind}-{query.start}-{query.end}.{ending}"


async def answered(request: Request, read: Callable[[Snapshot], Asked]) -> Response:
    """Answer with the export that ``read`` finds asked for, made by a worker, or with why there is none.

    ``read`` raises one of :data:`STATUS` for what cannot be made.
    """
    try:
        return await _answer(request, read(await in_thread("health", current)))
    except QueueFullError as full:
        words = ngettext(
            "{n} export is waiting already; ask again in a moment.",
            "{n} exports are waiting already; ask again in a moment.",
            full.ahead,
        )
        return failure(words.format(n=full.ahead), 503, {"Retry-After": str(full.retry_after)})
    except GoneError as gone:
        return given_up(gone)
    except tuple(STATUS) as wrong:
        return failure(_sentence(wrong), STATUS[type(wrong)])


async def _answer(request: Request, asked: Asked) -> Response:
    task, name = asked.task, name_of(asked.task)
    headers = {"ETag": f'"{name}"', "Cache-Control": "no-cache"} | NOSNIFF | asked.headers
    if known(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    body: bytes | WrittenFile | None = None
    if task.format == "webp":
        body = await in_thread("files", disk_cache.read, picture_path(name))
    if body is None:
        if asked.all_lines:
            await lines_ready(request)
        there = asked.file and QUEUE.holds(name)  # whoever reads it in parts asks many times
        if not there and (refusal := too_often(request, FILM if asked.long else 1.0)) is not None:
            return refusal
        job = QUEUE.submit(
            asked.make, task, client=client_of(request), timeout_s=MANY_S if asked.long else ONE_S, key=name,
            long=asked.long, tries=2, file=asked.file, ends_alone=bool(asked.file),
        )  # fmt: skip
        body = await _made(request, job)
    media_type = asked.media_type or MEDIA_TYPES[task.format]
    if isinstance(body, WrittenFile):
        return SentFile(body, media_type, headers)
    if task.format in (TEXTS if asked.media_type else COMPRESSED):
        return compressed(request, body, media_type, headers)
    return Response(body, media_type=media_type, headers=headers)


def too_often(request: Request, cost: float = 1.0) -> Response | None:
    """Return a refusal for a client that asks for exports more often than it may; None for one that does not."""
    wait_s = RATE.take(client_of(request), cost)
    if not wait_s:
        return None
    words = ngettext(
        "Too many exports were asked for from this address; ask again in {n} second.",
        "Too many exports were asked for from this address; ask again in {n} seconds.",
        int(wait_s),
    )
    return failure(words.format(n=wait_s), 429, {"Retry-After": str(wait_s)})


def _sentence(wrong: Exception) -> str:
    """Return what a client is told of an error."""
    if isinstance(wrong, JobTimeoutError):
        words = ngettext(
            "The export took longer than {n} second and was ended; ask for fewer pages or less detail.",
            "The export took longer than {n} seconds and was ended; ask for fewer pages or less detail.",
            round(wrong.limit_s),
        )
        return words.format(n=round(wrong.limit_s))
    if isinstance(wrong, WorkerFailedError):
        return _("The export could not be made; the server's log says why.")
    return str(wrong)


def _read(request: Request, fmt: str) -> tuple[Query, Order, int]:
    """Read what an address asks for, and of how many pages.

    Raises:
        OrderError: A parameter cannot be used.
        NoEncoderError: It needs what is not installed here.
    """
    query, notes = parse(request.query_params, ORDERED)
    language.set(query.lang)
    if notes:
        raise OrderError(" ".join(notes))
    order = read_order(unescaped_names(request.query_params), fmt)
    sheet_of(order, query, fmt)
    if fmt == "mp4":
        encoder()
    return query, order, len(pages_of(order, query, fmt))


async def _made(request: Request, job: Job) -> bytes | WrittenFile:
    """Wait for the result. A client that leaves gives up its place in the queue.

    Raises:
        GoneError: Nobody waits for it any more.
    """
    # Shielded: others may wait for the same file.
    outcome = asyncio.wrap_future(job.result)
    outcome.add_done_callback(lambda done: done.cancelled() or done.exception())  # looked at, whoever still waits
    made = asyncio.shield(outcome)
    made.add_done_callback(lambda done: done.cancelled() or done.exception())
    try:
        while not made.done():
            await asyncio.wait({made}, timeout=LOOK_S)
            if not made.done():
                await check(request)
    finally:
        QUEUE.leave(job)
    body: bytes | WrittenFile = made.result()
    return body


def task_of(snapshot: Snapshot, query: Query, order: Order, fmt: str, link: str) -> ExportTask:
    """Return an export of the server's own table as it is handed to a worker."""
    params = replace(query, search="", event="", view="page").params()
    return ExportTask(params, order.params(), fmt, link, snapshot.events.version, snapshot.version)


def name_of(task: ExportTask | GeodataTask | TableTask) -> str:
    """Return what tells an export from all others: view, order, link, data and the code that makes it."""
    parts = (sorted(task.query.items()), sorted(task.order.items()), task.format, task.link, task.table, task.version)
    kind = task.story if isinstance(task, ExportTask) else task.name
    return hashlib.sha256(repr((*parts, type(task).__name__, kind, code_version())).encode()).hexdigest()[:20]


def link_of(request: Request, query: Query, fmt: str = "") -> str:
    """Return the address of the same view on this server as its clients know it; "" for a host that is not sound."""
    base, page = base_of(request), "compare" if fmt in COMPARED else ""
    params = replace(query, search="", event="", view="page").params()
    return f"{base}/{page}?{urlencode(params)}" if base else ""


EXPORT_ROUTES: Final[tuple[Route, ...]] = (
    Route("/export/map.{format}", export_map),
    Route("/export/report.pdf", export_report),
)
