"""The presentation view: the page steps back behind its map, for a projector or a picture of the screen."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from urllib.parse import urlencode

import streamlit as st

from lib.events.query import Query
from lib.text import _

FRAME = 'iframe[src*="streamlit_folium"]'
STYLE = f"""<style>
[data-testid="stApp"]:has({FRAME}) :is(header, [data-testid="stSidebar"], [data-testid="stHeader"],
  [data-testid="stSidebarCollapsedControl"], [data-testid="stToolbar"], [data-testid="stStatusWidget"]) {{
  display: none !important; }}
[data-testid="stMain"]:has({FRAME}) {{ overflow: hidden; }}
[data-testid="stApp"] [data-testid="stMain"] [data-testid="stMainBlockContainer"] {FRAME} {{
  position: fixed; inset: 0; z-index: 999991; width: 100vw !important; height: 100dvh !important;
  min-height: 0; border: 0; background: #fff; }}
[data-testid="stApp"] [data-testid="stMain"] [data-testid="stMainBlockContainer"] .st-key-compare_split {FRAME} {{
  width: 50vw !important; }}
.st-key-compare_split {{ container-type: normal !important; }}
[data-testid="stApp"] .st-key-compare_split [data-testid="stColumn"]:last-child {FRAME} {{ left: 50vw !important; }}
@media (orientation: portrait) {{
  [data-testid="stApp"] [data-testid="stMain"] [data-testid="stMainBlockContainer"] .st-key-compare_split {FRAME} {{
    width: 100vw !important; height: 50dvh !important; }}
  [data-testid="stApp"] .st-key-compare_split [data-testid="stColumn"]:last-child {FRAME} {{
    left: 0 !important; top: 50dvh !important; }}
}}
</style>"""
"""The map over everything else, two of them side by side. Pages without a map stay as they are."""


def step_back(query: Query) -> None:
    """Leave the window to the map when the address asks for that."""
    if query.view == "present":
        st.html(STYLE)


def link(query: Query, page: str = "") -> None:
    """Show a link to the presentation of a view; ``page`` is the page's path, blank for the situation page."""
    address = f"{page or './'}?{urlencode(replace(query, view='present').params())}"
    words = _("Present: the map alone, for a projector")
    st.html(f'<p class="im-take"><a href="{escape(address, quote=True)}" target="_self">{escape(words)}</a></p>')
