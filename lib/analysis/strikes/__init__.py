"""Strikes: how many were reported where, and the range of their casualties.

Only primary rows are counted; blank is "not reported", never 0. The counts of a view come from running sums
(:mod:`lib.analysis.daily`); :func:`strikes` gives the rows themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from lib.analysis import daily, range_index
from lib.analysis.range_index import COARSE_FROM
from lib.analysis.tally import Ints, span_of
from lib.config.crs import DEGREES
from lib.events.query import Query
from lib.events.schema import GEO_PRECISIONS
from lib.events.table import EventTable

PRECISION_ORDER = {word: index for index, word in enumerate(GEO_PRECISIONS)}
"""Worse precision, larger number: exact 0, settlement 1, … representative last."""


@dataclass(frozen=True)
class Toll:
    """A range of persons over several reports.

    ``low`` and ``high`` are sums over the rows that give a figure; None when none does. ``silent`` is the number
    of rows whose source gives no figure, so that a reader knows what the range leaves out.
    """

    low: int | None
    high: int | None
    silent: int


@dataclass(frozen=True)
class Unsure:
    """What reports of low confidence make up: how many strikes, and civilians killed at most, persons."""

    strikes: int = 0
    killed: int = 0


@dataclass(frozen=True)
class Counted:
    """Strikes of a view: primary reports, how many of them no map can draw, civilians killed, and what is unsure.

    ``coarse`` is how many of them are located to a sub-district or wider.
    """

    strikes: int
    without_point: int
    civilians: Toll
    unsure: Unsure = Unsure()
    coarse: int = 0


def counted(events: EventTable, query: Query) -> Counted:
    """Count the strikes that overlap the range and pass the filters, without looking at the rows again."""
    figures = daily.view(events, query).figures(*span_of(query))
    strikes, given = figures["count"], figures["given"]
    low, high = (figures["low"], max(figures["low"], figures["high"])) if given else (None, None)
    unsure = Unsure(figures["unsure"], figures["unsure_killed"])
    return Counted(strikes, figures["without_point"], Toll(low, high, strikes - given), unsure, figures["coarse"])


def at_places(events: EventTable, query: Query) -> Ints:
    """Count strikes of a range by place and precision, shape (places of the table in order of name, precisions)."""
    index = range_index.index_of(events)
    found = len(index.places) * len(GEO_PRECISIONS)
    return daily.view(events, query).places.in_range(*span_of(query), found).reshape(-1, len(GEO_PRECISIONS))


def circles(events: EventTable, query: Query, besides: Query | None = None) -> gpd.GeoDataFrame:
    """Gather the places struck in a range, each name and point one, from running sums.

    Args:
        events: The event table.
        query: Range and filters.
        besides: Places struck in the range of this one are left out.

    Returns:
        One row a place: place, strikes (count), coarse (how many of them are located to a sub-district or wider),
        precision (the worst among them), and geometry, a point in WGS 84 degrees.
    """
    index = range_index.index_of(events)
    by_precision = at_places(events, query)
    number = by_precision.sum(axis=1)
    if besides is not None:
        number = np.where(at_places(events, besides).any(axis=1), 0, number)
    at = np.flatnonzero(number)
    worst = len(GEO_PRECISIONS) - 1 - np.argmax(by_precision[at, ::-1] > 0, axis=1)
    places = index.places.iloc[at].reset_index(drop=True)
    frame = pd.DataFrame(
        {
            "place": places["place"],
            "strikes": number[at],
            "coarse": by_precision[at, COARSE_FROM:].sum(axis=1),
            "precision": np.array(GEO_PRECISIONS)[worst],
        }
    )
    points = gpd.points_from_xy(places["lon"], places["lat"])
    return gpd.GeoDataFrame(frame, geometry=points, crs=DEGREES)


def strikes(events: EventTable, query: Query) -> pd.DataFrame:
    """Return primary strike rows that overlap the range and pass the filters, with or without a point.

    Columns are those of the event table.
    """
    rows = daily.selected(events, events.strikes, query)
    return rows.loc[rows["is_primary"]]


def toll(rows: pd.DataFrame, what: str) -> Toll:
    """Sum a low-high pair over rows.

    Args:
        rows: Event rows; only primary ones should be given.
        what: ``deaths``, ``civilian_deaths`` or ``injured``.
    """
    low, high = rows[f"{what}_low"], rows[f"{what}_high"]
    given = low.notna() | high.notna()
    if not given.any():
        return Toll(None, None, len(rows))
    least = low.fillna(0).sum()
    most = high.fillna(low).fillna(0).sum()
    return Toll(int(least), int(max(least, most)), int((~given).sum()))
