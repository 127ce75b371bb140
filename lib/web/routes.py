"""The HTTP routes beside Streamlit's own: the browser's scripts, the map's data, and a health check.

Data live under their version, so an answer never changes and is cached for ever; another version is 404. An
answer is made once, compressed once, and kept in a bounded cache.
"""

from __future__ import annotations

import gzip
import json
from datetime import date
from functools import lru_cache
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from lib.events.query import Query, parse
from lib.geography.basemap import BaseLayerError
from lib.geography.places import PlacesError
from lib.maps import payload, popups
from lib.maps.assets import asset, asset_url
from lib.maps.snapshot import Snapshot, current
from lib.wording import language

FOREVER = "public, max-age=31536000, immutable"
MOST_ANSWERS = 256
"""Compressed answers kept in memory, a few tens of kilobytes each."""


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
    return _compressed(request, _squeeze(data), media_type, headers)


async def map_data(request: Request) -> Response:
    """``/map/<data_version>/….json``: what the browser draws from, one layer an address."""
    snapshot = await run_in_threadpool(current)
    if request.path_params["version"] != snapshot.version:
        return _error("this version of the data is no longer served; reload the page", 404)
    query, notes = parse(request.query_params)
    if notes:
        return _error(" ".join(notes), 422)
    language.set(query.lang)
    try:
        body = await run_in_threadpool(_answer, snapshot, request.path_params["name"], _key(request, query))
    except NotFoundError as error:
        return _error(str(error), 404)
    except (BaseLayerError, PlacesError) as error:
        return _error(str(error), 503)
    return _compressed(request, body, "application/json", {"Cache-Control": FOREVER})


def _key(request: Request, query: Query) -> tuple[tuple[str, str], ...]:
    """The parameters an answer may depend on, in one order, so that two spellings of one view share an answer."""
    extra = {name: request.query_params.get(name, "")[:200] for name in ("kind", "place", "origin")}
    return tuple(sorted((query.params() | extra).items()))


@lru_cache(maxsize=MOST_ANSWERS)
def _answer(snapshot: Snapshot, name: str, key: tuple[tuple[str, str], ...]) -> bytes:
    """One answer as compressed JSON."""
    params = dict(key)
    query, _notes = parse(params)
    language.set(query.lang)
    value = _value(snapshot, name, query, params)
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _squeeze(text.encode())


def _value(snapshot: Snapshot, name: str, query: Query, params: dict[str, str]) -> dict[str, Any]:
    events = snapshot.events
    if name == "base":
        return payload.base(asset_url("relief"))
    if name == "sites":
        return payload.sites()
    if name == "strikes":
        return payload.strikes(events, query)
    if name == "flows":
        return payload.flows(events, query)
    if name == "reports":
        return popups.reports(events, query, params["kind"], params["place"], params["origin"])
    if name.startswith("control/"):
        return payload.control_on(events, _day(name.removeprefix("control/")))
    raise NotFoundError(f"there is no map data called {name[:40]!r}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotFoundError(f"{text[:20]!r} is not a day; write it as YYYY-MM-DD") from error


def _squeeze(data: bytes) -> bytes:
    return gzip.compress(data, compresslevel=6, mtime=0)


def _compressed(request: Request, body: bytes, media_type: str, headers: dict[str, str]) -> Response:
    """An answer that is kept compressed; opened again only for a client that cannot read gzip."""
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers = headers | {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(body, media_type=media_type, headers=headers)
    return Response(gzip.decompress(body), media_type=media_type, headers=headers | {"Vary": "Accept-Encoding"})


def _error(message: str, status: int) -> Response:
    return JSONResponse({"error": message}, status_code=status, headers={"Cache-Control": "no-store"})


ROUTES: tuple[BaseRoute, ...] = (
    Route("/healthz", health),
    Route("/assets/{name:path}", assets),
    Route("/map/{version}/{name:path}.json", map_data),
)


def prepare() -> None:
    """Make the answers that the first reader's map asks for, so that they do not wait for them."""
    snapshot = current()
    key = tuple(sorted({"kind": "", "place": "", "origin": ""}.items()))
    for name in ("base", "sites", f"control/{Query().end}", "strikes", "flows"):
        _answer(snapshot, name, key)
