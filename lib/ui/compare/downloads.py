"""Taking two periods side by side away: the table as CSV, both maps with it as a picture or a slide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from html import escape
from typing import Final

import streamlit as st

from lib.config import base_path
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.exports.order import COMPARED, MEDIA_TYPES, Order
from lib.exports.tables import periods
from lib.text import _, language
from lib.ui.own_table import page as own_table

CSV: Final = "csv"


def files(snapshot: Snapshot, query: Query) -> None:
    """Show a link for each file of the two periods; of a reader's own table a button, for no address leads to it."""
    if snapshot.own or own_table.beside() is not None:
        _own_files(snapshot, query)
        return
    params = replace(query, search="", event="", view="page").params()
    addresses = {ending: base_path.link(f"/export/compare.{ending}", params) for ending in _names()}
    links = "".join(
        f'<li><a href="{escape(addresses[ending], quote=True)}" download>{escape(name)}</a></li>'
        for ending, name in _names().items()
    )
    st.html(f'<ul class="im-files im-few" aria-label="{escape(_("Files"), quote=True)}">{links}</ul>', width="content")


def _names() -> dict[str, str]:
    return {CSV: _("CSV"), "png": _("Picture"), "pdf": _("PDF"), "pptx": _("Slide")}


def _own_files(snapshot: Snapshot, query: Query) -> None:
    own = own_table.beside()
    for ending, name in _names().items():
        fmt = next((fmt for fmt, written in COMPARED.items() if written == ending), "")
        st.download_button(
            name,
            _maker(snapshot, query, fmt, own),
            file_name=f"own-{periods.file_name(query, ending)}",
            mime=MEDIA_TYPES[fmt] if fmt else "text/csv",
            key=f"compare.file.{ending}",
            on_click="ignore",
        )


def _maker(snapshot: Snapshot, query: Query, fmt: str, own: Snapshot | None) -> Callable[[], bytes]:
    """Return what makes a file once its button is pressed, not before; ``fmt`` is blank for the table."""
    if not fmt:
        return partial(_table, snapshot, query, language.get())
    return partial(_drawn, snapshot, query, fmt, own)


def _table(snapshot: Snapshot, query: Query, lang: str) -> bytes:
    # Streamlit makes it in a thread of its own, which knows nothing of the page's language.
    language.set(lang)
    return periods.as_csv(snapshot, query)


def _drawn(snapshot: Snapshot, query: Query, fmt: str, own: Snapshot | None) -> bytes:
    # The libraries that draw are loaded in this process only where a reader's own table has to be drawn in it.
    from lib.exports.own import own_export  # noqa: PLC0415

    return own_export(snapshot, query, Order(), fmt, own)
