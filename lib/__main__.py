"""The command line: ``python -m lib COMMAND``.

Each command is a module of ``lib.commands`` and one entry of :data:`COMMANDS`: its name, its one-line help, a function
that declares its arguments, and a function that does it and returns the exit status. Wrong usage ends with status 2.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Sequence

from lib.config.settings import variable

if sys.argv[1:2] == ["crisis"]:
    # It is about the folder it is given: one that cannot be used is what it is there to mend.
    os.environ.pop(variable("crisis"), None)

from lib.commands import control_at, crisis, diff, export, import_table, serve, template, validate, warm
from lib.config import settings
from lib.config.crisis import CRISIS
from lib.text import _

COMMANDS = (
    serve.COMMAND,
    export.COMMAND,
    validate.COMMAND,
    import_table.COMMAND,
    template.COMMAND,
    diff.COMMAND,
    control_at.COMMAND,
    warm.COMMAND,
    crisis.COMMAND,
)
"""In the order in which the help lists them."""


def main(argv: Sequence[str] | None = None, program: str = "python -m lib") -> int:
    """Run the command that ``argv`` names, as help calls ``program``, and return its exit status."""
    about = _("{title}, from the shell.").format(title=CRISIS.title)
    parser = argparse.ArgumentParser(prog=program, description=about)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        subparser = subparsers.add_parser(command.name, help=command.summary, description=command.summary)
        command.declare(subparser)
        subparser.set_defaults(run=command.run)
    arguments = parser.parse_args(_joined(sys.argv[1:] if argv is None else argv))
    settings.check()
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


def _joined(argv: Sequence[str]) -> list[str]:
    """Join each negative number in ``argv`` to its option (``--box=-69,-19,-65,-16``): else it would be one."""
    joined: list[str] = []
    for text in argv:
        if joined and joined[-1].startswith("--") and "=" not in joined[-1] and re.match(r"-[\d.]", text):
            joined[-1] += f"={text}"
        else:
            joined.append(text)
    return joined


if __name__ == "__main__":
    sys.exit(main())
