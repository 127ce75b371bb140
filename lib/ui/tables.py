"""Tables of the pages: how Streamlit shows the columns of one, and the table that goes with a chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from lib.config.language import spoken

DAY_FORMAT: Final = "D MMM YYYY"
"""How the columns of a table write a day: as the titles do."""


def data_table(frame: pd.DataFrame, at: Any = st, **options: Any) -> None:
    """Show a table with Streamlit's own element, without its index: its first column is where the reader begins a line.

    Streamlit draws it on a canvas, whose columns no style sheet can turn round for a language read from the right.

    Args:
        frame: The table, under the names a reader sees.
        at: The column or container it stands in; the page without one.
        options: Further arguments of ``st.dataframe``.
    """
    at.dataframe(frame[reading_order(frame)], hide_index=True, **options)


def reading_order(frame: pd.DataFrame) -> list[str]:
    """Return the names of the columns from left to right, as the language is read."""
    names = [str(name) for name in frame.columns]
    return names[::-1] if spoken().from_right else names


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
