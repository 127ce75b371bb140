"""Streamlit's own scripts, styles and fonts, and the frame of the map, packed: by itself Streamlit sends them whole.

They are most of a first visit (3.6 MB of 3.8). The process that warms the cache packs them once (:func:`pack_all`); a
file asked for before that is packed quickly. What is not text goes on to Streamlit, but for two fonts
(:mod:`lib.web.fonts`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.config import base_path
from lib.jobs.worker import Progress
from lib.text import _
from lib.web import fonts
from lib.web.installed import FRAME, FRAME_ADDRESS, STREAMLIT
from lib.web.packing import Packed, answer, as_it_is, pack, pack_smallest
from lib.web.waiting import PACKED_READY

MEDIA_TYPES: Final = {
    ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".html": "text/html",
    ".svg": "image/svg+xml",
}  # fmt: skip
"""What is packed."""
FOREVER: Final = "public, max-age=31536000, immutable"
A_DAY: Final = "public, max-age=86400, stale-while-revalidate=2592000"
"""For a file whose name stays when its content does not: a cut font carries the name of the whole one."""
A_MINUTE: Final = "public, max-age=60"
"""For the frame's page, which is asked for twice by each page."""
_HASHED: Final = re.compile(r"\.[\w-]{8}\.\w+$")
"""How a name ends that carries the hash of its content."""


@dataclass(frozen=True)
class StaticFile:
    """A file of a front end.

    Attributes:
        path: Where it lies.
        media_type: What it is sent as.
        keep: ``Cache-Control`` it is sent with.
    """

    path: Path
    media_type: str
    keep: str


def static_files() -> dict[str, StaticFile]:
    """Return every file that is packed, by its address without a prefix and a first slash."""
    return _in(STREAMLIT / "static", "static") | _in(FRAME, FRAME_ADDRESS)


def _in(folder: Path, address: str) -> dict[str, StaticFile]:
    paths = (path for path in sorted(folder.rglob("*")) if path.suffix in MEDIA_TYPES and path.is_file())
    return {
        f"{address}/{path.relative_to(folder).as_posix()}": StaticFile(
            path, MEDIA_TYPES[path.suffix], FOREVER if _HASHED.search(path.name) else A_MINUTE
        )
        for path in paths
    }


def pack_all(progress: Progress | None = None) -> None:
    """Pack every file as small as it goes and cut the fonts, those of a first visit first; some ten seconds, once."""
    index = (STREAMLIT / "index.html").read_text(encoding="utf-8")
    fonts.make()
    paths = [file.path for file in static_files().values()]
    paths.sort(key=lambda path: (path.name not in index, path.stat().st_size))
    for n, path in enumerate(paths, 1):
        pack_smallest(path.read_bytes())
        if progress is not None:
            progress(n / len(paths), _("{n} of {total} files packed").format(n=n, total=len(paths)))


class StaticFiles:
    """ASGI middleware that answers for the files of the front ends.

    Args:
        app: The application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.files = {f"/{name}": file for name, file in static_files().items()}
        self.fonts = {f"/static/media/{path.name}": what for what, path in fonts.files().items()}
        self.packed: dict[tuple[str, bool], Packed] = {}
        self.cut: dict[str, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a file, or pass the request on."""
        path = base_path.below(scope.get("path", ""))
        response: Response | None = None
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}:
            request = Request(scope)
            if path in self.files:
                response = await self._file(request, path)
            elif path in self.fonts:
                response = await self._font(request, self.fonts[path])
        await (response or self.app)(scope, receive, send)

    async def _file(self, request: Request, path: str) -> Response:
        file = self.files[path]
        # What was packed quickly is looked for anew once all is packed as small as it goes.
        which = (path, PACKED_READY.is_set())
        packed = self.packed.get(which)
        if packed is None:
            packed = await run_in_threadpool(lambda: pack(file.path.read_bytes()))
            self.packed[which] = packed
            if PACKED_READY.is_set():
                self.packed.pop((path, False), None)
        headers = {"Cache-Control": file.keep, "X-Content-Type-Options": "nosniff"}
        return answer(request, packed, file.media_type, headers)

    async def _font(self, request: Request, what: str) -> Response | None:
        """Return the cut font; None before it is cut."""
        if what not in self.cut:
            data = await run_in_threadpool(fonts.cut, what)
            if data is None:
                return None
            self.cut[what] = data
        return as_it_is(request, self.cut[what], "font/woff2", {"Cache-Control": A_DAY})
