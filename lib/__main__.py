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

from lib.commands import control_at, crisis, diff, export, import_table, serve, table, template, validate, warm
from lib.config import environment
from lib.config.crisis import CRISIS
from lib.text import LANGUAGES, _, language

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
    table.COMMAND,
)
"""In the order in which the help lists them."""


def main(argv: Sequence[str] | None = None, program: str = "python -m lib") -> int:
    """Run the command that ``argv`` names, as help calls ``program``, and return its exit status."""
    given = _joined(sys.argv[1:] if argv is None else argv)
    before = language.set(_asked(given))
    try:
        return _run(_parser(program).parse_args(given))
    finally:
        language.reset(before)


def _asked(argv: Sequence[str]) -> str:
    """Return the language that ``argv`` asks for, which the help is to speak too; else the first."""
    first = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    first.add_argument("--lang", default="")
    try:
        asked = str(first.parse_known_args(argv)[0].lang)
    except argparse.ArgumentError:  # the parser proper will tell
        asked = ""
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _parser(program: str) -> argparse.ArgumentParser:
    """Make the parser of all commands; each, and the whole, takes ``--lang``."""
    spoken = argparse.ArgumentParser(add_help=False)
    spoken.add_argument(
        "--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=_("language of what is written and told")
    )
    about = _("{title}, from the shell.").format(title=CRISIS.title)
    parser = argparse.ArgumentParser(prog=program, description=about, parents=[spoken])
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        summary = _(command.summary)
        subparser = subparsers.add_parser(command.name, help=summary, description=summary, parents=[spoken])
        command.declare(subparser)
        subparser.set_defaults(run=command.run)
    return parser


def _run(arguments: argparse.Namespace) -> int:
    """Do what ``arguments`` say and return the exit status."""
    environment.check()
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
