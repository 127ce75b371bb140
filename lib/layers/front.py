"""The front line, and the stretches of it that open."""

from __future__ import annotations

from lib.analysis import control
from lib.events.query import Query
from lib.events.table import EventTable
from lib.layers.control import ANSWERS
from lib.layers.layer import Layer
from lib.text import _


def _km(events: EventTable, query: Query) -> tuple[float]:
    """Measure the length of the front at the end of the range, km."""
    return (round(control.measured(events, query.end).front_km, 1),)


LAYERS = (
    Layer(
        "front",
        option=lambda: _("Front line"),
        answers=ANSWERS,
        data_kinds=("front",),
        numbers=("front_km",),
        count=_km,
    ),
)
