"""``/feed/…``: what changed in the event table as Atom and JSON Feed, and the milestones as a calendar.

A feed has a language and nothing else: any other parameter is refused, since who subscribes would never see that it was
passed over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from threading import Lock
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib.config import disk_cache
from lib.events import change_log
from lib.events.address import is_tracking, shown
from lib.events.last_good import stamp_of
from lib.events.store import Snapshot, current
from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.exports.feeds import BY_FILE, FOLDER
from lib.text import LANGUAGES, _, either, enumerated, language
from lib.web.answers import base_of, failure
from lib.web.languages import NOT_FOR_ALL, speak_to
from lib.web.packing import Packed, answer, pack
from lib.web.threads import in_thread

TAKEN: Final = frozenset({"lang"})
EPOCH: Final = datetime.fromtimestamp(0, UTC)
_FEEDS: TableCache[tuple[Packed, datetime]] = TableCache(32)
_SINCE: Final[dict[tuple[str, str], tuple[str, datetime]]] = {}
"""What each feed says in each language, as a hash, and since when, where the disk does not keep it."""
_NOTING: Final = Lock()


async def feed(request: Request) -> Response:
    """Answer ``/feed/<file>``: 404 for a file that there is not, 422 for a parameter that a feed does not have."""
    speak_to(request)
    file = request.path_params["file"]
    if file not in BY_FILE:
        words = _("There is no feed called {name}; there are {known}.")
        return failure(words.format(name=shown(file), known=enumerated(BY_FILE)), 404)
    if wrong := _refused(request):
        return failure(wrong, 422)
    snapshot = await in_thread("health", current)
    packed, since = await in_thread("pages", made, snapshot, file, language.get(), base_of(request))
    headers = NOT_FOR_ALL | {"Last-Modified": format_datetime(since, usegmt=True)}
    found = answer(request, packed, f"{BY_FILE[file].media_type}; charset=utf-8", headers)
    if not_since(request, since):
        kept = {name: found.headers[name] for name in ("etag", "vary", "cache-control", "last-modified")}
        return Response(status_code=304, headers=kept)
    return found


def _refused(request: Request) -> str:
    """Say what of an address cannot be used; "" for nothing."""
    for name, text in request.query_params.multi_items():
        if is_tracking(name):
            continue
        if name not in TAKEN:
            return _("A feed takes lang alone; leave \u201c{name}\u201d out.").format(name=shown(name))
        if text not in LANGUAGES:
            words = _("{name} cannot be '{text}'; choose one of {words}.")
            return words.format(name=name, text=shown(text), words=either(LANGUAGES))
    return ""


def made(snapshot: Snapshot, file: str, lang: str, base: str) -> tuple[Packed, datetime]:
    """Return a feed, packed, and since when it says what it says.

    Args:
        snapshot: The server's own event table; a reader's own is never here.
        file: A key of :data:`lib.exports.feeds.BY_FILE`.
        lang: Its language.
        base: The server's address as its clients know it; "" where it is not known.
    """
    key = (snapshot.version, file, lang, base, stamp_of(change_log.CHANGES))
    return _FEEDS.get_or_compute(snapshot.events, key, lambda: _made(snapshot.events, file, lang, base))


def _made(events: EventTable, file: str, lang: str, base: str) -> tuple[Packed, datetime]:
    language.set(lang)
    write = _writer(file)
    # What it says, whoever asks: the address of the server and the time are not part of it.
    said = hashlib.sha256(write(events, "", EPOCH)).hexdigest()
    since = _since(file, lang, said)
    return pack(write(events, base, since)), since


def _writer(file: str) -> Callable[[EventTable, str, datetime], bytes]:
    # Loaded with the first feed that is asked for: few servers are.
    if file == "milestones.ics":
        from lib.exports.feeds.calendar import calendar  # noqa: PLC0415

        return calendar
    from lib.exports.feeds.atom import atom  # noqa: PLC0415
    from lib.exports.feeds.json_feed import json_feed  # noqa: PLC0415

    return atom if file == "changes.atom" else json_feed


def _since(file: str, lang: str, said: str) -> datetime:
    """Return since when a feed says this, in whole seconds: now, where it said another thing before.

    The disk keeps it, so that a server that starts again, or one beside it, says the same.
    """
    path = disk_cache.folder_of() / "feeds" / f"{file}.{lang}"
    with _NOTING:
        kept = disk_cache.read(path)
        before, _blank, when = kept.decode().partition(" ") if kept else ("", "", "")
        if before == said:
            return datetime.fromisoformat(when)
        if not kept and _SINCE.get((file, lang), ("", EPOCH))[0] == said:
            return _SINCE[file, lang][1]
        now = datetime.now(UTC).replace(microsecond=0)
        _SINCE[file, lang] = (said, now)
        disk_cache.write(path, f"{said} {now.isoformat()}".encode())
        return now


def not_since(request: Request, since: datetime) -> bool:
    """Return whether a client asks only for what is newer than it has; a tag, where it names one, decides alone."""
    if "if-none-match" in request.headers:
        return False
    try:
        asked = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return since <= (asked if asked.tzinfo else asked.replace(tzinfo=UTC))


ROUTES: Final[tuple[Route, ...]] = (Route(f"/{FOLDER}/{{file:path}}", feed),)
