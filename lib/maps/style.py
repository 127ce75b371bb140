"""Every colour, width and size of the maps, on screen and on paper.

One dictionary, :data:`TOKENS`, is the only place where a look is decided: the web map receives it as JSON, the
printed map reads it as it is. Widths and sizes are CSS pixels (1/96 inch); :func:`points` turns them into the
typographic points that paper wants. Colours come from the Okabe-Ito and ColorBrewer palettes, which stay apart
for colour-blind readers; :func:`contrast` and :func:`colour_distance` are how the tests hold them to that.
"""

from __future__ import annotations

from typing import Any, Final

from lib.config.crisis import CONTESTED, CRISIS
from lib.config.crisis.tables import Gain, Side
from lib.maps.marks_style import MARKS
from lib.maps.name_style import LABEL, TOWN
from lib.maps.own_marks_style import OWN_MARKS


def _look_of(side: Side) -> dict[str, Any]:
    """Return how a side's area and its settlements are drawn."""
    return {
        "tint": side.tint,
        "ink": side.ink,
        "pattern": side.pattern,
        "mark": side.mark,
        "hollow": side.hollow,
    }


HATCH_OF: Final = {"right": "hatch", "left": "backhatch", "level": "lines", "upright": "uprights"}
"""The pattern that ground is hatched with, by which way it leans: a way of its own for each side, in any colour."""


def _look_of_gain(gain: Gain) -> dict[str, Any]:
    """Return how ground that passed is hatched, and between whom it passed."""
    return {
        "colour": gain.colour,
        "width": gain.width,
        "step": 7,
        "opacity": gain.opacity,
        "kind": HATCH_OF[gain.leans],
        "lost_by": list(gain.lost_by),
        "won_by": list(gain.won_by),
        "tint": CRISIS.side(gain.won_by[0]).tint,
    }


TOKENS: Final[dict[str, Any]] = {
    "font": '"Noto Sans", "Source Sans Pro", "Segoe UI", "DejaVu Sans", Arial, sans-serif',
    "ink": "#1c2027",
    "ink_soft": "#4c525b",
    "paper": "#ffffff",
    "halo": {"colour": "#ffffff", "width": 3.0, "opacity": 0.92},
    "ground": {
        "land": "#f1efe9",
        "water": "#d9e5ed",
        "coast": {"colour": "#7c8791", "width": 0.9},
        "relief_opacity": 0.45,
        "country_line": {"colour": "#6f7276", "width": 1.2},
        "governorate": {"colour": "#8d8a84", "width": 0.9, "dash": [5, 3]},
        "river": {"colour": "#7fadc9", "width": 1.2},
        "lake": {"fill": "#cfe0ea", "colour": "#7fadc9", "width": 0.7},
        "road": {"colour": "#a9a59d", "width": 0.7, "opacity": 0.75},
        "highway": {"colour": "#c29a2e", "casing": "#fffdf5", "width": 2.4, "casing_width": 4.2},
        "border": {"colour": "#43464b", "width": 3.0, "casing": "#ffffff", "casing_width": 5.5},
    },
    "shield": {"fill": "#f6e7b4", "edge": "#a8851f", "text": "#5b4406", "size": 11, "min_km": 18},
    "control": {
        # The pattern repeats what the tint says, so that the areas stay apart without colour; they are named as well.
        **{side.id: _look_of(side) for side in CRISIS.sides},
        CONTESTED: {"tint": "#f3f1ec", "ink": "#5a5148", "pattern": "hatch", "mark": "square", "hollow": True},
        "opacity": 0.80,
        "pattern_opacity": 0.18,
        "pattern_step": 9,
        "hatch": {"colour": "#8a3b0b", "width": 1.3, "step": 7, "opacity": 0.75},
        "name_size": 15,
        # Side of the least square of hatched ground that anybody sees.
        "least_seen": 9,
    },
    # Ground of the country beyond what is assessed, and the words that stand on it.
    "unassessed": {
        "hatch": {"colour": "#77736b", "width": 1.0, "step": 9, "opacity": 0.85},
        "pill": {"fill": "#ffffff", "edge": "#83888f", "text": "#3f444c", "size": 13},
    },
    "front": {"colour": "#15181d", "width": 3.4, "casing": "#ffffff", "casing_width": 6.6},
    "earlier_front": {"colour": "#15181d", "width": 1.5, "dash": [4, 3]},
    "boundary": {"colour": "#4c525b", "width": 1.4, "dash": [6, 4], "casing": "#ffffff", "casing_width": 3.2},
    "band": {"fill": "#ffffff", "opacity": 0.50, "over": CRISIS.sides[0].tint},
    "gained": {gain.id: _look_of_gain(gain) for gain in CRISIS.gains},
    "stretch": {
        "one_sided_dash": [7, 5],
        "highlight": {"colour": "#f2c12e", "width": 9.0, "opacity": 0.6},
    },
    "strip": {
        "fill": "#6a4c93",
        "opacity": 0.07,
        "open_opacity": 0.03,
        "hatch": {"colour": "#6a4c93", "width": 1.1, "step": 13, "opacity": 0.5},
        "edge": {"colour": "#6a4c93", "width": 1.4, "dash": [9, 3, 2, 3]},
        "name": {"colour": "#4e3275", "size": 12.5},
    },
    "corridor": {
        "fill": "#e0b53c",
        "opacity": 0.24,
        "open_opacity": 0.24,
        "edge": {"colour": "#7a5c08", "width": 1.6},
        "name": {"colour": "#5b4406", "size": 12.5},
    },
    "post": {
        "fill": "#ffffff",
        "ink": "#1c2027",
        "halo": "#ffffff",
        "size": 5.5,
        "dot": 1.9,
        "edge_width": 1.6,
        "halo_width": 4.0,
        "number_zoom": 9.5,
        "text_size": 11,
    },
    **MARKS,
    # Series of a chart, told apart by shape as well: Okabe-Ito, darkened where it is too pale on white.
    "series": ["#0072b2", "#d55e00", "#00735a", "#9a4b7d", "#8a6d00", "#1c2027", "#3f7d9e", "#6b6b6b"],
    # Around the places that strikes have to be near.
    "near_ring": {"colour": "#4a2c6b", "width": 1.3, "dash": [5, 4], "fill": "#ffffff", "opacity": 0.14},
    # The outline of the reader's own area: in the ink and the dash of no other line.
    "own_area": {"colour": "#5b2a86", "width": 2.6, "dash": [14, 4, 3, 4], "casing": "#ffffff", "casing_width": 5.6},
    # How near a pointer or a finger has to come, pixels: ``slack`` around what is seen, ``mark`` across a small mark,
    # ``line`` beside an arrow, ``front`` beside the front line.
    "hit": {
        "mouse": {"slack": 1, "mark": 24, "line": 10, "front": 9},
        "touch": {"slack": 4, "mark": 44, "line": 22, "front": 16},
    },
    # Circles and arrows shrink when the map is zoomed out, so that a small map is not all symbols.
    "symbol_scale": {"full_zoom": 9.25, "per_zoom": 0.24, "least": 0.68, "most": 1.2},
    "crossing": {"fill": "#f2c12e", "edge": "#1c2027", "edge_width": 1.4, "size": 7.5, "size_other": 5.5},
    "camp": {"fill": "#ffffff", "edge": "#5d3a78", "edge_width": 1.7, "size": 6.5},
    "own": {
        "fill": "#ffffff",
        "edge": "#00635a",
        "casing": "#ffffff",
        "width": 2.2,
        "casing_width": 4.7,
        "size": 6,
        # What a square of many reports is larger at most, and from how many on it has no room for their number.
        "grows": 6.0,
        "numbered_below": 100,
        "text_size": 11,
    },
    "own_marks": OWN_MARKS,
    "place": {"size": 3.2, "edge": "#ffffff", "edge_width": 0.8, "hollow_width": 1.6, "min_zoom": 10},
    # Around a place that lies in ground drawn as another side's, at every zoom.
    "apart": {"size": 7.0, "colour": "#1c2027", "width": 1.4, "casing": "#ffffff", "casing_width": 3.4},
    "clock": {
        "ground": "#f4f2ed",
        "strikes": "#b2182b",
        "control": "#2b5c9e",
        "month": "#c9c5bc",
        "text": "#4c525b",
        "text_size": 10.5,
        # Heights in the bars: changes of control under the strikes, the names of the months under both, and the line
        # over days on which a source reports that nothing flew.
        "quiet": 2.5,
        "changes": 13,
        "axis": 14,
    },
    "town": TOWN,
    "label": LABEL,
}


_OUTLINES: Final[dict[str, list[list[float]] | None]] = {
    "triangle": [[-1.2, -1], [1.2, -1], [0, 1.2]],
    "square": [[-1, -1], [1, -1], [1, 1], [-1, 1]],
    "circle": None,
}
"""Corners of the marks of settlements, as shares of their size, x to the right and y downwards."""


def place_mark(side: str) -> dict[str, Any]:
    """Return how the settlements that a side holds are marked, on screen and on paper.

    Returns:
        outline (corners around the point, CSS pixels; None for a circle), size (its radius, likewise), fill, edge, and
        width of the edge. Shape as well as colour tells the sides apart.
    """
    look, place = TOKENS["control"][side], TOKENS["place"]
    corners, hollow = _OUTLINES[look["mark"]], look["hollow"]
    return {
        "outline": None if corners is None else [[x * place["size"], y * place["size"]] for x, y in corners],
        "size": place["size"],
        "fill": TOKENS["paper"] if hollow else look["ink"],
        "edge": look["ink"] if hollow else place["edge"],
        "width": place["hollow_width"] if hollow else place["edge_width"],
    }


def points(pixels: float) -> float:
    """Turn CSS pixels (1/96 inch) into typographic points (1/72 inch).

    Args:
        pixels: A width or size from :data:`TOKENS`.

    Returns:
        The same length in points.
    """
    return pixels * 72.0 / 96.0
