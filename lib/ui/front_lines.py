"""The parts of the front lines page: the day compared with, what changed, area over time, a place's history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import altair as alt
import pandas as pd
import streamlit as st

from lib.analysis import control, place_history, summary
from lib.analysis.control import Changes
from lib.events.query import FIRST_DAY, LAST_DAY, OVERLAYS, Query
from lib.events.table import EventTable
from lib.events.vocabulary import in_words
from lib.geography import search
from lib.maps.state import compared_day
from lib.maps.style import CONTROLLERS, TOKENS
from lib.ui import filters
from lib.wording import _, day, number

COMPARE_WIDGET = "compare_day"
OVERLAY_WIDGET = "overlay_pills"
CHART_HEIGHT = 260
"""Height of the area chart, pixels."""


def only_lines(query: Query) -> Query:
    """``query`` without what is no front line, so that the map of this page shows lines alone."""
    return replace(query, kinds=frozenset({"control"}), layers=query.layers - {"strikes", "flows"})


def finding(changes: Changes, start: date, end: date) -> str:
    """The title: who gained how much ground, and the best known of the places taken."""
    gained = changes.areas.groupby("controller")["area_km2"].sum().drop("contested", errors="ignore")
    if gained.empty or gained.max() < 1:
        return _("The front line of {end} is that of {start}").format(start=day(start), end=day(end))
    winner = str(gained.idxmax())
    ground = _("{who} gains {n} km²").format(who=in_words(winner).capitalize(), n=number(gained.max()))
    taken = summary.best_known(changes.settlements, winner)
    return f"{ground}: {', '.join(taken)}" if taken else ground


def _choose_day() -> None:
    filters.touch()
    st.session_state["compare"] = st.session_state[COMPARE_WIDGET]


def _choose_overlays() -> None:
    filters.touch()
    others = [layer for layer in st.session_state["layers"] if layer not in OVERLAYS]
    st.session_state["layers"] = [*others, *st.session_state[OVERLAY_WIDGET]]


def comparison(events: EventTable, query: Query) -> None:
    """Which day the front line is compared with, and how; written to the address by the shared filter."""
    left, right, more = st.columns([2, 4, 5], vertical_alignment="bottom")
    st.session_state[COMPARE_WIDGET] = compared_day(events, query)
    left.date_input(
        _("Compare with"),
        key=COMPARE_WIDGET,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        on_change=_choose_day,
    )
    right.segmented_control(
        _("How"),
        ["gains", "swipe"],
        format_func=lambda mode: {"gains": _("Hatch what changed"), "swipe": _("Swipe between the days")}[mode],
        key="mode",
        required=True,
        on_change=filters.touch,
        persist_state="session",
    )
    names = filters.layer_names()
    st.session_state[OVERLAY_WIDGET] = [name for name in OVERLAYS if name in query.layers]
    more.pills(
        _("What agreements drew"),
        OVERLAYS,
        selection_mode="multi",
        format_func=names.__getitem__,
        key=OVERLAY_WIDGET,
        on_change=_choose_overlays,
    )


def figures(changes: Changes, start: date, end: date) -> list[tuple[str, str, str]]:
    """The strip of the page: km² gained by each side, settlements, and the length of the front then and now."""
    gained = changes.areas.groupby("controller")["area_km2"].sum()
    lost = changes.areas.groupby("previous_controller")["area_km2"].sum()
    between = _("{start} to {end}").format(start=day(start, short=True), end=day(end, short=True))
    cells = [
        (
            _("{n} km²").format(n=number(gained.get(side, 0.0))),
            _("gained by: {side}").format(side=in_words(side)),
            _("lost: {n} km²").format(n=number(lost.get(side, 0.0))),
        )
        for side in ("government", "opposition")
    ]
    net = changes.front_km_after - changes.front_km_before
    sign = "+" if net >= 0 else "\N{MINUS SIGN}"
    return [
        *cells,
        (number(len(changes.settlements)), _("settlements changed hands"), between),
        (
            _("{n} km").format(n=number(changes.front_km_after)),
            _("front line, computed"),
            _("{sign}{n} km").format(sign=sign, n=number(abs(net))),
        ),
    ]


def section() -> str:
    """Which part below the map the reader wants: only that one is made, as the area of every date takes a while."""
    names = {"change": _("What changed"), "areas": _("Area over time"), "place": _("A place's history")}
    chosen = st.segmented_control(
        _("Below the map"),
        list(names),
        default="change",
        format_func=names.__getitem__,
        key="front_section",
        label_visibility="collapsed",
        required=True,
    )
    return str(chosen)


def change_table(changes: Changes, name: str) -> None:
    """Every settlement whose holder differs between the two days, with date and source, to read and to take away."""
    rows = changes.settlements
    if rows.empty:
        st.info(_("No settlement has another holder at the end than on the day compared with."))
        return
    readable = pd.DataFrame(
        {
            _("place"): rows["place"],
            _("from"): rows["previous_controller"].map(in_words),
            _("to"): rows["controller"].map(in_words),
            _("date"): pd.to_datetime(rows["date"]),
            _("source"): rows["source"],
            _("link"): rows["source_url"].where(rows["source_url"].str.match(r"https?://"), ""),
        }
    )
    config = {
        _("date"): st.column_config.DateColumn(format="YYYY-MM-DD", width="small"),
        _("link"): st.column_config.LinkColumn(display_text=_("open"), width="small"),
    }
    st.dataframe(readable, hide_index=True, height=340, column_config=config)
    st.download_button(
        _("Download as CSV"), rows.to_csv(index=False).encode("utf-8-sig"), file_name=name, mime="text/csv"
    )


def area_chart(events: EventTable, start: date, end: date) -> None:
    """Area by controller over time, km², with the two days compared marked."""
    with st.spinner(_("Computing the front line of every date, once …")):
        areas = control.area_over_time(events)
    if areas.empty:
        st.info(_("There is no front line yet: the table has no report of control."))
        return
    areas = areas.assign(side=areas["controller"].map(in_words), date=pd.to_datetime(areas["date"]))
    areas = areas.loc[areas["controller"].isin(["opposition", "turkey_backed", "kurdish_led"])]
    sides = [side for side in CONTROLLERS if side in set(areas["controller"])]
    colours = [TOKENS["control"][side]["ink"] for side in sides]
    line = (
        alt.Chart(areas)
        .mark_line(interpolate="step-after", strokeWidth=2.5)
        .encode(
            x=alt.X("date:T", title=None),
            y=alt.Y("area_km2:Q", title=_("km²")),
            color=alt.Color(
                "side:N",
                title=None,
                scale=alt.Scale(domain=[in_words(side) for side in sides], range=colours),
                legend=alt.Legend(orient="top"),
            ),
            strokeDash=alt.StrokeDash("side:N", legend=None),
            tooltip=[
                alt.Tooltip("date:T", title=_("date"), format="%Y-%m-%d"),
                alt.Tooltip("side:N", title=_("held by")),
                alt.Tooltip("area_km2:Q", title=_("km²"), format=",.0f"),
            ],
        )
    )
    marks = (
        alt.Chart(pd.DataFrame({"date": pd.to_datetime([start, end])})).mark_rule(strokeDash=[3, 3]).encode(x="date:T")
    )
    st.altair_chart((line + marks).properties(height=CHART_HEIGHT))


def place_search(events: EventTable) -> None:
    """Search a settlement in English or Arabic and read who held it when, from which reports."""
    asked = st.text_input(
        _("A settlement, in English or Arabic"), key="place_search", placeholder=_("Saraqib, Maaret al-Nouman, سراقب …")
    )
    if not asked.strip():
        st.caption(_("Spelling need not be exact."))
        return
    found = search.search(asked)
    if found.empty:
        st.info(_("No settlement of that name is known here. Try another spelling, or Arabic."))
        return
    names = list(found["place"])
    described = dict(zip(found["place"], found["description"], strict=True))
    place = st.pills(_("Found"), names, default=names[0], format_func=lambda name: described[name], required=True)
    history = place_history.place_history(events, str(place))
    if history.empty:
        st.info(_("No report in the table says who held {place}.").format(place=place))
        return
    st.text(place_history.sentence(history))
    readable = pd.DataFrame(
        {
            _("from"): pd.to_datetime(history["start"]),
            _("until"): pd.to_datetime(history["end"]),
            _("held by"): history["controller"].map(in_words),
            _("known from"): history["basis"].map(_bases()),
            _("confidence"): history["confidence"].map(in_words),
            _("source"): history["source"],
            _("link"): history["source_url"].where(history["source_url"].str.match(r"https?://"), ""),
        }
    )
    readable[_("also reported by")] = history["second_reports"]
    config = {
        _("from"): st.column_config.DateColumn(format="YYYY-MM-DD", width="small"),
        _("until"): st.column_config.DateColumn(format="YYYY-MM-DD", width="small"),
        _("link"): st.column_config.LinkColumn(display_text=_("open"), width="small"),
    }
    st.dataframe(readable, hide_index=True, column_config=config)


def _bases() -> dict[str, str]:
    """What a spell of a place's history rests on, in words."""
    return {
        "baseline": _("the state at the start"),
        "reported": _("a report of the change"),
        "implied": _("the report of its loss"),
        "computed": _("the computed front line"),
    }
