"""Everything on one clock: the front line, who moved where, and what was struck, between two days."""

import streamlit as st

from lib.analysis import daily, summary
from lib.geography import basemap
from lib.maps.layers import drawn
from lib.ui import panels
from lib.ui.map_view import map_view

snapshot = st.session_state["snapshot"]
query = st.session_state["query"]

counted = summary.figures(snapshot.events, query)
title = summary.finding(counted, query)

panels.heading(title, query, clock=True)
map_view(snapshot, query, title, counted, clock=True)
panels.described(summary.depicted(query, drawn(snapshot.events, query)))
panels.written_summary(summary.written(counted, query))
panels.figure_table(counted, query)
panels.timeline(summary.milestones(snapshot.events, query), query)
panels.take_away(snapshot, query)
panels.sources_and_limits(daily.publishers(snapshot.events, query), snapshot.version, query, basemap.attribution())
