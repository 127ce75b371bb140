"""The theme in which a reader sees the page, for what is painted by colour and not by style sheet: the charts."""

from __future__ import annotations

import streamlit as st

from lib.maps import palette


def theme() -> palette.Theme:
    """Return the reader's theme, as they chose it in Streamlit's menu or their system has it."""
    return "dark" if st.context.theme.type == "dark" else "light"


def mark(colour: str) -> str:
    """Return a colour of the map (#rrggbb) as it is seen in a chart on the ground of the page."""
    return palette.seen(colour, theme())


def shade(name: str) -> str:
    """Return a colour of the page's own table in the reader's theme.

    Args:
        name: Its name in :data:`lib.maps.palette.COLOURS`.
    """
    return palette.COLOURS[name][theme() == "dark"]
