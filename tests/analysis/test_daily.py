"""The sums of a table say what a plain look at its rows says, for every filter and range."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis import daily, strikes
from lib.analysis.tally import DAYS
from lib.events.choices import CASUALTIES, NOT_STATED
from lib.events.query import FIRST_DAY, Query
from lib.events.schema import CONFIDENCES, KINDS, SUBKINDS
from lib.events.table import read
from tests.analysis.strike_places import strike_places
from tests.conftest import as_csv
from tests.queries import all_days

"""A table is read for each example: the first of a process takes longer than the rest."""

SOME_DAY = st.integers(-5, DAYS + 5).map(lambda n: FIRST_DAY + timedelta(days=n))
POINTS = {"Binnish": (35.96, 36.71), "Ariha": (35.81, 36.6), "": ("", "")}
QUERIES = st.builds(
    lambda days, kinds, confidence, subkinds, struck: Query(
        start=FIRST_DAY + timedelta(days=min(days)),
        end=FIRST_DAY + timedelta(days=max(days)),
        kinds=kinds,
        confidence=confidence,
        subkinds=subkinds,
        **struck,
    ),
    st.tuples(st.integers(0, DAYS - 1), st.integers(0, DAYS - 1)),
    st.frozensets(st.sampled_from(KINDS), min_size=2),
    st.frozensets(st.sampled_from(CONFIDENCES), min_size=1),
    st.frozensets(st.sampled_from([*SUBKINDS["strike"][:2], *SUBKINDS["milestone"][:1]]), max_size=2),
    st.fixed_dictionaries(
        {},
        optional={
            "attribution": st.frozensets(st.sampled_from(["contested", "unknown", "stated"]), max_size=2),
            "targets": st.frozensets(st.sampled_from(["market", "school", NOT_STATED]), max_size=2),
            "actor": st.sampled_from(["", "russian", "nobody"]),
            "casualties": st.sampled_from(CASUALTIES),
            "where": st.sampled_from(["", "binish", "نحنس", "aleppo"]),
        },
    ),
)


@st.composite
def strike_rows(draw):
    start = draw(SOME_DAY)
    place = draw(st.sampled_from(list(POINTS)))
    low = draw(st.none() | st.integers(0, 9))
    return {
        "kind": draw(st.sampled_from(["strike", "strike", "strike", "milestone"])),
        "subkind": "airstrike",
        "date_start": start,
        "date_end": start + timedelta(days=draw(st.integers(0, 9))),
        "place": place,
        "lat": POINTS[place][0],
        "lon": POINTS[place][1],
        "geo_precision": draw(st.sampled_from(["exact", "settlement", "governorate", ""])),
        "confidence": draw(st.sampled_from(["high", "low", ""])),
        "attribution": draw(st.sampled_from(["stated", "contested", ""])),
        "actor": draw(st.sampled_from(["Russian forces", "Russian or other forces", ""])),
        "target_kind": draw(st.sampled_from(["market;school", "school", ""])),
        "injured_low": draw(st.sampled_from(["", 0, 3])),
        "civilian_deaths_low": "" if low is None else low,
        "civilian_deaths_high": draw(st.sampled_from(["", 9, 12])),
        "is_primary": draw(st.sampled_from(["true", "true", "false"])),
        "source": draw(st.sampled_from(["SOHR: a report", "SOHR", "Reuters: one: two"])),
    }


def sound(rows):
    """Rows with a sub-kind of their kind."""
    subkinds = {"strike": ("airstrike", "shelling"), "milestone": ("agreement",)}
    return [row | {"subkind": subkinds[row["kind"]][n % len(subkinds[row["kind"]])]} for n, row in enumerate(rows)]


@pytest.mark.thorough
@given(st.lists(strike_rows(), max_size=12), QUERIES)
def test_the_strikes_of_any_table_range_and_filter_are_those_of_a_plain_count(rows, query):
    table = read(as_csv(sound(rows)), "events.csv")
    plain = strikes.strikes(table, query)
    counted = strikes.counted(table, query)
    assert counted.strikes == len(plain)
    assert counted.without_point == plain["lat"].isna().sum()
    assert counted.civilians == strikes.toll(plain, "civilian_deaths")
    low = plain.loc[plain["confidence"] == "low"]
    assert counted.unsure == strikes.Unsure(len(low), strikes.toll(low, "civilian_deaths").high or 0)


@pytest.mark.thorough
@given(st.lists(strike_rows(), max_size=12), QUERIES)
def test_the_circles_of_any_table_range_and_filter_are_those_of_the_rows(rows, query):
    table = read(as_csv(sound(rows)), "events.csv")
    plain, quick = strike_places(strikes.strikes(table, query)), strikes.circles(table, query)
    columns = ["place", "strikes", "coarse", "precision"]
    assert quick[columns].to_numpy().tolist() == plain[columns].to_numpy().tolist()
    assert [point.wkt for point in quick.geometry] == [point.wkt for point in plain.geometry]


@pytest.mark.thorough
@given(st.lists(strike_rows(), max_size=12), QUERIES)
def test_publishers_are_counted_over_all_rows_of_the_view(rows, query):
    table = read(as_csv(sound(rows)), "events.csv")
    plain = (
        daily.selected(table, table.frame, query)["source"]
        .str.replace(r":.*", "", regex=True)
        .str.strip()
        .value_counts()
    )
    assert daily.publishers(table, query).to_dict() == plain.to_dict()


@pytest.mark.thorough
@given(st.lists(strike_rows(), max_size=12), QUERIES, st.sampled_from(["Binnish", "Ariha", "nowhere"]))
def test_the_rows_behind_a_circle_are_those_it_counts(rows, query, place):
    table = read(as_csv(sound(rows)), "events.csv")
    plain = strikes.strikes(table, query)
    plain = plain.loc[(plain["place"] == place) & plain["lat"].notna()]
    found = table.frame.iloc[daily.strikes_at(table, query, place)]
    assert sorted(found["event_id"]) == sorted(plain["event_id"])


def test_a_table_without_rows_has_no_strikes(make_table):
    empty = make_table()
    assert strikes.counted(empty, all_days()) == strikes.Counted(0, 0, strikes.Toll(None, None, 0))
    assert strikes.circles(empty, all_days()).empty
    assert daily.publishers(empty, all_days()).empty


def test_a_new_range_is_answered_without_the_table(make_table):
    table = make_table({"kind": "strike", "place": "Binnish", "lat": 35.96, "lon": 36.71})
    view = daily.view(table, all_days())
    arrays = [
        part.value for tally in (view.strikes, view.places, view.publishers) for part in (tally.begun, tally.ended)
    ]
    assert all(isinstance(part, np.ndarray) for part in arrays)
    assert view is daily.view(table, replace(all_days(), start=FIRST_DAY, end=FIRST_DAY)), "one view a filter"
