"""Every colour, width and size of the maps, on screen and on paper.

One dictionary, :data:`TOKENS`, is the only place where a look is decided: the web map receives it as JSON, the
printed map reads it as it is. Widths and sizes are CSS pixels (1/96 inch); :func:`points` turns them into the
typographic points that paper wants. Colours come from the Okabe-Ito and ColorBrewer palettes, which stay apart
for colour-blind readers; :func:`contrast` and :func:`colour_distance` are how the tests hold them to that.
"""

from __future__ import annotations

import math
from typing import Any, Final

CONTROLLERS: Final = ("government", "opposition", "turkey_backed", "kurdish_led", "contested")
"""Every value of the event table's ``controller`` column, in the order of the legend."""

PRECISIONS: Final = ("exact", "settlement", "subdistrict", "governorate", "country", "representative")
"""Every value of ``geo_precision``, finest first; the position is the index used in strikes.json."""

COARSE_FROM: Final = 2
"""Index in :data:`PRECISIONS` from which a symbol's outline is dashed: a sub-district or worse."""

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
    "shield": {"fill": "#f6e7b4", "edge": "#a8851f", "text": "#5b4406", "size": 10.5, "min_km": 18},
    "control": {
        # Pale tints of Okabe-Ito vermilion, bluish green, blue and yellow. The pattern repeats what the tint
        # says, so that the areas stay apart without colour; areas are named on the map as well.
        "government": {"tint": "#f4d2b4", "ink": "#8a3b0b", "pattern": "none"},
        "opposition": {"tint": "#a3cfbb", "ink": "#0a5a43", "pattern": "dots"},
        "turkey_backed": {"tint": "#bcd3ec", "ink": "#14507f", "pattern": "lines"},
        "kurdish_led": {"tint": "#f4ebab", "ink": "#665a00", "pattern": "crosses"},
        "contested": {"tint": "#f3f1ec", "ink": "#5a5148", "pattern": "hatch"},
        "opacity": 0.80,
        "pattern_opacity": 0.18,
        "pattern_step": 9,
        "hatch": {"colour": "#8a3b0b", "width": 1.3, "step": 7, "opacity": 0.75},
        "name_size": 14,
    },
    "front": {"colour": "#15181d", "width": 3.4, "casing": "#ffffff", "casing_width": 6.6},
    "earlier_front": {"colour": "#15181d", "width": 1.5, "dash": [4, 3]},
    "boundary": {"colour": "#4c525b", "width": 1.4, "dash": [6, 4], "casing": "#ffffff", "casing_width": 3.2},
    "band": {"fill": "#ffffff", "opacity": 0.50},
    "gained": {"colour": "#b8501b", "width": 1.3, "step": 7, "opacity": 0.75},
    # Leans the other way as well, so that the two are told apart without colour.
    "gained_opposition": {"colour": "#0a5a43", "width": 1.5, "step": 7, "opacity": 0.85},
    "stretch": {
        "one_sided_dash": [7, 5],
        "highlight": {"colour": "#f2c12e", "width": 9.0, "opacity": 0.6},
    },
    "sochi_strip": {
        "fill": "#6a4c93",
        "opacity": 0.07,
        "open_opacity": 0.03,
        "hatch": {"colour": "#6a4c93", "width": 1.1, "step": 13, "opacity": 0.5},
        "edge": {"colour": "#6a4c93", "width": 1.4, "dash": [9, 3, 2, 3]},
        "name": {"colour": "#4e3275", "size": 12.5},
    },
    "m4_corridor": {
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
        "number_zoom": 9.5,
        "text_size": 11,
    },
    "flow": {
        "colour": "#2b5c9e",
        "edge": "#ffffff",
        "edge_width": 1.3,
        "opacity": 0.90,
        "min_width": 2.5,
        "max_width": 16.0,
        "full_scale_persons": 100_000,
        "tail_share": 0.30,
        "head_width": 2.1,
        "head_extra": 6.0,
        "head_length": 1.15,
        "direction_only": {"width": 1.3, "dash": [6, 4], "opacity": 0.8},
        "faded_origin_opacity": 0.25,
        "faded_end_opacity": 0.6,
        "outline_dash": [3, 3],
        "legend_persons": [1_000, 10_000, 50_000],
    },
    # Paler than a reported flow, hatched and with a broken edge: nobody reported it.
    "modelled": {
        "colour": "#5b7fae",
        "opacity": 0.65,
        "hatch": {"step": 5, "width": 1.6},
        "edge": {"width": 1.1, "dash": [4, 3]},
        "most_drawn": 24,
        "legend_persons": 10_000,
    },
    # Series of a chart, told apart by shape as well: Okabe-Ito, darkened where it is too pale on white.
    "series": ["#0072b2", "#d55e00", "#00735a", "#9a4b7d", "#8a6d00", "#1c2027", "#3f7d9e", "#6b6b6b"],
    "strike": {
        "fill": "#b2182b",
        "opacity": 0.88,
        "edge": "#ffffff",
        "edge_width": 1.4,
        "coarse_edge": "#5e0713",
        "coarse_fill_opacity": 0.30,
        "coarse_edge_width": 1.7,
        "coarse_dash": [3, 2.2],
        "unit_radius": 5.0,
        "max_radius": 24.0,
        "count_radius": 5.6,
        "text": "#ffffff",
        "coarse_text": "#5e0713",
        "text_size": 10.5,
        "legend_counts": [1, 5, 15],
        # Places nearer than ``reach`` pixels to a larger one are merged with it.
        "cluster": {
            "reach": 48,
            "min_radius": 11,
            "max_radius": 27,
            "gap": 4.0,
            "halo": "#ffffff",
            "halo_opacity": 0.7,
            "ring_width": 1.8,
        },
    },
    # ColorBrewer RdPu: away from the tints of control, and from dark to light for every eye. Classes begin at
    # ``breaks`` strikes per 100 km2; what is less is not drawn. ``cell`` is pixels.
    "density": {
        "radius_km": 10,
        "cell": 3,
        "breaks": [0.5, 1, 2, 4, 8, 16],
        "colours": ["#fcc5c0", "#fa9fb5", "#f768a1", "#dd3497", "#ae017e", "#5e0060"],
        "opacity": 0.75,
        "dot": "#3d0040",
        "dot_edge": "#ffffff",
        "dot_radius": 2.4,
    },
    # Circles and arrows shrink when the map is zoomed out, so that a small map is not all symbols.
    "symbol_scale": {"full_zoom": 9.25, "per_zoom": 0.24, "least": 0.68, "most": 1.2},
    "crossing": {"fill": "#f2c12e", "edge": "#1c2027", "edge_width": 1.4, "size": 7.5, "size_other": 5.5},
    "camp": {"fill": "#ffffff", "edge": "#5d3a78", "edge_width": 1.7, "size": 6.5},
    "own": {"fill": "#ffffff", "edge": "#00635a", "casing": "#ffffff", "width": 2.2, "size": 6},
    "place": {"size": 3.2, "edge": "#ffffff", "edge_width": 0.8, "min_zoom": 10},
    "clock": {
        "ground": "#f4f2ed",
        "strikes": "#b2182b",
        "control": "#2b5c9e",
        "month": "#c9c5bc",
        "text": "#4c525b",
        "text_size": 10.5,
        # Heights in the bars: changes of control under the strikes, and the names of the months under both.
        "changes": 13,
        "axis": 14,
    },
    "town": {"dot": 2.5, "dot_fill": "#ffffff", "dot_edge": "#1c2027", "dot_edge_width": 1.2},
    "label": {
        "colour": "#1c2027",
        # Text size by rank: 1 = governorate capital, 2 = large town, 3 = town, 4 and more = village.
        "sizes": [17, 14, 12.5, 11.5, 11],
        "min_zoom": [7, 7, 8.5, 9.75, 10.5],
        "halo_width": 3.2,
        "country": {"colour": "#6d6b67", "size": 18},
        "governorate": {"colour": "#6d6b67", "size": 11.5},
        "border": {"colour": "#43464b", "size": 11.5},
        # Names of crossings open to aid come first, other crossings and camps only when there is room.
        "site": {"colour": "#1c2027", "size": 11.5, "min_zoom_open": 7.5, "min_zoom": 9.75, "min_zoom_camp": 10.25},
    },
}


def points(pixels: float) -> float:
    """Turn CSS pixels (1/96 inch) into typographic points (1/72 inch).

    Args:
        pixels: A width or size from :data:`TOKENS`.

    Returns:
        The same length in points.
    """
    return pixels * 72.0 / 96.0


def flow_width(persons: float) -> float:
    """Width of the arrow for a displacement flow, on a square-root scale.

    Args:
        persons: Number of persons, the middle of the reported range.

    Returns:
        Width at the head's base, in CSS pixels, between the smallest and the largest width of :data:`TOKENS`.
    """
    flow = TOKENS["flow"]
    share = math.sqrt(min(max(persons, 0.0) / flow["full_scale_persons"], 1.0))
    return float(flow["min_width"] + (flow["max_width"] - flow["min_width"]) * share)


def strike_radius(count: int) -> float:
    """Radius of the circle for a number of strikes: the area grows with the number.

    Args:
        count: Number of strikes at the place, one or more.

    Returns:
        Radius in CSS pixels, capped at the largest radius of :data:`TOKENS`.
    """
    strike = TOKENS["strike"]
    return float(min(strike["unit_radius"] * math.sqrt(max(count, 0)), strike["max_radius"]))


def rgb(colour: str) -> tuple[float, float, float]:
    """Read a ``#rrggbb`` colour.

    Args:
        colour: Colour as six hexadecimal digits after ``#``.

    Returns:
        Red, green and blue between 0 and 1.

    Raises:
        ValueError: When the text is not such a colour.
    """
    digits = colour.removeprefix("#")
    if len(digits) != 6:  # noqa: PLR2004 - three pairs of digits
        message = f"{colour!r} is not a colour of the form #rrggbb"
        raise ValueError(message)
    red, green, blue = (int(digits[i : i + 2], 16) / 255.0 for i in (0, 2, 4))
    return red, green, blue


def blend(top: str, below: str, opacity: float) -> str:
    """Lay one colour over another, as the map does with its tints.

    Args:
        top: The colour on top.
        below: The colour underneath.
        opacity: Opacity of the top colour, 0 to 1.

    Returns:
        The colour that is seen.
    """
    mixed = [round(255 * (a * opacity + b * (1 - opacity))) for a, b in zip(rgb(top), rgb(below), strict=True)]
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it.

    Args:
        colour: Colour of the form ``#rrggbb``.

    Returns:
        0 for black to 1 for white.
    """
    red, green, blue = (_linear(channel) for channel in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio as WCAG 2 defines it: 4.5 for small text, 3 for symbols and lines.

    Args:
        first: One colour.
        second: The other colour.

    Returns:
        1 (no contrast) to 21 (black on white).
    """
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


_DEUTERANOPIA: Final = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
_PROTANOPIA: Final = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
_SIGHT: Final = {
    "full": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "deuteranopia": _DEUTERANOPIA,
    "protanopia": _PROTANOPIA,
}
_TO_XYZ: Final = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE: Final = (0.95047, 1.0, 1.08883)


def _lab(colour: str, sight: str) -> tuple[float, float, float]:
    """Colour as it is seen, in CIELAB (simulation: Machado, Oliveira and Fernandes 2009, severity 1)."""
    linear = [_linear(channel) for channel in rgb(colour)]
    seen = [min(max(sum(m * c for m, c in zip(row, linear, strict=True)), 0.0), 1.0) for row in _SIGHT[sight]]
    xyz = [sum(m * c for m, c in zip(row, seen, strict=True)) for row in _TO_XYZ]
    ratios = [value / white for value, white in zip(xyz, _WHITE, strict=True)]
    fx, fy, fz = (r ** (1 / 3) if r > 216 / 24389 else (24389 / 27 * r + 16) / 116 for r in ratios)
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def colour_distance(first: str, second: str, sight: str = "full") -> float:
    """How far apart two colours look, in CIE76 units (about 2.3 is just noticeable).

    Args:
        first: One colour.
        second: The other colour.
        sight: ``full``, ``deuteranopia`` or ``protanopia``.

    Returns:
        Distance in CIELAB.
    """
    return math.dist(_lab(first, sight), _lab(second, sight))
