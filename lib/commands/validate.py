"""``validate``: what is wrong with an event table, row and column."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import pandas as pd
from pandera.errors import SchemaErrors

from lib.analysis import checks
from lib.commands.command import Command, say
from lib.events.problems import MAX_DETAILS, Problem, lines
from lib.events.schema import event_schema
from lib.events.table import EventTable, load
from lib.text import _, enumerated, ngettext, number


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the table to check."""
    parser.add_argument("file", metavar="FILE", help=_("the event table to check, a CSV file"))
    parser.add_argument("--deep", action="store_true", help=_("look for what is odd beside other rows, too: warnings"))


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each problem of a table, or for many of a kind, and if asked what is odd, then a summary.

    Returns:
        0 when nothing is wrong (notices and warnings of the deep checks do not count), 1 otherwise.
    """
    table = load(arguments.file)
    for line in lines(table.problems):
        say(line)
    slips = _slips(table)
    for slip in slips:
        say(slip)
    if arguments.deep:
        for line in _odd(table):
            say(line)
    say(_summary(table))
    return 1 if slips or any(problem.severity != "notice" for problem in table.problems) else 0


def _slips(table: EventTable) -> list[str]:
    """List what the pandera schema finds in the frame: each is a slip of the reader, not of the file."""
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


def _odd(table: EventTable) -> Iterator[str]:
    """Yield what the deep checks find, a line each, then a line for each check that found something."""
    found = checks.warnings(table)
    for check in checks.CHECKS:
        rows = found.loc[found["check"] == check.name]
        for row, odd in rows[["row", "odd"]].head(MAX_DETAILS).itertuples(index=False, name=None):
            yield str(Problem(table.name, int(row), None, "", f"{odd} {check.advice()}", "warning"))
    yield from _counts(found)


def _counts(found: pd.DataFrame) -> Iterator[str]:
    """Yield how many warnings each check gives, and how many of them a note may explain."""
    for check, counts in zip(checks.CHECKS, checks.by_check(found).to_dict("records"), strict=True):
        n, noted = int(counts["warnings"]), int(counts["noted"])
        if not n:
            continue
        warnings = ngettext("{n} warning", "{n} warnings", n).format(n=number(n))
        words = _("{check}: {warnings}, {noted} of them of rows with a note.")
        line = words.format(check=check.words(), warnings=warnings, noted=number(noted))
        more = _(" Only the first {n} are listed.").format(n=number(MAX_DETAILS)) if n > MAX_DETAILS else ""
        yield f"{line}{more}"


def _summary(table: EventTable) -> str:
    """Write the last line: rows read, rows left out, problems, and notices if any."""
    problems = sum(problem.count for problem in table.problems if problem.severity != "notice")
    notices = sum(problem.count for problem in table.problems if problem.severity == "notice")
    parts = [
        ngettext("{n} row read", "{n} rows read", table.rows_read).format(n=number(table.rows_read)),
        _("{n} left out").format(n=number(table.left_out)),
        ngettext("{n} problem", "{n} problems", problems).format(n=number(problems)),
    ]
    if notices:
        parts.append(ngettext("{n} notice", "{n} notices", notices).format(n=number(notices)))
    return enumerated(parts)


COMMAND = Command("validate", _("check an event table and say what is wrong with it"), declare, run)
