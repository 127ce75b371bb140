"""What is drawn follows the table and the filter; arrows keep out of the other side's area."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
import shapely

from lib import layers
from lib.analysis import daily
from lib.analysis.tally import EPOCH
from lib.events.query import FIRST_DAY, LAST_DAY, Query, in_range
from lib.events.schema import KINDS
from lib.layers import flows, sites, strikes
from tests.queries import all_days

WEEKS = [
    Query(start=date(2020, 1, 28), end=date(2020, 2, 15)),
    all_days(),
    Query(start=date(2020, 3, 6), end=date(2020, 3, 8)),
]


@pytest.mark.parametrize("query", WEEKS, ids=lambda query: f"{query.start}..{query.end}")
def test_what_is_drawn_agrees_with_a_plain_count_of_the_table(events, query):
    frame = events.frame
    struck = frame.loc[
        (frame["kind"] == "strike")
        & frame["is_primary"]
        & frame["lat"].notna()
        & (frame["date_start"] <= pd.Timestamp(query.end))
        & (frame["date_end"] >= pd.Timestamp(query.start))
    ]
    counted = layers.drawn(events, query)
    assert counted["strike_events"] == len(struck)
    assert counted["strike_places"] == struck["place"].nunique()
    assert counted["camps"] + counted["crossings"] == len(sites.camps()) + len(sites.crossings())


def test_a_layer_that_is_off_or_a_kind_that_is_filtered_out_draws_nothing(events):
    nothing = layers.drawn(events, all_days(layers=frozenset()))
    assert set(nothing.values()) == {0}
    no_strikes = layers.drawn(events, all_days(kinds=frozenset(KINDS) - {"strike"}))
    assert no_strikes["strike_events"] == 0
    assert no_strikes["control_areas"] > 0


def test_only_the_sides_asked_for_are_tinted(events):
    assert layers.drawn(events, all_days(controllers=frozenset({"government"})))["control_areas"] == 1


@pytest.mark.parametrize("query", WEEKS, ids=lambda query: f"{query.start}..{query.end}")
def test_the_strikes_sent_to_the_browser_add_up_to_the_table_for_any_range(events, query):
    first, last = ((pd.Timestamp(day) - EPOCH).days for day in (query.start, query.end))
    rows = [row for place in strikes.strikes(events, query)["places"] for row in place["rows"]]
    total = sum(n for start, end, _precision, n in rows if start <= last and end >= first)
    assert total == layers.drawn(events, query)["strike_events"]


@pytest.mark.parametrize("query", WEEKS, ids=lambda query: f"{query.start}..{query.end}")
def test_the_flows_sent_to_the_browser_make_the_arrows_of_any_range(events, query):
    first, last = ((pd.Timestamp(day) - EPOCH).days for day in (query.start, query.end))
    sent = flows.flows(events, query)["flows"]
    arrows = [flow for flow in sent if any(row[0] <= last and row[1] >= first for row in flow["rows"])]
    assert len(arrows) == layers.drawn(events, query)["flows"]


def test_filters_that_are_not_time_reach_the_browsers_data(events):
    query = replace(all_days(), confidence=frozenset({"high"}))
    sent = sum(row[3] for place in strikes.strikes(events, query)["places"] for row in place["rows"])
    rows = events.strikes
    covered = in_range(rows, FIRST_DAY, LAST_DAY)
    passing = daily.passing(events, rows, query)
    kept = rows.loc[covered & passing & rows["is_primary"] & rows["lat"].notna()]
    assert sent == len(kept) < len(rows)


def test_an_arrow_bulges_away_from_the_area_to_avoid():
    arrows = pd.DataFrame({"origin_lat": [35.6], "origin_lon": [36.7], "lat": [36.2], "lon": [36.7]})
    x = 292_000  # about 36.7 E in UTM 37N: the arrow runs north along it
    east, west = shapely.box(x + 3_000, 3.9e6, x + 9e4, 4.1e6), shapely.box(x - 9e4, 3.9e6, x - 3_000, 4.1e6)
    assert flows.bends(arrows, east)[0] > 0, "to the left of its direction, which is west"
    assert flows.bends(arrows, west)[0] < 0
    assert flows.bends(arrows, None)[0] == flows.BENDS[0]
