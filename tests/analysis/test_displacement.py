"""Displacement is counted by one counter at a time, and a total is never added to a total."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis import displacement
from lib.analysis.displacement.official import official_count
from lib.events.query import FIRST_DAY, LAST_DAY
from lib.events.table import read
from tests.conftest import as_csv
from tests.queries import all_days


def total(day, low, high=None, **more):
    return {
        "kind": "displacement", "subkind": "cumulative", "date_start": "2019-12-01", "date_end": day,
        "origin_place": "north-west Syria", "place": "", "persons_low": low,
        "persons_high": low if high is None else high, "counter": "OCHA", "geo_precision": "", **more,
    }  # fmt: skip


def flow(start, end, low="", counter="Response Coordinators", origin="Saraqib", place="Dana", **more):
    return {
        "kind": "displacement", "date_start": start, "date_end": end, "origin_place": origin, "place": place,
        "origin_lat": 35.86, "origin_lon": 36.8, "origin_precision": "settlement", "lat": 36.21, "lon": 36.77,
        "persons_low": low, "persons_high": low, "counter": counter, **more,
    }  # fmt: skip


def test_the_figure_of_a_range_is_the_later_total_minus_the_earlier(make_table):
    table = make_table(total("2020-01-10", 300_000), total("2020-01-20", 350_000), total("2020-02-10", 700_000))
    found = displacement.displaced_in_range(table, date(2020, 1, 12), date(2020, 2, 12))
    assert (found.low, found.high) == (400_000, 400_000)
    assert (found.since, found.until) == (date(2020, 1, 11), date(2020, 2, 10))


def test_before_the_first_total_the_series_starts_from_nothing_on_1_december(make_table):
    found = displacement.displaced_in_range(make_table(total("2020-01-10", 300_000)), FIRST_DAY, date(2020, 1, 31))
    assert (found.low, found.since) == (300_000, FIRST_DAY)


def test_a_range_with_no_total_published_in_it_has_no_figure(make_table):
    table = make_table(total("2020-01-10", 300_000), total("2020-02-10", 700_000))
    found = displacement.displaced_in_range(table, date(2020, 1, 12), date(2020, 1, 31))
    assert (found.low, found.high) == (None, None)


def test_a_later_total_below_the_earlier_is_no_figure_rather_than_people_returning(make_table):
    table = make_table(total("2020-03-05", 961_000), total("2020-03-08", 959_000))
    found = displacement.displaced_in_range(table, date(2020, 3, 6), date(2020, 3, 8))
    assert (found.low, found.high) == (None, None)


def test_totals_of_another_counter_or_another_start_date_are_not_mixed_in(make_table):
    table = make_table(
        total("2020-01-10", 300_000),
        total("2020-01-12", 900_000, counter="SOHR"),
        total("2020-01-13", 910_000, date_start="2019-11-01"),
        total("2020-01-14", 920_000, is_primary="false", group_id="row-0"),
    )
    found = displacement.displaced_in_range(table, FIRST_DAY, date(2020, 1, 31))
    assert found.low == 300_000


def test_a_later_and_larger_total_inside_the_range_stands_instead_with_its_own_days(make_table):
    part = {"origin_place": "Maarat al-Numan", "date_start": "2019-12-12"}
    table = make_table(total("2019-12-20", 60_000, 70_000), total("2019-12-25", 235_000, **part))
    for start, last in ((FIRST_DAY, 25), (FIRST_DAY, 28), (date(2019, 12, 12), 25)):
        found = displacement.displaced_in_range(table, start, date(2019, 12, last))
        assert (found.low, found.high) == (235_000, 235_000)
        assert (found.since, found.until) == (date(2019, 12, 12), date(2019, 12, 25))
    assert displacement.displaced_in_range(table, FIRST_DAY, date(2019, 12, 24)).low == 60_000
    assert displacement.displaced_in_range(table, date(2019, 12, 13), date(2019, 12, 25)).low == 60_000


def test_a_total_inside_the_range_that_is_smaller_or_ends_earlier_does_not_stand_instead(make_table):
    part = {"origin_place": "Maarat al-Numan", "date_start": "2019-12-12"}
    smaller = make_table(total("2019-12-20", 60_000, 70_000), total("2019-12-25", 65_000, **part))
    earlier = make_table(total("2019-12-29", 284_000), total("2019-12-25", 500_000, **part))
    other = make_table(total("2019-12-20", 60_000), total("2019-12-25", 235_000, counter="SOHR", **part))
    for table, low in ((smaller, 60_000), (earlier, 284_000), (other, 60_000)):
        assert displacement.displaced_in_range(table, FIRST_DAY, date(2019, 12, 31)).low == low


def test_no_range_is_told_by_an_older_smaller_total_where_a_later_one_lies_inside_it(events):
    others = displacement.other_totals(events)
    for total_inside in others.itertuples():
        start, end = max(total_inside.date_start.date(), FIRST_DAY), total_inside.date_end.date()
        if (start, end) != (total_inside.date_start.date(), min(end, LAST_DAY)):
            continue
        found = displacement.displaced_in_range(events, start, end)
        most = found.high if found.high is not None else found.low
        assert found.until == end or most >= total_inside.least


def test_a_figure_is_unsure_when_a_total_that_it_is_made_of_is_of_low_confidence(make_table):
    low = {"confidence": "low"}
    table = make_table(total("2020-01-05", 1_000), total("2020-01-10", 2_000, **low), total("2020-01-15", 3_000))
    days = [(FIRST_DAY, 5), (FIRST_DAY, 10), (date(2020, 1, 6), 10), (date(2020, 1, 11), 15), (FIRST_DAY, 15)]
    found = [displacement.displaced_in_range(table, start, date(2020, 1, end)).unsure for start, end in days]
    assert found == [False, True, True, True, False]


def counted(start, end, low, **more):
    return flow(start, end, low, counter="OCHA", origin="north-west Syria", place="", **more)


def test_the_last_official_count_is_one_whose_own_days_lie_inside_half_of_the_range_at_least(make_table):
    table = make_table(
        total("2020-01-01", 1_000),
        counted("2020-01-05", "2020-01-10", 300),
        counted("2020-01-08", "2020-01-12", 200),
        counted("2020-01-08", "2020-01-12", 900, is_primary="false", group_id="row-2"),
        counted("2020-01-08", "2020-01-12", 900) | {"counter": "SOHR"},
        counted("2020-01-08", "2020-01-12", 900, metric="returned"),
    )

    def found(first, last):
        count = official_count(table, date(2020, 1, first), date(2020, 1, last))
        return count and (count.low, count.since.day, count.until.day)

    assert found(5, 12) == (200, 8, 12)
    assert found(5, 11) == (300, 5, 10)
    assert found(6, 11) is None


@pytest.mark.thorough
@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=8))
def test_the_figures_of_consecutive_ranges_add_up_to_the_figure_of_the_whole(totals):
    growing = sorted(totals)
    rows = [total(date(2020, 1, 5 + n).isoformat(), persons) for n, persons in enumerate(growing)]
    table = read(as_csv(rows), "events.csv")
    parts = [
        displacement.displaced_in_range(table, date(2020, 1, 5 + n) if n else FIRST_DAY, date(2020, 1, 5 + n)).low
        for n in range(len(growing))
    ]
    whole = displacement.displaced_in_range(table, FIRST_DAY, date(2020, 1, 4 + len(growing))).low
    assert sum(parts) == whole == growing[-1]


def test_numbered_flows_of_two_counters_are_never_added(make_table):
    table = make_table(
        flow("2020-01-10", "2020-01-12", 1000),
        flow("2020-01-11", "2020-01-12", 5000, counter="SOHR"),
    )
    ours = displacement.arrows(displacement.flows(table, all_days()))
    theirs = displacement.arrows(displacement.flows(table, all_days(counter="SOHR")))
    assert list(ours["low"]) == [1000]
    assert list(theirs["low"]) == [5000]


def test_windows_of_one_counter_between_the_same_places_make_one_arrow(make_table):
    table = make_table(flow("2020-01-10", "2020-01-12", 1000), flow("2020-01-13", "2020-01-14", 500))
    arrows = displacement.arrows(displacement.flows(table, all_days()))
    assert list(arrows["high"]) == [1500]
    assert list(arrows["reports"]) == [2]


def test_a_direction_without_a_number_stays_a_direction_whoever_reports_it(make_table):
    table = make_table(flow("2020-01-10", "2020-01-12", counter="WFP"))
    arrows = displacement.arrows(displacement.flows(table, all_days()))
    assert len(arrows) == 1
    assert arrows["low"].isna().all()


def test_a_cumulative_total_is_never_drawn_as_a_flow(make_table):
    table = make_table(flow("2020-01-10", "2020-01-12", 1000, subkind="cumulative"))
    assert displacement.flows(table, all_days()).empty


def test_second_reports_of_a_flow_are_not_drawn_again(make_table):
    first = flow("2020-01-10", "2020-01-12", 1000, event_id="a", group_id="a")
    second = flow("2020-01-10", "2020-01-12", 1000, event_id="b", group_id="a", is_primary="false")
    assert len(displacement.flows(make_table(first, second), all_days())) == 1


def test_a_flow_without_a_point_at_both_ends_is_not_drawn(make_table):
    table = make_table(flow("2020-01-10", "2020-01-12", 1000, lat="", lon=""))
    assert displacement.flows(table, all_days()).empty


def test_the_windows_of_the_default_counter_in_the_table_do_not_overlap_but_for_the_two_noted_days(events):
    rows = displacement.flows(events, all_days())
    rows = rows.loc[displacement.has_number(rows) & (rows["counter"] == displacement.FLOW_COUNTER)]
    windows = rows[["date_start", "date_end"]].drop_duplicates().sort_values("date_start")
    shared = (windows["date_end"].shift() - windows["date_start"]).dt.days.dropna()
    assert len(windows) >= 10
    assert shared.max() <= 1, "a window may begin on the day the one before it ended, or share 10 and 11 February"


def test_a_table_without_the_usual_counter_shows_the_flows_of_its_own(make_table):
    events = make_table(flow("2020-01-01", "2020-01-05", 700, counter="IOM"))
    assert displacement.flow_counter(events, all_days()) == "IOM"
    assert displacement.flows(events, all_days())["persons_low"].tolist() == [700]
