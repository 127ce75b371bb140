"""``warm``: what readers of a fresh server would wait for, made into the cache beforehand."""

from __future__ import annotations

import argparse
import os
import sys

from lib.commands.command import Command, say
from lib.print import fonts as print_fonts
from lib.text import _
from lib.web import warmup

LOWEST = 19
"""Niceness at which a process gives way to every other."""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the switch that lets every other process go first."""
    parser.add_argument("--nice", action="store_true", help=_("run at the lowest priority"))


def run(arguments: argparse.Namespace) -> int:
    """Make what readers would wait for: packed files, every front line, the letters of pictures. Returns 0."""
    if arguments.nice and hasattr(os, "nice"):
        os.nice(LOWEST)
    warmup.pack_files()
    say(_("What every first visit loads is packed."))
    warmup.compute_front_lines()
    say(_("The front line of every date is in the cache."))
    warmup.make_collections()
    sys.stdout.flush()
    print_fonts.paths()
    warmup.make_pictures()
    return 0


COMMAND = Command(
    "warm", _("make packed files, every front line and the letters and first pictures into the cache"), declare, run
)
