"""A reader's own table beside the map's: its places as marks of their own, counted into nothing."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from lib.analysis import daily
from lib.analysis.tally import DAYS, Tally, days_of
from lib.config.crs import DEGREES
from lib.events.query import ROW_FILTERS, Query, in_range
from lib.events.table import EventTable
from lib.layers import popups
from lib.layers.layer import Answer, Layer
from lib.text import _, ngettext, number

MOST_PLACES = 2_000
"""Most places drawn, those of most reports first."""
_POINT = ["place", "lat", "lon"]


def places(events: EventTable, query: Query) -> dict[str, Any]:
    """Return primary reports by place and days, all kinds together; only filters of ``query`` that are not time apply.

    ``rows`` of a place: [first day, last day, number], at most 2 * DAYS of them; ``more`` is how many places are not
    sent.
    """
    rows = _drawable(events, query)
    points = _points(rows)
    start, end = days_of(rows)
    item = points.loc[pd.MultiIndex.from_frame(rows[_POINT]), "at"].to_numpy(dtype=np.int64)
    kept = (item < MOST_PLACES) & (start < DAYS)
    ones = np.ones((int(kept.sum()), 1), dtype=np.int64)
    of, first, last, count = Tally.over(item[kept], start[kept], end[kept], ones).windows()
    windows = np.stack([first, last, count], axis=1)
    drawn, begins = np.unique(of, return_index=True)
    shown = points.reset_index().iloc[drawn].round({"lat": 5, "lon": 5})
    return {
        "places": [
            {"at": at, "place": name, "lat": lat, "lon": lon, "rows": part.tolist()}
            for at, name, lat, lon, part in zip(
                drawn.tolist(), shown["place"], shown["lat"], shown["lon"], np.split(windows, begins[1:]), strict=False
            )
        ],
        "more": max(0, len(points) - MOST_PLACES),
    }


def squares(events: EventTable, query: Query) -> tuple[gpd.GeoDataFrame, int]:
    """Return the places that a map of ``query`` draws as squares, the counts of :func:`places` in its range.

    Returns:
        place, n (reports) and a point in WGS 84 degrees, those of most reports of the whole table first; and how many
        places are left out because only :data:`MOST_PLACES` are drawn.
    """
    rows = _drawable(events, query)
    points = _points(rows)
    inside = rows.loc[in_range(rows, query.start, query.end), _POINT]
    n = inside.groupby(_POINT).size().reindex(points.index, fill_value=0)
    found = points.assign(n=n).reset_index()
    shown = found.loc[(found["at"] < MOST_PLACES) & (found["n"] > 0)]
    at = gpd.points_from_xy(shown["lon"], shown["lat"])
    left_out = int((found.loc[found["at"] >= MOST_PLACES, "n"] > 0).sum())
    return gpd.GeoDataFrame({"place": shown["place"], "n": shown["n"]}, geometry=at, crs=DEGREES), left_out


def reports(events: EventTable, query: Query, at: str) -> dict[str, Any]:
    """Return the reports of the place at position ``at`` of :func:`places`, in the range of ``query``."""
    rows = _drawable(events, query)
    points = _points(rows).reset_index()
    found = points.loc[points["at"].astype(str) == at, _POINT]
    rows = rows.loc[in_range(rows, query.start, query.end)]
    note = _("From your own table; in none of the map's figures.")
    if found.empty:
        rows, name = rows.iloc[:0], ""
    else:
        name = str(found["place"].iloc[0])
        same = (rows[_POINT] == found.iloc[0]).all(axis=1)
        rows = rows.loc[same]
        if accepted := _accepted(events, query, found.iloc[0]):
            words = ngettext(
                "{n} more report of yours here is accepted as one of the map's.",
                "{n} more reports of yours here are accepted as the map's.",
                accepted,
            )
            note = f"{note} {words.format(n=number(accepted))}"
    title = ngettext("{place}: {n} report of your table", "{place}: {n} reports of your table", len(rows))
    told = popups.listed(
        events,
        rows,
        title.format(place=name or _("A place without a name"), n=number(len(rows))),
        note,
    )
    # Nobody says what language the reader's own table is in.
    return told | {"reports": [report | {"given_in": ""} for report in told["reports"]]}


def _accepted(events: EventTable, query: Query, point: pd.Series) -> int:
    """Count the things at a point in the range no report stands for: they are the map's own, counted there."""
    frame = events.frame
    here = frame.loc[~frame["is_primary"] & (frame["lat"] == point["lat"]) & (frame["lon"] == point["lon"])]
    here = here.loc[in_range(here, query.start, query.end)]
    counted = frame["group_id"].isin(here["group_id"].unique()) & frame["is_primary"]
    return int(here.loc[~here["group_id"].isin(frame.loc[counted, "group_id"]), "group_id"].nunique())


def _drawable(events: EventTable, query: Query) -> pd.DataFrame:
    rows = events.frame.loc[events.frame["is_primary"] & events.frame["lat"].notna()]
    return rows.loc[daily.passing(events, rows, query)]


def _points(rows: pd.DataFrame) -> pd.DataFrame:
    """Find the different points, with ``at``: their order by number of reports, then by name."""
    points = rows.groupby(_POINT, sort=True).size().rename("of").sort_values(ascending=False, kind="stable").to_frame()
    return points.assign(at=np.arange(len(points)))


LAYERS = (
    Layer(
        "own",
        answers={"own": Answer(places, uses=ROW_FILTERS, in_file=False)},
        data_kinds=("own",),
        reports=reports,
    ),
)
