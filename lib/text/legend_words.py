"""The words of the web map's legend: its lines, and a short word for each entry beside the whole sentence."""

from __future__ import annotations

from typing import Any

from lib.config.crisis import CONTESTED, CRISIS
from lib.text import _


def legend_words() -> dict[str, Any]:
    """Return the words of the legend; an entry's short word has the key of its sentence among the words of the map."""
    return {
        "legend": _("Legend"),
        "legend_close": _("Close the legend"),
        "legend_in_view": _("only what is in view"),
        "legend_scroll": _("There is more below: scroll"),
        "legend_more": _("More"),
        "legend_less": _("Less"),
        "legend_lines": {
            "marks": _("Marks"),
            "own": _("Yours"),
            "held": _("Held by"),
            "passed": _("Passed"),
            "line": _("Line"),
            "unsure": _("Unsure"),
            "strikes": _("Strikes"),
            "moves": _("Moves"),
            "sites": _("Sites"),
            "agreed": _("Agreed"),
            "places": _("Places"),
        },
        "short_sides": {side.id: min(str(side.name), str(side.held), key=len) for side in CRISIS.sides}
        | {CONTESTED: _("contested")},
        "short_gained": {gain.id: _("to {side}").format(side=gain.to) for gain in CRISIS.gains},
        "short_gained_since": {
            gain.id: _("to {side} since {day}").format(side=gain.to, day="{day}") for gain in CRISIS.gains
        },
        "short": {
            "marks_legend": _("of the author, not reports"),
            "own_legend": _("your table"),
            "front_before": _("before {day}"),
            "front_swipe": _("{left} left, {right} right of the divider"),
            "one_sided": _("one-sided"),
            "other_boundary": _("other sides"),
            "band": _("the line"),
            "direction_only": _("direction only"),
            "representative": _("end: an area"),
            "modelled_entry": _("modelled, not reported"),
            "strikes_by_number": _("number at a place"),
            "strike_partly": _("share located roughly"),
            "strike_coarse": _("all located roughly"),
            "before": _("before, in no figure"),
            "unassessed_legend": _("not assessed"),
            "cluster_legend": _("several places"),
            "density": _("per 100 km²"),
            "density_dot": _("settlement struck"),
            "crossing_open": _("UN aid"),
            "crossing_other": _("crossing"),
            "camps": _("camps"),
            "place_apart": _("unlike the area around it"),
        },
    }
