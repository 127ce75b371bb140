"""The map's data as the browser gets them: one layer per address, each answer made once, packed once, and kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from lib.events import address
from lib.events.query import PARAMETERS, Query, parse
from lib.events.store import Snapshot
from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.geography import basemap
from lib.layers import popups, registry
from lib.layers.layer import Answer
from lib.maps.answers import answers
from lib.maps.assets import asset_url
from lib.text import language
from lib.web.packing import Packed, keep_as, kept_as, pack, pack_smallest
from lib.web.waiting import PACKED_READY

ANSWERS: TableCache[Packed] = TableCache(256)
"""Packed answers kept in memory, a few tens of kilobytes each; the largest, ``sequence``, 600."""

FOR_ONE: TableCache[Packed] = TableCache(64)
"""Answers to what one reader types or opens, which may not push those out that every map needs."""
Key = tuple[tuple[str, str], ...]


class NotFoundError(Exception):
    """The address names nothing this server has; the message says what."""


ASKED = ("kind", "place", "origin", "at")
"""What is asked of the reports, besides the filter."""

REPORTS_USE = (*(parameter.name for parameter in PARAMETERS), *ASKED)
"""Parameters that reports depend on."""


def _known(name: str) -> tuple[Answer, str]:
    """Find the answer that an address names, and the day in the address; "" where it has none.

    Raises:
        NotFoundError: There is none, or the address has a day where it should have none, or the other way about.
    """
    known = answers(asset_url("relief") if basemap.relief() else "")
    head, slash, day = name.partition("/")
    if slash and head in known and known[head].dated:
        return known[head], day
    if name not in known or known[name].dated:
        raise NotFoundError(f"there is no map data called {name[:40]!r}")
    return known[name], ""


def key_of(asked: Mapping[str, str], query: Query, name: str) -> Key:
    """Collect the parameters an answer depends on, in one order, so that two spellings of one view share an answer."""
    given = query.params() | {word: asked.get(word, "")[:200] for word in ASKED}
    uses = REPORTS_USE if name == "reports" else _known(name)[0].uses
    return tuple(sorted((word, value) for word, value in given.items() if word in uses and value))


def packed_answer(snapshot: Snapshot, name: str, key: Key) -> Packed:
    """Return one answer as packed JSON, made once."""

    def make() -> Packed:
        kept = kept_as(_name_on_disk(snapshot, name)) if not key and not snapshot.own else None
        return kept or pack(as_json(snapshot, name, key))

    # What was packed quickly is asked for anew once it is on disk as small as it goes.
    which = (snapshot.version, name, key, PACKED_READY.is_set())
    cache = FOR_ONE if name == "find" or name.startswith("place/") else ANSWERS
    return cache.get_or_compute(snapshot.events, which, make)


def keep_on_disk(snapshot: Snapshot, name: str) -> None:
    """Make an answer of the map of no parameters, and keep it for every server of the same table and method."""
    which = _name_on_disk(snapshot, name)
    if kept_as(which) is None:
        keep_as(which, pack_smallest(as_json(snapshot, name, ())))


def _name_on_disk(snapshot: Snapshot, name: str) -> str:
    return f"{snapshot.version}/{name}"


def as_json(snapshot: Snapshot, name: str, key: Key) -> bytes:
    """Return one answer as JSON.

    Raises:
        NotFoundError: The address names none.
    """
    params = dict(key)
    query, _notes = parse(params, frozenset(ASKED))
    language.set(query.lang)
    value = _value(snapshot.events, name, query, params)
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()


def _value(events: EventTable, name: str, query: Query, params: dict[str, str]) -> dict[str, Any]:
    if name == "reports":
        return _reports(events, query, params)
    answer, day = _known(name)
    return answer.make(events, replace(query, end=_day(day)) if answer.dated else query)


def _reports(events: EventTable, query: Query, params: dict[str, str]) -> dict[str, Any]:
    """Return what a symbol opens to, told by its layer where the layer has a way of its own."""
    kind, place, origin, at = (params.get(word, "") for word in ASKED)
    for layer in registry():
        if layer.reports is not None and kind in layer.data_kinds:
            return layer.reports(events, query, origin)
    return popups.reports(events, query, kind, place, origin, at)


def _day(text: str) -> date:
    try:
        return address.day(text)
    except ValueError as error:
        raise NotFoundError(f"{text[:20]}: {error}") from error
