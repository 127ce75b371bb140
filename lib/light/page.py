"""The page without scripts as HTML, and the same view as the first sight of the full page; every value is escaped."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from lib.config.crisis import CRISIS
from lib.events.query import Query
from lib.exports.sizes import SIZES
from lib.light.content import RIGHT_TO_LEFT, Content, First, Link, Told, address
from lib.text import _, language

FOLDER: Final = Path(__file__).parent
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
    text = (FOLDER / "light.css").read_text(encoding="utf-8")
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
    return _environment().get_template("light.html").render(values, content=content, notes=notes, row=row, told=told)


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


def head_values(first: First, url: str, base: str) -> dict[str, Any]:
    """Return what a page's head says beside the view itself."""
    return {
        "url": url.removeprefix("./"),
        "base": base,
        "preview": f"export/map.png?{urlencode(_preview(first.query))}",
        "preview_size": SIZES[PREVIEW].pixels,
    }


def _preview(query: Query) -> dict[str, str]:
    return query.params() | {"size": PREVIEW}


def direction() -> str:
    """Return the direction in which the reader's language is written."""
    return "rtl" if language.get() in RIGHT_TO_LEFT else "ltr"


def _common(first: First) -> dict[str, Any]:
    return {
        "_": _, "first": first, "method": address(first.query, "method"), "lang": language.get(),
        "direction": direction(),
        "site": str(CRISIS.title), "icon": _icon(), "style": style(), "name": "",
    }  # fmt: skip
