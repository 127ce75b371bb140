"""Who holds which place at a date, and which places changed hands: the reports, before any area is computed.

The state at a date is each place's latest report up to that date, beginning with the baseline. A report
counts from its last day (``date_end``): "taken during that week" is certain only when the week is over, and
a map must not show a place as taken before anyone says it was. Until then the place is *in question*: it is
listed with its old holder but does not steer the line, since it may have fallen on any of these days. A place whose
last report names a side that has ended since is in question too, from the day of that end on: nobody says whose it is.
Within a day the rows' order in the file decides. A baseline row describes the end of its day, so a change of
that same day is already in it. Only primary rows count.

A map of a past day may use what was told later about that day: a report of a capture says who held the place before
(``previous_controller``), and the table's baseline rests on that for many places. Of a report dated after the day
nothing else is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from lib.analysis.control import sources as control_sources
from lib.config.crisis import CRISIS
from lib.config.crs import DEGREES
from lib.events.table_cache import TableCache, Versioned

STATE_COLUMNS = (
    "place",
    "place_ar",
    "pcode",
    "controller",
    "since",
    "event_id",
    "confidence",
    "source",
    "source_url",
    "n_sources",
    "in_question",
    "geometry",
)
CHANGE_COLUMNS = (
    "place",
    "date",
    "previous_controller",
    "controller",
    "event_id",
    "source",
    "source_url",
    "confidence",
)
DRAWN_PRECISION = ("exact", "settlement", "")
"""Precisions of a point that can carry a line; a sub-district's centre cannot."""
SAME_PLACE_KM = 5.0
"""A row without P-code is the place of its name that has one, when they lie within this distance."""


class ControlReports(Versioned, Protocol):
    """The part of an event table that is needed here."""

    @property
    def control(self) -> pd.DataFrame:
        """All rows of kind ``control``."""


def control_on(events: ControlReports, day: date) -> gpd.GeoDataFrame:
    """Return the state of control of every reported place at the end of ``day``.

    Args:
        events: The event table.
        day: The date.

    Returns:
        One row a place, in the order of their latest report: place, place_ar, pcode, controller, since (date
        of the latest report), event_id, confidence, source, source_url, n_sources, in_question (a change is
        reported for a week or month that is not over, or its holder has ended), geometry (WGS 84; None where the table
        gives no point, or only one that stands for a wider area). Empty before the first report.
    """
    reports = reports_of(events)
    now = pd.Timestamp(day)
    if not len(reports) or now < _first(reports):
        reports = reports.iloc[:0]
    latest = reports.loc[reports.since <= now].drop_duplicates("key", keep="last")
    # A report for a week that is not over, unless a day within that week has settled the matter.
    pending = reports.loc[(reports.opens <= now) & (now < reports.since)].groupby("key").opens.max()
    doubted = latest.since.to_numpy() < pending.reindex(latest.key).to_numpy()
    latest = latest.assign(in_question=doubted | latest.controller.isin(CRISIS.ended_by(day)).to_numpy())
    return gpd.GeoDataFrame(latest[list(STATE_COLUMNS)], crs=DEGREES).reset_index(drop=True)


def pending_on(events: ControlReports, day: date) -> pd.DataFrame:
    """Return the reports of days that are not over at the end of ``day``, one a place in question.

    Returns:
        Index the event_id of the report that holds until then; pending (event_id of the report that puts the place in
        question, the one that begins last), reported (the controller that it names), opens, closes (its days).
    """
    reports = reports_of(events)
    now = pd.Timestamp(day)
    latest = reports.loc[reports.since <= now].drop_duplicates("key", keep="last")
    running = reports.loc[(reports.opens <= now) & (now < reports.since)]
    running = running.sort_values("opens", kind="stable").drop_duplicates("key", keep="last").set_index("key")
    found = running.reindex(latest.key)
    asked = latest.since.to_numpy() < found.opens.to_numpy()
    names = {"event_id": "pending", "controller": "reported", "opens": "opens", "since": "closes"}
    return found.loc[asked, list(names)].rename(columns=names).set_axis(latest.event_id[asked].to_numpy())


def control_dates(events: ControlReports) -> list[date]:
    """List the dates on which the map of control may change, earliest first: the baseline's, then those of reports.

    A report for a week counts twice: on the day the place comes into question and on the day it is settled. The day on
    which a side ends is one as well.
    """
    return list(_prepared(events).dates)


def snap(events: ControlReports, day: date) -> date:
    """Return the latest control date up to ``day``; ``day`` itself when there is none."""
    return max((known for known in control_dates(events) if known <= day), default=day)


def net_changes(events: ControlReports, start: date, end: date) -> pd.DataFrame:
    """Find the places whose holder at ``end`` differs from that on the day before ``start``.

    A place taken and lost again within the range is not among them; one whose earlier holder nobody
    reports is not either.

    Returns:
        place, date (of the latest report), previous_controller, controller, event_id, source, source_url, confidence.
    """
    changes = _prepared(events).changes
    # In the order of the days; only the codes are looked at until it is known which reports tell of a change.
    first, beyond = np.searchsorted(
        changes.since, [np.datetime64(start, "ns"), np.datetime64(end + timedelta(days=1), "ns")]
    )
    keys = changes.key[first:beyond]
    _keys, opening = np.unique(keys, return_index=True)
    _keys, closing = np.unique(keys[::-1], return_index=True)
    opening, closing = first + opening, beyond - 1 - closing
    before, after = changes.held[opening], changes.controller[closing]
    differs = np.flatnonzero((before != "") & (before != after))
    differs = differs[np.argsort(closing[differs])]
    found: pd.DataFrame = changes.reports.iloc[closing[differs]].reset_index(drop=True)
    found.insert(
        CHANGE_COLUMNS.index("previous_controller"), "previous_controller", pd.Series(before[differs], dtype="str")
    )
    return found


@dataclass(frozen=True)
class _Changes:
    """The reports that can tell of a change, in the order in which they count.

    One value each: ``since`` (days), ``key`` (an integer a place), ``held`` (who held it before, "" where nobody says)
    and ``controller``; ``reports`` has :data:`CHANGE_COLUMNS` but previous_controller.
    """

    since: npt.NDArray[np.datetime64]
    key: npt.NDArray[np.intp]
    held: npt.NDArray[np.object_]
    controller: npt.NDArray[np.object_]
    reports: pd.DataFrame


@dataclass(frozen=True)
class _Prepared:
    """The reports made of a table's control rows, those that can tell of a change, and the control dates."""

    reports: pd.DataFrame
    changes: _Changes
    dates: tuple[date, ...]


_PREPARED: TableCache[_Prepared] = TableCache(4)
"""Every figure and map of a page asks for it."""


def reports_of(events: ControlReports) -> pd.DataFrame:
    """Return primary control reports in the order in which they count, with key (place), opens, since, held, geometry.

    ``held`` is who held the place before: what the report before it says, else the report itself.
    """
    return _prepared(events).reports


def _prepared(events: ControlReports) -> _Prepared:
    def compute() -> _Prepared:
        reports = _prepare(events.control)
        return _Prepared(reports, _changes(reports), _dates(reports))

    return _PREPARED.get_or_compute(events, "reports", compute)


def _changes(reports: pd.DataFrame) -> _Changes:
    telling = ~reports.is_baseline
    if len(reports):
        telling &= reports.since >= _first(reports)
    counted = reports.loc[telling]
    held, controller = (counted[name].to_numpy(object) for name in ("held", "controller"))
    columns = [name for name in CHANGE_COLUMNS if name != "previous_controller"]
    shown = counted.rename(columns={"since": "date"})[columns].reset_index(drop=True)
    return _Changes(counted.since.to_numpy("datetime64[ns]"), pd.factorize(counted.key)[0], held, controller, shown)


def _dates(reports: pd.DataFrame) -> tuple[date, ...]:
    if not len(reports):
        return ()
    ended = pd.Series([side.ends for side in CRISIS.sides if side.ends], dtype="datetime64[s]")
    stamps = pd.concat([reports.since, reports.opens, ended.astype(reports.since.dtype)])
    return tuple(stamp.date() for stamp in sorted(stamps[stamps >= _first(reports)].unique()))


def _prepare(rows: pd.DataFrame) -> pd.DataFrame:
    """Prepare what :func:`reports_of` returns."""
    camp = _camps(rows)
    rows = rows.loc[rows.is_primary & (rows.controller != "") & rows.date_end.notna()]
    baseline = rows.subkind == "baseline"
    since = rows.date_end.where(~baseline, rows.date_start)
    order = pd.DataFrame({"since": since, "baseline": baseline}).reset_index(drop=True)
    opens = rows.date_start.where(rows.date_start.notna() & ~baseline, since)
    rows = rows.assign(opens=opens, since=since, is_baseline=baseline, key=_place_keys(rows), camp=camp)
    rows = rows.iloc[order.sort_values(["since", "baseline"], kind="stable").index]
    # The newest report may lack the point that an earlier one of the same place gives.
    drawn = rows.geo_precision.isin(DRAWN_PRECISION)
    points = rows[["lon", "lat"]].where(drawn).groupby(rows.key).transform("last")
    missing = points.isna().any(axis=1).to_numpy()
    geometry = shapely.points(points.to_numpy())
    geometry[missing] = None
    rows = rows.assign(geometry=geometry).reset_index(drop=True)
    before = rows.groupby("key", sort=False).controller.shift()
    # shift leaves NaN for the first report of a place.
    return rows.assign(held=before.where(before.notna(), rows.previous_controller))


def _camps(rows: pd.DataFrame) -> pd.Series:
    """Find the camp that all reporters of a row's group belong to, as far as they name the same holder; "" for none."""
    group = rows.get("group_id", rows.event_id)
    group = group.where(group != "", rows.event_id) + "|" + rows.controller
    camp = control_sources.camps(rows)
    return group.map(control_sources.one_camp(camp, group))


def _place_keys(rows: pd.DataFrame) -> pd.Series:
    """Make the key that reports of one place share: the P-code, else the name and, roughly, the point."""
    name = rows.place.str.strip().str.casefold()
    coded = rows.pcode != ""
    # A name that stands for two P-codes (there are two Danas) is no help; such a row stays a place of its own.
    by_name = pd.DataFrame({"name": name, "pcode": rows.pcode, "lon": rows.lon, "lat": rows.lat})[coded]
    by_name = by_name.drop_duplicates(["name", "pcode"]).drop_duplicates("name", keep=False).set_index("name")
    match = by_name.reindex(name)
    east = (match.lon.to_numpy() - rows.lon.to_numpy()) * 111.3 * np.cos(np.radians(rows.lat.to_numpy()))
    north = (match.lat.to_numpy() - rows.lat.to_numpy()) * 111.0
    # NaN (either has no point) counts as near: then the name is all there is.
    near = ~(np.hypot(east, north) > SAME_PLACE_KM)
    found = match.pcode.notna().to_numpy() & near & ~coded.to_numpy()
    key = np.where(coded, rows.pcode, np.where(found, match.pcode.to_numpy(), "name:" + name + "|" + rows.admin1))
    return pd.Series(key, index=rows.index, dtype=object)


def _first(reports: pd.DataFrame) -> pd.Timestamp:
    """Find the date from which the state is known: the earliest baseline, else the first report."""
    baseline = reports.since[reports.is_baseline]
    return pd.Timestamp((baseline if len(baseline) else reports.since).min())
