"""What is odd in the event table, on the method page: the warnings of lib.analysis.checks, counted and listed."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from lib.analysis import checks
from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.geography.basemap import BaseLayerError
from lib.geography.places import PlacesError
from lib.text import _, language, number
from lib.ui.tables import data_table

MOST_LISTED = 500
"""Warnings listed; a table with more says so."""
TABLE_HEIGHT = 320

_FOUND: TableCache[pd.DataFrame] = TableCache(12)


def oddities(events: EventTable) -> None:
    """Show how many warnings each check gives, and each with its row, what is odd and what to do."""
    try:
        found = _FOUND.get_or_compute(events, language.get(), lambda: checks.warnings(events))
    except (BaseLayerError, PlacesError) as error:
        st.info(str(error))
        return
    st.html(_counts(found))
    if found.empty:
        return
    data_table(_readable(found.head(MOST_LISTED)), height=TABLE_HEIGHT)
    if len(found) > MOST_LISTED:
        st.caption(_("Only the first {n} are listed.").format(n=number(MOST_LISTED)))


def _counts(found: pd.DataFrame) -> str:
    note = _(
        "Warnings to look at, not faults: each row is sound by itself, and odd beside the others. A note of the row "
        "may explain it. The same on the command line: python -m lib validate --deep events.csv"
    )
    head = "".join(f'<th scope="col">{escape(words)}</th>' for words in (_("warnings"), _("of rows with a note")))
    rows = "".join(
        f'<tr><th scope="row">{escape(check.words())}</th><td>{number(counts["warnings"])}</td>'
        f"<td>{number(counts['noted'])}</td></tr>"
        for check, counts in zip(checks.CHECKS, checks.by_check(found).to_dict("records"), strict=True)
    )
    return (
        f'<section class="im-quality"><h2>{escape(_("What looks odd"))}</h2><p class="im-note">{escape(note)}</p>'
        f'<table class="im-counts"><thead><tr><td></td>{head}</tr></thead>{rows}</table></section>'
    )


def _readable(found: pd.DataFrame) -> pd.DataFrame:
    advice = {check.name: check.advice() for check in checks.CHECKS}
    return pd.DataFrame(
        {
            _("row"): found["row"],
            _("date"): found["date_start"].dt.strftime("%Y-%m-%d"),
            _("place"): found["place"],
            _("what is odd"): found["odd"],
            _("what to do"): found["check"].map(advice),
            _("has a note"): found["noted"],
            _("event_id"): found["event_id"],
        }
    )
