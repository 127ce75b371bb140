"""The list of the page of reports: its columns, what it is sorted by, its pages, and what a reader asks for in it."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from lib.analysis import folded, list_columns
from lib.analysis.folded import Folded
from lib.analysis.listing import Listing
from lib.events.address import MAX_TEXT
from lib.events.choices import SORTS
from lib.events.query import Query
from lib.events.table import EventTable
from lib.text import _, ngettext, number
from lib.ui.events.page import ask
from lib.ui.events.table import Asked, table

COLUMNS_WIDGET = "reports.columns"
SORT_WIDGET = "reports.sort"
ASKING_WIDGET = "reports.asking"
PAGE_THINGS = 50
"""Lines of the list sent to the browser at a time, with the reports folded under them."""

_asking = st.components.v2.component(
    "reports_asking",
    js=Path(__file__).with_name("asking.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def sort_words() -> dict[str, str]:
    """Return what a list may be sorted by, by its name in the address, as a reader says it."""
    return {
        "oldest": _("oldest first"),
        "newest": _("newest first"),
        "killed": _("most civilians killed"),
        "deaths": _("most killed in all"),
        "injured": _("most injured"),
        "persons": _("most persons displaced"),
        "reports": _("most reports"),
        "place": _("place, A to Z"),
        "source": _("source, A to Z"),
    }


def sort_chooser(query: Query) -> None:
    """Ask what the whole list is sorted by."""
    words = sort_words()
    st.session_state[SORT_WIDGET] = query.sort
    st.selectbox(
        _("Sorted by"),
        SORTS,
        format_func=words.__getitem__,
        key=SORT_WIDGET,
        label_visibility="collapsed",
        on_change=_sorted,
        help=_("Sorts all of the list, not the page of it that is shown."),
    )


def _sorted() -> None:
    ask(sort=st.session_state[SORT_WIDGET])


def column_chooser(query: Query) -> list[str]:
    """Ask which columns the list shows; the choice is kept for the session, for each kind of report by itself."""
    named, kind = list_columns.labels(), list_columns.kind_of(query.kinds)
    key = f"{COLUMNS_WIDGET}.{kind}"
    st.session_state.setdefault(key, list(list_columns.first_of(kind)))
    with st.popover(_("Columns"), icon=":material/view_column:", width="stretch"):
        chosen = st.pills(
            _("Columns of the list"),
            list(named),
            selection_mode="multi",
            format_func=named.__getitem__,
            key=key,
            persist_state="session",
        )
        st.caption(_("Downloads hold every column of the table, whatever is shown here."))
    return list_columns.in_order(chosen, kind)


def report_list(events: EventTable, query: Query, found: Listing, columns: list[str], *, own: bool) -> None:
    """Show the reports as a list, a line a thing and a page of them at a time; one that is opened is in the address.

    Args:
        events: The event table.
        query: The view.
        found: The rows of the view.
        columns: What is shown of each, as :func:`column_chooser` gives it.
        own: Whether the table is the reader's own, to which no link leads.
    """
    if not len(found.positions):
        st.info(_("No report passes. Widen the dates, the filter or the search."))
        return
    view = folded.folded(events, found, query.sort)
    page = _page(events, view, query)
    shown = folded.page_of(events, view, (page - 1) * PAGE_THINGS, page * PAGE_THINGS)
    address = partial(_link, {} if own else query.params())
    with st.container(key="reports_list"):
        st.html(table(shown, Asked(columns, query.sort, query.event, address)))
        _asking(key=ASKING_WIDGET, on_asked_change=partial(_asked, query.event))
    st.caption(counts(view, len(found.positions)))


def counts(view: Folded, listed: int) -> str:
    """Say how many of the reports ``listed`` are counted, and of how many things only others are."""
    if view.counted == listed:
        return ngettext("It is counted.", "All {n} are counted.", listed).format(n=number(listed))
    words = _("{primary} are counted, the others are second reports of the same thing, folded under it.")
    said = words.format(primary=number(view.counted))
    if view.headless:
        words = ngettext(
            "Of {n} thing only second reports are in this view: the filter leaves its counted one out.",
            "Of {n} things only second reports are in this view: the filter leaves their counted ones out.",
            view.headless,
        )
        said += " " + words.format(n=number(view.headless))
    return said


def _page(events: EventTable, view: Folded, query: Query) -> int:
    """Choose the page of the list to show: the reader's choice, at first the one with the report that is open."""
    pages = -(-len(view) // PAGE_THINGS)
    if pages == 1:
        return 1
    at = None
    if query.event:
        named = (events.frame["event_id"].to_numpy(dtype=object) == query.event).nonzero()[0]
        at = folded.place_of(events, view, int(named[0])) if len(named) else None
    digest = hashlib.sha256(view.things.tobytes()).hexdigest()[:12]
    first = 1 if at is None else at // PAGE_THINGS + 1
    with st.container(horizontal=True, vertical_alignment="center", key="reports_pages"):
        page = st.pagination(pages, default=first, key=f"reports.page.{digest}")
        words = ngettext(
            "A page has {n} line; sorting sorts all pages.",
            "A page has {n} lines; sorting sorts all pages.",
            PAGE_THINGS,
        )
        st.caption(words.format(n=number(PAGE_THINGS)))
    return int(page)


def _link(params: dict[str, str], event_id: str) -> str:
    """Return the address of this page with a report opened; "" without parameters, where no address leads."""
    return f"events?{urlencode(params | {'id': event_id})}" if params else ""


def _asked(opened: str) -> None:
    """Do what the reader asked for in the list: open a report, or close it again; sort by another column."""
    what, _colon, name = str(st.session_state[ASKING_WIDGET].get("asked") or "").partition(":")
    if what == "sort" and name in SORTS:
        ask(sort=name)
    elif what == "id":
        name = "".join(sign for sign in name if sign.isprintable())[:MAX_TEXT]
        ask(event="" if name == opened else name)
