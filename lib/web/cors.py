"""What pages of others may read from this server in their readers' browsers: data and files, never a session."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.config import base_path

SHARED: Final = ("/ogc", "/export", "/map")
"""First parts of the addresses that pages of others may read."""
EXPOSED: Final = (
    "ETag",
    "Link",
    "Last-Modified",
    "Content-Disposition",
    "Content-Language",
    "Retry-After",
    "X-Request-ID",
)
"""Headers of an answer that their scripts see besides those that all see."""
ASKED: Final = ("If-None-Match", "If-Modified-Since", "Range")
"""Headers of a request that they may send besides those that all may."""
REMEMBERED_S: Final = 86_400
"""For how long a browser remembers what it may ask."""


class Sharing:
    """ASGI middleware that lets pages of others read what lies under :data:`SHARED`, without cookies.

    Every answer there says so, whoever asked: one that is kept without it would be of no use to the next.

    Args:
        app: The application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.asked_first = CORSMiddleware(
            app, allow_origins=["*"], allow_methods=["GET", "HEAD"], allow_headers=ASKED, expose_headers=EXPOSED,
            max_age=REMEMBERED_S,
        )  # fmt: skip

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what a browser asks beforehand, or pass a request on and add the headers to what comes back."""
        if scope["type"] != "http" or not _is_shared(base_path.below(scope["path"])):
            await self.app(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await self.asked_first(scope, receive, send)
        else:

            async def look(message: Message) -> None:
                if message["type"] == "http.response.start":
                    MutableHeaders(raw=message["headers"]).update(self.asked_first.simple_headers)
                await send(message)

            await self.app(scope, receive, look)


def _is_shared(path: str) -> bool:
    return any(path == part or path.startswith(f"{part}/") for part in SHARED)
