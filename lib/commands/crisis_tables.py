"""What is wrong with the tables of a crisis; ``crisis check`` runs it as a process of its own.

The words a table may hold are those of its crisis, which a process reads once, when it starts.
"""

from __future__ import annotations

import argparse
import io
import sys

import shapely

from lib.analysis import control, others_counts
from lib.commands import validate
from lib.commands.command import say
from lib.config import paths
from lib.config.crisis import CRISIS
from lib.events import quiet_days
from lib.events.table import EventTable, load
from lib.geography import places as gazetteer
from lib.geography import projection
from lib.stories import shipped
from lib.text import _, ngettext, number

MOST_NAMED = 3
NOTICED = 0.01
"""By what share areas may be measured wrong before it is said."""
TOUCHING = 1e-5
"""Degrees, about a metre, by which a place may lie beside the ground that is divided among the sides."""


def _beyond(events: EventTable) -> list[str]:
    """Say which places of control rest no area: they lie outside the country or the box of the region. No fault."""
    rows = events.control.loc[events.control["lat"].notna()].drop_duplicates(["place", "lat", "lon"])
    ground = control.default_region()
    inside = shapely.dwithin(
        shapely.points(control.on_ground(rows[["lon", "lat"]].to_numpy(), ground)), ground, TOUCHING
    )
    names = list(dict.fromkeys(rows.loc[~inside, "place"]))
    if not names:
        return []
    words = ngettext(
        "events.csv: {n} place whose control is reported lies outside {country} or the box 'region', and no area is "
        "computed from it: {names}.",
        "events.csv: {n} places whose control is reported lie outside {country} or the box 'region', and no area is "
        "computed from them: {names}.",
        len(names),
    )
    shown = ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")
    return [words.format(n=number(len(names)), country=CRISIS.country.name, names=shown)]


def _mismeasured() -> list[str]:
    """Say by how much areas are measured wrong where the system in metres is made for a narrower region. No fault."""
    off = projection.area_error(CRISIS.metric_crs, CRISIS.boxes.region)
    if off <= NOTICED:
        return []
    words = _(
        "crisis.toml: in metric_crs areas in the region are measured wrong by up to {share} per cent; better: {crs}"
    )
    return [words.format(share=number(off * 100), crs=projection.best_for(CRISIS.boxes.region))]


def _unnamed() -> list[str]:
    """Say which places of the headline the gazetteer does not have: no title will ever name them. No fault."""
    known = set(gazetteer.places()["place"])
    lost = [name for name in CRISIS.headline if name not in known]
    words = _("crisis.toml, headline: {names} is not in geo/places.csv, so no title names it.")
    return [words.format(names=name) for name in lost]


def check() -> int:
    """Print what is wrong with the tables of the crisis that is shown, one fault a line; 0 when nothing is."""
    faults = [*others_counts.usable()[1], *quiet_days.read(paths.QUIET_DAYS)[1], *shipped.faults(paths.STORIES)]
    for line in (*faults, *_mismeasured(), *_unnamed(), *_beyond(load(paths.EVENTS))):
        say(line)
    return max(validate.run(argparse.Namespace(file=str(paths.EVENTS), deep=False)), int(bool(faults)))


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(check())
