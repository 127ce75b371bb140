"""The JSON of the modelled flows: pairs of places, a counter and window at a time. Never among the reported flows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from lib.analysis import control, origin_destination
from lib.analysis.origin_destination import Model
from lib.analysis.tally import day_number
from lib.events.query import LAST_DAY, Query
from lib.events.table import EventTable
from lib.maps import layers
from lib.maps.style import TOKENS


def drawable(model: Model, query: Query) -> pd.DataFrame:
    """The cells of a model that a map can draw: both ends have a point, and they are apart."""
    cells = origin_destination.cells_of(model, query)
    apart = (cells["lat"] != cells["origin_lat"]) | (cells["lon"] != cells["origin_lon"])
    placed = cells[["lat", "lon", "origin_lat", "origin_lon"]].notna().all(axis=1)
    return cells.loc[apart & placed]


def arrows(events: EventTable, query: Query) -> pd.DataFrame:
    """The modelled flows of a view, as the browser draws them: the windows of one counter added up by pair of places.

    Returns:
        origin_place, place, origin_lat, origin_lon, lat, lon, persons, persons_low, persons_high; the largest first,
        at most ``most_drawn`` of them. Empty when the layer is off or no counter's totals of the range can be split.
    """
    ends = ["origin_place", "place"]
    points = ["origin_lat", "origin_lon", "lat", "lon"]
    persons = ["persons", "persons_low", "persons_high"]
    shown = "modelled" in query.layers
    found = [drawable(model, query) for model in origin_destination.in_view(events, query)] if shown else []
    if not found:
        return pd.DataFrame(columns=[*ends, *points, *persons])
    pairs = pd.concat(found).groupby(ends, sort=True)
    both = pairs[points].first().join(pairs[persons].sum()).reset_index()
    return both.sort_values("persons", ascending=False, kind="stable").head(TOKENS["modelled"]["most_drawn"])


def modelled(events: EventTable, query: Query) -> dict[str, Any]:
    """Every model, whatever the range; only the filters of ``query`` that are not time apply.

    Returns:
        ``windows``: counter, first and last (day numbers), and flows: origin, place, their points, bend (as of the
        reported arrows), persons, low and high.
    """
    held = None
    if control.control_dates(events):
        areas = control.control_map(events, LAST_DAY).areas
        held = areas.loc[areas["controller"] == "government"].to_crs(layers.METRIC).union_all()
    windows = []
    for model in origin_destination.models(events, query):
        cells = drawable(model, query)
        flows = pd.DataFrame(
            {
                "origin": cells["origin_place"],
                "place": cells["place"],
                **{name: cells[name].round(5) for name in ("origin_lat", "origin_lon", "lat", "lon")},
                "bend": layers.bends(cells, held),
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
