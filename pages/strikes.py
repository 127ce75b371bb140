"""Strikes: where and when, as reported by whom, and what they were near."""

import streamlit as st

from lib.analysis import daily, strikes_days, summary
from lib.analysis import strikes as counting
from lib.geography import basemap
from lib.ui import panels, strikes, strikes_tables
from lib.ui.map_view import map_view

snapshot = st.session_state["snapshot"]
query = st.session_state["query"]
events = snapshot.events

rows = counting.strikes(events, query)
covered = strikes_days.coverage(events, query)
worst_days = strikes_days.worst_days(events, query)
worst_places = strikes_days.worst_places(rows)
title = strikes.finding(covered, worst_days, worst_places)

panels.heading(title, query, clock=True)
strikes.symbols()
map_view(snapshot, strikes.only_strikes(query), title, summary.figures(events, query), clock=True)
strikes.caveats(covered)

section = strikes.section()
if section == "days":
    strikes.days(events, query, worst_days)
elif section == "places":
    strikes.places(worst_places)
elif section == "near":
    strikes_tables.near(events, query)
else:
    strikes_tables.said(rows)

panels.sources_and_limits(daily.publishers(events, query), snapshot.version, query, basemap.attribution())
