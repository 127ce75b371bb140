"""What holds each stretch of a line: how old the reports are, how sure, and whether only one side claims it."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd

from lib.analysis.control.sources import CAMP_OF_SIDE

STRETCH_COLUMNS = (
    "side_a",
    "side_b",
    "is_front",
    "length_km",
    "width_km",
    "age_days",
    "confidence",
    "one_sided",
    "place_a",
    "place_b",
    "event_a",
    "event_b",
    "geometry",
)
_GRADES = ("low", "medium", "high")
_NEVER = np.iinfo(np.int64).min


def describe(
    stretches: gpd.GeoDataFrame, places: gpd.GeoDataFrame, reports: pd.DataFrame, as_of: date
) -> gpd.GeoDataFrame:
    """Add to the stretches of a map what is known of the reports that support them.

    A stretch is supported by the places that are the nearest of their side to some point of it. The side whose newest
    *change* among these is the newer one has gained the stretch. It is one-sided when every report of those changes,
    second reports included, comes from that side's own camp: a loss that the losing side admits is no mere claim, and
    neither is what an independent reporter confirms.

    Args:
        stretches: Those of a :class:`lib.analysis.front.line.Drawing`.
        places: The state of control the drawing is of, in the same order.
        reports: Columns event_id, is_baseline and camp (of :mod:`lib.analysis.control.sources`), one row a report.
        as_of: The date of the map.

    Returns:
        side_a, side_b, is_front, length_km, width_km (mean width of the band), age_days (days since the newest report
        among those that hold the stretch up), confidence (the weaker of the nearest reports of the two sides),
        one_sided, place_a, place_b (the nearest place of either side), event_a, event_b (their reports), geometry.
    """
    count = len(stretches)
    at = np.concatenate([np.asarray(own, dtype=np.intp) for end in "ab" for own in [[], *stretches[f"support_{end}"]]])
    stretch = np.concatenate([np.repeat(np.arange(count), stretches[f"support_{end}"].map(len)) for end in "ab"])
    end = np.repeat([0, 1], [int(stretches[f"support_{end}"].map(len).sum()) for end in "ab"])
    days = places.since.to_numpy().astype("datetime64[D]").astype(np.int64)
    # A table may use an identifier twice; the newer report is the one that counts.
    reports = reports.drop_duplicates("event_id", keep="last")
    row = pd.Index(reports.event_id).get_indexer(places.event_id)
    change = ~reports.is_baseline.to_numpy(dtype=bool)[row][at]
    own_camp = np.array([CAMP_OF_SIDE.get(side, "?") for side in places.controller], dtype=object)
    claimed = (reports.camp.to_numpy(dtype=object)[row] == own_camp)[at]
    newest = np.full((2, count), _NEVER)
    np.maximum.at(newest, (end, stretch), days[at])
    gained = np.full((2, count), _NEVER)
    np.maximum.at(gained, (end[change], stretch[change]), days[at[change]])
    # Of two sides that gained something the same day neither is the one that gained the stretch.
    counts = change & (gained[end, stretch] > gained[1 - end, stretch])
    one_sided = np.zeros(count, dtype=bool)
    one_sided[stretch[counts]] = True
    np.logical_and.at(one_sided, stretch[counts], claimed[counts])
    near_a, near_b = (stretches[name].to_numpy(dtype=np.intp) for name in ("near_a", "near_b"))
    grade = places.confidence.map({name: n for n, name in enumerate(_GRADES)}).fillna(0).to_numpy(dtype=np.intp)
    name, event = places.place.to_numpy(dtype=object), places.event_id.to_numpy(dtype=object)
    today = np.datetime64(as_of, "D").astype(np.int64)
    columns = {
        "age_days": today - newest.max(axis=0),
        "confidence": np.array(_GRADES, dtype=object)[np.minimum(grade[near_a], grade[near_b])],
        "one_sided": one_sided,
        "place_a": name[near_a],
        "place_b": name[near_b],
        "event_a": event[near_a],
        "event_b": event[near_b],
    }
    return stretches.assign(**columns)[list(STRETCH_COLUMNS)]
