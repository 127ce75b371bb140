"""The flows: an arrow a pair of places, with the bulge that keeps it out of ground where people did not go."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from lib.analysis import control, displacement
from lib.analysis.tally import DAYS, Tally, days_of
from lib.config.crisis import CRISIS
from lib.config.crs import DEGREES, METRIC
from lib.events.query import FIRST_DAY, LAST_DAY, ROW_FILTERS, Query, in_range
from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.layers.data import Column, Data, stacked, week_ending
from lib.layers.layer import Answer, Layer
from lib.text import _, between, span

LOOSE = ("representative", "country", "governorate")
"""Precisions of an end that stands for an area: the report names an area, not a settlement."""
APART = "apart"
"""The column that tells the weeks or the reports of flows apart while they are gathered."""
BENDS = (0.16, -0.16, 0.3, -0.3, 0.45, -0.45)
"""Sideways bulges an arrow may take, as a share of its length; the first that serves is taken."""
MOST_WINDOWS = 2 * DAYS
"""Different windows of one flow that are sent as they are; more are folded."""


def flow_arrows(events: EventTable, query: Query) -> pd.DataFrame:
    """Gather one arrow per pair of origin and destination, as :func:`lib.analysis.displacement.arrows` does.

    Two columns are added, ``loose_from`` and ``loose_to``: whether that end stands for an area.
    """
    return _with_loose_ends(displacement.arrows(displacement.flows(events, query)))


def _with_loose_ends(arrows: pd.DataFrame) -> pd.DataFrame:
    return arrows.assign(
        loose_from=arrows["origin_precision"].isin(LOOSE), loose_to=arrows["geo_precision"].isin(LOOSE)
    )


def flows(events: EventTable, query: Query) -> dict[str, Any]:
    """Return flows by pair and days, for every day at once, for the one counter of ``query``.

    Each pair has its arrow's bulge, and which of its ends stand for an area.

    ``rows`` of a pair: [first day, last day, low, high]; null for a direction without a number. Rows of the same days
    are added up, and a pair of more than MOST_WINDOWS different windows is folded (:func:`_folded`).

    The bulge keeps an arrow out of ground that arrows avoid, as it was at the end, so that it never changes with the
    range; people left ahead of the line, so what was taken later is where they did not go.
    """
    rows = displacement.all_flows(events, query)
    rows = rows.loc[in_range(rows, FIRST_DAY, LAST_DAY)]
    pairs = _with_loose_ends(displacement.arrows(rows))
    pairs["bend"] = bends(pairs, avoided(events))
    windows = _windows(rows, pairs)
    columns = {
        "origin_place": "origin",
        "origin_lat": "origin_lat",
        "origin_lon": "origin_lon",
        "loose_from": "loose_from",
        "place": "place",
        "lat": "lat",
        "lon": "lon",
        "loose_to": "loose_to",
        "bend": "bend",
    }
    records = pairs[list(columns)].rename(columns=columns).to_dict("records")
    return {"flows": [record | {"rows": some} for record, some in zip(records, windows, strict=True)]}


def _windows(rows: pd.DataFrame, pairs: pd.DataFrame) -> list[list[list[int | None]]]:
    """Return the rows of each pair as [first day, last day, low, high]."""
    ends = list(displacement.PAIR)
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
    """Fold windows so that they add up as the rows do in every range: at most eight times DAYS per pair.

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


_AVOIDED: TableCache[Any] = TableCache(8)


def avoided(events: EventTable) -> shapely.Geometry | None:
    """Return the ground that arrows keep out of, as it was on the last day, in metres; None where none is known.

    On the last day, so that an arrow never changes its course with the range: people left ahead of the line, so what
    was taken later is where they did not go.
    """

    def made() -> Any:
        if not control.control_dates(events):
            return None
        areas = control.control_map(events, LAST_DAY).areas
        avoid = [side.id for side in CRISIS.sides if side.arrows_avoid]
        return areas.loc[areas["controller"].isin(avoid)].to_crs(METRIC).union_all()

    return _AVOIDED.get_or_compute(events, "avoided", made)


def bends(arrows: pd.DataFrame, avoid: shapely.Geometry | None) -> np.ndarray:
    """Compute how far each arrow bulges sideways, so that it crosses as little of the other side's area as it can.

    Args:
        arrows: Rows with origin_lat, origin_lon, lat, lon in WGS 84 degrees.
        avoid: Area to keep out of, in :data:`METRIC`; None when nothing is to be avoided.

    Returns:
        One number an arrow, shape (n,): the bulge as a share of the arrow's length, positive to the left of its
        direction on a north-up map.
    """
    if arrows.empty:
        return np.zeros(0)
    if avoid is None or avoid.is_empty:
        return np.full(len(arrows), BENDS[0])
    curves = shapely.linestrings(_curves(arrows))
    shapely.prepare(avoid)
    inside = shapely.length(shapely.intersection(curves, avoid))
    tidiness = np.abs(np.array(BENDS)) * 100
    chosen: np.ndarray = np.array(BENDS)[np.argmin(inside + tidiness, axis=1)]
    return chosen


def _curves(arrows: pd.DataFrame) -> np.ndarray:
    """Return points along each arrow at each possible bulge, metres in the metric CRS, shape (n, len(BENDS), 17, 2)."""
    project = Transformer.from_crs(DEGREES, METRIC, always_xy=True).transform
    start = np.column_stack(project(arrows["origin_lon"].to_numpy(), arrows["origin_lat"].to_numpy()))
    end = np.column_stack(project(arrows["lon"].to_numpy(), arrows["lat"].to_numpy()))
    along = end - start
    left = np.column_stack([-along[:, 1], along[:, 0]])
    bulge = np.array(BENDS)[None, :, None] * left[:, None, :]
    middle = ((start + end) / 2)[:, None, :] + 2 * bulge
    t = np.linspace(0, 1, 17)[None, None, :, None]
    a, b, c = start[:, None, None, :], middle[:, :, None, :], end[:, None, None, :]
    points: np.ndarray = (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c
    return points


def columns() -> tuple[Column, ...]:
    """Return the columns of flows as data."""
    return (
        Column("date", "date", _("the day asked for: the end of the range, of the week, or of the report's days")),
        Column("valid_from", "date", _("first day that the figure stands for")),
        Column("valid_to", "date", _("last day that the figure stands for")),
        Column("origin_place", "text", _("where people left from")),
        Column("origin_lat", "number", _("its point, degrees north")),
        Column("origin_lon", "number", _("its point, degrees east")),
        Column("origin_is_area", "flag", _("true: the source names an area, and the point stands for it")),
        Column("place", "text", _("where they went")),
        Column("lat", "number", _("its point, degrees north")),
        Column("lon", "number", _("its point, degrees east")),
        Column("place_is_area", "flag", _("true: the source names an area, and the point stands for it")),
        Column("persons_low", "integer", _("persons, low end; blank: a direction without a number")),
        Column("persons_high", "integer", _("persons, high end; blank: a direction without a number")),
        Column("counter", "text", _("who counted; blank: a direction without a number, taken from any counter")),
        Column("reports", "integer", _("counted reports that the figure is the sum of")),
        Column("event_ids", "text", _("their event_id, separated by spaces")),
    )


def data_rows(events: EventTable, query: Query, dates: str) -> gpd.GeoDataFrame:
    """Return flows as straight lines from origin to destination, which are no routes; figures of one counter alone.

    One row a pair of places of the range, of each week (a report belongs to the week its days end in), or a report.
    """
    rows = displacement.flows(events, query)
    last = rows["date_end"]
    by = {"weekly": week_ending(last, query), "all": rows["event_id"]}.get(dates, pd.Series(0, index=rows.index))
    found = stacked([] if rows.empty else [_gathered(rows.assign(**{APART: by}), query, dates)], columns())
    found[["persons_low", "persons_high"]] = found[["persons_low", "persons_high"]].astype("Int64")
    return found.sort_values(["date", "valid_from", "origin_place", "place"], kind="stable", ignore_index=True)


def _gathered(rows: pd.DataFrame, query: Query, dates: str) -> gpd.GeoDataFrame:
    """Gather the flows of each pair whose column :data:`APART` is the same."""
    ends = [APART, *displacement.PAIR]
    pairs = _with_loose_ends(displacement.arrows(rows, (APART,)))
    counted = rows["counter"].where(displacement.has_number(rows), "")
    grouped = rows.assign(counter=counted).groupby(ends, sort=True)
    told = pd.DataFrame({
        "valid_from": grouped["date_start"].min().dt.date,
        "valid_to": grouped["date_end"].max().dt.date,
        "counter": grouped["counter"].max(),
        "event_ids": grouped["event_id"].agg(" ".join),
    }).reset_index()  # fmt: skip
    found = pairs.merge(told, on=ends)
    names = {"low": "persons_low", "high": "persons_high", "loose_from": "origin_is_area", "loose_to": "place_is_area"}
    day = found["valid_to"] if dates == "all" else found[APART].dt.date if dates == "weekly" else query.end
    found = found.rename(columns=names).assign(date=day)
    points = found[["origin_lon", "origin_lat", "lon", "lat"]].to_numpy(float).reshape(-1, 2, 2)
    return gpd.GeoDataFrame(found, geometry=list(shapely.linestrings(points)), crs=DEGREES)


def _sources(events: EventTable, query: Query, _dates: str) -> pd.Series:
    sources: pd.Series = displacement.flows(events, query)["source"]
    return sources


def _named(row: Any) -> str:
    words = _("{origin} to {place}, {days}: {persons}").format(
        origin=row.origin_place,
        place=row.place,
        days=span(row.valid_from, row.valid_to),
        persons=_("only the direction is reported"),
    )
    if pd.isna(row.persons_low):
        return words
    return _("{origin} to {place}, {days}: {n} persons, counted by {counter}").format(
        origin=row.origin_place,
        place=row.place,
        days=span(row.valid_from, row.valid_to),
        n=between(row.persons_low, row.persons_high),
        counter=row.counter,
    )


LAYERS = (
    Layer(
        "flows",
        option=lambda: _("Displacement flows"),
        answers={"flows": Answer(flows, uses=(*ROW_FILTERS, "counter"))},
        data_kinds=("flow",),
        numbers=("flows",),
        count=lambda events, query: (displacement.arrow_count(events, query),),
        data=(
            Data(
                "flows",
                lambda: _("Reported displacement flows"),
                "LineString",
                "displacement",
                columns,
                data_rows,
                _sources,
                _named,
            ),
        ),
        address=True,
    ),
)
