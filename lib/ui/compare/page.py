"""The parts of the page that sets two periods side by side: its choices, the table between the maps, their captions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html import escape
from typing import Final

import streamlit as st

from lib.analysis.comparison import previous
from lib.analysis.side_by_side import Row, words
from lib.events.query import Query
from lib.text import _, pgettext, span
from lib.ui.filters import dates as date_filter
from lib.ui.filters import panel as filters

ENDS: Final = ("start", "end", "b_start", "b_end")
"""The fields of a query that are an end of one of the periods."""
FIELD_WIDE: Final = 118
"""Width of a field for a day, pixels."""


def _key(end: str) -> str:
    return f"compare.{end}"


def choices(query: Query, a: Query, b: Query) -> None:
    """Ask for the days of both periods; the shared filter writes them to the address.

    Args:
        query: The view of the page, as its address and the filter have it.
        a: The view of its first period.
        b: That of its second.
    """
    for letter, period, ends in (("A", a, ENDS[:2]), ("B", b, ENDS[2:])):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="content"):
            st.html(f'<b class="im-letter">{escape(letter)}</b>', width="content")
            names = _("first day of {period}"), _("last day of {period}")
            for end, name, day in zip(ends, names, (period.start, period.end), strict=True):
                st.session_state[_key(end)] = day
                label = name.format(period=letter)
                date_filter.day_select(
                    label, _key(end), lambda: _choose(query), label_visibility="collapsed", width=FIELD_WIDE
                )
    st.button(_("Swap"), help=_("Swap the two periods"), on_click=_show, args=(query, b, a))
    before = previous(a)
    st.button(
        _("The period before"),
        help=_("Let B be as many days right before A"),
        disabled=before in {None, b},
        on_click=_show,
        args=(query, a, before or b),
    )


def _choose(query: Query) -> None:
    days: dict[str, date] = {end: st.session_state[_key(end)] for end in ENDS}
    start, end = sorted((days["start"], days["end"]))
    b_start, b_end = sorted((days["b_start"], days["b_end"]))
    filters.show_view(replace(query, start=start, end=end, b_start=b_start, b_end=b_end))
    if (start, b_start) != (days["start"], days["b_start"]):
        st.session_state[filters.NOTES] = (_("The first day lay after the last; the two were swapped."),)


def _show(query: Query, a: Query, b: Query) -> None:
    filters.show_view(replace(query, start=a.start, end=a.end, b_start=b.start, b_end=b.end))


def caption(letter: str, query: Query) -> None:
    """Name the map of a period: its letter, its days, and of which day its front is."""
    days, front = span(query.start, query.end, short=True), words.front_on(query)
    st.html(f'<h2 class="im-period"><b>{escape(letter)}</b> {escape(days)} <small>{escape(front)}</small></h2>')


def table(rows: Sequence[Row], query: Query) -> None:
    """Show every figure of both periods with the difference."""
    body = "".join(
        f"<tr><td><b>{escape(line.a)}</b></td>"
        f'<th scope="row">{escape(line.name)}{_small(line.note)}</th>'
        f"<td><b>{escape(line.b)}</b></td><td>{escape(line.difference)}</td></tr>"
        for line in words.lines(rows, query)
    )
    heads = "".join(
        f'<th scope="col">{escape(name)}</th>'
        for name in (
            pgettext("the first of two periods", "A"),
            pgettext("heading of a column", "Figure"),
            pgettext("the second of two periods", "B"),
            _("B less A"),
        )
    )
    st.html(
        f'<table class="im-beside"><caption>{escape(_("Every figure, A and B"))}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
        if rows
        else f'<p class="im-empty">{escape(_("The filter leaves nothing to count in these days."))}</p>'
    )


def _small(text: str) -> str:
    return f"<small>{escape(text)}</small>" if text else ""
