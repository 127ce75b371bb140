"""How names look on the maps, and where they may stand: the part of the style tokens that words have to themselves.

:data:`lib.maps.style.TOKENS` holds it as ``town`` and ``label``. Sizes and distances are CSS pixels.
"""

from __future__ import annotations

from typing import Any, Final

TOWN: Final[dict[str, Any]] = {
    "dot_fill": "#ffffff",
    "dot_edge": "#1c2027",
    "dot_edge_width": 1.2,
    # By rank: governorate capital, large town, town, larger village, village. ``first``: named before all else,
    # and farther from its dot where that is needed. ``more_zoom``: from here on all places of the gazetteer.
    "ranks": [
        {"size": 17, "min_zoom": 7, "weight": 700, "dot": 3.5, "first": True},
        {"size": 14, "min_zoom": 7, "weight": 500, "dot": 2.5, "first": True},
        {"size": 13, "min_zoom": 8.5, "weight": 400, "dot": 2.5, "first": False},
        {"size": 12, "min_zoom": 9.75, "weight": 400, "dot": 2.5, "first": False},
        {"size": 12, "min_zoom": 11, "weight": 400, "dot": 2.5, "first": False},
    ],
    "more_zoom": 11,
}

LABEL: Final[dict[str, Any]] = {
    "colour": "#1c2027",
    "halo_width": 3.2,
    # Where a name may stand, pixels: so far from its dot in eight directions; else farther, with a leader; names that
    # come first the farthest. Refused nearer to the front than this, and with a smaller share on its own side.
    "off": 5.5,
    "farther": [5, 12, 22],
    "farthest": 34,
    # Paper alone: a picture cannot be zoomed into, and what its title names is looked for on it.
    "titled": [52, 76],
    "leader": {"colour": "#1c2027", "width": 0.8, "casing": "#ffffff", "casing_width": 2.4},
    "off_front": 4,
    "own_side": 0.93,
    # What a place costs: each step away from the best direction, a leader, each pixel that it is longer, each pixel
    # of an arrow or the border under the name, and each square pixel of a faint ring.
    "cost": {"direction": 2, "leader": 20, "length": 1.5, "line": 0.5, "ring": 0.1},
    "country": {"colour": "#6d6b67", "size": 18},
    "governorate": {"colour": "#5b5955", "size": 11.5},
    "border": {"colour": "#43464b", "size": 11.5},
    # Names of crossings open to aid come first, other crossings and camps only when there is room.
    "site": {"colour": "#1c2027", "size": 11.5, "min_zoom_open": 7.5, "min_zoom": 9.75, "min_zoom_camp": 10.25},
}
