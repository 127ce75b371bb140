"""An empty page of the product: its navigation and its filter, and nothing else."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from bench.variants import windows

SHELL = Path(__file__).resolve().parents[2] / "pages" / "shell.py"


def emptied() -> Path:
    """Return the product's shell, after every page of this process was made empty."""
    StreamlitPage.run = lambda _page: windows.stamp(str(st.session_state["preset"]))
    return SHELL
