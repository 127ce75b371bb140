"""Uploads stay in memory, and within bounds: what a reader brings is never written to disk, not even for a moment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.config import base_path
from lib.config.settings import settings
from lib.events.reading.delimited import MAX_BYTES
from lib.jobs.rates import Rate
from lib.text import _, ngettext
from lib.web import sessions
from lib.web.answers import client_of, failure

MEGABYTE: Final = 1024 * 1024
MARGIN: Final = MEGABYTE
"""What an upload holds besides the file."""
PATH: Final = re.compile(r"/_stcore/upload_file/([^/]+)/([^/]+)")
"""Streamlit's address of a file: its session and its name."""
FILES: Final = 8
"""Files that a session may have at a time."""
RATE: Final = Rate(settings().upload_rate, settings().upload_rate)
"""Uploads of each client."""


def keep_in_memory() -> None:
    """Have the server take an upload into memory as a whole; by itself it writes all over one megabyte to a file.

    Streamlit refuses what is larger than ``server.maxUploadSize`` while it arrives (``app.py`` sets it to the same
    limit), so memory stays bounded.
    """
    MultiPartParser.spool_max_size = MAX_BYTES + MARGIN


class Uploads:
    """ASGI middleware that refuses a file for which a session, or the server, has no room.

    Args:
        app: The application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.coming: dict[tuple[str, str], int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it brings a file that there is no room for."""
        if scope["type"] == "http" and scope["method"] == "PUT":
            asked = PATH.fullmatch(base_path.below(scope["path"]))
            if asked is not None:
                request = Request(scope)
                if wait_s := RATE.take(client_of(request)):
                    words = ngettext(
                        "Too many files come from this address; ask again in {n} second.",
                        "Too many files come from this address; ask again in {n} seconds.",
                        int(wait_s),
                    )
                    refusal = failure(words.format(n=wait_s), 429, {"Retry-After": str(wait_s)})
                    await refusal(scope, receive, send)
                    return
                which = (asked.group(1), asked.group(2))
                size = _size(request.headers.get("content-length", ""))
                if why := no_room(_sizes(_stored()) | self.coming, which, size):
                    await failure(why, 413)(scope, receive, send)
                    return
                # Its room is taken before it is here: others come at the same time.
                self.coming[which] = size
                try:
                    await self.app(scope, receive, send)
                finally:
                    self.coming.pop(which, None)
                return
        await self.app(scope, receive, send)


def _stored() -> Mapping[str, Mapping[str, Any]]:
    """Return the files that the server holds, by session and name."""
    manager = getattr(sessions.runtime(), "uploaded_file_mgr", None)
    held: Mapping[str, Mapping[str, Any]] = getattr(manager, "file_storage", {})
    return held


def _size(length: str) -> int:
    """Return the size of a file as its browser tells it; one that does not tell is counted as the largest."""
    told = length.isdecimal() and length.isascii() and len(length) < 16  # noqa: PLR2004  more than any number of bytes
    return int(length) if told else MAX_BYTES


def _sizes(stored: Mapping[str, Mapping[str, Any]]) -> dict[tuple[str, str], int]:
    """Return the size of each file held, by session and name."""
    return {
        (whose, name): len(held.data) for whose, files in list(stored.items()) for name, held in list(files.items())
    }


def no_room(held: Mapping[tuple[str, str], int], which: tuple[str, str], size: int) -> str:
    """Say why there is no room for a file; "" where there is.

    Args:
        held: The sizes of the files that are here or on their way, by session and name.
        which: Session and name of the file; the same again takes the place of the first.
        size: Its size, bytes.
    """
    others = {one: bytes_ for one, bytes_ in held.items() if one != which}
    own = [bytes_ for (whose, _name), bytes_ in others.items() if whose == which[0]]
    if len(own) >= FILES or sum(own) + size > 2 * (MAX_BYTES + MARGIN):
        return _("This page holds as many files as it may. Remove one of them first, or load the page anew.")
    if sum(others.values()) + size > settings().uploads_mb * MEGABYTE:
        return _("The server holds as many files of readers as it can. Try again in a few minutes.")
    return ""
