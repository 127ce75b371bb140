"""The parts of a page around the map: heading, figures, timeline, sources. HTML of our own, every value escaped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from lib.analysis import others_counts
from lib.analysis.figure_rows import figure_rows
from lib.analysis.summary import Figures, milestone_words
from lib.config.crisis import CRISIS
from lib.config.language import GIVEN_IN
from lib.events import narrowing, publishing
from lib.events.problems import Problem, lines
from lib.events.query import Query
from lib.layers import earlier
from lib.text import _, day, ngettext, number, span
from lib.text.sources import limits
from lib.ui.context import call_window, page_context

MOST_PROBLEMS = 50


CONTROL, STRIKES, DISPLACEMENT = (frozenset({kind}) for kind in ("control", "strike", "displacement"))
"""The kinds of report that a page is about."""


def heading(  # noqa: PLR0913  each is a choice of the page
    title: str,
    query: Query,
    kinds: frozenset[str] = narrowing.EVERYTHING,
    *,
    clock: bool = False,
    since: date | None = None,
    days: str = "",
    offer: str = "",
) -> None:
    """Show the finding as the title of the page, with the days it holds for and what it is narrowed to.

    Args:
        title: The finding.
        query: The view.
        kinds: The kinds of report that the page is about: only their filters are told.
        clock: The map below has a clock. It moves without the page: once it shows other days, it marks the page, and
            the style brings out what the heading holds ready for that.
        since: The day that the end of the range is compared with, where that is what the page shows.
        days: What is said of the days where the page shows others than the range.
        offer: A quiet line after all this that leads elsewhere, as HTML; "" for none.
    """
    place = str(CRISIS.place)
    faint = "" if days or since is not None else earlier.in_words(query)
    days = days or span(query.start, query.end)
    if since is not None:
        days = _("{end} compared with {start}").format(start=day(since), end=day(query.end))
    call_window(page_context().name, title, days)
    days = " \N{MIDDLE DOT} ".join(part for part in (days, faint) if part)
    narrowed = narrowing.said(query, kinds)
    told = f' \N{MIDDLE DOT} <em class="im-narrowed">{escape(narrowed)}</em>' if narrowed else ""
    moved = _("the map now shows other days")
    ready = f' data-moved="{escape(moved, quote=True)}"' if clock else ""
    st.html(
        f'<header class="im-heading"><h1>{escape(title)}</h1>'
        f"<p{ready}><span>{escape(place)} \N{MIDDLE DOT} </span>{escape(days)}{told}</p>"
        + (f' <p class="im-offer">{offer}</p>' if offer else "")
        + "</header>"
    )


def section(title: str, *, seen: bool = True) -> None:
    """Head a part of the page, so that it can be jumped to; not ``seen`` where what stands there says so already."""
    st.html(f'<h2 class="{"im-section" if seen else "im-unseen"}">{escape(title)}</h2>')


def described(*texts: str) -> None:
    """Say what a map draws, for readers who cannot see it: next to the map, and out of sight; blank texts are none."""
    st.html(f'<p class="im-unseen">{escape(" ".join(text for text in texts if text))}</p>')


def written_summary(text: str) -> None:
    """Show the figures of the view as plain sentences."""
    section(_("In words"))
    st.html(f'<p class="im-summary">{escape(text)}</p>')


def figure_table(counted: Figures, query: Query) -> None:
    """Show the figures of the view as a table, each with others' counts beside it. Folded away until asked.

    It is for readers who cannot see the strip on the map, or cannot point at it.
    """
    section(_("Figures"), seen=False)
    others = others_counts.by_figure(query, counted.displaced.counter)
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td><td>{escape(basis)}'
        f"<small>{escape(others.get(key, ''))}</small></td></tr>"
        for value, name, basis, key in figure_rows(counted, query)
    )
    st.html(
        f'<details class="im-table"><summary>{escape(_("Figures of this view as a table"))}</summary>'
        f"<table>{rows}</table></details>"
    )


def strip(cells: list[tuple[str, str, str]], others: Sequence[str] = ()) -> None:
    """Show a strip of figures: for each its value, what it is, and what it rests on.

    ``others`` is what others counted, a sentence a cell in their order, as far as it goes: it stands in the title.
    """
    items = "".join(
        f'<li class="im-figure"{_titles(beside)}><b>{escape(value)}</b><span>{escape(name)}</span>'
        f"<small>{escape(basis)}</small></li>"
        for (value, name, basis), beside in zip(cells, [*others, *[""] * len(cells)], strict=False)
    )
    st.html(f'<ul class="im-figures" tabindex="0" aria-label="{escape(_("Figures of this view"))}">{items}</ul>')


def _titles(text: str) -> str:
    """Return the attribute that gives an element a title, and a line under its words that says so; "" for none."""
    return f' title="{escape(text, quote=True)}" data-beside' if text else ""


def timeline(milestones: pd.DataFrame, query: Query) -> None:
    """Draw the milestones of the range: a dot each on a line of days, and a card each with its source."""
    section(_("Milestones"))
    if milestones.empty:
        st.html(f'<p class="im-empty">{escape(_("No milestone in these days."))}</p>')
        return
    records = [{str(name): value for name, value in row.items()} for row in milestones.to_dict("records")]
    dots = "".join(
        f'<i style="left:{_share(row["date_start"].date(), query):.2f}%" title="{escape(_titled(row)[0])}"></i>'
        for row in records
    )
    cards = "".join(_card(row) for row in records)
    ends = f"<span>{escape(day(query.start, short=True))}</span><span>{escape(day(query.end, short=True))}</span>"
    st.html(
        f'<section class="im-timeline" aria-label="{escape(_("Milestones"))}">'
        f'<div class="im-axis" aria-hidden="true">{dots}</div><div class="im-ends" aria-hidden="true">{ends}</div>'
        f'<ol tabindex="0" aria-label="{escape(_("Milestones"))}">{cards}</ol></section>'
    )


def _share(when: date, query: Query) -> float:
    """Return where a day lies between the ends of the range, in percent."""
    days = max((query.end - query.start).days, 1)
    return min(max((when - query.start).days / days * 100, 0), 100)


def _titled(row: dict[str, object]) -> tuple[str, str]:
    return milestone_words(str(row["note"]), str(row["subkind"]))


def _card(row: dict[str, object]) -> str:
    when = escape(day(pd.Timestamp(str(row["date_start"])).date(), short=True))
    title, more = _titled(row)
    link = source_link(str(row["source"]), str(row["source_url"]))
    return (
        f'<li class="im-{escape(str(row["subkind"]))}"><details><summary><time>{when}</time> <b>{escape(title)}</b>'
        f"</summary><p>{escape(more)}</p>{link}</details></li>"
    )


def compare_link() -> None:
    """Link to the page that sets the range beside another period; the filter goes along, as in the navigation."""
    st.page_link("compare.py", label=_("Compare two periods"), icon=":material/compare:")


def source_link(source: str, address: str) -> str:
    """Write a source as a link when its address is a web address, else as text: HTML, everything escaped."""
    if urlsplit(address).scheme not in {"http", "https"}:
        return f"<cite>{escape(source)}</cite>"
    return f'<a href="{escape(address, quote=True)}" target="_blank" rel="noopener noreferrer">{escape(source)}</a>'


def given(text: str) -> str:
    """Write what a row of the table says in words of its own, with its language: HTML, escaped."""
    return f'<span lang="{GIVEN_IN}" dir="auto">{escape(text)}</span>'


def sources_and_limits(publishers: pd.Series, data_version: str, query: Query, attribution: str) -> None:
    """Tell who published what the view shows, what the view does not know, and the disclaimer.

    Args:
        publishers: Rows a publisher, most first, as :func:`lib.analysis.daily.publishers` counts them.
        data_version: Version of the data shown.
        query: Range and filters.
        attribution: Where the base map comes from.
    """
    section(_("Sources and limits"), seen=False)
    coarse = publishing.in_full() if query.safe else ""
    said = limits(publishers, data_version, query.end, attribution, coarse)
    st.html(f'<footer class="im-footer">{"".join(f"<p>{escape(line)}</p>" for line in said)}</footer>')


def notices(notes: tuple[str, ...], problems: tuple[Problem, ...], rows: int) -> None:
    """Say what of the address could not be used, and what is wrong with the event table, without hiding the map."""
    for note in notes:
        st.info(plain(note), icon=":material/info:")
    serious = [problem for problem in problems if problem.severity != "notice"]
    if not rows:
        st.error(_("No event could be loaded, so the map has no layers to show. The reasons are below."))
    if serious:
        count = sum(problem.count for problem in serious)
        words = ngettext("{n} problem in the event table", "{n} problems in the event table", count)
        with st.expander(words.format(n=number(count)), icon=":material/warning:", expanded=not rows):
            said = lines(problems, notices=False)
            st.text("\n".join(said[:MOST_PROBLEMS]))
            if len(said) > MOST_PROBLEMS:
                st.caption(_("The rest: python -m lib validate data/events.csv"))


def plain(text: str) -> str:
    """Make Markdown's signs in ``text`` harmless, for the Streamlit elements that read Markdown."""
    # An icon is read before the signs that are made harmless.
    text = text.replace(":material/", ":\u200bmaterial/")
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()#+-.!|<>~:$" else sign for sign in text)
