"""The choices of the briefing page: pages, extent, size, language, title and note, kept in the page's address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

import streamlit as st

from lib.events.query import Query
from lib.exports.order import EXPORT_PARAMETERS, MAX_TEXT, Order, OrderError, read_order
from lib.geography import places
from lib.print.sheet import SHEETS
from lib.text import LANGUAGES, _, day, own_name, pgettext
from lib.text.vocabulary import border_name
from lib.ui.briefing import last_view
from lib.ui.filters import panel as filters
from lib.ui.panels import plain

KEY: Final = "briefing."
READ: Final = "briefing.read"
"""Session key of the address that the choices were last filled from."""
USUAL: Final = "1080p"
WAYS: Final = ("one", "weekly", "dates")
_KEEP: Final[dict[str, Any]] = {"persist_state": "session"}


@dataclass(frozen=True)
class Asked:
    """What the reader wants: the view, what is asked of the export besides, and the size a picture will have."""

    query: Query
    order: Order
    size: str

    @property
    def several(self) -> bool:
        """Whether it is a pack of pages."""
        return bool(self.order.dates) or self.order.pages == "layers"


def choices(query: Query, finding: str) -> Asked:
    """Draw the choices and keep the address in step.

    Args:
        query: The view that the shared filter asks for.
        finding: The title that the figures give, offered in place of the reader's own.
    """
    _fill()
    title = st.text_input(_("Title"), key=KEY + "title", placeholder=finding, max_chars=MAX_TEXT, **_KEEP)
    note = st.text_input(
        pgettext("words under a title", "Note"),
        key=KEY + "note",
        placeholder=_("A line of your own under the title"),
        max_chars=MAX_TEXT,
        **_KEEP,
    )
    dates = _dates(query)
    left, right = st.columns(2)
    size = left.selectbox(
        pgettext("size of a picture", "Size"),
        list(SHEETS),
        format_func=_size_names().__getitem__,
        key=KEY + "size",
        **_KEEP,
    )
    lang = right.selectbox(
        _("Language"), LANGUAGES, format_func=own_name, key=KEY + "lang",
        help=_("Dates and numbers follow the language; words that are not translated yet stay English."), **_KEEP,
    )  # fmt: skip
    extent, place = _extent(query)
    layered = st.toggle(_("A page each for front lines, displacement and strikes"), key=KEY + "layered", **_KEEP)
    asked: dict[str, str] = {
        "size": "" if size == USUAL else str(size),
        "extent": "" if extent in {"view", last_view.NOW} else extent,
        "title": str(title or ""),
        "note": str(note or ""),
        "dates": dates,
        "pages": "layers" if layered else "",
    }
    _write(asked)
    query = replace(query, lang=str(lang), place=place or query.place, view="page")
    return Asked(query, Order(**asked), str(size))


def _fill() -> None:
    """Take over what the address asks of an export, once for each address that comes from outside."""
    address = {p.name: st.query_params.get(p.name, "") for p in EXPORT_PARAMETERS}
    if st.session_state.get(READ) == address:
        return
    st.session_state[READ] = address
    try:
        order = read_order(address, "pdf")
    except OrderError as error:
        st.warning(plain(str(error)))
        order = Order()
    chosen = order.dates if order.dates in WAYS else "dates" if order.dates else "one"
    days = [date.fromisoformat(text) for text in order.dates.split(",")] if chosen == "dates" else []
    st.session_state[KEY + "title"], st.session_state[KEY + "note"] = order.title, order.note
    st.session_state[KEY + "size"] = order.size if order.size in SHEETS else USUAL
    st.session_state[KEY + "extent"] = order.extent or "view"
    st.session_state[KEY + "way"] = chosen
    st.session_state[KEY + "days"] = days
    st.session_state[KEY + "layered"] = order.pages == "layers"
    st.session_state.setdefault(KEY + "lang", st.query_params.get("lang", LANGUAGES[0]))


def _write(asked: dict[str, str]) -> None:
    """Bring the address in line with the choices; those at their default are left out."""
    before = st.query_params.to_dict()
    after = {name: text for name, text in before.items() if name not in asked}
    after |= {name: text for name, text in asked.items() if text}
    if after != before:
        st.query_params.from_dict(after)
    st.session_state[READ] = {p.name: asked.get(p.name, "") for p in EXPORT_PARAMETERS}
    # The shared filter would take the change for that of a reader who went back in the history.
    st.session_state[filters.WRITTEN] = after


def _dates(query: Query) -> str:
    """Ask for one page, one every week, or one for each day chosen; return it as the parameter ``dates`` has it."""
    names = {"one": _("One page"), "weekly": _("Every week"), "dates": _("Chosen days")}
    way = st.segmented_control(
        _("Pages"), WAYS, format_func=names.__getitem__, key=KEY + "way", required=True, **_KEEP,
        help=_("Each page shows the days since the page before; its front line is that of its last day."),
    )  # fmt: skip
    if way != "dates":
        return "weekly" if way == "weekly" else ""
    length = (query.end - query.start).days + 1
    offered = [query.start + timedelta(days=n) for n in range(length)]
    known = st.session_state.get(KEY + "days", [])
    st.session_state[KEY + "days"] = [d for d in known if d in offered] or [query.end]
    days = st.multiselect(
        _("Last day of each page"), offered, format_func=lambda d: day(d, short=True), key=KEY + "days", **_KEEP
    )
    return ",".join(sorted(d.isoformat() for d in days))


def _extent(query: Query) -> tuple[str, str]:
    """Ask which part of the map to show; return it, and the place when it is one."""
    moved = last_view.asked_for() is not None
    if st.session_state[KEY + "extent"] == last_view.NOW and not last_view.shown(query):
        st.session_state[KEY + "extent"] = "view"
    names = _extent_names(query, moved=moved)
    extent = str(
        st.segmented_control(
            _("Part of the map"),
            list(names),
            format_func=names.__getitem__,
            key=KEY + "extent",
            required=True,
            on_change=_turned,
            help=_("Move a map, on any page, and the part that you see can be chosen here."),
            **_KEEP,
        )
    )
    if extent != "place":
        return extent, ""
    known = _settlements()
    if KEY + "place" not in st.session_state:
        st.session_state[KEY + "place"] = query.place if query.place in known else known[0]
    return extent, str(st.selectbox(_("Place"), known, key=KEY + "place", **_KEEP))


def _turned() -> None:
    """Let the page's view be that of the map as it was last moved while that part is chosen, and no longer."""
    if st.session_state[KEY + "extent"] == last_view.NOW:
        last_view.take()
    else:
        last_view.leave()


def _extent_names(query: Query, *, moved: bool) -> dict[str, str]:
    """Name the parts of the map as a reader says them: that of a view of the address, if it has one, comes first."""
    names = {"view": _("As in the link") if last_view.linked(query) else pgettext("part of the map", "Usual")}
    if moved:
        names[last_view.NOW] = _("As on my map now")
    return names | {
        "whole": pgettext("part of the map", "Whole"),
        "front": pgettext("part of the map", "Front"),
        "border": border_name(),
        "place": _("A place"),
    }


@st.cache_data(max_entries=1)
def _settlements() -> list[str]:
    """List the settlements that can be shown, the largest first."""
    ranks = places.ranks().rename_axis("place").reset_index(name="rank")
    return list(dict.fromkeys(ranks.sort_values(["rank", "place"])["place"]))


def _size_names() -> dict[str, str]:
    names = dict(zip(SHEETS, SHEETS, strict=True))
    return names | {
        "1080p": _("Screen, 1920 × 1080"),
        "4k": _("Large screen, 3840 × 2160"),
        "a4-landscape": _("A4 landscape"),
        "a4-portrait": _("A4 portrait"),
        "a3-landscape": _("A3 landscape"),
        "a3-portrait": _("A3 portrait"),
        "square": _("Square, 1200 × 1200"),
    }
