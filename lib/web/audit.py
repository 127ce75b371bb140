"""A line for each export and each upload, in a file of its own, where whoever runs the server wants to know of them."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.config import base_path
from lib.config.settings import settings
from lib.web.answers import client_of

logger = logging.getLogger(__name__)

EXPORTS: Final = ("/export/", "/ogc/collections/")
UPLOAD: Final = "/_stcore/upload_file/"
_WRITING: Final = Lock()


class Audit:
    """ASGI middleware that notes exports and uploads in the file that the settings name; without one it does nothing.

    A line is JSON: ``time``, ``request`` (its name in the log), ``client``, ``what`` (``export`` or ``upload``),
    ``path`` and ``query`` of an export, ``bytes`` of an upload, ``status``. Of an upload neither the name nor the
    content is noted.

    Args:
        app: The application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note it once it is answered."""
        path = base_path.below(scope.get("path", ""))
        export, upload = path.startswith(EXPORTS), path.startswith(UPLOAD) and scope.get("method") == "PUT"
        if not settings().audit_log or scope["type"] != "http" or not (export or upload):
            await self.app(scope, receive, send)
            return
        status = 0

        async def look(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, look)
        finally:
            request = Request(scope)
            about = (
                {"what": "export", "path": path, "query": request.url.query}
                if export
                else {"what": "upload", "bytes": request.headers.get("content-length", "")}
            )
            await asyncio.to_thread(_add, Path(settings().audit_log), request, about | {"status": status})


def _add(path: Path, request: Request, about: dict[str, object]) -> None:
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    name = request.scope.get("state", {}).get("request_id", "")
    line = json.dumps({"time": moment, "request": name, "client": client_of(request), **about}, ensure_ascii=False)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with _WRITING, os.fdopen(handle, "a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    except OSError:
        logger.exception("the audit log %s cannot be written", path)
