"""One line of log a request, and the name by which a reader and whoever runs the server speak of the same one.

A line holds the time, the name of the request, method, route, status and milliseconds: nothing of what was asked for,
and nobody's address unless the settings ask for it. What a line says is counted too (:mod:`lib.web.metrics`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from secrets import token_hex
from time import monotonic
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib import layers
from lib.config import base_path
from lib.config.settings import settings
from lib.exports.feeds import BY_FILE, FOLDER
from lib.exports.geodata.asked import FORMATS as GEODATA
from lib.exports.geodata.asked import SITUATION
from lib.exports.geodata.asked import WHOLE as OF_ALL
from lib.exports.ogc.collections import COLLECTIONS
from lib.exports.order import COMPARED, MAPS, STORY_FORMATS
from lib.exports.tables import FORMATS
from lib.pages import PAGES
from lib.web import metrics
from lib.web.answers import client_of

HEADER: Final = "X-Request-ID"
WITH_ADDRESS: Final = 2
"""The value of the setting at which a line ends with the address of who asked."""
ROUTES: Final = (
    "/session/",
    "/map/",
    "/assets/",
    "/export/",
    "/ogc/",
    "/static/",
    "/component/",
    "/media/",
    "/_stcore/",
)
"""First parts of addresses below which a line names the part alone: what follows is versions, names and keys."""
WHOLE: Final = frozenset({
    *(f"/{page.path}" for page in PAGES), "/light", "/embed", "/oembed", *base_path.BESIDE, "/keeper.js",
     "/export/report.pdf", *(f"/export/map.{name}" for name in MAPS),
    *(f"/export/events.{name}" for name in FORMATS), *(f"/export/story.{name}" for name in STORY_FORMATS),
    *(f"/export/compare.{name}" for name in ("csv", "txt", *COMPARED.values())),
    *(f"/export/{layer}.{name}" for layer in layers.addressed() for name in GEODATA),
    *(f"/export/{SITUATION}.{name}" for name in OF_ALL),
    *("/ogc", "/ogc/api", "/ogc/conformance", "/ogc/collections", "/ogc/dcat.json"),
    *(f"/ogc/collections/{name}{rest}" for name in COLLECTIONS for rest in ("", "/items")),
    *(f"/{FOLDER}/{file}" for file in BY_FILE),
})  # fmt: skip
"""Addresses that a line names whole; of any other nothing is known, and it may be a reader's words."""


def route_of(path: str) -> str:
    """Return the route of an address: what was asked for without whose, of which version, or under what name."""
    known = next((start for start in ROUTES if path.startswith(start)), "/")
    return path if path in WHOLE else f"{known}\N{HORIZONTAL ELLIPSIS}"


class RequestLog:
    """ASGI middleware that names each request, and writes a line when it is answered.

    Args:
        app: The application.
        write: Where the line goes; by default standard error, if the settings want it.
    """

    def __init__(self, app: ASGIApp, write: Callable[[str], object] | None = None) -> None:
        self.app = app
        self.write = write

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with a name, and note how it ended."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        name, began, status = token_hex(4), monotonic(), 0
        scope.setdefault("state", {})["request_id"] = name

        async def look(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(raw=message["headers"])[HEADER] = name
            await send(message)

        try:
            await self.app(scope, receive, look)
        finally:
            self._note(name, scope, status, monotonic() - began)

    def _note(self, name: str, scope: Scope, status: int, seconds: float) -> None:
        route = route_of(base_path.below(scope["path"]) or scope["path"])
        metrics.count(scope["method"], route, status, seconds)
        wanted = settings().log_requests
        write = self.write or (sys.stderr.write if wanted else None)
        if write is not None:
            moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            who = f" {client_of(Request(scope))}" if wanted == WITH_ADDRESS else ""
            write(f"{moment} {name} {scope['method']} {route} {status or '-'} {seconds * 1000:.0f}{who}\n")
