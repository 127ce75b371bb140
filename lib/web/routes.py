"""The HTTP routes beside Streamlit's own: the browser's scripts, the map's data, and a health check.

Data live under their version, so an answer never changes and is cached for ever; another version is 404. An
answer is made once, packed once, and kept in a bounded cache (:mod:`lib.web.map_answers`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from lib.config import base_path
from lib.config.settings import settings
from lib.events import publishing
from lib.events.query import parse
from lib.events.store import current, lookup
from lib.geography.basemap import BaseLayerError
from lib.geography.places import PlacesError
from lib.jobs.rates import Rate
from lib.maps.assets import asset
from lib.text import language, ngettext
from lib.web import comparing, feeds, geodata, light, metrics, oembed, ogc, sessions, stories, tables
from lib.web.addresses import no_such_file, not_here
from lib.web.answers import client_of, failure
from lib.web.exports import EXPORT_ROUTES
from lib.web.map_answers import ASKED, NotFoundError, key_of, packed_answer
from lib.web.packing import Packed, answer, as_it_is, pack
from lib.web.publishing import published
from lib.web.threads import in_thread
from lib.web.waiting import LINES_READY, PACKED_READY, GoneError, given_up, lines_ready

OLDER = (
    "the address names another version of the data than the only one that this server has; reload the page. What has "
    "changed in the event table from version to version stands on the page Method and limits, under What changed, "
    "which offers the whole log for download"
)
"""What is said of a data version that is not the present one."""
FOREVER = "public, max-age=31536000, immutable"
SOON = "public, max-age=600"
"""How long a browser keeps what was found for some words: a library that is brought up to date may find more."""
SEARCHES: Final = Rate(10 * settings().search_rate, 10 * settings().search_rate)
"""Searches for places by each client: while a name is typed several are asked for."""


async def health(_request: Request) -> Response:
    """Answer ``/healthz``: 200 and the data version when there is an event table to serve, 503 when not."""
    snapshot = await in_thread("health", current)
    rows = len(snapshot.events.frame)
    status = "last good table" if snapshot.kept else "ok" if rows else "no events"
    state = {"status": status, "data_version": snapshot.version, "rows": rows}
    state |= {"why": str(snapshot.kept)} if snapshot.kept else {}
    return JSONResponse(state, status_code=200 if rows else 503, headers={"Cache-Control": "no-store"})


async def ready(_request: Request) -> Response:
    """Answer ``/readyz``: 200 once the front line of every date is there, 503 while they are still computed."""
    done = {"front_lines": LINES_READY.is_set(), "packed": PACKED_READY.is_set()}
    headers = {"Cache-Control": "no-store"} | ({} if all(done.values()) else {"Retry-After": "5"})
    return JSONResponse(done, status_code=200 if all(done.values()) else 503, headers=headers)


@lru_cache(maxsize=64)
def _packed(name: str, _ready: bool) -> Packed:
    found = asset(name)
    assert found is not None
    return pack(found[0])


async def assets(request: Request) -> Response:
    """Answer ``/assets/…``: scripts, styles and pictures, from this package and from the installed Leaflet."""
    found = asset(request.path_params["name"])
    if found is None:
        return JSONResponse({"error": "no such file"}, status_code=404)
    data, media_type = found
    headers = {"Cache-Control": FOREVER if "v" in request.query_params else "no-cache"}
    if media_type.startswith("image/"):
        return as_it_is(request, data, media_type, headers)
    packed = await in_thread("map", _packed, request.path_params["name"], PACKED_READY.is_set())
    return answer(request, packed, media_type, headers)


def _refused(request: Request, name: str, notes: tuple[str, ...]) -> Response | None:
    """Refuse what an address asks for in vain, and searches for places that are too many."""
    if notes:
        return failure(" ".join(notes), 422)
    if name == "find" and (wait_s := SEARCHES.take(client_of(request))):
        words = ngettext(
            "Too many searches come from this address; ask again in {n} second.",
            "Too many searches come from this address; ask again in {n} seconds.",
            int(wait_s),
        ).format(n=wait_s)
        return failure(words, 429, {"Retry-After": str(wait_s)})
    return None


async def map_data(request: Request) -> Response:
    """Answer ``/map/<data_version>/….json``: what the browser draws from, one layer per address."""
    snapshot = await in_thread("health", lookup, request.path_params["version"])
    if snapshot is None:
        return not_here(request, OLDER)
    # The version says it too: what the browser asks for then has no need to.
    publishing.ask(wanted=publishing.is_on() or snapshot.events.coarse is not None)
    query, notes = parse(request.query_params, frozenset(ASKED))
    language.set(query.lang)
    name = request.path_params["name"]
    if refused := _refused(request, name, notes):
        return refused
    measured = query.near == "front" or (name == "clock" and query.within_area)
    if (name == "sequence" or name.startswith("place/") or measured) and not snapshot.own:
        try:
            await lines_ready(request)
        except GoneError as gone:
            return given_up(gone)
    try:
        key = key_of(request.query_params, query, name)
        body = await in_thread("map", packed_answer, snapshot, name, key)
    except NotFoundError as error:
        return failure(str(error), 404)
    except (BaseLayerError, PlacesError) as error:
        return failure(str(error), 503)
    # A reader's own table may not stay in the browser's store either.
    kept = "no-store" if snapshot.own else SOON if name == "find" else FOREVER
    return answer(request, body, "application/json", {"Cache-Control": kept})


FOR_NO_ROBOT = ("/export/", "/map/", "/ogc/collections/", "/_stcore/")
"""What a search engine need not read: files and data that the pages are made of."""


async def robots(_request: Request) -> Response:
    """Answer ``/robots.txt``: what search engines may read."""
    lines = ["User-agent: *", *(f"Disallow: {base_path.under(path)}" for path in FOR_NO_ROBOT), ""]
    return PlainTextResponse("\n".join(lines))


_ROUTES: tuple[Route, ...] = (
    Route("/healthz", health),
    Route("/robots.txt", robots),
    Route("/readyz", ready),
    metrics.ROUTE,
    Route("/assets/{name:path}", assets),
    Route("/map/{version}/{name:path}.json", map_data),
    *EXPORT_ROUTES,
    stories.ROUTE,
    tables.ROUTE,
    comparing.ROUTE,
    sessions.ROUTE,
    *light.ROUTES,
    *ogc.ROUTES,
    *feeds.ROUTES,
    oembed.ROUTE,
    geodata.ROUTE,
    Route("/export/{rest:path}", no_such_file),
    Route("/map/{rest:path}", no_such_file),
)


def routes() -> list[BaseRoute]:
    """Return every route below the base path, and what is answered without that path too.

    None gives out anything but coarsened data where its address asks for such.
    """
    there = [(base_path.under(route.path), route) for route in _ROUTES]
    if base_path.base_path():
        there += [(route.path, route) for route in _ROUTES if route.path in base_path.BESIDE]
    return [published(Route(path, route.endpoint, methods=sorted(route.methods or ()))) for path, route in there]


ROUTES: tuple[BaseRoute, ...] = tuple(routes())
"""Every route of a server with no base path."""
