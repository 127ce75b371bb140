"""The quality of the event table on the method page: bars, strips and tables of what lib.analysis.quality counts."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from lib.analysis import quality
from lib.analysis.quality import Gap
from lib.events.schema import CONFIDENCES, DATE_PRECISIONS, GEO_PRECISIONS, KINDS
from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.text import _, day, language, ngettext, number, pgettext, sentence_case, span, spells
from lib.text.vocabulary import in_words, party
from lib.ui.method.checks import oddities
from lib.ui.method.others import others
from lib.ui.tables import data_table

MOST_LISTED = 500
"""Contradictions listed; a table with more says so."""
DENSE = 20
"""Reports of a day from which the strip of days is at its darkest."""
TABLE_HEIGHT = 320

_MADE: TableCache[str] = TableCache(8)
_COUNTED: TableCache[pd.DataFrame] = TableCache(12)


def overview(events: EventTable) -> None:
    """Show all of it, from the shares that matter most to the single contradictions."""
    st.html(_MADE.get_or_compute(events, language.get(), lambda: _gaps(events) + _shares(events) + _days(events)))
    _reporters(events)
    _contradictions(events)
    others(events)
    oddities(events)


def _gaps(events: EventTable) -> str:
    """Draw what the sources leave open, a bar each."""
    rows = "".join(_gap(gap) for gap in quality.gaps(events) if gap.of)
    note = _(
        "Shares of the rows that are counted, in the whole table, whatever the filter shows. A blank is not zero: the "
        "source does not say."
    )
    return _part(_("What the sources leave open"), note, f'<table class="im-bars">{rows}</table>')


def _gap(gap: Gap) -> str:
    share = gap.blank / gap.of
    words = _("{n} of {all}").format(n=number(gap.blank), all=number(gap.of))
    bar = f'<i class="im-open" style="width:{share * 100:.1f}%"></i>'
    return (
        f'<tr><th scope="row">{escape(_gap_words(gap))}</th><td class="im-bar"><span>{bar}</span></td>'
        f"<td>{escape(_percent(share))}</td><td>{escape(words)}</td></tr>"
    )


def _gap_words(gap: Gap) -> str:
    return {
        ("strike", "target"): _("strikes that name no target"),
        ("strike", "civilian_deaths"): _("strikes without a figure of civilians killed"),
        ("strike", "injured"): _("strikes without a figure of people injured"),
        ("strike", "actor"): _("strikes with no actor named"),
        ("strike", "point"): _("strikes without a point, not on the map"),
        ("strike", "alone"): _("strikes reported by one source alone"),
        ("control", "point"): _("control reports without a point"),
        ("control", "alone"): _("control reports of one source alone"),
        ("displacement", "persons"): _("displacement reports without a number"),
        ("displacement", "counter"): _("displacement reports that do not say who counted"),
        ("displacement", "ends"): _("movements without a point at both ends"),
    }[gap.kind, gap.what]


def _shares(events: EventTable) -> str:
    """Draw confidence and precision by kind, as bars of parts with their numbers beside them."""
    asked = (
        (_("How sure the rows are"), "confidence", CONFIDENCES, _("not graded")),
        (_("How exact their dates are"), "date_precision", DATE_PRECISIONS, _("not said")),
        (_("How exact their points are"), "geo_precision", GEO_PRECISIONS, _("no point")),
    )
    note = _("Shares of all rows of a kind, second reports of the same thing included.")
    bodies = [
        f"<h3>{escape(title)}</h3>" + _stacked(quality.words(events, column, order), blank, _cell_words)
        for title, column, order, blank in asked
    ]
    return _part(_("How sure and how exact"), note, "".join(bodies))


def _stacked(table: pd.DataFrame, blank: str, words: Callable[[str], str]) -> str:
    """Draw one bar per kind, cut into the words of a column as ``words`` writes them; the first word is darkest."""
    rows, by_kind = [], table.to_dict("index")
    for kind in KINDS:
        counts = [(str(word), int(n)) for word, n in by_kind[kind].items()]
        total = sum(n for _word, n in counts)
        if not total:
            continue
        parts = [
            (f"im-part{at if word else '-blank'}", words(word) if word else blank, n)
            for at, (word, n) in enumerate(counts)
            if n
        ]
        bar = "".join(f'<i class="{name}" style="width:{n / total * 100:.2f}%"></i>' for name, _word, n in parts)
        told = " ".join(
            f'<span><i class="{name}"></i>{escape(word)} <b>{number(n)}</b></span>' for name, word, n in parts
        )
        rows.append(
            f'<tr><th scope="row">{escape(in_words(kind))}</th><td class="im-bar"><span>{bar}</span>'
            f'<small class="im-key">{told}</small></td></tr>'
        )
    return f'<table class="im-bars im-stacked">{"".join(rows)}</table>'


def _cell_words(word: str) -> str:
    return {
        "high": pgettext("confidence", "high"),
        "medium": pgettext("confidence", "medium"),
        "low": pgettext("confidence", "low"),
        "day": _("to the day"),
        "week": _("to the week"),
        "month": _("to the month"),
        "representative": _("stands for an area"),
    }.get(word, in_words(word))


def _days(events: EventTable) -> str:
    """Draw the days on which nothing is reported, kind by kind: a strip of days, and their dates."""
    found = quality.reports_by_day(events)
    note = _(
        "A day without a report is a gap in the sources, not evidence of quiet. The darker a day, the more reports "
        "speak of it; white has none. A report of a week or a month speaks of each of its days."
    )
    kinds = [kind for kind in KINDS if kind != "milestone"]
    body = "".join(_days_of(in_words(kind), found[kind]) for kind in kinds)
    return _part(_("Days without reports"), note, body)


def _days_of(name: str, reports: pd.Series) -> str:
    n = reports.to_numpy()
    shade = np.where(n > 0, 0.25 + 0.75 * np.minimum(n, DENSE) / DENSE, 0)
    cells = "".join(f'<i style="--shade:{value:.2f}"></i>' for value in shade)
    empty = np.flatnonzero(n == 0)
    days = [stamp.date() for stamp in reports.index[empty]]
    words = ngettext(
        "{kind}: {n} day of {all} without a report", "{kind}: {n} days of {all} without a report", len(days)
    )
    told = words.format(kind=sentence_case(name), n=number(len(days)), all=number(len(n)))
    listed = spells(days)
    more = f"<details><summary>{escape(_('Which days'))}</summary><p>{escape(listed)}</p></details>" if days else ""
    return f'<p class="im-days-name">{escape(told)}</p><div class="im-days" aria-hidden="true">{cells}</div>{more}'


def _reporters(events: EventTable) -> None:
    """Show who reported first, and with whom those who report control are aligned."""
    table = _COUNTED.get_or_compute(events, "reporters", lambda: quality.reporters(events))
    parties = quality.alignment(table).T.rename(columns={"unknown": ""})
    st.html(
        _part(
            _("Who reported first"),
            _(
                "The publisher, or whom it cites. Partisan sources are shown as such: data/publishers.csv says with "
                "whom a publisher is aligned, and why; those it does not name are not classified."
            ),
            f"<h3>{escape(_('Rows by whom their reporter is aligned with'))}</h3>"
            + _stacked(parties, party("unknown"), party),
        )
    )
    readable = pd.DataFrame(
        {
            _("reporter"): table["reporter"],
            _("rows"): table["rows"],
            _("counted"): table["counted"],
            **{in_words(kind): table[kind] for kind in KINDS},
            _("aligned with"): table["aligned_with"].map(party),
        }
    )
    data_table(readable, height=TABLE_HEIGHT)


def _contradictions(events: EventTable) -> None:
    """Show where sources contradict each other: figures of one thing, and who holds a place."""
    figures = _COUNTED.get_or_compute(events, "figures", lambda: quality.figure_conflicts(events))
    sides = _COUNTED.get_or_compute(events, "sides", lambda: quality.side_conflicts(events))
    table = pd.crosstab(figures["what"], figures["agreement"])
    table = table.reindex(index=list(quality.FIGURES), columns=list(quality.AGREEMENTS), fill_value=0)
    counts = table.to_dict("index")
    head = "".join(f'<th scope="col">{escape(_agreement(word))}</th>' for word in quality.AGREEMENTS)
    rows = "".join(
        f'<tr><th scope="row">{escape(_figure_words(what))}</th>'
        + "".join(f"<td>{number(n)}</td>" for n in counts[what].values())
        + "</tr>"
        for what in quality.FIGURES
    )
    st.html(
        _part(
            _("Where sources contradict each other"),
            _("Things for which two or more reports give a figure. The map counts one row of each, as a range."),
            f'<table class="im-counts"><thead><tr><td></td>{head}</tr></thead>{rows}</table>',
        )
    )
    apart = figures.loc[figures["agreement"] == "apart"]
    if len(apart):
        st.caption(_("Figures that no single number fits, those furthest apart first:"))
        data_table(_figures_readable(apart.head(MOST_LISTED)), height=TABLE_HEIGHT)
    if len(apart) > MOST_LISTED:
        st.caption(_("Only the first {n} are listed.").format(n=number(MOST_LISTED)))
    if sides.empty:
        st.caption(_("No two reports of the same days give a place to different sides."))
        return
    st.caption(_("Places that reports of the same days give to different sides:"))
    data_table(_sides_readable(sides.head(MOST_LISTED)))


def _figures_readable(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("date"): rows["date_start"].dt.strftime("%Y-%m-%d"),
            _("place"): rows["place"],
            _("figure"): rows["what"].map(_figure_words),
            _("lowest"): rows["lowest"].astype("int64"),
            _("highest"): rows["highest"].astype("int64"),
            _("who says what"): rows["sources"],
        }
    )


def _sides_readable(rows: pd.DataFrame) -> pd.DataFrame:
    dates = [
        span(first.date(), last.date()) if first != last else day(first.date(), short=True)
        for first, last in zip(rows["date"], rows["until"], strict=True)
    ]
    return pd.DataFrame({_("date"): dates, _("place"): rows["place"], _("who says what"): rows["sources"]})


def _agreement(word: str) -> str:
    return {"same": _("all agree"), "overlapping": _("ranges overlap"), "apart": _("no number fits all")}[word]


def _figure_words(what: str) -> str:
    return {
        "deaths": _("people killed"),
        "civilian_deaths": _("civilians killed"),
        "injured": _("people injured"),
        "persons": _("people displaced"),
    }[what]


def _percent(share: float) -> str:
    return _("{n} %").format(n=number(share * 100))


def _part(title: str, note: str, body: str) -> str:
    """Write one part of the page; ``body`` is HTML, the rest text."""
    return f'<section class="im-quality"><h2>{escape(title)}</h2><p class="im-note">{escape(note)}</p>{body}</section>'
