"""Tables of reports for the pages."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from lib.events.vocabulary import in_words
from lib.wording import _, between, ngettext, number

HEIGHT = 640
"""Height of the table in pixels: a laptop's window less what stands above it."""

MOST_ROWS = 5000
"""Rows sent to the browser; a view with more says so and is narrowed with the filter."""


def report_table(rows: pd.DataFrame) -> None:
    """Every report of a view with its source; second reports of one thing are marked, since they are not counted."""
    if rows.empty:
        st.info(_("No report in these days passes the filter. Widen the dates or the filter."))
        return
    primary = int(rows["is_primary"].sum())
    counted = ngettext("{n} report", "{n} reports", len(rows)).format(n=number(len(rows)))
    st.caption(
        _("{reports}; {primary} are counted, the others are second reports of the same thing.").format(
            reports=counted, primary=number(primary)
        )
    )
    if len(rows) > MOST_ROWS:
        st.warning(_("Only the first {n} are listed; narrow the dates to see the rest.").format(n=number(MOST_ROWS)))
    st.dataframe(
        _readable(rows.sort_values(["date_end", "event_id"], kind="stable").head(MOST_ROWS)),
        hide_index=True,
        height=HEIGHT,
        column_config=_columns(),
    )


def _columns() -> dict[str, Any]:
    config = st.column_config
    return {
        _("date"): config.DateColumn(format="YYYY-MM-DD", width="small"),
        _("until"): config.DateColumn(format="YYYY-MM-DD", width="small"),
        _("link"): config.LinkColumn(display_text=_("open"), width="small", validate=r"^https?://"),
        _("note"): config.TextColumn(width="large"),
    }


def _readable(rows: pd.DataFrame) -> pd.DataFrame:
    """The columns an analyst reads first, with fixed words said in full and ranges as one cell."""
    where = rows["place"].where(
        rows["origin_place"] == "", rows["origin_place"] + " \N{RIGHTWARDS ARROW} " + rows["place"]
    )
    return pd.DataFrame(
        {
            _("date"): rows["date_start"],
            _("until"): rows["date_end"],
            _("kind"): rows["kind"].map(in_words),
            _("what"): rows["subkind"].map(in_words),
            _("place"): where,
            _("in Arabic"): rows["place_ar"],
            _("on the map"): rows["lat"].notna(),
            _("counted"): rows["is_primary"],
            _("held by"): rows["controller"].map(in_words),
            _("attributed to"): rows["actor"],
            _("civilians killed"): _ranges(rows, "civilian_deaths"),
            _("injured"): _ranges(rows, "injured"),
            _("persons"): _ranges(rows, "persons"),
            _("counted by"): rows["counter"],
            _("confidence"): rows["confidence"].map(in_words),
            _("source"): rows["source"],
            _("link"): rows["source_url"].where(rows["source_url"].str.match(r"https?://"), ""),
            _("note"): rows["note"],
        }
    )


def _ranges(rows: pd.DataFrame, what: str) -> list[str]:
    """A low-high pair as text, blank where the source does not say."""
    pairs = zip(rows[f"{what}_low"].astype(object), rows[f"{what}_high"].astype(object), strict=True)
    ends = [(None if pd.isna(low) else low, None if pd.isna(high) else high) for low, high in pairs]
    return ["" if low is None and high is None else between(low, high) for low, high in ends]
