"""What changed against the days before: the same number of days, differences of counts, ranges as they were."""

from __future__ import annotations

from datetime import date

from lib.analysis import summary
from lib.analysis.comparison import changes, previous
from lib.analysis.figure_rows import figure_rows
from lib.events.query import FIRST_DAY, Query
from lib.text import between
from tests.queries import all_days


def test_the_days_before_are_as_many_and_end_where_the_range_begins():
    before = previous(Query(start=date(2020, 2, 5), end=date(2020, 2, 12), where="Idlib"))
    assert (before.start, before.end, before.where) == (date(2020, 1, 28), date(2020, 2, 4), "Idlib")


def test_days_that_the_map_does_not_cover_are_not_compared_with():
    assert previous(Query(start=FIRST_DAY, end=FIRST_DAY)) is None
    assert previous(Query(start=date(2019, 12, 5), end=date(2019, 12, 9))) is None
    assert previous(Query(start=date(2019, 12, 5), end=date(2019, 12, 8))).start == FIRST_DAY


def test_each_figure_has_its_change_counts_as_a_difference_and_ranges_as_they_were(events):
    query = Query(start=date(2020, 2, 5), end=date(2020, 2, 12))
    now, then = summary.figures(events, query), summary.figures(events, previous(query))
    told = changes(events, query, now)
    assert len(told) == len(figure_rows(now, query))
    difference = now.strikes - then.strikes
    assert told[0].startswith(f"{'+' if difference > 0 else '−'}{abs(difference)} ")
    assert f"({then.strikes})" in told[0]
    assert told[1].startswith(between(then.civilians.low, then.civilians.high))
    assert told[4].endswith("4 Feb 2020")


def test_totals_of_unequal_numbers_of_days_are_not_compared(events):
    query = Query(start=date(2020, 2, 5), end=date(2020, 2, 12))
    now, then = (summary.figures(events, some).displaced for some in (query, previous(query)))
    lengths = [(some.until - some.since).days + 1 for some in (then, now)]
    assert lengths[0] != lengths[1]
    told = changes(events, query, summary.figures(events, query))[2]
    assert f"{lengths[0]} days against {lengths[1]}, not to be compared" in told


def test_without_days_before_it_says_so(events):
    query = all_days()
    told = changes(events, query, summary.figures(events, query))
    assert set(told[:4]) == {"the table has no such days before"}


def test_without_a_front_nothing_is_compared(make_table):
    events = make_table({"kind": "strike", "place": "Saraqib"})
    query = Query(start=date(2020, 1, 15), end=date(2020, 1, 16))
    assert "no earlier line" in changes(events, query, summary.figures(events, query))[4]
