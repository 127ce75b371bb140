"""Whose reports a view shows, under every picture: the event table's, and those of layers with rows of their own."""

from __future__ import annotations

from lib import layers
from lib.analysis import daily
from lib.events.publishers import before_the_colon
from lib.events.query import Query
from lib.events.table import EventTable
from lib.layers.points import in_range
from lib.text.sources import sources_line


def sources(events: EventTable, *queries: Query) -> str:
    """Say who published what a map of a view shows, or those of several; dated points of visible layers included."""
    of_points = [
        name
        for query in queries
        for layer in layers.registry()
        if layer.marks and layer.id in query.visible_layers()
        for name in before_the_colon(in_range(layer.marks, events, query)["source"])
        if name
    ]
    return sources_line(daily.publishers(events, *queries), tuple(dict.fromkeys(of_points)))
