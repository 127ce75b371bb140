"""Tables of the strikes page: each day, what strikes were near, and whom they are attributed to by whom."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from lib.analysis.strikes import attribution, proximity
from lib.analysis.strikes import distance as strike_distance
from lib.events.query import NEAR, Query
from lib.events.table import EventTable
from lib.geography.places import with_original
from lib.text import _, between, day, enumerated, ngettext, number, pgettext
from lib.text.actors import actor_in_words
from lib.text.vocabulary import in_words, near_border, party
from lib.ui.displacement.direction_filter import show
from lib.ui.filters import panel as filters
from lib.ui.strikes import strike_filter as strike_filters
from lib.ui.tables import DAY_FORMAT, data_table, folded_table

HEIGHT = 420
MOST_ROWS = 2000
"""Rows sent to the browser; the nearest ones."""
STEPS_KM = (1, 2, 5, 10, 20)
"""Distances whose counts are said, km."""


NEAR_WIDGET, WITHIN_WIDGET = "near_here", "within_here"


def _choose_near() -> None:
    filters.touch()
    st.session_state["near"] = st.session_state[NEAR_WIDGET] or NEAR[0]
    st.session_state["within"] = st.session_state[WITHIN_WIDGET]


def near(events: EventTable, query: Query) -> None:
    """Narrow the strikes to those within a distance of what the reader chooses; list them, nearest first."""
    left, right, _rest = st.columns([6, 1, 1], vertical_alignment="bottom")
    show(NEAR_WIDGET, None if query.near == NEAR[0] else query.near)
    show(WITHIN_WIDGET, query.within)
    left.segmented_control(
        pgettext("filter by distance", "Near"),
        NEAR[1:],
        format_func=strike_filters.near,
        key=NEAR_WIDGET,
        wrap=True,
        on_change=_choose_near,
    )
    right.number_input(_("Within, km"), **strike_filters.WITHIN, key=WITHIN_WIDGET, on_change=_choose_near)
    if query.near == NEAR[0]:
        st.caption(_("Choose what strikes have to be near: the map, the counts, the lists and the files follow."))
        return
    with st.spinner(_("Measuring …")):
        measured = proximity.near(events, query)
    rows = measured.within(query.within)
    st.markdown(_near_sentence(query, len(rows), len(measured.rows)))
    st.caption(" ".join(_near_caveats(query, measured)))
    if rows.empty:
        return
    data_table(
        _near_table(rows.head(MOST_ROWS), query.near),
        height=HEIGHT,
        column_config=_near_columns(),
        alt=_("Strikes by distance"),
    )
    if len(rows) > MOST_ROWS:
        st.caption(_("Only the nearest {n} are listed.").format(n=number(MOST_ROWS)))


def _near_sentence(query: Query, found: int, measured: int) -> str:
    what = {
        "camps": _("a camp or reception centre"),
        "crossings": _("a crossing"),
        "border": near_border(),
        "front": _("the front line of their day"),
        "hospitals": _("a settlement where a hospital or clinic is reported hit"),
        "schools": _("a settlement where a school is reported hit"),
    }[query.near]
    words = ngettext(
        "**{n}** of {all} measured strikes is reported within **{km} km** of {what}.",
        "**{n}** of {all} measured strikes are reported within **{km} km** of {what}.",
        found,
    )
    digits = 0 if query.within == int(query.within) else 1
    return words.format(n=number(found), all=number(measured), km=number(query.within, digits=digits), what=what)


def _near_caveats(query: Query, measured: proximity.Near) -> list[str]:
    counts = enumerated(_("{km} km: {n}").format(km=number(km), n=number(len(measured.within(km)))) for km in STEPS_KM)
    lines = [
        _("Within {counts}.").format(counts=counts),
        _("Measured between settlement centres, not places of impact: a few kilometres either way mean nothing."),
    ]
    if query.near == "camps":
        lines.append(_("Camps stand at the settlement they belong to, and as they are known for these months."))
    if query.near in strike_distance.HIT:
        lines.append(_("The settlement counts whenever it was hit, and the strike that hit it is among those near."))
    if query.near == "front":
        lines.append(_("The front line is the computed one at the end of the strike's first day."))
    if measured.coarse:
        words = ngettext(
            "{n} strike is left out: it is located more coarsely than a settlement.",
            "{n} strikes are left out: they are located more coarsely than a settlement.",
            measured.coarse,
        )
        lines.append(words.format(n=number(measured.coarse)))
    if measured.unmeasured:
        lines.append(_("For {n} there was nothing to measure to.").format(n=number(measured.unmeasured)))
    return lines


def _near_table(rows: pd.DataFrame, what: str) -> pd.DataFrame:
    nearest = {_("nearest"): rows["nearest"]} if what not in {"border", "front"} else {}
    if what == "front":
        nearest = {_("line of"): rows["as_of"]}
    return pd.DataFrame(
        {
            _("km"): rows["distance_km"].round(1),
            _("date"): rows["date_start"],
            _("place"): rows["place"].map(with_original),
            **nearest,
            pgettext("heading of a column", "what"): rows["subkind"].map(in_words),
            _("reported target"): rows["target_kind"].map(_target_words),
            _("civilians killed"): _killed(rows),
            _("attributed to"): rows["actor"].map(actor_in_words).replace("", _("no actor named")),
            pgettext("heading of a column", "how"): rows["attribution"]
            .replace("", "unknown")
            .map(strike_filters.attribution),
            _("source"): rows["source"],
            _("source aligned with"): attribution.alignment(rows).map(party),
            _("link"): rows["source_url"].where(rows["source_url"].str.match(r"https?://"), ""),
        }
    )


def _near_columns() -> dict[str, Any]:
    config = st.column_config
    return {
        _("km"): config.NumberColumn(format="%.1f", width="small"),
        _("date"): config.DateColumn(format=DAY_FORMAT, width="small"),
        _("line of"): config.DateColumn(format=DAY_FORMAT, width="small"),
        _("link"): config.LinkColumn(
            display_text=pgettext("link in a table", "open"), width="small", validate=r"^https?://"
        ),
    }


def _target_words(text: str) -> str:
    return enumerated(in_words(word) for word in text.split(";")) if text else _("not stated")


def _killed(rows: pd.DataFrame) -> list[str]:
    """Write civilians killed as a range, blank where the source does not say."""
    ends = zip(rows["civilian_deaths_low"], rows["civilian_deaths_high"], strict=True)
    pairs = [tuple(None if pd.isna(end) else int(end) for end in pair) for pair in ends]
    return ["" if pair == (None, None) else between(*pair) for pair in pairs]


def day_table(by_day: pd.DataFrame) -> None:
    """Show the bars of the range as a table: a row a day."""
    killed = [
        "" if pd.isna(low) else between(int(low), int(high))
        for low, high in zip(by_day["low"], by_day["high"], strict=True)
    ]
    cells = zip(by_day["day"], by_day["strikes"], killed, by_day["silent"], strict=True)
    folded_table(
        _("Every day of the range as a table"),
        [pgettext("heading of a column", "day"), _("strikes"), _("civilians killed"), _("no figure")],
        ((day(at.date()), number(n), toll, number(silent)) for at, n, toll, silent in cells),
    )


def attributions(rows: pd.DataFrame) -> None:
    """Show whom the strikes of a view are attributed to, and who reported them.

    Args:
        rows: Primary strike rows.
    """
    left, right = st.columns(2)
    with left:
        st.markdown(f"### {_('Attributed to, in the words of the sources')}")
        counts = attribution.by_attribution(rows)
        st.caption(_how_sentence(counts))
        data_table(
            pd.DataFrame(
                {
                    pgettext("heading of a column", "how"): counts["attribution"].map(strike_filters.attribution),
                    _("attributed to"): counts["actor"].where(counts["actor"] != "", _("no actor named")),
                    _("strikes"): counts["strikes"],
                }
            ),
            height=HEIGHT,
            alt=_("Strikes by attribution"),
        )
    with right:
        st.markdown(f"### {_('Reported first by')}")
        reporters = attribution.by_reporter(rows)
        st.caption(_("With which party a publisher is aligned, where that is known; no party is not no view."))
        data_table(
            pd.DataFrame(
                {
                    _("publisher"): reporters["reporter"],
                    _("aligned with"): reporters["aligned_with"].map(party),
                    _("strikes"): reporters["strikes"],
                    _("no figure"): reporters["silent"],
                    _("known from"): reporters["basis"],
                }
            ),
            height=HEIGHT,
            alt=_("Strikes by first reporter"),
        )
    st.caption(
        _(
            "Contested means that reports name different sides, or the source itself offers two. Such strikes are "
            "counted for neither, and no attribution is ours. A publisher that is run by or close to a party speaks "
            "for it; its name stays visible. Where it cites two reporters first, both are listed."
        )
    )


def _how_sentence(by_attribution: pd.DataFrame) -> str:
    """Say how many strikes are attributed how."""
    counts = by_attribution.groupby("attribution", sort=False)["strikes"].sum()
    parts = [f"{strike_filters.attribution(str(word))}: {number(n)}" for word, n in counts.items()]
    return " \N{MIDDLE DOT} ".join(parts)
