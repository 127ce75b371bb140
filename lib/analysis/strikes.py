"""Strikes: how many were reported where, and the range of their casualties.

Only primary rows are counted; blank is "not reported", never 0. The counts of a view come from running sums
(:mod:`lib.analysis.daily`); :func:`strikes` gives the rows themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from lib.analysis import daily
from lib.analysis.tally import Ints, span_of
from lib.events.query import Query, select
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
class Counted:
    """Strikes of a view: how many primary reports, how many of them no map can draw, and civilians killed."""

    strikes: int
    without_point: int
    civilians: Toll


def counted(events: EventTable, query: Query) -> Counted:
    """Count the strikes that overlap the range and pass the filters, without looking at the rows again."""
    figures = daily.view(events, query).figures(*span_of(query))
    strikes, given = figures["count"], figures["given"]
    low, high = (figures["low"], max(figures["low"], figures["high"])) if given else (None, None)
    return Counted(strikes, figures["without_point"], Toll(low, high, strikes - given))


def at_places(events: EventTable, query: Query) -> Ints:
    """Strikes of a range by place and precision, shape (places of the table in order of name, precisions)."""
    book = daily.ledger(events)
    found = len(book.places) * len(GEO_PRECISIONS)
    return book.view(query).places.in_range(*span_of(query), found).reshape(-1, len(GEO_PRECISIONS))


def circles(events: EventTable, query: Query) -> gpd.GeoDataFrame:
    """The places struck in a range, as :func:`strike_places` gives them for its rows, from running sums."""
    book = daily.ledger(events)
    by_precision = at_places(events, query)
    number = by_precision.sum(axis=1)
    at = np.flatnonzero(number)
    worst = len(GEO_PRECISIONS) - 1 - np.argmax(by_precision[at, ::-1] > 0, axis=1)
    places = book.places.iloc[at].reset_index(drop=True)
    frame = pd.DataFrame(
        {"place": places["place"], "strikes": number[at], "precision": np.array(GEO_PRECISIONS)[worst]}
    )
    points = gpd.points_from_xy(places["lon"], places["lat"])
    return gpd.GeoDataFrame(frame, geometry=points, crs="EPSG:4326")


def strikes(events: EventTable, query: Query) -> pd.DataFrame:
    """Primary strike rows that overlap the range and pass the filters, with or without a point."""
    rows = select(events.strikes, query)
    return rows.loc[rows["is_primary"]]


def toll(rows: pd.DataFrame, what: str) -> Toll:
    """Sum of a low-high pair over rows.

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


def strike_places(rows: pd.DataFrame) -> gpd.GeoDataFrame:
    """Strikes gathered by the place they are reported at.

    Args:
        rows: Primary strike rows, as :func:`strikes` gives them. Rows without a point are left out: they are
            listed on the page, never drawn.

    Returns:
        One row a place: place, strikes (count), precision (the worst among them), and geometry, a point in
        WGS 84 degrees. Points are settlement centres, not impact sites.
    """
    located = rows.loc[rows["lat"].notna() & rows["lon"].notna()]
    order = located["geo_precision"].map(PRECISION_ORDER).fillna(len(PRECISION_ORDER) - 1)
    gathered = (
        located.assign(order=order)
        .groupby("place", sort=True)
        .agg(lat=("lat", "first"), lon=("lon", "first"), strikes=("event_id", "size"), order=("order", "max"))
        .reset_index()
    )
    gathered["precision"] = np.array(GEO_PRECISIONS)[gathered["order"].astype(int)]
    points = gpd.points_from_xy(gathered["lon"], gathered["lat"])
    return gpd.GeoDataFrame(gathered[["place", "strikes", "precision"]], geometry=points, crs="EPSG:4326")
