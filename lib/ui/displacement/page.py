"""The parts of the displacement page: controls, figures, and what stands below the map, one part at a time."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

import geopandas as gpd
import pandas as pd
import streamlit as st

from lib.analysis import displacement, summary
from lib.analysis.displacement import Displaced
from lib.analysis.displacement import reports as displacement_reports
from lib.analysis.displacement.distance import camps_known
from lib.events.query import Query
from lib.events.table import EventTable
from lib.geography import areas
from lib.geography.places import local
from lib.text import _, between, joined, ngettext, number, pgettext, told
from lib.text.vocabulary import in_words
from lib.ui import sections
from lib.ui.displacement import direction_filter as displacement_filter
from lib.ui.displacement.charts import persons_in_words
from lib.ui.displacement.finding import counted_days, nearest
from lib.ui.filters import panel as filters
from lib.ui.tables import DAY_FORMAT, data_table

MORE_WIDGET = "displacement_more"
MORE = ("modelled", "strikes")
"""What may be laid over this page's map besides what the filter shows."""
TABLE_HEIGHT = 340
AREA_ZOOM = 10.0
"""Zoom level at which a sub-district and what lies around it are seen."""
MOST_ROWS = 5000
"""Rows of a table that are sent to the browser."""


def own_layers(query: Query) -> Query:
    """Return ``query`` with the layers of this page's map: strikes only when the reader asks for them here.

    The map goes to the area that is chosen, unless the address asks for another view.
    """
    strikes = {"strikes"} if "strikes" in (st.session_state.get(MORE_WIDGET) or ()) else set()
    shown = replace(query, layers=(query.layers - {"strikes"}) | strikes)
    point = areas.point_of(query.area) if query.area and query.lat is None else None
    return shown if point is None else replace(shown, lat=point[0], lon=point[1], zoom=AREA_ZOOM)


def _choose_more() -> None:
    filters.touch()
    others = [layer for layer in st.session_state["layers"] if layer != "modelled"]
    asked = ["modelled"] if "modelled" in st.session_state[MORE_WIDGET] else []
    st.session_state["layers"] = [*others, *asked]


def controls(events: EventTable, query: Query) -> None:
    """Ask for movements in, out or between a sub-district's places; and what more the map shows."""
    left, right = st.columns([5, 4], vertical_alignment="bottom")
    with left:
        displacement_filter.controls(events, query, filters.touch)
    names = {"modelled": _("Modelled split (not reported)"), "strikes": _("Strikes")}
    asked = set(st.session_state.get(MORE_WIDGET) or ()) - {"modelled"} | (query.layers & {"modelled"})
    displacement_filter.show(MORE_WIDGET, [name for name in MORE if name in asked])
    right.pills(
        _("Also on this map"),
        MORE,
        selection_mode="multi",
        format_func=names.__getitem__,
        key=MORE_WIDGET,
        on_change=_choose_more,
    )


def figures(
    events: EventTable, displaced: Displaced, camps: gpd.GeoDataFrame, query: Query
) -> list[tuple[str, str, str]]:
    """List the strip of the page: value, what it is, what it rests on; nothing where displacement is left out."""
    if not query.has_kind("displacement"):
        return []
    rows = displacement_reports.reported(events, query)
    low, high = displacement_reports.persons(rows)
    arrows = displacement.arrows(displacement.flows(events, query))
    numbered = int(arrows["low"].notna().sum())
    silent = displacement.days_without_windows(events, query)
    near = nearest(camps)
    counter = displacement.flow_counter(events, query)
    days = ngettext(
        "{who}, windows counted whole; {n} day in none", "{who}, windows counted whole; {n} days in none", silent
    )
    basis = summary.displaced_basis(displaced, query, summary.official_beside(events, displaced, query))
    moved = _("persons in numbered movements")
    if (low, high) != (None, None) and (when := summary.other_days(*counted_days(rows), query)):
        moved = _("persons in numbered movements, {days}").format(days=when)
    return [
        (
            between(displaced.low, displaced.high),
            summary.displaced_name(displaced, query),
            basis,
        ),
        (between(low, high), moved, days.format(who=told(counter), n=number(silent))),
        (
            number(len(arrows)),
            _("movements drawn"),
            ngettext("{n} with a number of persons", "{n} with a number of persons", numbered).format(
                n=number(numbered)
            ),
        ),
        (
            _("{n} km").format(n=number(near["km"])) if near else _("not known"),
            _("from the front to the nearest camps"),
            _("{camp}, {range} km").format(camp=near["name"], range=between(near["low_km"], near["high_km"]))
            if near
            else no_distance(),
        ),
    ]


def no_distance() -> str:
    """Say why no camp has a distance from the front."""
    return _("no front line on this day") if camps_known() else _("no camp is known to this map")


def section() -> str:
    """Ask which part below the map the reader wants: only that one is made."""
    names = {
        "movements": _("Movements"),
        "totals": _("Totals"),
        "shelter": _("Shelter and returns"),
        "distance": _("Border and front"),
        "model": _("Modelled split"),
    }
    return sections.choose(_("Below the map"), names, "displacement_section")


def part(title: str, note: str = "") -> None:
    """Head a part of the page: what it is, and what to know before reading it."""
    words = f"<p>{escape(note)}</p>" if note else ""
    st.html(f'<div class="im-part"><h2>{escape(title)}</h2>{words}</div>')


def links(addresses: pd.Series) -> pd.Series:
    """Return web addresses as they are; anything else blank."""
    return addresses.where(addresses.str.match(r"https?://", na=False), "")


def table(readable: pd.DataFrame, *, tall: bool = False) -> None:
    """Show a table; of a very long one the beginning, and say so."""
    if len(readable) > MOST_ROWS:
        st.warning(_("Only the first {n} are listed; narrow the dates to see the rest.").format(n=number(MOST_ROWS)))
    data_table(
        readable.head(MOST_ROWS),
        height=TABLE_HEIGHT if tall else "auto",
        column_config=columns(),
    )


def columns() -> dict[str, Any]:
    """Return how the columns that the tables of this page share are shown."""
    config = st.column_config
    dates = config.DateColumn(format=DAY_FORMAT, width="small")
    return {
        _("link"): config.LinkColumn(display_text=pgettext("link in a table", "open"), width="small"),
        pgettext("heading of a column: first day", "from"): dates,
        pgettext("heading of a column: last day", "until"): dates,
        pgettext("heading of a column: first day", "since"): dates,
        _("date"): dates,
    }


def movements(events: EventTable, query: Query) -> None:
    """Show reported movements by sub-district and by pair of places, with their sources."""
    _by_subdistrict(displacement_reports.by_subdistrict(events, query))
    _by_pair(displacement_reports.by_pair(events, query), displacement.flow_counter(events, query))


def _by_subdistrict(rows: pd.DataFrame) -> None:
    part(
        _("By sub-district, each figure as published"),
        _(
            "Every counter by itself, never added up: windows overlap and counters count the same people. A figure "
            "that is part of a larger one, or a second report, is listed and counted nowhere."
        ),
    )
    if rows.empty:
        st.info(_("No report of these days that passes the filter names a sub-district."))
        return
    ways = {"in": pgettext("people displaced", "in"), "out": pgettext("people displaced", "out")}
    readable = pd.DataFrame(
        {
            _("sub-district"): rows["admin3"],
            _("P-code"): rows["pcode"],
            pgettext("heading of a column", "way"): rows["way"].map(ways),
            _("place as reported"): rows["place"],
            _("persons"): persons_in_words(rows),
            pgettext("heading of a column", "what"): rows["subkind"].map(in_words),
            pgettext("heading of a column: first day", "from"): rows["date_start"],
            pgettext("heading of a column: last day", "until"): rows["date_end"],
            _("counted by"): rows["counter"].map(told),
            _("counted"): rows["is_primary"],
            _("source"): rows["source"],
            _("link"): links(rows["source_url"]),
        }
    )
    table(readable, tall=True)


def _by_pair(rows: pd.DataFrame, counter: str) -> None:
    part(
        _("By place"),
        _(
            "Numbers of {who} alone, directions without a number from everyone. A window that overlaps the range "
            "counts whole. Where an end is only an area, the distance is that of the place its arrow hangs on."
        ).format(who=told(counter)),
    )
    if rows.empty:
        st.info(_("No movement is reported for these days that passes the filter. Widen the dates or the filter."))
        return
    persons = [
        _("not added: windows overlap") if twice else between(*(None if pd.isna(end) else end for end in (low, high)))
        for low, high, twice in zip(rows["low"], rows["high"], rows["overlapping"], strict=True)
    ]
    readable = pd.DataFrame(
        {
            pgettext("heading of a column", "origin"): rows["origin_place"].map(local),
            _("destination"): rows["place"].map(local),
            _("sub-district"): rows["admin3"],
            _("persons"): persons,
            pgettext("heading of a column: first day", "from"): rows["first"],
            pgettext("heading of a column: last day", "until"): rows["last"],
            _("reports"): rows["reports"],
            _("nearer to the border by, km"): rows["nearer_km"].round(),
            _("an end is only an area"): rows["rough"],
            pgettext("heading of a column", "drawn"): rows["drawn"],
            _("counted by"): rows["counters"].map(lambda names: joined(told(name) for name in names.split("; "))),
            _("source"): rows["sources"],
            _("link"): links(rows["source_url"]),
        }
    )
    table(readable, tall=True)
