"""Layers of dated points: marks with a name, words and a source, each seen on the days between its first and last.

A layer that gives its rows and the look of its mark is drawn by ``client/layers/points.js`` and by
:mod:`lib.print.points`, with clock, popup and legend; it needs no other file.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd

from lib import layers
from lib.analysis import daily, readable
from lib.analysis.tally import day_number
from lib.events.query import ROW_FILTERS, Query
from lib.events.table import EventTable
from lib.layers.layer import Answer, Layer, Marks
from lib.text import _

COLUMNS: Final = ("name", "lat", "lon", "first", "last", "lines", "source", "source_url")
"""What the rows of a layer of points hold."""

EVENT_ROWS: Final = ("lang", *ROW_FILTERS)
"""The address parameters on which points depend that are rows of the event table."""

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


def rows_of_kind(
    kind: str, lines: Callable[[Mapping[str, Any]], list[str]] = readable.further
) -> Callable[[EventTable, Query], pd.DataFrame]:
    """Return what gives the rows of a kind of the event table as dated points: those counted that have a point.

    A layer made of them passes ``uses=EVENT_ROWS`` to :func:`points_layer`, so that every filter of rows changes it.

    Args:
        kind: One of :data:`lib.events.schema.KINDS`.
        lines: What the popup says of a row, given its cells by column (a blank figure is None) beside its note; by
            itself, the columns that no other kind fills.
    """

    def rows(events: EventTable, query: Query) -> pd.DataFrame:
        found = events.primary
        found = found.loc[(found["kind"] == kind) & found["lat"].notna()]
        found = found.loc[daily.passing(events, found, query)]
        filled = found.astype(object).where(found.notna(), None)
        cells = (dict(zip(found.columns, row, strict=True)) for row in filled.itertuples(index=False))
        told: list[Any] = [_told(lines(row), row) for row in cells]
        return pd.DataFrame(
            {
                "name": found["place"].where(found["place"] != "", _("A place without a name")),
                **{axis: found[axis] for axis in ("lat", "lon")},
                "first": found["date_start"].dt.date,
                "last": found["date_end"].dt.date,
                "lines": pd.Series(told, index=found.index, dtype="object"),
                **{name: found[name] for name in ("source", "source_url")},
            }
        )

    return rows


def _told(lines: list[str], row: Mapping[str, Any]) -> list[str]:
    return [line for line in (*lines, row["note"]) if line]


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
