"""``control-at``: who holds each of the user's points at a date."""

from __future__ import annotations

import argparse
import sys

import geopandas as gpd
import pandas as pd

from lib.analysis import control
from lib.analysis.control import points as control_points
from lib.commands.command import Command, RequestError, complain, read_day, read_events, speak_utf8
from lib.config.crs import DEGREES
from lib.events.points import Points, PointsError, read_points
from lib.text import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the day, the points and the event table."""
    parser.add_argument("--date", metavar="DATE", required=True, help=_("the day, as YYYY-MM-DD; its evening counts"))
    parser.add_argument(
        "--points", metavar="FILE", required=True, help=_("the points, a CSV file with the columns name, lat, lon")
    )
    parser.add_argument("--events", metavar="FILE", help=_("another event table than the one in use"))


def run(arguments: argparse.Namespace) -> int:
    """Print the user's points with who holds each, as CSV: all their columns, then those of ``control_points``.

    Returns:
        0 when every row is answered, 1 when a row was left out, 2 when the request cannot be met at all.
    """
    try:
        day = read_day(arguments.date)
        events = read_events(arguments.events)
        asked = read_points(arguments.points, control.default_region())
    except (RequestError, PointsError) as error:
        return complain(str(error), 2)
    for problem in asked.problems:
        complain(str(problem), 1)
    points = gpd.GeoSeries(gpd.points_from_xy(asked.lon, asked.lat), crs=DEGREES)
    _print_table(asked, control_points.control_at(events, points, asked.name, day))
    return 1 if any(problem.severity == "error" for problem in asked.problems) else 0


def _print_table(asked: Points, answer: pd.DataFrame) -> None:
    """Print the user's table with the answer beside it, as CSV on standard output."""
    taken = set(asked.table.columns)
    answer = answer.rename(columns={name: f"{name}_computed" for name in answer.columns if name in taken})
    speak_utf8()
    # A cell that begins with = + - or @ came out of the user's own file and goes back as it was: changing it would
    # break the join with that file, and a minus sign is also how a number begins.
    pd.concat([asked.table, answer], axis=1).to_csv(sys.stdout, index=False, lineterminator="\n")


COMMAND = Command("control-at", _("say who holds each of your points at a date"), declare, run)
