"""The parts of the strikes page around its map: how strikes are drawn, what the counts leave out, days and places."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from lib.analysis import summary
from lib.analysis.strikes import days as strikes_days
from lib.analysis.strikes.days import Coverage
from lib.events import narrowing, quiet_days, strike_filter
from lib.events.choices import REPORTS
from lib.events.query import SYMBOLS, Query
from lib.events.table import EventTable
from lib.geography.places import local
from lib.text import _, day, enumerated, ngettext, number, pgettext, span
from lib.ui import panels, sections
from lib.ui.filters import panel as filters
from lib.ui.strikes.tables import day_table
from lib.ui.tables import DAY_FORMAT, data_table
from lib.ui.theme import shade

CHART_HEIGHT, PLACES_HEIGHT = 300, 460
"""Height of the chart by day and of the table beside it, and of the table of places, pixels."""
BEFORE = "strikes.before"
"""Where the session keeps the range that a click on a day replaced."""
PLACE_ZOOM = 11.0


def only_strikes(query: Query) -> Query:
    """Return ``query`` with what is no strike taken off the map, but for who held what; no figure changes by it."""
    return replace(query, layers=query.layers - {"flows", "modelled"})


def finding(covered: Coverage, days: pd.DataFrame, places: pd.DataFrame, query: Query) -> str:
    """Write the title: how many strikes are reported, and of which alone; most of them where, most on which day."""
    if not query.has_kind("strike"):
        return _("Strikes are left out by the filter")
    if not covered.strikes and not narrowing.narrows_strikes(query):
        return _("No strike is reported in these days")
    counted = summary.strikes_reported(covered.strikes, query)
    parts = []
    located = places.loc[places["located"] & (places["strikes"] > 1)]
    if len(located):
        most = located.iloc[0]
        parts.append(_("{place} ({n})").format(place=local(most["place"]), n=number(most["strikes"])))
    if len(days) > 1 and days["strikes"].iloc[0] > days["strikes"].iloc[1]:
        worst = days.iloc[0]
        parts.append(_("{day} ({n})").format(day=day(worst["day"].date(), short=True), n=number(worst["strikes"])))
    return _("{counted}; most: {where}").format(counted=counted, where=enumerated(parts)) if parts else counted


def symbols() -> None:
    """Ask how strikes are drawn; the shared filter writes it to the address."""
    names = {"circles": _("Circles"), "clusters": _("Clusters"), "density": _("Density")}
    st.segmented_control(
        _("Strikes drawn as"),
        SYMBOLS,
        format_func=names.__getitem__,
        key="symbols",
        required=True,
        on_change=filters.touch,
        persist_state="session",
        label_visibility="collapsed",
    )


def caveats(covered: Coverage, query: Query) -> None:
    """Say what the counts rest on and leave out, where they are shown."""
    lines = [
        _("Reported strikes are a cited selection, not all there were: a quiet day is not a quiet day on the ground.")
    ]
    quiet = quiet_days.between(query.start, query.end)
    lines += quiet_days.in_words(quiet)
    if covered.strikes:
        share = number(100 * covered.without_target / covered.strikes)
        lines += [
            _("{quiet} of {days} days have no report that passes the filter.").format(
                quiet=number(covered.quiet), days=number(covered.days)
            ),
            _("{n} per cent name no target, and {silent} of {all} no number of civilians killed.").format(
                n=share, silent=number(covered.without_figure), all=number(covered.strikes)
            ),
            ngettext(
                "{n} has a contested attribution (reports name different sides, or offer two) and stays contested.",
                "{n} have a contested attribution (reports name different sides, or offer two) and stay contested.",
                covered.contested,
            ).format(n=number(covered.contested)),
        ]
        if strike_filter.asks_sources(query) and query.reports == REPORTS[0]:
            lines.append(
                _(
                    "The filter keeps a strike when any of its reports says so; what is counted and listed here is "
                    "what its counted report says."
                )
            )
        if covered.without_point:
            words = ngettext(
                "{n} has no point: listed, never drawn.",
                "{n} have no point: listed, never drawn.",
                covered.without_point,
            )
            lines.append(words.format(n=number(covered.without_point)))
        if covered.without_day:
            words = ngettext(
                "{n} is dated to a week or month and counts on each of its days.",
                "{n} are dated to a week or month and count on each of their days.",
                covered.without_day,
            )
            lines.append(words.format(n=number(covered.without_day)))
    st.html(f'<p class="im-caveats" role="note">{escape(" ".join(lines))}</p>')


def section() -> str:
    """Ask which part below the map the reader wants; only that one is made."""
    names = {
        "days": _("Worst days"),
        "places": _("Worst places"),
        "near": _("What is near"),
        "said": _("Who, as reported"),
    }
    chosen = sections.choose(_("Below the map"), names, "strikes_section")
    panels.section(names[chosen], seen=False)
    return chosen


def days(events: EventTable, query: Query, worst: pd.DataFrame) -> None:
    """Show strikes by day, of which a click sets the range, beside the worst days as a table."""
    by_day = strikes_days.by_day(events, query)
    key = f"strike_days_{query.start}_{query.end}"
    left, right = st.columns([3, 2])
    with left:
        st.altair_chart(
            _day_chart(by_day),
            key=key,
            on_select=lambda: _choose_day(key, query),
            selection_mode="chosen",
            alt=_("Reported strikes by day, as in the table below."),
        )
        _back(query)
    with right:
        _worst_table(
            worst,
            pgettext("heading of a column", "day"),
            st.column_config.DateColumn(format=DAY_FORMAT, width="small"),
            "day",
        )
    st.caption(
        _(
            "Civilians killed: the sums of the lowest and of the highest figures; blank where no report gives one. "
            "Select a bar to see that day alone; the clock under the map takes any range."
        )
    )
    day_table(by_day.loc[by_day["inside"]])


def _day_chart(by_day: pd.DataFrame) -> alt.Chart:
    """Draw bars by day; those outside the range are pale."""
    chosen = alt.selection_point(name="chosen", fields=["day"], on="click", clear="dblclick", toggle=False)
    ink, pale = shade("alarm"), shade("alarm-pale")
    chart: alt.Chart = (
        alt.Chart(by_day.assign(low=by_day["low"].astype("float64"), high=by_day["high"].astype("float64")))
        .mark_bar(cursor="pointer", binSpacing=1)
        .encode(
            x=alt.X(
                "yearmonthdate(day):T",
                title=pgettext("heading of a column", "day"),
                axis=alt.Axis(format="%e %b", tickCount="week", labelOverlap=True, title=None),
            ),
            y=alt.Y("strikes:Q", title=_("strikes reported"), axis=alt.Axis(tickMinStep=1)),
            color=alt.condition("datum.inside", alt.value(ink), alt.value(pale)),
            tooltip=[
                alt.Tooltip("day:T", title=_("date"), format="%Y-%m-%d"),
                alt.Tooltip("strikes:Q", title=_("strikes reported")),
                alt.Tooltip("low:Q", title=_("civilians killed, low")),
                alt.Tooltip("high:Q", title=_("civilians killed, high")),
                alt.Tooltip("silent:Q", title=_("without a figure")),
            ],
        )
        .add_params(chosen)
        .properties(height=CHART_HEIGHT)
    )
    return chart


def _choose_day(key: str, query: Query) -> None:
    picked = st.session_state[key]["selection"].get("chosen") or []
    if not picked:
        return
    chosen = pd.Timestamp(picked[0]["day"], unit="ms").date()
    st.session_state[BEFORE] = (query.start, query.end)
    filters.set_range(chosen, chosen)


def _back(query: Query) -> None:
    """Show the way back from a day that was chosen by a click."""
    before = st.session_state.get(BEFORE)
    if before is None or before == (query.start, query.end) or query.start != query.end:
        return
    st.button(
        _("Back to {days}").format(days=span(*before)),
        key="strikes_back",
        icon=":material/undo:",
        on_click=filters.set_range,
        args=before,
    )


def places(rows: pd.DataFrame) -> None:
    """Show the worst places as a table; a place that is selected is marked on the map and gone to.

    Args:
        rows: What :func:`lib.analysis.strikes.days.worst_places` gives.
    """
    readable = rows.rename(columns={"place": _("place")})
    names = {"place_ar": _("in Arabic"), "admin3": _("sub-district"), "located": _("on the map")}
    more = {names[name]: rows[name] for name in names}
    st.caption(
        _(
            "Select a row to mark the place on the map. A place without a point stands for a wider area: it is listed "
            "and never drawn. Civilians killed: sums of the lowest and of the highest figures; blank where none is "
            "given."
        )
    )
    data_table(
        _figures(readable, _("place"), more),
        height=PLACES_HEIGHT,
        key="strike_places",
        on_select=lambda: _choose_place(rows),
        selection_mode="single-row",
        column_config=_figure_columns(),
        alt=_("Places by reported strikes"),
    )


def _choose_place(rows: pd.DataFrame) -> None:
    picked = st.session_state["strike_places"]["selection"]["rows"]
    if not picked or picked[0] >= len(rows):
        filters.look_at("")
        return
    row = rows.iloc[picked[0]]
    if row["located"]:
        filters.look_at(str(row["place"]), float(row["lat"]), float(row["lon"]), PLACE_ZOOM)
    else:
        filters.look_at("")


def _worst_table(rows: pd.DataFrame, name: str, config: Any, first: str) -> None:
    data_table(
        _figures(rows.rename(columns={first: name}), name, {}),
        height=CHART_HEIGHT,
        column_config={name: config, **_figure_columns()},
        alt=_("Days by reported strikes"),
    )


def _figures(rows: pd.DataFrame, first: str, more: dict[str, pd.Series]) -> pd.DataFrame:
    """Return the columns that days and places share, under the names a reader sees."""
    return pd.DataFrame(
        {
            first: rows[first],
            _("strikes"): rows["strikes"],
            _("killed, low"): rows["low"],
            _("killed, high"): rows["high"],
            _("no figure"): rows["silent"],
            **more,
        }
    )


def _figure_columns() -> dict[str, Any]:
    helps = {
        _("strikes"): _("Primary reports; second reports are not counted."),
        _("killed, low"): _("Civilians reported killed, lowest figures."),
        _("killed, high"): _("Civilians reported killed, highest figures."),
        _("no figure"): _("Reports that give no number of civilians killed; that is not zero."),
    }
    return {name: st.column_config.NumberColumn(width="small", help=text) for name, text in helps.items()}
