"""The command line: ``python -m lib COMMAND``.

Each command is one entry of :data:`COMMANDS`: its name, its one-line help, a function that declares its arguments,
and a function that does it and returns the exit status. Wrong usage ends with status 2.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
from pandera.errors import SchemaErrors

from lib.analysis import control, control_points
from lib.events.points import Points, PointsError, read_points
from lib.events.problems import shown
from lib.events.query import parse
from lib.events.schema import event_schema
from lib.events.table import EventTable, load
from lib.exports.standalone import standalone
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


def _declare_control_at(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--date", metavar="DATE", required=True, help=_("the day, as YYYY-MM-DD; its evening counts"))
    parser.add_argument(
        "--points", metavar="FILE", required=True, help=_("the points, a CSV file with the columns name, lat, lon")
    )
    parser.add_argument("--events", metavar="FILE", help=_("another event table than the one in use"))


def control_at(arguments: argparse.Namespace) -> int:
    """Print the user's points with who holds each, as CSV: all their columns, then those of ``control_points``.

    Returns:
        0 when every row is answered, 1 when a row was left out, 2 when the request cannot be met at all.
    """
    try:
        day = _day(arguments.date)
        events = _events(arguments.events)
        asked = read_points(arguments.points, control.default_region())
    except (_RequestError, PointsError) as error:
        return _complain(str(error), 2)
    for problem in asked.problems:
        _complain(str(problem), 1)
    points = gpd.GeoSeries(gpd.points_from_xy(asked.lon, asked.lat), crs="EPSG:4326")
    _print_table(asked, control_points.control_at(events, points, asked.name, day))
    return 1 if any(problem.severity == "error" for problem in asked.problems) else 0


class _RequestError(Exception):
    """A request that cannot be met; the message is one sentence for the user."""


def _complain(sentence: str, status: int) -> int:
    sys.stderr.write(sentence + "\n")
    return status


def _day(text: str) -> date:
    """A day in ISO form. ``date.fromisoformat`` also takes 20200101 and week dates, which are mostly slips."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise _RequestError(_("'{text}' is not a date; write it as YYYY-MM-DD.").format(text=shown(text)))


def _events(path: str | None) -> EventTable:
    """The event table of the user's choice, or the one in use."""
    table = current().events if path is None else load(path)
    errors = [problem for problem in table.problems if problem.severity == "error"]
    if errors and not len(table.frame):
        raise _RequestError(str(errors[0]))
    if errors and path is not None:
        # The rows that hold are used all the same.
        words = _("{file}: rows were left out; python -m lib validate says which and why.")
        _complain(words.format(file=table.name), 1)
    return table


def _print_table(asked: Points, answer: pd.DataFrame) -> None:
    """The user's table with the answer beside it, as CSV on standard output."""
    taken = set(asked.table.columns)
    answer = answer.rename(columns={name: f"{name}_computed" for name in answer.columns if name in taken})
    if isinstance(sys.stdout, io.TextIOWrapper):
        # What another program reads is UTF-8, whatever the terminal is set to.
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    # A cell that begins with = + - or @ came out of the user's own file and goes back as it was: changing it would
    # break the join with that file, and a minus sign is also how a number begins.
    pd.concat([asked.table, answer], axis=1).to_csv(sys.stdout, index=False, lineterminator="\n")


FORMATS = ("html",)
"""Formats a map can be exported to."""


def _declare_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", metavar="DATE", dest="start", help=_("first day, as YYYY-MM-DD"))
    parser.add_argument("--to", metavar="DATE", dest="end", help=_("last day, as YYYY-MM-DD"))
    parser.add_argument("--layers", metavar="NAMES", help=_("layers drawn, separated by commas"))
    parser.add_argument("--format", choices=FORMATS, required=True, help=_("html: the map in one file, with its clock"))
    parser.add_argument("--out", metavar="FILE", required=True, type=Path, help=_("where to write it"))


def export(arguments: argparse.Namespace) -> int:
    """Write the map of a range of days to a file.

    Returns:
        0 when it is written, 2 when the request cannot be met; then one sentence says why and no file is left.
    """
    asked = {"from": arguments.start, "to": arguments.end, "layers": arguments.layers}
    query, notes = parse({name: value for name, value in asked.items() if value})
    if notes:
        return _complain(" ".join(notes), 2)
    snapshot = current()
    if snapshot.events.frame.empty:
        return _complain(_("There is no event to draw: {file} holds none.").format(file=snapshot.events.name), 2)
    partial = arguments.out.with_name(f"{arguments.out.name}.part")
    try:
        partial.write_text(standalone(snapshot, query), encoding="utf-8")
        partial.replace(arguments.out)
    except OSError as error:
        partial.unlink(missing_ok=True)
        return _complain(_("{file} cannot be written: {why}").format(file=arguments.out, why=error.strerror), 2)
    return 0


COMMANDS = (
    Command("export", _("write the map of a range of days to a file"), _declare_export, export),
    Command("validate", _("check an event table and say what is wrong with it"), _declare_validate, validate),
    Command("control-at", _("say who holds each of your points at a date"), _declare_control_at, control_at),
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
