"""Two periods side by side: which days they are, what each figure is, and when there is a difference to speak of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis import control, ground, side_by_side, summary
from lib.analysis.figure_rows import KINDS_OF_FIGURES
from lib.analysis.side_by_side import Difference, Value, Verdict, difference, periods, rows, words
from lib.config.crisis import CRISIS
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.text import square_km

A = Query(start=date(2020, 1, 25), end=date(2020, 2, 4))
B = Query(start=date(2020, 2, 5), end=date(2020, 2, 15))
DAYS = A, B
LONGER = replace(B, end=date(2020, 2, 20))
OF_A_DAY = {"front"}
"""Figures that are of one day, whatever the days of their period."""


def days_of(query):
    return query.start, query.end


def value(low, high, days=A, counter=""):
    return Value(low, high, days.start, days.end, counter)


@pytest.fixture(scope="module")
def both(events):
    return {row.key: row for row in rows(events, A, B)}


# ---- Which days


def test_what_the_address_names_is_taken_and_all_else_holds_for_both():
    asked = replace(A, b_start=B.start, b_end=B.end, where="Idlib", compare=date(2020, 1, 1), mode="swipe")
    a, b = periods(asked)
    assert (days_of(a), days_of(b)) == (days_of(A), days_of(B))
    assert a.where == b.where == "Idlib"
    assert replace(a, start=b.start, end=b.end) == b
    assert a.compare is None, "the front of one day is another page's question"


def test_without_a_second_period_it_is_as_many_days_before():
    a, b = periods(B)
    assert (days_of(a), days_of(b)) == (days_of(B), days_of(A))


def test_without_days_before_it_is_as_many_after():
    december = Query(start=FIRST_DAY, end=date(2019, 12, 31))
    a, b = periods(december)
    assert days_of(a) == days_of(december)
    assert days_of(b) == (date(2020, 1, 1), date(2020, 1, 31))


@pytest.mark.parametrize("last", [Query().end, Query().end - timedelta(days=1)])
def test_a_range_with_room_on_neither_side_is_set_half_beside_half(last):
    a, b = periods(Query(start=FIRST_DAY, end=last))
    assert a.end - a.start == b.end - b.start
    assert b.start == a.end + timedelta(days=1)
    assert b.end == last
    assert (a.start - FIRST_DAY).days in {0, 1}


@pytest.mark.parametrize(("given_end", "expected"), [({"b_start": B.start}, B), ({"b_end": B.end}, B)])
def test_of_a_second_period_with_one_end_it_has_as_many_days(given_end, expected):
    assert days_of(periods(replace(A, **given_end))[1]) == days_of(expected)


@given(st.dates(FIRST_DAY, LAST_DAY), st.dates(FIRST_DAY, LAST_DAY), st.none() | st.dates(FIRST_DAY, LAST_DAY),
       st.none() | st.dates(FIRST_DAY, LAST_DAY))  # fmt: skip
def test_both_periods_are_days_of_the_map_in_order(one, other, b_start, b_end):
    if b_start and b_end:
        b_start, b_end = min(b_start, b_end), max(b_start, b_end)
    for each in periods(Query(start=min(one, other), end=max(one, other), b_start=b_start, b_end=b_end)):
        assert FIRST_DAY <= each.start <= each.end <= LAST_DAY


# ---- Which differences there are

ends = st.integers(0, 500)
ranges = st.tuples(ends, ends).map(sorted)


@given(ranges, ranges)
def test_a_difference_holds_for_whatever_the_two_figures_are_inside_their_ranges(a, b):
    found = difference(value(*a), value(*b, B), DAYS)
    apart = b[0] > a[1] or a[0] > b[1]
    exact = a[0] == a[1] and b[0] == b[1]
    if apart or exact:
        assert found == Difference(Verdict.KNOWN, b[0] - a[1], b[1] - a[0])
        back = difference(value(*b), value(*a, B), DAYS)
        assert (back.low, back.high) == (-found.high, -found.low)
    else:
        assert found == Difference(Verdict.OVERLAP)


@pytest.mark.parametrize("blank", [(None, None), (None, 5), (5, None)])
@pytest.mark.parametrize("other", [(3, 3), (3, 8), (None, None)])
def test_what_is_not_reported_has_no_difference_and_is_no_zero(blank, other):
    missing = Difference(Verdict.MISSING)
    assert difference(value(*blank), value(*other, B), DAYS) == missing
    assert difference(value(*other), value(*blank, B), DAYS) == missing


@pytest.mark.parametrize("figures", [((3, 3), (9, 9)), ((3, 4), (8, 9)), ((3, 8), (4, 9))])
@pytest.mark.parametrize(
    ("a", "b", "days"),
    [
        (value(0, 0, A), value(0, 0, LONGER), (A, LONGER)),
        (value(0, 0, replace(A, start=date(2020, 1, 24))), value(0, 0, B), DAYS),
        (value(0, 0, A), value(0, 0, replace(B, end=date(2020, 2, 14))), DAYS),
        (value(0, 0, A, "one"), value(0, 0, B, "another"), DAYS),
    ],
    ids=["unequal periods", "A of other days", "B of other days", "another counter"],
)
def test_figures_of_other_days_or_counters_have_no_difference(figures, a, b, days):
    a, b = (replace(each, low=low, high=high) for each, (low, high) in zip((a, b), figures, strict=True))
    assert difference(a, b, days) == Difference(Verdict.UNLIKE)


def test_periods_of_unequal_length_leave_a_difference_to_figures_of_a_day_alone(events):
    found = {row.key: row.difference.verdict for row in rows(events, A, LONGER)}
    assert {key for key, verdict in found.items() if verdict is Verdict.KNOWN} == OF_A_DAY
    assert {found[key] for key in found.keys() - OF_A_DAY} == {Verdict.UNLIKE}


# ---- What each figure is


def test_every_figure_of_the_other_pages_is_there_and_is_theirs(events, both):
    assert KINDS_OF_FIGURES.keys() <= both.keys()
    for query, value_of in ((A, lambda row: row.a), (B, lambda row: row.b)):
        counted = summary.figures(events, query)
        found = {key: value_of(row) for key, row in both.items()}
        assert found["strikes"].low == counted.strikes
        assert found["silent"].low == counted.civilians.silent
        assert (found["civilians"].low, found["civilians"].high) == (counted.civilians.low, counted.civilians.high)
        moved = counted.displaced
        assert found["displaced"] == Value(moved.low, moved.high, moved.since, moved.until, moved.counter)
        assert found["changed"].low == counted.changed["place"].nunique()
        assert found["front"].low == round(counted.front_km)


@pytest.mark.thorough
def test_ground_is_what_the_sides_of_a_party_gained_in_tens(events, both):
    for gain in CRISIS.gains:
        row = both[f"gained_{gain.id}"]
        for query, found in ((A, row.a), (B, row.b)):
            each = [ground.gained(events, side, query.start, query.end) for side in gain.won_by]
            assert (found.low, found.high) == (
                round(sum(one.low for one in each), -1),
                round(sum(one.high for one in each), -1),
            )


def test_each_difference_is_b_less_a_as_the_figures_stand(both):
    for row in both.values():
        if row.difference.verdict is Verdict.KNOWN:
            assert (row.difference.low, row.difference.high) == (row.b.low - row.a.high, row.b.high - row.a.low)


def test_displaced_people_of_other_days_than_the_periods_are_not_compared(both):
    row = both["displaced"]
    assert (row.a.since, row.a.until) != days_of(A), "else this test shows nothing"
    assert row.difference == Difference(Verdict.UNLIKE)


def test_a_kind_of_report_that_is_left_out_has_no_figures(events):
    only = [replace(each, kinds=frozenset({"control"})) for each in DAYS]
    keys = {row.key for row in rows(events, *only)}
    assert keys == {"changed", "front", *(f"gained_{gain.id}" for gain in CRISIS.gains)}
    assert rows(events, *(replace(each, kinds=frozenset()) for each in DAYS)) == ()


def test_a_table_that_knows_of_no_control_and_no_casualties_reports_neither(make_table):
    table = make_table({"place": "Saraqib", "date_start": "2020-01-30"}, {"place": "Ariha", "date_start": "2020-02-06"})
    found = {row.key: row for row in rows(table, A, B)}
    assert found["strikes"].difference == Difference(Verdict.KNOWN, 0, 0)
    for key in ("civilians", "displaced", "changed", "front"):
        assert (found[key].a.low, found[key].difference.verdict) == (None, Verdict.MISSING)
    assert not [key for key in found if key.startswith("gained_")]


@pytest.mark.thorough
def test_ground_is_measured_from_the_first_day_on_which_holders_are_known(make_table):
    held = [
        {"kind": "control", "subkind": "baseline", "place": place, "lat": lat, "lon": 36.6, "controller": side}
        for place, lat, side in (("Idlib", 35.93, "opposition"), ("Hama", 35.14, "government"))
    ]
    table = make_table(*({**one, "date_start": "2020-02-01"} for one in held))
    found = {row.key: row for row in rows(table, A, B)}
    for gain in CRISIS.gains:
        row = found[f"gained_{gain.id}"]
        assert row.a.since == date(2020, 2, 2), "the days before are not among those it stands for"
        assert row.difference == Difference(Verdict.UNLIKE)
    late = make_table(*({**one, "date_start": "2020-02-10"} for one in held))
    row = next(row for row in rows(late, A, B) if row.key.startswith("gained_"))
    assert (row.a.low, row.difference.verdict) == (None, Verdict.MISSING)


def test_what_rests_on_reports_of_low_confidence_is_said(make_table):
    weak = {"place": "Saraqib", "date_start": "2020-01-30", "confidence": "low"}
    [row, *_others] = rows(make_table(weak, {"place": "Ariha", "date_start": "2020-02-06"}), A, B)
    assert row.unsure == (1, 0)
    assert words.note(row, A) == "of low confidence: 1 in A, 0 in B"


# ---- How it is said


def test_the_title_has_the_ground_of_both_periods_with_their_days(both):
    title = words.finding(tuple(both.values()), A, B)
    most = max((row for row in both.values() if row.key.startswith("gained_")), key=lambda row: row.b.high)
    assert title.startswith(square_km(most.a.low, most.a.high))
    assert square_km(most.b.low, most.b.high) in title
    assert "25 Jan" in title
    assert "5–15 Feb 2020" in title


def test_without_front_lines_the_title_speaks_of_strikes(events):
    a, b = (replace(each, kinds=frozenset({"strike"}), targets=frozenset({"hospital"})) for each in DAYS)
    assert "strikes on hospitals or clinics reported" in words.finding(rows(events, a, b), a, b)


@pytest.mark.parametrize(
    ("unit", "by", "said"),
    [
        ("strikes", Difference(Verdict.KNOWN, 13, 13), "+13"),
        ("strikes", Difference(Verdict.KNOWN, -1200, -1200), "−1,200"),
        ("strikes", Difference(Verdict.KNOWN, 0, 0), "±0"),
        ("km²", Difference(Verdict.KNOWN, 10, 350), "+10 to +350 km²"),
        ("km", Difference(Verdict.KNOWN, -29, -29), "−29 km"),
        ("persons", Difference(Verdict.OVERLAP), "ranges overlap"),
        ("persons", Difference(Verdict.UNLIKE), "not like for like"),
        ("persons", Difference(Verdict.MISSING), "not reported"),
    ],
)
def test_a_difference_is_said_with_its_sign_and_unit_or_why_there_is_none(unit, by, said):
    assert words.differs(side_by_side.Row("any", unit, value(1, 1), value(1, 1), by)) == said


def test_a_blank_is_said_to_be_not_reported():
    for unit in (side_by_side.KM, side_by_side.KM2, side_by_side.PERSONS):
        assert words.value(value(None, None), unit) == "not reported"


def test_the_days_and_the_counter_of_displaced_people_stand_with_them(both):
    row = both["displaced"]
    note = words.note(row, A)
    assert row.a.counter in note
    assert note.count("2020") == 2


def test_unequal_numbers_of_days_are_said():
    assert words.lengths(A, B) == "Two periods of 11 days side by side"
    assert words.lengths(A, LONGER).startswith("A has 11 days, B has 16 days")


def test_ground_is_measured_once_a_pair_of_days(events, monkeypatch):
    ground.passed(events, A.start, A.end)
    monkeypatch.setattr(control, "changes_between", lambda *_days: pytest.fail("it was measured again"))
    assert ground.passed(events, A.start, A.end)
