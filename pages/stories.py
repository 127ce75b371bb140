"""Stories: a sequence of views with text, read beside the map, presented with the arrow keys, and written here."""

import streamlit as st

from lib.analysis import daily, sentences, summary
from lib.geography import basemap
from lib.layers import drawn
from lib.ui import panels
from lib.ui.context import page_context
from lib.ui.map_view import map_view
from lib.ui.stories import page as stories

ctx = page_context()
snapshot, query = ctx.snapshot, ctx.query

asked = stories.opened()
counted = summary.figures(snapshot.events, query)
title = stories.map_title(counted, query, asked)

stories.heading(query, asked)
with st.container(key="story_split"):
    told, chart = st.columns([3, 7], gap="small")
with told:
    stories.column(snapshot, query, asked)
with chart:
    map_view(snapshot, query, title, counted, clock=True, story=stories.place_in(asked), folded=True)
panels.described(sentences.depicted(query, drawn(snapshot.events, query)))
panels.written_summary(sentences.written(counted, query))
panels.sources_and_limits(daily.publishers(snapshot.events, query), snapshot.version, query, basemap.attribution())
