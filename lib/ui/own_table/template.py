"""An empty table to fill in, offered where a reader brings one."""

from __future__ import annotations

import streamlit as st

from lib.exports.template import FORMATS, NAME
from lib.text import _, language


def offer() -> None:
    """Offer the empty table as CSV and as a workbook."""
    with st.container(horizontal=True, key="own_template"):
        for ending, (_make, media) in FORMATS.items():
            names = {"csv": _("Empty table (CSV)"), "xlsx": _("Empty table (Excel)")}
            st.download_button(
                names[ending], _made(ending, language.get()), f"{NAME}.{ending}", media, on_click="ignore",
                key=f"own.template.{ending}", icon=":material/download:", type="tertiary",
            )  # fmt: skip


@st.cache_data(show_spinner=False, max_entries=16)
def _made(ending: str, lang: str) -> bytes:  # noqa: ARG001  it is kept by its language
    """Make the file once in each language."""
    return FORMATS[ending][0]()
