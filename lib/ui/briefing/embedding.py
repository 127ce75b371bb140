"""The map in a page of the reader's own: how large its frame is, the HTML to copy, and the frame as it will look."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any, Final

import streamlit as st

from lib.config.settings import settings
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.light.content import first
from lib.light.parts import First
from lib.light.snippet import FRAMES, LEAST, MOST, Frame, address, snippet, title
from lib.text import _, enumerated, language, pgettext
from lib.ui.links import server
from lib.ui.own_table import page as own_table
from lib.ui.panels import plain, section

KEY: Final = "briefing.frame"
OWN: Final = "own"
"""Value of the choice of a size that stands for one of the reader's own."""
_KEEP: Final[dict[str, Any]] = {"persist_state": "session"}


def in_a_page(snapshot: Snapshot, query: Query) -> None:
    """Show the HTML that puts the map of a view into another page; nothing for a reader's own table.

    Args:
        snapshot: The table that is shown.
        query: The view; its language is the frame's.
    """
    base = server()
    if snapshot.own or not base:
        return
    section(_("In a page of your own"))
    allowed = settings().frame_ancestors
    if not allowed:
        st.caption(_("This server lets no other page show its map."))
        return
    if "*" not in allowed:
        st.caption(plain(_("These servers may show it in their pages: {names}.").format(names=enumerated(allowed))))
    if own_table.beside() is not None:
        st.caption(_("These links show the map's table without yours: no address gives your own table to others."))
    frame = _frame()
    token = language.set(query.lang)
    try:
        seen = first(snapshot, replace(query, view="page"))
        html, name = snippet(base, seen, frame, lang=query.lang), title(seen)
    finally:
        language.reset(token)
    st.code(html, language=None, wrap_lines=True)
    words = _(
        "Copy this into the HTML of your page. Where a page builder takes an address alone, give it the link to this "
        "page: it finds the frame by itself (oEmbed)."
    )
    st.caption(words)
    _preview(seen, name, frame)


def _frame() -> Frame:
    """Ask how large the frame is."""
    left, *sides = st.columns([2, 1, 1])
    chosen = left.selectbox(
        _("Size of the frame"), [*FRAMES, OWN], format_func=_names().__getitem__, key=f"{KEY}.size", **_KEEP
    )
    if chosen != OWN:
        return FRAMES[str(chosen)]
    usual = FRAMES["article"]
    asked = [
        column.number_input(words, least, most, value, step=10, key=f"{KEY}.{key}", **_KEEP)
        for column, key, words, least, most, value in (
            (sides[0], "width", _("Width, pixels"), LEAST.width, MOST.width, usual.width),
            (sides[1], "height", _("Height, pixels"), LEAST.height, MOST.height, usual.height),
        )
    ]
    return Frame(*(int(side) for side in asked))


def _names() -> dict[str, str]:
    names = {
        "column": _("As wide as its column, {height} high"),
        "article": _("Article, {width} × {height}"),
        "phone": _("Phone, {width} × {height}"),
        "wide": _("Wide, {width} × {height}"),
        "screen": _("Screen, {width} × {height}"),
    }
    sized = {key: words.format(width=FRAMES[key].width, height=FRAMES[key].height) for key, words in names.items()}
    return sized | {OWN: pgettext("size of a frame", "Another size")}


def _preview(seen: First, name: str, frame: Frame) -> None:
    """Show the frame in its own size, once it is scrolled to: who only copies the HTML loads no second map."""
    width = f"{frame.width}px" if frame.width else "100%"
    source = address(".", seen.query, "embed", lang=seen.query.lang)
    st.html(
        f'<div class="im-frame" role="region" tabindex="0" aria-label="{escape(_("Preview"), quote=True)}" '
        f'data-source="{escape(source, quote=True)}" data-title="{escape(name, quote=True)}" '
        f'data-size="width:{width};height:{frame.height}px"></div>{SHOW}',
        unsafe_allow_javascript=True,
    )


SHOW: Final = """<script>
document.querySelectorAll(".im-frame:empty").forEach((box) => {
  const frame = Object.assign(document.createElement("iframe"), { title: box.dataset.title });
  frame.style.cssText = box.dataset.size;
  box.append(frame);
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    watch.disconnect();
    frame.src = box.dataset.source;
  });
  watch.observe(box);
});
</script>"""
"""Puts the frame into its box, and asks for the map when it comes into sight. Streamlit lets no frame stand in HTML."""
