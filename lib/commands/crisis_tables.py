"""What is wrong with the tables of a crisis; ``crisis check`` runs it as a process of its own.

The words a table may hold are those of its crisis, which a process reads once, when it starts.
"""

from __future__ import annotations

import argparse
import io
import sys

from lib.analysis import others_counts
from lib.commands import validate
from lib.commands.command import say
from lib.config import paths
from lib.events import quiet_days
from lib.stories import shipped


def check() -> int:
    """Print what is wrong with the tables of the crisis that is shown, one fault a line; 0 when nothing is."""
    faults = [*others_counts.usable()[1], *quiet_days.read(paths.QUIET_DAYS)[1], *shipped.faults(paths.STORIES)]
    for fault in faults:
        say(fault)
    return max(validate.run(argparse.Namespace(file=str(paths.EVENTS), deep=False)), int(bool(faults)))


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(check())
