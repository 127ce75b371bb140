"""More parts of the displacement page: totals, shelter and returns, distances, and the modelled split."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import streamlit as st

from lib.analysis import displacement
from lib.analysis.displacement import distance as displacement_distance
from lib.analysis.displacement import origin_destination
from lib.analysis.displacement import published as displacement_totals
from lib.analysis.displacement.origin_destination import Model
from lib.events.query import LAST_DAY, Query
from lib.events.table import EventTable
from lib.geography.places import local
from lib.maps.style import TOKENS
from lib.text import _, between, day, number, pgettext, span, told
from lib.text.vocabulary import in_words, near_border
from lib.ui.displacement.charts import persons_in_words, shelter_chart, totals_chart
from lib.ui.displacement.page import MOST_ROWS, TABLE_HEIGHT, columns, links, no_distance, part, table
from lib.ui.tables import data_table


def totals(events: EventTable, query: Query) -> None:
    """Show every published running total, and the steps between those of the one series that counts."""
    published = displacement_totals.published(events, query)
    if published.empty:
        st.info(_("No running total passes the filter."))
        return
    part(
        _("Every published total"),
        _(
            "Filled: of the whole area; hollow: of a part of it. Publishers start counting on different days and "
            "count differently, so their figures are never joined. The dashed line joins the totals of {who} since "
            "{since} and is interpolated between them. The range is shaded."
        ).format(who=told(displacement.total_counter(events)), since=day(displacement.TOTALS_SINCE)),
    )
    totals_chart(published.tail(MOST_ROWS), query.start, query.end)
    _steps(displacement_totals.steps(events, query))
    part(_("The same figures as a table"))
    readable = pd.DataFrame(
        {
            _("date"): published["date_end"],
            _("publisher"): published["counter"],
            _("persons"): persons_in_words(published),
            pgettext("heading of a column: first day", "since"): published["date_start"],
            pgettext("heading of a column", "of"): published["origin_place"].map(local).replace("", _("not stated")),
            _("arrived in"): published["place"].map(local),
            _("counted"): published["is_primary"],
            _("source"): published["source"],
            _("link"): links(published["source_url"]),
        }
    )
    table(readable, tall=True)


def _steps(steps: pd.DataFrame) -> None:
    part(
        _("In the range, interpolated"),
        _("A later total minus the one before it: persons displaced between the two dates, spread evenly a day."),
    )
    if steps.empty:
        st.info(_("No two published totals cover these days."))
        return
    persons = [
        _("two publications differ; no figure") if falls else between(*_whole(low, high))
        for low, high, falls in zip(steps["low"], steps["high"], steps["falls"], strict=True)
    ]
    daily = [between(*_whole(*pair)) for pair in zip(steps["low_a_day"], steps["high_a_day"], strict=True)]
    readable = pd.DataFrame(
        {
            pgettext("heading of a column: first day", "from"): steps["since"],
            pgettext("heading of a column: last day", "until"): steps["until"],
            _("persons"): persons,
            _("days"): steps["days"],
            _("a day"): daily,
            _("source of the later total"): steps["source"],
            _("link"): links(steps["source_url"]),
        }
    )
    table(readable)


def _whole(low: float, high: float) -> tuple[int | None, int | None]:
    return (None if pd.isna(low) else round(low)), (None if pd.isna(high) else round(high))


def shelter_and_returns(events: EventTable, query: Query) -> None:
    """Show how displaced people were sheltered in the range, where they were, and who went back after the ceasefire."""
    part(_("In the open, in tents, in unfinished buildings"))
    shelter = displacement_totals.shelter(events, query)
    if shelter.empty:
        st.info(_("No figure of shelter is published for these days."))
    else:
        names = {metric: in_words(metric) for metric in displacement_totals.SHELTER}
        shelter_chart(shelter, names)
        _listed(shelter)
    stocks = displacement_totals.stocks(events, query)
    if not stocks.empty:
        part(_("How many displaced people were where"))
        _listed(stocks)
    part(
        _("Returns after the ceasefire"),
        _(
            "Each as published, whatever the range: nearly all after {day}, where the map ends. Running totals of one "
            "counter contain one another; nothing here may be added."
        ).format(day=day(LAST_DAY)),
    )
    returns = displacement_totals.returns(events, query)
    if returns.empty:
        st.info(_("No return after the ceasefire is reported that passes the filter."))
    else:
        _listed(returns)


def _listed(rows: pd.DataFrame) -> None:
    readable = pd.DataFrame(
        {
            _("date"): rows["date_end"],
            pgettext("heading of a column", "what"): rows["metric"].replace("", "displaced").map(in_words),
            _("persons"): persons_in_words(rows),
            pgettext("heading of a column", "where"): rows["place"].map(local),
            pgettext("heading of a column", "out of"): rows["origin_place"].map(local),
            pgettext("heading of a column", "as"): rows["subkind"].map(in_words),
            pgettext("heading of a column: first day", "since"): rows["date_start"],
            _("counted by"): rows["counter"],
            _("counted"): rows["is_primary"],
            _("source"): rows["source"],
            _("link"): links(rows["source_url"]),
        }
    )
    table(readable)


def distances(events: EventTable, camps: gpd.GeoDataFrame, query: Query) -> None:
    """Show arrivals by distance from the border, and camps by distance from the front."""
    _arrivals(displacement_distance.arrivals(events, query))
    part(
        _("How far the front stood from the camps on {day}").format(day=day(query.end)),
        _("A camp stands at the centre of the settlement it belongs to; camps may lie some kilometres off."),
    )
    _camps(camps)


def _arrivals(rows: pd.DataFrame) -> None:
    part(
        _("Arrivals by distance from {border}").format(border=near_border()),
        _(
            "Share of the persons whose place of arrival is known to a sub-district or settlement: who is certainly, "
            "and who may be, within the distance. One counter and window a row; no two may be added."
        ),
    )
    if rows.empty:
        st.info(_("No figure of these days says where people arrived more closely than an area."))
        return
    shares = {
        _("within {km} km").format(km=km): [
            _("{share} %").format(share=between(round(low * 100), round(high * 100)))
            for low, high in zip(rows[f"within_{km}_low"], rows[f"within_{km}_high"], strict=True)
        ]
        for km in displacement_distance.WITHIN_KM
    }
    unlocated = [between(None if pd.isna(n) else n, None if pd.isna(n) else n) for n in rows["unlocated"]]
    readable = pd.DataFrame(
        {
            _("counted by"): rows["counter"],
            pgettext("heading of a column", "what"): rows["subkind"].map(in_words),
            pgettext("heading of a column: first day", "from"): rows["date_start"],
            pgettext("heading of a column: last day", "until"): rows["date_end"],
            **shares,
            _("persons located"): [number(n) for n in rows["located"]],
            _("at places"): rows["places"],
            _("persons not located"): unlocated,
        }
    )
    table(readable)


def _camps(camps: gpd.GeoDataFrame) -> None:
    if camps.empty:
        st.info(_("Nothing to measure: {why}.").format(why=no_distance()))
        return
    ranges = [
        _("no point known") if pd.isna(km) else between(round(low), round(high))
        for km, low, high in zip(camps["km"], camps["low_km"], camps["high_km"], strict=True)
    ]
    kinds = {"camp_cluster": _("camp cluster"), "reception_centre": _("reception centre")}
    held_up = camps["place_a"].fillna("") + " / " + camps["place_b"].fillna("")
    readable = pd.DataFrame(
        {
            _("camps"): camps["name"],
            _("kind"): camps["kind"].map(kinds),
            _("sub-district"): camps["admin3"],
            _("km"): camps["km"].round(1),
            _("with the line's band, km"): ranges,
            _("in the area of"): camps["holder"].fillna("").map(lambda side: in_words(side) if side else ""),
            _("line rests on"): held_up.where(camps["km"].notna(), ""),
            _("its newest report, days old"): camps["age_days"],
            _("source"): camps["source"],
            _("link"): links(camps["source_url"]),
        }
    )
    table(readable, tall=True)


def modelled_split(events: EventTable, query: Query) -> None:
    """Show the modelled split of the range: what it rests on, its flows, its residuals and what it does not use."""
    st.warning(
        _(
            "Modelled, not reported. Published are only sums: from one governorate to another, out of or into some "
            "sub-districts. This splits them over pairs of places so that the sums hold, nearer places first. No one "
            "counted these pairs."
        ),
        icon=":material/functions:",
    )
    drawn = {(model.counter, model.start) for model in origin_destination.in_view(events, query)}
    found = [m for m in origin_destination.models(events, query) if m.days_in(query.start, query.end)]
    if not found:
        st.info(_("No counter published sums for these days that could be split."))
        return
    for model in found:
        _model(model, query, drawn=(model.counter, model.start) in drawn)


def _model(model: Model, query: Query, *, drawn: bool) -> None:
    used = model.sums.loc[model.sums["used"]]
    worst = used["residual"].abs().max()
    part(
        _("{who}, {when}").format(who=told(model.counter), when=span(model.start, model.end)),
        _("{n} published sums are used; the farthest is missed by {share} %. {drawn}").format(
            n=number(len(used)),
            share=number(worst * 100, digits=2),
            drawn=_("Drawn when the layer is on, the {n} largest flows of the range.").format(
                n=number(TOKENS["modelled"]["most_drawn"])
            )
            if drawn
            else _("Not drawn: one counter at a time, and another covers more of the range."),
        ),
    )
    left, right = st.columns(2)
    cells = origin_destination.cells_of(model, query)
    ranges = [
        between(round(low), round(high)) for low, high in zip(cells["persons_low"], cells["persons_high"], strict=True)
    ]
    split = pd.DataFrame(
        {
            pgettext("heading of a column", "origin"): cells["origin_place"].map(local),
            _("destination"): cells["place"].map(local),
            _("modelled persons"): [number(round(n)) for n in cells["persons"]],
            _("if nearness weighs more or less"): ranges,
        }
    )
    data_table(split, left, height=TABLE_HEIGHT)
    sums = model.sums
    both_ends = [sums[end].map(local).replace("", _("anywhere")) for end in ("origin_place", "place")]
    residuals = pd.DataFrame(
        {
            _("published sum"): both_ends[0] + " \N{RIGHTWARDS ARROW} " + both_ends[1],
            _("published"): [number(n) for n in sums["published"]],
            _("modelled"): ["" if pd.isna(n) else number(round(n)) for n in sums["modelled"]],
            _("off by"): ["" if pd.isna(n) else f"{number(n * 100, digits=2)} %" for n in sums["residual"]],
            pgettext("heading of a column", "used"): sums["used"],
            _("why not"): sums["why"],
            _("counted by"): sums["counter"],
            _("source"): sums["source"],
            _("link"): links(sums["source_url"]),
        }
    )
    data_table(residuals, right, height=TABLE_HEIGHT, column_config=columns())
