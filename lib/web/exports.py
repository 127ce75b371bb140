"""The export routes: the map of an address's view as a file, made by the queue's processes and never by the server.

A bad parameter gets 422 and a sentence, a full queue 503 and when to ask again, a format that needs what is not
installed 501. The same address and data version give the same bytes under the same ``ETag``.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from lib import exports
from lib.events.query import Query, parse
from lib.exports.encoder import NoEncoderError, encoder
from lib.exports.job import Job
from lib.exports.order import MEDIA_TYPES, Order, OrderError, pages_of, read_order, sheet_of
from lib.exports.queue import MANY_S, ONE_S, QUEUE, BrokenError, FullError, LackingError, RefusedError, Ticket
from lib.maps.snapshot import Snapshot, current
from lib.web.answers import LINES_READY, PATIENCE_S, compressed, failure
from lib.wording import _, language

ADDRESS_VARIABLE: Final = "IDLIB_MAP_ADDRESS"
"""Environment variable with the address that pictures link to, where the server is known by another than its own."""
PACKED: Final = frozenset({"html", "svg"})
"""Formats that the queue hands over compressed."""
ALL_LINES: Final = frozenset({"html", "report"})
"""Formats that show every control date."""
CLIENT_LOOK_S: Final = 1.0
"""How often it is looked whether the asker is still there, seconds."""
HARMLESS: Final = {
    "X-Content-Type-Options": "nosniff",
    # An SVG opened as a page of its own may style its text and carry its fonts, and nothing else.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; sandbox",
}
_HOST: Final = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:]+\](:\d+)?")


STATUS: Final[dict[type[Exception], int]] = {
    OrderError: 422, RefusedError: 422, NoEncoderError: 501, LackingError: 503, BrokenError: 500,
}  # fmt: skip
"""How a failure is answered."""


class _GoneError(Exception):
    """The asker has closed the connection: nobody reads an answer."""


async def export_map(request: Request) -> Response:
    """``/export/map.<format>``: the map of the address's view in one of the formats."""
    fmt = request.path_params["format"]
    if fmt not in MEDIA_TYPES or fmt == "report":
        known = ", ".join(name for name in MEDIA_TYPES if name != "report")
        return failure(
            _("There is no export map.{format}; there are {known}.").format(format=fmt[:20], known=known), 404
        )
    return await _export(request, fmt)


async def export_report(request: Request) -> Response:
    """``/export/report.pdf``: the situation report of the address's view on one page."""
    return await _export(request, "report")


async def _export(request: Request, fmt: str) -> Response:
    try:
        query, order, pages = _read(request, fmt)
        snapshot = await run_in_threadpool(current)
        job = job_of(snapshot, query, order, fmt, link_of(request, query))
        name = name_of(job)
        headers = {"ETag": f'"{name}"', "Cache-Control": "no-cache"} | HARMLESS
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        if fmt in ALL_LINES:
            await run_in_threadpool(LINES_READY.wait, PATIENCE_S)
        ticket = QUEUE.ask(name, job, client_of(request), ONE_S if pages == 1 else MANY_S)
        body = await _made(request, ticket)
    except FullError as full:
        return failure(str(full), 503, {"Retry-After": str(full.after)})
    except _GoneError:
        return Response(status_code=499)
    except tuple(STATUS) as wrong:
        return failure(str(wrong), STATUS[type(wrong)])
    return _sent(request, body, fmt, query, headers)


def _read(request: Request, fmt: str) -> tuple[Query, Order, int]:
    """What an address asks for, and of how many pages.

    Raises:
        OrderError: A parameter cannot be used.
        NoEncoderError: It needs what is not installed here.
    """
    query, notes = parse(request.query_params)
    language.set(query.lang)
    if notes:
        raise OrderError(" ".join(notes))
    order = read_order(request.query_params, fmt)
    sheet_of(order, query, fmt)
    if fmt == "mp4":
        encoder()
    return query, order, len(pages_of(order, query, fmt))


async def _made(request: Request, ticket: Ticket) -> bytes:
    """The bytes once they are there. An asker who leaves gives up the place in the queue.

    Raises:
        _GoneError: The asker has left.
    """
    # Shielded: others may wait for the same file.
    made = asyncio.shield(asyncio.wrap_future(ticket.made))
    try:
        while not made.done():
            await asyncio.wait({made}, timeout=CLIENT_LOOK_S)
            if not made.done() and await request.is_disconnected():
                raise _GoneError
    finally:
        QUEUE.leave(ticket)
    return made.result()


def _sent(request: Request, body: bytes, fmt: str, query: Query, headers: dict[str, str]) -> Response:
    ending = "pdf" if fmt == "report" else fmt
    kind = "report" if fmt == "report" else "map"
    # What a browser can show is shown; a link marked "download" saves it all the same.
    how = "attachment" if fmt in {"html", "pptx"} else "inline"
    filename = f"idlib-{kind}-{query.start}-{query.end}.{ending}"
    headers = headers | {"Content-Disposition": f'{how}; filename="{filename}"'}
    if fmt == "html":
        # It is an attachment, and may run its own scripts wherever it is opened.
        headers.pop("Content-Security-Policy")
    if fmt in PACKED:
        return compressed(request, body, MEDIA_TYPES[fmt], headers)
    return Response(body, media_type=MEDIA_TYPES[fmt], headers=headers)


def job_of(snapshot: Snapshot, query: Query, order: Order, fmt: str, link: str) -> Job:
    """An export of the server's own table as it is handed to the queue."""
    params = replace(query, search="", event="", view="page").params()
    return Job(params, order.params(), fmt, link, snapshot.events.version, snapshot.version)


def name_of(job: Job) -> str:
    """What tells an export from all others: view, order, link, data and the code that makes it."""
    return hashlib.sha256(repr((sorted(job.query.items()), sorted(job.order.items()), job.format, job.link, job.table,
                                job.version, _code())).encode()).hexdigest()[:20]  # fmt: skip


@lru_cache(maxsize=1)
def _code() -> str:
    """Hash of the code that makes exports; the rest is part of the data version."""
    digest = hashlib.sha256()
    for file in sorted(Path(exports.__file__).parent.glob("*.py")):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def link_of(request: Request, query: Query) -> str:
    """Address of the same view on this server, as its askers know it; blank when the request names no sound host."""
    given = os.environ.get(ADDRESS_VARIABLE, "")
    host = request.headers.get("host", "")
    base = given.rstrip("/") if given else f"{request.url.scheme}://{host}" if _HOST.fullmatch(host) else ""
    params = replace(query, search="", event="", view="page").params()
    return f"{base}/" + (f"?{urlencode(params)}" if params else "") if base else ""


def client_of(request: Request) -> str:
    """Who asks, for taking turns: the address the request comes from."""
    return request.client.host if request.client else "unknown"


EXPORT_ROUTES: Final[tuple[BaseRoute, ...]] = (
    Route("/export/map.{format}", export_map),
    Route("/export/report.pdf", export_report),
)
