"""The layers: each is declared once and at home once, and every list of layers follows."""

from __future__ import annotations

import pytest

from lib import layers
from lib.config import layers as declared
from lib.config.layers import LayerFacts
from lib.events.query import DEFAULT_LAYERS, LAYERS, Query
from lib.events.schema import KINDS


@pytest.fixture
def declare(monkeypatch):
    """Declare other layers; the registry is made anew for the test, and again after it."""

    def change(*facts: LayerFacts) -> None:
        monkeypatch.setattr(declared, "LAYERS", facts)
        layers.registry.cache_clear()

    yield change
    layers.registry.cache_clear()


def test_every_declared_layer_is_at_home_in_the_module_it_names():
    assert [layer.id for layer in layers.registry()] == [facts.id for facts in declared.LAYERS]


def test_a_layer_without_a_home_and_a_home_without_a_layer_are_both_found(declare):
    declare(*declared.LAYERS, LayerFacts("no_such", "strikes"))
    with pytest.raises(LookupError, match="no_such"):
        layers.registry()
    declare(*(facts for facts in declared.LAYERS if facts.id != "crossings"))
    with pytest.raises(LookupError, match="crossings"):
        layers.registry()


def test_no_two_layers_share_a_name():
    assert len({facts.id for facts in declared.LAYERS}) == len(declared.LAYERS)


def test_a_layer_is_of_a_kind_that_the_table_has():
    assert {facts.kind for facts in declared.LAYERS} - {""} <= set(KINDS)


def test_every_layer_of_an_address_is_offered_in_the_filter_but_the_online_background_which_has_a_switch_of_its_own():
    assert set(layers.options()) == set(LAYERS) - {declared.ONLINE}


def test_a_layer_whose_kind_is_filtered_out_is_not_visible():
    visible = Query(layers=frozenset(LAYERS), kinds=frozenset({"strike"})).visible_layers()
    assert "strikes" in visible
    assert not visible & {"flows", "modelled", "control", "front", "band", "places"}
    assert {"camps", "roads"} <= visible
    assert declared.ONLINE not in visible


def test_what_a_reader_sees_first_is_asked_for_at_the_start():
    assert set(layers.first_answers()) >= {"control", "flows", "strikes", "sites"}
    assert not {"modelled", "own", "overlays", "sequence"} & set(layers.first_answers())
    assert {"modelled", "own", declared.ONLINE} & DEFAULT_LAYERS == frozenset()


def test_a_name_of_data_has_one_answer():
    named = [(name, answer) for layer in layers.registry() for name, answer in layer.answers.items()]
    assert len(set(named)) == len({name for name, _answer in named})
