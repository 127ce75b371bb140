"""The made-up table is a sound event table, the same each time, with the real rows that are not strikes."""

from __future__ import annotations

import pytest

from bench.synthetic import MOST_ROWS, synthetic
from lib.events.table import MAX_BYTES, read


def as_bytes(n, **options):
    return synthetic(n, **options).to_csv(index=False, lineterminator="\n").encode()


def test_the_same_number_and_seed_give_the_same_bytes():
    assert as_bytes(500) == as_bytes(500)
    assert as_bytes(500) != as_bytes(500, seed=1)


def test_a_made_up_table_reads_without_a_problem(events):
    table = read(as_bytes(2_000), "events.csv")
    assert not table.problems
    assert len(table.strikes) == 2_000
    assert set(table.strikes["place"]) <= set(events.strikes["place"])
    assert len(table.control) == len(events.control)
    assert len(table.displacement) == len(events.displacement)


def test_each_group_of_reports_has_one_primary_row():
    strikes = synthetic(3_000).query("kind == 'strike'")
    primary = strikes.loc[strikes["is_primary"] == "true"]
    assert primary["group_id"].is_unique
    assert set(strikes["group_id"]) == set(primary["group_id"])
    assert len(primary) < len(strikes)


def test_a_million_strikes_fit_a_file_and_a_spreadsheet():
    n = 20_000
    beside = len(as_bytes(0))
    per_strike = (len(as_bytes(n)) - beside) / n + 6  # names grow with their number
    assert beside + 1_000_000 * per_strike < MAX_BYTES
    assert len(synthetic(0)) + 1_000_000 <= MOST_ROWS


@pytest.mark.parametrize("n", [-1, MOST_ROWS])
def test_more_rows_than_a_spreadsheet_holds_are_refused(n):
    with pytest.raises(ValueError, match="between 0 and"):
        synthetic(n)
