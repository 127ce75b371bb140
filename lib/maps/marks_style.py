"""The colours, widths and sizes of what is counted: flows, modelled flows and strikes, and the density of strikes.

They are part of :data:`lib.maps.style.TOKENS`, through which everything reads them. All sizes are CSS pixels.
"""

from __future__ import annotations

from typing import Any, Final

from lib.layers.modelled import MOST_DRAWN

MARKS: Final[dict[str, Any]] = {
    "flow": {
        "colour": "#285899",
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
        "most_head": 0.55,
        # An arrow shorter than ``full_length`` widths and ``full_extra`` is slimmer: else it has no direction.
        "full_length": 2.2,
        "full_extra": 16.0,
        "rim_opacity": 1.0,
        "direction_only": {"width": 1.3, "dash": [6, 4], "opacity": 0.8, "head_opacity": 1.0, "edge_width": 0.8},
        # Shorter than this on the map it is no arrow but words in the legend, of which at most so many are named.
        "least_length": 44.0,
        "most_named": 3,
        # Flows whose ends are as near as ``end`` are one arrow where the middle of the thinner is within ``gap`` of the
        # wider; of those of the days before the range all are.
        "together": {"end": 12.0, "gap": 2.0},
        # From ``zoom`` on an arrow to or from an area is no wider than this: wide and pale it would read as a river.
        "near": {"zoom": 10.75, "most_width": 7.0},
        # Of the days before the range: what is otherwise than above, and no wider than ``most_width``.
        "faint": {
            "colour": "#123468",
            "opacity": 0.62,
            "edge_width": 0.0,
            "rim_opacity": 0.0,
            "direction_only": {"width": 1.3, "dash": [6, 4], "opacity": 0.62, "head_opacity": 0.62, "edge_width": 0.0},
            "most_width": 3.0,
            "legend_width": 3.0,
        },
        # Of an arrow with an end that stands for an area; ``middle`` where both do.
        "faded": {"origin": 0.25, "middle": 0.8, "end": 0.6, "edge_opacity": 0.6, "width": 1.0, "dash": [3, 3]},
        "legend_persons": [1_000, 10_000, 50_000],
    },
    # Paler than a reported flow, hatched and with a broken edge: nobody reported it.
    "modelled": {
        "colour": "#5b7fae",
        "opacity": 0.65,
        "hatch": {"step": 5, "width": 1.6, "ground_opacity": 0.55},
        "edge": {"width": 1.1, "dash": [4, 3]},
        "most_drawn": MOST_DRAWN,
        "legend_persons": 10_000,
    },
    "strike": {
        "fill": "#b2182b",
        "opacity": 1.0,
        # Darker than the fill: it keeps the alarm for those who see little red.
        "edge": "#5e0713",
        "edge_width": 1.0,
        "halo": "#ffffff",
        "halo_width": 1.3,
        "coarse_edge": "#5e0713",
        "coarse_fill_opacity": 0.30,
        "coarse_edge_width": 1.7,
        "coarse_dash": [3, 2.2],
        # Where only some are coarse: a dashed arc outside the circle, clockwise from its top, as long as their share.
        "arc_gap": 2.2,
        "arc_width": 1.8,
        "arc_dash": [2.2, 1.8],
        "arc_least_degrees": 36,
        "unit_radius": 4.6,
        "max_radius": 24.0,
        "count_radius": 5.6,
        "numbered_from": 2,
        "text": "#ffffff",
        "coarse_text": "#5e0713",
        "text_size": 11.0,
        # Letters in a circle, as shares of its radius, and the radius that each digit needs.
        "text_by_radius": 1.75,
        "radius_by_digit": 3.1,
        "legend_counts": [1, 5, 15],
        "legend_share": {"count": 3, "coarse": 1},
        "legend_coarse": 2,
        # Places nearer than ``reach`` pixels and ``by_root`` for the root of their strikes are one circle, and so are
        # those whose circles would come nearer than ``gap``.
        "apart": {"reach": 11.0, "by_root": 1.6, "gap": 1.0},
        # Of the days before the range: a ring whose fill is hardly seen, without a number.
        "faint": {
            "colour": "#8f1020",
            "opacity": 0.62,
            "fill_opacity": 0.14,
            "width": 1.4,
            "unit_radius": 3.0,
            "max_radius": 5.0,
            "apart": {"reach": 11.0, "by_root": 0.0, "gap": 1.0},
        },
        # The coarser choice: places within ``reach`` are one circle with a ring.
        "cluster": {
            "apart": {"reach": 48.0, "by_root": 0.0, "gap": 1.0},
            "min_radius": 11,
            "max_radius": 27,
            "gap": 4.0,
            "halo": "#ffffff",
            "halo_opacity": 0.7,
            "ring_width": 1.8,
            "text_size": 13.0,
            "text_by_radius": 2.6,
            "legend_count": 12,
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
}
