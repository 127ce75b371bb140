"""What changed in the event table since its earlier versions, as the change log tells it."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from lib.analysis.moved_figures import figure_name
from lib.events import change_log
from lib.events.change_log import ChangeLogError, Entry
from lib.events.difference import parted
from lib.events.query import FIRST_DAY, OPENS_TO
from lib.events.table import EventTable
from lib.text import _, day, enumerated, ngettext, number, pgettext, sentence_case, span
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
        with st.expander(f"{title} \N{MIDDLE DOT} {_counts(entry)}", expanded=at == (known or 0)):
            _changes(entry)
    st.download_button(
        _("Download the change log"), change_log.CHANGES.read_bytes(), change_log.CHANGES.name, "text/csv"
    )


def _day(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def _counts(entry: Entry) -> str:
    """Say how many rows the version added, removed and changed."""
    return _row_counts(*(entry.count(change) for change in change_log.ROW_CHANGES)) or _("no row changed")


def _row_counts(added: int, removed: int, changed: int) -> str:
    parts = [
        ngettext("{n} row added", "{n} rows added", added).format(n=number(added)) if added else "",
        ngettext("{n} row removed", "{n} rows removed", removed).format(n=number(removed)) if removed else "",
        ngettext("{n} row changed", "{n} rows changed", changed).format(n=number(changed)) if changed else "",
    ]
    return enumerated(part for part in parts if part)


def _changes(entry: Entry) -> None:
    before, after = entry.rows
    st.caption(
        _("Since version {old}. Rows before: {before}; after: {after}.").format(
            old=entry.old, before=_whole(before), after=_whole(after)
        )
    )
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
    lines = [
        _("{kind}: {changes}").format(kind=sentence_case(in_words(str(kind))), changes=_row_counts(*counts))
        for kind, *counts in entry.by_kind().itertuples(name=None)
    ]
    figures = entry.figures[["column", "old", "new"]].itertuples(index=False, name=None)
    moved = [
        _("{figure}: {old} before, {new} now").format(
            figure=figure_name(key), old=old or pgettext("figure", "none"), new=new
        )
        for key, old, new in figures
    ]
    if lines:
        st.text("\n".join(lines))
    if moved:
        days = _("Figures of {days}:").format(days=span(FIRST_DAY, OPENS_TO))
        st.text("\n".join((days, *moved)))


def _whole(text: str) -> str:
    return number(int(text)) if text.isascii() and text.isdigit() else _("not told")


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
