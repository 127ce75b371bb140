"""Every report of the view, for analysts: search, compare, check on the map, and take away."""

import streamlit as st

from lib.analysis.listing import listing
from lib.ui import panels
from lib.ui.context import page_context
from lib.ui.events import downloads as events_downloads
from lib.ui.events import one_report as events_one
from lib.ui.events import page as events
from lib.ui.events import report_list as reports
from lib.ui.own_table import page as own_table

ctx = page_context()
snapshot, query = ctx.snapshot, ctx.query
found = listing(snapshot.events, events.within_rate(query))
title = events.title(found)

panels.heading(title, query)
row = events.chosen_report(snapshot.events, query)

with st.container(key="reports_tools"):
    search, sort, columns, download = st.columns([5, 3, 2, 2], vertical_alignment="center")
with search:
    events.search_box(query)
with sort:
    reports.sort_chooser(query)
with columns:
    chosen = reports.column_chooser(query)
with download:
    events_downloads.downloads(snapshot, query, found, own=own_table.name())

with st.container(key="reports_split"):
    left, right = st.columns([2, 1], gap="small")
with left:
    events.narrowed(query, found)
    reports.report_list(snapshot.events, query, found, chosen, own=snapshot.own)
with right:
    events.list_map(snapshot, query, title, row, found)

if row is not None:
    events_one.one_report(snapshot.events, row, found, own=snapshot.own)

own_table.section()
