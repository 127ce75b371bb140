"""What the routes share: answers with an error, answers that are kept compressed, and the front lines they wait for."""

from __future__ import annotations

import gzip
from threading import Event
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

LINES_READY = Event()
LINES_READY.set()
"""Clear while another process computes the front line of every date: doing the same work here would only slow both."""
PATIENCE_S: Final = 90.0
"""How long a reader's clock waits for that, seconds, before the lines are computed here after all."""


def failure(message: str, status: int, headers: dict[str, str] | None = None) -> Response:
    """What went wrong, as a sentence under ``error``; never kept."""
    return JSONResponse({"error": message}, status_code=status, headers={"Cache-Control": "no-store"} | (headers or {}))


def squeeze(data: bytes) -> bytes:
    """``data`` compressed, the same bytes each time."""
    return gzip.compress(data, compresslevel=6, mtime=0)


def compressed(request: Request, body: bytes, media_type: str, headers: dict[str, str]) -> Response:
    """An answer that is kept compressed; opened again only for a client that cannot read gzip."""
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers = headers | {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(body, media_type=media_type, headers=headers)
    return Response(gzip.decompress(body), media_type=media_type, headers=headers | {"Vary": "Accept-Encoding"})
