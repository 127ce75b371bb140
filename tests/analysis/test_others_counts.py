"""What others count stands beside ours with its own days and scope, and a file that cannot be used says why."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lib.analysis import others_counts, strikes
from lib.events import published
from lib.events.query import Query

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


def test_ours_is_what_the_product_counts(events):
    for one in others_counts.beside(events):
        if one.total.figure == "strikes":
            assert one.ours == f"{strikes.counted(events, one.total.query).strikes:,}"


def test_a_report_names_the_totals_of_days_in_its_range_and_no_others(written):
    written({}, {"date_start": "2020-01-20", "date_end": "2020-02-05", "publisher": "Another"})
    january = Query(start=date(2020, 1, 1), end=date(2020, 1, 31))
    told = others_counts.sentence(january)
    assert told == "Others' counts: 5–7 civilians killed (A counter, 1–31 Jan 2020)."
    assert "Another" in others_counts.sentence(Query())
    assert not others_counts.sentence(replace(january, start=date(2020, 1, 2)))
    assert not others_counts.sentence(replace(january, kinds=frozenset({"control"})))


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
