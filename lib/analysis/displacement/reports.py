"""Reported movements of a view, listed: by pair of places, and every figure that is published for a sub-district.

What the map draws is among them, and so is what it cannot draw: a report without a point is listed all the same.
"""

from __future__ import annotations

from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lib.analysis import daily, displacement
from lib.analysis.displacement import NOT_STATED, has_number
from lib.config.crs import DEGREES, METRIC
from lib.events.query import Query, in_range
from lib.events.table import EventTable
from lib.geography import areas, basemap

BORDER_ERROR_KM = 1.0
"""How far the border on the map may be off the true one (data/geo/NOTICE.md: median 0.9 km)."""
SHARED_DAYS = 2
"""Two windows that share no more days than this follow one another: sources count the day of the change twice."""
COARSE = ("governorate", "country", "representative")
"""Precisions of a point that stands for an area."""


def reported(events: EventTable, query: Query) -> pd.DataFrame:
    """Return the movements of the range: the chosen counter's numbers, and directions without a number by anyone.

    Returns:
        Primary flow rows in order of date, with or without points; columns of the event table.
    """
    rows = events.displacement
    counter = displacement.flow_counter(events, query)
    moved = rows["is_primary"] & (rows["subkind"] == "flow") & (rows["metric"] != "returned")
    by_counter = ~has_number(rows) | (rows["counter"] == counter)
    rows = rows.loc[moved & by_counter & in_range(rows, query.start, query.end)]
    return rows.loc[daily.passing(events, rows, query)].sort_values(
        ["date_start", "date_end", "event_id"], kind="stable"
    )


def addable(rows: pd.DataFrame) -> bool:
    """Return whether the figures of one counter may be added: their windows are the same, or follow one another."""
    windows = rows[["date_start", "date_end"]].drop_duplicates().sort_values(["date_start", "date_end"])
    latest = windows["date_end"].cummax().shift()
    shared = (latest - windows["date_start"]).dt.days + 1
    return not (shared.dropna() > SHARED_DAYS).any()


def persons(rows: pd.DataFrame) -> tuple[int | None, int | None]:
    """Add up the persons of some rows, low and high; both None where no row has a number or their windows overlap."""
    counted = rows.loc[has_number(rows)]
    if counted.empty or not addable(counted):
        return None, None
    low = counted["persons_low"].fillna(counted["persons_high"]).sum()
    high = counted["persons_high"].fillna(counted["persons_low"]).sum()
    return int(low), int(high)


def by_pair(events: EventTable, query: Query) -> pd.DataFrame:
    """Gather reported movements by origin and destination, those with the most persons first.

    Returns:
        origin_place, place, admin3 (sub-district of the destination, blank where not known), low and high (persons of
        the chosen counter; missing for a direction, and where windows overlap), overlapping (whether they do), first
        and last (dates), reports (number), nearer_km (how much nearer to the border the destination lies than
        the origin, missing without both points), rough (whether an end stands for an area), drawn,
        counters and sources (each once, separated by semicolons), source_url (of the first report).
    """
    rows = reported(events, query)
    ends = ["origin_place", "place"]
    rows = rows.assign(
        low=rows["persons_low"].fillna(rows["persons_high"]).astype(float),
        high=rows["persons_high"].fillna(rows["persons_low"]).astype(float),
        admin3=areas.chains(rows["pcode"], rows["place"])["admin3"],
        nearer_km=border_km(rows, "origin_") - border_km(rows),
        rough=rows["geo_precision"].isin(COARSE) | rows["origin_precision"].isin(COARSE),
        drawn=rows.index.isin(displacement.flows(events, query).index),
    )
    pairs = rows.groupby(ends, sort=True)
    numbered = rows.loc[has_number(rows)].groupby(ends, sort=True)
    overlapping = numbered[["date_start", "date_end"]].apply(lambda some: not addable(some))
    table = pairs.agg(
        admin3=("admin3", "first"),
        first=("date_start", "min"),
        last=("date_end", "max"),
        reports=("event_id", "size"),
        nearer_km=("nearer_km", "first"),
        rough=("rough", "any"),
        drawn=("drawn", "any"),
        counters=("counter", _each),
        sources=("source", _each),
        source_url=("source_url", "first"),
    )
    sums = numbered[["low", "high"]].sum(min_count=1).reindex(table.index)
    twice = overlapping.reindex(table.index).fillna(False).astype(bool) if len(numbered) else False  # noqa: FBT003
    table = table.assign(overlapping=twice, low=sums["low"], high=sums["high"])
    table.loc[table["overlapping"], ["low", "high"]] = np.nan
    order = ["high", "first", "origin_place", "place"]
    return table.reset_index().sort_values(order, ascending=[False, True, True, True], na_position="last")


def _each(texts: pd.Series) -> str:
    return "; ".join(text for text in texts.unique() if text)


def border_km(rows: pd.DataFrame, end: str = "") -> pd.Series:
    """Measure the distance of each row's destination (or ``origin_``) from the border, km; missing without a point."""
    known = rows[f"{end}lat"].notna() & rows[f"{end}lon"].notna()
    points = gpd.points_from_xy(rows.loc[known, f"{end}lon"], rows.loc[known, f"{end}lat"], crs=DEGREES)
    metres = gpd.GeoSeries(points.to_crs(METRIC)).distance(_border()).to_numpy()
    return pd.Series(metres / 1000, index=rows.index[known]).reindex(rows.index)


@lru_cache(maxsize=1)
def _border() -> shapely.Geometry:
    """Return the border in metres, simplified by a tenth of what it may be off."""
    line = gpd.GeoSeries([basemap.border()], crs=DEGREES).to_crs(METRIC).iloc[0]
    return shapely.simplify(line, BORDER_ERROR_KM * 100)


def by_subdistrict(events: EventTable, query: Query) -> pd.DataFrame:
    """List every figure published for a sub-district or a place in it, each as its counter gave it; never added up.

    Parts of a larger figure and second reports are among them and marked: the list counts nobody.

    Returns:
        admin3, pcode (of the sub-district), way (``in`` or ``out``), place (as reported), subkind, persons_low,
        persons_high, counter, date_start, date_end, is_primary, source, source_url, event_id; by sub-district, then by
        date. A movement from one sub-district to another is listed under both.
    """
    rows = events.displacement
    counted = rows["subkind"].isin(["flow", "cumulative", "stock"]) & (rows["metric"] != "returned")
    rows = rows.loc[counted & in_range(rows, query.start, query.end)]
    rows = rows.loc[daily.passing(events, rows, query)]
    ways = {"in": ("pcode", "place"), "out": ("origin_pcode", "origin_place")}
    parts = []
    for way, (code, name) in ways.items():
        chain = areas.chains(rows[code], rows[name])
        parts.append(rows.assign(admin3=chain["admin3"], admin2=chain["admin2"], way=way, place=rows[name]))
    listed = pd.concat(parts, ignore_index=True)
    listed = listed.loc[listed["admin3"] != ""]
    known = areas.subdistricts()[["pcode", "admin2", "admin3"]]
    listed = listed.drop(columns="pcode").merge(known, how="left", on=["admin2", "admin3"])
    columns = [
        "admin3", "pcode", "way", "place", "subkind", "persons_low", "persons_high", "counter", "date_start",
        "date_end", "is_primary", "source", "source_url", "event_id",
    ]  # fmt: skip
    listed["counter"] = listed["counter"].replace("", NOT_STATED)
    return listed[columns].sort_values(["admin3", "date_end", "event_id"], kind="stable").reset_index(drop=True)
