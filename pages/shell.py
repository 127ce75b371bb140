"""The script that st.App runs: page config, navigation, and the filter that all pages share."""

from pathlib import Path

import streamlit as st

from lib.maps.snapshot import current
from lib.ui import filters, panels
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
        st.Page("events.py", title=_("Reports"), icon=":material/table_rows:"),
        st.Page("method.py", title=_("Method and limits"), icon=":material/info:"),
    ],
    position="top",
)

snapshot = current()
query, notes = filters.sidebar_filter(snapshot.events)
panels.notices(notes, snapshot.events.problems, len(snapshot.events.frame))

st.session_state["query"] = query
page.run()
