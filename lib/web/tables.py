"""``/export/events.…``: the reports of the address's view as a file, for links and scripts.

CSV and GeoJSON are sent as they are made. The other formats are written by a worker and sent from the disk: their
readers want their length, and parts of them.
"""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib.events.address import unescaped_names
from lib.events.query import Query, parse
from lib.events.store import Snapshot, current
from lib.exports import hxl
from lib.exports.code import code_version
from lib.exports.counter import check_counter
from lib.exports.order import OrderError
from lib.exports.tables import FORMATS, TooManyRowsError, check, file_name, write
from lib.exports.tables.task import TableTask, write_table
from lib.text import _, enumerated, language
from lib.web.answers import base_of, failure
from lib.web.exports import Asked, answered, too_often
from lib.web.packing import known
from lib.web.streaming import Pieces
from lib.web.threads import in_thread

LONG: Final = 100_000
"""Rows from which a file takes long to write."""


async def export_table(request: Request) -> Response:
    """Answer with the reports of the server's own table under the address's filter; 422 says what is wrong with it.

    A table that a reader brought is never here: it lives in their session alone.
    """
    ending = request.path_params["ending"]
    if ending not in FORMATS:
        words = _("There is no format called {name}; there are {known}.")
        return failure(words.format(name=repr(ending[:20]), known=enumerated(FORMATS)), 404)
    query, notes = parse(request.query_params, frozenset({hxl.NAME}))
    if notes:
        return failure(" ".join(notes), 422)
    language.set(query.lang)
    try:
        tagged = hxl.asked(unescaped_names(request.query_params), ending)
        snapshot = await in_thread("health", current)
        await in_thread("files", check_counter, snapshot.events, query)
    except OrderError as error:
        return failure(str(error), 422)
    if FORMATS[ending].streamed:
        return await _streamed(request, query, ending, tagged)
    try:
        rows = await in_thread("files", check, snapshot, query, ending)
    except TooManyRowsError as error:
        return failure(str(error), 422)

    def asked(snapshot: Snapshot) -> Asked:
        order = {hxl.NAME: "1"} if tagged else {}
        versions = snapshot.events.version, snapshot.version
        task = TableTask(query.params(), order, ending, base_of(request), *versions)
        media_type = FORMATS[ending].media_type
        return Asked(task, rows > LONG, _named(query, ending), make=write_table, media_type=media_type, file=ending)

    return await answered(request, asked)


async def _streamed(request: Request, query: Query, ending: str, tagged: bool) -> Response:
    snapshot = await in_thread("health", current)
    server = base_of(request)
    headers = _named(query, ending) | {
        "ETag": _tag(snapshot, query, ending, server, tagged),
        "Cache-Control": "no-cache",
        "Vary": "Accept-Encoding",
    }
    if known(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if (refusal := too_often(request)) is not None:
        return refusal
    if request.method == "HEAD":
        return Response(headers=headers, media_type=FORMATS[ending].media_type)
    pieces = await in_thread("files", partial(write, snapshot, query, ending, server, tagged=tagged))
    squeezed = "gzip" in request.headers.get("accept-encoding", "")
    return Pieces(pieces, FORMATS[ending].media_type, headers, squeezed=squeezed)


def _named(query: Query, ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{file_name(query, ending)}"'}


def _tag(snapshot: Snapshot, query: Query, ending: str, server: str, tagged: bool) -> str:
    view = tuple(sorted(query.params().items()))
    key = (snapshot.version, snapshot.events.version, view, ending, server, tagged, code_version())
    return f'W/"{hashlib.sha256(repr(key).encode()).hexdigest()[:16]}"'


ROUTE = Route("/export/events.{ending}", export_table)
