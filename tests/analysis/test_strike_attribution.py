"""Attribution is quoted and resolved to nobody; who reports is shown with the party it is close to."""

from __future__ import annotations

import pandas as pd

from lib.analysis import strikes
from lib.analysis.strikes import attribution
from tests.queries import all_days


def strike(**cells):
    return {"kind": "strike", "place": "Binnish", "lat": 35.96, "lon": 36.71} | cells


def rows_of(table):
    return strikes.strikes(table, all_days())


def test_an_attribution_that_offers_two_sides_is_counted_for_neither(make_table):
    table = make_table(
        strike(attribution="stated", actor="Russian forces (SOHR)"),
        strike(attribution="stated", actor="Russian forces (Anadolu)"),
        strike(attribution="contested", actor="Russian forces or Syrian government forces"),
    )
    told = attribution.by_attribution(rows_of(table))
    assert told.to_numpy().tolist() == [
        ["stated", "Russian forces", 2],
        ["contested", "Russian forces or Syrian government forces", 1],
    ]


def test_where_nobody_is_named_nobody_is_shown(make_table):
    told = attribution.by_attribution(rows_of(make_table(strike(attribution="", actor=""))))
    assert told.to_numpy().tolist() == [["unknown", "", 1]]


def test_every_strike_is_attributed_once(events):
    rows = rows_of(events)
    assert attribution.by_attribution(rows)["strikes"].sum() == len(rows)
    contested = attribution.by_attribution(rows).groupby("attribution")["strikes"].sum()["contested"]
    assert contested == (rows["attribution"] == "contested").sum()


def test_a_publisher_close_to_a_party_is_marked_so_also_when_another_carries_it():
    sources = pd.Series(
        ["SANA: army hits a depot", "SANA via Fort Russ: a", "Syria TV (White Helmets): b", "Nobody Ltd: c"]
    )
    assert attribution.alignment(pd.DataFrame({"source": sources})).tolist() == [
        "government",
        "government",
        "opposition",
        "unknown",
    ]


def test_reporters_come_with_their_strikes_and_those_without_a_figure(make_table):
    table = make_table(
        strike(source="SANA: a", civilian_deaths_low=1), strike(source="SANA: b"), strike(source="Airwars: c")
    )
    told = attribution.by_reporter(rows_of(table)).set_index("reporter")
    assert told.loc["SANA", ["strikes", "silent", "aligned_with"]].tolist() == [2, 1, "government"]
    assert told.loc["Airwars", "aligned_with"] == "independent"


def test_a_view_without_strikes_has_no_reporters(make_table):
    rows = rows_of(make_table({"kind": "milestone"}))
    assert attribution.by_reporter(rows).empty
    assert attribution.by_attribution(rows).empty
