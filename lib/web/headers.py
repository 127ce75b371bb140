"""What a browser is told with every answer that it may not do, and what is not told to anybody.

The policy of the pages is as strict as Streamlit allows. Each exception has its reason beside it.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.config import base_path
from lib.config.settings import settings
from lib.maps.web import OnlineTiles

PAGES_POLICY: Final[dict[str, tuple[str, ...]]] = {
    "default-src": ("'self'",),
    # Inline: the first sight of a page and Streamlit's own page. Eval: the charts are compiled in the browser, and the
    # frame of the map runs the script that Folium writes.
    "script-src": ("'self'", "'unsafe-inline'", "'unsafe-eval'", "blob:"),
    # Inline: Streamlit's styles are written by its scripts, and Folium's stand in its elements.
    "style-src": ("'self'", "'unsafe-inline'"),
    # Data and blob: pictures that scripts draw. The host: the online map, where a reader chooses it.
    "img-src": ("'self'", "data:", "blob:", f"https://{urlsplit(OnlineTiles.url).netloc}"),
    # Data: the letters of a drawing that is shown as it is.
    "font-src": ("'self'", "data:"),
    # Streamlit's connection; some browsers do not count it as one to the server itself.
    "connect-src": ("'self'", "ws:", "wss:"),
    "worker-src": ("'self'", "blob:"),
    # Data and blob: a frame whose page Streamlit writes itself.
    "frame-src": ("'self'", "data:", "blob:"),
    "object-src": ("'none'",),
    "base-uri": ("'self'",),
    "form-action": ("'self'",),
}
"""What a page may load, by kind."""
FRAMED_BY_OTHERS: Final = ("/embed",)
"""Pages that stand in the pages of others, as far as the settings allow."""
ALWAYS: Final = {"X-Content-Type-Options": "nosniff"}
"""Said with every answer."""
WITH_PAGES: Final = {
    # What a reader filters by stands in the address: it is nobody else's.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""Said with every page; of a first visit's hundred other answers it would be a hundredth."""
CLOSED: Final = "/_stcore/metrics"
"""Streamlit's count of its sessions and caches, which is not for everybody."""


class SecureHeaders:
    """ASGI middleware that adds what keeps pages apart from those of others.

    Args:
        app: The application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and add the headers to what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = base_path.below(scope["path"])
        if path == CLOSED:
            closed = base_path.under("/closed")
            scope = {**scope, "path": closed, "raw_path": closed.encode()}

        async def look(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(raw=message["headers"]), path, secure=scope["scheme"] == "https")
            await send(message)

        await self.app(scope, receive, look)


def _add(headers: MutableHeaders, path: str, *, secure: bool) -> None:
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    if secure and settings().hsts_s:
        headers.setdefault("Strict-Transport-Security", f"max-age={settings().hsts_s}")
    if headers.get("content-type", "").startswith("text/html"):
        for name, value in WITH_PAGES.items():
            headers.setdefault(name, value)
        own = headers.get("Content-Security-Policy", "")
        others = path in FRAMED_BY_OTHERS or "frame-ancestors" in own
        if not own:
            headers["Content-Security-Policy"] = policy(ancestors() if others else ("'self'",))
        if not others:
            # Older than the policy, and knows no list: where others may frame a page, the policy alone says who.
            headers.setdefault("X-Frame-Options", "SAMEORIGIN")


def ancestors() -> tuple[str, ...]:
    """Return whose pages may show the map in a frame, as a policy has them: ours always."""
    allowed = settings().frame_ancestors
    return allowed if "*" in allowed else ("'self'", *allowed)


def policy(framed_by: tuple[str, ...]) -> str:
    """Write the policy of a page that may stand in frames of ``framed_by``."""
    rules = {**PAGES_POLICY, "frame-ancestors": framed_by}
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())
