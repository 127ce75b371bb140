"""The filters of strikes look at what the source says and no further."""

from __future__ import annotations

import pytest

from lib.events.query import Query, select
from lib.events.strike_filter import NOT_STATED, narrows


def strike(**cells):
    return {"kind": "strike", "place": "Saraqib", "place_ar": "سراقب", "admin3": "Saraqab"} | cells


def kept(table, **filters):
    return list(select(table.frame, Query(**filters))["event_id"])


def test_a_contested_attribution_is_found_as_contested_and_as_nothing_else(make_table):
    table = make_table(
        strike(event_id="two", attribution="contested", actor="Russian forces or Syrian government forces"),
        strike(event_id="one", attribution="stated", actor="Russian forces (SOHR)"),
        strike(event_id="none", attribution="", actor=""),
    )
    assert kept(table, attribution=frozenset({"contested"})) == ["two"]
    assert kept(table, attribution=frozenset({"stated"})) == ["one"]
    assert kept(table, attribution=frozenset({"unknown"})) == ["none"], "nobody is named where the cell is blank"


def test_an_actor_is_looked_for_in_the_words_of_the_source(make_table):
    table = make_table(strike(event_id="a", actor="Russian forces (SOHR)"), strike(event_id="b", actor="armed groups"))
    assert kept(table, actor="russian") == ["a"]
    assert kept(table, actor="SOHR") == ["a"], "who says so is part of the words"
    assert kept(table, actor=".*") == [], "a text is a text, not a pattern"


def test_a_strike_on_two_targets_is_found_under_each_and_one_on_none_under_not_stated(make_table):
    table = make_table(strike(event_id="both", target_kind="market;school"), strike(event_id="none", target_kind=""))
    assert kept(table, targets=frozenset({"market"})) == ["both"]
    assert kept(table, targets=frozenset({"school"})) == ["both"]
    assert kept(table, targets=frozenset({NOT_STATED})) == ["none"]
    assert kept(table, targets=frozenset({NOT_STATED, "market"})) == ["both", "none"]


def test_a_blank_figure_is_not_a_zero(make_table):
    table = make_table(
        strike(event_id="blank"),
        strike(event_id="zero", deaths_low=0, deaths_high=0),
        strike(event_id="hurt", injured_low=4),
        strike(event_id="dead", civilian_deaths_low=0, civilian_deaths_high=2),
    )
    assert kept(table, casualties="figure") == ["zero", "hurt", "dead"]
    assert kept(table, casualties="killed") == ["dead"]
    assert kept(table, casualties="any") == ["blank", "zero", "hurt", "dead"]


@pytest.mark.parametrize("asked", ["Saraqib", "SARAQIB", "as-Saraqib", "سراقب", "saraqab"])
def test_a_place_is_found_however_it_is_spelled(make_table, asked):
    table = make_table(
        strike(event_id="here"), strike(event_id="there", place="Binnish", place_ar="", admin3="Binnish")
    )
    assert kept(table, where=asked) == ["here"]


def test_signs_alone_are_no_name_of_a_place(make_table):
    assert kept(make_table(strike()), where="!!!") == []


def test_naming_every_attribution_leaves_nothing_out(make_table):
    everything = Query(attribution=frozenset({"stated", "alleged", "contested", "unknown"}))
    assert not narrows(everything)
    assert not narrows(Query())
    assert narrows(Query(actor="SOHR"))
    assert len(select(make_table(strike(attribution="")).frame, everything)) == 1
