"""What readers of a fresh server would wait for, made beforehand, here and in a process beside it."""

from __future__ import annotations

from collections.abc import Iterable

from lib.analysis import control
from lib.events.query import Query
from lib.events.store import Snapshot, current
from lib.layers import first_answers
from lib.maps import bundle, precompute, state
from lib.maps.answers import answers
from lib.maps.assets import asset
from lib.web import packing, static_files
from lib.web.map_answers import as_json, packed_answer

LATER = ("sequence",)
"""Answers that need every front line."""


def prepare() -> None:
    """Make the answers that the first reader's map asks for, so that they do not wait for them."""
    snapshot = current()
    for name in _first(snapshot):
        packed_answer(snapshot, name, ())


def pack_files() -> None:
    """Pack what every first visit loads as small as it goes: front ends, fonts, our script, the first map's data."""
    static_files.pack_all()
    for name in (bundle.SCRIPT, bundle.SHEET, "leaflet.js", "leaflet.css"):
        found = asset(name)
        if found is not None:
            packing.pack_smallest(found[0])
    snapshot = current()
    _pack_answers(snapshot, _first(snapshot))
    packing.tidy()


def compute_front_lines() -> None:
    """Compute the front line of every date into the cache, then what is made of all of them."""
    precompute.compute_front_lines()
    _pack_answers(current(), LATER)


def _first(snapshot: Snapshot) -> list[str]:
    """Return the answers that the map of the address without parameters asks for."""
    events, query, known = snapshot.events, Query(), answers("")
    days = {control.snap(events, day) for day in (query.end, state.day_before(events, query))}
    names = ("base", "clock", *first_answers())
    return [one for name in names for one in ([f"{name}/{day}" for day in days] if known[name].dated else [name])]


def _pack_answers(snapshot: Snapshot, names: Iterable[str]) -> None:
    for name in names:
        packing.pack_smallest(as_json(snapshot, name, ()))
