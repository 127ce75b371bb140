"""The parts of the front lines page: the day compared with, what changed, area over time, a place's history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.analysis import control, others_counts, place_history
from lib.analysis.control import Changes
from lib.analysis.gains import best_known
from lib.config.crisis import CONTESTED, CRISIS
from lib.config.layers import LAYERS
from lib.events import narrowing
from lib.events.query import FIRST_DAY, Query
from lib.events.table import EventTable
from lib.geography import search
from lib.geography.places import local
from lib.layers import options
from lib.maps.state import compared_day
from lib.text import _, day, enumerated, number, pgettext, square_km
from lib.text.sides import gains_ground
from lib.text.vocabulary import in_words
from lib.ui import panels, sections
from lib.ui.filters import dates as date_filter
from lib.ui.filters import panel as filters
from lib.ui.panels import compare_link
from lib.ui.tables import DAY_FORMAT, data_table

COMPARE_WIDGET = "compare_day"
OVERLAY_WIDGET = "overlay_pills"
OVERLAYS = tuple(facts.id for facts in LAYERS if facts.home == "agreements")
"""What agreements drew, offered on this page beside the comparison."""


def only_lines(query: Query) -> Query:
    """Return ``query`` without what is no front line, so that the map of this page shows lines alone."""
    return replace(query, kinds=frozenset({"control"}), layers=query.layers - {"strikes", "flows"})


def finding(changes: Changes, start: date, query: Query) -> str:
    """Write the title: who gained how much ground between which days, and the best known of the places taken."""
    found, where = _finding(changes, start, query), narrowing.where(query)
    return _("{finding}, {where}").format(finding=found, where=where) if where else found


def _finding(changes: Changes, start: date, query: Query) -> str:
    end = query.end
    gained = changes.ranges["gained"].drop(CONTESTED, errors="ignore")
    if not changes.front_km_after and not changes.front_km_before:
        if query.within_area:
            return _("No front line is computed for {start} or {end}").format(start=day(start), end=day(end))
        return _("No front line can be computed from the reports known by {end}").format(end=day(end))
    if gained.empty or gained.max() < 1:
        if query.within_area:
            return _("No ground changed hands from {start} to {end}").format(start=day(start), end=day(end))
        return _("The front line of {end} is that of {start}").format(start=day(start), end=day(end))
    winner = str(gained.idxmax())
    area = square_km(*changes.ranges.loc[winner, ["gained_low", "gained_high"]])
    ground = gains_ground(winner, area, day(start, short=True), day(end, short=True))
    taken = best_known(changes.settlements, winner)
    return _("{gained}: {names}").format(gained=ground, names=enumerated(map(local, taken))) if taken else ground


def _choose_day() -> None:
    filters.touch()
    st.session_state["compare"] = st.session_state[COMPARE_WIDGET]


def _choose_overlays() -> None:
    filters.touch()
    others = [layer for layer in st.session_state["layers"] if layer not in OVERLAYS]
    st.session_state["layers"] = [*others, *st.session_state[OVERLAY_WIDGET]]


def comparison(events: EventTable, query: Query) -> None:
    """Ask which day the front line is compared with, and how; the shared filter writes it to the address."""
    left, right, more = st.columns([2, 4, 5], vertical_alignment="bottom")
    now = st.session_state[COMPARE_WIDGET] = compared_day(events, query)
    with left:
        date_filter.day_select(_("Compare with"), COMPARE_WIDGET, _choose_day, earlier_days(events, now))
    right.segmented_control(
        _("How"),
        ["gains", "swipe"],
        format_func=lambda mode: {"gains": _("Hatch what changed"), "swipe": _("Swipe between the days")}[mode],
        key="mode",
        required=True,
        on_change=filters.touch,
        persist_state="session",
    )
    if OVERLAYS:
        _overlays(more, query)
    if named := CRISIS.comparison_on(now):
        st.caption(str(named.note))


def _overlays(column: DeltaGenerator, query: Query) -> None:
    """Ask which agreements are drawn beside the comparison."""
    names = options()
    st.session_state[OVERLAY_WIDGET] = [name for name in OVERLAYS if name in query.layers]
    column.pills(
        _("What agreements drew"),
        OVERLAYS,
        selection_mode="multi",
        format_func=names.__getitem__,
        key=OVERLAY_WIDGET,
        on_change=_choose_overlays,
    )


def earlier_days(events: EventTable, now: date) -> dict[date, str]:
    """Name days before the period that may be compared with: those with a name, and those on which control changed.

    Only days that the table reaches back to; ``now`` is among them when it lies before the period.
    """
    known = control.control_dates(events)
    named = {each.day: str(each.name) for each in CRISIS.comparisons if known and each.day >= known[0]}
    days = {each: named.get(each, "") for each in (*known, *named, now)}
    return {each: name for each, name in days.items() if each < FIRST_DAY}


def figures(changes: Changes, start: date, query: Query) -> list[tuple[str, str, str]]:
    """Return the strip of the page: km² gained by each side, settlements, and the length of the front then and now."""
    end, where = query.end, narrowing.where(query)
    sides = _winners()
    moved = changes.ranges.reindex(sides, fill_value=0.0)
    between = _("{start} to {end}").format(start=day(start, short=True), end=day(end, short=True))
    if where:
        between = _("{days}, {where}").format(days=between, where=where)
    cells = [
        (
            square_km(*moved.loc[side, ["gained_low", "gained_high"]]),
            _("gained by: {side}").format(side=in_words(side)),
            _("lost: {area}; {dates}").format(
                area=square_km(*moved.loc[side, ["lost_low", "lost_high"]]), dates=between
            ),
        )
        for side in sides
    ]
    net = changes.front_km_after - changes.front_km_before
    sign = "+" if net >= 0 else "\N{MINUS SIGN}"
    return [
        *cells,
        (number(len(changes.settlements)), _("settlements changed hands"), between),
        (
            _("{n} km").format(n=number(changes.front_km_after)),
            _("front line, computed"),
            enumerated(
                part
                for part in (
                    _("{sign}{n} km since {day}").format(sign=sign, n=number(abs(net)), day=day(start, short=True)),
                    where,
                )
                if part
            ),
        ),
    ]


def _winners() -> list[str]:
    """Return the sides that can gain ground, in the order of the strip."""
    return list(dict.fromkeys(gain.won_by[0] for gain in CRISIS.gains))


def others(start: date, shown: Query) -> list[str]:
    """Return what others counted between two days, a sentence a cell of :func:`figures`; none beside a part of it."""
    if shown.within_area:
        return []
    query = Query(start=start + timedelta(days=1), end=shown.end)
    gained = [others_counts.of(query, "gained", side=side) for side in _winners()]
    return [*gained, others_counts.of(query, "changed"), others_counts.of(query, "held", "share")]


def section() -> str:
    """Ask which part below the map the reader wants: only that one is made, as the area of every date takes a while."""
    names = {"change": _("What changed"), "areas": _("Area over time"), "place": _("A place's history")}
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = sections.choose(_("Below the map"), names, "front_section")
        compare_link()
    panels.section(names[chosen], seen=False)
    return chosen


def change_table(changes: Changes, name: str) -> None:
    """Show every settlement whose holder differs between the two days, with date and source, and offer it as a file."""
    rows = changes.settlements
    if rows.empty:
        st.info(_("No settlement has another holder at the end than on the day compared with."))
        return
    readable = pd.DataFrame(
        {
            _("place"): rows["place"],
            pgettext("heading of a column: the side before", "from"): rows["previous_controller"].map(in_words),
            pgettext("heading of a column: the side after", "to"): rows["controller"].map(in_words),
            _("date"): pd.to_datetime(rows["date"]),
            _("source"): rows["source"],
            _("link"): rows["source_url"].where(rows["source_url"].str.match(r"https?://"), ""),
        }
    )
    config = {
        _("date"): st.column_config.DateColumn(format=DAY_FORMAT, width="small"),
        _("link"): st.column_config.LinkColumn(display_text=pgettext("link in a table", "open"), width="small"),
    }
    data_table(readable, height=340, column_config=config)
    st.download_button(
        _("Download as CSV"), rows.to_csv(index=False).encode("utf-8-sig"), file_name=name, mime="text/csv"
    )


def place_search(events: EventTable) -> None:
    """Ask for a settlement in English or Arabic and show who held it when, from which reports."""
    asked = st.text_input(
        _("A settlement, in English or Arabic"), key="place_search", placeholder=CRISIS.examples.search
    )
    if not asked.strip():
        st.caption(_("Spelling need not be exact."))
        return
    found = search.search(asked)
    if found.empty:
        st.info(_("No settlement of that name is known here. Try another spelling, or Arabic."))
        return
    names = list(found["place"])
    described = dict(zip(found["place"], found["description"], strict=True))
    place = st.pills(
        pgettext("places that were found", "Found"),
        names,
        default=names[0],
        format_func=lambda name: described[name],
        required=True,
    )
    history = place_history.place_history(events, str(place))
    if history.empty:
        st.info(_("No report in the table says who held {place}.").format(place=place))
        return
    st.text(place_history.sentence(history))
    readable = pd.DataFrame(
        {
            pgettext("heading of a column: first day", "from"): pd.to_datetime(history["start"]),
            pgettext("heading of a column: last day", "until"): pd.to_datetime(history["end"]),
            _("held by"): history["controller"].map(in_words),
            _("known from"): history["basis"].map(_bases()),
            _("confidence"): history["confidence"].map(in_words),
            _("source"): history["source"],
            _("link"): history["source_url"].where(history["source_url"].str.match(r"https?://"), ""),
        }
    )
    readable[_("also reported by")] = history["second_reports"]
    config = {
        pgettext("heading of a column: first day", "from"): st.column_config.DateColumn(
            format=DAY_FORMAT, width="small"
        ),
        pgettext("heading of a column: last day", "until"): st.column_config.DateColumn(
            format=DAY_FORMAT, width="small"
        ),
        _("link"): st.column_config.LinkColumn(display_text=pgettext("link in a table", "open"), width="small"),
    }
    data_table(readable, column_config=config)


def _bases() -> dict[str, str]:
    """Say in words what a spell of a place's history rests on."""
    return {
        "baseline": _("the state at the start"),
        "reported": _("a report of the change"),
        "implied": _("the report of its loss"),
        "computed": _("the computed front line"),
    }
