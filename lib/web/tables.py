"""``/export/events.…``: the reports of the address's view as a file, for links and scripts."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from functools import partial
from threading import BoundedSemaphore

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from lib.events.address import unescaped_names
from lib.events.query import Query, parse
from lib.events.store import Snapshot, current
from lib.exports import hxl
from lib.exports.order import OrderError
from lib.exports.tables import FORMATS, TooManyRowsError, file_name, write
from lib.text import _, enumerated, language
from lib.web.answers import base_of, failure
from lib.web.exports import too_often
from lib.web.packing import known
from lib.web.threads import in_thread

MAKING = BoundedSemaphore(2)
"""Pieces of files made at once, so that pages stay quick. It is held for a piece, never while a slow line takes it."""
SQUEEZED = frozenset({"csv", "geojson", "txt"})
"""Formats sent compressed to whoever can open that; the others are compressed in themselves."""


async def export_table(request: Request) -> Response:  # noqa: PLR0911  one for each reason why there is none
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
    except OrderError as error:
        return failure(str(error), 422)
    snapshot = await in_thread("health", current)
    server = base_of(request)
    headers = {
        "ETag": _tag(snapshot, query, ending, server, tagged),
        "Cache-Control": "no-cache",
        "Content-Disposition": f'attachment; filename="{file_name(query, ending)}"',
        "Vary": "Accept-Encoding",
    }
    if known(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if (refusal := too_often(request)) is not None:
        return refusal
    try:
        pieces = await in_thread("files", partial(write, snapshot, query, ending, server, tagged=tagged))
    except TooManyRowsError as error:
        return failure(str(error), 422)
    if request.method == "HEAD":
        return Response(headers=headers, media_type=FORMATS[ending].media_type)
    if ending in SQUEEZED and "gzip" in request.headers.get("accept-encoding", ""):
        pieces, headers = _squeezed(pieces), headers | {"Content-Encoding": "gzip"}
    return StreamingResponse(_in_turn(pieces), media_type=FORMATS[ending].media_type, headers=headers)


def _tag(snapshot: Snapshot, query: Query, ending: str, server: str, tagged: bool) -> str:
    key = (snapshot.version, snapshot.events.version, tuple(sorted(query.params().items())), ending, server, tagged)
    return f'W/"{hashlib.sha256(repr(key).encode()).hexdigest()[:16]}"'


def _in_turn(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the pieces, of which few are made at once whoever asks."""
    while True:
        with MAKING:
            piece = next(pieces, None)
        if piece is None:
            return
        if piece:
            yield piece


def _squeezed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    gzip_format = 31
    packer = zlib.compressobj(level=6, wbits=gzip_format)
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()


ROUTE = Route("/export/events.{ending}", export_table)
