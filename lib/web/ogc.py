"""``/ogc``: the data as OGC API - Features, for QGIS, GDAL, ArcGIS, R and whatever else reads that; their catalogue.

Nothing is ignored: a value or a name that cannot be used is 400, an address that there is not 404, each with a sentence
as ``application/problem+json`` or as a page.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import format_datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib import light
from lib.events.address import shown
from lib.events.store import Snapshot, current, modified
from lib.exports import ogc
from lib.exports.ogc import documents
from lib.exports.ogc.asked import EVERYWHERE, LIMIT, AskedError, Items, check_names, format_of, names_of, read_items
from lib.exports.ogc.collections import COLLECTIONS, Collection
from lib.exports.ogc.dcat import catalogue
from lib.exports.ogc.documents import GEOJSON, HTML, JSON, JSON_LD, OPENAPI, Door
from lib.exports.ogc.features import feature_of, page_of
from lib.exports.ogc.openapi import definition
from lib.geography.basemap import BaseLayerError
from lib.geography.places import PlacesError
from lib.light import services
from lib.text import _, enumerated, language
from lib.web.answers import base_of
from lib.web.exports import too_often
from lib.web.languages import speak_to
from lib.web.packing import has_it
from lib.web.problems import as_problem, problem
from lib.web.threads import in_thread
from lib.web.waiting import GoneError, given_up, lines_ready

ON_A_PAGE: Final = 100
"""Features shown on a page to be read, where the address does not say how many."""
NEITHER_KEPT: Final = {"Cache-Control": "no-cache", "Vary": "Accept, Accept-Language, Accept-Encoding"}
"""An answer is asked for anew each time, and sent only when it is another."""
LEAST_PACKED: Final = 1000
"""Bytes from which an answer is sent compressed."""
Make = Callable[[Snapshot, Door], bytes | None]


@dataclass(frozen=True)
class Wanted:
    """What an address asks for, read and checked.

    Attributes:
        make: Writes it; None where there is nothing of that name.
        cost: What it takes of a client's rate of exports; 0 for a small document.
        lines: Whether the front lines have to be there.
    """

    make: Make
    cost: float = 0.0
    lines: bool = False


Read = Callable[[Snapshot, Door], Wanted]


async def _answered(
    request: Request, path: str, read: Read, json_type: str = JSON, names: tuple[str, ...] = EVERYWHERE
) -> Response:
    """Answer with a document, or with why there is none; ``names`` are those of the parameters that it takes."""
    speak_to(request)
    accept = request.headers.get("accept", "") if names else ""
    params = dict(request.query_params)
    try:
        # As they were given: what is given twice is only seen there.
        check_names(request.query_params, names)
        door = Door(base_of(request), path, params | {"f": ""}, format_of(params, accept), json_type)
    except AskedError as wrong:
        return problem(request, str(wrong), 400)
    snapshot = await in_thread("health", current)
    try:
        wanted = await in_thread("files", read, snapshot, door)
        return await _sent(request, snapshot, door, wanted)
    except AskedError as wrong:
        return problem(request, str(wrong), 400)
    except GoneError as gone:
        return as_problem(request, given_up(gone))
    except (BaseLayerError, PlacesError) as error:
        return problem(request, str(error), 503)


async def _sent(request: Request, snapshot: Snapshot, door: Door, wanted: Wanted) -> Response:
    changed = modified()
    media_type = HTML if door.format == "html" else door.json_type
    headers = NEITHER_KEPT | {
        "ETag": _tag(snapshot, door),
        "Last-Modified": format_datetime(changed, usegmt=True),
        "Content-Language": language.get(),
    }
    if has_it(request, headers):
        return Response(status_code=304, headers=headers)
    if wanted.cost and (refusal := too_often(request, wanted.cost)) is not None:
        return as_problem(request, refusal)
    if wanted.lines:
        await lines_ready(request)
    body = await in_thread("files", wanted.make, snapshot, door)
    if body is None:
        return problem(
            request, _("There is nothing at {path} on this server.").format(path=shown(request.url.path)), 404
        )
    if len(body) >= LEAST_PACKED and "gzip" in request.headers.get("accept-encoding", ""):
        body = await in_thread("files", _packed, body)
        headers |= {"Content-Encoding": "gzip"}
    return Response(body, media_type=media_type, headers=headers)


def _packed(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=5, mtime=0)


def _tag(snapshot: Snapshot, door: Door) -> str:
    params = sorted((name, value) for name, value in door.params.items() if value)
    key = (
        _code(),
        snapshot.version,
        snapshot.events.version,
        door.server,
        door.path,
        params,
        door.format,
        language.get(),
    )
    return f'W/"{hashlib.sha256(repr(key).encode()).hexdigest()[:20]}"'


@lru_cache(maxsize=1)
def _code() -> bytes:
    """Hash the code that writes the answers; the rest is part of the data version."""
    parts = [folder for package in (ogc, light) for folder in [Path(str(package.__file__)).parent]]
    files = sorted(path for folder in parts for path in folder.rglob("*") if path.suffix in {".py", ".html", ".css"})
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).digest()


def _document(make: Callable[[Snapshot, Door], dict[str, Any]], show: Callable[..., services.Sheet]) -> Read:
    """Read what a document asks for that has no parameters of its own."""

    def written(snapshot: Snapshot, door: Door) -> bytes:
        document = make(snapshot, door)
        return _page(show(document), door) if door.format == "html" else _json(document)

    def read(_snapshot: Snapshot, _door: Door) -> Wanted:
        return Wanted(written)

    return read


def _json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def _page(sheet: services.Sheet, door: Door) -> bytes:
    return services.page(sheet, door.to("", f="html")).encode()


async def landing(request: Request) -> Response:
    """Answer ``/ogc``: what the service is, and where the rest of it lies."""
    return await _answered(request, "", _document(lambda _s, door: documents.landing(door), services.landing))


async def conformance(request: Request) -> Response:
    """Answer ``/ogc/conformance``: which parts of the standard are kept."""
    read = _document(lambda _s, door: documents.conformance(door), services.conformance)
    return await _answered(request, "/conformance", read)


async def api(request: Request) -> Response:
    """Answer ``/ogc/api``: the definition of the service, for programs and for readers."""

    def written(_snapshot: Snapshot, door: Door) -> bytes:
        document = definition(door)
        return _page(services.definition(document, door.itself()), door) if door.format == "html" else _json(document)

    def read(_snapshot: Snapshot, _door: Door) -> Wanted:
        return Wanted(written)

    return await _answered(request, "/api", read, OPENAPI)


async def collections(request: Request) -> Response:
    """Answer ``/ogc/collections``: all of them."""
    return await _answered(request, "/collections", _document(documents.collections, services.collections))


def _named(request: Request) -> Collection | None:
    return COLLECTIONS.get(request.path_params["collection"])


async def collection(request: Request) -> Response:
    """Answer ``/ogc/collections/…``: what one of them holds."""
    one = _named(request)
    if one is None:
        return no_collection(request)
    meanings = partial(services.collection, meanings=[(each.name, each.holds, each.meaning) for each in one.columns()])
    read = _document(lambda snapshot, door: documents.collection(snapshot, one, door), meanings)
    return await _answered(request, f"/collections/{one.name}", read)


async def items(request: Request) -> Response:
    """Answer ``/ogc/collections/…/items``: features of a collection."""
    one = _named(request)
    if one is None:
        return no_collection(request)

    def written(asked: Items, snapshot: Snapshot, door: Door) -> bytes:
        page = page_of(snapshot, one, asked)
        links = documents.links_of_page(snapshot, one, page, door)
        body = page.json(links)
        if door.format != "html":
            return body
        document = json.loads(body)
        paths = (documents.path_of_feature(one, str(each["id"])) for each in document["features"])
        return _page(services.items(one.title(), document, [door.to(path, f="html") for path in paths]), door)

    def read(snapshot: Snapshot, door: Door) -> Wanted:
        asked = read_items(one, request.query_params, snapshot, ON_A_PAGE if door.format == "html" else LIMIT)
        measured = one.lines or asked.query.near == "front"
        return Wanted(partial(written, asked), 1.0, measured)

    return await _answered(request, f"/collections/{one.name}/items", read, GEOJSON, names_of(one))


async def item(request: Request) -> Response:
    """Answer ``/ogc/collections/…/items/…``: one feature."""
    one, name = _named(request), request.path_params["item"]
    if one is None:
        return no_collection(request)
    path = documents.path_of_feature(one, name)

    def written(snapshot: Snapshot, door: Door) -> bytes | None:
        feature = feature_of(snapshot, one, name)
        if feature is None:
            return None
        document = feature | {"links": documents.links_of_feature(one, door)}
        return _page(services.feature(document), door) if door.format == "html" else _json(document)

    def read(_snapshot: Snapshot, _door: Door) -> Wanted:
        return Wanted(written, 1.0, one.lines)

    return await _answered(request, path, read, GEOJSON)


async def dcat(request: Request) -> Response:
    """Answer ``/ogc/dcat.json``: every data set with every way to have it, for catalogues that gather such."""

    def read(_snapshot: Snapshot, _door: Door) -> Wanted:
        return Wanted(lambda snapshot, door: _json(catalogue(snapshot, door.server)))

    return await _answered(request, "/dcat.json", read, JSON_LD, ())


def no_collection(request: Request) -> Response:
    """Answer with 404: a collection that there is not."""
    speak_to(request)
    words = _("There is no collection called {name}; there are {known}.")
    name = shown(request.path_params["collection"])
    return problem(request, words.format(name=name, known=enumerated(COLLECTIONS)), 404)


async def nothing(request: Request) -> Response:
    """Answer ``/ogc/…`` with 404: an address that there is not."""
    speak_to(request)
    return problem(request, _("There is nothing at {path} on this server.").format(path=shown(request.url.path)), 404)


ROUTES: Final[tuple[Route, ...]] = (
    Route("/ogc", landing),
    Route("/ogc/", landing),
    Route("/ogc/conformance", conformance),
    Route("/ogc/api", api),
    Route("/ogc/dcat.json", dcat),
    Route("/ogc/collections", collections),
    Route("/ogc/collections/{collection}", collection),
    Route("/ogc/collections/{collection}/items", items),
    Route("/ogc/collections/{collection}/items/{item:path}", item),
    Route("/ogc/{rest:path}", nothing),
)
