"""A picture for the meeting: the map of the filter as PNG, PDF, slides, report or film, with a live preview."""

import streamlit as st

from lib.analysis import sentences, summary
from lib.text import _
from lib.ui import panels, present
from lib.ui.briefing import embedding
from lib.ui.briefing import files as briefing_files
from lib.ui.briefing import page as briefing
from lib.ui.context import page_context

ctx = page_context()
snapshot, query = ctx.snapshot, ctx.query

counted = summary.figures(snapshot.events, query)
finding = summary.finding(counted, query)

panels.heading(_("Briefing"), query)
shown, chosen = st.columns([13, 7], gap="medium")
with chosen:
    asked = briefing.choices(query, finding)
    briefing_files.files(snapshot, asked)
with shown:
    briefing_files.preview(snapshot, asked, sentences.written(counted, query))
    briefing_files.links(snapshot, asked)
    present.link(asked.query)
embedding.in_a_page(snapshot, asked.query)
