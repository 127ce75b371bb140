"""The windows that every variant is asked for in turn, and how a page tells which of them it shows."""

import streamlit as st

WINDOWS = ("December", "January", "February", "Whole offensive")
"""Names of presets of the product's filter."""


def chosen() -> str:
    """Return the window the reader clicked, by a pill as on the product's own page."""
    return str(st.pills("Period", WINDOWS, default=WINDOWS[-1], required=True))


def stamp(name: str) -> None:
    """Tell the benchmark which window the page shows: the last element of the page."""
    st.html(f'<i id="bench-stamp" data-window="{name}"></i>')
