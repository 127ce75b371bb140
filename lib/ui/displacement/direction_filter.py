"""The filter of displacement by area: in, out, or between the places of one; shown on every page where it holds."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from lib.events.choices import FLOWS
from lib.events.query import Query
from lib.events.table import EventTable
from lib.geography import areas
from lib.text import _, pgettext
from lib.ui.panels import plain

AREA_WIDGET = "area_select"
FLOW_WIDGET = "flow_select"


def way_names() -> dict[str, str]:
    """Name the ways of a movement as a reader says them."""
    return {
        "any": pgettext("people displaced", "In or out"),
        "in": pgettext("people displaced", "In"),
        "out": pgettext("people displaced", "Out"),
        "between": _("Between its places"),
    }


def show(widget: str, value: object) -> None:
    """Have a widget show a value. Set only when it shows another: a value set anew would undo a click on its way."""
    if widget not in st.session_state or st.session_state[widget] != value:
        st.session_state[widget] = value


def name_of(area: str) -> str:
    """Name an area that a filter asks for: what its P-code or spelling stands for."""
    chain = areas.named(area)
    return chain[-1] if chain else area


def _choose(touch: Callable[[], None]) -> None:
    touch()
    st.session_state["area"] = st.session_state[AREA_WIDGET] or ""
    st.session_state["flow"] = st.session_state[FLOW_WIDGET] or FLOWS[0]


def controls(events: EventTable, query: Query, touch: Callable[[], None]) -> None:
    """Choose a sub-district, and whether movements into it, out of it or between its places are shown."""
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    names = _choices(events)
    chain = areas.named(query.area)
    known = next((code for code, name in names.items() if code == query.area or areas.named(code) == chain), None)
    if query.area and known is None:
        names = {query.area: name_of(query.area), **names}
        known = query.area
    show(AREA_WIDGET, known if query.area else None)
    show(FLOW_WIDGET, query.flow)
    left.selectbox(
        _("Sub-district"),
        list(names),
        format_func=names.__getitem__,
        key=AREA_WIDGET,
        placeholder=pgettext("reports", "all"),
        on_change=_choose,
        args=(touch,),
    )
    right.segmented_control(
        _("Movements"),
        FLOWS,
        format_func=way_names().__getitem__,
        key=FLOW_WIDGET,
        required=True,
        disabled=not query.area,
        on_change=_choose,
        args=(touch,),
    )
    if query.area and not chain:
        words = _("No area called {area} is known, so no movement is shown. Choose one from the list.")
        st.info(words.format(area=plain(query.area)))


def _choices(events: EventTable) -> dict[str, str]:
    """List the sub-districts that the reports name as an end of a movement, by P-code."""
    rows = events.displacement
    rows = rows.loc[rows["subkind"] != "return"]
    ends = [("pcode", "place"), ("origin_pcode", "origin_place")]
    chains = pd.concat([areas.chains(rows[code], rows[name]) for code, name in ends])
    found = chains.loc[chains["admin3"] != ""].drop_duplicates(["admin2", "admin3"])
    known = areas.subdistricts().merge(found[["admin2", "admin3"]], on=["admin2", "admin3"])
    known = known.sort_values("admin3")
    return {code: f"{name} ({code})" for code, name in zip(known["pcode"], known["admin3"], strict=True)}
