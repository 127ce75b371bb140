"""What the browser has to know to draw a view: a few hundred bytes that change with the filter."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import shapely

from lib.analysis import control, displacement, figure_rows, others_counts, summary
from lib.analysis.summary import Figures
from lib.analysis.tally import day_number
from lib.config.crisis import CRISIS
from lib.config.crisis.tables import Comparison
from lib.config.layers import ONLINE
from lib.events import narrowing, publishing
from lib.events.choices import REPORTS
from lib.events.own_marks import SHORT
from lib.events.query import FIRST_DAY, NEAR, Query
from lib.events.store import Snapshot
from lib.events.strike_nouns import strikes_noun
from lib.events.table import EventTable
from lib.layers import earlier, own_area, own_marks
from lib.layers.sources import sources
from lib.layers.strikes import rings
from lib.text import _, day, span

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
    drawing: dict[str, Any] | None = None,
    marked: int = 0,
    refused: str = "",
    kinds: frozenset[str] = narrowing.EVERYTHING,
    story: tuple[int, int] | None = None,
) -> dict[str, Any]:
    """Return what the browser has to know to draw ``query``; its ``stamp`` names it and comes back when it is painted.

    Args:
        snapshot: The event table and its version.
        query: What to show.
        title: The finding.
        counted: The figures of the view, for the strip on the map until its clock can count by itself.
        compared: Compare the front line as ``query.compare`` and ``query.mode`` ask, instead of with
            the day before the range.
        mark: Where the report that the reader has chosen lies.
        own: Version of a reader's own table that is drawn beside this one.
        drawing: Which ``shape`` the reader wants to draw, ``box`` or ``polygon``, and which wish it is, ``n``.
        marked: How often the map told which marks its reader wants: an older answer is not taken for the newest.
        refused: Why the marks that the map told last could not be used; "" where they were.
        kinds: The kinds of report that the page is about: only their filters are told.
        story: Which step of how many is shown, where the page tells a story: the keys of the presentation then go
            from step to step.
    """
    content: dict[str, Any] = {
        **_days(snapshot.events, query, compared=compared),
        **_words(query, kinds, CRISIS.comparison_on(query.compare) if compared else None),
        "query": urlencode(query.row_params()),
        "kinds": sorted(query.kinds),
        "rings": _rings(snapshot.events, query),
        "own_area": _own_area(query),
        "own_marks": _own_marks(query, marked, refused),
        "drawing": drawing,
        "second_reports": None if counted is None else _second_reports(counted, query),
        "counter": query.counter,
        "controllers": sorted(query.controllers),
        "symbols": query.symbols,
        "layers": sorted(query.visible_layers()),
        "online": ONLINE in query.layers,
        "place": query.place,
        "mark": mark,
        "view": _view(query),
        "title": title,
        "sources": sources(snapshot.events, query) if query.view == "present" else "",
        "data_version": snapshot.version,
        "figures": None if counted is None else _strip(counted),
        "others": others_counts.fitting(query, displacement.total_counter(snapshot.events)),
    }
    content |= ({"own": own} if own else {}) | ({"story": list(story)} if story is not None else {})
    return content | {"stamp": hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]}


def _own_marks(query: Query, told: int, refused: str) -> dict[str, Any]:
    """Return the marks of the view, and what became of those that the map told last."""
    handed = len(query.marks) <= SHORT
    return {"n": told, "list": own_marks.for_browser(query), "handed": handed, "refused": refused}


def _view(query: Query) -> dict[str, float | None] | None:
    """Return where the address asks the map to look; None where it does not."""
    if query.lat is None or query.lon is None:
        return None
    return {"lat": query.lat, "lon": query.lon, "zoom": query.zoom}


def _days(events: EventTable, query: Query, *, compared: bool) -> dict[str, Any]:
    """Return the range, the days whose control is drawn and compared with, and how."""
    other = compared_day(events, query) if compared else day_before(events, query)
    before = control.snap(events, other).isoformat()
    return {
        "from": query.start.isoformat(),
        "to": query.end.isoformat(),
        "control": control.snap(events, query.end).isoformat(),
        "control_before": before,
        "compare": other.isoformat() if compared else None,
        "compare_control": before,
        "compare_mode": query.mode if compared else "gains",
    }


def _words(query: Query, kinds: frozenset[str], other: Comparison | None) -> dict[str, Any]:
    """Return what is said of the view besides its title: what narrows it, what its figures rest on, and its dates."""
    return {
        "narrowed": narrowing.in_words(query, kinds),
        "strikes_name": _("{strikes} reported").format(strikes=strikes_noun(query)),
        "strikes_basis": figure_rows.selection(0, query),
        "displaced_basis": summary.not_narrowed_note(query),
        "dates": span(query.start, query.end),
        "earlier": earlier.in_words(query),
        "coarse": publishing.line() if query.safe else "",
        "legend_notes": [
            *([publishing.in_full()] if query.safe else []),
            _("A quiet day on the map is not a quiet day on the ground."),
            *_reach(),
            *([str(other.note)] if other else []),
        ],
    }


def _reach() -> list[str]:
    """Say how far areas go, where neither the map nor an entry of its legend shows it."""
    if CRISIS.fades:
        return []
    return [_("Areas are computed from reports, and {reach}.").format(reach=CRISIS.areas.reach)]


def _strip(counted: Figures) -> dict[str, Any]:
    """Return the figures in the shape in which the browser's clock counts them; days are day numbers."""
    displaced = counted.displaced
    return {
        "strikes": counted.strikes,
        "civilians": {
            "low": counted.civilians.low,
            "high": counted.civilians.high,
            "silent": counted.civilians.silent,
        },
        "coarse": counted.strikes_coarse,
        "unsure": {
            "strikes": counted.unsure.strikes,
            "killed": counted.unsure.killed,
            "displaced": displaced.unsure,
            "changed": counted.unsure_changed,
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


def _rings(events: EventTable, query: Query) -> dict[str, Any] | None:
    """Return where strikes have to be near places: the radius in km, and latitude and longitude of each; else None."""
    if query.near == NEAR[0]:
        return None
    points = rings(events, query).geometry
    if points.empty:
        return None
    return {
        "km": query.within,
        "words": narrowing.near_in_words(query),
        "points": [[round(point.y, 5), round(point.x, 5)] for point in points],
    }


def _own_area(query: Query) -> dict[str, Any] | None:
    """Return the outline of the reader's own area: rings of latitude and longitude, and its words in the legend."""
    shape = own_area.outline(query)
    if shape is None:
        return None
    rings = shapely.get_rings(shapely.get_parts(shape))
    return {
        "rings": [[[round(lat, 5), round(lon, 5)] for lon, lat in shapely.get_coordinates(ring)] for ring in rings],
        "legend": own_area.legend_words(query),
    }


def _second_reports(counted: Figures, query: Query) -> dict[str, str] | None:
    """Say that uncounted reports match where nothing counted does, and give the address that lists them."""
    note = summary.second_reports_note(counted)
    if not note:
        return None
    every = replace(query, reports=REPORTS[0], event="", place="", search="", lat=None, lon=None, zoom=None)
    return {"text": note, "label": _("Show them"), "address": f"events?{urlencode(every.params())}"}


def day_before(events: EventTable, query: Query) -> date:
    """Return the day before the range; the first day with a front line when the range begins with it."""
    known = control.control_dates(events)
    before = query.start - timedelta(days=1)
    return max(before, known[0]) if known else before


def compared_day(events: EventTable, query: Query) -> date:
    """Return the day to compare the front with: the one asked for if the table knows it, else :func:`day_before`."""
    return day_before(events, query) if query.compare is None or too_early(events, query) else query.compare


def too_early(events: EventTable, query: Query) -> str:
    """Return a sentence when the day to compare with lies before the days covered and before all reports; else ""."""
    known = control.control_dates(events)
    first = min(FIRST_DAY, known[0]) if known else FIRST_DAY
    if query.compare is None or query.compare >= first:
        return ""
    words = _("No front line is known for {day}: the days to compare with begin on {first}.")
    return words.format(day=day(query.compare), first=day(first))
