"""All that the table tells of one place, over all days: who held it, strikes, who came and went, what is near.

It is the same whatever a view is narrowed to. Only primary rows count; figures of different counters stay apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lib.analysis import control, listing, place_history, strikes
from lib.analysis.strikes import Toll
from lib.config.crs import DEGREES, METRIC
from lib.events.query import FIRST_DAY, LAST_DAY, in_range
from lib.events.table import EventTable
from lib.geography import places, search

NEAR_KM = 15.0
"""How far a camp or a crossing may be to be named as near, km."""
MOST_NEAR = 6
NEAR_COLUMNS = ("name", "kind", "km")


@dataclass(frozen=True)
class PlaceRecord:
    """What is known of a place.

    Attributes:
        name: Its name, as the gazetteer or the table has it.
        name_ar: In Arabic; "" where it is not known.
        pcode: Its P-code; "" where it has none.
        lies_in: Names of its sub-district and governorate, without what is not known.
        point: Latitude and longitude, WGS 84 degrees; None where no point is known.
        history: Who held it when, as :func:`lib.analysis.place_history.place_history` gives it.
        struck: Primary strikes there, in columns of the event table.
        killed: Civilians reported killed in them.
        moved: Primary rows of displacement from or to it, in columns of the event table.
        came: How many of them tell of people who came from elsewhere.
        left: How many tell of people who left for elsewhere.
        near: Camps and crossings up to ``NEAR_KM`` away: name, kind, km, nearest first.
        front_km: Distance of the front at the end of the day that was asked for, km; None where there is none.
    """

    name: str
    name_ar: str
    pcode: str
    lies_in: tuple[str, ...]
    point: tuple[float, float] | None
    history: pd.DataFrame
    struck: pd.DataFrame
    killed: Toll
    moved: pd.DataFrame
    came: int
    left: int
    near: pd.DataFrame
    front_km: float | None


def place_record(events: EventTable, place: str, day: date) -> PlaceRecord | None:
    """Gather what the table tells of a place.

    Args:
        events: The event table.
        place: A name as the gazetteer or the table has it, another spelling that the gazetteer knows, or a P-code.
        day: Whose front the distance is measured to.

    Returns:
        The record; None where neither the gazetteer nor the table knows such a place.
    """
    if not place.strip():
        return None
    row = _in_gazetteer(events, place)
    name = place.strip() if row is None else str(row["place"])
    code = "" if row is None else str(row["pcode"])
    frame = events.frame
    primary = frame.loc[frame["is_primary"] & in_range(frame, FIRST_DAY, LAST_DAY)]
    here, away = _is(primary, name, code), _is(primary, name, code, "origin_")
    struck = primary.loc[here & (primary["kind"] == "strike")]
    moves = primary["kind"] == "displacement"
    moved = primary.loc[(here | away) & moves]
    history = place_history.place_history(events, name)
    if row is None and history.empty and struck.empty and moved.empty:
        return None
    point = listing.point_of(events, name) if row is None else _point(row)
    lies_in = () if row is None else tuple(dict.fromkeys(str(row[part]) for part in ("admin3", "admin1") if row[part]))
    return PlaceRecord(
        name=name,
        name_ar="" if row is None else str(row["place_ar"]),
        pcode=code,
        lies_in=lies_in,
        point=point,
        history=history,
        struck=struck,
        killed=strikes.toll(struck, "civilian_deaths"),
        moved=moved,
        came=int((here & ~away & moves).sum()),
        left=int((away & ~here & moves).sum()),
        near=_near(point),
        front_km=_front_km(events, point, day),
    )


def _in_gazetteer(events: EventTable, place: str) -> pd.Series | None:
    """Find a place in the gazetteer: by its P-code or name, by the P-code of its rows, else by another spelling."""
    known, text = places.places(), place.strip()
    found = known.loc[(known["place"] == text) | ((known["pcode"] == text.upper()) & (text != ""))]
    if not len(found):
        frame = events.frame
        codes = frame.loc[(frame["place"] == text) & (frame["pcode"] != ""), "pcode"].unique()
        found = known.loc[known["pcode"].isin(codes)] if len(codes) == 1 else found
    if not len(found) and not (events.frame["place"] == text).any():
        spelled = search.search(text, 1)
        spelled = spelled.loc[spelled["how"].isin([search.How.CODE, search.How.EXACT, search.How.ALIAS])]
        found = known.loc[known["place"].isin(spelled["place"])]
    return found.iloc[0] if len(found) else None


def _is(rows: pd.DataFrame, name: str, code: str, end: str = "") -> pd.Series:
    """Tell which rows are of a place: by its P-code, and by its name those rows whose own P-code nobody else has."""
    named = rows[f"{end}place"].str.strip().str.casefold() == name.casefold()
    codes = rows[f"{end}pcode"]
    if not code:
        return named
    return (codes == code) | (named & ~codes.isin(set(places.places()["pcode"]) - {""}))


def _point(row: pd.Series) -> tuple[float, float] | None:
    return None if row["geometry"] is None else (float(row["geometry"].y), float(row["geometry"].x))


def _metres(points: gpd.GeoSeries | gpd.GeoDataFrame) -> np.ndarray:
    return np.asarray(points.to_crs(METRIC).geometry.array)


def _metric(point: tuple[float, float]) -> shapely.Point:
    found: shapely.Point = _metres(gpd.GeoSeries([shapely.Point(point[1], point[0])], crs=DEGREES))[0]
    return found


def _near(point: tuple[float, float] | None) -> pd.DataFrame:
    sites = places.sites()
    sites = sites.loc[sites.geometry.notna()]
    if point is None or sites.empty:
        return pd.DataFrame(columns=list(NEAR_COLUMNS))
    away = shapely.distance(_metres(sites), _metric(point)) / 1000.0
    found = pd.DataFrame({"name": sites["name"].to_numpy(), "kind": sites["kind"].to_numpy(), "km": away})
    return found.loc[found["km"] <= NEAR_KM].sort_values(["km", "name"], ignore_index=True).head(MOST_NEAR)


def _front_km(events: EventTable, point: tuple[float, float] | None, day: date) -> float | None:
    dates = control.control_dates(events)
    if point is None or not dates or day < dates[0]:
        return None
    front = control.control_map(events, day).front
    front = front.loc[front["is_front"]]
    return float(shapely.distance(_metres(front), _metric(point)).min() / 1000.0) if len(front) else None
