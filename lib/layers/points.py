"""Layers of dated points: marks with a name, words and a source, each seen on the days between its first and last.

A layer that gives its rows and the look of its mark is drawn by ``client/layers/points.js`` and by
:mod:`lib.print.points`, with clock, popup and legend; it needs no other file.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import pandas as pd

from lib import layers
from lib.analysis.tally import day_number
from lib.events.query import ROW_FILTERS, Query
from lib.events.table import EventTable
from lib.layers.layer import Answer, Layer, Marks

COLUMNS: Final = ("name", "lat", "lon", "first", "last", "lines", "source", "source_url")
"""What the rows of a layer of points hold."""

SQUARE: Final = ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0))
DIAMOND: Final = ((0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0))
TRIANGLE: Final = ((0.0, -1.0), (1.0, 0.8), (-1.0, 0.8))
CIRCLE: Final = tuple((math.cos(turn * math.tau / 32), math.sin(turn * math.tau / 32)) for turn in range(32))
"""Outlines for :class:`lib.layers.layer.Marks`. Sites, posts and reported settlements have some of these shapes too:
colour and size tell them apart."""


def points_layer(name: str, option: Callable[[], str], marks: Marks, uses: tuple[str, ...] = ("lang",)) -> Layer:
    """Return a layer that draws dated points.

    Args:
        name: Its id, which is also the ``data-kind`` of its marks.
        option: Its word in the filter.
        marks: Its rows and how they look.
        uses: The address parameters that the rows depend on; the range is none of them.
    """
    return Layer(
        name,
        option=option,
        answers={f"points/{name}": Answer(lambda events, query: _sent(marks.rows(events, query)), uses=uses)},
        data_kinds=(name,),
        numbers=(name,),
        count=lambda events, query: (len(in_range(marks, events, query)),),
        marks=marks,
    )


def _sent(rows: pd.DataFrame) -> dict[str, Any]:
    """Return the points as the browser takes them; days are day numbers."""
    days = {end: [day_number(day) for day in rows[end]] for end in ("first", "last")}
    named = rows[list(COLUMNS)].round({"lat": 5, "lon": 5}).assign(**days)
    return {"points": named.to_dict("records")}


def in_range(marks: Marks, events: EventTable, query: Query) -> pd.DataFrame:
    """Return the points that are seen on a day of the range, with the columns :data:`COLUMNS`, first and last."""
    rows = marks.rows(events, query)
    return rows.loc[(rows["first"] <= query.end) & (rows["last"] >= query.start)]


def for_browser() -> list[dict[str, Any]]:
    """Return what the browser has to know of each layer of points: id, legend, look, and whether the filter counts."""
    return [
        {
            "id": layer.id,
            "legend": layer.marks.legend(),
            "filtered": any(set(answer.uses) & set(ROW_FILTERS) for answer in layer.answers.values()),
            "outline": [[x * layer.marks.size, y * layer.marks.size] for x, y in layer.marks.outline],
            "fill": layer.marks.fill,
            "edge": layer.marks.edge,
            "edge_width": layer.marks.edge_width,
            "size": layer.marks.size,
        }
        for layer in layers.registry()
        if layer.marks is not None
    ]
