"""What every page is given by the shell: the event table as it is now, and the filter that all pages share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lib.config.crisis import CRISIS
from lib.events.query import Query
from lib.events.store import Snapshot

_KEY: Final = "page_context"


@dataclass(frozen=True)
class PageContext:
    """What one run of a page shows.

    Attributes:
        snapshot: The event table, the reader's own while that is shown, and the version of what is drawn from it.
        query: The filter, as the address and the sidebar say.
        name: What the page is called in the navigation.
    """

    snapshot: Snapshot
    query: Query
    name: str = ""


def set_page_context(context: PageContext) -> None:
    """Hand ``context`` to the page that this run shows; the shell does so before it runs the page."""
    st.session_state[_KEY] = context


def page_context() -> PageContext:
    """Return what the shell handed to the page that this run shows.

    Raises:
        RuntimeError: The page was run without the shell.
    """
    context: PageContext | None = st.session_state.get(_KEY)
    if context is None:
        raise RuntimeError("A page runs inside pages/shell.py, which reads the filter first.")
    return context


def call_window(*parts: str) -> None:
    """Call the window by what it shows: tabs, bookmarks and the history tell views apart."""
    named = dict.fromkeys((*parts, str(CRISIS.title)))
    st.set_page_config(page_title=" \N{MIDDLE DOT} ".join(part for part in named if part))


def session_name() -> str:
    """Return the name of this session; "" outside of one."""
    context = get_script_run_ctx()
    return context.session_id if context else ""


@st.fragment(run_every=timedelta(days=1))
def run_when_back() -> None:
    """Have the browser ask for a run of the page as soon as its connection is back.

    A server that was started anew knows nothing of a page that is open. Streamlit asks for a run only if the page has
    a part that is due again; else the first click comes to a session that has never drawn what was clicked, and is
    lost. The part is empty, and its time is as good as never.
    """
