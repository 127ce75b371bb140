"""What a check of an event table is, and what several of them need: distances, and whose forces a text names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from lib.config.crisis import CRISIS
from lib.config.crs import DEGREES, METRIC
from lib.events.table import EventTable

Floats = npt.NDArray[np.float64]

CAMP_OF_SIDE = {side.id: side.camp for side in CRISIS.sides}
"""Whom each side fights beside."""


@dataclass(frozen=True)
class Check:
    """One question put to a table.

    Attributes:
        name: What it is called, in small letters.
        words: What it looks for, in words.
        advice: What to do about what it finds.
        find: The rows that are odd: what is odd about each, a sentence, under the row's label in ``events.frame``. A
            row may be there more than once.
    """

    name: str
    words: Callable[[], str]
    advice: Callable[[], str]
    find: Callable[[EventTable], pd.Series]


def odd(labels: pd.Index, sentences: list[str]) -> pd.Series:
    """Return what a check has found: a sentence for each row label, as a series of text on these labels."""
    return pd.Series(sentences, index=labels, dtype="str")


def joined(found: list[pd.Series]) -> pd.Series:
    """Join what several parts of one check have found."""
    told: pd.Series = pd.concat(found)
    return told


def metres(lat: pd.Series, lon: pd.Series) -> Floats:
    """Return points of WGS 84 degrees in metres of the crisis' projection, shape (n, 2); NaN where there is none."""
    found = np.full((len(lat), 2), np.nan)
    known = np.flatnonzero((lat.notna() & lon.notna()).to_numpy())
    points = gpd.GeoSeries(gpd.points_from_xy(lon.iloc[known], lat.iloc[known]), crs=DEGREES).to_crs(METRIC)
    found[known] = shapely.get_coordinates(points.array)
    return found


def apart_km(one: Floats, other: Floats) -> Floats:
    """Return the distance of each pair of points, km; both in metres, shape (n, 2). NaN where either is missing."""
    distance: Floats = np.hypot(*(one - other).T) / 1000.0
    return distance


_NAMES = [(party.camp, re.compile(rf"\b(?:{'|'.join(map(re.escape, party.names))})", re.IGNORECASE))
          for party in CRISIS.parties if party.camp and party.names]  # fmt: skip


def camp_named(texts: pd.Series) -> pd.Series:
    """Return the one camp whose forces each text names, by its name in ``crisis.toml``; "" for none or several."""
    names = pd.Series(texts.unique(), dtype="str")
    camps = [{camp for camp, named in _NAMES if named.search(text)} for text in names]
    one = [next(iter(found)) if len(found) == 1 else "" for found in camps]
    return texts.map(pd.Series(one, index=names, dtype="str")).astype("str")
