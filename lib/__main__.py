"""The command line: ``python -m lib COMMAND``.

Each command is a module of ``lib.commands`` and one entry of :data:`COMMANDS`: its name, its one-line help, a function
that declares its arguments, and a function that does it and returns the exit status. Wrong usage ends with status 2.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from lib.commands import control_at, diff, export, import_table, validate, warm
from lib.wording import _

COMMANDS = (
    export.COMMAND,
    validate.COMMAND,
    import_table.COMMAND,
    diff.COMMAND,
    control_at.COMMAND,
    warm.COMMAND,
)
"""In the order in which the help lists them."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that ``argv`` names and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m lib", description=_("The Idlib situation map, from the shell."))
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        subparser = subparsers.add_parser(command.name, help=command.summary, description=command.summary)
        command.declare(subparser)
        subparser.set_defaults(run=command.run)
    arguments = parser.parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that cannot show Arabic gets its code points, not a traceback.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of a pipe (head, less) has left: nothing more to say, and no traceback at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main())
