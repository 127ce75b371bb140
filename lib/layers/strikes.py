"""The strikes: a circle a place, and rings around the places that they have to be near."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np

from lib.analysis import daily, range_index
from lib.analysis import strikes as counting
from lib.analysis.strikes import distance
from lib.events.query import ROW_FILTERS, Query
from lib.events.schema import GEO_PRECISIONS
from lib.events.table import EventTable
from lib.layers.layer import Answer, Layer
from lib.text import _


def strike_circles(events: EventTable, query: Query) -> gpd.GeoDataFrame:
    """Gather one circle per place, as :func:`lib.analysis.strikes.circles` does."""
    return counting.circles(events, query)


def rings(events: EventTable, query: Query) -> gpd.GeoDataFrame:
    """Return the places strikes have to be near, name and point; none where it is near a line or strikes are not drawn.

    A ring of ``query.within`` kilometres is drawn around each.
    """
    places_near = distance.targets(events, query.near)
    return places_near if "strikes" in query.visible_layers() else places_near.iloc[:0]


def strikes(events: EventTable, query: Query) -> dict[str, Any]:
    """Return strikes by place and days, for every day at once; only the filters of ``query`` that are not time apply.

    ``rows`` of a place: [first day, last day, precision, number]. They count as the reports do in every range, and
    there are at most 2 * DAYS of them a place and precision, whatever the number of reports.
    """
    index = range_index.index_of(events)
    item, first, last, number = daily.view(events, query).places.windows()
    place, precision = np.divmod(item, len(GEO_PRECISIONS))
    rows = np.stack([first, last, precision, number], axis=1)
    struck, begins = np.unique(place, return_index=True)
    points = index.places.iloc[struck]
    return {
        "places": [
            {"place": name, "lat": lat, "lon": lon, "rows": part.tolist()}
            for name, lat, lon, part in zip(
                points["place"], points["lat"], points["lon"], np.split(rows, begins[1:]), strict=False
            )
        ]
    }


def _count(events: EventTable, query: Query) -> tuple[int, int]:
    """Count places struck, and strikes at them."""
    struck = counting.at_places(events, query).sum(axis=1)
    return int(np.count_nonzero(struck)), int(struck.sum())


LAYERS = (
    Layer(
        "strikes",
        option=lambda: _("Strikes"),
        answers={"strikes": Answer(strikes, uses=ROW_FILTERS)},
        data_kinds=("strike",),
        numbers=("strike_places", "strike_events"),
        count=_count,
    ),
)
