"""The list shows what is asked of each kind first, in words, and a blank as a blank."""

from __future__ import annotations

import pytest

from lib.analysis import list_columns
from lib.analysis.list_columns import FIRST_OF, MIXED, UNDER
from lib.events.schema import KINDS


def test_every_kind_has_columns_to_begin_with_and_all_of_them_have_names():
    labels = list_columns.labels()
    assert set(FIRST_OF) <= {*KINDS, MIXED}
    assert all(list_columns.first_of(kind) for kind in KINDS)
    assert {name for names in FIRST_OF.values() for name in names} <= set(labels)
    assert {name for under, overs in UNDER.items() for name in (under, *overs)} <= set(labels)
    assert len(set(labels.values())) == len(labels)


def test_the_columns_follow_the_kind_that_is_asked_for():
    assert list_columns.kind_of(frozenset({"control"})) == "control"
    assert list_columns.kind_of(frozenset(KINDS)) == list_columns.kind_of(frozenset()) == MIXED


def test_what_a_reader_adds_comes_after_what_is_asked_first():
    chosen = ["note", *reversed(FIRST_OF["strike"])]
    assert list_columns.in_order(chosen, "strike") == [*FIRST_OF["strike"], "note"]
    assert list_columns.in_order([], "strike"), "a list is never without columns"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"civilian_deaths_low": "9", "civilian_deaths_high": "16", "injured_low": "12"},
         "9–16 civilians killed · at least 12 injured"),
        ({"deaths_low": "33", "deaths_high": "36"}, "33–36 killed in all"),
        ({"civilian_deaths_low": "1", "civilian_deaths_high": "1", "deaths_low": "1", "deaths_high": "1"},
         "1 civilian killed"),
        ({}, "no figure reported"),
        ({"kind": "displacement", "persons_low": "13000", "persons_high": "27000", "counter": "A counter"},
         "13,000–27,000 persons · movement in the period · A counter"),
        ({"kind": "displacement", "counter": "A counter"}, "no figure reported · A counter"),
        ({"kind": "control", "previous_controller": "opposition"}, "held by: government; before: opposition"),
        ({"kind": "control"}, "held by: government"),
        ({"kind": "milestone", "note": "<b>Talks</b>"}, "<b>Talks</b>"),
    ],
)  # fmt: skip
def test_of_each_kind_the_one_thing_that_is_asked_is_said(make_table, row, said):
    assert list_columns.said(make_table(row).frame) == [said]


def test_days_are_one_cell_and_cells_are_text(make_table):
    events = make_table({"date_start": "2020-02-05", "date_end": "2020-02-07", "lat": "35.5", "lon": "36.5"}, {})
    cells = list_columns.cells(events.frame, ["when", "lat", "on_map", "civilians"])
    assert cells.to_numpy().tolist() == [["5–7 Feb 2020", "35.50000", "yes", ""], ["15 Jan 2020", "", "no", ""]]
