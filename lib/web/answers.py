"""What the routes share: answers with an error, and answers that are kept compressed."""

from __future__ import annotations

import gzip

from starlette.requests import Request
from starlette.responses import JSONResponse, Response


def failure(message: str, status: int, headers: dict[str, str] | None = None) -> Response:
    """Say what went wrong, as a sentence under ``error``; never kept by a browser."""
    return JSONResponse({"error": message}, status_code=status, headers={"Cache-Control": "no-store"} | (headers or {}))


def squeeze(data: bytes) -> bytes:
    """Compress ``data`` with gzip, to the same bytes each time."""
    return gzip.compress(data, compresslevel=6, mtime=0)


def compressed(request: Request, body: bytes, media_type: str, headers: dict[str, str]) -> Response:
    """Answer with a body that is kept compressed; opened again only for a client that cannot read gzip."""
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers = headers | {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(body, media_type=media_type, headers=headers)
    return Response(gzip.decompress(body), media_type=media_type, headers=headers | {"Vary": "Accept-Encoding"})
