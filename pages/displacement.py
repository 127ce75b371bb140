"""Who moved where: reported movements, running totals, distance from the border and the front, and a modelled split."""

import streamlit as st

from lib.analysis import displacement as counting
from lib.analysis import displacement_distance
from lib.ui import displacement, displacement_parts, panels
from lib.ui.map_view import map_view

snapshot = st.session_state["snapshot"]
query = st.session_state["query"]

displaced = counting.displaced_in_range(snapshot.events, query.start, query.end)
camps = displacement_distance.camps_and_front(snapshot.events, query.end)
title = displacement.finding(displaced, camps, query)

panels.heading(title, query)
displacement.controls(snapshot.events, query)
panels.strip(displacement.figures(snapshot.events, displaced, camps, query))
map_view(snapshot, displacement.own_layers(query), title)

section = displacement.section()
if section == "movements":
    displacement.movements(snapshot.events, query)
elif section == "totals":
    displacement_parts.totals(snapshot.events, query)
elif section == "shelter":
    displacement_parts.shelter_and_returns(snapshot.events, query)
elif section == "distance":
    displacement_parts.distances(snapshot.events, camps, query)
else:
    displacement_parts.modelled_split(snapshot.events, query)
