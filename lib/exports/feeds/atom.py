"""The changes of the event table as Atom (RFC 4287)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from lxml import etree

from lib.config.crisis import CRISIS
from lib.events.table import EventTable
from lib.exports.feeds import BY_FILE, FOLDER
from lib.exports.feeds.changes import Item, items, title
from lib.exports.feeds.text import fit, name, on_one_line
from lib.text import language

ATOM: Final = "http://www.w3.org/2005/Atom"
XML: Final = "http://www.w3.org/XML/1998/namespace"
FILE: Final = "changes.atom"


def atom(events: EventTable, base: str, since: datetime) -> bytes:
    """Write the changes of the event table as Atom.

    Args:
        events: The server's own event table.
        base: The server's address without a slash at its end; "" where it is not known, and then links lead nowhere.
        since: As for :func:`lib.exports.feeds.changes.items`.
    """
    told = items(events, since)
    feed = etree.Element(f"{{{ATOM}}}feed", {f"{{{XML}}}lang": language.get()}, nsmap={None: ATOM})
    _add(feed, "id", name("changes").urn)
    _add(feed, "title", title())
    _add(feed, "updated", moment(max((item.at for item in told), default=since)))
    _add(_add(feed, "author"), "name", on_one_line(str(CRISIS.title)))
    if base:
        self = {
            "rel": "self",
            "type": BY_FILE[FILE].media_type,
            "href": f"{base}/{FOLDER}/{FILE}?lang={language.get()}",
        }
        _add(feed, "link", **self)
        _add(feed, "link", rel="alternate", type="text/html", href=_page(base))
    for item in told:
        _entry(feed, item, base)
    body: bytes = etree.tostring(feed, xml_declaration=True, encoding="utf-8")
    return body


def _entry(feed: Any, item: Item, base: str) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", item.id)
    _add(entry, "title", item.title)
    _add(entry, "published", moment(item.at))
    _add(entry, "updated", moment(item.at))
    if base:
        _add(entry, "link", rel="alternate", type="text/html", href=_page(base))
    for kind in item.kinds:
        _add(entry, "category", term=kind)
    _add(entry, "summary", item.summary)
    _add(entry, "content", item.html, type="html")


def _add(parent: Any, tag: str, text: str = "", **attributes: str) -> Any:
    made = etree.SubElement(parent, f"{{{ATOM}}}{tag}", {key: fit(value) for key, value in attributes.items()})
    if text:
        made.text = fit(text)
    return made


def _page(base: str) -> str:
    return f"{base}/method?lang={language.get()}"


def moment(at: datetime) -> str:
    """Write a moment as RFC 3339 has it, in UTC and whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
