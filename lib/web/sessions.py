"""Sessions end when their tab is closed, and those of a broken line after two minutes, on an idle server too.

Streamlit keeps the session of a browser that has gone for two minutes, as a line that broke may come back, and lets it
go when the next reader comes. What a reader brought lives in the session: here a page that is closed says so itself
(``lib/light/first.js``), and whoever did not say it is looked for every few seconds.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib.events.store import release
from lib.jobs.rates import Rate
from lib.web.answers import client_of

logger = logging.getLogger(__name__)

SWEEP_S: Final = 5.0
"""Seconds between two looks for sessions whose time is over."""


RATE: Final = Rate(per_minute=600, at_once=600)
"""Pages that one address may close; an office has many."""
_FIND: list[Callable[[], Any]] = []


def use(find: Callable[[], Any]) -> None:
    """Take what finds Streamlit's runtime, or None before it is there: only ``app.py`` knows of Streamlit."""
    _FIND[:] = [find]


def runtime() -> Any:
    """Return Streamlit's runtime; None where there is none."""
    return _FIND[0]() if _FIND else None


async def end(request: Request) -> Response:
    """Answer ``/session/<id>/end``: the page of the session is closed, and all of the session goes at once.

    Whoever knows the name of a session is in it: it cannot be guessed.
    """
    if RATE.take(client_of(request)):
        return Response(status_code=429, headers={"Retry-After": "60"})
    held = release(request.path_params["session"])
    if found := runtime():
        found.close_session(request.path_params["session"])
    if held:
        await asyncio.to_thread(gc.collect)  # a table of a reader's is large, and nothing of it is to stay
    return Response(status_code=204)


def count() -> int:
    """Return how many pages are open; 0 where this version of Streamlit counts them in another way."""
    try:
        return int(runtime()._session_mgr.num_active_sessions())  # noqa: SLF001  there is no other way to it
    except AttributeError:
        return 0


async def sweep() -> None:
    """Let sessions go whose browser has been away for longer than Streamlit waits for it; runs with the server."""
    while True:
        await asyncio.sleep(SWEEP_S)
        if found := runtime():
            drop_expired(found)


def drop_expired(found: Any) -> None:
    """Take the sessions whose time is over out of Streamlit's store, which does so only when one comes or goes."""
    try:
        stored = found._session_mgr._session_storage._cache  # noqa: SLF001  there is no other way to it
        stored.expire()
    except AttributeError:
        logger.debug("this version of Streamlit keeps its sessions in another way")


ROUTE: Final = Route("/session/{session}/end", end, methods=["POST"])
"""A page says that it is closed."""
