"""What the browser draws from is exact for every range, and bounded by places and days."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.synthetic import synthetic
from lib.analysis.tally import DAYS
from lib.events.query import FIRST_DAY, Query
from lib.events.schema import GEO_PRECISIONS
from lib.events.table import read
from lib.layers import agreements, control, flows, strikes
from tests.conftest import as_csv
from tests.queries import all_days

"""A table is read for each example: the first of a process takes longer than the rest."""


def in_range(rows, first, last):
    return [row for row in rows if row[0] <= last and row[1] >= first]


@pytest.fixture(scope="module")
def crowded():
    """A table with a hundred strikes a place, many of a week."""
    return read(synthetic(15_000).to_csv(index=False).encode(), "events.csv")


def test_rows_of_strikes_are_bounded_by_places_days_and_precision(crowded):
    sent = strikes.strikes(crowded, all_days())["places"]
    assert all(len(place["rows"]) <= 2 * DAYS * len({row[2] for row in place["rows"]}) for place in sent)
    assert all(0 <= start <= end < DAYS for place in sent for start, end, _precision, _n in place["rows"])


@pytest.mark.parametrize(("first", "last"), [(0, 98), (0, 0), (98, 98), (40, 47), (63, 63), (12, 80)])
def test_counts_and_worst_precision_are_exact_in_every_range(crowded, first, last):
    query = Query(start=FIRST_DAY + timedelta(days=first), end=FIRST_DAY + timedelta(days=last))
    circles = strikes.strike_circles(crowded, query)
    drawn = {}
    for place in strikes.strikes(crowded, all_days())["places"]:
        if rows := in_range(place["rows"], first, last):
            worst = GEO_PRECISIONS[max(row[2] for row in rows)]
            drawn[place["place"]] = (sum(row[3] for row in rows), worst)
    told = zip(circles["place"], circles["strikes"], circles["precision"], strict=True)
    assert drawn == {place: (n, worst) for place, n, worst in told}


FLOWS = st.lists(
    st.tuples(
        st.integers(0, 90), st.integers(0, 8), st.none() | st.integers(0, 500), st.none() | st.integers(500, 900)
    ),
    min_size=1,
    max_size=25,
)


@pytest.mark.thorough
@given(FLOWS, st.tuples(st.integers(0, 98), st.integers(0, 98)).map(sorted))
def test_a_pair_of_too_many_windows_is_folded_without_changing_any_range(windows, days):
    rows = [
        {
            "kind": "displacement", "origin_place": "Ariha", "origin_lat": 35.81, "origin_lon": 36.6, "place": "Dana",
            "lat": 36.21, "lon": 36.77, "counter": "Response Coordinators",
            "date_start": FIRST_DAY + timedelta(days=start), "date_end": FIRST_DAY + timedelta(days=start + length),
            "persons_low": "" if low is None else low, "persons_high": "" if high is None else high,
        }
        for start, length, low, high in windows
    ]  # fmt: skip
    table = read(as_csv(rows), "events.csv")
    plain = flows.flows(table, all_days())["flows"][0]["rows"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flows, "MOST_WINDOWS", 0)
        folded = flows.flows(table, all_days())["flows"][0]["rows"]
    assert sums(folded, *days) == sums(plain, *days) == expected(windows, *days)


def sums(rows, first, last):
    """What the browser draws of a pair: whether it is there, and its persons."""
    rows = in_range(rows, first, last)
    given = [row for row in rows if row[2] is not None]
    return bool(rows), *(sum(row[at] for row in given) if given else None for at in (2, 3))


def expected(flows, first, last):
    rows = [(low, high) for start, length, low, high in flows if start <= last and start + length >= first]
    given = [(low if low is not None else high, high if high is not None else low) for low, high in rows]
    given = [pair for pair in given if pair[0] is not None]
    return bool(rows), *(sum(pair[at] for pair in given) if given else None for at in (0, 1))


def test_stretches_of_the_front_are_sent_with_what_holds_them_up(events):
    body = json.loads(json.dumps(control.control_on(events, all_days(end=date(2020, 2, 15))), allow_nan=False))
    told = body["stretches"]["features"][0]["properties"]
    assert {"side_a", "side_b", "is_front", "km", "width_km", "age_days", "confidence", "place_a"} <= set(told)


@pytest.mark.thorough
def test_answers_are_json_without_not_a_number(events):
    for body in (strikes.strikes(events, all_days()), flows.flows(events, all_days()), agreements.overlays(events)):
        assert json.dumps(body, allow_nan=False)
