"""Every answer to an address that asks for coarsened data is made from such data alone, whatever answers it."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.events import publishing
from lib.events.address import unescaped_names

_GIVEN: Final = "latin-1"


class Published:
    """ASGI application that asks for coarsened data before another answers, where the address does.

    Args:
        app: What answers; the store gives it coarsened data alone then.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at the address, and pass the request on."""
        if scope["type"] in {"http", "websocket"}:
            publishing.ask(wanted=asks_for_it(scope))
        await self.app(scope, receive, send)


def asks_for_it(scope: Scope) -> bool:
    """Return whether the address of a request asks for coarsened data, by any of the values it gives."""
    given = parse_qsl(scope.get("query_string", b"").decode(_GIVEN), keep_blank_values=True)
    return publishing.wanted_by([text for name, text in given if publishing.NAME in unescaped_names({name: text})])


def published(route: BaseRoute) -> BaseRoute:
    """Return a route that answers an address which asks for coarsened data from such alone."""
    if isinstance(route, Route | Mount):
        route.app = Published(route.app)
    return route
