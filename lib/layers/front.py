"""The front line, and the stretches of it that open."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from lib.analysis import control, inside_area
from lib.config.crs import METRIC
from lib.events.query import Query
from lib.events.table import EventTable
from lib.layers.control import ANSWERS
from lib.layers.data import Column, Data, control_maps, control_sources, dated, dated_columns, stacked, table
from lib.layers.layer import Layer
from lib.text import _, day, number
from lib.text.vocabulary import in_words

PAIR = ["side_a", "side_b"]


def _km(events: EventTable, query: Query) -> tuple[float]:
    """Measure the length of the front at the end of the range, km."""
    return (round(control.measured(events, query.end).front_km, 1),)


def pair_columns() -> tuple[Column, ...]:
    """Return the columns that say between which sides a line runs."""
    return (
        *dated_columns(),
        Column("side_a", "text", _("one of the two sides, by its word in the event table")),
        Column("side_b", "text", _("the other side")),
        Column("is_front", "flag", _("true: the sides face each other, and the length counts as front line")),
        Column("length_km", "number", _("length, kilometres, in the metric system of the map")),
    )


def stretch_columns() -> tuple[Column, ...]:
    """Return the columns of stretches of the lines between sides."""
    return (
        *pair_columns(),
        Column("width_km", "number", _("uncertainty: the line may lie anywhere in a strip so wide, kilometres")),
        Column("age_days", "integer", _("age of the newest report that holds it up, days")),
        Column("confidence", "text", _("confidence of the weaker of the nearest reports of the two sides")),
        Column("one_sided", "flag", _("true: only the side that gained it reports it")),
        Column("place_a", "text", _("nearest reported place of side_a")),
        Column("place_b", "text", _("nearest reported place of side_b")),
        Column("event_a", "text", _("event_id of the report on place_a")),
        Column("event_b", "text", _("event_id of the report on place_b")),
        Column("piece", "integer", _("number of the row among those of its day, which it names")),
    )


def stretch_rows(events: EventTable, query: Query, dates: str) -> gpd.GeoDataFrame:
    """Return the lines between sides on the days asked for, one row a day and stretch of some kilometres."""
    parts = []
    for moment, found in control_maps(events, query, dates):
        numbered = found.stretches.assign(piece=np.arange(len(found.stretches)))
        rows = dated(inside_area.lines(numbered, query), moment)
        # What holds a stretch up stays as the days pass; it only grows older.
        older = (moment.day - found.as_of).days
        parts.append(rows.assign(age_days=rows["age_days"] + older))
    return stacked(parts, stretch_columns()).round({"length_km": 6, "width_km": 3})


def series_columns() -> tuple[Column, ...]:
    """Return the columns of the figures of each line by day."""
    return (
        *pair_columns(),
        Column("band_km2", "number", _("ground between the edges of its band, square kilometres")),
        Column("width_km", "number", _("uncertainty: mean width of the strip in which it may lie, kilometres")),
        Column("newest_days", "integer", _("age of the newest report behind any stretch of it, days")),
        Column("oldest_days", "integer", _("age of the newest report behind its oldest stretch, days")),
        Column("one_sided_km", "number", _("length that only one side reports, kilometres")),
    )


def pair_series(events: EventTable, query: Query, dates: str) -> pd.DataFrame:
    """Return length, uncertainty and age of the line of each pair of sides by day, one row a day and pair."""
    parts = []
    for moment, found in control_maps(events, query, dates):
        band = inside_area.ground(found, query)[1]
        wide = (band.geometry.to_crs(METRIC).area / 1e6).groupby([band[name] for name in PAIR]).sum()
        cut = inside_area.lines(found.stretches, query)
        older = (moment.day - found.as_of).days
        rows = [
            _measured(pair, some, float(wide.get(pair, 0.0)), older) for pair, some in cut.groupby(PAIR, sort=False)
        ]
        days = {"date": moment.day, "valid_from": moment.first, "valid_to": moment.last}
        parts.append(pd.DataFrame([days | row for row in rows]))
    figures = table([part for part in parts if len(part)], series_columns())
    return figures.round({column.name: 3 for column in series_columns() if column.holds == "number"})


def _measured(pair: Any, some: pd.DataFrame, band_km2: float, older: int) -> dict[str, Any]:
    length = some["length_km"].to_numpy()
    return {
        "side_a": pair[0],
        "side_b": pair[1],
        "is_front": bool(some["is_front"].iloc[0]),
        "length_km": length.sum(),
        "band_km2": band_km2,
        "width_km": np.average(some["width_km"], weights=length),
        "newest_days": int(some["age_days"].min()) + older,
        "oldest_days": int(some["age_days"].max()) + older,
        "one_sided_km": length[some["one_sided"].to_numpy(dtype=bool)].sum(),
    }


def named(row: Any) -> str:
    """Say what a line or a strip is: its sides, its day, and how wide the strip is in which it may lie."""
    words = _("{a} and {b}, {day}: uncertain by {n} km")
    width = "?" if pd.isna(row.width_km) else number(row.width_km, digits=1)
    return words.format(a=in_words(row.side_a), b=in_words(row.side_b), day=day(row.date), n=width)


LAYERS = (
    Layer(
        "front",
        option=lambda: _("Front line"),
        answers=ANSWERS,
        data_kinds=("front",),
        numbers=("front_km",),
        count=_km,
        data=(
            Data(
                "front",
                lambda: _("Front line and other lines between sides"),
                "LineString",
                "control",
                stretch_columns,
                stretch_rows,
                control_sources,
                named,
                pair_series,
                series_columns,
            ),
        ),
        address=True,
    ),
)
