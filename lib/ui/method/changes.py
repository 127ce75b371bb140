"""What changed in the event table since its earlier versions, as the change log tells it."""

from __future__ import annotations

from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from lib.analysis import change_words
from lib.events import change_log
from lib.events.change_log import ChangeLogError, Entry
from lib.events.difference import parted
from lib.events.query import FIRST_DAY, OPENS_TO
from lib.events.table import EventTable
from lib.exports.feeds import FEEDS
from lib.text import _, day, enumerated, language, number, pgettext, span
from lib.text.vocabulary import in_words
from lib.ui.tables import data_table

MOST_CELLS = 2000
"""Cells of one version listed; the file has all."""


def change_log_of(events: EventTable) -> None:
    """Show the versions of the table, newest first, each with what it changed row by row."""
    if events.coarse is not None:
        st.info(_("The change log names rows as reported, and is not given out with data coarsened for publication."))
        return
    try:
        entries = change_log.read()
    except ChangeLogError as error:
        st.info(str(error))
        return
    known = next((at for at, entry in enumerate(entries) if entry.new == events.version), None)
    if known is None:
        words = _("The table in use ({file}, version {version}) is none of those in the change log.")
        st.info(words.format(file=events.name, version=events.version))
    words = _(
        "A version here is that of the table alone. Addresses, pictures and files carry one of the table, the base map "
        "and the method together, which changes with each of them."
    )
    st.caption(words)
    for at, entry in enumerate(entries):
        title = _("{day}: version {version}").format(day=_day(entry.day), version=entry.new)
        with st.expander(f"{title} \N{MIDDLE DOT} {change_words.counts(entry)}", expanded=at == (known or 0)):
            _changes(entry)
    _feeds()
    st.download_button(
        _("Download the change log"), change_log.CHANGES.read_bytes(), change_log.CHANGES.name, "text/csv"
    )


def _day(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def _feeds() -> None:
    """Say where the changes can be followed, and the milestones had as a calendar."""
    links = ", ".join(
        f'<a href="{escape(feed.address(language.get()), quote=True)}">{escape(f"{feed.title()} ({feed.name})")}</a>'
        for feed in FEEDS
    )
    words = escape(_("To follow in a reader of feeds or a calendar: {links}."))
    st.html(f'<p class="im-feeds">{words.format(links=links)}</p>')


def _changes(entry: Entry) -> None:
    st.caption(change_words.rows_before_and_after(entry))
    _in_short(entry)
    if entry.count("changed"):
        cells = entry.changes.loc[entry.changes["change"] == "changed", "column"].value_counts()
        listed = enumerated(f"{column} ({number(n)})" for column, n in cells.items())
        st.text(_("Columns changed: {columns}").format(columns=listed))
    if (entry.changes["change"] == "order").any():
        st.text(_("The rows stand in another order, which decides between reports of one place and day."))
    rows = entry.changes.loc[entry.changes["change"] != "order"]
    if rows.empty:
        return
    if len(rows) > MOST_CELLS:
        st.caption(_("Only the first {n} are listed; the file has all.").format(n=number(MOST_CELLS)))
    # Narrow, so that a phone shows the place and the column beside what changed.
    narrow = {name: st.column_config.TextColumn(width="small") for name in (_("place"), _("row"), _("column"))}
    data_table(_readable(rows.head(MOST_CELLS)), column_config=narrow)


def _in_short(entry: Entry) -> None:
    """Show what the version changed in a few lines: rows by kind, and the figures that moved."""
    lines, moved = change_words.by_kind(entry), change_words.moved(entry)
    if lines:
        st.text("\n".join(lines))
    if moved:
        days = _("Figures of {days}:").format(days=span(FIRST_DAY, OPENS_TO))
        st.text("\n".join((days, *moved)))


def _readable(rows: pd.DataFrame) -> pd.DataFrame:
    verbs = {"added": _("added"), "removed": _("removed"), "changed": _("changed")}
    cells = [parted(old, new) for old, new in zip(rows["old"], rows["new"], strict=True)]
    return pd.DataFrame(
        {
            _("place"): rows["place"],
            _("column"): rows["column"],
            pgettext("heading of a column", "before"): [before for before, _after in cells],
            pgettext("heading of a column", "after"): [after for _before, after in cells],
            _("row"): rows["change"].map(verbs).fillna(rows["change"]),
            _("date"): rows["date_start"],
            _("kind"): rows["kind"].map(in_words),
            _("event_id"): rows["event_id"],
        }
    )
