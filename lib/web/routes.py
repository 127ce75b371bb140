"""The HTTP routes beside Streamlit's own: the browser's scripts, the map's data, and a health check.

Data live under their version, so an answer never changes and is cached for ever; another version is 404. An
answer is made once, compressed once, and kept in a bounded cache.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from lib.events import address
from lib.events.query import PARAMETERS, Query, parse
from lib.events.store import Snapshot, current, lookup
from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.geography import basemap
from lib.geography.basemap import BaseLayerError
from lib.geography.places import PlacesError
from lib.layers import first_answers, popups, registry
from lib.layers.layer import Answer
from lib.maps.answers import answers
from lib.maps.assets import asset, asset_url
from lib.text import language
from lib.web import tables
from lib.web.addresses import no_such_file, not_here
from lib.web.answers import compressed, failure, squeeze
from lib.web.exports import EXPORT_ROUTES
from lib.web.waiting import GONE, GoneError, lines_ready

OLDER = (
    "the address names another version of the data than the only one that this server has; reload the page. What has "
    "changed in the event table from version to version stands on the page Method and limits, under What changed, "
    "which offers the whole log for download"
)
"""What is said of a data version that is not the present one."""
FOREVER = "public, max-age=31536000, immutable"
ANSWERS: TableCache[bytes] = TableCache(256)
"""Compressed answers kept in memory, a few tens of kilobytes each; the largest, ``sequence``, 350."""

Key = tuple[tuple[str, str], ...]


class NotFoundError(Exception):
    """The address names nothing this server has; the message says what."""


async def health(_request: Request) -> Response:
    """Answer ``/healthz``: 200 and the data version when the event table could be read, 503 and the reason when not."""
    snapshot = await run_in_threadpool(current)
    rows = len(snapshot.events.frame)
    state = {"status": "ok" if rows else "no events", "data_version": snapshot.version, "rows": rows}
    return JSONResponse(state, status_code=200 if rows else 503, headers={"Cache-Control": "no-store"})


async def assets(request: Request) -> Response:
    """Answer ``/assets/…``: scripts, styles and pictures, from this package and from the installed Leaflet."""
    found = asset(request.path_params["name"])
    if found is None:
        return JSONResponse({"error": "no such file"}, status_code=404)
    data, media_type = found
    headers = {"Cache-Control": FOREVER if "v" in request.query_params else "no-cache"}
    if media_type.startswith("image/"):
        return Response(data, media_type=media_type, headers=headers)
    return compressed(request, squeeze(data), media_type, headers)


async def map_data(request: Request) -> Response:
    """Answer ``/map/<data_version>/….json``: what the browser draws from, one layer per address."""
    snapshot = await run_in_threadpool(lookup, request.path_params["version"])
    if snapshot is None:
        return not_here(request, OLDER, request.url.path.partition("/map/")[0])
    query, notes = parse(request.query_params, frozenset(ASKED))
    if notes:
        return failure(" ".join(notes), 422)
    language.set(query.lang)
    name = request.path_params["name"]
    if (name == "sequence" or query.near == "front") and not snapshot.own:
        try:
            await lines_ready(request)
        except GoneError:
            return Response(status_code=GONE)
    try:
        key = _key(request.query_params, query, name)
        body = await run_in_threadpool(_answer, snapshot, name, key)
    except NotFoundError as error:
        return failure(str(error), 404)
    except (BaseLayerError, PlacesError) as error:
        return failure(str(error), 503)
    # A reader's own table may not stay in the browser's store either.
    return compressed(request, body, "application/json", {"Cache-Control": "no-store" if snapshot.own else FOREVER})


ASKED = ("kind", "place", "origin", "at")
"""What is asked of the reports, besides the filter."""

REPORTS_USE = (*(parameter.name for parameter in PARAMETERS), *ASKED)
"""Parameters that reports depend on."""


def _known(name: str) -> tuple[Answer, str]:
    """Find the answer that an address names, and the day in the address; "" where it has none.

    Raises:
        NotFoundError: There is none, or the address has a day where it should have none, or the other way about.
    """
    known = answers(asset_url("relief") if basemap.relief() else "")
    head, slash, day = name.partition("/")
    if slash and head in known and known[head].dated:
        return known[head], day
    if name not in known or known[name].dated:
        raise NotFoundError(f"there is no map data called {name[:40]!r}")
    return known[name], ""


def _key(asked: Mapping[str, str], query: Query, name: str) -> Key:
    """Collect the parameters an answer depends on, in one order, so that two spellings of one view share an answer."""
    given = query.params() | {word: asked.get(word, "")[:200] for word in ASKED}
    uses = REPORTS_USE if name == "reports" else _known(name)[0].uses
    return tuple(sorted((word, value) for word, value in given.items() if word in uses and value))


def _answer(snapshot: Snapshot, name: str, key: Key) -> bytes:
    """Return one answer as compressed JSON, made once."""
    return ANSWERS.get_or_compute(snapshot.events, (snapshot.version, name, key), lambda: _made(snapshot, name, key))


def _made(snapshot: Snapshot, name: str, key: Key) -> bytes:
    params = dict(key)
    query, _notes = parse(params, frozenset(ASKED))
    language.set(query.lang)
    value = _value(snapshot.events, name, query, params)
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return squeeze(text.encode())


def _value(events: EventTable, name: str, query: Query, params: dict[str, str]) -> dict[str, Any]:
    if name == "reports":
        return _reports(events, query, params)
    answer, day = _known(name)
    return answer.make(events, replace(query, end=_day(day)) if answer.dated else query)


def _reports(events: EventTable, query: Query, params: dict[str, str]) -> dict[str, Any]:
    """Return what a symbol opens to, told by its layer where the layer has a way of its own."""
    kind, place, origin, at = (params.get(word, "") for word in ASKED)
    for layer in registry():
        if layer.reports is not None and kind in layer.data_kinds:
            return layer.reports(events, query, origin)
    return popups.reports(events, query, kind, place, origin, at)


def _day(text: str) -> date:
    try:
        return address.day(text)
    except ValueError as error:
        raise NotFoundError(f"{text[:20]}: {error}") from error


ROUTES: tuple[BaseRoute, ...] = (
    Route("/healthz", health),
    Route("/assets/{name:path}", assets),
    Route("/map/{version}/{name:path}.json", map_data),
    *EXPORT_ROUTES,
    tables.ROUTE,
    Route("/export/{rest:path}", no_such_file),
    Route("/map/{rest:path}", no_such_file),
)


def prepare() -> None:
    """Make the answers that the first reader's map asks for, so that they do not wait for them."""
    snapshot = current()
    end = Query().end
    for name in ("base", "clock", *first_answers()):
        _answer(snapshot, f"{name}/{end}" if answers("")[name].dated else name, ())
