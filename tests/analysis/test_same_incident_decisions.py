"""Decisions on pairs: taken away as a file, taken up again, and never believed further than both tables go."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from lib.analysis.same_incident import pairs, reasons
from lib.analysis.same_incident.decisions import decisions_csv, located, pairs_csv, read_decisions

HEAD = "my_event_id,our_event_id,decision\n"


@pytest.fixture
def tables(make_table):
    rows = ("a", "b", "c")
    mine = [{"event_id": name, "place": "سراقب", "lat": "35.864", "lon": "36.8"} for name in rows]
    ours = [{"event_id": name.upper(), "place": "Saraqib", "lat": "35.864", "lon": "36.8"} for name in rows]
    ours.append({"event_id": "K", "kind": "control", "place": "Saraqib"})
    return make_table(*mine).frame, make_table(*ours).frame


def test_decisions_come_back_as_they_were_taken_away_even_those_that_look_like_formulas():
    decided = {("a", "A"): True, ("=b", "+B"): False, ("ج", "د,؛"): True}
    assert read_decisions(decisions_csv(decided), "d.csv") == (decided, [])
    assert b"'=b" in decisions_csv(decided)


def test_the_open_pairs_can_be_filled_in_and_taken_up(tables):
    mine, ours = tables
    found = pairs(mine, ours)
    body = pairs_csv(found, mine, ours, why=reasons(found)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert len(rows) == 3
    assert rows[0]["my_place"] == "سراقب"
    assert read_decisions(body.encode(), "p.csv") == ({}, [])
    rows[1]["decision"] = "Same "
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    decided, told = read_decisions(out.getvalue().encode("utf-16"), "p.csv")
    assert (decided, told) == ({(rows[1]["my_event_id"], rows[1]["our_event_id"]): True}, [])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "there are no columns my_event_id, our_event_id, decision"),
        ((HEAD + "a,A,maybe\n").encode(), "row 2, column decision: 'maybe' is no decision"),
        ((HEAD + "a,A,maybe\nb,,same\n").encode(), "2 rows hold no decision on two reports, the first in row 2"),
        (b"\x00\x01\x02" * 400, "d.csv"),
        (b"x" * 5_000_001, "at most 5 MB"),
    ],
)
def test_a_file_that_is_no_decisions_is_told_in_a_sentence(data, words):
    decided, told = read_decisions(data, "d.csv")
    assert not decided
    assert words in " ".join(told)


def test_decisions_that_fit_no_counted_report_two_kinds_or_a_pair_already_made_are_passed_over(tables):
    decided = {("a", "A"): True, ("a", "B"): True, ("b", "A"): True, ("x", "B"): True, ("b", "K"): True,
               ("c", "B"): False}  # fmt: skip
    found = located(decided, *tables)
    np.testing.assert_array_equal(found.same, [[0, 0]])
    np.testing.assert_array_equal(found.different, [[2, 1]])
    assert found.unknown == 4


def test_no_decision_is_no_position(tables):
    found = located({}, *tables)
    assert found.same.shape == found.different.shape == (0, 2)
