"""The parts of the page of reports: search, the list, and the map that goes with it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from lib.analysis import listing
from lib.analysis.listing import Listing
from lib.config.crisis import CRISIS
from lib.config.settings import settings
from lib.events import narrowing
from lib.events.address import MAX_TEXT
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.events.table import EventTable
from lib.geography import spelling
from lib.jobs.rates import Rate
from lib.text import _, enumerated, ngettext, number
from lib.ui.context import session_name
from lib.ui.filters import panel as filters
from lib.ui.map_view import map_view
from lib.ui.panels import plain

SEARCH_WIDGET = "reports.search"
SEARCHED = "reports.searched"
RATES = tuple(Rate(n * settings().search_rate, n * settings().search_rate) for n in (1, 10))
"""Searches of each reader, and of all readers of an address."""
CLOSE, FAR = 11.0, 9.0
"""Zoom levels that show a settlement, and both ends of a flow."""


def ask(**changes: str) -> None:
    """Change what the page is asked for beside the filter, as a widget's callback does."""
    filters.touch()
    st.session_state[filters.RESTORED] = replace(st.session_state[filters.RESTORED], **changes)


def title(found: Listing) -> str:
    """Say how many reports the view has."""
    n = len(found.positions)
    return ngettext("{n} report in this view", "{n} reports in this view", n).format(n=number(n))


def search_box(query: Query) -> None:
    """Ask what the list is searched for, in English or Arabic."""
    st.session_state[SEARCH_WIDGET] = query.search
    st.text_input(
        _("Search the reports"),
        key=SEARCH_WIDGET,
        placeholder=_("Search: {example}").format(example=CRISIS.examples.words),
        label_visibility="collapsed",
        icon=":material/search:",
        on_change=_searched,
        help=_("English or Arabic; spelling need not be exact. Several words must all be there; “in quotes” is one."),
    )


def _searched() -> None:
    typed = "".join(sign if sign.isprintable() else " " for sign in st.session_state[SEARCH_WIDGET])
    ask(search=" ".join(typed.split())[:MAX_TEXT], event="")


def within_rate(query: Query) -> Query:
    """Return what the list may be searched for: nothing where this reader, or this address, searches too often."""
    if not query.search or query.search == st.session_state.get(SEARCHED):
        return query
    own, shared = RATES
    wait_s = own.take(session_name()) or shared.take(st.context.ip_address or "")
    if wait_s:
        words = ngettext(
            "Too many searches; search again in {n} second. The list below is not searched.",
            "Too many searches; search again in {n} seconds. The list below is not searched.",
            int(wait_s),
        )
        st.warning(words.format(n=number(wait_s)))
        return replace(query, search="")
    st.session_state[SEARCHED] = query.search
    return query


def narrowed(query: Query, found: Listing) -> None:
    """Show what narrows the list beside the filter, with a way to undo it."""
    if query.place:
        words = _("Only {place}").format(place=plain(query.place))
        st.button(
            f"{words} \N{MULTIPLICATION SIGN}", key="reports.place", on_click=partial(ask, place=""), type="primary"
        )
    others_too = query.kinds - {"strike"}
    # An area of the reader's own leaves out reports of other kinds too.
    if narrowing.narrows_strikes(replace(query, within_area="")) and query.has_kind("strike") and others_too:
        st.caption(_("The filter of strikes leaves reports of other kinds as they are: they are listed too."))
        only = replace(query, kinds=frozenset({"strike"}))
        st.button(_("List strikes only"), key="reports.strikes", on_click=filters.show_view, args=(only,))
    others = [name for name in found.places if spelling.plain(name) != spelling.plain(query.search)]
    if others:
        st.caption(plain(_("Read as the name of: {names}").format(names=enumerated(others[:5]))))


def list_map(snapshot: Snapshot, query: Query, heading: str, row: pd.Series | None, found: Listing) -> None:
    """Show the map of the filter beside the list. A click on a place lists it.

    It goes to the report that is chosen, else to the one place that the search names.
    """
    mark = None
    if row is not None and pd.notna(row["lat"]):
        mark = (float(row["lat"]), float(row["lon"]))
    elif row is None and len(found.places) == 1:
        mark = listing.point_of(snapshot.events, found.places[0])
    if mark is not None:
        lat, lon, zoom = *mark, CLOSE
        if row is not None and pd.notna(row["origin_lat"]):
            lat, lon, zoom = (lat + row["origin_lat"]) / 2, (lon + row["origin_lon"]) / 2, FAR
        query = replace(query, lat=lat, lon=lon, zoom=zoom)
    map_view(snapshot, query, heading, mark=mark, on_place=_clicked)
    words = _("Click a place to list its reports.")
    if query.search or query.place:
        words += " " + _("The map shows every report of the filter; search and place narrow the list alone.")
    st.caption(words)


def _clicked(place: str) -> None:
    ask(place="".join(sign for sign in place if sign.isprintable())[:MAX_TEXT], search="", event="")


def chosen_report(events: EventTable, query: Query) -> pd.Series | None:
    """Return the report that the address names, or None; when the table has none of that name, the page says so."""
    if not query.event:
        return None
    row = listing.report(events, query.event)
    if row is None:
        words = _("The address asks for the report {id}, which this table does not have. It may be of another version.")
        st.warning(plain(words.format(id=repr(query.event))))
    return row
