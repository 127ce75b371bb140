"""The filter in the sidebar, kept in step with the address of the page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import streamlit as st

from lib.analysis import displacement
from lib.analysis.displacement import flow_counters
from lib.events.query import (
    CEASEFIRE_AGREED,
    FIRST_DAY,
    LAST_DAY,
    LAYERS,
    PARAMETERS,
    Query,
    parse,
)
from lib.events.schema import CONFIDENCES, CONTROLLERS, KINDS
from lib.events.table import EventTable
from lib.events.vocabulary import in_words
from lib.ui import displacement_filter, strike_filters
from lib.wording import _, language

TOUCHED = "filter.touched"
WRITTEN = "filter.written"
NOTES = "filter.notes"
RESTORED = "filter.query"
PAGE = "filter.page"


@dataclass(frozen=True)
class Preset:
    """A range of days that readers ask for by name."""

    name: str
    start: date
    end: date


def presets() -> tuple[Preset, ...]:
    """The ranges offered by name, in the order they are shown."""
    return (
        Preset(_("Whole offensive"), FIRST_DAY, CEASEFIRE_AGREED),
        Preset(_("December"), date(2019, 12, 1), date(2019, 12, 31)),
        Preset(_("January"), date(2020, 1, 1), date(2020, 1, 31)),
        Preset(_("February"), date(2020, 2, 1), date(2020, 2, 29)),
        Preset(_("Spring Shield (from 27 Feb)"), date(2020, 2, 27), CEASEFIRE_AGREED),
        Preset(_("Last 7 days before the ceasefire"), CEASEFIRE_AGREED - timedelta(days=6), CEASEFIRE_AGREED),
    )


def layer_names() -> dict[str, str]:
    """Layers as a reader says them."""
    return {
        "control": _("Control areas"),
        "front": _("Front line"),
        "band": _("Uncertainty of the line"),
        "flows": _("Displacement flows"),
        "modelled": _("Flows, modelled (not reported)"),
        "strikes": _("Strikes"),
        "places": _("Reported settlements"),
        "camps": _("Camps"),
        "crossings": _("Crossings"),
        "roads": _("Roads"),
        "relief": _("Relief"),
        "sochi_strip": _("Sochi strip (2018)"),
        "m4_corridor": _("M4 corridor (Moscow)"),
        "posts": _("Turkish observation posts"),
    }


def sidebar_filter(events: EventTable, page: str) -> tuple[Query, tuple[str, ...]]:
    """Draw the filter and keep it and the address in step.

    The address is read when the page opens and when the reader goes back in the browser's history; a change of the
    filter is written to it. Turning to another page takes the filter along.

    Args:
        events: The event table.
        page: Name of the page that is open, as its address has it.

    Returns:
        The query the reader asks for, and a sentence for each part of the address that could not be used.
    """
    _restore(page)
    with st.sidebar:
        query = _widgets(events)
    _write(query)
    return query, st.session_state.get(NOTES, ())


def _restore(page: str) -> None:
    """Take over the address, unless this run comes from the reader's own change of the filter or of the page."""
    address = st.query_params.to_dict()
    turned = st.session_state.get(PAGE, page) != page
    st.session_state[PAGE] = page
    if st.session_state.pop(TOUCHED, False) or address == st.session_state.get(WRITTEN):
        return
    if turned and not any(parameter.name in address for parameter in PARAMETERS):
        # The navigation opens a page with an empty address; one report of another page is not looked for there.
        st.session_state[RESTORED] = replace(st.session_state[RESTORED], event="")
        return
    query, notes = parse(address)
    st.session_state[NOTES] = notes
    st.session_state[RESTORED] = query
    _fill(query)


def _fill(query: Query) -> None:
    st.session_state["start"] = query.start
    st.session_state["end"] = query.end
    st.session_state["kinds"] = [kind for kind in KINDS if kind in query.kinds]
    strike_filters.fill(query)
    st.session_state["confidence"] = [grade for grade in CONFIDENCES if grade in query.confidence]
    st.session_state["controllers"] = [side for side in CONTROLLERS if side in query.controllers]
    st.session_state["layers"] = [layer for layer in LAYERS if layer in query.layers and layer != "online"]
    st.session_state["online"] = "online" in query.layers
    st.session_state["counter"] = query.counter
    displacement_filter.fill(query)
    st.session_state["compare"] = query.compare
    st.session_state["mode"] = query.mode


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


def _choose_preset() -> None:
    chosen = next((p for p in presets() if p.name == st.session_state["preset"]), None)
    if chosen:
        set_range(chosen.start, chosen.end)
    else:
        touch()


def _reset() -> None:
    touch()
    st.session_state[RESTORED] = Query()
    _fill(Query())


def _widgets(events: EventTable) -> Query:
    restored: Query = st.session_state[RESTORED]
    start, end = _dates()
    kinds = st.pills(
        _("Show"),
        KINDS,
        selection_mode="multi",
        format_func=lambda kind: {
            "control": _("Front lines"),
            "strike": _("Strikes"),
            "displacement": _("Displacement"),
            "milestone": _("Milestones"),
        }[kind],
        key="kinds",
        on_change=touch,
        persist_state="session",
    )
    confidence = st.pills(
        _("Confidence of reports"),
        CONFIDENCES,
        selection_mode="multi",
        format_func=lambda grade: {"high": _("high"), "medium": _("medium"), "low": _("low")}[grade],
        key="confidence",
        on_change=touch,
        persist_state="session",
        help=_("Filters strikes and displacement. The front line always rests on every report."),
    )
    struck = strike_filters.widgets(restored, touch)
    counter = _counter(events)
    area, flow = displacement_filter.sidebar_note(touch)
    layers, controllers = _layers()
    st.button(_("Reset the filter"), on_click=_reset, width="stretch")
    return replace(
        struck,
        start=start,
        end=end,
        kinds=frozenset(kinds),
        confidence=frozenset(confidence),
        controllers=frozenset(controllers),
        counter=counter,
        area=area,
        flow=flow,
        compare=st.session_state["compare"],
        mode=st.session_state["mode"],
        layers=layers,
        lang=language.get(),
    )


def _dates() -> tuple[date, date]:
    now = (st.session_state["start"], st.session_state["end"])
    st.session_state["preset"] = next((p.name for p in presets() if (p.start, p.end) == now), None)
    st.pills(_("Period"), [p.name for p in presets()], key="preset", on_change=_choose_preset)
    left, right = st.columns(2)
    limits: dict[str, Any] = {
        "min_value": FIRST_DAY,
        "max_value": LAST_DAY,
        "format": "YYYY-MM-DD",
        "persist_state": "session",
    }
    start = left.date_input(_("From"), key="start", on_change=touch, **limits)
    end = right.date_input(_("To"), key="end", on_change=touch, **limits)
    if start > end:
        st.warning(_("The first day lies after the last; the two were swapped."))
        return end, start
    return start, end


def _counter(events: EventTable) -> str:
    """The one counter whose numbered flows are drawn."""
    names = flow_counters(events)
    asked = st.session_state["counter"]
    if asked not in names:
        st.session_state["counter"] = names[0] if names else ""
        if asked:
            st.session_state[NOTES] = (*st.session_state.get(NOTES, ()), displacement.unknown_counter(events, asked))
    if not names:
        return ""
    chosen = st.selectbox(
        _("Flows counted by"),
        names,
        key="counter",
        on_change=touch,
        persist_state="session",
        help=_("Counters count the same waves differently, so they are never mixed: one at a time."),
    )
    return "" if chosen == names[0] else str(chosen)


def _layers() -> tuple[frozenset[str], list[str]]:
    # Drawn only while it is open: widgets that nobody sees would slow every change of the filter.
    box = st.expander(_("Layers"), key="layers_open", on_change="rerun")
    if box.open:
        with box:
            _draw_layers()
    online = frozenset({"online"}) if st.session_state["online"] else frozenset()
    return frozenset(st.session_state["layers"]) | online, list(st.session_state["controllers"])


def _draw_layers() -> None:
    names = layer_names()
    st.pills(
        _("Drawn on the map"),
        list(names),
        selection_mode="multi",
        format_func=names.__getitem__,
        key="layers",
        on_change=touch,
        persist_state="session",
    )
    st.multiselect(
        _("Areas held by"),
        CONTROLLERS,
        format_func=in_words,
        key="controllers",
        placeholder=_("all sides"),
        on_change=touch,
        persist_state="session",
    )
    st.toggle(
        _("Online background (OpenStreetMap)"),
        key="online",
        on_change=touch,
        persist_state="session",
        help=_("The only part that asks another server for pictures. The map needs none of it."),
    )


def _write(query: Query) -> None:
    """Bring the address in line with the filter; parameters of others are left alone."""
    before = st.query_params.to_dict()
    declared = {p.name for p in PARAMETERS}
    after = {name: value for name, value in before.items() if name not in declared} | query.params()
    if after != before:
        st.query_params.from_dict(after)
    st.session_state[WRITTEN] = after
