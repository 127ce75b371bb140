"""The title of the displacement page: what is reported of people who moved, and how near the front stood to camps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd

from lib.analysis import displacement, summary
from lib.analysis.displacement import Displaced
from lib.analysis.displacement import reports as displacement_reports
from lib.events import narrowing
from lib.events.query import Query
from lib.events.table import EventTable
from lib.geography.places import local
from lib.text import _, between, day, joined, ngettext, number, sentence_case


def finding(events: EventTable, displaced: Displaced, camps: gpd.GeoDataFrame, query: Query) -> str:
    """Write the title: how many were reported displaced, and how near the front stood to the camps.

    Of a chosen area it speaks of that area alone: the published totals are of the whole area.
    """
    if not query.has_kind("displacement"):
        return _("Displacement is left out by the filter")
    if query.area:
        return _of_area(displacement_reports.reported(events, query), query)
    parts = [summary.displaced_finding(displaced, query)] if summary.displaced_finding(displaced, query) else []
    near = nearest(camps)
    if near is not None:
        words = _("the front {km} km from {camp} on {day}")
        facts = {"km": number(near["km"]), "camp": local(near["name"]), "day": day(query.end, short=True)}
        parts.append(words.format(**facts))
    title = joined(parts) or _of_movements(displacement_reports.reported(events, query), query)
    return sentence_case(title)


def _of_movements(rows: pd.DataFrame, query: Query) -> str:
    """Say what is reported of movements where no total and no camp tells more."""
    low, high = displacement_reports.persons(rows)
    if (low, high) == (None, None):
        words = ngettext("{n} movement reported", "{n} movements reported", len(rows))
        return words.format(n=number(len(rows))) if len(rows) else _("No displacement is reported in these days")
    days, most = summary.other_days(*counted_days(rows), query), int(high or low or 0)
    words = (
        ngettext("{n} person in reported movements, {days}", "{n} people in reported movements, {days}", most)
        if days
        else ngettext("{n} person in reported movements", "{n} people in reported movements", most)
    )
    return words.format(n=between(low, high), days=days)


def _of_area(rows: pd.DataFrame, query: Query) -> str:
    """Say what is reported of movements into, out of or between the places of the area that is chosen."""
    area = narrowing.in_words(replace(query, counter=""), narrowing.MOVEMENTS)
    if rows.empty:
        return _("None reported in these days: {movements}").format(movements=area)
    low, high = displacement_reports.persons(rows)
    if low is None and high is None:
        words = ngettext("{n} report of {movements}", "{n} reports of {movements}", len(rows))
        return words.format(n=number(len(rows)), movements=area)
    days, most = summary.other_days(*counted_days(rows), query), int(high or low or 0)
    words = (
        ngettext("{n} person in reported {movements}, {days}", "{n} people in reported {movements}, {days}", most)
        if days
        else ngettext("{n} person in reported {movements}", "{n} people in reported {movements}", most)
    )
    return words.format(n=between(low, high), movements=area, days=days)


def counted_days(rows: pd.DataFrame) -> tuple[date, date]:
    """Return the first and the last day that the numbers of some movements stand for."""
    counted = rows.loc[displacement.has_number(rows)]
    return counted["date_start"].min().date(), counted["date_end"].max().date()


def nearest(camps: gpd.GeoDataFrame) -> dict[str, Any] | None:
    """Return the camp cluster nearest to the front."""
    clusters = camps.loc[(camps["kind"] == "camp_cluster") & camps["km"].notna()]
    return None if clusters.empty else dict(clusters.iloc[0])
