"""The parts of a page around the map: heading, figures, timeline, sources. HTML of our own, every value escaped."""

from __future__ import annotations

from datetime import date
from html import escape
from urllib.parse import urlencode, urlsplit

import pandas as pd
import streamlit as st

from lib.analysis.summary import Figures, displaced_basis
from lib.events.problems import Problem
from lib.events.query import Query
from lib.events.vocabulary import in_words
from lib.wording import _, between, day, ngettext, number, span

MOST_PUBLISHERS = 8
MOST_PROBLEMS = 50


def heading(title: str, query: Query) -> None:
    """The finding as the title of the page, with the days it holds for."""
    place = _("Idlib, north-west Syria")
    st.html(
        f'<header class="im-heading"><h1>{escape(title)}</h1>'
        f"<p>{escape(place)} \N{MIDDLE DOT} {escape(span(query.start, query.end))}</p></header>"
    )


def figure_table(counted: Figures, query: Query) -> None:
    """The figures of the view as a table, for readers who cannot see the strip on the map. Folded away until asked."""
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td><td>{escape(basis)}</td></tr>'
        for value, name, basis in _figures(counted, query)
    )
    st.html(
        f'<details class="im-table"><summary>{escape(_("Figures of this view as a table"))}</summary>'
        f"<table>{rows}</table></details>"
    )


def _figures(counted: Figures, query: Query) -> list[tuple[str, str, str]]:
    """The figures of the view: value, what it is, and what it rests on."""
    unseen = counted.strikes_without_point
    silent = counted.civilians.silent
    changed = counted.changed["place"].nunique()
    return [
        (
            number(counted.strikes),
            _("strikes reported"),
            ngettext("a cited selection; {n} has no point", "a cited selection; {n} have no point", unseen).format(
                n=number(unseen)
            )
            if unseen
            else _("a cited selection, not all there were"),
        ),
        (
            between(counted.civilians.low, counted.civilians.high),
            _("civilians reported killed"),
            ngettext("{n} strike with no figure", "{n} strikes with no figure", silent).format(n=number(silent)),
        ),
        (
            between(counted.displaced.low, counted.displaced.high),
            _("people displaced"),
            displaced_basis(counted.displaced),
        ),
        (number(changed), _("settlements changed hands"), _("end of the range against its eve")),
        (_("{n} km").format(n=number(counted.front_km)), _("front line, computed"), day(query.end, short=True)),
    ]


def strip(cells: list[tuple[str, str, str]]) -> None:
    """A strip of figures: for each its value, what it is, and what it rests on."""
    items = "".join(
        f'<li class="im-figure"><b>{escape(value)}</b><span>{escape(name)}</span><small>{escape(basis)}</small></li>'
        for value, name, basis in cells
    )
    st.html(f'<ul class="im-figures" aria-label="{escape(_("Figures of this view"))}">{items}</ul>')


def timeline(milestones: pd.DataFrame, query: Query) -> None:
    """Milestones of the range: a dot each on a line of days, and a card each with its source."""
    if milestones.empty:
        st.html(f'<p class="im-empty">{escape(_("No milestone in these days."))}</p>')
        return
    records = [{str(name): value for name, value in row.items()} for row in milestones.to_dict("records")]
    dots = "".join(
        f'<i style="left:{_share(row["date_start"].date(), query):.2f}%" title="{escape(_milestone_title(row))}"></i>'
        for row in records
    )
    cards = "".join(_card(row) for row in records)
    ends = f"<span>{escape(day(query.start, short=True))}</span><span>{escape(day(query.end, short=True))}</span>"
    st.html(
        f'<section class="im-timeline" aria-label="{escape(_("Milestones"))}">'
        f'<div class="im-axis" aria-hidden="true">{dots}</div><div class="im-ends" aria-hidden="true">{ends}</div>'
        f'<ol tabindex="0">{cards}</ol></section>'
    )


def _share(when: date, query: Query) -> float:
    """Where a day lies between the ends of the range, in percent."""
    days = max((query.end - query.start).days, 1)
    return min(max((when - query.start).days / days * 100, 0), 100)


def _milestone_title(row: dict[str, object]) -> str:
    title = str(row["note"]).split(": ", 1)[0]
    return title or in_words(str(row["subkind"]))


def _card(row: dict[str, object]) -> str:
    when = escape(day(pd.Timestamp(str(row["date_start"])).date(), short=True))
    title, _colon, more = str(row["note"]).partition(": ")
    link = source_link(str(row["source"]), str(row["source_url"]))
    return (
        f'<li class="im-{escape(str(row["subkind"]))}"><details><summary><time>{when}</time> <b>{escape(title)}</b>'
        f"</summary><p>{escape(more)}</p>{link}</details></li>"
    )


def take_away(query: Query) -> None:
    """A link to the map of this view in one file."""
    address = "/export/map.html" + (f"?{urlencode(query.params())}" if query.params() else "")
    words = _("Take this map away as one file that needs no network")
    st.html(f'<p class="im-take"><a href="{escape(address, quote=True)}" download>{escape(words)}</a></p>')


def source_link(source: str, address: str) -> str:
    """A source as a link when its address is a web address, else as text. Returns HTML with everything escaped."""
    if urlsplit(address).scheme not in {"http", "https"}:
        return f"<cite>{escape(source)}</cite>"
    return f'<a href="{escape(address, quote=True)}" target="_blank" rel="noopener noreferrer">{escape(source)}</a>'


def sources_and_limits(publishers: pd.Series, data_version: str, query: Query, attribution: str) -> None:
    """Who published what the view shows, what the view does not know, and the disclaimer.

    Args:
        publishers: Rows a publisher, most first, as :func:`lib.analysis.daily.publishers` counts them.
        data_version: Version of the data shown.
        query: Range and filters.
        attribution: Where the base map comes from.
    """
    named = ", ".join(publishers.index[:MOST_PUBLISHERS])
    others = len(publishers) - min(len(publishers), MOST_PUBLISHERS)
    if others:
        named += " " + ngettext("and {n} other publisher", "and {n} other publishers", others).format(n=number(others))
    lines = [
        _("Sources of this view: {names}.").format(names=named or _("none")),
        _(
            "Reported events only: a quiet day on the map is not a quiet day on the ground. Points are settlement "
            "centres, not impact sites. Strikes are a cited selection; blank figures are not zero."
        ),
        _("Boundaries and lines are approximate and imply no endorsement."),
        _("Base map: {names}. Data version {version}, as of {day}.").format(
            names=attribution, version=data_version, day=day(query.end)
        ),
    ]
    st.html(f'<footer class="im-footer">{"".join(f"<p>{escape(line)}</p>" for line in lines)}</footer>')


def notices(notes: tuple[str, ...], problems: tuple[Problem, ...], rows: int) -> None:
    """Say what of the address could not be used, and what is wrong with the event table, without hiding the map."""
    for note in notes:
        st.info(plain(note), icon=":material/info:")
    serious = [problem for problem in problems if problem.severity != "notice"]
    if not rows:
        st.error(_("No event could be loaded, so the map has no layers to show. The reasons are below."))
    if serious:
        words = ngettext("{n} problem in the event table", "{n} problems in the event table", len(serious))
        with st.expander(words.format(n=number(len(serious))), icon=":material/warning:", expanded=not rows):
            st.text("\n".join(str(problem) for problem in serious[:MOST_PROBLEMS]))
            if len(serious) > MOST_PROBLEMS:
                st.caption(_("The rest: python -m lib validate data/events.csv"))


def plain(text: str) -> str:
    """``text`` with Markdown's signs made harmless, for the Streamlit elements that read Markdown."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()#+-.!|<>~:$" else sign for sign in text)
