"""The filter in the sidebar, kept in step with the address of the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.common import user_key_from_element_id

from lib.analysis import displacement
from lib.analysis.displacement import flow_counters
from lib.config.language import accepted
from lib.events import publishing
from lib.events.address import STREAMLIT, unescaped_names
from lib.events.choices import DAYS_BY, NOT_KNOWN
from lib.events.publishing.view import fitted
from lib.events.query import (
    LAYERS,
    PARAMETERS,
    Query,
    parse,
)
from lib.events.schema import CONFIDENCES, CONTROLLERS, KINDS
from lib.events.table import EventTable
from lib.exports.order import EXPORT_PARAMETERS
from lib.maps.state import too_early
from lib.stories import asked as story_asked
from lib.stories.views import NAMES, READERS
from lib.text import _, language, pgettext, told
from lib.text.vocabulary import reports_of
from lib.ui.filters import chips as chip_row
from lib.ui.filters import dates as date_filter
from lib.ui.filters import layers as layer_filter
from lib.ui.filters import own_area as own_area_filter
from lib.ui.filters import own_marks as own_marks_filter
from lib.ui.filters import publishing as publishing_filter
from lib.ui.panels import compare_link
from lib.ui.stories import session as stories
from lib.ui.strikes import strike_filter as strike_filters

TOUCHED = "filter.touched"
WRITTEN = "filter.written"
NOTES = "filter.notes"
RESTORED = "filter.query"
PAGE = "filter.page"


OWN = {
    "briefing": frozenset(parameter.name for parameter in EXPORT_PARAMETERS),
    story_asked.PATH: story_asked.PARAMETERS,
}
"""Parameters that a page reads besides the filter, by the page's path."""


def take_address(page: str) -> None:
    """Take over what the address of a page asks for, and ask for coarsened data where it or the filter does.

    The address is read when the page opens and when the reader goes back in the browser's history. It comes before the
    event table: which one is shown depends on it.
    """
    publishing.ask(wanted=False)  # what another run of this thread asked for
    _restore(page)
    publishing.ask(wanted=bool(st.session_state.get(publishing.NAME)))


def sidebar_filter(events: EventTable, page: str) -> tuple[Query, tuple[str, ...]]:
    """Draw the filter and keep it and the address in step, after :func:`take_address`.

    A change of the filter is written to the address. Turning to another page takes the filter along.

    Args:
        events: The event table.
        page: Name of the page that is open, as its address has it.

    Returns:
        The query the reader asks for, and a sentence for each part of the address that could not be used.
    """
    with st.sidebar:
        chips = st.container(key="chips", horizontal=True, gap="xsmall")
        query, left_out = fitted(_widgets(events))
        with chips:
            chip_row.chips(query, show_view)
            own_marks_filter.chip(touch)
            publishing_filter.chip()
    _write(query, page)
    early = too_early(events, query)
    return query, tuple(dict.fromkeys((*st.session_state.get(NOTES, ()), *left_out, *([early] if early else []))))


def _restore(page: str) -> None:
    """Take over the address, unless this run comes from the reader's own change of the filter or of the page."""
    address = st.query_params.to_dict()
    turned = st.session_state.get(PAGE, page) != page
    st.session_state[PAGE] = page
    given, own = unescaped_names(address), stories.own_view(page, address)
    known = address == st.session_state.get(WRITTEN) and not (turned and own is not None)
    if st.session_state.pop(TOUCHED, False) or known:
        return
    if turned and own is None and not any(parameter.name in given for parameter in PARAMETERS):
        # The navigation opens a page with an empty address; one report of another page is not looked for there.
        st.session_state[RESTORED] = replace(st.session_state[RESTORED], event="")
        return
    query, notes = parse(st.query_params, STREAMLIT | OWN.get(page, frozenset()))
    if own is not None and not NAMES & given.keys():
        query = own
    brought = _brought() if RESTORED not in st.session_state else frozenset()
    st.session_state[NOTES] = notes
    st.session_state[RESTORED] = query
    _fill(query, brought)


def _fill(query: Query, besides: frozenset[str] = frozenset()) -> None:
    """Let every widget of the filter show ``query``, but for those with the keys ``besides``."""
    values = {
        "start": query.start,
        "end": query.end,
        "kinds": [kind for kind in KINDS if kind in query.kinds],
        **strike_filters.values_of(query),
        "confidence": [grade for grade in CONFIDENCES if grade in query.confidence],
        "date_basis": [basis for basis in DAYS_BY if basis in query.date_basis],
        "controllers": [side for side in CONTROLLERS if side in query.controllers],
        "layers": [layer for layer in LAYERS if layer in query.layers and layer != "online"],
        "online": "online" in query.layers,
        "counter": query.counter,
        "area": query.area,
        "flow": query.flow,
        own_area_filter.FIELD: query.within_area,
        own_marks_filter.FIELD: query.marks,
        "compare": query.compare,
        "mode": query.mode,
        publishing.NAME: query.safe,
    }
    st.session_state.update({key: value for key, value in values.items() if key not in besides})


def _brought() -> frozenset[str]:
    """Return the keys of the widgets whose values the browser sent with this run.

    A server that was started anew knows nothing of a page that stayed open: the page brings what its widgets show, and
    with them what the reader clicked before the session was here again. The address is still that of before the click.
    """
    context = get_script_run_ctx()
    try:
        sent = context.session_state._state._new_widget_state  # type: ignore[union-attr]  # noqa: SLF001  no other way
        return frozenset(key for key in map(user_key_from_element_id, sent) if key)
    except AttributeError:
        return frozenset()


def touch() -> None:
    """Note that the reader changed the filter, so that this run does not take the address instead."""
    st.session_state[TOUCHED] = True
    st.session_state[NOTES] = ()


def set_range(start: date, end: date) -> None:
    """Let the page show these days; to be called before the filter is drawn, as a widget's callback is."""
    touch()
    st.session_state["start"], st.session_state["end"] = start, end


def look_at(place: str, lat: float | None = None, lon: float | None = None, zoom: float | None = None) -> None:
    """Mark a settlement on the map, and go there when its point (WGS 84 degrees) is given; as a callback does."""
    touch()
    view = {} if lat is None or lon is None else {"lat": lat, "lon": lon, "zoom": zoom}
    st.session_state[RESTORED] = replace(st.session_state[RESTORED], place=place, **view)


def show_view(query: Query) -> None:
    """Show another view, coarsened for publication or not as this one; as a widget's callback does."""
    touch()
    query = replace(query, safe=bool(st.session_state.get(publishing.NAME)))
    st.session_state[RESTORED] = query
    _fill(query)


def _reset() -> None:
    show_view(Query())


def _widgets(events: EventTable) -> Query:
    restored: Query = st.session_state[RESTORED]
    start, end = date_filter.widgets(touch, None if WRITTEN in st.session_state else (restored.start, restored.end))
    compare_link()
    kinds = _kinds()
    confidence = st.pills(
        _("Confidence of reports"),
        CONFIDENCES,
        selection_mode="multi",
        format_func=lambda grade: {
            "high": pgettext("confidence", "high"),
            "medium": pgettext("confidence", "medium"),
            "low": pgettext("confidence", "low"),
        }[grade],
        key="confidence",
        on_change=touch,
        persist_state="session",
        help=_("Filters strikes and displacement. The front line always rests on every report."),
    )
    date_basis = st.pills(
        _("Day of reports"),
        DAYS_BY,
        selection_mode="multi",
        format_func=lambda basis: {
            "stated": pgettext("who the source says did it", "stated"),
            "inferred": _("inferred"),
            NOT_KNOWN: _("not known"),
        }[basis],
        key="date_basis",
        on_change=touch,
        persist_state="session",
        help=_("Whether the source states the day of a strike or of displacement, or it is inferred."),
    )
    struck = strike_filters.widgets(restored, touch)
    counter = _counter(events)
    own_area_filter.widgets(touch)
    own_marks_filter.widgets(touch)
    layers, controllers = layer_filter.widgets(touch)
    safe = publishing_filter.widget(touch)
    st.button(_("Reset the filter"), on_click=_reset, width="stretch")
    return replace(
        struck,
        start=start,
        end=end,
        kinds=frozenset(kinds),
        confidence=frozenset(confidence),
        date_basis=frozenset(date_basis),
        controllers=frozenset(controllers),
        counter=counter,
        area=st.session_state["area"],
        flow=st.session_state["flow"],
        within_area=st.session_state["within_area"],
        marks=st.session_state["marks"],
        compare=st.session_state["compare"],
        mode=st.session_state["mode"],
        layers=layers,
        safe=safe,
        lang=language.get(),
    )


def _kinds() -> list[str]:
    """Choose the kinds of report that are shown."""
    return st.pills(
        _("Show"),
        KINDS,
        selection_mode="multi",
        format_func=partial(reports_of, by_itself=True),
        key="kinds",
        on_change=touch,
        persist_state="session",
    )


def _counter(events: EventTable) -> str:
    """Choose the one counter whose numbered flows are drawn."""
    names = flow_counters(events)
    asked = st.session_state.get("counter", names[0] if names else "")
    if asked not in names:
        st.session_state["counter"] = names[0] if names else ""
        if asked:
            st.session_state[NOTES] = (*st.session_state.get(NOTES, ()), displacement.unknown_counter(events, asked))
    if not names:
        return ""
    chosen = st.selectbox(
        _("Flows counted by"),
        names,
        format_func=told,
        key="counter",
        on_change=touch,
        persist_state="session",
        help=_("Counters count the same waves differently, so they are never mixed: one at a time."),
    )
    return "" if chosen == names[0] else str(chosen)


def _write(query: Query, page: str) -> None:
    """Bring the address in line with the filter; parameters of others are left alone.

    A bare address stays bare while everything is at its default, and that of a story's step while all is as the step
    shows it; any other names both ends of the range.
    """
    before = st.query_params.to_dict()
    declared = {p.name for p in PARAMETERS}
    given = unescaped_names(before)
    others = {name: value for name, value in given.items() if name not in declared}
    usual = query == Query(lang=query.lang) and publishing.NAME not in query.params()
    bare = usual and query.lang == accepted.get() == "en" and not declared & given.keys()
    params = {} if bare else query.params()
    own = stories.own_view(page, before)
    if own is not None and replace(query, lang=own.lang, view=own.view, safe=own.safe) == own:
        params = {name: value for name, value in query.params().items() if name in READERS}
    after = others | params
    if after != before:
        st.query_params.from_dict(after)
    st.session_state[WRITTEN] = after
