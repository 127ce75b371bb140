"""``/export/compare.…``: two periods side by side, their figures as a table, their maps as a picture or a slide."""

from __future__ import annotations

import hashlib
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib.events.query import Query, parse
from lib.events.store import Snapshot, current
from lib.exports.order import COMPARED
from lib.exports.tables import periods
from lib.text import _, enumerated, language
from lib.web.answers import base_of, failure
from lib.web.exports import export, too_often
from lib.web.packing import known
from lib.web.threads import in_thread
from lib.web.waiting import GoneError, given_up, lines_ready


async def export_compare(request: Request) -> Response:
    """Answer with the periods that an address asks for in one of the formats; 422 says what is wrong with it."""
    ending = request.path_params["format"]
    if ending in periods.MEDIA_TYPES:
        return await _table(request, ending)
    fmt = next((fmt for fmt, written in COMPARED.items() if written == ending), "")
    if not fmt:
        words = _("There is no export compare.{format}; there are {known}.")
        known_endings = enumerated((*periods.MEDIA_TYPES, *COMPARED.values()))
        return failure(words.format(format=ending[:20], known=known_endings), 404)
    return await export(request, fmt)


async def _table(request: Request, ending: str) -> Response:
    query, notes = parse(request.query_params)
    language.set(query.lang)
    if notes:
        return failure(" ".join(notes), 422)
    if (refusal := too_often(request)) is not None:
        return refusal
    try:
        await lines_ready(request)
    except GoneError as gone:
        return given_up(gone)
    snapshot = await in_thread("health", current)
    body = await in_thread("files", _made, snapshot, query, ending, base_of(request))
    headers = {
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:20]}"',
        "Cache-Control": "no-cache",
        "Content-Disposition": f'attachment; filename="{periods.file_name(query, ending)}"',
    }
    if known(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=periods.MEDIA_TYPES[ending], headers=headers)


def _made(snapshot: Snapshot, query: Query, ending: str, server: str) -> bytes:
    if ending == "csv":
        return periods.as_csv(snapshot, query)
    return periods.about_periods(snapshot, query, server).text().encode()


ROUTE: Final = Route("/export/compare.{format}", export_compare)
