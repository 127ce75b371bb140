"""The JSON of the modelled flows: pairs of places, a counter and window at a time. Never among the reported flows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lib.analysis.displacement import origin_destination
from lib.analysis.displacement.origin_destination import Model
from lib.analysis.tally import day_number
from lib.events.query import ROW_FILTERS, Query
from lib.events.table import EventTable
from lib.layers.flows import avoided, bends
from lib.layers.layer import Answer, Layer
from lib.text import _

MOST_DRAWN = 24
"""Most arrows drawn, those of most persons: small ones hide what matters, and the page lists them all."""


def drawable(model: Model, query: Query) -> pd.DataFrame:
    """Return the cells of a model that a map can draw: both ends have a point, and they are apart."""
    cells = origin_destination.cells_of(model, query)
    apart = (cells["lat"] != cells["origin_lat"]) | (cells["lon"] != cells["origin_lon"])
    placed = cells[["lat", "lon", "origin_lat", "origin_lon"]].notna().all(axis=1)
    return cells.loc[apart & placed]


@dataclass(frozen=True)
class Shown:
    """The modelled flows that a map draws.

    Attributes:
        flows: origin_place, place, origin_lat, origin_lon, lat, lon, persons, persons_low, persons_high; the largest
            first, at most :data:`MOST_DRAWN` of them.
        all: How many pairs of places there are in the range.
        counter: Whose totals are split; blank when no counter's totals of the range can be.
    """

    flows: pd.DataFrame
    all: int
    counter: str


def shown(events: EventTable, query: Query) -> Shown:
    """Return the modelled flows of a view as the browser draws them: one counter's windows, added up by pair of places.

    There are none when the layer is off or no counter's totals of the range can be split.
    """
    ends = ["origin_place", "place"]
    points = ["origin_lat", "origin_lon", "lat", "lon"]
    persons = ["persons", "persons_low", "persons_high"]
    models = origin_destination.in_view(events, query) if "modelled" in query.layers else ()
    if not models:
        return Shown(pd.DataFrame(columns=[*ends, *points, *persons]), 0, "")
    pairs = pd.concat([drawable(model, query) for model in models]).groupby(ends, sort=True)
    both = pairs[points].first().join(pairs[persons].sum()).reset_index()
    largest = both.sort_values("persons", ascending=False, kind="stable").head(MOST_DRAWN)
    return Shown(largest, len(both), models[0].counter)


def modelled(events: EventTable, query: Query) -> dict[str, Any]:
    """Return every model, whatever the range; only the filters of ``query`` that are not time apply.

    Returns:
        ``windows``: counter, first and last (day numbers), and flows: origin, place, their points, bend (as of the
        reported arrows), persons, low and high.
    """
    held = avoided(events)
    windows = []
    for model in origin_destination.models(events, query):
        cells = drawable(model, query)
        flows = pd.DataFrame(
            {
                "origin": cells["origin_place"],
                "place": cells["place"],
                **{name: cells[name].round(5) for name in ("origin_lat", "origin_lon", "lat", "lon")},
                "bend": bends(cells, held),
                "persons": np.rint(cells["persons"]).astype(int),
                "low": np.rint(cells["persons_low"]).astype(int),
                "high": np.rint(cells["persons_high"]).astype(int),
            }
        )
        windows.append(
            {
                "counter": model.counter,
                "first": day_number(model.start),
                "last": day_number(model.end),
                "flows": flows.to_dict("records"),
            }
        )
    return {"windows": windows}


LAYERS = (
    Layer(
        "modelled",
        option=lambda: _("Flows, modelled (not reported)"),
        answers={"modelled": Answer(modelled, uses=ROW_FILTERS)},
        data_kinds=("modelled",),
    ),
)
