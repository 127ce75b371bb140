"""``/export/areas.…``, ``/export/situation.…``: layers of the map as data, made by workers, never by the server."""

from __future__ import annotations

from functools import partial
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib import layers
from lib.events.address import unescaped_names
from lib.events.query import parse
from lib.events.store import Snapshot
from lib.exports import hxl
from lib.exports.counter import check_counter
from lib.exports.geodata.about import file_name
from lib.exports.geodata.asked import LAYER_PARAMETERS, MEDIA_TYPES, SITUATION, known, read, unknown
from lib.exports.geodata.task import TEXTS, GeodataTask, write_task
from lib.exports.order import OrderError
from lib.text import language
from lib.web.addresses import no_such_file
from lib.web.answers import base_of, failure
from lib.web.exports import Asked, answered

PARAMETERS: Final = frozenset(parameter.name for parameter in LAYER_PARAMETERS)


async def export_layer(request: Request) -> Response:
    """Answer with a layer of the address's view, or with all of them, as a file."""
    name, _dot, ending = request.path_params["file"].partition(".")
    if name not in {*layers.addressed(), SITUATION}:
        return await no_such_file(request)
    if not known(name, ending):
        return failure(unknown(name, ending), 404)
    return await answered(request, partial(_asked, request, name, ending))


def _asked(request: Request, name: str, ending: str, snapshot: Snapshot) -> Asked:
    """Read what an address asks for.

    Raises:
        OrderError: A value or a name cannot be used.
    """
    query, notes = parse(request.query_params, PARAMETERS)
    language.set(query.lang)
    if notes:
        raise OrderError(" ".join(notes))
    check_counter(snapshot.events, query)
    asked = read(query, name, ending, unescaped_names(request.query_params))
    order = ({"dates": asked.dates} if asked.dates else {}) | ({"hxl": "1"} if asked.tagged else {})
    versions = snapshot.events.version, snapshot.version
    task = GeodataTask(asked.query.params(), order, ending, base_of(request), *versions, name)
    headers = {"Content-Disposition": f'attachment; filename="{file_name(asked)}"'}
    if ending == "csv":
        plain = {name: value for name, value in request.query_params.items() if name != hxl.NAME}
        about = f"{name}.txt?{urlencode(plain)}"
        headers["Link"] = f'<{about}>; rel="describedby"; type="text/plain"'
    every = asked.dates != "" or name == SITUATION
    long = name == SITUATION or (every and ending == "pmtiles")
    file = "" if ending in TEXTS else ending
    return Asked(task, long, headers, every and name != "flows", write_task, MEDIA_TYPES[ending], file)


ROUTE: Final = Route("/export/{file}", export_layer)
"""Comes after all other files: it answers those it does not know as an address that is none."""
