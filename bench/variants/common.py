"""What the variants share: the windows, the rows of a window, and the stamp that tells when a page is painted."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import streamlit as st

from lib.events.query import Query, in_range
from lib.maps.snapshot import current
from lib.ui.filters import presets

WINDOWS = ("December", "January", "February", "Whole offensive")
"""The presets that every variant is asked for in turn."""


@lru_cache(maxsize=1)
def strikes() -> pd.DataFrame:
    """Primary strikes with a point: place, lat, lon and dates."""
    rows = current().events.strikes
    rows = rows.loc[rows["is_primary"] & rows["lat"].notna() & rows["lon"].notna()]
    return rows[["place", "lat", "lon", "subkind", "date_start", "date_end"]].reset_index(drop=True)


def window() -> str:
    """The window the reader clicked, by a pill as on the product's own page."""
    return str(st.pills("Period", WINDOWS, default=WINDOWS[-1], required=True))


def rows_of(name: str) -> pd.DataFrame:
    """The strikes that overlap the window."""
    chosen = next(preset for preset in presets() if preset.name == name)
    rows = strikes()
    query = Query(start=chosen.start, end=chosen.end)
    return rows.loc[in_range(rows, query.start, query.end)]


def stamp(name: str) -> None:
    """Tell the benchmark which window the page shows: the last element of the page."""
    st.html(f'<i id="bench-stamp" data-window="{name}"></i>')
