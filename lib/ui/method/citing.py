"""How to cite the map as it stands: words to copy, and an entry for lists of references."""

from __future__ import annotations

import streamlit as st

from lib.config.citation import citation, data_licence
from lib.config.crisis import CRISIS
from lib.events import change_log
from lib.events.store import Snapshot
from lib.text import _
from lib.text.citation import bibtex, in_words
from lib.ui import links
from lib.ui.panels import section


def show(snapshot: Snapshot) -> None:
    """Show the citation of the server's own table, with the versions and days that are known."""
    here = links.server()
    cited, data_day = citation(), change_log.day_of(snapshot.events.version)
    known = (cited, snapshot.version, data_day, cited.url or (here and f"{here}/"), data_licence())
    section(_("How to cite"))
    st.code(in_words(*known), language=None, wrap_lines=True)
    entry = bibtex(*known)
    st.code(entry, language=None, wrap_lines=True)
    st.download_button(
        _("Download for reference managers (BibTeX)"),
        entry,
        f"{CRISIS.slug}-map-{snapshot.version}.bib",
        "application/x-bibtex",
        key="method.citation",
        on_click="ignore",
    )
    st.caption(_("Cite the source of each row you use, too: it stands in the row."))
