"""Who holds what at the end of the range: the areas, and the one answer that lines, band and places share."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from lib.analysis import control
from lib.analysis.control import areas as control_areas
from lib.events.query import Query
from lib.events.table import EventTable
from lib.layers import sequence
from lib.layers.layer import Answer, Layer
from lib.layers.sequence import columns_of, for_json
from lib.text import _

COORDINATE_GRID = 1e-5
"""Coordinates are rounded to this many degrees, about a metre."""


def control_map(events: EventTable, query: Query) -> control.ControlMap:
    """Return areas of control and the lines between them at the end of the range."""
    return control.control_map(events, query.end)


def visible_areas(areas: gpd.GeoDataFrame, query: Query) -> gpd.GeoDataFrame:
    """Return the rows of control areas that the query's ``controllers`` leave on the map, columns unchanged."""
    return areas.loc[areas["controller"].isin(query.controllers)] if query.controllers else areas


def _features(frame: gpd.GeoDataFrame, layer: str) -> dict[str, Any]:
    """Return a part of a control map as a GeoJSON FeatureCollection, on the coordinate grid."""
    shapes = shapely.set_precision(frame.geometry.to_numpy(), COORDINATE_GRID, mode="pointwise")
    kept = gpd.GeoDataFrame(for_json(frame, columns_of(frame, layer)), geometry=shapes)
    collection: dict[str, Any] = kept.to_geo_dict(drop_id=True)
    return collection


def control_on(events: EventTable, query: Query) -> dict[str, Any]:
    """Return areas, lines, their stretches, band and reported settlements of the control date at or before the end.

    A settlement is place, lat, lon, controller, since, and 1 when it lies in ground drawn as another side's.
    """
    situation = control_map(events, query)
    known = situation.places.assign(apart=control_areas.drawn_apart(situation).astype(int))
    known = known.loc[known.geometry.notna() & ~known.geometry.is_empty]
    since = pd.to_datetime(known["since"]).dt.strftime("%Y-%m-%d")
    return {
        "as_of": situation.as_of.isoformat(),
        "front_km": round(situation.front_km, 1),
        **{name: _features(getattr(situation, name), name) for name in sequence.LAYERS},
        "places": [
            list(row)
            for row in zip(
                known["place"],
                known.geometry.y.round(5),
                known.geometry.x.round(5),
                known["controller"],
                since,
                known["apart"],
                strict=True,
            )
        ],
    }


def _areas(events: EventTable, query: Query) -> tuple[int]:
    """Count the sides that hold ground, of those asked for."""
    sides = control.measured(events, query.end).controllers
    return (sum(not query.controllers or side in query.controllers for side in sides),)


ANSWERS = {
    "control": Answer(control_on, dated=True, in_file=False),
    "sequence": Answer(lambda events, _query: sequence.sequence(events), uses=(), at_start=False),
}
"""Control on a day, and on every control date; shared by all that is drawn from a control map."""


LAYERS = (
    Layer("control", option=lambda: _("Control areas"), answers=ANSWERS, numbers=("control_areas",), count=_areas),
)
