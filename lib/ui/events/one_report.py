"""One thing and all the reports of it side by side: a line for each field, a column for each report."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from html import escape
from urllib.parse import quote

import pandas as pd
import streamlit as st

from lib.analysis import listing, readable
from lib.events.table import EventTable
from lib.exports.tables.about import PAGE
from lib.text import _, day, ngettext, number, sentence_case, span
from lib.text.vocabulary import in_words
from lib.ui import links
from lib.ui.events.page import ask
from lib.ui.panels import given, source_link

ALWAYS = ("deaths", "civilians", "injured", "persons")
"""Figures told as "not reported" where a report leaves them blank but another gives them."""
APART = frozenset(
    {"event_id", "group_id", "lat", "lon", "note", "source_date", "publisher", "archive_sha256", "point_basis"}
)
"""Fields that differ by nature: never marked as a difference."""
IN_HEAD = frozenset({"link", "source", "counted", "archive_url"})
"""Fields that the head of a column tells."""
MOST = 12
"""Reports of one thing set side by side."""


def one_report(events: EventTable, row: pd.Series, found: listing.Listing, *, own: bool) -> None:
    """Show the chosen report, with the others of the same thing, what differs between them, and a link to it.

    Args:
        events: The event table.
        row: The chosen report.
        found: The list, to say when the report is not in it.
        own: Whether the table is the reader's own, to which no link leads.
    """
    group = listing.reports_of_group(events, row)
    with st.container(key="one_report"):
        left, middle, right = st.columns([9, 6, 2], vertical_alignment="top")
        with left:
            st.html(f'<h2 class="im-one">{escape(_title(row))}</h2><p class="im-one">{escape(_counted(group))}</p>')
        with middle:
            if own:
                st.caption(_("This is your own table: no link leads to it."))
            else:
                st.code(link(str(row["event_id"])), language=None, wrap_lines=False)
        with right:
            close = partial(ask, event="")
            st.button(_("Close"), icon=":material/close:", key="reports.close", on_click=close, width="stretch")
        if row.name not in found.positions:
            st.info(_("The filter or the search leaves this report out, so it is not in the list above."))
        if pd.isna(row["lat"]):
            st.caption(_("This report has no point: it is listed, not drawn."))
        shown = _with_chosen(group, row)
        st.html(_side_by_side(shown, str(row["event_id"])))
        if len(group) > len(shown):
            words = ngettext(
                "{n} more report of this group is in the downloads.",
                "{n} more reports of this group are in the downloads.",
                len(group) - len(shown),
            )
            st.caption(words.format(n=number(len(group) - len(shown))))


def link(event_id: str) -> str:
    """Return the address of one report."""
    return f"{links.server()}{PAGE}?id={quote(event_id, safe='')}"


def _with_chosen(group: pd.DataFrame, row: pd.Series) -> pd.DataFrame:
    """Return up to :data:`MOST` reports, the chosen one among them."""
    chosen = (group["event_id"] == row["event_id"]).to_numpy()
    return group if len(group) <= MOST else pd.concat([group.loc[chosen], group.loc[~chosen].head(MOST - 1)])


def _title(row: pd.Series) -> str:
    """Say what, where and when."""
    where = str(row["place"]) or str(row["origin_place"])
    if row["place"] and row["origin_place"]:
        where = f"{row['origin_place']} \N{RIGHTWARDS ARROW} {row['place']}"
    start, end = row["date_start"].date(), row["date_end"].date()
    parts = [sentence_case(in_words(str(row["subkind"]))), where, day(start) if start == end else span(start, end)]
    return " \N{MIDDLE DOT} ".join(part for part in parts if part)


def _counted(group: pd.DataFrame) -> str:
    n = len(group)
    words = ngettext(
        "{n} report of this; it is counted.",
        "{n} reports of this side by side; only the first is counted. \N{NOT EQUAL TO} marks where they differ.",
        n,
    )
    return words.format(n=number(n))


def _side_by_side(group: pd.DataFrame, chosen: str) -> str:
    """Write the reports as an HTML table, every value escaped."""
    names = readable.labels()
    cells = readable.readable(group, tuple(names))
    reports = group[["event_id", "source", "source_url", "archive_url", "is_primary"]].to_dict("records")
    heads = f'<th scope="col">{escape(_("field"))}</th>' + "".join(_head(row, chosen) for row in reports)
    fields = {name: readable.texts(cells[name]) for name in names if name not in IN_HEAD}
    # What differs comes first: it is what the reports are set side by side for.
    ordered = sorted(fields, key=lambda name: not _differ(name, fields[name]))
    # The words of milestones are translated.
    noted: Callable[[str], str] = escape if (group["kind"] == "milestone").any() else given
    lines = [_line(names[name], name, fields[name], noted if name == "note" else escape) for name in ordered]
    label = escape(_("Reports side by side"), quote=True)
    return (
        f'<div class="im-side" tabindex="0" role="group" aria-label="{label}"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _head(row: dict[Hashable, object], chosen: str) -> str:
    counted = _("counted") if row["is_primary"] else _("second report")
    mark = ' class="im-chosen"' if row["event_id"] == chosen else ""
    source = source_link(str(row["source"]), str(row["source_url"]))
    copy = str(row["archive_url"])
    kept = f"<small>{source_link(_('archived copy'), copy)}</small>" if copy else ""
    return f'<th scope="col"{mark}>{source}{kept}<small>{escape(counted)}</small></th>'


def _line(label: str, name: str, values: list[str], write: Callable[[str], str]) -> str:
    """Write one field of all reports, each value as HTML by ``write``; nothing when none gives it."""
    if not any(values):
        return ""
    blank = _("not reported") if name in ALWAYS else "\N{EN DASH}"
    differ = _differ(name, values)
    sign = f'<span title="{escape(_("the reports differ"), quote=True)}">\N{NOT EQUAL TO}</span> ' if differ else ""
    cells = "".join(f"<td>{write(value) if value else f'<i>{escape(blank)}</i>'}</td>" for value in values)
    return f'<tr{" class=im-differs" if differ else ""}><th scope="row">{sign}{escape(label)}</th>{cells}</tr>'


def _differ(name: str, values: list[str]) -> bool:
    """Return whether reports that fill the field say different things; one that is silent contradicts nobody."""
    return name not in APART and len({value for value in values if value}) > 1
