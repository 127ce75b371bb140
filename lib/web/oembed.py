"""``/oembed``: what another page needs to show a view of this server when somebody pastes its address there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from lxml import etree
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib.config.settings import settings
from lib.events.address import shown
from lib.events.query import parse
from lib.events.store import Snapshot, current
from lib.exports.feeds.text import fit
from lib.light.content import first
from lib.light.snippet import Frame, described
from lib.pages import PAGES
from lib.stories.asked import PATH, own_view
from lib.stories.views import NAMES
from lib.text import LANGUAGES, _, enumerated
from lib.web.answers import base_of, failure
from lib.web.languages import NOT_FOR_ALL, first_choice_of, in_language, speak_to
from lib.web.packing import Packed, answer, pack
from lib.web.threads import in_thread

MEDIA_TYPES: Final = {"json": "application/json", "xml": "text/xml"}
"""The formats of an answer."""
PATHS: Final = {page.path for page in PAGES} | {"light", "embed"}
"""Which pages of ours have a view that can be shown elsewhere."""
ROOM: Final = ("maxwidth", "maxheight")
MOST: Final = 100_000
_PORTS: Final = {"http": 80, "https": 443}
_NUMBER: Final = re.compile(r"[0-9]{1,6}")


async def oembed(request: Request) -> Response:
    """Answer ``/oembed``: 404 for an address that is none of our pages, 501 for a format that there is not.

    Parameters that oEmbed does not have are passed over, as it asks of those who answer.
    """
    speak_to(request)
    params = request.query_params
    fmt = params.get("format", "") or "json"
    if fmt not in MEDIA_TYPES:
        words = _("There is no format called {name}; there are {known}.")
        return failure(words.format(name=shown(fmt), known=enumerated(MEDIA_TYPES)), 501)
    room = [_room(params.get(name, "")) for name in ROOM]
    if None in room:
        words = _("{name} is a whole number of pixels from 1.")
        return failure(words.format(name=ROOM[room.index(None)]), 422)
    base, url = base_of(request), params.get("url", "")
    if not url:
        return failure(_("The address of a page is needed: url."), 422)
    asked = _ours(url, base)
    if asked is None or not settings().frame_ancestors:
        words = _("{address} is no page of this server that others may show.")
        return failure(words.format(address=shown(url)), 404)
    snapshot = await in_thread("health", current)
    frame = Frame(*(side or 0 for side in room))
    packed = await in_thread("pages", _packed, snapshot, asked, base, frame, fmt, first_choice_of(request))
    return answer(request, packed, f"{MEDIA_TYPES[fmt]}; charset=utf-8", NOT_FOR_ALL)


def _room(text: str) -> int | None:
    """Return a number of pixels, 0 for none named; None for what is no such number."""
    if not text:
        return 0
    return min(int(text), MOST) if _NUMBER.fullmatch(text) and int(text) else None


def _ours(url: str, base: str) -> tuple[str, Mapping[str, str]] | None:
    """Return page and parameters of an address of this server; None for any other address."""
    try:
        theirs, ours = urlsplit(url), urlsplit(base)
        same = _server(theirs) == _server(ours)
    except ValueError:
        return None
    if not base or not same or not f"{theirs.path}/".startswith(f"{ours.path}/"):
        return None
    path = theirs.path.removeprefix(ours.path).removeprefix("/")
    return (path, QueryParams(theirs.query)) if path in PATHS else None


def _server(address: SplitResult) -> tuple[str | None, int | None]:
    """Return name and port of a server, None for the usual port of its scheme.

    Raises:
        ValueError: It is no address of the web, or its port is no number.
    """
    if address.scheme not in _PORTS:
        raise ValueError
    usual = address.port in {None, _PORTS[address.scheme]}
    return address.hostname, None if usual else address.port


def _packed(  # noqa: PLR0913, PLR0917  what the answer is made of
    snapshot: Snapshot, asked: tuple[str, Mapping[str, str]], base: str, room: Frame, fmt: str, first_choice: str
) -> Packed:
    path, params = asked
    query, _notes = parse(params)
    if path == PATH and not NAMES & params.keys():
        query = own_view(params) or query
    query = in_language(query, params, first_choice)
    lang = query.lang if params.get("lang") in LANGUAGES else ""
    told = described(base, first(snapshot, query), room, lang=lang)
    return pack(_xml(told) if fmt == "xml" else json.dumps(told, ensure_ascii=False).encode())


def _xml(told: dict[str, Any]) -> bytes:
    root = etree.Element("oembed")
    for name, value in told.items():
        etree.SubElement(root, name).text = fit(str(value))
    body: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", standalone=True)
    return body


ROUTE: Final = Route("/oembed", oembed)
