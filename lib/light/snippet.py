"""The map in a frame of somebody else's page: its sizes, the HTML that shows it, and what oEmbed says of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import Any, Final
from urllib.parse import urlencode

from lib.config.crisis import CRISIS
from lib.events.query import Query
from lib.exports.sizes import SIZES
from lib.light.page import PREVIEW
from lib.light.parts import First
from lib.text import _, language, spoken


@dataclass(frozen=True)
class Frame:
    """A frame: its width in pixels, 0 for that of the column it stands in, and its height in pixels."""

    width: int
    height: int


LEAST: Final = Frame(240, 240)
MOST: Final = Frame(3840, 2160)
"""The smallest and the largest frame that is offered."""
FRAMES: Final = {
    "column": Frame(0, 560),
    "article": Frame(640, 480),
    "phone": Frame(360, 600),
    "wide": Frame(960, 600),
    "screen": Frame(1280, 720),
}
"""The frames with a name; the first is what is offered first."""
ANSWERED: Final = FRAMES["wide"]
"""The frame of an oEmbed answer, where the page that asks has room for it."""
CACHE_S: Final = 86_400
"""For how long a page may keep an oEmbed answer."""


def title(first: First) -> str:
    """Return what a frame is called: the site, the finding, its days, and what the view is narrowed to."""
    named = {"site": str(CRISIS.title), "title": first.title, "days": first.days, "narrowed": first.narrowed}
    words = _("{site}: {title} ({days}; {narrowed})") if first.narrowed else _("{site}: {title} ({days})")
    return words.format(**named)


def address(base: str, query: Query, path: str = "", *, lang: str = "") -> str:
    """Return the whole address of a view on the full page, or of ``path``.

    Args:
        base: The server's address without a slash at its end.
        query: The view.
        path: Which page.
        lang: The language that it names whatever the reader's is; "" to leave the choice to the reader's browser.
    """
    params = replace(query, search="", event="", view="page").params()
    params |= {"lang": lang} if lang else {}
    return f"{base}/{path}?{urlencode(params)}"


def snippet(base: str, first: First, frame: Frame, *, lang: str = "", link: bool = True) -> str:
    """Write the HTML that shows the map of a view in another page, every value escaped.

    Args:
        base: The server's address without a slash at its end.
        first: The view.
        frame: How large.
        lang: As for :func:`address`.
        link: Put a link to the full page under the frame, for whoever cannot use a map in a frame.
    """
    name, full = title(first), escape(address(base, first.query, lang=lang), quote=True)
    spoken_as = f' lang="{language.get()}" dir="{spoken().direction}"'
    inside = f'<a href="{full}"{spoken_as}>{escape(name)}</a>'
    shown = (
        f'<iframe src="{escape(address(base, first.query, "embed", lang=lang), quote=True)}" '
        f'title="{escape(name, quote=True)}" width="{frame.width or "100%"}" height="{frame.height}" loading="lazy" '
        f'style="border:0;max-width:100%" allowfullscreen>{inside}</iframe>'
    )
    return f"{shown}\n<p>{inside}</p>" if link else shown


def described(base: str, first: First, room: Frame, *, lang: str = "") -> dict[str, Any]:
    """Return what oEmbed 1.0 says of a view, as a rich resource.

    Args:
        base: The server's address without a slash at its end.
        first: The view.
        room: Width and height that the page which asks has for it, 0 where it does not say.
        lang: As for :func:`address`.
    """
    frame = Frame(*(min(ours, theirs or ours) for ours, theirs in
                    ((ANSWERED.width, room.width), (ANSWERED.height, room.height))))  # fmt: skip
    width, height = SIZES[PREVIEW].pixels
    # A picture larger than the room may not be offered.
    fits = width <= (room.width or width) and height <= (room.height or height)
    picture = address(base, first.query, "export/map.png", lang=lang) + "&" + urlencode({"size": PREVIEW})
    thumbnail = {"thumbnail_url": picture, "thumbnail_width": width, "thumbnail_height": height}
    return {
        "version": "1.0",
        "type": "rich",
        "title": title(first),
        "provider_name": str(CRISIS.title),
        "provider_url": f"{base}/",
        "cache_age": CACHE_S,
        "html": snippet(base, first, frame, lang=lang, link=False),
        "width": frame.width,
        "height": frame.height,
        **(thumbnail if fits else {}),
    }
