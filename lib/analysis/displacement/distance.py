"""How near to the border people were reported to arrive, and how far the front stood from the camps.

Distances in the metric CRS. An arrival known to a sub-district lies between the nearest and the farthest of its
settlements, so a share within some kilometres is a range: who is certainly so near, and who may be. Persons whose place
of arrival is named more coarsely have no distance; their number is given beside the share.
"""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lib.analysis import control, daily, displacement
from lib.analysis.displacement import NOT_STATED
from lib.analysis.displacement.reports import BORDER_ERROR_KM, border_km
from lib.config.crs import METRIC
from lib.events.query import Query, in_range
from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.geography import areas, places

WITHIN_KM = (5, 10, 20)
CAMPS = ("camp_cluster", "reception_centre")
SERIES = ("counter", "subkind", "date_start", "date_end")
"""What figures must share to stand beside one another."""


def arrivals(events: EventTable, query: Query) -> pd.DataFrame:
    """Sum arrivals by distance from the border: one row per counter and window, never two together.

    Returns:
        counter, subkind (``flow`` in the window, ``cumulative`` since its first day, ``stock`` on its last),
        date_start, date_end; located (persons whose destination is a sub-district or settlement), places (how many),
        unlocated (persons of the same figure whose destination is named more coarsely; missing when nobody says), and
        for each of :data:`WITHIN_KM` within_<km>_low and within_<km>_high, the share of the located who are
        certainly, and who may be, within that distance; most located first.
    """
    rows = events.displacement
    counted = rows["subkind"].isin(["flow", "cumulative", "stock"]) & rows["metric"].isin(["displaced", ""])
    rows = rows.loc[counted & displacement.has_number(rows) & in_range(rows, query.start, query.end)]
    rows = rows.loc[daily.passing(events, rows, query) & ~rows["counter"].isin(["", NOT_STATED])]
    parts = _without_parts(_located(rows))
    if parts.empty:
        return pd.DataFrame(columns=[*SERIES, "located", "places", "unlocated", *_share_columns()])
    sums = parts.groupby(list(SERIES), sort=True)
    found = sums.agg(located=("persons", "sum"), places=("persons", "size"))
    for km in WITHIN_KM:
        for end, reach in (("low", "far"), ("high", "near")):
            inside = parts["persons"].where(parts[reach] <= km, 0.0)
            found[f"within_{km}_{end}"] = inside.groupby([parts[name] for name in SERIES]).sum() / found["located"]
    found["unlocated"] = _unlocated(rows, found)
    found = found.loc[found["located"] > 0].reset_index()
    return found.sort_values(["located", *SERIES], ascending=[False, True, True, True, True]).reset_index(drop=True)


def _share_columns() -> list[str]:
    return [f"within_{km}_{end}" for km in WITHIN_KM for end in ("low", "high")]


def _middle(rows: pd.DataFrame) -> pd.Series:
    low = rows["persons_low"].fillna(rows["persons_high"]).astype(float)
    return (low + rows["persons_high"].fillna(rows["persons_low"]).astype(float)) / 2


def _located(rows: pd.DataFrame) -> pd.DataFrame:
    """Return figures whose destination is a sub-district or settlement; one per destination and origin of a series."""
    chain = areas.chains(rows["pcode"], rows["place"])
    fine = rows["geo_precision"].isin(["exact", "settlement", "subdistrict"]) & (chain["admin3"] != "")
    rows = rows.assign(persons=_middle(rows), admin2=chain["admin2"], admin3=chain["admin3"], settlement=chain["place"])
    kept = rows.loc[fine].sort_values("is_primary", ascending=False, kind="stable")
    return kept.drop_duplicates([*SERIES, "admin2", "admin3", "settlement", "origin_place"])


def _without_parts(rows: pd.DataFrame) -> pd.DataFrame:
    """Sum persons by destination, a sub-district less the towns in it that have a figure of their own.

    Returns:
        The columns of :data:`SERIES`, persons, near and far (km from the border, least and most).
    """
    area = [*SERIES, "admin2", "admin3"]
    towns = rows.loc[rows["settlement"] != ""]
    wide = rows.loc[rows["settlement"] == ""].groupby(area, as_index=False)["persons"].sum()
    inside = towns.groupby(area)["persons"].sum().rename("inside").reset_index()
    wide = wide.merge(inside, how="left", on=area)
    wide["persons"] = (wide["persons"] - wide["inside"].fillna(0.0)).clip(lower=0.0)
    known = areas.subdistricts()[["admin2", "admin3", "border_near_km", "border_far_km"]]
    wide = wide.merge(known, how="inner", on=["admin2", "admin3"])
    wide = wide.rename(columns={"border_near_km": "near", "border_far_km": "far"})
    km = border_km(towns)
    towns = towns.assign(near=km, far=km).loc[km.notna()]
    columns = [*SERIES, "persons", "near", "far"]
    both: pd.DataFrame = pd.concat([towns[columns], wide[columns]], ignore_index=True)
    return both.assign(near=both["near"] - BORDER_ERROR_KM, far=both["far"] + BORDER_ERROR_KM)


def _unlocated(rows: pd.DataFrame, found: pd.DataFrame) -> pd.Series:
    """Count the persons of each series beyond those located: its figure for the whole area less these."""
    everywhere = rows[["place", "origin_place"]].isin(displacement.WHOLE_NAMES).all(axis=1)
    whole = rows.loc[everywhere & rows["is_primary"]]
    total = whole.assign(persons=_middle(whole)).groupby(list(SERIES))["persons"].max()
    beyond: pd.Series = (total.reindex(found.index) - found["located"]).clip(lower=0.0)
    return beyond


def camps_and_front(events: EventTable, day: date) -> gpd.GeoDataFrame:
    """Measure how far the front stood from each camp cluster and reception centre at the end of a day.

    Returns:
        name, kind, admin3, km (to the nearest piece of the front), low_km and high_km (with half the width of the band
        in which that piece may lie), holder (whose area the camp lies in, blank outside all), place_a and place_b
        (the reported places that hold that piece up), age_days (of its newest report), source, source_url and
        geometry; nearest first. A camp without a point is at the end, with its distance missing. Empty when there is
        no front.
    """
    dates = control.control_dates(events)
    as_of = control.snap(events, day) if dates else None
    return _MEASURED.get_or_compute(events, as_of, lambda: _measured(events, as_of)).copy()


def camps_known() -> bool:
    """Return whether the sites name any camp that a distance could be measured to."""
    return bool(places.sites()["kind"].isin(CAMPS).any())


_MEASURED: TableCache[gpd.GeoDataFrame] = TableCache(64)


def _measured(events: EventTable, as_of: date | None) -> gpd.GeoDataFrame:
    sites = places.sites()
    camps = sites.loc[sites["kind"].isin(CAMPS), ["name", "kind", "admin3", "source", "source_url", "geometry"]]
    if as_of is None:
        return camps.iloc[:0].assign(km=[], low_km=[], high_km=[])
    situation = control.control_map(events, as_of)
    pieces = situation.stretches.loc[situation.stretches["is_front"]].to_crs(METRIC)
    if pieces.empty:
        return camps.iloc[:0].assign(km=[], low_km=[], high_km=[])
    placed = camps.loc[camps.geometry.notna()]
    points = placed.to_crs(METRIC).geometry.to_numpy()
    km = shapely.distance(points[:, None], pieces.geometry.to_numpy()[None, :]) / 1000
    nearest = km.argmin(axis=1)
    piece = pieces.iloc[nearest]
    least, half = km.min(axis=1), piece["width_km"].to_numpy() / 2
    measured = placed.assign(
        km=least,
        low_km=np.maximum(least - half, 0.0),
        high_km=least + half,
        holder=_holder(placed, situation.areas),
        place_a=piece["place_a"].to_numpy(),
        place_b=piece["place_b"].to_numpy(),
        age_days=piece["age_days"].to_numpy(),
    )
    lost = camps.loc[camps.geometry.isna()]
    return pd.concat([measured.sort_values(["km", "name"], kind="stable"), lost]).reset_index(drop=True)


def _holder(placed: gpd.GeoDataFrame, held: gpd.GeoDataFrame) -> list[str]:
    """Find whose area each point lies in."""
    inside = shapely.contains(held.geometry.to_numpy()[None, :], placed.geometry.to_numpy()[:, None])
    names = held["controller"].to_numpy()
    return [str(names[row.argmax()]) if row.any() else "" for row in inside]
