"""``warm``: the front line of every date, computed into the cache."""

from __future__ import annotations

import argparse
import os

from lib.analysis import control
from lib.commands.command import Command
from lib.maps.snapshot import current
from lib.wording import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the switch that lets every other process go first."""
    parser.add_argument("--gently", action="store_true", help=_("give way to every other process"))


def run(arguments: argparse.Namespace) -> int:
    """Compute every control date of the current table, so that no reader waits for one. Returns 0."""
    if arguments.gently and hasattr(os, "nice"):
        os.nice(19)
    events = current().events
    for day in reversed(control.control_dates(events)):
        control.control_map(events, day)
    return 0


COMMAND = Command("warm", _("compute the front line of every date into the cache"), declare, run)
