"""The choice of data coarsened for publication, kept with the rest of the filter."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib.events import publishing
from lib.text import _


def widget(touch: Callable[[], None]) -> bool:
    """Choose whether data coarsened for publication are shown; where they alone may be, that is only said.

    Returns:
        Whether they are.
    """
    if publishing.is_forced():
        st.caption(publishing.in_full())
        return True
    return st.toggle(
        _("Coarsened for publication"), key=publishing.NAME, on_change=touch, persist_state="session",
        help=publishing.in_full(),
    )  # fmt: skip


def chip() -> None:
    """Say in a few words that what is shown is coarsened, where it is."""
    if publishing.is_on():
        st.badge(publishing.short(), icon=":material/blur_on:", color="gray")
