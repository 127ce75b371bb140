"""What the page tells of the reader's own area: figures, charts over time with their tables, places, files."""

from __future__ import annotations

from html import escape
from typing import Final

import altair as alt
import pandas as pd
import streamlit as st

from lib.analysis import area_record
from lib.analysis.figure_rows import figure_rows
from lib.analysis.summary import Figures
from lib.config import base_path
from lib.events import own_area
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.events.table import EventTable
from lib.maps.style import TOKENS
from lib.text import _, day, number, square_km
from lib.text.vocabulary import in_words
from lib.ui.area_chart import drawn
from lib.ui.panels import plain
from lib.ui.tables import DAY_FORMAT, data_table
from lib.ui.theme import mark

CHART_HEIGHT: Final = 220
"""Height of a chart, pixels."""
PALE: Final = 0.35
"""How strongly the days outside the range are drawn."""


def section(snapshot: Snapshot, query: Query, counted: Figures) -> None:
    """Show what there is to tell of the area of a view; folded away until asked: the ground of each week takes time."""
    if not query.within_area:
        return
    name = own_area.name_of(query.within_area)
    words = _("In this area: {area}").format(area=name)
    box = st.expander(plain(words), key="area_record", on_change="rerun")
    if not box.open:
        return
    with box:
        _figures(counted, query)
        left, right = st.columns(2)
        with left:
            if query.has_kind("strike"):
                _strikes(snapshot.events, query)
        with right:
            if query.has_kind("control"):
                _ground(snapshot.events, query)
        _places(snapshot.events, query)
        if not snapshot.own:
            _files(query)


def _figures(counted: Figures, query: Query) -> None:
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td><td>{escape(basis)}</td></tr>'
        for value, name, basis, _key in figure_rows(counted, query)
    )
    st.html(f'<div class="im-table"><table>{rows}</table></div>')


def _strikes(events: EventTable, query: Query) -> None:
    found = area_record.strikes_by_day(events, query)
    colour = mark(TOKENS["strike"]["fill"])
    bars = (
        alt.Chart(found)
        .mark_bar(color=colour)
        .encode(
            x=alt.X("date:T", title=None),
            y=alt.Y("strikes:Q", title=_("strikes, by first day"), axis=alt.Axis(tickMinStep=1)),
            opacity=alt.Opacity("in_range:N", scale=alt.Scale(domain=[True, False], range=[1, PALE]), legend=None),
            tooltip=[
                alt.Tooltip("date:T", title=_("date"), format="%Y-%m-%d"),
                alt.Tooltip("strikes:Q", title=_("strikes")),
            ],
        )
    )
    st.altair_chart(
        bars.properties(height=CHART_HEIGHT, title=_("Strikes a day")), alt=_("Strikes a day, as in the table below.")
    )
    table = found.loc[found["strikes"] > 0, ["date", "strikes"]]
    _table(_("Strikes a day as a table"), table.rename(columns={"date": _("date"), "strikes": _("strikes")}))


def _ground(events: EventTable, query: Query) -> None:
    with st.spinner(_("Computing the front line of every week, once \N{HORIZONTAL ELLIPSIS}")):
        found = area_record.ground_by_week(events, query)
    if found.empty:
        st.info(_("No ground of any side is computed in this area."))
        return
    found = found.assign(side=found["controller"].map(in_words))
    found["range"] = [square_km(*ends) for ends in zip(found["low_km2"], found["high_km2"], strict=True)]
    st.altair_chart(
        drawn(found, stepped=False).properties(height=CHART_HEIGHT, title=_("Ground held, at the end of each week")),
        alt=_("Ground held at the end of each week, as in the table below."),
    )
    wide = found.pivot_table(index="date", columns="side", values="range", aggfunc="first").reset_index()
    _table(_("Ground held as a table, low to high"), wide.rename(columns={"date": _("date")}).fillna(""))


def _places(events: EventTable, query: Query) -> None:
    found = area_record.places_inside(events, query)
    st.markdown(plain(_("Places in it of which a report tells: {n}").format(n=number(len(found)))))
    readable = pd.DataFrame({
        _("place"): found["place"],
        _("strikes in these days"): found["strikes"],
        _("held by"): found["controller"].map(lambda side: in_words(side) if side else ""),
        _("reported on"): pd.to_datetime(found["since"]).dt.date,
        _("until then"): found["previous_controller"].map(lambda side: in_words(side) if side else ""),
    })  # fmt: skip
    config = {_("reported on"): st.column_config.DateColumn(format=DAY_FORMAT, width="small")}
    data_table(readable, height=min(38 * (len(found) + 1), 340), column_config=config)


def _table(name: str, frame: pd.DataFrame) -> None:
    """Offer what a chart shows as a table, folded away; its first column is a day."""
    heads = "".join(f'<th scope="col">{escape(str(column))}</th>' for column in frame.columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(day(at.date(), short=True))}</th>'
        + "".join(f"<td>{escape(str(value))}</td>" for value in values)
        + "</tr>"
        for at, *values in frame.itertuples(index=False, name=None)
    )
    st.html(
        f'<details class="im-table"><summary>{escape(name)}</summary><table><tr>{heads}</tr>{rows}</table></details>'
    )


def _files(query: Query) -> None:
    """Link to the report and the files of this area."""
    files = {
        "report.pdf": _("Report of one page (PDF)"),
        "events.csv": _("Reports (CSV)"),
        "events.xlsx": _("Reports (Excel)"),
        "events.geojson": _("Reports (GeoJSON)"),
    }
    addresses = {file: escape(base_path.link(f"/export/{file}", query.params()), quote=True) for file in files}
    links = " \N{MIDDLE DOT} ".join(
        f'<a href="{addresses[file]}" download>{escape(words)}</a>' for file, words in files.items()
    )
    st.html(f'<p class="im-take">{links}</p>')
