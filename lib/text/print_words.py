"""Words of the legend on paper, slides and films that the screen does not have: in brief, and for several ranges."""

from __future__ import annotations

from lib.text import _


def brief() -> dict[str, str]:
    """Return what the few marks mean that stand beside a map whose whole legend is elsewhere."""
    return {
        "front_on": _("front, {day}"),
        "one_sided": _("claimed by one side"),
        "persons_fled": _("{n} displaced"),
        "direction_only": _("only the direction"),
        "strikes_by_number": _("strikes"),
        "cluster_legend": _("strikes, several places"),
        "density": _("strikes per 100 km²"),
        "strikes_before": _("struck earlier"),
        "crossing_open": _("open to UN aid"),
        "camps": _("camps"),
        "own_legend": _("your own table"),
        "modelled_entry": _("modelled flows"),
        "contested": _("contested"),
    }


def several() -> dict[str, str]:
    """Return what signs mean on maps of several ranges of days, where the words for one would name its days."""
    return {
        "front_on": _("Front line on the last day of the map"),
        "front_before": _("Front line before the first day of the map"),
        "strikes_before": _("Struck before the days of the map: in no figure"),
        "flows_before": _("Movements before the days of the map: in no figure"),
        "short": _("Too short to draw as an arrow"),
        "modelled_entry": _("Modelled, not reported: totals split over pairs of places"),
    }
