"""Tables of the pages: how Streamlit shows the columns of reports, and the table that goes with a chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, Final

import streamlit as st

from lib.analysis.readable import labels
from lib.text import _

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


def column_config(names: list[str] | tuple[str, ...]) -> dict[str, Any]:
    """Return how Streamlit shows these columns: their labels, days as the titles write them, addresses as links."""
    config = st.column_config
    named = labels()
    special: dict[str, Any] = {
        "date": config.DateColumn(named["date"], format=DAY_FORMAT, width=95),
        "until": config.DateColumn(named["until"], format=DAY_FORMAT, width=95),
        "what": config.TextColumn(named["what"], width=130),
        "place": config.TextColumn(named["place"], width=150),
        "source": config.TextColumn(named["source"], width=220),
        "link": config.LinkColumn(named["link"], display_text=_("open"), width="small"),
        "archive_url": config.LinkColumn(named["archive_url"], display_text=_("open"), width="small"),
        "counted": config.CheckboxColumn(
            named["counted"], width="small", help=_("Second reports of the same thing are listed and not counted.")
        ),
        "on_map": config.CheckboxColumn(named["on_map"], width="small"),
        "lat": config.NumberColumn(named["lat"], format="%.5f"),
        "lon": config.NumberColumn(named["lon"], format="%.5f"),
        "civilians": config.TextColumn(named["civilians"], width=120),
        "note": config.TextColumn(named["note"], width="large"),
        "confidence": config.TextColumn(named["confidence"], width=100),
        "controller": config.TextColumn(named["controller"], width=145),
    }
    return {name: special.get(name, config.TextColumn(named[name])) for name in names}
