"""What a layer of the map is: its word, what the browser is sent of it, and its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from lib.config.layers import BY_ID, LayerFacts
from lib.events.query import Query
from lib.events.table import EventTable
from lib.layers.data import Data

Make = Callable[[EventTable, Query], dict[str, Any]]


@dataclass(frozen=True)
class Answer:
    """What the browser is sent under one address, ready for JSON.

    Attributes:
        make: Gives it for a table and a filter. A day in the address is the query's ``end``.
        uses: Names of the address parameters that it depends on.
        dated: Whether a day follows its name in the address.
        at_start: Whether the first map of a reader asks for it, when its layer is on by default.
        in_file: Whether the map in one file holds it.
    """

    make: Make
    uses: tuple[str, ...] = ("lang",)
    dated: bool = False
    at_start: bool = True
    in_file: bool = True


@dataclass(frozen=True)
class Marks:
    """Dated points, which one module of the client and one painter draw for every layer that has some.

    Attributes:
        rows: Gives them for a table and a filter, whatever the range: name, lat and lon (WGS 84 degrees), first and
            last (dates, both included), lines (what the popup says, a list of plain text), source, source_url.
        legend: What one mark is, in the reader's language.
        outline: Corners of the mark around its point, as shares of its size, x to the right and y downwards.
        fill: Colour inside.
        edge: Colour of the edge; it carries the contrast with the ground.
        size: Pixels from the middle of the mark to where its outline is 1.
        edge_width: Pixels.
    """

    rows: Callable[[EventTable, Query], pd.DataFrame]
    legend: Callable[[], str]
    outline: tuple[tuple[float, float], ...]
    fill: str
    edge: str
    size: float = 6.0
    edge_width: float = 1.6


@dataclass(frozen=True)
class Layer:
    """A layer: what :mod:`lib.config.layers` does not know of it.

    Attributes:
        id: Its name in :data:`lib.config.layers.LAYERS`.
        option: Its word in the filter, in the reader's language; None when it is not offered among the layers.
        answers: What the browser is sent, by its name in the address. Layers may share one.
        data_kinds: The ``data-kind`` of what can be opened of it on the web map.
        numbers: The names of its numbers in ``window.situation.drawn``.
        count: Gives these numbers while the layer is shown; they are 0 while it is not.
        marks: Its dated points, drawn without a module of its own; None when it draws in its own way.
        reports: Gives what one of its symbols opens to, by the symbol's place in the answer; None where reports are
            asked for by place and point (:func:`lib.layers.popups.reports`), or come with the answer.
        data: What of it can be taken away as data.
        address: Whether each of ``data`` has an address of its own; else they are in the file of all layers alone.
    """

    id: str
    option: Callable[[], str] | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    data_kinds: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    count: Callable[[EventTable, Query], tuple[float, ...]] | None = None
    marks: Marks | None = None
    reports: Callable[[EventTable, Query, str], dict[str, Any]] | None = None
    data: tuple[Data, ...] = ()
    address: bool = False

    @property
    def facts(self) -> LayerFacts:
        """What is declared of it."""
        return BY_ID[self.id]
