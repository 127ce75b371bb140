"""The layers of the filter, and whose areas are tinted; folded away in the sidebar."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib.events.schema import CONTROLLERS
from lib.layers import options
from lib.text import _
from lib.text.vocabulary import in_words


def widgets(touch: Callable[[], None]) -> tuple[frozenset[str], list[str]]:
    """Draw the choice of layers, and return the layers and the sides that are shown.

    Args:
        touch: Notes that the reader changed the filter.
    """
    # Drawn only while it is open: widgets that nobody sees would slow every change of the filter.
    box = st.expander(_("Layers"), key="layers_open", on_change="rerun")
    if box.open:
        with box:
            _draw(touch)
    online = frozenset({"online"}) if st.session_state["online"] else frozenset()
    return frozenset(st.session_state["layers"]) | online, list(st.session_state["controllers"])


def _draw(touch: Callable[[], None]) -> None:
    names = options()
    st.pills(
        _("Drawn on the map"),
        list(names),
        selection_mode="multi",
        format_func=names.__getitem__,
        key="layers",
        on_change=touch,
        persist_state="session",
    )
    st.multiselect(
        _("Areas held by"),
        CONTROLLERS,
        format_func=in_words,
        key="controllers",
        placeholder=_("all sides"),
        filter_mode="contains",
        select_all=False,
        on_change=touch,
        persist_state="session",
    )
    st.toggle(
        _("Online background (OpenStreetMap)"),
        key="online",
        on_change=touch,
        persist_state="session",
        help=_("The only part that asks another server for pictures. The map needs none of it."),
    )
