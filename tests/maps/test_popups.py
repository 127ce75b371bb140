"""The reports behind a symbol: the first of them with their second reports, however many there are."""

from __future__ import annotations

from bench.synthetic import synthetic
from lib.events.query import Query
from lib.events.table import read
from lib.maps import popups


def strike(**cells):
    return {"kind": "strike", "place": "Binnish", "lat": 35.96, "lon": 36.71} | cells


def test_reports_come_in_order_of_date_and_the_rest_are_counted():
    table = read(synthetic(4_000).to_csv(index=False).encode(), "events.csv")
    primary = table.strikes.loc[table.strikes["is_primary"] & table.strikes["lat"].notna()]
    place = primary["place"].value_counts().index[0]
    mine = primary.loc[primary["place"] == place].sort_values(["date_start", "event_id"])
    mine = mine.loc[(mine["date_end"] >= "2019-12-01") & (mine["date_start"] <= "2020-03-05")]
    told = popups.reports(table, Query(), "strike", place)
    assert len(told["reports"]) == popups.MOST_REPORTS
    assert told["more"] == len(mine) - popups.MOST_REPORTS
    assert [report["source"] for report in told["reports"]] == mine["source"].head(popups.MOST_REPORTS).tolist()


def test_second_reports_stand_under_the_one_that_is_counted(make_table):
    table = make_table(
        strike(event_id="a"),
        strike(event_id="b", group_id="a", is_primary="false", source="Example Press: another", civilian_deaths_low=2),
        strike(event_id="c", place="Ariha"),
        strike(event_id="d", group_id="c", is_primary="false"),
    )
    (report,) = popups.reports(table, Query(), "strike", "Binnish")["reports"]
    assert [(also["source"], also["line"]) for also in report["also"]] == [
        ("Example Press: another", "civilians killed: at least 2")
    ]


def test_a_place_without_reports_says_none(make_table):
    told = popups.reports(make_table(strike()), Query(), "strike", "nowhere")
    assert (told["reports"], told["more"]) == ([], 0)
