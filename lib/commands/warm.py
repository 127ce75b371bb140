"""``warm``: the front line of every date and the font subsets of pictures, computed into the cache."""

from __future__ import annotations

import argparse
import os
import sys

from lib.commands.command import Command, say
from lib.maps import precompute
from lib.print import fonts as print_fonts
from lib.text import _

LOWEST = 19
"""Niceness at which a process gives way to every other."""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the switch that lets every other process go first."""
    parser.add_argument("--nice", action="store_true", help=_("run at the lowest priority"))


def run(arguments: argparse.Namespace) -> int:
    """Compute what readers would wait for: every front line of the current table, then the font subsets. Returns 0."""
    if arguments.nice and hasattr(os, "nice"):
        os.nice(LOWEST)
    precompute.compute_front_lines()
    say(_("The front line of every date is in the cache."))
    sys.stdout.flush()
    print_fonts.paths()
    return 0


COMMAND = Command("warm", _("make every front line and the letters of pictures into the cache"), declare, run)
