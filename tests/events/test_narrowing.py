"""The filter of a view in words: nothing that narrows a view goes unsaid, and each word can be taken back."""

from __future__ import annotations

import pytest
from hypothesis import given

from lib.events import narrowing
from lib.events.query import PARAMETERS, ROW_FILTERS, parse
from tests.events.test_query import queries
from tests.queries import all_days

NARROWED = {
    "kinds=strike": "strikes only",
    "subkinds=airstrike": "air strikes",
    "subkinds=rocket,drone": "strikes, kinds of strike: rocket or drone strike",
    "targets=hospital&attribution=stated": "strikes on hospitals or clinics, attribution stated by the source",
    "subkinds=airstrike&targets=school,market": "air strikes on markets or schools",
    "actor=SOHR": "strikes, attributed to \u201cSOHR\u201d",
    "casualties=killed&reports=primary": "strikes, with someone reported killed, by the counted report alone",
    "where=Saraqib": "strikes, at \u201cSaraqib\u201d",
    "near=camps&within=2.5": "strikes, within 2.5 km of a camp or reception centre",
    "area=SY070301&flow=in": "movements into Dana",
    "within_area=box_36.5_35.8_36.9_36.1": "inside the area drawn; movements into or out of the area drawn",
    "within_area=SY070301&flow=out&targets=school": (
        "strikes on schools; in Dana sub-district; movements out of Dana sub-district"
    ),
    "within_area=SY0703&flow=in&area=SY070301&kinds=displacement": (
        "movements into Dana; movements into or out of Harim district; displacement only"
    ),
    "counter=SOHR": "movements counted by SOHR",
    "controllers=opposition": "areas held by: opposition",
    "confidence=high": "strikes and displacement of high confidence",
    "date_basis=stated": "strikes and displacement whose day is stated by the source",
    "date_basis=inferred,unknown": "strikes and displacement whose day is inferred or of unknown basis",
    "reports=primary": "",
    "within=2": "",
}


@pytest.mark.parametrize("address", NARROWED)
def test_a_filter_is_said_in_these_words(address):
    query, notes = parse(dict(part.split("=") for part in address.split("&")))
    assert not notes
    assert narrowing.in_words(query) == NARROWED[address]


def test_every_parameter_that_picks_rows_has_words():
    told = {field for rule in narrowing.RULES for field in rule.fields}
    assert {p.attribute for p in PARAMETERS if p.name in (*ROW_FILTERS, "controllers", "counter")} == told


@given(queries)
def test_each_thing_a_view_is_narrowed_to_can_be_taken_off_and_nothing_else_goes_with_it(query):
    for each in narrowing.narrowings(query):
        less = narrowing.without(query, each)
        assert each not in narrowing.narrowings(less)
    bare = narrowing.bare(query)
    assert narrowing.in_words(bare) == ""
    assert (bare.start, bare.end, bare.layers) == (query.start, query.end, query.layers)


@given(queries)
def test_a_view_of_one_kind_is_told_only_of_the_filters_of_that_kind(query):
    for kind in all_days().kinds:
        for each in narrowing.narrowings(query, frozenset({kind})):
            assert kind in each.kinds
            assert each.fields != ("kinds",)
