"""How the map is made, what it rests on, what it does not know, and what changed in its data."""

import streamlit as st

from lib.ui import method, method_changes, method_quality

snapshot = st.session_state["snapshot"]

method.title()
section = method.section()

if section == "quality":
    method_quality.overview(snapshot.events)
elif section == "changes":
    method_changes.change_log_of(snapshot.events)
else:
    method.limits(snapshot)
