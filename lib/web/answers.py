"""What the routes share: answers with an error, and answers that are kept compressed."""

from __future__ import annotations

import gzip
import re
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from lib.config.base_path import server_address

_HOST: Final = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:]+\](:\d+)?")


def failure(message: str, status: int, headers: dict[str, str] | None = None) -> Response:
    """Say what went wrong, as a sentence under ``error``; never kept by a browser."""
    return JSONResponse({"error": message}, status_code=status, headers={"Cache-Control": "no-store"} | (headers or {}))


def compressed(request: Request, body: bytes, media_type: str, headers: dict[str, str]) -> Response:
    """Answer with a body that is kept compressed; opened again only for a client that cannot read gzip."""
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers = headers | {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(body, media_type=media_type, headers=headers)
    return Response(gzip.decompress(body), media_type=media_type, headers=headers | {"Vary": "Accept-Encoding"})


def base_of(request: Request) -> str:
    """Return the server's address as its clients know it, with no slash at its end; "" for a host that is not sound."""
    host = request.headers.get("host", "")
    return server_address(f"{request.url.scheme}://{host}" if _HOST.fullmatch(host) else "")


def client_of(request: Request) -> str:
    """Tell who asks, for taking turns and for rates: the address the request comes from.

    Behind a proxy that the settings name, that is the address which the proxy was asked from.
    """
    return request.client.host if request.client else "unknown"
