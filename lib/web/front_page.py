"""The HTML of the full pages: Streamlit's own, which says at once what the view shows, until the page itself is there.

Streamlit's page is empty until half a megabyte of scripts has come. Here it begins with the finding, the figures and
the picture of the asked view; its scripts are loaded after the picture, and after them what the map will ask for, since
all at once holds everything up on a poor line (``lib/light/first.js`` does it).
"""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass, replace
from functools import cache, partial
from html import escape
from pathlib import Path
from typing import Final

from lib.config import base_path
from lib.events.query import Query, parse
from lib.events.store import Snapshot, current
from lib.events.table_cache import TableCache
from lib.exports.order import Order
from lib.light import page as light_page
from lib.light.content import first
from lib.maps import bundle, palette
from lib.maps.assets import asset_url
from lib.pages import Page, title
from lib.stories.asked import PATH, own_view
from lib.stories.views import NAMES
from lib.text import LANGUAGES, _
from lib.web.exports import name_of, task_of
from lib.web.installed import FRAME, FRAME_ADDRESS, STREAMLIT
from lib.web.languages import in_language
from lib.web.packing import Packed, pack, picture_path

logger = logging.getLogger(__name__)

SERVER_IS_HERE: Final = '<script>window.__streamlit = {BACKEND_BASE_URL: new URL(".", location.href).href}</script>'
"""Where the scripts find the server: in the folder of the page's address, as they find their own files."""
FIRST_ELEMENTS: Final = ("Button", "ButtonGroup", "ComponentInstance", "Html", "PageLink", "Selectbox", "CustomTheme")
"""Streamlit's elements that every page has: their scripts are asked for before the page is known to need them."""
FOLDER: Final = Path(light_page.__file__).parent
HEAD: Final = "\0head\0"
BODY: Final = "\0body\0"
_PAGES: TableCache[Packed] = TableCache(64)
_LOADING: Final = re.compile(
    r'<(?:script\s+type="module"|link\s+rel="(?:modulepreload|stylesheet|preload|shortcut icon)")[^>]*>(?:</script>)?'
)
_NOSCRIPT: Final = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_TITLE: Final = re.compile(r"<title>.*?</title>", re.DOTALL)
_IMPORTED: Final = re.compile(r"(?:from|import)\s*[\"']\./([\w.-]+\.js)[\"']")


@dataclass(frozen=True)
class Skeleton:
    """Streamlit's page taken apart.

    Attributes:
        html: What is left of it, with two marks for what is put in at the end of its head and the start of its body.
        script: Address of its script.
        early: Addresses of the modules that the script needs, its own list first.
        sheets: Addresses of its style sheets.
    """

    html: str
    script: str
    early: tuple[str, ...]
    sheets: tuple[str, ...]


@cache
def skeleton(index: Path) -> Skeleton | None:
    """Take Streamlit's page apart; None where it is not written as it was, and is better left whole."""
    html = index.read_text(encoding="utf-8")
    script = re.search(r"<script type=\"module\"[^>]* src=\"([^\"]+)\"", html)
    early = re.findall(r"<link rel=\"modulepreload\"[^>]* href=\"([^\"]+)\"", html)
    sheets = re.findall(r"<link rel=\"stylesheet\"[^>]* href=\"([^\"]+)\"", html)
    if script is None or not sheets or "<body>" not in html or not _TITLE.search(html):
        logger.warning("Streamlit's page is written in another way than before; it is served as it is")
        return None
    html = _NOSCRIPT.sub("", _LOADING.sub("", _TITLE.sub("", html, 1)))
    html = html.replace("<head>", f"<head>{SERVER_IS_HERE}", 1).replace("</head>", f"{HEAD}</head>", 1)
    html = html.replace("<body>", f"<body>{BODY}", 1)
    return Skeleton(html, script.group(1), (*early, *_late(index.parent, {*early, script.group(1)})), tuple(sheets))


def _late(static: Path, known: set[str]) -> list[str]:
    """Return the modules that the first elements need beside ``known``, all that they import themselves included."""
    folder = static / "static" / "js"
    found: dict[str, None] = {}
    waiting = [path.name for name in FIRST_ELEMENTS for path in sorted(folder.glob(f"{name}.*.js"))]
    while waiting:
        name = waiting.pop()
        address = f"./static/js/{name}"
        if address in known or address in found or not (folder / name).is_file():
            continue
        found[address] = None
        waiting += _IMPORTED.findall((folder / name).read_text(encoding="utf-8"))
    return list(found)


def page_now(page: Page, params: dict[str, str], base: str, index: Path, first_choice: str = LANGUAGES[0]) -> Packed:
    """Return the HTML of a page for the server's own table as it is now; arguments as for :func:`packed_page`."""
    return packed_page(current(), page, params, base, index, first_choice)


def packed_page(  # noqa: PLR0913, PLR0917  what the page is made of
    snapshot: Snapshot,
    page: Page,
    params: dict[str, str],
    base: str,
    index: Path = STREAMLIT / "index.html",
    first_choice: str = LANGUAGES[0],
) -> Packed:
    """Return the HTML of a page for the view that its address asks for; without that view if it cannot be had.

    Args:
        snapshot: The event table and its version.
        page: Which page.
        params: Parameters of the address.
        base: The server's address as its clients know it; "" where it is not known.
        index: Streamlit's page.
        first_choice: The language of a view whose address names none.
    """
    query, _notes = parse(params)
    if page.path == PATH and not NAMES & params.keys():
        query = own_view(params) or query
    query = in_language(query, params, first_choice)
    made = _is_made(snapshot, query)
    key = (snapshot.version, page.path, base, index, made, first_choice, tuple(sorted(query.params().items())))
    written = partial(_written, snapshot, page, query, base, index, made=made)
    return _PAGES.get_or_compute(snapshot.events, key, lambda: pack(written().encode()))


def _written(  # noqa: PLR0913  what the page is made of
    snapshot: Snapshot, page: Page, query: Query, base: str, index: Path, *, made: bool
) -> str:
    apart = skeleton(index)
    if apart is None:
        return index.read_text(encoding="utf-8").replace("<head>", f"<head>{SERVER_IS_HERE}", 1)
    try:
        head, body = _first_sight(snapshot, page, query, base)
    except Exception:  # whatever keeps the view from being told, the page itself says it better
        logger.exception("the first sight of a page could not be made")
        head, body = f"<title>{escape(title(page))}</title>", ""
    order = {
        "script": apart.script, "early": apart.early, "sheets": apart.sheets,
        "data": _asked_by_the_map(snapshot, query) if page.map else [], "map": page.map,
        "made": made,
        "stages": {
            "first": _("Loading: the picture and the map come first …"),
            "scripts": _("Loading: the scripts of the page are on their way …"),
            "connection": _("Loading: connecting to the server …"),
            "map": _("Loading: the map is being drawn …"),
            "late": _("It takes long; the light page needs less, and no lasting connection."),
        },
    }  # fmt: skip
    written = json.dumps(order, ensure_ascii=True).replace("<", "\\u003c")
    script = "".join(light_page.script(f"{name}.js") for name in ("keep", "grow", "first"))
    run = f'<script type="application/json" id="first-order">{written}</script><script>{script}</script>'
    # Before anything is painted: what the reader has chosen goes before their system.
    head = f"<script>{light_page.script('theme.js')}</script>{head}"
    html = apart.html.replace(HEAD, head, 1).replace(BODY, body + run, 1)
    if body:
        # What lies under the first sight cannot be reached by keyboard until it goes.
        html = html.replace('<div id="root">', '<div id="root" inert>', 1)
    return html.replace('<html lang="en">', f'<html lang="{query.lang}" dir="{light_page.direction()}">', 1)


def _first_sight(snapshot: Snapshot, page: Page, query: Query, base: str) -> tuple[str, str]:
    """Return what stands in the head of a page and at the start of its body."""
    seen = first(snapshot, query)
    light = escape(seen.light, quote=True)
    head = (
        light_page.head(seen, seen.full.replace("./", f"./{page.path}", 1), base, title(page))
        + f"<style>{palette.sheet()}{(FOLDER / 'first.css').read_text(encoding='utf-8')}</style>"
        # Where a page has no map, there is no other page that stands for it.
        + (f'<noscript><meta http-equiv="refresh" content="0;url={light}"></noscript>' if page.map else "")
    )
    progress = _("Loading the map …") if page.map else _("Loading the page …")
    # The script asks for the picture: at once if it is made already, else on a poor line alone, where it is seen long.
    top = light_page.top(seen).replace("<img src=", "<img data-src=", 1)
    body = (
        f'<div id="first-sight" dir="{light_page.direction()}"><div class="inner">'
        f'<p class="progress" role="status"><span>{escape(progress)}</span> '
        f'<a href="{light}">{escape(_("Stay on this light page"))}</a></p>{top}</div></div>'
    )
    return head, body


def _is_made(snapshot: Snapshot, query: Query) -> bool:
    """Return whether the picture of a view was made beforehand."""
    plain = replace(query, search="", event="", view="page")
    return picture_path(name_of(task_of(snapshot, plain, Order(), "webp", ""))).is_file()


def _asked_by_the_map(snapshot: Snapshot, query: Query) -> list[str]:
    """Return the addresses that the map of a view will ask for, whatever is filtered, in the order of their use."""
    frame = [f"/{FRAME_ADDRESS}/{path}" for path in ("index.html", *_frame_scripts())]
    ours = [asset_url(name) for name in ("leaflet.js", bundle.SCRIPT, bundle.SHEET, "leaflet.css")]
    data = light_page.addresses_of_data(snapshot, query)
    return [*map(base_path.link, (*frame, *ours)), *data]


@cache
def _frame_scripts() -> tuple[str, ...]:
    return tuple(path.relative_to(FRAME).as_posix() for path in sorted((FRAME / "static" / "js").glob("main.*.js")))
