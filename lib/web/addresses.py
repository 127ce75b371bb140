"""Which addresses are pages, and what is answered to an address that is none.

Streamlit answers every address that it does not know with its own page and 200: a link with a slip in it then looks as
if it worked. Here it is 404 with a sentence. The page's HTML also tells Streamlit's scripts where the server lives, so
that they need not try out the page's own address first.
"""

from __future__ import annotations

import difflib
from html import escape
from pathlib import Path
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib import layers
from lib.config import base_path
from lib.config.crisis import CRISIS
from lib.events import publishing
from lib.exports.geodata.asked import SITUATION
from lib.pages import PAGES, title
from lib.text import _, language, spoken
from lib.web.answers import base_of, failure
from lib.web.front_page import page_now
from lib.web.languages import NOT_FOR_ALL, first_choice_of, speak_to
from lib.web.packing import answer
from lib.web.publishing import asks_for_it
from lib.web.threads import in_thread

HTML_ANSWERS: Final = frozenset({"component", "export", "assets", "map", "ogc"})
"""First parts of the paths under which HTML is an answer of its own, Streamlit's components among them."""
HTML_PAGES: Final = frozenset({"light", "embed", "ogc"})
"""Pages of ours that are not Streamlit's."""


class Addresses:
    """ASGI middleware that serves the pages' HTML and tells of an address that leads nowhere.

    Args:
        app: The application.
        index: The HTML file that Streamlit serves for its pages.
    """

    def __init__(self, app: ASGIApp, index: Path) -> None:
        self.app = app
        self.index = index
        self.pages = {f"/{page.path}": page for page in PAGES}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on and look at what comes back."""
        path = base_path.below(scope.get("path", ""))
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
        elif path in self.pages:
            publishing.ask(wanted=asks_for_it(scope))
            request = Request(scope)
            params, page = dict(request.query_params), self.pages[path]
            packed = await in_thread(
                "pages", page_now, page, params, base_of(request), self.index, first_choice_of(request)
            )
            await answer(request, packed, "text/html", NOT_FOR_ALL)(scope, receive, send)
        elif scope["path"] == base_path.base_path():
            await RedirectResponse(_with_query(base_path.under("/"), scope))(scope, receive, send)
        elif not path and scope["path"] not in base_path.BESIDE:
            await unknown(Request(scope))(scope, receive, send)
        elif _is_a_file(path):
            await self.app(scope, receive, send)
        else:
            await self._looked_at(scope, receive, send)

    async def _looked_at(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; Streamlit's page for an address that is none becomes a 404."""
        nowhere = False

        async def look(message: Message) -> None:
            nonlocal nowhere
            if message["type"] == "http.response.start":
                nowhere = message["status"] == 200 and _is_html(message)  # noqa: PLR2004  what HTTP calls success
                if nowhere:
                    await unknown(Request(scope))(scope, receive, send)
            if not nowhere:
                await send(message)

        await self.app(scope, receive, look)


def _with_query(path: str, scope: Scope) -> str:
    query = scope.get("query_string", b"").decode("latin-1")
    return f"{path}?{query}" if query else path


def _is_a_file(path: str) -> bool:
    """Return whether an address lies under one of the paths where HTML is an answer of its own."""
    first, _slash, rest = path.lstrip("/").partition("/")
    return first in HTML_PAGES if not rest else first in HTML_ANSWERS


def _is_html(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")


def unknown(request: Request) -> Response:
    """Return 404 with a sentence: as a page with links to ours for a browser, as JSON for anything else."""
    speak_to(request)
    words = _("There is nothing at {path} on this server.").format(path=request.url.path[:200])
    names = {page.path.casefold(): page for page in PAGES} | {title(page).casefold(): page for page in PAGES}
    asked = base_path.below(request.url.path).strip("/").casefold()
    if meant := difflib.get_close_matches(asked, [name for name in names if name], n=1, cutoff=0.7):
        words += " " + _("Is {page} meant?").format(page=title(names[meant[0]]))
    return not_here(request, words)


def not_here(request: Request, words: str) -> Response:
    """Return 404 with ``words``: as a page with links to ours for a browser, as JSON for anything else."""
    if "text/html" not in request.headers.get("accept", ""):
        return failure(words, 404)
    said = f'lang="{language.get()}" dir="{spoken().direction}"'
    lang = f"?lang={language.get()}" if "lang" in request.query_params else ""
    links = "".join(
        f'<li><a href="{escape(base_path.under(f"/{page.path}{lang}"), quote=True)}">{escape(title(page))}</a></li>'
        for page in PAGES
    )
    name = str(CRISIS.title)
    body = (
        f'<!doctype html><html {said}><head><meta charset="utf-8"><title>{escape(name)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<style>body{font:16px/1.5 "Noto Sans","Segoe UI",sans-serif;margin:3rem auto;max-width:40rem;padding:0 1rem;'
        "}:root{color-scheme:light dark}</style></head>"
        f"<body><h1>{escape(name)}</h1><p>{escape(words)}</p><ul>{links}</ul></body></html>"
    )
    return HTMLResponse(body, status_code=404, headers={"Cache-Control": "no-store"})


async def no_such_file(request: Request) -> Response:
    """Answer ``/export/…``, ``/map/…`` with 404: a file that is not there."""
    speak_to(request)
    files = ("map", "report", "story", "events", "compare", *layers.addressed(), SITUATION)
    known: Any = ", ".join("report.pdf" if name == "report" else f"{name}.<format>" for name in files)
    words = _("There is no file {path} on this server; under /export there are {known}.")
    return failure(words.format(path=request.url.path[:200], known=known), 404)
