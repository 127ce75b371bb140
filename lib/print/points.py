"""Dated points on paper: the marks of every layer that has some (:mod:`lib.layers.points`)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib import layers
from lib.events.query import Query
from lib.events.table import EventTable
from lib.layers.layer import Marks
from lib.layers.points import in_range
from lib.print.page import Page, outlines
from lib.print.view import Floats, View


@dataclass(frozen=True)
class Points:
    """The points of a layer that are on the map: its id, how they look, and name, lat, lon of each."""

    layer: str
    marks: Marks
    rows: pd.DataFrame

    def at(self, view: View) -> Floats:
        """Return where they lie, layout pixels, shape (n, 2)."""
        return view.xy(self.rows["lon"].to_numpy(dtype=float), self.rows["lat"].to_numpy(dtype=float))


def points(events: EventTable, query: Query) -> tuple[Points, ...]:
    """Gather the points of ``query``, a layer each, in the declared order."""
    return tuple(
        Points(layer.id, layer.marks, in_range(layer.marks, events, query))
        for layer in layers.registry()
        if layer.marks is not None and layer.id in query.visible_layers()
    )


def draw_points(page: Page, view: View, layers_of_points: tuple[Points, ...]) -> None:
    """Draw the points of each layer; names keep off them."""
    for some in layers_of_points:
        size = some.marks.size
        at = some.at(view)
        at = at[view.sees(at, -size)]
        marks(page, at, some.marks)
        page.symbols.extend((x - size, y - size, x + size, y + size) for x, y in at)


def marks(page: Page, at: Floats, look: Marks) -> None:
    """Draw a mark at each of some points in layout pixels; the legend draws the same."""
    if not len(at):
        return
    shape = np.array([look.outline]) * look.size
    page.fill(outlines(shape + at[:, None, :]), look.fill, pen={"colour": look.edge, "width": look.edge_width})
