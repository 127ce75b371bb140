"""The map inside a page: one base map for the page, and a small state object for each change of the filter."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit_folium import st_folium

from lib.analysis.summary import Figures
from lib.events import narrowing
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.maps.assets import version
from lib.maps.state import Mark, state
from lib.maps.web import MapConfig, base_map, state_element
from lib.text import language
from lib.ui.filters import own_area, own_marks
from lib.ui.filters import panel as filters
from lib.ui.own_table import page as own_table

CLICKED, DRAWN, MARKED = "place", "area", "marks"
"""What the browser calls the place that was clicked, the area that was drawn, and the marks that were put."""

SERVER = "../.."
"""The server's first page as the frame of streamlit-folium links to it, whatever path stands in front of both."""

HEIGHT = 640
"""Height asked of streamlit-folium, pixels; the page's style stretches the map to the window."""


def map_view(  # noqa: PLR0913  each is a choice of the page
    snapshot: Snapshot,
    query: Query,
    title: str,
    counted: Figures | None = None,
    *,
    compared: bool = False,
    clock: bool = False,
    mark: Mark | None = None,
    on_place: Callable[[str], None] | None = None,
    kinds: frozenset[str] = narrowing.EVERYTHING,
    beside: str = "",
    story: tuple[int, int] | None = None,
    folded: bool = False,
) -> None:
    """Draw the map of ``query``. The map itself is never rebuilt by a change of the filter.

    Args:
        snapshot: The event table and its version.
        query: What to show.
        title: The finding, for exports and screen readers.
        counted: The figures of the view, for the strip on the map.
        clock: Show the clock, with its histogram, brush and figures, inside the map.
        compared: Compare the front line as ``query.compare`` and ``query.mode`` ask, not with the day before.
        mark: Where the report that the reader has chosen lies.
        on_place: Is told the name of the place that the reader clicks, before the page runs again; without it a click
            opens the reports in the map.
        kinds: The kinds of report that the page is about: only their filters are told.
        beside: What this map is called where several stand side by side; they move together.
        story: Which step of how many is shown, where the page tells a story.
        folded: The legend begins folded, where the map has less than the page.
    """
    lists, presenting = on_place is not None, query.view == "present"
    config = MapConfig(
        snapshot.version, version(), language.get(), clock=clock, lists=lists, present=presenting,
        search=not lists and not presenting and not beside, together=bool(beside), show_title=presenting,
        marking=not presenting and not beside, base_url=SERVER,
        folded=folded and not presenting,
    )  # fmt: skip
    key = f"situation-{snapshot.version}-{clock}-{lists}-{presenting}-{beside}"

    def clicked() -> None:
        told = st.session_state.get(key) or {}
        if DRAWN in told:
            own_area.drawn(told[DRAWN], filters.touch)
        if MARKED in told:
            own_marks.told(told[MARKED], filters.touch)
        if on_place is not None and isinstance(told.get(CLICKED), str):
            on_place(told[CLICKED])

    given = state(
        snapshot, query, title, counted, compared=compared, mark=mark, drawing=own_area.drawing(), kinds=kinds,
        own=_beside(), story=story, marked=own_marks.told_times(),
        refused=own_marks.refused(),
    )  # fmt: skip
    st_folium(
        base_map(config), key=key, height=HEIGHT, use_container_width=True, returned_objects=[],
        feature_group_to_add=state_element(given), on_change=clicked,
    )  # fmt: skip


def _beside() -> str:
    """Return the version of the reader's own table that is drawn beside the map's; "" for none."""
    other = own_table.beside()
    return "" if other is None else other.version
