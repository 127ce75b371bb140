"""Which layers the map has: one declared table of what addresses, filters and both renderers have to know of each.

What a layer does (its words, its rows, its numbers) stands in :mod:`lib.layers`, in the module that is its ``home``.
The two are held to each other by a test. This table alone is imported by what may not know how anything is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lib.config.crisis import CRISIS


@dataclass(frozen=True)
class LayerFacts:
    """What is known of a layer without drawing it.

    Attributes:
        id: Its name in addresses, in the state of the map and in the style.
        home: Module of :mod:`lib.layers` that says what it does.
        kind: Kind of event rows it shows; "" when it stays whatever kinds are asked for.
        default: Whether it is on unless the address says otherwise.
        optional: Whether a reader can turn it on and off; a reader's own table is drawn wherever there is one.
    """

    id: str
    home: str
    kind: str = ""
    default: bool = True
    optional: bool = True


ONLINE: Final = "online"
"""The background of another host: behind the map, and no part of what is drawn."""

LAYERS: Final = (
    LayerFacts("control", "control", "control"),
    LayerFacts("front", "front", "control"),
    LayerFacts("band", "band", "control"),
    LayerFacts("flows", "flows", "displacement"),
    LayerFacts("modelled", "modelled", "displacement", default=False),
    LayerFacts("strikes", "strikes", "strike"),
    LayerFacts("earlier", "earlier"),
    LayerFacts("places", "places", "control"),
    LayerFacts("camps", "sites"),
    LayerFacts("crossings", "sites"),
    LayerFacts("roads", "ground"),
    LayerFacts("relief", "ground"),
    *(LayerFacts(agreement.id, "agreements", default=False) for agreement in CRISIS.agreements),
    LayerFacts(ONLINE, "online", default=False),
    LayerFacts("own", "own", optional=False),
)
"""The layers, in the order in which a reader is offered them."""

IN_LEGEND: Final = {
    "own_marks": "marks", "own": "own", "own_area": "own", "control": "held", "front": "line", "band": "unsure",
    "flows": "moves", "modelled": "moves", "strikes": "strikes", "earlier": "strikes", "sites": "sites",
    "points": "sites", "agreements": "agreed", "places": "places",
}  # fmt: skip
"""Parts of the legend, the first on top, each with the line of :data:`LEGEND_LINES` that its entries stand in unless
an entry says another: a reader's own marks, then what was counted, then what it is read against.

Both renderers follow it. A part is named like the module of the client that explains it; ``sites`` are crossings and
camps, ``points`` the marks of every layer of dated points, ``own_area`` the outline of the reader's own area,
``own_marks`` what the author of a view wrote on the map.
"""

LEGEND_LINES: Final = (
    "marks", "own", "held", "passed", "line", "unsure", "strikes", "moves", "sites", "agreed", "places",
)  # fmt: skip
"""Lines of the web map's legend, from its top: marks of one sort side by side, each with a short word."""

SYMBOLS: Final = (
    "control", "rings", "places", "front", "own_area", "modelled", "earlier", "flows", "strikes", "sites", "points",
    "agreements", "own", "own_marks",
)  # fmt: skip
"""What lies over the ground, areas and lines, from below, under the same names; both renderers follow it.

Of ``control`` and ``front`` only what the screen alone has lies here, the spots for names and the highlight;
``agreements`` are the observation posts.
"""

BY_ID: Final = {facts.id: facts for facts in LAYERS}
