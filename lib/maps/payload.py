"""The JSON that the browser's map draws from: small, whole for a data version, filtered by time in the browser.

Every function returns plain Python values, ready for JSON. Days are counted from 1 December 2019, so that a range is
two small integers; rows are added up by place and days, so the size is bounded by these, whatever the number of
events. The clock's figures are in :mod:`lib.maps.clock`, control over time in :mod:`lib.maps.sequence`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lib.analysis import control, daily, displacement
from lib.analysis.tally import DAYS, Tally, days_of
from lib.events.query import FIRST_DAY, LAST_DAY, Query, in_range
from lib.events.schema import GEO_PRECISIONS
from lib.events.table import EventTable
from lib.geography import basemap, places
from lib.geography import overlays as agreements
from lib.maps import layers
from lib.maps.sequence import LAYERS, columns_of, plain

COORDINATE_GRID = 1e-5
"""Coordinates are rounded to this many degrees, about a metre."""
MOST_WINDOWS = 2 * DAYS
"""Different windows of one flow that are sent as they are; more are folded."""


def _features(frame: gpd.GeoDataFrame, layer: str) -> dict[str, Any]:
    """A part of a control map as a GeoJSON FeatureCollection, on the coordinate grid."""
    shapes = shapely.set_precision(frame.geometry.to_numpy(), COORDINATE_GRID, mode="pointwise")
    kept = gpd.GeoDataFrame(plain(frame, columns_of(frame, layer)), geometry=shapes)
    collection: dict[str, Any] = kept.to_geo_dict(drop_id=True)
    return collection


def base(relief_url: str) -> dict[str, Any]:
    """The base map: land, water, roads, borders, and the towns with their label ranks."""
    towns = places.labels()
    relief = basemap.relief()
    return basemap.web_bundle() | {
        "towns": [
            list(town)
            for town in zip(
                towns["place"], towns.geometry.y.round(5), towns.geometry.x.round(5), towns["rank"], strict=True
            )
        ],
        "relief": {"url": relief_url, "bounds": relief.bounds},
        "attribution": basemap.attribution(),
    }


def sites() -> dict[str, Any]:
    """Camps and crossings with their points and what is known of them."""
    frame = pd.concat([layers.camps(), layers.crossings()])
    columns = ["name", "kind", "precision", "status", "open_to_un_aid", "source", "source_url"]
    located = frame[columns].assign(lat=frame.geometry.y.round(5), lon=frame.geometry.x.round(5))
    return {"sites": located.to_dict("records")}


def overlays(events: EventTable) -> dict[str, Any]:
    """What agreements drew on the map: the Sochi strip, the M4 corridor and the observation posts."""
    dates = control.control_dates(events)
    return agreements.web_bundle(control.control_map(events, dates[0]) if dates else None)


def control_on(events: EventTable, day: date) -> dict[str, Any]:
    """Areas, lines, their stretches, band and reported settlements of the control date at or before ``day``."""
    situation = control.control_map(events, day)
    known = situation.places
    known = known.loc[known.geometry.notna() & ~known.geometry.is_empty]
    since = pd.to_datetime(known["since"]).dt.strftime("%Y-%m-%d")
    return {
        "as_of": situation.as_of.isoformat(),
        "front_km": round(situation.front_km, 1),
        **{name: _features(getattr(situation, name), name) for name in LAYERS},
        "places": [
            list(row)
            for row in zip(
                known["place"],
                known.geometry.y.round(5),
                known.geometry.x.round(5),
                known["controller"],
                since,
                strict=True,
            )
        ],
    }


def strikes(events: EventTable, query: Query) -> dict[str, Any]:
    """Strikes by place and days, for every day at once; only the filters of ``query`` that are not time apply.

    ``rows`` of a place: [first day, last day, precision, number]. They count as the reports do in every range, and
    there are at most 2 * DAYS of them a place and precision, whatever the number of reports.
    """
    book = daily.ledger(events)
    item, first, last, number = book.view(query).places.windows()
    place, precision = np.divmod(item, len(GEO_PRECISIONS))
    rows = np.stack([first, last, precision, number], axis=1)
    struck, begins = np.unique(place, return_index=True)
    points = book.places.iloc[struck].round({"lat": 5, "lon": 5})
    return {
        "places": [
            {"place": name, "lat": lat, "lon": lon, "rows": part.tolist()}
            for name, lat, lon, part in zip(
                points["place"], points["lat"], points["lon"], np.split(rows, begins[1:]), strict=False
            )
        ]
    }


def flows(events: EventTable, query: Query) -> dict[str, Any]:
    """Flows by pair and days, for every day at once, for the one counter of ``query``; with each arrow's bulge.

    ``rows`` of a pair: [first day, last day, low, high]; null for a direction without a number. Rows of the same days
    are added up, and a pair of more than MOST_WINDOWS different windows is folded (:func:`_folded`).

    The bulge keeps an arrow out of the government's area as it was at the end, so that it never changes with the
    range; people left ahead of the line, so what was taken later is where they did not go.
    """
    rows = displacement.all_flows(events, query)
    rows = rows.loc[in_range(rows, FIRST_DAY, LAST_DAY)]
    pairs = displacement.arrows(rows)
    pairs["bend"] = layers.bends(pairs, _held_by_government(events, LAST_DAY))
    windows = _windows(rows, pairs)
    columns = {
        "origin_place": "origin",
        "origin_lat": "origin_lat",
        "origin_lon": "origin_lon",
        "origin_precision": "origin_precision",
        "place": "place",
        "lat": "lat",
        "lon": "lon",
        "geo_precision": "precision",
        "bend": "bend",
    }
    records = pairs[list(columns)].rename(columns=columns).to_dict("records")
    return {"flows": [record | {"rows": some} for record, some in zip(records, windows, strict=True)]}


def _windows(rows: pd.DataFrame, pairs: pd.DataFrame) -> list[list[list[int | None]]]:
    """The rows of each pair as [first day, last day, low, high]."""
    ends = ["origin_place", "place"]
    pair = pd.MultiIndex.from_frame(pairs[ends]).get_indexer(pd.MultiIndex.from_frame(rows[ends]))
    start, end = days_of(rows)
    high = rows["persons_high"].fillna(rows["persons_low"])
    low = rows["persons_low"].fillna(high)
    days = pd.DataFrame({"pair": pair, "start": start, "end": end, "numbered": low.notna().to_numpy()})
    days = days.assign(low=low.fillna(0).to_numpy(np.int64), high=high.fillna(0).to_numpy(np.int64))
    known = days.groupby(["pair", "start", "end", "numbered"], as_index=False)[["low", "high"]].sum()
    many = known.groupby("pair")["pair"].transform("size") > MOST_WINDOWS
    known = pd.concat([known.loc[~many], _folded(days.loc[days["pair"].isin(known.loc[many, "pair"])])])
    known = known.sort_values(["pair", "start", "end", "numbered"], kind="stable")
    values = known[["start", "end", "low", "high"]].astype(object)
    values.loc[~known["numbered"].to_numpy(dtype=bool), ["low", "high"]] = None
    begins = np.searchsorted(known["pair"], np.arange(1, len(pairs)))
    return [part.tolist() for part in np.split(values.to_numpy(), begins)][: len(pairs)]


def _folded(days: pd.DataFrame) -> pd.DataFrame:
    """Windows that add up as the rows do in every range, bounded by days: at most eight times DAYS a pair.

    Persons, low and high, and the rows with and without a number are paired apart (:meth:`Tally.windows`). A row that
    only says "there is a number" has low and high 0.
    """
    pair, start, end = (days[name].to_numpy(np.int64) for name in ("pair", "start", "end"))
    numbered = days["numbered"].to_numpy(np.int64)
    folded = []
    for name, value in {"low": days["low"], "high": days["high"], "given": numbered, "bare": 1 - numbered}.items():
        item, first, last, sums = Tally.over(pair, start, end, np.asarray(value, dtype=np.int64)[:, None]).windows()
        part = pd.DataFrame(
            {"pair": item, "start": first, "end": last, "numbered": name != "bare", "low": 0, "high": 0}
        )
        folded.append(part.assign(**{name: sums}) if name in part else part)
    return pd.concat(folded, ignore_index=True)


def _held_by_government(events: EventTable, day: date) -> shapely.Geometry:
    areas = control.control_map(events, day).areas
    held = areas.loc[areas["controller"] == "government"]
    return held.to_crs(layers.METRIC).union_all()
