"""Taking the reports of a view away, in every format, with what goes with them."""

from __future__ import annotations

from functools import partial

import streamlit as st

from lib.analysis.listing import Listing
from lib.config import base_path
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.exports.tables import FORMATS, TooManyRowsError, file_name, write
from lib.exports.tables.about import row_params
from lib.text import _, language, ngettext, number
from lib.ui import links

STREAMED = 100_000
"""From so many rows on the server's own table is sent by its address, piece by piece, and never held as a whole."""


def downloads(snapshot: Snapshot, query: Query, found: Listing, *, own: str = "") -> None:
    """Show a button for each format; a file is made when its button is pressed.

    Args:
        snapshot: The event table and its version.
        query: The view.
        found: The rows of the view.
        own: Name of the reader's own file when the table is theirs: then no address leads to it.
    """
    n = len(found.positions)
    server = links.server()
    with st.popover(_("Download"), icon=":material/download:", width="stretch", disabled=not n):
        words = ngettext(
            "{n} report, exactly what is listed, with every column.",
            "{n} reports, exactly what is listed, with every column. Rows without a point are in every format.",
            n,
        )
        st.caption(words.format(n=number(n)))
        for ending, kind in FORMATS.items():
            most = kind.most_rows
            if most is not None and n > most:
                too_many = _("{format}: at most {limit} rows. Take CSV or GeoParquet, or narrow the list.")
                st.caption(too_many.format(format=kind.name, limit=number(most)))
            elif n > STREAMED and not own:
                st.link_button(kind.name, _address(query, ending), icon=":material/download:", width="stretch")
            else:
                st.download_button(
                    kind.name if ending != "txt" else _("About these rows (text)"),
                    partial(_made, snapshot, query, ending, server, own, language.get()),
                    file_name=file_name(query, ending),
                    mime=kind.media_type,
                    key=f"reports.download.{ending}",
                    on_click="ignore",
                    width="stretch",
                )
        if not own:
            st.caption(_("For scripts, the same as an address; the ending picks the format:"))
            st.code(server + _address(query, "csv").removeprefix("."), language=None, wrap_lines=True)


def _made(snapshot: Snapshot, query: Query, ending: str, server: str, own: str, lang: str) -> bytes:  # noqa: PLR0913, PLR0917  a thread of its own knows nothing of the page
    language.set(lang)
    try:
        return b"".join(write(snapshot, query, ending, server, own=own))
    except TooManyRowsError as error:
        return str(error).encode()


def _address(query: Query, ending: str) -> str:
    return base_path.link(f"/export/events.{ending}", row_params(query))
