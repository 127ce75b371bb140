"""What a notebook asks: an event table, and who held what, the lines, strikes and flows of a day or a range.

Every geometry is in WGS 84 degrees (EPSG:4326). A day is a ``date``, or text as ``2024-02-15``; its end counts. Front
lines are computed once for a table and a day, in about a second, and stored in the cache folder (``IDLIB_MAP_CACHE``).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from os import PathLike
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from lib.analysis import control, displacement, strikes
from lib.analysis.control import state as control_state
from lib.config.settings import settings
from lib.events.importing import import_table
from lib.events.query import Query
from lib.events.questions import Answers, QuestionError
from lib.events.table import DEFAULT_TABLE, EventTable, load
from lib.geography import geocoding

__all__ = [
    "EventTable",
    "band_on",
    "control_on",
    "flows_in",
    "front_on",
    "open_table",
    "places_on",
    "strikes_in",
]
_WGS84 = "EPSG:4326"


def open_table(  # noqa: PLR0913  what a file may have to be asked, each by its name
    path: str | PathLike[str] | None = None,
    *,
    file_format: str = "auto",
    sheet: str = "",
    month: str = "",
    date_order: str = "",
    movement: str = "",
    columns: str = "",
) -> EventTable:
    """Return an event table: the one that ships with the map, or one of your own.

    Args:
        path: A file in our columns, from ACLED and others, or of any other columns (docs/importing.md), as CSV,
            workbook, GeoJSON, GeoPackage or Parquet; None for the table of the map (or that of ``IDLIB_MAP_TABLE``).
        file_format: Key of the format; ``auto`` goes by the header.
        sheet: Sheet of a workbook, layer of a GeoPackage.
        month: HDX: the month the figures are of, YYYY-MM.
        date_order: What comes first in dates as 05/03/2024: ``day`` or ``month``.
        columns: Which column is which, for other columns than ours: ``guessed``, ``guessed,subkind=flow``, or a column
            mapping as JSON (docs/importing.md).
        movement: HDX: ``flow`` for people displaced, ``return`` for those who went back.

    Returns:
        The table: ``frame`` has its rows (columns as in docs/event-table.md), ``problems`` what was wrong in the file
        and ``left_out`` how many of its rows could not be taken.

    Raises:
        OSError: The file cannot be read.
        ValueError: No row of it can be used, or something has to be said about it first; the message says what.
    """
    if path is None:
        table = load(settings().table or DEFAULT_TABLE)
    else:
        given = Answers(file_format, sheet, month=month, date_order=date_order, movement=movement, columns=columns)
        try:
            table = import_table(Path(path).read_bytes(), Path(path).name, given).table
        except QuestionError as error:
            raise ValueError(f"{error.question.words} Answer with open_table(…, {error.question.topic}=…).") from error
        table = replace(table, frame=geocoding.fill(table.frame, geocoding.geocode(table.frame)))
    if table.frame.empty and table.problems:
        raise ValueError(str(table.problems[0]))
    return table


def control_on(events: EventTable, day: date | str) -> gpd.GeoDataFrame:
    """Return the areas of control at the end of ``day``, computed from reports (docs/method.md).

    Returns:
        One row a side, without overlaps or gaps: controller, area_km2 as drawn, low_km2 and high_km2 with the front at
        either edge of its band, as_of (date of the latest report that can have changed it), geometry. No rows before
        the first report of control.
    """
    found = control.control_map(events, _day(day))
    areas = found.areas.assign(as_of=pd.Timestamp(found.as_of))
    return areas[["controller", "area_km2", "low_km2", "high_km2", "as_of", "geometry"]]


def front_on(events: EventTable, day: date | str) -> gpd.GeoDataFrame:
    """Return the front line at the end of ``day``: where areas of sides that face each other meet.

    The line is good to a few kilometres; :func:`band_on` gives the strip in which it may lie.

    Returns:
        One row a pair of sides: side_a, side_b, length_km, as_of, geometry (lines).
    """
    found = control.control_map(events, _day(day))
    lines = found.front.loc[found.front["is_front"]].reset_index(drop=True)
    return lines.assign(as_of=pd.Timestamp(found.as_of))[["side_a", "side_b", "length_km", "as_of", "geometry"]]


def band_on(events: EventTable, day: date | str) -> gpd.GeoDataFrame:
    """Return the strip in which the front line may lie at the end of ``day``.

    Returns:
        width_km, as_of, geometry (polygons).
    """
    found = control.control_map(events, _day(day))
    return found.band.assign(as_of=pd.Timestamp(found.as_of))[["width_km", "as_of", "geometry"]]


def places_on(events: EventTable, day: date | str) -> gpd.GeoDataFrame:
    """Return who held each reported place at the end of ``day``, by its latest report.

    Returns:
        One row a place: place, place_ar, pcode, controller, since (date), event_id, confidence, source, source_url,
        n_sources, in_question (a change is reported for days that are not over), geometry (points, or none).
    """
    return control_state.control_on(events, _day(day))


def strikes_in(events: EventTable, start: date | str, end: date | str) -> gpd.GeoDataFrame:
    """Return the strikes whose dates overlap ``start`` to ``end``, both included; each is counted once.

    Returns:
        The primary row of each, with the columns of the event table, and geometry: the point of its place, a
        settlement or wider (``geo_precision`` says which), or none. Casualties are ranges; blank is "not reported".
    """
    rows = strikes.strikes(events, _range(start, end))
    points = gpd.GeoSeries(gpd.points_from_xy(rows["lon"], rows["lat"]), index=rows.index, crs=_WGS84)
    points = points.where(rows["lat"].notna() & rows["lon"].notna(), None)
    return gpd.GeoDataFrame(rows, geometry=points, crs=_WGS84)


def flows_in(events: EventTable, start: date | str, end: date | str, counter: str = "") -> gpd.GeoDataFrame:
    """Return the reported displacement flows that overlap ``start`` to ``end``, both included.

    Figures of different counters are never mixed: those of ``counter`` alone are given, by default of the one whom the
    map shows. Directions without a number have none in ``persons_low`` and ``persons_high``.

    Returns:
        The rows that can be drawn, with the columns of the event table, and geometry: a straight line from the origin
        to the destination, which is no route.

    Raises:
        ValueError: Nobody of that name counts flows; the message says who does.
    """
    if counter and counter not in displacement.flow_counters(events):
        raise ValueError(displacement.unknown_counter(events, counter))
    rows = displacement.flows(events, replace(_range(start, end), counter=counter))
    ends = rows[["origin_lon", "origin_lat", "lon", "lat"]].to_numpy(float).reshape(-1, 2, 2)
    return gpd.GeoDataFrame(rows, geometry=list(shapely.linestrings(ends)), crs=_WGS84)


def _range(start: date | str, end: date | str) -> Query:
    query = Query(start=_day(start), end=_day(end))
    if query.start > query.end:
        raise ValueError(f"{query.start} is after {query.end}.")
    return query


def _day(day: date | str) -> date:
    """The day that a caller means.

    Raises:
        ValueError: The text is no day.
    """
    if isinstance(day, datetime):
        return day.date()
    return day if isinstance(day, date) else date.fromisoformat(day)
