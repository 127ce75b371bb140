"""How an answer waits without holding a thread, and no longer than its reader or the server is there."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from threading import Event, current_thread, main_thread
from time import monotonic
from types import FrameType
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from lib.config.settings import settings
from lib.text import _
from lib.web.answers import failure

LINES_READY = Event()
LINES_READY.set()
"""Clear while another process computes the front line of every date: doing the same work here would only slow both."""
PACKED_READY = Event()
PACKED_READY.set()
"""Clear while another process packs what every first visit loads as small as it goes."""
STOPPING = Event()
"""Set when the server is told to stop: what still waits is given up, as the server ends after its last answer."""
PATIENCE_S: Final = settings().lines_wait_s
"""How long a reader's clock waits for the lines, seconds, before they are computed here after all."""
GONE: Final = 499
"""Status of an answer that nobody waits for."""
LOOK_S: Final = 0.25
"""How often it is looked whether the wait is over, seconds."""


class GoneError(Exception):
    """Nobody waits for this answer any more: its reader has left."""


class StoppingError(GoneError):
    """The server is told to stop: whoever waits is told to ask again."""


async def lines_ready(request: Request) -> None:
    """Wait until the front lines are there, or for as long as a reader has patience.

    Raises:
        GoneError: Nobody waits any more.
    """
    deadline = monotonic() + PATIENCE_S
    while not LINES_READY.is_set() and monotonic() < deadline:
        await asyncio.sleep(LOOK_S)
        await check(request)


async def check(request: Request) -> None:
    """Look whether somebody still waits.

    Raises:
        GoneError: Nobody does.
        StoppingError: The server stops.
    """
    if STOPPING.is_set():
        raise StoppingError
    if await request.is_disconnected():
        raise GoneError


def given_up(error: GoneError) -> Response:
    """Answer what is waited for no longer: 503 to whoever still listens when the server stops."""
    if isinstance(error, StoppingError):
        words = _("The server is being stopped; ask again in a moment.")
        return failure(words, 503, {"Retry-After": "10"})
    return Response(status_code=GONE)


def on_stop(end: Callable[[], None]) -> None:
    """Call ``end`` as soon as the server is told to stop, before what was already told then (the server's own)."""
    if current_thread() is not main_thread():
        return  # a test's loop: signals are the main thread's
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def stop(received: int, frame: FrameType | None, before: object = before) -> None:
            end()
            if callable(before):
                before(received, frame)

        signal.signal(number, stop)
