"""What is listed of movements, totals, shelter, arrivals and camps: as published, one counter at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from lib.analysis import daily, displacement
from lib.analysis.displacement import distance as displacement_distance
from lib.analysis.displacement import published as displacement_totals
from lib.analysis.displacement import reports as displacement_reports
from lib.events.query import Query
from tests.analysis.test_displacement import flow, total
from tests.queries import all_days

HOLDS = {"kind": "control", "subkind": "baseline", "date_start": "2019-12-01", "geo_precision": "settlement"}


def test_a_movement_without_a_point_is_listed_though_never_drawn(make_table):
    table = make_table(flow("2020-01-10", "2020-01-12", 1000, lat="", lon=""))
    (pair,) = displacement_reports.by_pair(table, all_days()).to_dict("records")
    assert not pair["drawn"]
    assert pair["high"] == 1000


def test_what_is_drawn_is_listed_with_the_same_persons(events):
    drawn = displacement.arrows(displacement.flows(events, all_days())).set_index(["origin_place", "place"])
    pairs = displacement_reports.by_pair(events, all_days()).set_index(["origin_place", "place"])
    told = pairs.loc[drawn.index]
    summed = drawn["low"].notna() & ~told["overlapping"]
    assert summed.any()
    assert (drawn.loc[summed, "low"] == told.loc[summed, "low"]).all()
    assert set(drawn.index) == set(pairs.index[pairs["drawn"]])


def test_windows_that_overlap_are_never_added_up(make_table):
    rows = (flow("2020-01-10", "2020-01-20", 1000), flow("2020-01-12", "2020-01-25", 500))
    (pair,) = displacement_reports.by_pair(make_table(*rows), all_days()).to_dict("records")
    assert pair["overlapping"]
    assert pd.isna(pair["high"])


def test_windows_that_follow_one_another_are_added_up(make_table):
    rows = (flow("2020-01-10", "2020-01-12", 1000), flow("2020-01-12", "2020-01-15", 500))
    (pair,) = displacement_reports.by_pair(make_table(*rows), all_days()).to_dict("records")
    assert (pair["low"], pair["high"]) == (1500, 1500)


def test_every_figure_of_a_sub_district_stands_by_itself_with_its_counter(events):
    rows = displacement_reports.by_subdistrict(events, all_days())
    dana = rows.loc[(rows["admin3"] == "Dana") & rows["persons_low"].notna()]
    assert dana["counter"].nunique() >= 3
    assert (dana["pcode"] == "SY070301").all()
    frame = events.displacement.set_index("event_id")
    assert (dana["persons_low"].to_numpy() == frame.loc[dana["event_id"], "persons_low"].to_numpy()).all()


def test_a_coarse_end_lies_in_no_sub_district(make_table):
    table = make_table(flow("2020-01-10", "2020-01-12", 1000, place="areas near the Turkish border", pcode=""))
    rows = displacement_reports.by_subdistrict(table, all_days())
    assert set(rows["way"]) <= {"out"}


def coded(left, reached, **more):
    return flow("2020-01-10", "2020-01-12", 100, origin_pcode=left, pcode=reached, **more)


@pytest.mark.parametrize(
    ("way", "wanted"), [("in", {"in"}), ("out", {"out"}), ("between", {"between"}), ("any", {"in", "out", "between"})]
)
def test_in_out_and_between_a_sub_district(make_table, way, wanted):
    table = make_table(
        coded("C3916", "C4126", event_id="in"),
        coded("C4126", "C1564", event_id="out", place="Azaz"),
        coded("C4121", "C4130", event_id="between", origin="Sarmada", place="Atmeh"),
        coded("C3916", "C1564", event_id="neither", place="Azaz"),
    )
    query = all_days(area="SY070301", flow=way)
    assert set(displacement_reports.reported(table, query)["event_id"]) == wanted
    assert len(displacement.arrows(displacement.flows(table, query))) == len(wanted)


@pytest.mark.parametrize("area", ["SY070301", "Dana", "dana ", "SY0703", "SY07", "C4126"])
def test_an_area_is_asked_for_by_code_or_by_name(make_table, area):
    table = make_table(coded("C3916", "C4126"))
    assert len(displacement_reports.reported(table, all_days(area=area, flow="any"))) == 1


def test_an_area_nobody_knows_lets_nothing_through(make_table):
    assert displacement_reports.reported(make_table(coded("C3916", "C4126")), all_days(area="Atlantis")).empty


def test_the_area_filter_leaves_strikes_and_control_alone(make_table):
    table = make_table({"kind": "strike"}, coded("C3916", "C1564"))
    kept = daily.selected(table, table.frame, all_days(area="SY070301", flow="in"))
    assert list(kept["kind"]) == ["strike"]


def test_the_steps_add_up_to_the_figure_of_the_range(events):
    query = all_days()
    steps = displacement_totals.steps(events, query)
    inside = steps.loc[steps["until"] <= pd.Timestamp(query.end)]
    whole = displacement.displaced_in_range(events, query.start, query.end)
    assert inside["low"].sum() <= whole.low <= inside["high"].sum()


def test_a_step_down_has_no_figure(make_table):
    table = make_table(total("2020-03-05", 961_000), total("2020-03-08", 959_000))
    last = displacement_totals.steps(table, replace(all_days(), end=date(2020, 3, 8))).iloc[-1]
    assert last["falls"]
    assert pd.isna(last["low"])
    assert pd.isna(last["high"])


def test_every_published_total_is_a_point_and_only_one_series_is_joined(events):
    published = displacement_totals.published(events, all_days())
    rows = events.displacement
    told = (rows["subkind"] == "cumulative") & (rows["metric"] == "displaced") & displacement.has_number(rows)
    assert len(published) == int(told.sum())
    joined = published.loc[published["main"]]
    assert set(joined["counter"]) == {displacement.TOTAL_COUNTER}
    assert set(joined["date_start"]) == {pd.Timestamp("2019-12-01")}
    assert joined["date_end"].is_unique
    assert joined["whole"].all()


def test_returns_are_those_after_the_ceasefire_whatever_the_range(events):
    late = displacement_totals.returns(events, Query(start=date(2019, 12, 1), end=date(2019, 12, 2)))
    assert len(late) >= 10
    assert (late["date_end"] > pd.Timestamp("2020-03-05")).all()


def test_a_town_is_not_counted_again_in_its_sub_district(make_table):
    month = {"subkind": "flow", "date_precision": "month", "geo_precision": "subdistrict"}
    table = make_table(
        flow("2020-02-01", "2020-02-29", 1000, counter="HNAP", place="Dana sub-district", pcode="SY070301", **month),
        flow("2020-02-01", "2020-02-29", 400, counter="HNAP", place="Sarmada", pcode="C4121"),
    )
    (series,) = displacement_distance.arrivals(table, all_days()).to_dict("records")
    assert series["located"] == 1000
    assert series["places"] == 2


def test_the_certain_share_is_never_above_the_possible_one_and_grows_with_distance(events):
    found = displacement_distance.arrivals(events, all_days())
    assert len(found) >= 3
    for km in displacement_distance.WITHIN_KM:
        assert (found[f"within_{km}_low"] <= found[f"within_{km}_high"]).all()
    for end in ("low", "high"):
        assert (found[f"within_5_{end}"] <= found[f"within_10_{end}"]).all()
        assert (found[f"within_10_{end}"] <= found[f"within_20_{end}"]).all()


def test_persons_without_a_place_of_arrival_are_given_and_not_located(events):
    found = displacement_distance.arrivals(events, all_days()).set_index(["counter", "subkind"])
    hnap = found.loc[("HNAP", "flow")]
    frame = events.displacement.set_index("event_id")
    whole = frame.loc["displacement-2020-02-29-hnap-07", "persons_low"]
    assert hnap["located"] + hnap["unlocated"] == pytest.approx(whole)


def test_two_counters_never_share_a_row_of_arrivals(make_table):
    rows = [
        flow("2020-02-01", "2020-02-29", 1000, counter=counter, place="Dana", pcode="C4126") for counter in ("A", "B")
    ]
    assert len(displacement_distance.arrivals(make_table(*rows), all_days())) == 2


def test_camps_are_listed_nearest_first_and_those_without_a_point_last(events):
    camps = displacement_distance.camps_and_front(events, date(2020, 3, 5))
    known = camps["km"].dropna()
    assert known.is_monotonic_increasing
    assert camps["km"].isna().to_numpy()[: len(known)].sum() == 0
    assert (camps["low_km"].dropna() <= known).all()
    assert (camps["high_km"].dropna() >= known).all()


def test_the_front_comes_nearer_to_the_camps_from_december_to_march(events):
    early, late = (
        displacement_distance.camps_and_front(events, day).set_index("name").loc["Deir Hassan camps", "km"]
        for day in (date(2019, 12, 15), date(2020, 3, 5))
    )
    assert late < early


def test_a_table_without_control_has_no_distance_to_a_front(make_table):
    assert displacement_distance.camps_and_front(
        make_table(flow("2020-01-10", "2020-01-12", 1)), date(2020, 2, 1)
    ).empty
