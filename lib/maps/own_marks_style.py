"""The look of an author's own marks: the pale core and dark rim of a marker pen, which nothing else on the map has.

It is part of :data:`lib.maps.style.TOKENS`, through which everything reads it. All sizes are CSS pixels.
"""

from __future__ import annotations

import math
from typing import Any, Final

_RADIUS, _HIGH = 7.5, 21.0
"""Of the head of a pin, and how far its middle stands above the place."""


def _pin() -> list[list[float]]:
    """Return the corners of a pin around its place: a head, and a tip that stands on the place."""
    lean = math.asin(_RADIUS / _HIGH)
    turns = [math.pi - lean + (math.pi + 2 * lean) * step / 16 for step in range(17)]
    head = [[round(_RADIUS * math.cos(turn), 2), round(_RADIUS * math.sin(turn) - _HIGH, 2)] for turn in turns]
    return [[0.0, 0.0], *head]


OWN_MARKS: Final[dict[str, Any]] = {
    "fill": "#ffb3f4",
    "ink": "#2b0a2b",
    "width": 3.0,
    "casing_width": 6.4,
    "pin": {"outline": _pin(), "edge_width": 1.8, "dot": 2.6, "head": [0.0, -_HIGH], "radius": _RADIUS},
    # Length and half the width of the open head of an arrow: a movement of people has a closed one.
    "head": {"length": 15.0, "half": 8.5},
    "box": {"opacity": 0.16},
    # The plate of the words: a broken rim, as no name has one.
    "plate": {
        "fill": "#fff1fd",
        "edge": "#2b0a2b",
        "edge_width": 1.2,
        "dash": [4, 2],
        "text_size": 12.0,
        "line": 15.0,
        "pad": 5.0,
        "gap": 6.0,
    },
}
