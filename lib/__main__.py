"""The command line: ``python -m lib COMMAND``.

Each command is one entry of :data:`COMMANDS`: its name, its one-line help, a function that declares its arguments,
and a function that does it and returns the exit status. Wrong usage ends with status 2.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pandera.errors import SchemaErrors

from lib.analysis import control
from lib.events.schema import event_schema
from lib.events.table import EventTable, load
from lib.maps.snapshot import current
from lib.wording import _, ngettext, number


@dataclass(frozen=True)
class Command:
    """One sub-command: ``declare`` adds its arguments to a parser, ``run`` does it and returns the exit status."""

    name: str
    summary: str
    declare: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def _declare_validate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("the event table to check, a CSV file"))


def validate(arguments: argparse.Namespace) -> int:
    """Print every problem of a table, one a line, then a summary.

    Returns:
        0 when nothing is wrong (notices do not count), 1 otherwise.
    """
    table = load(arguments.file)
    for problem in table.problems:
        _say(str(problem))
    slips = _slips(table)
    for slip in slips:
        _say(slip)
    _say(_summary(table))
    return 1 if slips or any(problem.severity != "notice" for problem in table.problems) else 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _slips(table: EventTable) -> list[str]:
    """What the pandera schema finds in the frame: each is a slip of the reader, not of the file."""
    try:
        event_schema().validate(table.frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases[["column", "check"]].drop_duplicates().astype(str)
        words = _("{file}: the table that was read does not fit its own definition ({column}: {check}).")
        return [
            words.format(file=table.name, column=column, check=check)
            for column, check in cases.itertuples(index=False, name=None)
        ]
    return []


def _summary(table: EventTable) -> str:
    """The last line: rows read, rows left out, problems, and notices if any."""
    problems = sum(problem.count for problem in table.problems if problem.severity != "notice")
    notices = sum(problem.count for problem in table.problems if problem.severity == "notice")
    parts = [
        ngettext("{n} row read", "{n} rows read", table.rows_read).format(n=number(table.rows_read)),
        _("{n} left out").format(n=number(table.left_out)),
        ngettext("{n} problem", "{n} problems", problems).format(n=number(problems)),
    ]
    if notices:
        parts.append(ngettext("{n} notice", "{n} notices", notices).format(n=number(notices)))
    return ", ".join(parts)


def _declare_warm(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--gently", action="store_true", help=_("give way to every other process"))


def warm(arguments: argparse.Namespace) -> int:
    """Compute every control date of the current table, so that no reader waits for one. Returns 0."""
    if arguments.gently and hasattr(os, "nice"):
        os.nice(19)
    events = current().events
    for day in reversed(control.control_dates(events)):
        control.control_map(events, day)
    return 0


COMMANDS = (
    Command("validate", _("check an event table and say what is wrong with it"), _declare_validate, validate),
    Command("warm", _("compute the front line of every date into the cache"), _declare_warm, warm),
)


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
