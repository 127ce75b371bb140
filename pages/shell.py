"""The script that st.App runs: page config, navigation, and the filter that all pages share."""

from pathlib import Path

import streamlit as st

from lib.maps.snapshot import current
from lib.ui import filters, own_table, panels, present
from lib.wording import LANGUAGES, _, language

STYLE = Path(filters.__file__).with_name("style.css")
asked = st.query_params.get("lang", "en")
language.set(asked if asked in LANGUAGES else "en")

st.set_page_config(
    page_title=_("Idlib situation map"),
    page_icon=str(STYLE.with_name("icon.svg")),
    layout="wide",
    initial_sidebar_state="auto",
)
st.html(STYLE)

page = st.navigation(
    [
        st.Page("situation.py", title=_("Situation"), icon=":material/map:", default=True),
        st.Page("front_lines.py", title=_("Front lines"), icon=":material/timeline:"),
        st.Page("displacement.py", title=_("Displacement"), icon=":material/directions_walk:"),
        st.Page("strikes.py", title=_("Strikes"), icon=":material/destruction:"),
        st.Page("events.py", title=_("Reports"), icon=":material/table_rows:"),
        st.Page("briefing.py", title=_("Briefing"), icon=":material/picture_as_pdf:"),
        st.Page("method.py", title=_("Method and limits"), icon=":material/info:"),
    ],
    position="top",
)

snapshot = own_table.active(current())
query, notes = filters.sidebar_filter(snapshot.events, page.url_path)
# A reader's own table has had its report before it was shown.
panels.notices(notes, () if snapshot.own else snapshot.events.problems, len(snapshot.events.frame))

st.session_state["snapshot"] = snapshot
st.session_state["query"] = query
present.step_back(query)
page.run()
