"""The reports behind a symbol: the first of them with their second reports, however many there are."""

from __future__ import annotations

from bench.synthetic import synthetic
from lib.analysis import displacement
from lib.events.table import read
from lib.layers import flows, popups, strikes
from tests.queries import all_days


def strike(**cells):
    return {"kind": "strike", "place": "Binnish", "lat": 35.96, "lon": 36.71} | cells


def test_reports_come_in_order_of_date_and_the_rest_are_counted():
    table = read(synthetic(4_000).to_csv(index=False).encode(), "events.csv")
    primary = table.strikes.loc[table.strikes["is_primary"] & table.strikes["lat"].notna()]
    place = primary["place"].value_counts().index[0]
    mine = primary.loc[primary["place"] == place].sort_values(["date_start", "event_id"])
    mine = mine.loc[(mine["date_end"] >= "2019-12-01") & (mine["date_start"] <= "2020-03-05")]
    told = popups.reports(table, all_days(), "strike", place)
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
    (report,) = popups.reports(table, all_days(), "strike", "Binnish")["reports"]
    assert [(also["source"], also["line"]) for also in report["also"]] == [
        ("Example Press: another", "civilians killed: at least 2")
    ]


def test_a_report_says_that_its_day_is_inferred_and_where_a_copy_is_kept(make_table):
    copy = "https://example.org/copy"
    table = make_table(
        strike(event_id="a", date_basis="inferred", archive_url=copy), strike(event_id="b", date_basis="stated")
    )
    inferred, stated = popups.reports(table, all_days(), "strike", "Binnish")["reports"]
    assert "(day inferred)" in inferred["heading"]
    assert "inferred" not in stated["heading"]
    assert (inferred["archive_url"], stated["archive_url"]) == (copy, "")


def test_the_note_of_a_row_stands_apart_from_what_is_told_in_the_readers_language(make_table):
    table = make_table(strike(note="Two raids within an hour."))
    (report,) = popups.reports(table, all_days(), "strike", "Binnish")["reports"]
    assert report["given"] == "Two raids within an hour."
    assert report["given"] not in report["lines"]


def test_a_place_without_reports_says_none(make_table):
    told = popups.reports(make_table(strike()), all_days(), "strike", "nowhere")
    assert (told["reports"], told["more"]) == ([], 0)


def test_two_places_of_one_name_are_two_circles_each_with_its_own_reports(make_table):
    here, there = {"lat": 35.86, "lon": 36.80}, {"lat": 35.30, "lon": 36.20}
    table = make_table(
        {"kind": "strike", "place": "Al-Hamra", "event_id": "a", **here},
        {"kind": "strike", "place": "Al-Hamra", "event_id": "b", **there},
        {"kind": "strike", "place": "", "event_id": "c", **here},
    )
    sent = strikes.strikes(table, all_days())["places"]
    assert sorted((place["place"], place["lat"]) for place in sent) == [
        ("", 35.86),
        ("Al-Hamra", 35.30),
        ("Al-Hamra", 35.86),
    ]
    for place in sent:
        told = popups.reports(
            table, all_days(), "strike", place["place"], at=popups.point_key(place["lat"], place["lon"])
        )
        assert len(told["reports"]) == 1
        assert told["title"]
        assert not told["title"].startswith(":")


def test_two_flows_of_one_name_from_two_places_are_two_arrows(make_table):
    ends = {"kind": "displacement", "place": "Dana", "lat": 36.21, "lon": 36.77, "origin_place": "Al-Hamra"}
    table = make_table(
        {**ends, "event_id": "a", "origin_lat": 35.86, "origin_lon": 36.80, "persons_low": 10, "counter": "X"},
        {**ends, "event_id": "b", "origin_lat": 35.30, "origin_lon": 36.20, "persons_low": 20, "counter": "X"},
    )
    sent = flows.flows(table, all_days(counter="X"))["flows"]
    assert sorted(row[2] for flow in sent for row in flow["rows"]) == [10, 20]
    assert len(sent) == 2 == displacement.arrow_count(table, all_days(counter="X"))
