"""Tables of the pages: how Streamlit shows the columns of one, and the table that goes with a chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

import streamlit as st

DAY_FORMAT: Final = "D MMM YYYY"
"""How the columns of a table write a day: as the titles do."""


def folded_table(summary: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Show the figures of a chart as a table, folded away until asked; the first column names the rows."""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    lines = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
        for first, *cells in rows
    )
    st.html(
        f'<details class="im-table"><summary>{escape(summary)}</summary><div class="im-rows" tabindex="0" role="group"'
        f' aria-label="{escape(summary, quote=True)}"><table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody>'
        "</table></div></details>"
    )
