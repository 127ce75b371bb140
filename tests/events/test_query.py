"""The filter: what an address asks for, what it selects, and that nothing in an address can stop the page."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis import daily
from lib.config.crisis import CRISIS
from lib.events.choices import ALL_SUBKINDS, CASUALTIES, TARGETS
from lib.events.query import (
    FIRST_DAY,
    LAST_DAY,
    LAYERS,
    NEAR,
    PARAMETERS,
    ROW_FILTERS,
    SYMBOLS,
    Query,
    in_range,
    parse,
)
from lib.events.schema import ATTRIBUTIONS, CONFIDENCES, CONTROLLERS, KINDS
from lib.text import LANGUAGES
from tests.queries import all_days

days = st.dates(FIRST_DAY, LAST_DAY)


def subsets(words):
    return st.frozensets(st.sampled_from(words))


queries = st.builds(
    lambda a, b, kinds, subkinds, controllers, confidence, layers, place, point, lang, strikes: Query(
        start=min(a, b), end=max(a, b), kinds=kinds, subkinds=subkinds, controllers=controllers,
        confidence=confidence, layers=layers, place=place, lat=point and point[0], lon=point and point[1],
        zoom=point and point[2], lang=lang, **strikes,
    ),
    days, days, subsets(KINDS), subsets(ALL_SUBKINDS), subsets(CONTROLLERS), subsets(CONFIDENCES), subsets(LAYERS),
    st.sampled_from(["", "Saraqib", "معرة النعمان", 'a "b" & <c>']),
    st.none() | st.tuples(st.just(35.75), st.just(36.625), st.sampled_from([7.0, 9.5])),
    st.sampled_from(LANGUAGES),
    st.fixed_dictionaries({
        "attribution": subsets(ATTRIBUTIONS), "targets": subsets(TARGETS), "casualties": st.sampled_from(CASUALTIES),
        "actor": st.sampled_from(["", "Russian forces (SOHR)", "a & b"]), "where": st.sampled_from(["", "سراقب"]),
        "b_start": st.none() | st.just(FIRST_DAY), "b_end": st.none() | days,
        "within_area": st.sampled_from(["", "box_36.5_35.8_36.9_36.1", "SY070301", "SY0703"]),
        "symbols": st.sampled_from(SYMBOLS), "near": st.sampled_from(NEAR), "within": st.sampled_from([0.5, 5.0, 12.5]),
    }),
)  # fmt: skip


@given(queries)
def test_a_query_written_to_an_address_is_read_back_the_same(query):
    empty_filters = {"subkinds": "subkinds", "controllers": "controllers"}
    read, notes = parse(query.params())
    assert not notes
    for field in Query.__dataclass_fields__:
        assert getattr(read, field) == getattr(query, field), (field, empty_filters)


@given(st.dictionaries(st.sampled_from([p.name for p in PARAMETERS] + ["other"]), st.text(max_size=200)))
def test_no_address_can_stop_the_page(params):
    query, notes = parse(params)
    assert FIRST_DAY <= query.start <= query.end <= LAST_DAY
    assert all(isinstance(note, str) and note for note in notes)


def test_every_address_names_both_ends_of_its_range():
    assert Query().params() == {"from": Query().start.isoformat(), "to": Query().end.isoformat()}
    assert set(Query(start=date(2020, 2, 24)).params()) == {"from", "to"}


@pytest.mark.parametrize("name", ["amp;kinds", "amp;amp;kinds"])
def test_an_ampersand_written_as_html_is_an_ampersand(name):
    query, notes = parse({"from": "2020-02-01", name: "strike"})
    assert (query.kinds, notes) == (frozenset({"strike"}), ())


def test_an_unknown_name_is_told_with_the_one_that_may_be_meant_and_a_tracking_name_is_not():
    _query, notes = parse({"attribtion": "stated", "wheels": "4", "utm_source": "mail", "fbclid": "x"})
    assert len(notes) == 2
    assert "attribtion" in notes[0]
    assert "attribution" in notes[0]
    assert "wheels" in notes[1]
    assert parse({"size": "4k"}, frozenset({"size"}))[1] == ()


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.name)
@pytest.mark.parametrize("text", ["2020-13-45", "{}", "1e999", "\x00", "x" * 400, "NaN", "\u202e"])
def test_a_value_that_cannot_be_used_is_told_in_plain_words(parameter, text):
    _query, notes = parse({parameter.name: text})
    for note in notes:
        assert not re.search(r"isoformat|could not convert|Error|invalid literal|\\x|None", note), note
        assert note.isprintable()


def test_a_bad_value_is_ignored_and_named():
    query, notes = parse({"from": "yesterday", "to": "2020-02-01", "kinds": "strike,tanks", "zoom": "nan"})
    assert (query.start, query.end) == (date(2020, 1, 26), date(2020, 2, 1))
    assert query.kinds == frozenset(KINDS)
    assert query.zoom is None
    assert len(notes) == 3
    assert "from" in notes[0]
    assert "tanks" in notes[1]


def test_dates_outside_the_months_covered_are_cut_and_said():
    query, notes = parse({"from": "2011-03-15", "to": "2024-01-01"})
    assert (query.start, query.end) == (FIRST_DAY, LAST_DAY)
    assert len(notes) == 1


def test_ends_in_the_wrong_order_are_swapped_and_said():
    query, notes = parse({"from": "2020-02-10", "to": "2020-01-10"})
    assert query.start < query.end
    assert len(notes) == 1


def test_the_second_period_is_read_ordered_and_cut_as_the_first_is():
    query, notes = parse({"b_from": "2020-02-10", "b_to": "2020-01-10"})
    assert (query.b_start, query.b_end) == (date(2020, 1, 10), date(2020, 2, 10))
    assert len(notes) == 1
    query, notes = parse({"b_from": "2011-03-15", "b_to": "2024-01-01"})
    assert (query.b_start, query.b_end) == (FIRST_DAY, LAST_DAY)
    assert len(notes) == 1
    assert "period B" in notes[0]
    query, notes = parse({"b_to": "2024-01-01"})
    assert (query.b_start, query.b_end) == (None, LAST_DAY)
    assert len(notes) == 1
    assert parse({"b_from": "2020-02-30"})[0].b_start is None


def test_half_a_point_is_ignored_and_said():
    query, notes = parse({"lat": "35.9"})
    assert (query.lat, query.lon) == (None, None)
    assert len(notes) == 1


@given(days, days, days, st.integers(0, 40))
def test_a_row_is_in_a_range_exactly_when_its_dates_overlap_it(a, b, start, length):
    end = start + timedelta(days=length)
    frame = pd.DataFrame({"date_start": [pd.Timestamp(start)], "date_end": [pd.Timestamp(end)]})
    first, last = min(a, b), max(a, b)
    shares_a_day = any(first + timedelta(days=n) in {start + timedelta(days=k) for k in range(length + 1)}
                       for n in range((last - first).days + 1))  # fmt: skip
    assert bool(in_range(frame, first, last).all()) == shares_a_day


def test_a_kind_none_of_whose_sub_kinds_is_named_is_not_restricted(make_table):
    table = make_table(
        {"kind": "strike", "subkind": "drone"},
        {"kind": "strike", "subkind": "rocket"},
        {"kind": "milestone"},
    )
    kept = daily.selected(table, table.frame, all_days(subkinds=frozenset({"drone"})))
    assert list(kept["subkind"]) == ["drone", "agreement"]


def test_confidence_filters_strikes_and_displacement_but_never_the_front_line(make_table):
    table = make_table(
        {"kind": "strike", "confidence": "low"},
        {"kind": "displacement", "confidence": "low"},
        {"kind": "control", "confidence": "low"},
    )
    kept = daily.selected(table, table.frame, all_days(confidence=frozenset({"high"})))
    assert list(kept["kind"]) == ["control"]


def test_the_basis_of_the_day_filters_strikes_and_displacement_and_a_blank_one_is_unknown(make_table):
    table = make_table(
        {"kind": "strike", "date_basis": "inferred"},
        {"kind": "strike", "date_basis": "stated"},
        {"kind": "displacement"},
        {"kind": "control", "date_basis": "inferred"},
    )

    def kept(*bases):
        return list(daily.selected(table, table.frame, all_days(date_basis=frozenset(bases)))["kind"])

    assert kept("stated") == ["strike", "control"]
    assert kept("inferred", "stated") == ["strike", "strike", "control"]
    assert kept("unknown") == ["displacement", "control"]
    assert kept() == ["control"]


def test_a_strike_filter_leaves_everything_that_is_no_strike_alone(make_table):
    table = make_table({"kind": "strike"}, {"kind": "control"}, {"kind": "displacement"}, {"kind": "milestone"})
    nothing = all_days(where="no such place", attribution=frozenset({"alleged"}))
    assert list(daily.selected(table, table.frame, nothing)["kind"]) == ["control", "displacement", "milestone"]


def test_what_picks_rows_goes_to_the_map_and_what_only_draws_them_does_not():
    query = Query(casualties="killed", where="Saraqib", symbols="density", near="front", within=2.0)
    assert query.row_params() == {"casualties": "killed", "where": "Saraqib", "near": "front", "within": "2"}
    assert set(ROW_FILTERS) <= {p.name for p in PARAMETERS}


def test_a_distance_that_is_no_distance_is_ignored_and_said():
    query, notes = parse({"within": "-3", "near": "the sea"})
    assert (query.within, query.near) == (Query().within, Query().near)
    assert len(notes) == 2


def test_a_page_opens_with_the_last_days_of_the_crisis():
    query, notes = parse({})
    period = CRISIS.period
    assert (query.end, notes) == (period.opens_to, ())
    assert (query.end - query.start).days + 1 == period.opens_days


def test_the_range_that_a_page_opens_with_has_a_name():
    assert (Query().start, Query().end) in {(preset.first, preset.last) for preset in CRISIS.presets}


@pytest.mark.parametrize(
    ("params", "first", "last"),
    [
        ({"to": "2020-01-15"}, date(2020, 1, 9), date(2020, 1, 15)),
        ({"to": FIRST_DAY.isoformat()}, FIRST_DAY, FIRST_DAY),
        ({"from": "2020-01-15"}, date(2020, 1, 15), Query().end),
    ],
)
def test_one_end_alone_gives_the_other(params, first, last):
    query, notes = parse(params)
    assert (query.start, query.end, notes) == (first, last, ())
