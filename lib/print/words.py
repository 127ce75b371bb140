"""What stands under the title of every picture, slide and report: where, when, narrowed to what, and which part."""

from __future__ import annotations

from typing import Final

import geopandas as gpd

from lib.config.crisis import CRISIS
from lib.config.crs import DEGREES, METRIC
from lib.events import narrowing, publishing
from lib.events.query import Query
from lib.events.table import EventTable
from lib.geography import places
from lib.layers import earlier, own_marks
from lib.print.view import point_of
from lib.text import _, span
from lib.text.map_words import map_words
from lib.text.vocabulary import near_border

WHOLE_ZOOM: Final = 8.5
"""Zoom level up to which a view that an address asks for shows all of the map."""


def context_lines(events: EventTable, query: Query, extent: str) -> tuple[str, ...]:
    """Return the lines under a title, blank ones left out.

    They are where and when, what of the reports, which part of the map, and whether somebody wrote on it.

    Args:
        events: The event table.
        query: The view.
        extent: One of :data:`lib.print.sheet.EXTENTS`.
    """
    parts = (CRISIS.place, span(query.start, query.end), earlier.in_words(query))
    where = " \N{MIDDLE DOT} ".join(str(part) for part in parts if part)
    lines = (where, narrowed(query), coarsened(query), part(events, query, extent), own_marks.caption(query))
    return tuple(line for line in lines if line)


def narrowed(query: Query) -> str:
    """Say what of the reports a view shows, as a line; return "" when it shows all."""
    words = narrowing.in_words(query)
    return map_words()["narrowed"].format(filter=words) if words else ""


def coarsened(query: Query) -> str:
    """Say that the data are coarsened for publication, as a line; return "" where they are as reported."""
    return publishing.line() if query.safe else ""


def part(events: EventTable, query: Query, extent: str) -> str:
    """Say which part of the map a picture shows, and of what its figures are; return "" when it shows all of that."""
    shown = _part(events, query, extent)
    if not shown:
        return ""
    if query.within_area:
        words = _("Part of the map: {part}. The figures are of what lies {where}.")
        return words.format(part=shown, where=narrowing.where(query))
    return _("Part of the map: {part}. The figures are of the whole map.").format(part=shown)


def _part(events: EventTable, query: Query, extent: str) -> str:
    if extent == "border":
        return _("the strip along {border}").format(border=near_border())
    if extent == "front":
        return _("along the front line")
    if extent == "view" and query.lat is not None and query.lon is not None:
        if query.zoom is not None and query.zoom <= WHOLE_ZOOM:
            return ""
        return _("around {place}").format(place=_nearest(query.lat, query.lon))
    if extent in {"place", "view"} and query.place and point_of(events, query) is not None:
        return _("around {place}").format(place=query.place)
    return ""


def _nearest(lat: float, lon: float) -> str:
    """Name the labelled place nearest to a point (WGS 84 degrees)."""
    known = places.labels()
    centre = gpd.GeoSeries(gpd.points_from_xy([lon], [lat]), crs=DEGREES).to_crs(METRIC).iloc[0]
    return str(known["place"].loc[known.geometry.to_crs(METRIC).distance(centre).idxmin()])
