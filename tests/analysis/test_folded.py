"""A folded list has a line for each thing that its reports tell of, sorted as a whole, and adds nothing up."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lib.analysis import folded, listing
from lib.events.choices import SORTS
from tests.queries import all_days

ONE_STRIKE = [
    {"event_id": "b", "group_id": "g", "is_primary": "false", "date_start": "2020-01-02", "note": "market",
     "civilian_deaths_low": "14", "civilian_deaths_high": "16"},
    {"event_id": "a", "group_id": "g", "is_primary": "true", "date_start": "2020-01-03",
     "civilian_deaths_low": "9", "civilian_deaths_high": "15"},
    {"event_id": "c", "group_id": "g", "is_primary": "false", "date_start": "2020-01-02"},
    {"event_id": "alone", "date_start": "2020-01-01", "civilian_deaths_low": "30", "civilian_deaths_high": "30"},
]  # fmt: skip
"""Three reports of one strike, the counted one neither first nor earliest, and a strike of one report."""


def view_of(events, sort="oldest", **asked):
    query = all_days(sort=sort, **asked)
    return folded.folded(events, listing.listing(events, query), query.sort)


def heads(events, sort="oldest", **asked):
    view = view_of(events, sort, **asked)
    return folded.page_of(events, view, 0, len(view)).heads


def test_each_thing_is_a_line_headed_by_its_counted_report(make_table):
    events = make_table(*ONE_STRIKE)
    page = folded.page_of(events, view_of(events), 0, 10)
    assert page.heads["event_id"].tolist() == ["alone", "a"]
    assert page.things["reports"].tolist() == [1, 3]
    assert page.reports.loc[page.reports["thing"] == 1, "event_id"].tolist() == ["a", "b", "c"]


def test_the_figures_of_several_reports_are_a_range_and_never_a_sum(make_table):
    events = make_table(*ONE_STRIKE)
    facts = folded.page_of(events, view_of(events), 0, 10).things.iloc[1]
    assert (facts["low"], facts["high"], facts["given"]) == (9, 16, 2)
    unsaid = make_table({"group_id": "g"}, {"group_id": "g", "is_primary": "false"})
    facts = folded.page_of(unsaid, view_of(unsaid), 0, 10).things.iloc[0]
    assert (facts["given"], facts["low"] == facts["low"]) == (0, False), "a blank stays blank"


def test_a_thing_whose_counted_report_is_left_out_keeps_its_line_and_is_told(make_table):
    events = make_table(*ONE_STRIKE)
    view = view_of(events, search="market")
    page = folded.page_of(events, view, 0, 10)
    assert (len(view), view.counted, view.headless) == (1, 0, 1)
    assert page.heads["event_id"].tolist() == ["a"]
    assert page.things[["reports", "listed", "shown"]].to_numpy().tolist() == [[3, 1, False]]
    assert page.reports["event_id"].tolist() == ["b"]


@pytest.mark.parametrize("asked", [{}, {"search": "hospital"}, {"kinds": frozenset({"strike"})}], ids=str)
@pytest.mark.parametrize("sort", SORTS)
def test_whatever_it_is_sorted_by_all_reports_of_the_list_are_under_their_lines(events, sort, asked):
    query = all_days(sort=sort, **asked)
    found = listing.listing(events, query)
    view = folded.folded(events, found, sort)
    page = folded.page_of(events, view, 0, len(view))
    rows = found.frame(events)
    assert sorted(page.reports["event_id"]) == sorted(rows["event_id"])
    assert len(view) == rows["group_id"].nunique()
    assert view.counted == rows["is_primary"].sum() == page.things["shown"].sum()
    assert page.heads["is_primary"].all()
    assert (page.heads["group_id"].to_numpy()[page.reports["thing"]] == page.reports["group_id"]).all()


@pytest.mark.parametrize("sort", folded.FIGURES)
def test_a_sort_by_a_figure_goes_from_the_largest_of_all_pages_to_what_gives_none(events, sort):
    low, high = (f"{folded.FIGURES[sort]}_{end}" for end in ("low", "high"))
    rows = heads(events, sort)
    most = rows[high].fillna(rows[low]).astype("float64").to_numpy()
    given = most[~np.isnan(most)]
    assert len(given) > 10
    assert np.isnan(most[len(given) :]).all()
    assert (np.diff(given) <= 0).all()
    counted = events.primary.loc[events.primary["date_start"] <= pd.Timestamp(all_days().end)]
    assert given[0] == counted[[low, high]].max().max()


def test_what_is_alike_in_what_is_sorted_by_is_in_order_of_days(make_table):
    events = make_table(
        {"event_id": "late", "date_start": "2020-02-01", "injured_low": "3", "injured_high": "3"},
        {"event_id": "early", "date_start": "2020-01-01", "injured_low": "3", "injured_high": "3"},
        {"event_id": "least", "date_start": "2020-01-01", "injured_low": "1", "injured_high": "3"},
        {"event_id": "blank", "date_start": "2019-12-05"},
    )
    assert heads(events, "injured")["event_id"].tolist() == ["early", "late", "least", "blank"]


def test_days_names_and_numbers_of_reports_sort_the_whole_list(events):
    days = heads(events, "oldest")["date_end"]
    assert days.is_monotonic_increasing
    assert heads(events, "newest")["event_id"].tolist() == heads(events, "oldest")["event_id"].tolist()[::-1]
    place = heads(events, "place")
    names = place["place"].where(place["place"] != "", place["origin_place"]).str.casefold()
    named = names.loc[names != ""].tolist()
    assert named == sorted(named)
    assert names.tolist()[: len(named)] == named, "those without a name come last"
    view = view_of(events, "reports")
    sizes = folded.page_of(events, view, 0, len(view)).things["reports"]
    assert sizes.is_monotonic_decreasing
    assert sizes.iloc[0] == events.frame["group_id"].value_counts().max()


def test_a_page_is_a_part_of_the_whole_and_its_things_are_found_by_any_of_their_reports(events):
    view = view_of(events, "killed")
    whole, part = folded.page_of(events, view, 0, len(view)), folded.page_of(events, view, 100, 150)
    assert part.heads["event_id"].tolist() == whole.heads["event_id"].tolist()[100:150]
    for row, thing in zip(part.reports.index[:40], part.reports["thing"][:40], strict=True):
        assert folded.place_of(events, view, row) == 100 + thing
    strikes = view_of(events, kinds=frozenset({"strike"}))
    assert folded.place_of(events, strikes, events.milestones.index[0]) is None


def test_of_a_thing_with_very_many_reports_only_some_are_listed(make_table):
    many = folded.MOST_LISTED + 5
    rows = [{"event_id": f"r{n:03}", "group_id": "g", "is_primary": str(n == many - 1).lower()} for n in range(many)]
    events = make_table(*rows)
    page = folded.page_of(events, view_of(events), 0, 10)
    assert page.reports["event_id"].iloc[0] == f"r{many - 1:03}", "the counted one always"
    assert (len(page.reports), page.things["listed"].tolist()) == (folded.MOST_LISTED, [many])


def test_sorting_changes_neither_what_is_listed_nor_its_downloads(events):
    by_day, by_toll = (listing.listing(events, all_days(sort=sort)) for sort in ("oldest", "killed"))
    assert by_day.positions.tolist() == by_toll.positions.tolist()


def test_an_empty_list_has_no_lines(make_table):
    events = make_table()
    view = view_of(events)
    assert len(view) == 0
    assert folded.page_of(events, view, 0, 10).heads.empty
