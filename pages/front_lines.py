"""The front line of a day beside that of another: what changed hands, from which reports, and how sure it is."""

import streamlit as st

from lib.analysis import control
from lib.maps.state import compared_day
from lib.ui import front_lines, panels
from lib.ui.map_view import map_view

snapshot = st.session_state["snapshot"]
query = st.session_state["query"]
earlier = compared_day(snapshot.events, query)

changes = control.changes_between(snapshot.events, earlier, query.end)
title = front_lines.finding(changes, earlier, query.end)

panels.heading(title, query)
front_lines.comparison(snapshot.events, query)
panels.strip(front_lines.figures(changes, earlier, query.end))
map_view(snapshot, front_lines.only_lines(query), title, compared=True)

section = front_lines.section()
if section == "change":
    front_lines.change_table(changes, f"changes-{earlier}-{query.end}.csv")
elif section == "areas":
    front_lines.area_chart(snapshot.events, earlier, query.end)
else:
    front_lines.place_search(snapshot.events)
