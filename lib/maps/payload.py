"""The JSON that the browser's map draws from: small, whole for a data version, filtered by time in the browser.

Every function returns plain Python values, ready for JSON. Days are counted from :data:`EPOCH`, so that a range is
two small integers; rows that share place, days and precision are added up, so the size is bounded by places and
days, whatever the number of events.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from lib.analysis import control, displacement
from lib.analysis.strikes import PRECISION_ORDER
from lib.events.query import FIRST_DAY, LAST_DAY, Query, passes_filters
from lib.events.table import EventTable
from lib.geography import basemap, places
from lib.maps import layers

EPOCH = pd.Timestamp(FIRST_DAY)
COORDINATE_GRID = 1e-5
"""Coordinates are rounded to this many degrees, about a metre."""


def days_since_epoch(dates: pd.Series) -> pd.Series:
    """Whole days since 1 December 2019, negative before it."""
    return (dates - EPOCH).dt.days.astype(int)


def _features(frame: gpd.GeoDataFrame, columns: dict[str, str]) -> dict[str, Any]:
    """A GeoJSON FeatureCollection with only the named columns, renamed, on the coordinate grid."""
    kept = frame[[*columns, frame.geometry.name]].rename(columns=columns)
    kept = kept.set_geometry(shapely.set_precision(kept.geometry.to_numpy(), COORDINATE_GRID, mode="pointwise"))
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


def control_on(events: EventTable, day: date) -> dict[str, Any]:
    """Areas, lines, band and reported settlements of the control date at or before ``day``."""
    situation = control.control_map(events, day)
    known = situation.places
    known = known.loc[known.geometry.notna() & ~known.geometry.is_empty]
    since = pd.to_datetime(known["since"]).dt.strftime("%Y-%m-%d")
    return {
        "as_of": situation.as_of.isoformat(),
        "front_km": round(situation.front_km, 1),
        "areas": _features(situation.areas, {"controller": "controller", "area_km2": "area_km2"}),
        "front": _features(
            situation.front, {"side_a": "side_a", "side_b": "side_b", "is_front": "is_front", "length_km": "km"}
        ),
        "band": _features(situation.band, {"width_km": "width_km"}),
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
    """Strikes by place and days, for every day at once; only the filters of ``query`` that are not time apply."""
    rows = events.strikes
    rows = rows.loc[passes_filters(rows, query) & rows["is_primary"] & rows["lat"].notna() & rows["lon"].notna()]
    table = pd.DataFrame(
        {
            "place": rows["place"],
            "start": days_since_epoch(rows["date_start"]),
            "end": days_since_epoch(rows["date_end"]),
            "precision": rows["geo_precision"].map(PRECISION_ORDER).fillna(len(PRECISION_ORDER) - 1).astype(int),
        }
    )
    points = rows.groupby("place", sort=True)[["lat", "lon"]].first().round(5)
    counted = table.groupby(["place", "start", "end", "precision"], sort=True).size().reset_index(name="n")
    by_place = counted.groupby("place", sort=True)[["start", "end", "precision", "n"]]
    return {
        "places": [
            {"place": place, "lat": lat, "lon": lon, "rows": group.to_numpy().tolist()}
            for (place, group), lat, lon in zip(by_place, points["lat"], points["lon"], strict=True)
        ]
    }


def flows(events: EventTable, query: Query) -> dict[str, Any]:
    """Flows by pair and days, for every day at once, for the one counter of ``query``; with each arrow's bulge.

    The bulge keeps an arrow out of the government's area as it was at the end, so that it never changes with the
    range; people left ahead of the line, so what was taken later is where they did not go.
    """
    everything = Query(counter=query.counter, kinds=query.kinds, subkinds=query.subkinds, confidence=query.confidence)
    rows = displacement.flows(events, everything)
    pairs = displacement.arrows(rows)
    pairs["bend"] = layers.bends(pairs, _held_by_government(events, LAST_DAY))
    days = rows.assign(start=days_since_epoch(rows["date_start"]), end=days_since_epoch(rows["date_end"]))
    numbers = days[["start", "end", "persons_low", "persons_high"]].astype(object)
    numbers = numbers.where(numbers.notna(), None)
    grouped = numbers.groupby([rows["origin_place"], rows["place"]], sort=True)
    windows = {pair: group.to_numpy().tolist() for pair, group in grouped}
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
    return {"flows": [record | {"rows": windows[record["origin"], record["place"]]} for record in records]}


def _held_by_government(events: EventTable, day: date) -> shapely.Geometry:
    areas = control.control_map(events, day).areas
    held = areas.loc[areas["controller"] == "government"]
    return held.to_crs(layers.METRIC).union_all()
