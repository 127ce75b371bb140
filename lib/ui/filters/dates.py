"""The days of the filter: named periods, and the first and the last day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

import streamlit as st

from lib.config.crisis import CRISIS
from lib.events.query import FIRST_DAY, LAST_DAY
from lib.text import _, day, language, pgettext

LONGEST_DAY: Final = 11
"""Most characters of a day that half the side bar's width holds, its field's arrow beside it."""


def widgets(touch: Callable[[], None], opened: tuple[date, date] | None) -> tuple[date, date]:
    """Draw the days of the filter, and return the first and the last of them in order.

    Args:
        touch: Notes that the reader changed the filter.
        opened: The days of the address, where the session has not run the page before. A page that was open before the
            server was started anew may bring a click along: another period than that of its address.
    """
    if CRISIS.presets:
        _presets(touch, opened)
    left, right = st.columns(2) if _fit_side_by_side(language.get()) else (st.container(), st.container())
    with left:
        start = day_select(pgettext("first day", "From"), "start", touch, persist_state="session")
    with right:
        end = day_select(pgettext("last day", "To"), "end", touch, persist_state="session")
    if start > end:
        st.warning(_("The first day lies after the last; the two were swapped."))
        return end, start
    return start, end


def _presets(touch: Callable[[], None], opened: tuple[date, date] | None) -> None:
    """Draw the named periods; the one that the days are is the chosen one."""
    names = [str(p.name) for p in CRISIS.presets]
    now = opened or (st.session_state["start"], st.session_state["end"])
    held = next((str(p.name) for p in CRISIS.presets if (p.first, p.last) == now), None)
    if opened is None:
        st.session_state["preset"] = held
    told = None if opened is None else held
    chosen = st.pills(_("Period"), names, default=told, key="preset", on_change=_choose_preset, args=(touch,))
    if chosen and chosen != held:
        _choose_preset(touch)


def _choose_preset(touch: Callable[[], None]) -> None:
    touch()
    chosen = next((p for p in CRISIS.presets if str(p.name) == st.session_state["preset"]), None)
    if chosen:
        st.session_state["start"], st.session_state["end"] = chosen.first, chosen.last


def day_select(
    label: str, key: str, on_change: Callable[[], None], earlier: Mapping[date, str] | None = None, **options: Any
) -> date:
    """Draw a field for one of the days that the map covers, as the titles write it, and return the day.

    Streamlit's own field for dates writes them in figures only, whose order is another one in each country. ``earlier``
    are days before these that may be chosen too, with their names; a blank name is written as a day.
    """
    named = earlier or {}
    chosen: date = st.selectbox(
        label,
        (*sorted(named), *_covered_days()),
        format_func=lambda each: named.get(each) or day(each, short=True),
        key=key,
        on_change=on_change,
        **options,
    )
    return chosen


@lru_cache(maxsize=8)
def _fit_side_by_side(_lang: str) -> bool:
    """Return whether two days fit beside each other in the side bar, as the language writes them."""
    return max(len(day(each, short=True)) for each in _covered_days()) <= LONGEST_DAY


@lru_cache(maxsize=1)
def _covered_days() -> tuple[date, ...]:
    return tuple(FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1))
