"""Areas by side over time, as a chart and as its table."""

from __future__ import annotations

from datetime import date
from typing import Literal

import altair as alt
import pandas as pd
import streamlit as st

from lib.analysis import inside_area
from lib.config.crisis import CRISIS
from lib.events.query import FIRST_DAY, Query
from lib.events.schema import CONTROLLERS
from lib.events.table import EventTable
from lib.maps.style import TOKENS
from lib.text import _, day, square_km
from lib.text.vocabulary import in_words
from lib.ui.tables import folded_table
from lib.ui.theme import mark, shade

CHART_HEIGHT = 260
"""Height of the area chart, pixels."""


def area_chart(events: EventTable, start: date, query: Query) -> None:
    """Draw area by controller over time, km², between the edges of its band, with the two days compared marked."""
    with st.spinner(_("Computing the front line of every date, once …")):
        areas = inside_area.held_over_time(events, query, min(start, FIRST_DAY))
    if areas.empty:
        st.info(_("There is no front line yet: the table has no report of control."))
        return
    areas = areas.assign(side=areas["controller"].map(in_words), date=pd.to_datetime(areas["date"]))
    # The area of any other side goes on beyond the map, unless it is cut.
    bounded = [side.id for side in CRISIS.sides if side.bounded or query.within_area]
    areas = areas.loc[areas["controller"].isin(bounded)]
    areas["range"] = [square_km(*ends) for ends in zip(areas["low_km2"], areas["high_km2"], strict=True)]
    compared = pd.DataFrame({"date": pd.to_datetime([start, query.end])})
    marks = alt.Chart(compared).mark_rule(strokeDash=[3, 3], color=shade("soft")).encode(x="date:T")
    st.altair_chart(
        (drawn(areas, stepped=True) + marks).properties(height=CHART_HEIGHT),
        alt=_("Area by side over time, as in the table below."),
    )
    _area_table(areas, sides_of(areas))


def sides_of(areas: pd.DataFrame) -> list[str]:
    """Return the sides of a frame with a column ``controller``, in the order of the event table."""
    return [side for side in CONTROLLERS if side in set(areas["controller"])]


def drawn(areas: pd.DataFrame, *, stepped: bool) -> alt.LayerChart:
    """Draw the area of each side over time, km², as a line with its range as a strip.

    Args:
        areas: Columns date (timestamp), controller, side (its word), area_km2, low_km2, high_km2, range (in words).
        stepped: Whether an area stays as it is until the next row; else the rows are marked and joined.
    """
    sides = sides_of(areas)
    colours = [mark(TOKENS["control"][side]["ink"]) for side in sides]
    scale = alt.Scale(domain=[in_words(side) for side in sides], range=colours)
    base = alt.Chart(areas).encode(
        x=alt.X("date:T", title=None),
        color=alt.Color("side:N", title=None, scale=scale, legend=alt.Legend(orient="top")),
    )
    way: Literal["step-after", "linear"] = "step-after" if stepped else "linear"
    strip = base.mark_area(opacity=0.2, interpolate=way).encode(y="low_km2:Q", y2="high_km2:Q")
    line = base.mark_line(strokeWidth=2.5, point=not stepped, interpolate=way).encode(
        y=alt.Y("area_km2:Q", title=_("km²")),
        strokeDash=alt.StrokeDash("side:N", legend=None),
        tooltip=[
            alt.Tooltip("date:T", title=_("date"), format="%Y-%m-%d"),
            alt.Tooltip("side:N", title=_("held by")),
            alt.Tooltip("range:N", title=_("area")),
        ],
    )
    chart: alt.LayerChart = strip + line
    return chart


def _area_table(areas: pd.DataFrame, sides: list[str]) -> None:
    """Show the areas of the chart as a table: a row a control date, a column a side."""
    by_day = areas.pivot_table(index="date", columns="controller", values="range", aggfunc="first").reindex(
        columns=sides
    )
    rows = ((day(at.date()), *cells) for at, *cells in by_day.fillna("").itertuples())
    folded_table(_("The same areas as a table, km²"), [_("date"), *map(in_words, sides)], rows)
