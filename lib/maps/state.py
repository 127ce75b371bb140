"""What the browser has to know to draw a view: a few hundred bytes that change with the filter."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from lib.analysis import control, daily
from lib.analysis.source_words import sources_line
from lib.analysis.summary import Figures
from lib.analysis.tally import day_number
from lib.events.query import Query
from lib.events.table import EventTable
from lib.maps.snapshot import Snapshot
from lib.wording import _, span

LAYERS_OF_KIND = {
    "control": frozenset({"control", "front", "band", "places"}),
    "strike": frozenset({"strikes"}),
    "displacement": frozenset({"flows", "modelled"}),
}


Mark = tuple[float, float]
"""Where a ring is drawn: latitude and longitude, WGS 84 degrees."""


def state(  # noqa: PLR0913  each is a choice of the page
    snapshot: Snapshot,
    query: Query,
    title: str,
    counted: Figures | None = None,
    *,
    compared: bool = False,
    mark: Mark | None = None,
    own: str = "",
) -> dict[str, Any]:
    """What the browser has to know to draw ``query``; its ``stamp`` names it, and comes back when it is painted.

    Args:
        snapshot: The event table and its version.
        query: What to show.
        title: The finding.
        counted: The figures of the view, for the strip on the map until its clock can count by itself.
        compared: Compare the front line as ``query.compare`` and ``query.mode`` ask, instead of with the eve.
        mark: Where the report that the reader has chosen lies.
        own: Version of a reader's own table that is drawn beside this one.
    """
    hidden = frozenset().union(*(layers for kind, layers in LAYERS_OF_KIND.items() if not query.has_kind(kind)))
    view = None
    if query.lat is not None and query.lon is not None:
        view = {"lat": query.lat, "lon": query.lon, "zoom": query.zoom}
    other = compared_day(snapshot.events, query) if compared else eve(snapshot.events, query)
    content: dict[str, Any] = {
        "from": query.start.isoformat(),
        "to": query.end.isoformat(),
        "control": control.snap(snapshot.events, query.end).isoformat(),
        "control_before": control.snap(snapshot.events, other).isoformat(),
        "compare": other.isoformat() if compared and query.mode == "swipe" else None,
        "compare_control": control.snap(snapshot.events, other).isoformat(),
        "compare_mode": query.mode if compared else "gains",
        "query": urlencode(query.timeless()),
        "counter": query.counter,
        "controllers": sorted(query.controllers),
        "symbols": query.symbols,
        "layers": sorted(query.layers - hidden - {"online"}),
        "online": "online" in query.layers,
        "place": query.place,
        "mark": mark,
        "view": view,
        "title": title,
        "dates": span(query.start, query.end),
        "sources": sources_line(daily.publishers(snapshot.events, query)) if query.view == "present" else "",
        "data_version": snapshot.version,
        "figures": None if counted is None else _strip(counted),
        "legend_notes": [
            _("A quiet day on the map is not a quiet day on the ground."),
            _("Areas are computed from reports, and only as far east as Manbij."),
        ],
    }
    if own:
        content["own"] = own
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return content | {"stamp": digest[:16]}


def _strip(counted: Figures) -> dict[str, Any]:
    """The figures in the shape in which the browser's clock counts them; days are day numbers."""
    displaced = counted.displaced
    return {
        "strikes": counted.strikes,
        "civilians": {
            "low": counted.civilians.low,
            "high": counted.civilians.high,
            "silent": counted.civilians.silent,
        },
        "displaced": {
            "low": displaced.low,
            "high": displaced.high,
            "since": None if displaced.since is None else day_number(displaced.since),
            "until": None if displaced.until is None else day_number(displaced.until),
        },
        "counter": displaced.counter,
        "changed": counted.changed["place"].nunique(),
        "front_km": counted.front_km,
    }


def eve(events: EventTable, query: Query) -> date:
    """The day before the range; the first day with a front line when the range begins with it."""
    known = control.control_dates(events)
    day = query.start - timedelta(days=1)
    return max(day, known[0]) if known else day


def compared_day(events: EventTable, query: Query) -> date:
    """The day the front line is compared with: the one asked for, else the eve of the range."""
    return query.compare or eve(events, query)
