"""What readers of a fresh server would wait for, made beforehand, here and in a process beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lib.analysis import control
from lib.config import disk_cache
from lib.config.crisis import CRISIS
from lib.events.query import Query
from lib.events.store import Snapshot, current
from lib.exports.ogc import collections
from lib.exports.order import Order
from lib.exports.task import render_task
from lib.jobs.worker import Progress
from lib.layers import first_answers
from lib.maps import bundle, precompute, state
from lib.maps.answers import answers
from lib.maps.assets import asset
from lib.text import _
from lib.web import packing, static_files
from lib.web.exports import name_of, task_of
from lib.web.map_answers import keep_on_disk, packed_answer

LATER = ("sequence",)
"""Answers that need every front line."""


def prepare() -> None:
    """Make the answers that the first reader's map asks for, so that they do not wait for them."""
    snapshot = current()
    for name in _first(snapshot):
        packed_answer(snapshot, name, ())


def pack_files(progress: Progress | None = None) -> None:
    """Pack what every first visit loads as small as it goes: front ends, fonts, our script, the first map's data."""
    static_files.pack_all(progress)
    for name in (bundle.SCRIPT, bundle.SHEET, "leaflet.js", "leaflet.css"):
        found = asset(name)
        if found is not None:
            packing.pack_smallest(found[0])
    snapshot = current()
    _pack_answers(snapshot, _first(snapshot))
    packing.tidy()


def compute_front_lines(progress: Progress | None = None) -> None:
    """Compute the front line of every date into the cache, then what is made of all of them."""
    precompute.compute_front_lines(progress)
    _pack_answers(current(), LATER)


def make_collections(progress: Progress | None = None) -> None:
    """Make the rows of every control date that the services hand out."""
    names = collections.of_lines()
    for n, name in enumerate(names, 1):
        collections.make_ready(current().events, name)
        if progress is not None:
            progress(n / len(names), _("{n} of {total} collections").format(n=n, total=len(names)))


def make_pictures(progress: Progress | None = None) -> None:
    """Make the pictures of the views that are asked for most, for the page without scripts and the first sight."""
    snapshot = current()
    if snapshot.events.frame.empty:
        return
    named = [replace(Query(), start=preset.first, end=preset.last) for preset in CRISIS.presets]
    queries = list(dict.fromkeys([Query(), *named]))
    for n, query in enumerate(queries, 1):
        task = task_of(snapshot, query, Order(), "webp", "")
        path = packing.picture_path(name_of(task))
        if disk_cache.read(path) is None:
            disk_cache.write(path, render_task(task))
        if progress is not None:
            progress(n / len(queries), _("{n} of {total} pictures").format(n=n, total=len(queries)))


def _first(snapshot: Snapshot) -> list[str]:
    """Return the answers that the map of the address without parameters asks for."""
    events, query, known = snapshot.events, Query(), answers("")
    days = {control.snap(events, day) for day in (query.end, state.day_before(events, query))}
    names = ("base", "clock", *first_answers())
    return [one for name in names for one in ([f"{name}/{day}" for day in days] if known[name].dated else [name])]


def _pack_answers(snapshot: Snapshot, names: Iterable[str]) -> None:
    for name in names:
        keep_on_disk(snapshot, name)
