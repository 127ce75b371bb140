"""The part of the map that the reader last moved a map to, offered on the briefing page beside the other parts.

The map keeps it in the browser (``last_view.js`` of the client); this page asks for it once it is open. While that part
is chosen it is the view of the page: it stands in the address, and other maps look there too.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Final

import streamlit as st

from lib.events.query import Query
from lib.events.view_parameters import VIEW_PARAMETERS
from lib.ui.filters import panel as filters

View = tuple[float | None, float | None, float | None]
"""Latitude, longitude and zoom; None for none."""
NOW: Final = "now"
"""Value of the choice of a part of the map that stands for this one."""
NAMES: Final = ("lat", "lon", "zoom")
WIDGET, LAST, LINKED = "briefing.last_view", "briefing.last", "briefing.linked"
"""Session keys: the script that tells, the view that it told, and the view of the page before that one was chosen."""

_telling = st.components.v2.component("briefing_last_view", js=Path(__file__).with_suffix(".js").read_text("utf-8"))


def asked_for() -> View | None:
    """Ask the browser for the view; return it, or None until it told one, and where no map was moved."""
    with st.container(key="last_view"):
        _telling(key=WIDGET, on_view_change=_told)
    kept: View | None = st.session_state.get(LAST)
    return kept


def take() -> None:
    """Make it the view of the page; as a widget's callback does."""
    st.session_state.setdefault(LINKED, _of_page())
    _look(st.session_state[LAST])


def leave() -> None:
    """Give the page the view back that it had before, as far as it was given up; as a widget's callback does."""
    if LINKED in st.session_state:
        _look(st.session_state.pop(LINKED))


def linked(query: Query) -> bool:
    """Return whether the page has, or had before this part was chosen, a view of its address."""
    view: View = st.session_state.get(LINKED, (query.lat, query.lon, query.zoom))
    return view[0] is not None


def shown(query: Query) -> bool:
    """Return whether the page still looks there: its reader may have gone back, or turned the filter back, since."""
    looks = st.session_state.get(LAST) == (query.lat, query.lon, query.zoom)
    if not looks:
        st.session_state.pop(LINKED, None)
    return looks


def _told() -> None:
    """Take over what the browser told; while that part is chosen, the page follows."""
    kept = read(str(st.session_state[WIDGET].get("view") or ""))
    if kept is None or kept == st.session_state.get(LAST):
        return
    st.session_state[LAST] = kept
    if LINKED in st.session_state:
        take()


def read(text: str) -> View | None:
    """Read a view as the browser kept it, within the bounds of an address; return None for anything else."""
    try:
        kept = json.loads(text)
        lat, lon, zoom = (p.read(str(kept[p.name])) for name in NAMES for p in VIEW_PARAMETERS if p.name == name)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return lat, lon, zoom


def _of_page() -> View:
    query = st.session_state[filters.RESTORED]
    return query.lat, query.lon, query.zoom


def _look(view: View) -> None:
    filters.touch()
    before = st.session_state[filters.RESTORED]
    st.session_state[filters.RESTORED] = replace(before, **dict(zip(NAMES, view, strict=True)))
