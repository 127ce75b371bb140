"""Two periods side by side: every figure of both with the difference, and a map of each that move together."""

import streamlit as st

from lib.analysis import daily, sentences, side_by_side, summary
from lib.analysis.side_by_side import words
from lib.geography import basemap
from lib.layers import drawn
from lib.ui import panels
from lib.ui.compare import downloads
from lib.ui.compare import page as compare
from lib.ui.context import page_context
from lib.ui.map_view import map_view

ctx = page_context()
snapshot, query = ctx.snapshot, ctx.query
events = snapshot.events

a, b = side_by_side.periods(query)
rows = side_by_side.rows(events, a, b)

panels.heading(words.finding(rows, a, b), query, days=words.lengths(a, b))
with st.container(key="compare_tools", horizontal=True, vertical_alignment="center", gap="xsmall"):
    compare.choices(query, a, b)
    downloads.files(snapshot, query)
with st.container(key="compare_split"):
    left, middle, right = st.columns([5, 6, 5], gap="small")
with middle:
    compare.table(rows, query)
for letter, view, column in (("A", a, left), ("B", b, right)):
    with column:
        compare.caption(letter, view)
        map_view(snapshot, view, summary.finding(summary.figures(events, view), view), beside=letter)
        panels.described(sentences.depicted(view, drawn(events, view)))
panels.sources_and_limits(
    daily.publishers(events, a, b), snapshot.version, max(a, b, key=lambda one: one.end), basemap.attribution()
)
