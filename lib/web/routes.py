"""The HTTP routes beside Streamlit's own: the browser's scripts, the map's data, and a health check.

Data live under their version, so an answer never changes and is cached for ever; another version is 404. An
answer is made once, compressed once, and kept in a bounded cache.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from lib.analysis.kept import Kept
from lib.events.query import PARAMETERS, ROW_FILTERS, Query, parse
from lib.events.table import EventTable
from lib.geography.basemap import BaseLayerError
from lib.geography.places import PlacesError
from lib.maps import own_layer, payload, popups
from lib.maps.assets import asset, asset_url
from lib.maps.clock import clock
from lib.maps.modelled import modelled
from lib.maps.sequence import sequence
from lib.maps.snapshot import Snapshot, current, lookup
from lib.web import tables
from lib.web.answers import LINES_READY, PATIENCE_S, compressed, failure, squeeze
from lib.web.exports import EXPORT_ROUTES
from lib.wording import language

FOREVER = "public, max-age=31536000, immutable"
ANSWERS: Kept[bytes] = Kept(256)
"""Compressed answers kept in memory, a few tens of kilobytes each; the largest, ``sequence``, 350."""

Key = tuple[tuple[str, str], ...]


class NotFoundError(Exception):
    """The address names nothing this server has; the message says what."""


async def health(_request: Request) -> Response:
    """``/healthz``: 200 and the data version when the event table could be read, 503 and the reason when not."""
    snapshot = await run_in_threadpool(current)
    rows = len(snapshot.events.frame)
    state = {"status": "ok" if rows else "no events", "data_version": snapshot.version, "rows": rows}
    return JSONResponse(state, status_code=200 if rows else 503, headers={"Cache-Control": "no-store"})


async def assets(request: Request) -> Response:
    """``/assets/…``: scripts, styles and pictures, from this package and from the installed Leaflet."""
    found = asset(request.path_params["name"])
    if found is None:
        return JSONResponse({"error": "no such file"}, status_code=404)
    data, media_type = found
    headers = {"Cache-Control": FOREVER if "v" in request.query_params else "no-cache"}
    if media_type.startswith("image/"):
        return Response(data, media_type=media_type, headers=headers)
    return compressed(request, squeeze(data), media_type, headers)


async def map_data(request: Request) -> Response:
    """``/map/<data_version>/….json``: what the browser draws from, one layer an address."""
    snapshot = await run_in_threadpool(lookup, request.path_params["version"])
    if snapshot is None:
        return failure("this version of the data is no longer served; reload the page", 404)
    query, notes = parse(request.query_params)
    if notes:
        return failure(" ".join(notes), 422)
    language.set(query.lang)
    name = request.path_params["name"]
    if name == "sequence" and not snapshot.own:
        await run_in_threadpool(LINES_READY.wait, PATIENCE_S)
    try:
        body = await run_in_threadpool(_answer, snapshot, name, _key(request.query_params, query, name))
    except NotFoundError as error:
        return failure(str(error), 404)
    except (BaseLayerError, PlacesError) as error:
        return failure(str(error), 503)
    # A reader's own table may not stay in the browser's store either.
    return compressed(request, body, "application/json", {"Cache-Control": "no-store" if snapshot.own else FOREVER})


USES: dict[str, tuple[str, ...]] = {
    "strikes": ROW_FILTERS,
    "own": ROW_FILTERS,
    "flows": (*ROW_FILTERS, "counter"),
    "modelled": ROW_FILTERS,
    "clock": (*ROW_FILTERS, "counter", "lang"),
    "reports": (*(parameter.name for parameter in PARAMETERS), "kind", "origin"),
    "sequence": (),
}
"""Parameters that an answer depends on; those that are not named here depend on the language alone."""
ASKED = ("kind", "place", "origin")
"""What is asked of the reports, besides the filter."""


def _key(asked: Mapping[str, str], query: Query, name: str) -> Key:
    """The parameters an answer depends on, in one order, so that two spellings of one view share an answer."""
    given = query.params() | {word: asked.get(word, "")[:200] for word in ASKED}
    uses = USES.get(name, ("lang",))
    return tuple(sorted((word, value) for word, value in given.items() if word in uses and value))


def _answer(snapshot: Snapshot, name: str, key: Key) -> bytes:
    """One answer as compressed JSON, made once."""
    return ANSWERS.of(snapshot.events, (snapshot.version, name, key), lambda: _made(snapshot, name, key))


def _made(snapshot: Snapshot, name: str, key: Key) -> bytes:
    params = dict(key)
    query, _notes = parse(params)
    language.set(query.lang)
    value = _value(snapshot.events, name, query, params)
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return squeeze(text.encode())


def _value(events: EventTable, name: str, query: Query, params: dict[str, str]) -> dict[str, Any]:
    if name.startswith("control/"):
        return payload.control_on(events, _day(name.removeprefix("control/")))
    made: dict[str, Callable[[], dict[str, Any]]] = {
        "base": lambda: payload.base(asset_url("relief")),
        "sites": payload.sites,
        "overlays": lambda: payload.overlays(events),
        "sequence": lambda: sequence(events),
        "clock": lambda: clock(events, query),
        "strikes": lambda: payload.strikes(events, query),
        "flows": lambda: payload.flows(events, query),
        "modelled": lambda: modelled(events, query),
        "reports": lambda: popups.reports(events, query, *(params.get(word, "") for word in ASKED)),
        "own": lambda: own_layer.places(events, query),
    }
    if name == "reports" and params.get("kind") == "own":
        return own_layer.reports(events, query, params.get("origin", ""))
    if name not in made:
        raise NotFoundError(f"there is no map data called {name[:40]!r}")
    return made[name]()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotFoundError(f"{text[:20]!r} is not a day; write it as YYYY-MM-DD") from error


ROUTES: tuple[BaseRoute, ...] = (
    Route("/healthz", health),
    Route("/assets/{name:path}", assets),
    Route("/map/{version}/{name:path}.json", map_data),
    *EXPORT_ROUTES,
    tables.ROUTE,
)


def prepare() -> None:
    """Make the answers that the first reader's map asks for, so that they do not wait for them."""
    snapshot = current()
    for name in ("base", "sites", f"control/{Query().end}", "strikes", "flows", "clock"):
        _answer(snapshot, name, ())
