"""Reports of two tables that are probably of the same incident: which are proposed, how likely, and each once."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest

from lib.analysis import same_incident
from lib.analysis.same_incident import SURE_SCORE, assigned, candidates, pairs, reasons
from lib.analysis.same_incident.likeness import Agreement
from lib.analysis.same_incident.places import By
from lib.events.schema import SUBKINDS
from lib.geography.areas import subdistricts

HERE = {"place": "Saraqib", "place_ar": "سراقب", "lat": "35.864", "lon": "36.8", "date_start": "2020-02-05"}
FAR = {"place": "Ariha", "lat": "35.81", "lon": "36.6"}


@pytest.fixture
def compare(make_table):
    """Propose pairs of the reader's rows (first) and the map's (second), each a strike on one place and day."""

    def run(mine, ours):
        tables = [
            make_table(*({"kind": "strike", "event_id": f"{name}{n}", **HERE, **row} for n, row in enumerate(rows)))
            for name, rows in (("m", mine), ("o", ours))
        ]
        assert all(not table.problems for table in tables)
        return pairs(tables[0].frame, tables[1].frame)

    return run


def one(found: pd.DataFrame) -> pd.Series:
    assert len(found) == 1
    return found.iloc[0]


def test_the_same_place_day_and_kind_is_a_sure_pair_and_says_why(compare):
    found = compare([{}], [{}])
    pair = one(found)
    assert (pair["mine"], pair["ours"], pair["days"]) == (0, 0, 0)
    assert pair["score"] >= SURE_SCORE
    assert reasons(found) == ["same point; same days; same kind; no figure to compare; same address of the source"]


@pytest.mark.parametrize(
    ("cells", "apart_m"),
    [({"lat": "35.873"}, 999), ({"lat": "35.887"}, 2552), ({"place": "Sarakeb", "place_ar": ""}, 0)],
)
def test_a_point_a_short_way_off_or_another_spelling_is_the_same_place(compare, cells, apart_m):
    assert one(compare([cells], [{}]))["metres"] == pytest.approx(apart_m, rel=0.05, abs=1)


@pytest.mark.parametrize(
    "cells",
    [
        FAR,
        {"lat": "35.900"},
        {"date_start": "2020-02-07", "date_end": "2020-02-07"},
        {"subkind": "shelling"},
        {"kind": "control", "controller": "government"} | {"subkind": "change"},
    ],
    ids=["other place", "four kilometres off", "two days off", "kind that it cannot be", "other kind"],
)
def test_what_is_no_pair(compare, cells):
    assert compare([cells], [{}]).empty


@pytest.mark.thorough
def test_a_point_of_a_subdistrict_reaches_further_than_one_of_a_settlement(compare):
    off = {"place": "", "place_ar": "", "lat": "35.93"}
    assert compare([off], [{}]).empty
    assert one(compare([off | {"geo_precision": "subdistrict"}], [{}]))["metres"] == pytest.approx(7300, rel=0.05)


@pytest.mark.thorough
def test_a_governorate_is_no_settlement_that_lies_at_its_middle(compare):
    wide = {"geo_precision": "governorate"}
    assert compare([wide], [{}]).empty
    assert len(compare([wide], [wide])) == 1


GOVERNORATE = next(code for code in subdistricts()["admin1_pcode"])
SUM = {
    "kind": "displacement", "subkind": "flow", "place": "", "place_ar": "", "lat": "", "lon": "", "persons_low": "1600",
    "persons_high": "1600", "counter": "A counter", "metric": "displaced", "date_end": "2020-02-29",
}  # fmt: skip


@pytest.mark.parametrize(
    "mine",
    [{"geo_precision": ""}, {"geo_precision": "", "lat": "36.4", "lon": "37.3"}, {"lat": "", "lon": ""},
     {"pcode": "", "geo_precision": ""}],
    ids=["without its precision", "at another middle", "without a point", "by name alone"],
)  # fmt: skip
def test_a_sum_of_a_governorate_pairs_with_itself_wherever_its_middle_was_put(compare, mine):
    wide = SUM | {"place": "That governorate", "pcode": GOVERNORATE, "lat": "35.9", "lon": "36.8"}
    wide |= {"geo_precision": "governorate"}
    assert one(compare([wide | mine], [wide]))["score"] >= SURE_SCORE - 5


def test_sums_of_no_place_pair_when_one_counter_gives_them_for_the_same_days(compare):
    found = compare([SUM], [SUM])
    assert one(found)["by"] == By.COUNTER
    assert one(found)["score"] >= SURE_SCORE
    assert reasons(found)[0].startswith("no place; same counter; same days")


@pytest.mark.parametrize(
    "cells",
    [{"counter": "Another"}, {"counter": ""}, {"metric": "returned", "subkind": "return"}, {"date_end": "2020-02-28"},
     {"date_start": "2020-02-04"}, {"admin1": "Elsewhere"}],
    ids=["counter", "no counter", "metric", "last day", "first day", "governorate"],
)  # fmt: skip
def test_sums_of_no_place_are_two_when_anything_else_differs(compare, cells):
    assert compare([SUM | cells], [SUM]).empty


@pytest.mark.parametrize(
    ("mine", "ours", "same"),
    [
        ("airstrike", "airstrike_or_shelling", True),
        ("airstrike", "barrel_bomb", True),
        ("barrel_bomb", "unknown", True),
        ("shelling", "rocket", True),
        ("barrel_bomb", "drone", False),
        ("drone", "shelling", False),
    ],
)
@pytest.mark.thorough
def test_kinds_of_strike_that_may_be_the_same_thing_pair_and_score_less(compare, mine, ours, same):
    found = compare([{"subkind": mine}], [{"subkind": ours}])
    assert len(found) == same
    if same:
        assert not one(found)["subkind"]
        assert one(found)["score"] < one(compare([{"subkind": ours}], [{"subkind": ours}]))["score"]


def test_every_kind_of_strike_may_be_itself_and_one_not_known():
    for word in SUBKINDS["strike"]:
        at = [same_incident.likeness._WORDS.index(each) for each in (word, "unknown")]
        assert same_incident.likeness.COMPATIBLE[np.ix_(at, at)].all()


@pytest.mark.parametrize(
    ("mine", "ours", "told"),
    [
        ({"deaths_low": "2", "deaths_high": "4"}, {"deaths_low": "3", "deaths_high": "3"}, Agreement.AGREE),
        ({"deaths_low": "2"}, {"deaths_low": "3", "deaths_high": "3"}, Agreement.AGREE),
        ({"deaths_low": "2", "deaths_high": "2"}, {"deaths_low": "9", "deaths_high": "11"}, Agreement.CONTRADICT),
        ({"deaths_low": "2", "deaths_high": "2"}, {"injured_low": "9", "injured_high": "9"}, Agreement.BLANK),
        (
            {"deaths_low": "2", "deaths_high": "2", "injured_low": "5", "injured_high": "5"},
            {"deaths_low": "2", "deaths_high": "2", "injured_low": "9", "injured_high": "9"},
            Agreement.PARTLY,
        ),
    ],
)
@pytest.mark.thorough
def test_figures_that_overlap_raise_the_score_and_others_lower_it_without_forbidding(compare, mine, ours, told):
    url = {"source_url": ""}
    pair, blank = (one(compare([row | url], [other])) for row, other in ((mine, ours), ({}, {})))
    assert pair["figures"] == told
    better = {Agreement.AGREE: 1, Agreement.BLANK: 0, Agreement.CONTRADICT: -1}.get(told)
    if better is not None:
        assert np.sign(pair["score"] - blank["score"]) == better


@pytest.mark.thorough
def test_an_attack_of_the_next_day_pairs_and_scores_less(compare):
    next_day = one(compare([{"date_start": "2020-02-06"}], [{}]))
    assert next_day["days"] == 1
    assert next_day["score"] < one(compare([{}], [{}]))["score"]


@pytest.mark.thorough
def test_ranges_pair_when_they_overlap_and_not_when_one_follows_the_other(compare):
    week = {"date_start": "2020-02-01", "date_end": "2020-02-07"}
    assert len(compare([week], [{"date_start": "2020-02-06", "date_end": "2020-02-12"}])) == 1
    assert compare([week], [{"date_start": "2020-02-08", "date_end": "2020-02-14"}]).empty
    month = {"date_start": "2020-02-01", "date_end": "2020-02-29"}
    in_month = one(compare([month], [{}]))
    assert in_month["score"] < one(compare([week], [{}]))["score"]


@pytest.mark.parametrize(
    ("mine", "by"),
    [({"pcode": "C4242", "place": "Somewhere", "place_ar": ""}, By.PCODE), ({"place": "Saraqeb"}, By.NAME)],
)
def test_rows_without_a_point_pair_by_code_or_by_name_in_either_script(compare, mine, by):
    blank = {"lat": "", "lon": ""}
    pair = one(compare([mine | blank], [{"pcode": "C4242"} if by is By.PCODE else {}]))
    assert pair["by"] == by
    assert np.isnan(pair["metres"])
    assert compare([blank | {"place": "Elsewhere", "place_ar": ""}], [{}]).empty


def test_one_name_in_two_governorates_is_two_places(compare):
    blank = {"lat": "", "lon": "", "admin1": "Aleppo"}
    assert compare([blank], [{"admin1": "Idleb"}]).empty
    assert len(compare([blank], [{"admin1": "Aleppo"}])) == 1


def test_each_report_is_in_one_pair_and_a_rival_makes_it_unsure_and_is_told(compare):
    found = compare([{}], [{"source_url": ""}, {"source_url": "", "deaths_low": "1", "deaths_high": "1"}])
    pair = one(found)
    assert pair["rival"]
    assert pair["score"] < SURE_SCORE
    assert {pair["ours"], pair["runner_up"]} == {0, 1}
    assert reasons(found)[0].endswith("another pair is about as good")


def test_the_best_pair_comes_first_and_the_rest_share_what_is_left(compare):
    exact = {"deaths_low": "7", "deaths_high": "7"}
    found = compare([{}, exact], [exact, {"lat": "35.88", "deaths_low": "1", "deaths_high": "1"}])
    assert set(zip(found["mine"], found["ours"], strict=True)) == {(1, 0), (0, 1)}
    assert found["score"].is_monotonic_decreasing


def test_only_counted_reports_are_compared(compare):
    assert compare([{"group_id": "g"}, {"group_id": "g", "is_primary": "false"}], [{}]).shape[0] == 1


@pytest.mark.thorough
def test_a_movement_of_another_counter_origin_or_sum_is_another_thing(compare):
    flow = {"kind": "displacement", "subkind": "flow", "counter": "One", "origin_lat": "35.81", "origin_lon": "36.6"}
    assert len(compare([flow], [flow])) == 1
    assert len(compare([flow | {"counter": ""}], [flow])) == 1
    assert compare([flow | {"counter": "Two"}], [flow]).empty
    assert compare([flow | {"origin_lat": "35.5"}], [flow]).empty
    total = flow | {"subkind": "cumulative", "date_start": "2019-12-01", "date_end": "2020-02-05"}
    assert compare([total | {"date_end": "2020-01-20"}], [total]).empty


@pytest.mark.thorough
def test_who_holds_a_place_has_to_be_the_same(compare):
    taken = {"kind": "control", "subkind": "change", "controller": "government"}
    assert len(compare([taken], [taken])) == 1
    assert compare([taken | {"controller": "opposition"}], [taken]).empty


def test_a_refused_pair_gives_way_to_the_next_best_and_an_accepted_one_takes_both_out(make_table):
    mine = make_table({"kind": "strike", **HERE}).frame
    ours = make_table(
        {"kind": "strike", "event_id": "a", **HERE}, {"kind": "strike", "event_id": "b", **HERE, "lat": "35.87"}
    ).frame
    found = candidates(mine, ours).frame
    assert assigned(found)["ours"].tolist() == [0]
    assert assigned(found, refused=[(0, 0)])["ours"].tolist() == [1]
    assert assigned(found, accepted=[(0, 0)]).empty


def test_no_table_and_an_empty_one_have_no_pairs(make_table):
    full, empty = make_table({"kind": "strike", **HERE}).frame, make_table().frame
    for mine, ours in ((empty, full), (full, empty), (empty, empty)):
        assert pairs(mine, ours).empty


def test_a_table_compared_with_itself_pairs_every_report_with_itself(events):
    found = pairs(events.frame, events.frame)
    counted = events.frame.loc[events.frame["is_primary"] & events.frame["lat"].notna()]
    assert (found["mine"] == found["ours"]).all()
    assert set(counted.index) <= set(found["mine"])


@pytest.mark.thorough
def test_a_hundred_thousand_reports_of_one_town_and_day_take_seconds(make_table):
    ours = make_table(*({"kind": "strike", "event_id": f"o{n}", **HERE} for n in range(200))).frame
    row = make_table({"kind": "strike", **HERE}).frame
    many = row.iloc[np.zeros(100_000, dtype=int)].reset_index(drop=True)
    many = many.assign(event_id=[f"m{n}" for n in range(len(many))])
    many["group_id"] = many["event_id"]
    began = time.process_time()
    found = candidates(many, ours)
    assert time.process_time() - began < 30
    assert found.not_compared > 0
    assert len(assigned(found.frame)) > 0
