"""The charts of the displacement page: running totals, and how people were sheltered. Each has a table below it."""

from __future__ import annotations

from datetime import date
from html import escape

import altair as alt
import pandas as pd
import streamlit as st

from lib.maps.style import TOKENS
from lib.text import _, between, pgettext, told
from lib.ui.theme import mark, shade

HEIGHT = 340
SMALL = 190
"""Heights of the charts, pixels."""
NAMED = 12
"""Publishers with a colour and shape of their own; any others share one, and are named in the table."""
SHAPES = {
    "circle": "\N{BLACK CIRCLE}",
    "square": "\N{BLACK SQUARE}",
    "triangle-up": "\N{BLACK UP-POINTING TRIANGLE}",
    "diamond": "\N{BLACK DIAMOND}",
    "cross": "\N{HEAVY GREEK CROSS}",
    "triangle-down": "\N{BLACK DOWN-POINTING TRIANGLE}",
    "triangle-right": "\N{BLACK RIGHT-POINTING TRIANGLE}",
}
"""Marks of the charts, and the sign that stands for each in text."""


def _middle(rows: pd.DataFrame) -> pd.Series:
    low = rows["persons_low"].fillna(rows["persons_high"]).astype(float)
    return (low + rows["persons_high"].fillna(rows["persons_low"]).astype(float)) / 2


def persons_in_words(rows: pd.DataFrame) -> list[str]:
    """Return persons as a range in words, one per row."""
    pairs = zip(rows["persons_low"].astype(object), rows["persons_high"].astype(object), strict=True)
    return [between(None if pd.isna(low) else low, None if pd.isna(high) else high) for low, high in pairs]


def _key(names: list[str]) -> tuple[alt.Color, alt.Shape]:
    """Write which mark is whose above a chart, as text that wraps on a phone, and give the marks' scales."""
    colours = [mark(TOKENS["series"][n % len(TOKENS["series"])]) for n in range(len(names))]
    shapes = [list(SHAPES)[n % len(SHAPES)] for n in range(len(names))]
    items = "".join(
        f'<li><span style="color:{colour}" aria-hidden="true">{SHAPES[shape]}</span> {escape(name)}</li>'
        for name, colour, shape in zip(names, colours, shapes, strict=True)
    )
    st.html(f'<ul class="im-key">{items}</ul>')
    return (
        alt.Color("series:N", scale=alt.Scale(domain=names, range=colours), legend=None),
        alt.Shape("series:N", scale=alt.Scale(domain=names, range=shapes), legend=None),
    )


def totals_chart(published: pd.DataFrame, start: date, end: date) -> None:
    """Draw every published running total as a point; only the figures of the one series that counts are joined.

    Args:
        published: What :func:`lib.analysis.displacement.published.published` gives.
        start: First day of the range, which is shaded.
        end: Last day of it.
    """
    published = published.assign(counter=published["counter"].map(told))
    common = list(published["counter"].value_counts().index[:NAMED])
    other = _("other publishers")
    points = published.assign(
        series=published["counter"].where(published["counter"].isin(common), other),
        persons=_middle(published),
        low=published["persons_low"].fillna(published["persons_high"]).astype(float),
        high=published["persons_high"].fillna(published["persons_low"]).astype(float),
        said=persons_in_words(published),
        of=published["origin_place"].where(published["place"] == "", published["place"]),
    )
    names = [name for name in [*common, other] if name in set(points["series"])]
    colour, shape = _key(names)
    x = alt.X("date_end:T", title=_("date the total stands for"), axis=alt.Axis(format="%-d %b"))
    y = alt.Y("persons:Q", title=_("persons, since the start of each count"), axis=alt.Axis(format=",.0f"))
    tooltip = [
        alt.Tooltip("date_end:T", title=_("date"), format="%Y-%m-%d"),
        alt.Tooltip("counter:N", title=_("publisher")),
        alt.Tooltip("said:N", title=_("persons")),
        alt.Tooltip("date_start:T", title=pgettext("heading of a column: first day", "since"), format="%Y-%m-%d"),
        alt.Tooltip("of:N", title=pgettext("heading of a column", "of")),
    ]
    days = (
        alt.Chart(pd.DataFrame({"from": [pd.Timestamp(start)], "to": [pd.Timestamp(end)]}))
        .mark_rect(color=shade("side"), opacity=0.9)
        .encode(x=alt.X("from:T"), x2="to:T")
    )
    line = (
        alt.Chart(points.loc[points["main"]])
        .mark_line(strokeDash=[5, 3], strokeWidth=1.6, color=shade("soft"))
        .encode(x=x, y=y)
    )
    ranges = (
        alt.Chart(points.loc[points["low"] != points["high"]])
        .mark_rule(strokeWidth=1.5)
        .encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=colour)
    )
    marks = alt.Chart(points).encode(x=x, y=y, color=colour, shape=shape, tooltip=tooltip)
    whole = marks.transform_filter("datum.whole").mark_point(filled=True, size=70, opacity=1)
    part = marks.transform_filter("!datum.whole").mark_point(filled=False, size=45, strokeWidth=1.4, opacity=0.9)
    st.altair_chart(
        (days + line + ranges + part + whole).properties(height=HEIGHT),
        alt=_("Published totals by date, as in the table below."),
    )


def shelter_chart(shelter: pd.DataFrame, names: dict[str, str]) -> None:
    """Draw how many were in the open, in tents or in unfinished buildings, each figure as a point.

    Args:
        shelter: What :func:`lib.analysis.displacement.published.shelter` gives.
        names: Each metric in words.
    """
    points = shelter.assign(
        persons=_middle(shelter),
        said=persons_in_words(shelter),
        series=shelter["metric"].map(names) + _(", ") + shelter["counter"].map(told),
    )
    colour, shape = _key([str(name) for name in points["series"].unique()])
    margin = pd.Timedelta(days=2)
    ends = [(points["date_end"].min() - margin).isoformat(), (points["date_end"].max() + margin).isoformat()]
    axis = alt.Axis(format="%-d %b", tickCount=6)
    chart = (
        alt.Chart(points)
        .mark_point(filled=True, size=100, opacity=1)
        .encode(
            x=alt.X("date_end:T", title=_("date"), axis=axis, scale=alt.Scale(domain=ends)),
            y=alt.Y("persons:Q", title=_("persons"), axis=alt.Axis(format=",.0f")),
            color=colour,
            shape=shape,
            tooltip=[
                alt.Tooltip("date_end:T", title=_("date"), format="%Y-%m-%d"),
                alt.Tooltip("series:N", title=_("where, counted by")),
                alt.Tooltip("said:N", title=_("persons")),
            ],
        )
        .properties(height=SMALL)
    )
    st.altair_chart(chart, alt=_("People without shelter by date, as in the table below."))
