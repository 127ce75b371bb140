"""The page without scripts as HTML, and the same view as the first sight of the full page; every value is escaped."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from lib.analysis import control, summary
from lib.config.base_path import link
from lib.config.crisis import CRISIS
from lib.config.settings import settings
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.exports.feeds import FEEDS
from lib.exports.sizes import SIZES
from lib.geography import basemap
from lib.layers import registry
from lib.light.dataset import dataset
from lib.light.parts import Content, First, Link, Told
from lib.maps import bundle, palette
from lib.maps.assets import asset_url, version
from lib.maps.state import day_before, state
from lib.maps.web import MapConfig, script_json, start_options
from lib.text import LANGUAGES, _, language, spoken

FOLDER: Final = Path(__file__).parent
_UNQUOTED: Final = "!~*'()"
"""What a browser's encodeURIComponent leaves as it is, beside letters, digits and what Python leaves."""
PREVIEW: Final = "1080p-thumb"
"""Size of the picture that a link preview shows."""


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined, auto_reload=False
    )


@lru_cache(maxsize=1)
def style() -> Markup:
    """Return the style sheet of the page, as it may stand inside it."""
    text = palette.sheet() + (FOLDER / "light.css").read_text(encoding="utf-8")
    return Markup(re.sub(r"\s+", " ", text).strip())  # noqa: S704  our own file


ICON: Final = FOLDER / "icon.svg"


@lru_cache(maxsize=1)
def _icon() -> str:
    """Return the icon of the window as an address that holds it."""
    return f"data:image/svg+xml,{quote(ICON.read_text(encoding='utf-8'))}"


def light_page(content: Content, notes: tuple[str, ...], base: str) -> str:
    """Write the page without scripts.

    Args:
        content: What it says.
        notes: What of its address could not be used.
        base: Address of the server as its readers know it, with the prefix and without a slash at its end; "" where
            that is not known, and then no link preview has a picture.
    """
    macros: Any = _environment().get_template("macros.html").module

    def row(links: list[Link]) -> Markup:
        return Markup(macros.links(links))  # noqa: S704  of a template that escapes

    def told(one: Told) -> Markup:
        return Markup(macros.told(one))  # noqa: S704

    values = _common(content.first) | head_values(content.first, content.first.light, base)
    return (
        _environment()
        .get_template("light.html")
        .render(
            values,
            content=content,
            story=content.story,
            notes=notes,
            row=row,
            told=told,
            grow=script("keep.js") + script("grow.js") + script("light.js"),
        )
    )


@lru_cache(maxsize=8)
def script(name: str) -> Markup:
    """Return one of our scripts as it may stand in a page, without comments."""
    return Markup(bundle.plain_script((FOLDER / name).read_text(encoding="utf-8")))  # noqa: S704  our own file


def embed_page(snapshot: Snapshot, seen: First, notes: tuple[str, ...], base: str) -> str:
    """Write a page that is the map alone, started without Streamlit, with its title, sources and a link out.

    Args:
        snapshot: The server's own event table.
        seen: The view.
        notes: What of its address could not be used.
        base: As for :func:`light_page`.
    """
    query = seen.query
    config = MapConfig(
        data_version=snapshot.version,
        asset_version=version(),
        lang=language.get(),
        clock=True,
        show_title=True,
        folded=True,
        full=seen.full,
        base_url=link("/").rstrip("/"),
    )
    counted = summary.figures(snapshot.events, query)
    shown = state(snapshot, query, seen.title, counted)
    sheets = [link(asset_url(name)) for name in ("leaflet.css", bundle.SHEET)]
    scripts = [link(asset_url(name)) for name in ("leaflet.js", bundle.SCRIPT)]
    order = {
        "options": start_options(config),
        "config": config.for_browser(),
        "state": shown,
        "data": addresses_of_data(snapshot, query),
        "parts": [*sheets, *scripts, *parts_of(snapshot, query, shown)],
        "notes": " ".join(notes),
        "kept": _(
            "No connection to the server. This is the map of an earlier visit, kept on {when}: it may be out of date, "
            "and of other days than the address asks for."
        ),
    }
    values = _common(seen) | head_values(seen, seen.map, base, described=False)
    return (
        _environment()
        .get_template("embed.html")
        .render(
            values,
            order=Markup(script_json(order)),  # noqa: S704  as it may stand inside a script
            sheets=sheets,
            scripts=scripts,
            start=script("embed.js"),
        )
    )


def parts_of(snapshot: Snapshot, query: Query, shown: dict[str, Any]) -> list[str]:
    """Return the addresses of all data that the map of a view is made of, as its scripts write them.

    Args:
        snapshot: The server's own event table.
        query: The view.
        shown: What the browser is told of it, as :func:`lib.maps.state.state` gives it.
    """
    counted = "&".join(filter(None, (f"counter={quote(shown['counter'], safe=_UNQUOTED)}", shown["query"])))
    lang = "" if query.lang == LANGUAGES[0] else f"lang={query.lang}"
    spoken = f"{counted}&{lang}" if lang else counted
    named = {"flows": counted, "strikes": shown["query"], "modelled": shown["query"], "overlays": lang, "clock": spoken}
    wanted = {name for layer in registry() if layer.id in shown["layers"] for name in layer.answers} | {"clock"}
    asked = [f"{name}.json?{params}".rstrip("?") for name, params in named.items() if name in wanted]
    start = link(f"/map/{snapshot.version}/")
    return [*addresses_of_data(snapshot, query), *(start + one for one in asked), f"{start}sequence.json"]


def addresses_of_data(snapshot: Snapshot, query: Query) -> list[str]:
    """Return what the map of a view asks for whatever is filtered, as links of a page, in the order of their use."""
    days = dict.fromkeys(control.snap(snapshot.events, day) for day in (query.end, day_before(snapshot.events, query)))
    spoken = "" if query.lang == LANGUAGES[0] else f"?lang={query.lang}"
    names = (f"base.json{spoken}", *(f"control/{day}.json" for day in days), f"sites.json{spoken}")
    relief = [link(asset_url("relief"))] if basemap.relief() and "relief" in query.layers else []
    return [link(f"/map/{snapshot.version}/{name}") for name in names] + relief


def top(first: First) -> str:
    """Write what is seen first of a view, as a part of a page."""
    return _environment().get_template("top.html").render(_common(first))


def head(first: First, url: str, base: str, name: str = "") -> str:
    """Write title, description and link preview of a view.

    Args:
        first: The view.
        url: Its address as a link of a page.
        base: As for :func:`light_page`.
        name: The page's own name; "" for that of the whole site.
    """
    return (
        _environment().get_template("head.html").render(_common(first) | head_values(first, url, base) | {"name": name})
    )


def head_values(first: First, url: str, base: str, *, described: bool = True) -> dict[str, Any]:
    """Return what a page's head says beside the view itself; ``described`` to machines as a data set too."""
    page = urlencode({"url": f"{base}/{url.removeprefix('./')}"})
    return {
        "url": url.removeprefix("./"),
        "base": base,
        "dataset": Markup(script_json(dataset(first, url, base))) if described else "",  # noqa: S704  as it may stand inside a script
        "preview": link("/export/map.png", _preview(first.query)).removeprefix("./"),
        "preview_size": SIZES[PREVIEW].pixels,
        # Asked for by whoever pastes the address of the page into another: not where no page may show it.
        "oembed": f"{base}/oembed?{page}" if base and settings().frame_ancestors else "",
        "feeds": [(feed.media_type, feed.title(), feed.address(language.get())) for feed in FEEDS],
    }


def _preview(query: Query) -> dict[str, str]:
    return query.params() | {"size": PREVIEW}


def direction() -> str:
    """Return the direction in which the reader's language is written."""
    return spoken().direction


def _common(first: First) -> dict[str, Any]:
    return {
        "_": _, "first": first, "lang": language.get(),
        "direction": direction(),
        "site": str(CRISIS.title), "icon": _icon(), "style": style(), "name": "", "story": None,
    }  # fmt: skip
