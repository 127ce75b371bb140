"""What the method page says: how each layer is made, and what the facts do not cover."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from lib.analysis import quality, strikes
from lib.config.crisis import CRISIS
from lib.config.paths import DATA, METHOD, OWN_METHOD, SHIPPED
from lib.events import quiet_days
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.events.store import Snapshot
from lib.events.table import EventTable
from lib.text import _, language, ngettext, number, pgettext, prose, spells
from lib.text.vocabulary import party, quiet_in_words
from lib.ui import layer_files, sections
from lib.ui.method import citing
from lib.ui.panels import given, source_link

PROSE_WIDTH = 820
"""Width of running text in pixels: about ninety characters a line."""
PROSE: Final = "method_prose"
WRITTEN_IN: Final = "en"
"""The language of docs/method.md."""
_MARKED: Final = """<script>
Object.assign(document.querySelector(".st-key-{key}") ?? {{}}, {{ lang: "{lang}", dir: "ltr" }});
</script>"""
"""Tells the browser of a text that is in another language than the page: how to read it aloud, and from which side."""


def title() -> None:
    """Show the heading of the page."""
    st.html(f'<header class="im-heading"><h1>{escape(_("Method and limits"))}</h1></header>')


def section() -> str:
    """Ask which part of the page the reader wants: "method", "quality" or "changes"; only that one is made."""
    names = {"method": _("Method"), "quality": _("Data quality"), "changes": _("What changed")}
    return sections.choose(_("Part of this page"), names, "method_section")


def limits(snapshot: Snapshot) -> None:
    """Show what the map does not know, counted from the table; then the method as docs/method.md has it, and data.

    In another language it is what the file beside it has, docs/method.tr.md.
    """
    events = snapshot.events
    struck = strikes.strikes(events, Query(end=LAST_DAY))
    silent = strikes.toll(struck, "civilian_deaths").silent
    lines = [
        _("{n} rows, {primary} of them counted; data version {version}.").format(
            n=number(len(events.frame)), primary=number(len(events.primary)), version=snapshot.version
        ),
        *_selection(struck),
        _("{n} of {all} strikes have no figure of civilians killed; blank is not zero.").format(
            n=number(silent), all=number(len(struck))
        ),
        _("{n} of {all} strikes name no target: shares of targets would mislead, so none are shown.").format(
            n=number(int((struck["target_kind"] == "").sum())), all=number(len(struck))
        ),
        _days_without(events),
    ]
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    st.html(f'<ul class="im-limits">{items}{_quiet()}</ul>')
    _in_words()
    if not snapshot.own:
        layer_files.links(Query(start=FIRST_DAY, end=LAST_DAY))
        citing.show(snapshot)


def _in_words() -> None:
    """Show the method of the crisis; where it brings none, the one that comes with the map, and whose that is."""
    own = OWN_METHOD.is_file()
    if DATA != SHIPPED and not own:
        st.info(
            _(
                "What follows was written with another crisis, the one that comes with the map. The method is the same "
                "here; places, days and numbers in it are not of this map."
            )
        )
    written = OWN_METHOD if own else METHOD
    path = prose.path_in(written, language.get())
    foreign = language.get() != WRITTEN_IN and path == METHOD
    if foreign:
        st.caption(_("What follows is written in English."))
    with st.container(key=PROSE):
        st.markdown(prose.readable(path.read_text(encoding="utf-8", errors="replace")), width=PROSE_WIDTH)
    if foreign:
        st.html(_MARKED.format(key=PROSE, lang=WRITTEN_IN), unsafe_allow_javascript=True)


def _quiet() -> str:
    """List the spells in which a source reports quiet, each with its source: list items, every value escaped."""
    return "".join(
        f"<li>{escape(quiet_in_words(row))} {source_link(str(row['source']), str(row['source_url']))}. "
        f"{given(str(row['note']))}</li>"
        for row in quiet_days.quiet_days().to_dict("records")
    )


def _selection(struck: pd.DataFrame) -> list[str]:
    """Say that a cited publisher does not take up every strike, where strikes of its list are among them."""
    cited = int((struck["publisher"] == "Airwars").sum())
    if not cited or not CRISIS.country.own_side:
        return []
    words = _(
        "{n} of {all} strikes come from Airwars alone or first: a cited selection, which under-covers strikes "
        "charged to {party} alone."
    )
    told = {"n": number(cited), "all": number(len(struck)), "party": party(CRISIS.country.own_side)}
    return [words.format(**told)]


def _days_without(events: EventTable) -> str:
    """Say on which days no row of the table reports a strike."""
    reports = quality.reports_by_day(events)["strike"]
    empty = [stamp.date() for stamp in reports.index[reports == 0]]
    words = ngettext(
        "{n} day has no strike in the table, which is not evidence of quiet: {days}.",
        "{n} days have no strike in the table, which is not evidence of quiet: {days}.",
        len(empty),
    )
    return words.format(n=number(len(empty)), days=spells(empty) or pgettext("days", "none"))
