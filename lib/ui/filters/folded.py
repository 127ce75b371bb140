"""A part of the side bar that is folded away until it is asked for."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib.ui.panels import plain


def part(words: str, key: str, note: str, *within: Callable[[], None]) -> None:
    """Draw a part of the side bar; what stands in it only while it is open, as widgets that nobody sees cost time.

    Args:
        words: What it is.
        key: Name of the box.
        note: Where the session keeps why the last of it could not be used; that is said while the part is folded too.
        within: What draws the widgets in it, in their order.
    """
    box = st.expander(words, key=key, on_change="rerun")
    if said := st.session_state.get(note):
        st.warning(plain(said))
    if box.open:
        with box:
            for draw in within:
                draw()
