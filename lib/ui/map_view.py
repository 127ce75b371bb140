"""The map inside a page: one base map for the page, and a small state object for each change of the filter."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from streamlit_folium import st_folium

from lib.analysis import control
from lib.events.query import Query
from lib.events.table import EventTable
from lib.maps.assets import version
from lib.maps.snapshot import Snapshot
from lib.maps.web import MapConfig, base_map, state_element
from lib.wording import _, language, span

LAYERS_OF_KIND = {
    "control": frozenset({"control", "front", "band", "places"}),
    "strike": frozenset({"strikes"}),
    "displacement": frozenset({"flows"}),
}

HEIGHT = 640
"""Height asked of streamlit-folium, pixels; the page's style stretches the map to the window."""


def map_view(snapshot: Snapshot, query: Query, title: str) -> None:
    """Draw the map of ``query``. The map itself is never rebuilt by a change of the filter."""
    config = MapConfig(data_version=snapshot.version, asset_version=version(), lang=language.get())
    st_folium(
        base_map(config),
        key=f"situation-{snapshot.version}",
        height=HEIGHT,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=state_element(state(snapshot, query, title)),
    )


def state(snapshot: Snapshot, query: Query, title: str) -> dict[str, Any]:
    """What the browser has to know to draw ``query``; its ``stamp`` names it, and comes back when it is painted."""
    hidden = frozenset().union(*(layers for kind, layers in LAYERS_OF_KIND.items() if not query.has_kind(kind)))
    view = None
    if query.lat is not None and query.lon is not None:
        view = {"lat": query.lat, "lon": query.lon, "zoom": query.zoom}
    content: dict[str, Any] = {
        "from": query.start.isoformat(),
        "to": query.end.isoformat(),
        "control": control.snap(snapshot.events, query.end).isoformat(),
        "control_before": _eve(snapshot.events, query).isoformat(),
        "query": urlencode(query.timeless()),
        "counter": query.counter,
        "controllers": sorted(query.controllers),
        "layers": sorted(query.layers - hidden - {"online"}),
        "online": "online" in query.layers,
        "place": query.place,
        "view": view,
        "title": title,
        "dates": span(query.start, query.end),
        "data_version": snapshot.version,
        "legend_notes": [
            _("A quiet day on the map is not a quiet day on the ground."),
            _("Areas are computed from reports, and only as far east as Manbij."),
        ],
    }
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return content | {"stamp": digest[:16]}


def _eve(events: EventTable, query: Query) -> date:
    """The control date before the range; the baseline when the range begins with it."""
    known = control.control_dates(events)
    eve = query.start - timedelta(days=1)
    return control.snap(events, max(eve, known[0]) if known else eve)
