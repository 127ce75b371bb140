"""Where the front line may lie by the reports there are."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from lib.analysis import inside_area
from lib.config.crs import METRIC
from lib.events.query import Query
from lib.events.table import EventTable
from lib.layers.control import ANSWERS
from lib.layers.data import Column, Data, control_maps, control_sources, dated, dated_columns, stacked
from lib.layers.front import named
from lib.layers.layer import Layer
from lib.text import _

PIECE: Final = "piece"
"""The column that tells the pieces of a day apart, and means nothing where they are added up."""


def columns() -> tuple[Column, ...]:
    """Return the columns of the band of the front line."""
    return (
        *dated_columns(),
        Column("side_a", "text", _("one of the two sides, by its word in the event table")),
        Column("side_b", "text", _("the other side")),
        Column("width_km", "number", _("width of the strip, kilometres")),
        Column("area_km2", "number", _("size of the piece, square kilometres")),
        Column(PIECE, "integer", _("number of the row among those of its day, which it names")),
    )


def rows(events: EventTable, query: Query, dates: str) -> gpd.GeoDataFrame:
    """Return the strip in which the front line may lie on the days asked for, in pieces that do not overlap."""
    parts = []
    for moment, found in control_maps(events, query, dates):
        band = inside_area.ground(found, query)[1]
        band = band.assign(**{PIECE: np.arange(len(band))})
        band = band.loc[~band.geometry.is_empty]
        parts.append(dated(band.assign(area_km2=band.geometry.to_crs(METRIC).area / 1e6), moment))
    return stacked(parts, columns()).round({"width_km": 3, "area_km2": 3})


def series_columns() -> tuple[Column, ...]:
    """Return the columns of the band's figures by day."""
    meant = {"width_km": _("mean width of the strip, kilometres"), "area_km2": _("its size, square kilometres")}
    told = (each for each in columns() if each.name != PIECE)
    return tuple(Column(each.name, each.holds, meant.get(each.name, each.meaning)) for each in told)


def series(events: EventTable, query: Query, dates: str) -> pd.DataFrame:
    """Return width and size of the band of each pair of sides by day."""
    pieces = pd.DataFrame(rows(events, query, dates).drop(columns=["geometry", PIECE]))
    by = [name for name in pieces.columns if name not in {"width_km", "area_km2"}]
    pieces["width_km"] *= pieces["area_km2"]
    sums = pieces.groupby(by, sort=False)[["width_km", "area_km2"]].sum().reset_index()
    # The larger a piece, the more of the line it is around.
    return sums.assign(width_km=sums["width_km"] / sums["area_km2"]).round({"width_km": 3, "area_km2": 3})


LAYERS = (
    Layer(
        "band",
        option=lambda: _("Uncertainty of the line"),
        answers=ANSWERS,
        data=(
            Data(
                "band",
                lambda: _("Uncertainty of the front line"),
                "Polygon",
                "control",
                columns,
                rows,
                control_sources,
                named,
                series,
                series_columns,
            ),
        ),
        address=True,
    ),
)
