"""``/light``: the page without scripts; ``/embed``: the map alone, for a frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib.events.address import STREAMLIT
from lib.events.query import parse
from lib.events.store import Snapshot, current
from lib.light.content import content, first
from lib.light.page import embed_page, light_page, script
from lib.text import _
from lib.web.answers import base_of
from lib.web.languages import NOT_FOR_ALL, first_choice_of, in_language
from lib.web.packing import Packed, answer, pack
from lib.web.threads import in_thread

PAGE: Final = "page"
"""The parameter of the page of the list of reports."""


async def light(request: Request) -> Response:
    """Answer ``/light``: the view of the address in words, figures, a picture and links."""
    snapshot = await in_thread("health", current)
    packed = await in_thread("pages", _made, snapshot, request.query_params, base_of(request), first_choice_of(request))
    return answer(request, packed, "text/html", NOT_FOR_ALL)


def _made(snapshot: Snapshot, params: Mapping[str, str], base: str, first_choice: str) -> Packed:
    query, notes = parse(params, frozenset({PAGE}) | STREAMLIT)
    query = in_language(query, params, first_choice)
    page, more = _page(params.get(PAGE, ""))
    if query.search:
        more = (*more, _("The list below holds all reports of the view; they are searched on the full page."))
    kept = (str(snapshot.kept),) if snapshot.kept else ()
    return pack(light_page(content(snapshot, query, page), (*kept, *notes, *more), base).encode())


def _page(text: str) -> tuple[int, tuple[str, ...]]:
    if not text:
        return 1, ()
    if text.isdecimal() and text.isascii() and len(text) < 7 and int(text):  # noqa: PLR2004  more than any list has
        return int(text), ()
    return 1, (_("The page of the list of reports is a number from 1; the first is shown."),)


async def embed(request: Request) -> Response:
    """Answer ``/embed``: the map of the address's view alone, with its clock, title, sources and a link out."""
    snapshot = await in_thread("health", current)
    packed = await in_thread(
        "pages", _embedded, snapshot, request.query_params, base_of(request), first_choice_of(request)
    )
    return answer(request, packed, "text/html", NOT_FOR_ALL)


def _embedded(snapshot: Snapshot, params: Mapping[str, str], base: str, first_choice: str) -> Packed:
    query, notes = parse(params, STREAMLIT)
    query = in_language(query, params, first_choice)
    kept = (str(snapshot.kept),) if snapshot.kept else ()
    return pack(embed_page(snapshot, first(snapshot, query), (*kept, *notes), base).encode())


async def keeper(request: Request) -> Response:
    """Answer ``/keeper.js``: the service worker that keeps the map of the last visit."""
    packed = await in_thread("pages", lambda: pack(script("keeper.js").encode()))
    return answer(request, packed, "text/javascript", {"Cache-Control": "no-cache"})


ROUTES: Final[tuple[Route, ...]] = (Route("/light", light), Route("/embed", embed), Route("/keeper.js", keeper))
