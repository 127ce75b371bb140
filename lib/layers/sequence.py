"""Control over time in one answer: areas, lines, band and places of the clock's dates, shared coordinates once.

The shape of :func:`sequence`::

    {"epoch", "days", "grid": degrees, "origin": [lon, lat], "dates": [day, …], "front_km": [km, …],
     "arcs": [[x, y, dx, dy, …], …],
     "layers": {"areas" | "front" | "band" | "stretches": {"columns": [name, …],
                "features": [[from, to, [value, …], geometry], …]}},
     "places": [[place, lat, lon, [[from, to, controller, since, apart], …]], …]}

Days are whole days since the first day, negative before it. A feature holds on the days from ``from`` to before
``to``. A geometry is a list of polygons, each a list of rings, each a list of arc numbers, or a list of lines, each a
list of arc numbers; see :mod:`lib.layers.arcs`. A place is ``apart`` (1) while it lies in ground drawn as another
side's. The browser reads it all back, and the tests do as it does.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice, pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from lib.analysis import control
from lib.analysis.control import ControlMap
from lib.analysis.control.areas import drawn_apart
from lib.analysis.tally import DAYS
from lib.config.crisis import CRISIS
from lib.events.query import FIRST_DAY
from lib.events.table import EventTable
from lib.layers.arcs import Ints, Pool, share

GRID = 1e-4
"""Coordinates are rounded to this many degrees, about 10 metres; ``control/<day>.json`` has the finer map."""
ORIGIN = (math.floor(CRISIS.boxes.region.west), math.floor(CRISIS.boxes.region.south))
"""Lon and lat from which the grid counts, WGS 84 degrees."""
CORNERS = 3
"""Fewer different points than this are no ring."""

AREAS = {name: name for name in ("controller", "area_km2", "low_km2", "high_km2")}
FRONT = {"side_a": "side_a", "side_b": "side_b", "is_front": "is_front", "length_km": "km"}
BAND = {"width_km": "width_km"}
STRETCHES = FRONT | {name: name for name in ("width_km", "age_days", "confidence", "one_sided", "place_a", "place_b")}
LAYERS = {"areas": AREAS, "front": FRONT, "band": BAND, "stretches": STRETCHES}
"""What is sent of each part of a control map: its columns, and what they are called in the JSON."""
AGE, SINCE = "age_days", "since_day"
"""The age of a stretch is sent as the day it is counted from, so that a stretch stays the same from day to day."""
DIGITS = {"area_km2": 1, "low_km2": 1, "high_km2": 1, "length_km": 2, "width_km": 2}
"""Decimals of the figures: finer than the map they are measured on."""


def columns_of(frame: pd.DataFrame, layer: str) -> dict[str, str]:
    """Return the columns of a layer that a control map has, and their names in the JSON."""
    return {name: sent for name, sent in LAYERS[layer].items() if name in frame.columns}


def for_json(frame: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """Return the columns as they are sent: renamed, figures rounded, None where nothing is known."""
    kept = frame[list(columns)].round({name: digits for name, digits in DIGITS.items() if name in columns})
    kept = kept.astype(object).where(kept.notna(), None)
    return kept.rename(columns=columns)


def sequence(events: EventTable) -> dict[str, Any]:
    """Return control at every control date, from the day before the period on. Reading takes 1.5 s, computing 25 s."""
    dates = control.dates_since(events, FIRST_DAY - timedelta(days=1))
    maps = [control.control_map(events, day) for day in dates]
    days = [(day - FIRST_DAY).days for day in dates]
    pool = Pool()
    layers = {name: _Layer(name, [getattr(one, name) for one in maps], days) for name in LAYERS if maps}
    numbers = iter(share([chain for layer in layers.values() for chain in layer.chains], pool))
    return {
        "epoch": FIRST_DAY.isoformat(),
        "days": DAYS,
        "grid": GRID,
        "origin": list(ORIGIN),
        "dates": days,
        "front_km": [round(one.front_km, 1) for one in maps],
        "layers": {name: layer.features(numbers, days) for name, layer in layers.items()},
        "arcs": pool.arcs,
        "places": _places(maps, days),
    }


class _Layer:
    """One layer of all maps: its different features, the steps at which each is there, and their lines and rings."""

    def __init__(self, name: str, frames: list[gpd.GeoDataFrame], days: list[int]) -> None:
        columns = columns_of(frames[0], name)
        step = np.repeat(np.arange(len(frames)), [len(frame) for frame in frames])
        whole = pd.concat(frames, ignore_index=True)
        values = for_json(whole, columns)
        if AGE in values:
            # What a stretch rests on stays as the days pass; only its age grows.
            values[AGE] = [
                None if age is None else days[at] - int(age) for age, at in zip(values[AGE], step, strict=True)
            ]
        self.columns = [SINCE if column == AGE else column for column in values.columns]
        self.chains: list[Ints] = []
        self._features: dict[tuple[object, ...], _Feature] = {}
        shapes = _grid(whole.geometry.to_numpy())
        for at, row, shape in zip(step.tolist(), values.itertuples(index=False, name=None), shapes, strict=True):
            key = (row, tuple(tuple(chain.tobytes() for chain in part) for part in shape))
            known = self._features.get(key)
            if known is None and shape:
                known = self._features[key] = _Feature(list(row), [len(part) for part in shape], [])
                self.chains += [chain for part in shape for chain in part]
            if known is not None:
                known.steps.append(at)
        self._areal = _areal(whole)

    def features(self, numbers: Iterator[list[int]], days: list[int]) -> dict[str, Any]:
        """Return the layer as it is sent; the arcs of its chains are taken from ``numbers``."""
        sent: list[list[Any]] = []
        until = [*days[1:], DAYS]
        for feature in self._features.values():
            parts = [list(islice(numbers, rings)) for rings in feature.parts]
            geometry = parts if self._areal else [part[0] for part in parts]
            sent += [[days[a], until[b], feature.row, geometry] for a, b in _runs(feature.steps)]
        return {"columns": self.columns, "features": sent}


@dataclass
class _Feature:
    row: list[Any]
    parts: list[int]
    """How many rings each polygon has; 1 for a line."""
    steps: list[int]


def _areal(frame: gpd.GeoDataFrame) -> bool:
    return bool((shapely.get_dimensions(frame.geometry.to_numpy()) == 2).any())  # noqa: PLR2004  areas have two


def _runs(steps: list[int]) -> list[tuple[int, int]]:
    """Find first and last of each run of consecutive steps."""
    breaks = [i for i, (a, b) in enumerate(pairwise(steps), 1) if b != a + 1]
    return [(steps[a], steps[b - 1]) for a, b in zip([0, *breaks], [*breaks, len(steps)], strict=True)]


def _grid(geometries: npt.NDArray[np.object_]) -> list[list[list[Ints]]]:
    """Round each geometry, polygons of rings or lines of one chain, to the grid. What vanishes on it is left out."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    areal = shapely.get_dimensions(parts) == 2  # noqa: PLR2004  areas have two
    lines, part = parts, np.arange(len(parts))
    if areal.any():
        lines, part = shapely.get_rings(parts, return_index=True)
    xy, line = shapely.get_coordinates(lines, return_index=True)
    points = np.rint((xy - ORIGIN) / GRID).astype(np.int64)
    new = np.ones(len(points), dtype=bool)
    new[1:] = (points[1:] != points[:-1]).any(axis=1) | (line[1:] != line[:-1])
    points, line = points[new], line[new]
    chains = np.split(points, np.searchsorted(line, np.arange(1, len(lines)))) if len(lines) else []
    least = CORNERS + 1 if areal.any() else 2
    shapes: list[list[list[Ints]]] = [[] for _ in geometries]
    polygons: list[list[Ints]] = [[] for _ in parts]
    outer = np.diff(part, prepend=-1) != 0
    for chain, number, first in zip(chains, part.tolist(), outer.tolist(), strict=True):
        if len(chain) >= least and (first or polygons[number]):
            polygons[number].append(chain)
    for polygon, number in zip(polygons, owner.tolist(), strict=True):
        if polygon:
            shapes[number].append(polygon)
    return shapes


def _places(maps: list[ControlMap], days: list[int]) -> list[list[Any]]:
    """List each reported place with who held it from when to when, and since when that was reported."""
    if not maps:
        return []
    marked = [one.places.assign(step=step, apart=drawn_apart(one).astype(int)) for step, one in enumerate(maps)]
    known = pd.concat(marked, ignore_index=True)
    known = known.loc[known.geometry.notna() & ~known.geometry.is_empty]
    since = (pd.to_datetime(known["since"]) - pd.Timestamp(FIRST_DAY)).dt.days
    known = known.assign(lat=known.geometry.y.round(5), lon=known.geometry.x.round(5), since=since)
    until = [*days[1:], DAYS]
    sent: dict[tuple[str, float, float], list[list[Any]]] = {}
    spells = known.groupby(["place", "lat", "lon", "controller", "since", "apart"], sort=False)["step"]
    for (place, lat, lon, controller, day, apart), steps in spells:
        runs = [[days[a], until[b], controller, int(day), int(apart)] for a, b in _runs(steps.tolist())]
        sent.setdefault((place, lat, lon), []).extend(runs)
    return [[*place, sorted(runs, key=lambda run: run[0])] for place, runs in sent.items()]
