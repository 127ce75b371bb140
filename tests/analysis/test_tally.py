"""Running sums count what a plain look at the rows counts, for every range of days."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.tally import DAYS, Tally, day_number, days_of

"""A table is read for each example: the first of a process takes longer than the rest."""

DAY = st.integers(0, DAYS - 1)
ROWS = st.lists(st.tuples(st.integers(0, 3), DAY, st.integers(0, 12), st.integers(0, 9)), max_size=40)
RANGE = st.tuples(DAY, DAY).map(sorted)


def tally_of(rows):
    item, start, length, value = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    end = np.minimum(start + length, DAYS - 1)
    return item, start, end, value, Tally.over(item, start, end, np.stack([np.ones_like(item), value], axis=1))


@given(ROWS, RANGE)
def test_what_a_range_holds_is_what_began_by_its_end_less_what_ended_before_it(rows, days):
    first, last = days
    item, start, end, value, tally = tally_of(rows)
    inside = (start <= last) & (end >= first)
    plain = [[np.sum(inside & (item == i)), value[inside & (item == i)].sum()] for i in range(4)]
    assert tally.in_range(first, last, 4).tolist() == plain


@given(ROWS, RANGE)
def test_spans_paired_in_order_count_as_the_rows_do_in_every_range(rows, days):
    first, last = days
    item, start, end, _value, tally = tally_of(rows)
    at, opens, closes, number = tally.windows()
    assert (opens <= closes).all()
    counted = (opens <= last) & (closes >= first)
    for one in range(4):
        assert number[counted & (at == one)].sum() == np.sum((start <= last) & (end >= first) & (item == one))


def test_there_are_never_more_spans_than_two_an_item_and_day():
    rng = np.random.default_rng(1)
    start = rng.integers(0, DAYS, 50_000)
    end = np.minimum(start + rng.integers(0, DAYS, 50_000), DAYS - 1)
    item = rng.integers(0, 3, 50_000)
    assert len(Tally.over(item, start, end, np.ones((50_000, 1), dtype=np.int64)).windows()[0]) <= 3 * 2 * DAYS


def test_days_before_and_after_those_covered_are_cut_and_rows_wholly_outside_are_left_out():
    stamps = pd.DataFrame(
        {
            "date_start": pd.to_datetime(["2019-11-20", "2019-11-20", "2020-03-08", "2020-03-09", None]),
            "date_end": pd.to_datetime(["2019-12-02", "2019-11-30", "2020-04-01", "2020-03-10", None]),
        }
    )
    start, end = days_of(stamps)
    assert start.tolist() == [0, DAYS, DAYS - 1, DAYS, DAYS]
    assert end[[0, 2]].tolist() == [1, DAYS - 1]
    assert [day_number(day) for day in (date(2019, 1, 1), date(2019, 12, 2), date(2021, 1, 1))] == [0, 1, DAYS - 1]
