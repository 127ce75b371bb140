"""The script that st.App runs: page config, navigation, and the filter that all pages share."""

from pathlib import Path

import streamlit as st

from lib.config.crisis import CRISIS
from lib.events.store import current
from lib.light.page import ICON
from lib.maps import palette
from lib.pages import PAGES, title
from lib.text import span
from lib.text.provenance import disclaimer
from lib.ui import languages, panels, present
from lib.ui.context import PageContext, call_window, run_when_back, set_page_context
from lib.ui.filters import panel as filters
from lib.ui.own_table import page as own_table
from lib.ui.theme import theme

STYLE = Path(panels.__file__).with_name("style.css")
languages.choose()

st.set_page_config(
    page_title=str(CRISIS.title),
    page_icon=str(ICON),
    layout="wide",
    initial_sidebar_state="auto",
    # With an entry of ours the menu stands there, and in it the reader's choice of a light or a dark theme.
    menu_items={"About": f"{panels.plain(str(CRISIS.title))}: {panels.plain(disclaimer())}"},
)
# Streamlit keeps to the scheme in its own elements; what it lays over the page has it from here.
sheets = (palette.sheet(), STYLE.read_text(encoding="utf-8"), languages.sheet(), palette.chosen(theme()))
st.html(f"<style>{''.join(sheets)}</style>")

page = st.navigation(
    [st.Page(f"{page.script}.py", title=title(page), icon=page.icon, default=not page.path) for page in PAGES],
    position="top",
)

filters.take_address(page.url_path)
snapshot = own_table.active(current())
query, notes = filters.sidebar_filter(snapshot.events, page.url_path)
languages.menu()
# A reader's own table has had its report before it was shown.
kept = (str(snapshot.kept),) if snapshot.kept else ()
panels.notices((*kept, *notes), () if snapshot.own else snapshot.events.problems, len(snapshot.events.frame))

# A page that has a finding calls the window by that as well.
call_window(page.title, span(query.start, query.end))
set_page_context(PageContext(snapshot, query, page.title))
present.step_back(query)
page.run()
run_when_back()
