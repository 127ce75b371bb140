"""Work that takes a thread, each kind with places of its own: what takes long never holds up what does not."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final, ParamSpec, TypeVar

import anyio
import anyio.to_thread

Given = ParamSpec("Given")
Found = TypeVar("Found")

PLACES: Final = {"health": 4, "pages": 8, "map": 8, "files": 6, "pieces": 2}
"""Threads that each kind of work may hold at a time: the state of the table, pages as HTML, the map's data, exports,
pieces of those that are sent as they are made."""


@cache
def _limiter(kind: str) -> anyio.CapacityLimiter:
    return anyio.CapacityLimiter(PLACES[kind])


async def in_thread(kind: str, function: Callable[Given, Found], *args: Given.args, **named: Given.kwargs) -> Found:
    """Call a function in a thread of its kind of work, and wait for it without holding another.

    Args:
        kind: A key of :data:`PLACES`.
        function: What is called.
        args: Its arguments.
        named: Its named arguments.
    """
    return await anyio.to_thread.run_sync(lambda: function(*args, **named), limiter=_limiter(kind))
