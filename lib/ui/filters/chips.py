"""What a view is narrowed to, one chip each, to be read and taken off."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib.events import narrowing
from lib.events.query import Query
from lib.text import _
from lib.ui.panels import plain


def chips(query: Query, show: Callable[[Query], None]) -> None:
    """Show each thing that the view is narrowed to; ``show`` shows another view, as a widget's callback does."""
    narrowed = narrowing.narrowings(query)
    if not narrowed:
        return
    st.caption(_("Narrowed to"))
    for each in narrowed:
        st.button(
            f"{plain(each.words)} \N{MULTIPLICATION X}",
            key=f"chip-{each.fields}-{sorted(each.kinds)}",
            help=_("Take this filter off"),
            on_click=show,
            args=(narrowing.without(query, each),),
        )
    if len(narrowed) > 1:
        bare = narrowing.bare(query)
        st.button(_("Clear all"), key="chips_clear", type="tertiary", on_click=show, args=(bare,))
