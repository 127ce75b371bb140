"""``warm``: the front line of every date and the letters of pictures, made into the cache."""

from __future__ import annotations

import argparse
import os
import sys

from lib.analysis import control
from lib.commands.command import Command, say
from lib.maps import print_fonts
from lib.maps.snapshot import current
from lib.wording import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the switch that lets every other process go first."""
    parser.add_argument("--gently", action="store_true", help=_("give way to every other process"))


def run(arguments: argparse.Namespace) -> int:
    """Make what readers would wait for: every control date of the current table, then the letters. Returns 0.

    Gently, letters are left to the first picture: cutting them would slow the first readers of a fresh server.
    """
    if arguments.gently and hasattr(os, "nice"):
        os.nice(19)
    events = current().events
    for day in reversed(control.control_dates(events)):
        control.control_map(events, day)
    say(_("The front line of every date is in the cache."))
    sys.stdout.flush()
    if not arguments.gently:
        print_fonts.paths()
    return 0


COMMAND = Command("warm", _("make every front line and the letters of pictures into the cache"), declare, run)
