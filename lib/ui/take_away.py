"""The links under a map to what can be taken away of its view."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from lib.config import base_path
from lib.config.crisis import CRISIS
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.exports.standalone import standalone, without_own_table
from lib.text import _, language
from lib.ui.own_table import page as own_table
from lib.ui.panels import section


def links(snapshot: Snapshot, query: Query) -> None:
    """Link to files of this view: pictures and slides on the page of briefings, and the map in one file.

    No address leads to a reader's own table: of it the file is made here, for this session.
    """
    section(_("Take away"), seen=False)
    briefing, one_file = (base_path.link(path, query.params()) for path in ("/briefing", "/export/map.html"))
    offered = (
        (briefing, 'target="_self"', _("Pictures, slides and a report of this view")),
        (one_file, "download", _("Take this map away as one file that needs no network")),
    )[: 1 if snapshot.own else None]
    shown = " \N{MIDDLE DOT} ".join(
        f'<a href="{escape(address, quote=True)}" {how}>{escape(words)}</a>' for address, how, words in offered
    )
    st.html(f'<p class="im-take">{shown}</p>')
    if own_table.beside() is not None:
        st.caption(without_own_table())
    if snapshot.own:
        st.download_button(
            _("Take this map away as one file that needs no network"),
            partial(_one_file, snapshot, query, language.get()),
            f"{CRISIS.slug}-own-{query.start}-{query.end}.html",
            "text/html",
            on_click="ignore",
            type="tertiary",
        )


def _one_file(snapshot: Snapshot, query: Query, lang: str) -> str:
    # Streamlit makes it in a thread of its own, which knows nothing of the page's language.
    language.set(lang)
    return standalone(snapshot, query)
