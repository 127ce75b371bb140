"""What a notebook asks: an event table, and who held what, the lines, strikes and flows of a day or a range.

Every geometry is in WGS 84 degrees (EPSG:4326). A day is a ``date``, or text as ``2024-02-15``; its end counts. Front
lines are computed once for a table and a day, in about a second, and stored in the cache folder (``IDLIB_MAP_CACHE``).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from os import PathLike
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lib import layers
from lib.analysis import control, displacement, strikes
from lib.analysis.control import state as control_state
from lib.config.settings import settings
from lib.events import database, publishing
from lib.events.importing import import_table
from lib.events.publishing.table import safe_table
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.events.questions import TOPICS, Answers, Question, QuestionError, allowed
from lib.events.table import DEFAULT_TABLE, EventTable, load
from lib.geography import geocoding
from lib.layers import reports
from lib.text import _, either

__all__ = [
    "EventTable",
    "band_on",
    "control_on",
    "flows_in",
    "front_on",
    "layer",
    "layer_names",
    "open_table",
    "places_on",
    "strikes_in",
]
_WGS84 = "EPSG:4326"


def open_table(path: str | PathLike[str] | None = None, *, file_format: str = "auto", **answers: str) -> EventTable:
    """Return an event table: the one that ships with the map, or one of your own.

    Args:
        path: A file in our columns, from ACLED and others, or of any other columns (docs/importing.md), as CSV,
            workbook, GeoJSON, GeoPackage or Parquet; None for the table of the map (or that of ``IDLIB_MAP_TABLE``).
        file_format: Key of the format; ``auto`` goes by the header.
        answers: What only you can know about the file, by its topic (:data:`lib.events.questions.TOPICS`): ``sheet`` of
            a workbook, ``date_order`` (what comes first in dates as 05/03/2024: ``day`` or ``month``), ``month`` of
            figures (YYYY-MM) … The error names the one that is missing.

    Returns:
        The table: ``frame`` has its rows (columns as in docs/event-table.md), ``problems`` what was wrong in the file
        and ``left_out`` how many of its rows could not be taken. Where ``IDLIB_MAP_SAFE`` is set, it is coarsened for
        publication (docs/publishing.md).

    Raises:
        OSError: The file cannot be read.
        TypeError: There is no topic of that name.
        ValueError: No row of it can be used, or something has to be said about it first; the message says what.
    """
    given = _answers(file_format, answers)
    if path is None:
        table = _served(settings().table)
    else:
        try:
            table = import_table(Path(path).read_bytes(), Path(path).name, given).table
        except QuestionError as error:
            raise ValueError(f"{error.question.words} {_how_to_answer(error.question)}") from error
        table = replace(table, frame=geocoding.fill(table.frame, geocoding.geocode(table.frame)))
    if table.frame.empty and table.problems:
        raise ValueError(str(table.problems[0]))
    return safe_table(table) if publishing.is_forced() else table


def control_on(events: EventTable, day: date | str) -> gpd.GeoDataFrame:
    """Return the areas of control at the end of ``day``, computed from reports (docs/method.md).

    Returns:
        One row a side, without overlaps or gaps: controller, area_km2 as drawn, low_km2 and high_km2 with the front at
        either edge of its band, as_of (date of the latest report that can have changed it), geometry. No rows before
        the first report of control.
    """
    found = control.control_map(checked_table(events), _day(day))
    areas = found.areas.assign(as_of=pd.Timestamp(found.as_of))
    return areas[["controller", "area_km2", "low_km2", "high_km2", "as_of", "geometry"]]


def front_on(events: EventTable, day: date | str) -> gpd.GeoDataFrame:
    """Return the front line at the end of ``day``: where areas of sides that face each other meet.

    The line is good to a few kilometres; :func:`band_on` gives the strip in which it may lie.

    Returns:
        One row a pair of sides: side_a, side_b, length_km, as_of, geometry (lines).
    """
    found = control.control_map(checked_table(events), _day(day))
    lines = found.front.loc[found.front["is_front"]].reset_index(drop=True)
    return lines.assign(as_of=pd.Timestamp(found.as_of))[["side_a", "side_b", "length_km", "as_of", "geometry"]]


def band_on(events: EventTable, day: date | str) -> gpd.GeoDataFrame:
    """Return the strip in which the front line may lie at the end of ``day``.

    Returns:
        width_km, as_of, geometry (polygons).
    """
    found = control.control_map(checked_table(events), _day(day))
    return found.band.assign(as_of=pd.Timestamp(found.as_of))[["width_km", "as_of", "geometry"]]


def places_on(events: EventTable, day: date | str) -> gpd.GeoDataFrame:
    """Return who held each reported place at the end of ``day``, by its latest report.

    Returns:
        One row a place: place, place_ar, pcode, controller, since (date), event_id, confidence, source, source_url,
        n_sources, in_question (a change is reported for days that are not over), geometry (points, or none).
    """
    return control_state.control_on(checked_table(events), _day(day))


def strikes_in(events: EventTable, start: date | str, end: date | str) -> gpd.GeoDataFrame:
    """Return the strikes whose dates overlap ``start`` to ``end``, both included; each is counted once.

    Returns:
        The primary row of each, with the columns of the event table, and geometry: the point of its place, a
        settlement or wider (``geo_precision`` says which), or none. Casualties are ranges; blank is "not reported".
    """
    rows = strikes.strikes(checked_table(events), _range(start, end))
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
    if counter and counter not in displacement.flow_counters(checked_table(events)):
        raise ValueError(displacement.unknown_counter(events, counter))
    rows = displacement.flows(checked_table(events), replace(_range(start, end), counter=counter))
    ends = rows[["origin_lon", "origin_lat", "lon", "lat"]].to_numpy(float).reshape(-1, 2, 2)
    return gpd.GeoDataFrame(rows, geometry=list(shapely.linestrings(ends)), crs=_WGS84)


def layer_names() -> tuple[str, ...]:
    """Return the names of the layers that :func:`layer` gives: those of the map, then the reports by kind."""
    return (*layers.data(), *(each.name for each in reports.every()))


def layer(  # noqa: PLR0913  the table, the layer, its days
    events: EventTable,
    name: str,
    start: date | str | None = None,
    end: date | str | None = None,
    *,
    dates: str = "",
    counter: str = "",
) -> gpd.GeoDataFrame:
    """Return any layer of the map as data, with the columns of its file (docs/downloads.md).

    Args:
        events: The event table.
        name: One of :func:`layer_names`: ``areas``, ``front``, ``band``, ``flows``, ``strikes``, ``camps`` …
        start: First day; that of the map by default.
        end: Last day; that of the map by default.
        dates: "" for the state at the end (flows and reports: of the whole range), ``all`` for every date on which
            the state changes (flows: a row a report), ``weekly`` for the last day and every seventh before it.
        counter: Who counts the flows; the one whom the map shows by default.

    Returns:
        Rows of that layer. ``valid_from`` and ``valid_to``, where it has them, are the days on which a row holds.

    Raises:
        ValueError: There is no such layer, no such dates, or nobody of that name counts flows.
    """
    query = _range(FIRST_DAY if start is None else start, LAST_DAY if end is None else end)
    if counter and counter not in displacement.flow_counters(checked_table(events)):
        raise ValueError(displacement.unknown_counter(events, counter))
    by_name = {each.name: each for each in reports.every()}
    name = next((each.data[0].name for each in layers.registry() if each.id == name and len(each.data) == 1), name)
    allowed_dates = ("", "all") if name in by_name else ("", "all", "weekly")
    if name not in layer_names():
        words = _("There is no layer called {name}; there are {known}.")
        raise ValueError(words.format(name=repr(name)[:40], known=", ".join(layer_names())))
    if dates not in allowed_dates:
        words = _("{name} cannot be '{text}'; choose one of {words}.")
        listed = ", ".join(repr(each) for each in allowed_dates)
        raise ValueError(words.format(name="dates", text=str(dates)[:30], words=listed))
    if name in by_name:
        return reports.rows(checked_table(events), query, by_name[name]).drop(columns="row")
    return layers.data()[name].rows(checked_table(events), replace(query, counter=counter), dates)


def _served(address: str) -> EventTable:
    """Read the table that the settings name: a file, or a database."""
    return database.now(address, None).events if database.is_address(address) else load(address or DEFAULT_TABLE)


def _answers(file_format: str, answers: dict[str, str]) -> Answers:
    """Collect the answers that a caller gives; raise an error for one that is none."""
    given = Answers(file_format)
    for topic, value in answers.items():
        if topic not in TOPICS:
            known = either(list(TOPICS))
            raise TypeError(_("A file is not asked for {topic!r}; there is {known}.").format(topic=topic, known=known))
        if not allowed(topic, str(value)):
            words = _("{value!r} is no answer to {topic}; it has to match {pattern}.")
            raise ValueError(words.format(value=str(value)[:80], topic=topic, pattern=TOPICS[topic]))
        given = given.with_answer(topic, str(value))
    return given


def _how_to_answer(question: Question) -> str:
    values = either([f'"{value}"' for value, _words in question.choices]) if question.choices else "…"
    return _("Answer with open_table(…, {topic}={values}).").format(topic=question.topic, values=values)


def checked_table(events: object) -> EventTable:
    """Return the table; raise TypeError with what to write where something else was given."""
    if isinstance(events, EventTable):
        return events
    words = _("The first argument has to be an event table, as events = open_table() gives it, not {what}.")
    also = _("A file of your own is opened by open_table({path!r}).").format(path=str(events)[:200])
    sentence = words.format(what=type(events).__name__)
    raise TypeError(f"{sentence} {also}" if isinstance(events, str | PathLike) else sentence)


def _range(start: date | str, end: date | str) -> Query:
    query = Query(start=_day(start), end=_day(end))
    if query.start > query.end:
        raise ValueError(_("{start} is after {end}.").format(start=query.start, end=query.end))
    return query


def days_between(start: date | str | None, end: date | str | None) -> dict[str, str]:
    """Return the parameters of an address for a range of days; errors as for every day that a caller gives."""
    given = {"from": start, "to": end}
    return {name: _day(value).isoformat() for name, value in given.items() if value is not None}


def _day(day: date | str) -> date:
    """Read the day that a caller means.

    Raises:
        TypeError: It is neither text nor a date.
        ValueError: The text is no day, or the day is missing.
    """
    how = _("Write a day as YYYY-MM-DD, or give a date.")
    if not isinstance(day, date | str | np.datetime64):
        raise TypeError(_("{what} is no day.").format(what=repr(day)[:80]) + f" {how}")
    try:
        found = pd.Timestamp(date.fromisoformat(day.strip()) if isinstance(day, str) else day)
    except ValueError as error:
        raise ValueError(_("{what} is no day.").format(what=repr(day)[:80]) + f" {how}") from error
    if pd.isna(found):
        raise ValueError(_("The day is missing.") + f" {how}")
    return found.date()
