"""The filters of strikes, all but their kinds folded away in the sidebar; the chips above say what they leave out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from lib.events.address import MAX_TEXT
from lib.events.choices import CASUALTIES, NOT_STATED, REPORTS, TARGETS
from lib.events.query import NEAR, Query
from lib.events.schema import ATTRIBUTIONS, SUBKINDS
from lib.text import _, pgettext
from lib.text.vocabulary import border_name, in_words

SUBS = SUBKINDS["strike"]


def values_of(query: Query) -> dict[str, object]:
    """Return what the widgets, and what the page of the strikes chooses, show for ``query``, by their keys."""
    return {
        "strike_kinds": [sub for sub in SUBS if sub in query.subkinds],
        "attribution": [word for word in ATTRIBUTIONS if word in query.attribution],
        "targets": [word for word in TARGETS if word in query.targets],
        "casualties": query.casualties,
        **{name: getattr(query, name) for name in ("actor", "where", "symbols", "near", "within", "reports")},
    }


def widgets(restored: Query, touch: Callable[[], None]) -> Query:
    """Draw the filters.

    Args:
        restored: The query of the address; what no widget shows is kept from it.
        touch: Called when the reader changes one.

    Returns:
        ``restored`` with the strike filters as the reader has set them, and what the page of the strikes chose.
    """
    # The one that is asked for most stands free.
    _several("strike_kinds", _("Kinds of strike"), _named(SUBS, in_words), _("all kinds"), touch)
    # Drawn only while it is open: widgets that nobody sees would slow every change of the filter.
    box = st.expander(_("Strikes"), key="strikes_open", on_change="rerun")
    if box.open:
        with box:
            _draw(touch)
    kinds = st.session_state["strike_kinds"]
    return replace(
        restored,
        subkinds=frozenset(kinds) | (restored.subkinds - frozenset(SUBS)),
        attribution=frozenset(st.session_state["attribution"]),
        actor=_sound(st.session_state["actor"]),
        targets=frozenset(st.session_state["targets"]),
        casualties=st.session_state["casualties"],
        where=_sound(st.session_state["where"]),
        symbols=st.session_state["symbols"],
        near=st.session_state["near"],
        within=st.session_state["within"],
        reports=st.session_state["reports"],
    )


def _draw(touch: Callable[[], None]) -> None:
    _several("attribution", _("Attribution"), _named(ATTRIBUTIONS, attribution), pgettext("attributions", "all"), touch)
    _text(_("Attributed to (words of the source)"), "actor", _("any actor"), touch)
    _several("targets", _("Reported target"), _named(TARGETS, target), _("all, stated or not"), touch)
    st.selectbox(
        _("Casualties"),
        CASUALTIES,
        format_func=casualties,
        key="casualties",
        on_change=touch,
        persist_state="session",
    )
    st.radio(
        _("Whose word on these counts"),
        REPORTS,
        format_func={
            "any": _("any report of a strike"),
            "primary": _("the counted report alone"),
        }.__getitem__,
        key="reports",
        on_change=touch,
        persist_state="session",
        help=_(
            "Several sources report most strikes. Attribution, actor, target and casualties are looked for in each of "
            "them; the figures are always those of the counted report."
        ),
    )
    _text(_("Place or district"), "where", _("anywhere; English or Arabic"), touch)
    left, right = st.columns([5, 3], vertical_alignment="bottom")
    left.selectbox(
        pgettext("filter by distance", "Near"),
        NEAR,
        format_func=near,
        key="near",
        on_change=touch,
        persist_state="session",
    )
    right.number_input(
        _("Within, km"),
        **WITHIN,
        key="within",
        on_change=touch,
        persist_state="session",
        disabled=st.session_state["near"] == NEAR[0],
    )


def _named(words: tuple[str, ...], name: Callable[[str], str]) -> dict[str, str]:
    return {word: name(word) for word in words}


def _several(key: str, label: str, words: dict[str, str], placeholder: str, touch: Callable[[], None]) -> None:
    st.multiselect(
        label,
        list(words),
        format_func=words.__getitem__,
        key=key,
        placeholder=placeholder,
        filter_mode="contains",
        select_all=False,
        on_change=touch,
        persist_state="session",
    )


def _text(label: str, key: str, placeholder: str, touch: Callable[[], None]) -> None:
    st.text_input(
        label,
        key=key,
        placeholder=placeholder,
        max_chars=MAX_TEXT,
        on_change=touch,
        persist_state="session",
    )


def _sound(text: str) -> str:
    """Return text as an address can hold it: one line, without what cannot be printed."""
    return "".join(sign for sign in str(text) if sign.isprintable()).strip()[:MAX_TEXT]


def attribution(word: str) -> str:
    """Name how a source attributes a strike, as a reader says it."""
    return {
        "stated": _("stated by the source"),
        "alleged": _("alleged"),
        "contested": _("contested"),
        "unknown": _("no actor named"),
    }.get(word, in_words(word))


def target(word: str) -> str:
    """Name a reported target, as a reader says it."""
    return _("not stated") if word == NOT_STATED else in_words(word)


WITHIN: Final[dict[str, Any]] = {"min_value": 0.5, "max_value": 100.0, "step": 0.5, "format": "%.1f"}
"""Distances that a reader may choose, km."""


def near(word: str) -> str:
    """Name what strikes have to be near, as a reader says it."""
    return {
        "any": _("anything"),
        "camps": _("Camps"),
        "crossings": _("Crossings"),
        "border": border_name(),
        "front": _("Front line of that day"),
        "hospitals": _("Hospitals reported hit"),
        "schools": _("Schools reported hit"),
    }[word]


def casualties(word: str) -> str:
    """Name a choice of strikes by their casualties, as a reader says it."""
    return {
        "any": _("all strikes"),
        "figure": _("a figure is reported"),
        "killed": _("someone reported killed"),
    }[word]
