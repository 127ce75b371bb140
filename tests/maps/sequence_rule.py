"""The rule by which the browser makes the control map of a day from the sequence, written once more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np

from lib.events.query import FIRST_DAY
from lib.layers.sequence import AGE, SINCE


def decode(body: dict[str, Any], day: int) -> dict[str, Any]:
    """The state of one day, in the shape of ``control/<day>.json``: what the browser makes of a :func:`sequence`."""
    arcs = [np.cumsum(np.reshape(arc, (-1, 2)), axis=0) for arc in body["arcs"]]
    at = max((i for i, known in enumerate(body["dates"]) if known <= day), default=0)

    def chain(numbers: list[int]) -> list[list[float]]:
        runs = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
        points = np.concatenate([runs[0], *(run[1:] for run in runs[1:])])
        lonlat: list[list[float]] = (points * body["grid"] + body["origin"]).tolist()
        return lonlat

    def feature(columns: list[str], values: list[Any], geometry: list[Any]) -> dict[str, Any]:
        named = dict(zip(columns, values, strict=True))
        if SINCE in named:
            since = named.pop(SINCE)
            named[AGE] = None if since is None else body["dates"][at] - since
        areal = isinstance(geometry[0][0], list)
        parts = [[chain(ring) for ring in part] if areal else chain(part) for part in geometry]
        shape = {"type": "MultiPolygon" if areal else "MultiLineString", "coordinates": parts}
        return {"type": "Feature", "properties": named, "geometry": shape}

    layers = {
        name: {
            "type": "FeatureCollection",
            "features": [feature(layer["columns"], v, g) for a, b, v, g in layer["features"] if a <= day < b],
        }
        for name, layer in body["layers"].items()
    }
    return {
        "as_of": (FIRST_DAY + timedelta(days=body["dates"][at])).isoformat(),
        "front_km": body["front_km"][at],
        **layers,
        "places": [
            [place, lat, lon, controller, (FIRST_DAY + timedelta(days=since)).isoformat(), apart]
            for place, lat, lon, spells in body["places"]
            for a, b, controller, since, apart in spells
            if a <= day < b
        ],
    }
