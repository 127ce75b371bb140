"""What others count stands beside ours with its own days and scope, and a file that cannot be used says why."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lib.analysis import ground, others_counts, strikes
from lib.config.crisis import CRISIS
from lib.events import published
from lib.events.query import Query
from lib.text import square_km
from tests.queries import all_days

SIDE = CRISIS.sides[0].id

SOUND = {
    "figure": "civilians", "filter": "", "what": "civilians killed", "scope": "", "date_start": "2020-01-01",
    "date_end": "2020-01-31", "low": "5", "high": "7", "publisher": "A counter", "source": "A counter: a title",
    "source_url": "https://example.org/a", "source_date": "2020-02", "note": "",
}  # fmt: skip


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Totals in a file that the product reads; the sentences about it."""

    def write(*rows):
        path = tmp_path / "published.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(published.COLUMNS))
            writer.writeheader()
            writer.writerows([SOUND | row for row in rows])
        monkeypatch.setattr(published.read, "__defaults__", (path,))
        return published.read()[1]

    return write


def test_the_shipped_totals_can_all_be_used():
    totals, faults = published.read()
    assert totals
    assert not faults


def test_a_crisis_without_the_file_has_no_totals(tmp_path):
    assert published.read(tmp_path / "none.csv") == ([], [])


def test_a_total_stands_beside_our_figure_of_the_same_days(make_table, written):
    killed = {"civilian_deaths_low": "2", "civilian_deaths_high": "4"}
    table = make_table(
        {"event_id": "a", "date_start": "2020-01-31", **killed}, {"event_id": "b", "date_start": "2020-02-01", **killed}
    )
    assert not written({}, {"figure": "strikes", "low": "9", "high": ""})
    assert [(one.theirs, one.ours) for one in others_counts.beside(table)] == [("5–7", "2–4"), ("at least 9", "1")]


def test_our_figure_is_narrowed_as_the_total_is(make_table, written):
    table = make_table({"event_id": "a", "target_kind": "hospital"}, {"event_id": "b", "target_kind": "market"})
    written({"figure": "strikes", "filter": "targets=hospital"})
    assert [one.ours for one in others_counts.beside(table)] == ["1"]


@pytest.mark.thorough
def test_ours_is_what_the_product_counts(events):
    for one in others_counts.beside(events):
        if one.total.figure == "strikes":
            assert one.ours == f"{strikes.counted(events, one.total.query).strikes:,}"


@pytest.mark.parametrize(
    ("filtered", "ours"),
    [("", "3 (1 of low confidence)"), (f"controllers={SIDE}", "2 (1 of low confidence; 3 to any side)")],
)
def test_of_settlements_only_those_that_passed_to_the_side_named_are_ours(make_table, written, filtered, ours):
    other, third = CRISIS.sides[1].id, CRISIS.sides[2].id
    held = {"kind": "control", "subkind": "baseline", "date_start": "2019-12-01", "geo_precision": "settlement"}
    holders = {"a": (other, SIDE), "b": (other, SIDE), "c": (SIDE, third)}
    rows = [
        held | {"event_id": f"{name}{nth}", "place": name, "lat": f"36.{at}", "lon": "36.5", "controller": holder}
        | ({"subkind": "change", "date_start": "2020-01-05"} if nth else {})
        for at, (name, pair) in enumerate(holders.items())
        for nth, holder in enumerate(pair)
    ]  # fmt: skip
    rows[3] |= {"confidence": "low"}
    assert not written({"figure": "changed", "filter": filtered})
    assert [one.ours for one in others_counts.beside(make_table(*rows))] == [ours]


def test_a_total_of_the_counter_that_is_shown_does_not_stand_beside_its_own_figure(make_table, written):
    table = make_table({"event_id": "a"})
    mine = CRISIS.counters.totals
    assert not written({"figure": "displaced", "publisher": mine}, {"figure": "displaced", "publisher": "Another"})
    assert set(others_counts.by_figure(all_days(), mine)) == {"displaced"}
    assert mine not in others_counts.by_figure(all_days(), mine)["displaced"]
    assert [published.read()[0][at].publisher for at in others_counts.fitting(all_days(), mine)] == ["Another"]
    assert mine not in others_counts.sentence(table, all_days())
    assert mine in others_counts.by_figure(all_days(), "Another")["displaced"]


@pytest.mark.thorough
def test_the_method_page_says_where_a_total_is_by_the_counter_of_ours(events):
    (found,) = (one for one in others_counts.beside(events) if one.total.figure == "displaced")
    assert found.ours.endswith("(the same counter)")


def test_a_report_names_the_totals_of_days_in_its_range_with_ours_of_these_days_and_no_others(make_table, written):
    killed = {"civilian_deaths_low": "2", "civilian_deaths_high": "4"}
    table = make_table(
        {"event_id": "a", "date_start": "2020-01-31", **killed}, {"event_id": "b", "date_start": "2020-02-09", **killed}
    )
    written({}, {"date_start": "2020-01-20", "date_end": "2020-02-05", "publisher": "Another"})
    january = Query(start=date(2020, 1, 1), end=date(2020, 1, 31))
    told = others_counts.sentence(table, january)
    assert told == "Others' counts: 5–7 civilians killed (A counter, 1–31 Jan 2020; ours: 2–4)."
    assert "Another" in others_counts.by_figure(all_days(), "")["civilians"]
    assert others_counts.sentence(table, all_days()).startswith(told.removesuffix("."))
    assert not others_counts.sentence(table, replace(january, start=date(2020, 1, 2)))
    assert not others_counts.sentence(table, replace(january, kinds=frozenset({"control"})))


def test_of_several_totals_of_the_same_days_none_is_picked_and_how_many_more_there_are_is_said(written):
    written(
        *[{"publisher": name} for name in ("One", "Two", "Three")],
        *[{"publisher": name, "date_start": "2020-01-15"} for name in ("Four", "Five")],
    )
    told = others_counts.by_figure(all_days(), "")["civilians"]
    assert all(name in told for name in ("One", "Two", "Three"))
    assert told.endswith("; more on the method page: 2.")


def test_beside_narrowed_strikes_stands_only_what_is_narrowed_alike(written):
    written({}, {"figure": "strikes", "filter": "targets=hospital", "what": "clinics hit"})
    hospitals, schools = (all_days(targets=frozenset({target})) for target in ("hospital", "school"))
    assert set(others_counts.by_figure(all_days(), "")) == {"civilians", "strikes"}
    assert others_counts.by_figure(hospitals, "") == {
        "strikes": "Others' counts: 5\N{EN DASH}7 clinics hit (A counter, 1\N{EN DASH}31 Jan 2020)."
    }
    assert not others_counts.by_figure(schools, "")


def test_totals_of_chosen_figures_are_one_sentence_and_ground_may_be_one_sides_alone(written):
    mine, theirs = CRISIS.sides[0].id, CRISIS.sides[1].id
    ground_of = [{"figure": "gained", "filter": f"controllers={side}", "what": f"to {side}"} for side in (mine, theirs)]
    assert not written({}, *ground_of)
    days = "(A counter, 1\N{EN DASH}31 Jan 2020)"
    assert others_counts.of(all_days(), "gained", side=mine) == f"Others' counts: 5\N{EN DASH}7 km² to {mine} {days}."
    assert theirs in others_counts.of(all_days(), "gained")
    assert others_counts.of(all_days(), "held") == ""


@pytest.mark.thorough
def test_ground_stands_beside_ours_in_square_kilometres_and_percent(make_table, written):
    side, other = CRISIS.gains[0].won_by[0], CRISIS.gains[0].lost_by[0]
    points = {"a": ("36.0", "36.5"), "b": ("36.0", "37.0"), "c": ("35.5", "36.6"), "d": ("35.5", "37.0")}
    start = [
        {"event_id": name, "place": name, "kind": "control", "subkind": "baseline", "date_start": "2019-11-01",
         "lat": lat, "lon": lon, "geo_precision": "settlement", "controller": side if name in "ab" else other}
        for name, (lat, lon) in points.items()
    ]  # fmt: skip
    taken = start[2] | {"event_id": "e", "subkind": "change", "date_start": "2020-01-05", "controller": side}
    table = make_table(*start, taken)
    day = {"date_start": "2020-01-31"}
    faults = written(
        {"figure": "gained", "filter": f"controllers={side}", "date_start": "2019-11-14"},
        {"figure": "held", "filter": f"controllers={side}", **day},
        {"figure": "share", "filter": f"controllers={side}&area=SY07", **day},
    )
    assert not faults
    found = {one.total.figure: one for one in others_counts.beside(table)}
    gained = ground.gained(table, side, date(2019, 11, 14), date(2020, 1, 31))
    assert gained.best > 100
    assert found["gained"].ours == square_km(gained.low, gained.high)
    assert found["held"].ours.endswith(" km²")
    assert found["share"].theirs == "5\N{EN DASH}7 %"
    assert 0 < ground.share(table, side, date(2020, 1, 31), "SY07").best <= 100


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"figure": "tanks"}, "'tanks' is no figure"),
        ({"date_start": "1.1.2020"}, "'1.1.2020' is not a date"),
        ({"low": "", "high": ""}, "low and high are both blank"),
        ({"low": "9"}, "low is above high"),
        ({"low": "about 5"}, "'about 5' is no whole number"),
        ({"source_url": "javascript:alert(1)"}, "is no web address"),
        ({"publisher": ""}, "publisher is blank"),
        ({"filter": "targets=tanks"}, "targets"),
        ({"figure": "gained"}, "ground is one side's"),
        ({"figure": "changed", "filter": f"controllers={SIDE},{CRISIS.sides[1].id}"}, "settlements pass to one side"),
        ({"figure": "held", "filter": f"controllers={SIDE}"}, "held is of one day"),
        (
            {"figure": "share", "filter": f"controllers={SIDE}", "date_start": "2020-01-31"},
            "a share is of a governorate",
        ),
    ],
)
def test_a_row_that_cannot_be_used_is_told_by_its_number_and_the_others_are_read(written, cells, told):
    (fault,) = written({}, cells)
    assert fault.startswith("published.csv, row 3: ")
    assert told in fault
    assert len(published.read()[0]) == 1


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"", b"\xff\xfe\x00"])
def test_a_file_that_is_no_such_table_is_one_sentence(tmp_path, content):
    path = tmp_path / "published.csv"
    path.write_bytes(content)
    totals, faults = published.read(path)
    assert not totals
    assert len(faults) == 1
    assert faults[0].startswith("published.csv")


def test_the_documentation_shows_the_columns_as_they_are_declared():
    page = (Path(__file__).resolve().parents[2] / "docs" / "event-table.md").read_text(encoding="utf-8")
    rows = "".join(f"| `{name}` | {meaning} |\n" for name, meaning in published.COLUMNS.items())
    assert f"| column of `published.csv` | holds |\n|---|---|\n{rows}" in page


def test_a_governorate_that_the_base_map_lacks_is_told_and_its_row_left_out(written):
    written({}, {"figure": "share", "filter": f"controllers={SIDE}&area=XX99", "date_start": "2020-01-31"})
    totals, faults = others_counts.usable()
    assert [total.figure for total in totals] == ["civilians"]
    assert faults == ["published.csv: the base map has no governorate with the P-code 'XX99'."]
