"""The changes of the event table as JSON Feed 1.1."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final

from lib.config.crisis import CRISIS
from lib.events.table import EventTable
from lib.exports.feeds import FOLDER
from lib.exports.feeds.atom import moment
from lib.exports.feeds.changes import Item, items, title
from lib.exports.feeds.text import on_one_line
from lib.text import language

VERSION: Final = "https://jsonfeed.org/version/1.1"
FILE: Final = "changes.json"


def json_feed(events: EventTable, base: str, since: datetime) -> bytes:
    """Write the changes of the event table as JSON Feed 1.1; arguments as for :func:`lib.exports.feeds.atom.atom`."""
    lang = language.get()
    page = {"home_page_url": f"{base}/method?lang={lang}", "feed_url": f"{base}/{FOLDER}/{FILE}?lang={lang}"}
    feed = {
        "version": VERSION,
        "title": title(),
        **(page if base else {}),
        "language": lang,
        "authors": [{"name": on_one_line(str(CRISIS.title))}],
        "items": [_item(item, page["home_page_url"] if base else "") for item in items(events, since)],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _item(item: Item, page: str) -> dict[str, Any]:
    return {
        "id": item.id,
        **({"url": page} if page else {}),
        "title": item.title,
        "summary": item.summary,
        "content_html": item.html,
        "date_published": moment(item.at),
        "date_modified": moment(item.at),
        **({"tags": list(item.kinds)} if item.kinds else {}),
    }
