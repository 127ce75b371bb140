"""Who holds what at the end of the range: the areas, and the one answer that lines, band and places share."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from lib.analysis import control, inside_area
from lib.analysis.control import areas as control_areas
from lib.config.crs import METRIC
from lib.events.query import Query
from lib.events.table import EventTable
from lib.layers import sequence
from lib.layers.data import GRID, Column, Data, control_maps, control_sources, dated, dated_columns, stacked, table
from lib.layers.layer import Answer, Layer
from lib.layers.sequence import columns_of, for_json
from lib.text import _, day, number
from lib.text.vocabulary import in_words


def control_map(events: EventTable, query: Query) -> control.ControlMap:
    """Return areas of control and the lines between them at the end of the range."""
    return control.control_map(events, query.end)


def visible_areas(areas: gpd.GeoDataFrame, query: Query) -> gpd.GeoDataFrame:
    """Return the rows of control areas that the query's ``controllers`` leave on the map, columns unchanged."""
    return areas.loc[areas["controller"].isin(query.controllers)] if query.controllers else areas


def _features(frame: gpd.GeoDataFrame, layer: str) -> dict[str, Any]:
    """Return a part of a control map as a GeoJSON FeatureCollection, on the coordinate grid."""
    shapes = shapely.set_precision(frame.geometry.to_numpy(), GRID, mode="pointwise")
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


def area_columns() -> tuple[Column, ...]:
    """Return the columns of areas of control."""
    return (
        *dated_columns(),
        Column("controller", "text", _("the side that holds it, by its word in the event table")),
        Column("area_km2", "number", _("ground as drawn, square kilometres")),
        Column("low_km2", "number", _("ground with the front line at the inner edge of its band")),
        Column("high_km2", "number", _("ground with the front line at the outer edge of its band")),
    )


def area_rows(events: EventTable, query: Query, dates: str) -> gpd.GeoDataFrame:
    """Return the ground of each side on the days asked for, one row a day and side, without overlaps and gaps."""
    parts = [
        dated(visible_areas(inside_area.ground(found, query)[0], query), moment)
        for moment, found in control_maps(events, query, dates)
    ]
    return stacked(parts, area_columns()).round({"area_km2": 3, "low_km2": 3, "high_km2": 3})


def series_columns() -> tuple[Column, ...]:
    """Return the columns of the figures of each side by day."""
    return (
        *area_columns(),
        Column("front_km", "number", _("length of its front lines, kilometres")),
        Column("band_km2", "number", _("ground between the edges of the bands of its front lines, square kilometres")),
    )


def side_series(events: EventTable, query: Query, dates: str) -> pd.DataFrame:
    """Return ground, front and uncertain ground of each side by day, one row a day and side."""
    parts = []
    for moment, found in control_maps(events, query, dates):
        areas, band = inside_area.ground(found, query)
        lines = inside_area.lines(found.front, query)
        wide = band.geometry.to_crs(METRIC).area / 1e6
        rows = dated(visible_areas(areas, query), moment)
        sides = rows["controller"]
        front = [_of_side(lines.loc[lines["is_front"]], lines["length_km"], side) for side in sides]
        unsure = [_of_side(band, wide, side) for side in sides]
        parts.append(pd.DataFrame(rows).assign(front_km=front, band_km2=unsure))
    figures = table(parts, series_columns())
    return figures.round({column.name: 3 for column in series_columns() if column.holds == "number"})


def _of_side(rows: pd.DataFrame, values: pd.Series, side: str) -> float:
    return float(values.loc[rows.index[(rows["side_a"] == side) | (rows["side_b"] == side)]].sum())


def _area_named(row: Any) -> str:
    words = _("{side}, {day}: {low}\N{EN DASH}{high} km\N{SUPERSCRIPT TWO}")
    low, high = (number(value) for value in (row.low_km2, row.high_km2))
    return words.format(side=in_words(row.controller), day=day(row.date), low=low, high=high)


LAYERS = (
    Layer(
        "control",
        option=lambda: _("Control areas"),
        answers=ANSWERS,
        numbers=("control_areas",),
        count=_areas,
        data=(
            Data(
                "areas",
                lambda: _("Areas of control"),
                "Polygon",
                "control",
                area_columns,
                area_rows,
                control_sources,
                _area_named,
                side_series,
                series_columns,
            ),
        ),
        address=True,
    ),
)
