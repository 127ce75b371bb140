"""What the briefing page gives: the real picture as a preview, the files, and links that can be copied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from html import escape
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from lib.config import base_path
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.exports.encoder import NoEncoderError, encoder
from lib.exports.order import EXPORT_PARAMETERS, MEDIA_TYPES, Order, OrderError, pages_of, read_order
from lib.exports.sizes import SIZES
from lib.text import _, ngettext, number, span
from lib.ui import layer_files
from lib.ui import links as copied
from lib.ui.briefing.page import Asked
from lib.ui.own_table import page as own_table
from lib.ui.panels import plain, section

ONE_PAGE: Final = ("png", "pdf", "svg", "pptx", "gif", "mp4", "report", "html")
SEVERAL: Final = ("pdf", "pptx", "gif", "mp4")
"""Formats offered for one page, and for a pack."""


def preview(snapshot: Snapshot, asked: Asked, words: str) -> None:
    """Show the real picture, only smaller, or each page of a pack; ``words`` say it to those who cannot see it.

    The browser asks for the pictures beside the page, so that the page does not wait for them.
    """
    try:
        pages = pages_of(asked.order, asked.query, "pdf")
    except OrderError as error:
        st.error(plain(str(error)))
        return
    single = replace(asked.order, dates="", pages="", range="")
    if _private(snapshot):
        _own_preview(snapshot, asked, single, words)
        return
    if len(pages) == 1:
        st.html(_figure(_address("png", asked.query, replace(single, size=f"{asked.size}-preview")), asked.size, words))
        return
    count = ngettext("{n} page", "{n} pages", len(pages)).format(n=number(len(pages)))
    thumbs = "".join(
        f"<li>{_figure(_address('png', page.query, replace(single, size=f'{asked.size}-thumb')), asked.size, when)}"
        f'<a href="{_address("png", page.query, replace(single, size=asked.size))}" download>{escape(when)}</a></li>'
        for page in pages
        for when in [span(page.query.start, page.query.end)]
    )
    st.html(f'<p class="im-pages">{escape(count)}</p><ol class="im-thumbs">{thumbs}</ol>')


def _private(snapshot: Snapshot) -> bool:
    """Return whether a reader's own table is in the picture, alone or beside the map's: no address may give it."""
    return snapshot.own or own_table.beside() is not None


def _figure(address: str, size: str, words: str) -> str:
    """Frame a picture in its shape, so that nothing moves when it arrives."""
    width, height = SIZES[size].pixels
    return (
        f'<figure class="im-preview" style="aspect-ratio:{width}/{height}">'
        f'<img src="{address}" alt="{escape(words, quote=True)}" width="{width}" height="{height}" loading="lazy">'
        "</figure>"
    )


def _own_preview(snapshot: Snapshot, asked: Asked, order: Order, words: str) -> None:
    with st.spinner(_("Drawing the picture …")):
        try:
            sized = replace(order, size=f"{asked.size}-preview")
            body = _made(snapshot, asked.query, sized, "png", own_table.beside())
        except (ValueError, RuntimeError) as error:
            st.error(plain(str(error)))
            return
    st.image(body, caption=plain(words))


def files(snapshot: Snapshot, asked: Asked) -> None:
    """Show a link for each format that can be had of what is asked; what cannot is said."""
    names = _names()
    offered = SEVERAL if asked.several else ONE_PAGE
    links, missing = [], []
    for fmt in offered:
        try:
            order = _fitting(asked, fmt)
            pages_of(order, asked.query, fmt)
            if fmt == "mp4":
                encoder()
        except (OrderError, NoEncoderError) as error:
            missing.append(str(error))
            continue
        links.append((fmt, order))
    section(_("Files"), seen=False)
    if _private(snapshot):
        _own_files(snapshot, asked, links)
    else:
        items = "".join(
            f'<li><a href="{_address(fmt, asked.query, order)}" download>{escape(names[fmt])}</a></li>'
            for fmt, order in links
        )
        st.html(f'<ul class="im-files" aria-label="{escape(_("Files"), quote=True)}">{items}</ul>')
    read = _("A PDF is tagged for screen readers: headings, order of reading, and its figures in words.")
    for sentence in (*missing, read):
        st.caption(plain(sentence))
    if not _private(snapshot):
        layer_files.links(asked.query)


def _own_files(snapshot: Snapshot, asked: Asked, links: list[tuple[str, Order]]) -> None:
    own = own_table.beside()
    st.caption(_("Your own table is drawn here, in your session alone; no link gives these pictures to others."))
    if own is not None and any(fmt == "html" for fmt, _order in links):
        # Loaded with what draws, only where it is needed.
        from lib.exports.standalone import without_own_table  # noqa: PLC0415

        st.caption(f"{_names()['html']}: {without_own_table()}")
    for fmt, order in links:
        ending = "pdf" if fmt == "report" else fmt
        st.download_button(
            _names()[fmt],
            _maker(snapshot, asked.query, order, fmt, own),
            file_name=f"own-table-{asked.query.start}-{asked.query.end}.{ending}",
            mime=MEDIA_TYPES[fmt],
            key=f"briefing.file.{fmt}",
            on_click="ignore",
        )


def _maker(
    snapshot: Snapshot, query: Query, order: Order, fmt: str, own: Snapshot | None = None
) -> Callable[[], bytes]:
    """Return what makes the file once its button is pressed, not before."""
    return partial(_made, snapshot, query, order, fmt, own)


def _made(snapshot: Snapshot, query: Query, order: Order, fmt: str, own: Snapshot | None = None) -> bytes:
    # The libraries that draw are loaded in this process only where a reader's own table has to be drawn in it.
    from lib.exports.own import own_export  # noqa: PLC0415

    return own_export(snapshot, query, order, fmt, own)


def links(snapshot: Snapshot, asked: Asked) -> None:
    """Show the address of the picture, and of this page, each with a button that copies it."""
    if snapshot.own:
        return
    if own_table.beside() is not None:
        st.caption(_("These links show the map's table without yours: no address gives your own table to others."))
    section(_("Links"), seen=False)
    fmt = "pdf" if asked.several else "png"
    picture = _plain_address(fmt, asked.query, _fitting(asked, fmt))
    page = "?" + urlencode(asked.query.params() | asked.order.params())
    copied.links(((_("Link to the picture"), picture), (_("Link to this page"), page)))


def _fitting(asked: Asked, fmt: str) -> Order:
    """Return what of the order a format takes."""
    given = asked.order.params()
    taken = {p.name: given[p.name] for p in EXPORT_PARAMETERS if p.name in given and fmt in p.formats}
    if fmt in {"gif", "mp4"}:
        taken.pop("size", None)
    return read_order(taken, fmt)


def _address(fmt: str, query: Query, order: Order) -> str:
    """Return the address of an export, escaped for an attribute."""
    return escape(_plain_address(fmt, query, order), quote=True)


def _plain_address(fmt: str, query: Query, order: Order) -> str:
    name = "report.pdf" if fmt == "report" else f"map.{fmt}"
    params = replace(query, search="", event="", view="page").params() | order.params()
    return base_path.link(f"/export/{name}", params)


def _names() -> dict[str, str]:
    return {
        "png": _("Picture (PNG)"),
        "pdf": _("PDF"),
        "svg": _("Drawing (SVG)"),
        "pptx": _("Slides (PPTX)"),
        "gif": _("Animation (GIF)"),
        "mp4": _("Film (MP4)"),
        "report": _("Situation report (PDF)"),
        "html": _("Map with clock, one file (HTML)"),
    }
