"""All that the browser's map is drawn from: the base map, what the clock counts with, and what the layers send."""

from __future__ import annotations

from lib import layers
from lib.events.query import ROW_FILTERS
from lib.layers.layer import Answer
from lib.maps import place_panel
from lib.maps.clock import clock
from lib.maps.ground import base, settlements


def answers(relief_url: str) -> dict[str, Answer]:
    """Return every answer by its name in the address; ``relief_url`` is where the browser finds the relief picture."""
    return {
        "base": Answer(lambda events, _query: base(relief_url, events.displacement["origin_place"].unique())),
        "settlements": Answer(lambda _events, _query: settlements(), at_start=False),
        "clock": Answer(clock, uses=(*ROW_FILTERS, "counter", "lang")),
        **place_panel.ANSWERS,
        **layers.answers(),
    }
