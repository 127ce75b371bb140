"""Others' counts beside ours, on the method page: what lib.analysis.others_counts sets side by side."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from lib.analysis import others_counts
from lib.analysis.others_counts import Beside
from lib.events.table import EventTable
from lib.text import _, pgettext, span
from lib.ui.tables import data_table


def others(events: EventTable) -> None:
    """Show the published totals that count what a figure of ours counts, with ours of the same days; none, no part."""
    _totals, faults = others_counts.usable()
    if faults:
        st.info("\n\n".join(faults))
    found = others_counts.beside(events)
    if not found:
        return
    note = _(
        "Totals that others have published, with their own scope and days, and what this table gives for the same "
        "days. They are not averaged, and ours is not fitted to them: others may count other places, or by another "
        "rule."
    )
    title = _("Others' counts beside ours")
    st.html(f'<section class="im-quality"><h2>{escape(title)}</h2><p class="im-note">{escape(note)}</p></section>')
    link = st.column_config.LinkColumn(display_text=_("source"))
    data_table(_readable(found), column_config={pgettext("heading of a column", "where"): link})


def _readable(found: list[Beside]) -> pd.DataFrame:
    totals = [one.total for one in found]
    return pd.DataFrame(
        {
            _("days"): [span(total.start, total.end, short=True) for total in totals],
            pgettext("heading of a column", "what"): [total.what for total in totals],
            _("theirs"): [one.theirs for one in found],
            _("ours"): [one.ours for one in found],
            _("who counted"): [total.publisher for total in totals],
            _("their scope"): [total.scope for total in totals],
            _("note"): [total.note for total in totals],
            _("published in"): [total.source for total in totals],
            pgettext("heading of a column", "where"): [total.source_url for total in totals],
            pgettext("heading of a column", "dated"): [total.source_date for total in totals],
        }
    )
