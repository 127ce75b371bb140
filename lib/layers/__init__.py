"""The layers of the map, one file each; every list of layers is made from them.

:data:`lib.config.layers.LAYERS` declares which there are and in which module each is at home. A home has the constant
``LAYERS`` with what it knows of its layers (:class:`lib.layers.layer.Layer`).
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

from lib.config import layers as declared
from lib.events.query import Query
from lib.events.table import EventTable
from lib.layers.data import Data
from lib.layers.layer import Answer, Layer


@lru_cache(maxsize=1)
def registry() -> tuple[Layer, ...]:
    """Return every layer, in the declared order.

    Raises:
        LookupError: A declared layer has no home, or a home has one that is not declared.
    """
    homes = dict.fromkeys(facts.home for facts in declared.LAYERS)
    found = {layer.id: layer for home in homes for layer in import_module(f"{__name__}.{home}").LAYERS}
    if strays := found.keys() ^ {facts.id for facts in declared.LAYERS}:
        raise LookupError(f"declared in lib/config/layers.py or at home in lib/layers, but not both: {sorted(strays)}")
    return tuple(found[facts.id] for facts in declared.LAYERS)


def options() -> dict[str, str]:
    """Return the words of the layers that a reader can turn on and off, by id."""
    return {layer.id: layer.option() for layer in registry() if layer.option is not None}


def answers() -> dict[str, Answer]:
    """Return what the browser is sent of the layers, by the name in the address."""
    return {name: answer for layer in registry() for name, answer in layer.answers.items()}


def first_answers() -> tuple[str, ...]:
    """Return the names of the answers that the map of a reader who has chosen nothing asks for."""
    shown = [layer for layer in registry() if layer.facts.default and layer.facts.optional]
    return tuple({name: None for layer in shown for name, answer in layer.answers.items() if answer.at_start})


def data_kinds() -> dict[str, str]:
    """Return what can be opened on the web map, by the ``data-kind`` of its elements, and one layer that draws it.

    "" for a reader's own table, which is drawn wherever there is one.
    """
    return {kind: layer.id if layer.facts.optional else "" for layer in registry() for kind in layer.data_kinds}


def data() -> dict[str, Data]:
    """Return what of the layers can be taken away as data, by its name in a file."""
    return {each.name: each for layer in registry() for each in layer.data}


def addressed() -> dict[str, Data]:
    """Return what of the layers has a file of its own, by its name in the address."""
    return {each.name: each for layer in registry() if layer.address for each in layer.data}


def drawn(events: EventTable, query: Query) -> dict[str, float]:
    """Count what a map of ``query`` shows: what ``window.situation.drawn`` must equal.

    Returns:
        front_km, control_areas, strike_places, strike_events, flows, camps, crossings, and the number of marks of each
        layer of dated points by its id. A layer that is off, or a kind that is filtered out, counts 0.
    """
    shown = query.visible_layers()
    numbers: dict[str, float] = {}
    for layer in registry():
        counted = layer.count(events, query) if layer.count is not None and layer.id in shown else ()
        numbers |= dict.fromkeys(layer.numbers, 0) | dict(zip(layer.numbers, counted, strict=False))
    return numbers
