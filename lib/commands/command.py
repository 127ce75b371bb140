"""What the commands share: how one is declared, how it speaks, and what it is asked for."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lib.config.crisis import CRISIS
from lib.events import address
from lib.events.problems import shown
from lib.events.store import current
from lib.events.table import EventTable, load
from lib.text import _


@dataclass(frozen=True)
class Command:
    """One sub-command: ``declare`` adds its arguments to a parser, ``run`` does it and returns the exit status."""

    name: str
    summary: str
    declare: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


class RequestError(Exception):
    """A request that cannot be met; the message is one sentence for the user."""


def say(line: str) -> None:
    """Print one line of the answer on standard output."""
    sys.stdout.write(line + "\n")


def complain(sentence: str, status: int) -> int:
    """Print a sentence on standard error and hand back the exit status, so that a command can return both at once."""
    sys.stderr.write(sentence + "\n")
    return status


def speak_utf8() -> None:
    """Let standard output be UTF-8, whatever the terminal is set to: for what another program reads."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="")


def read_day(text: str) -> date:
    """Read a day in ISO form, or by the name under which fronts are compared with it.

    Raises:
        RequestError: The text is no such day.
    """
    for comparison in CRISIS.comparisons:
        if str(comparison.name).casefold() == text.strip().casefold():
            return comparison.day
    try:
        return address.day(text)
    except ValueError as error:
        raise RequestError(_("'{text}' is not a date; write it as YYYY-MM-DD.").format(text=shown(text))) from error


def in_use() -> EventTable:
    """Return the table in use, and say on standard error where it is not the one in its file."""
    snapshot = current()
    if snapshot.kept:
        complain(str(snapshot.kept), 0)
    return snapshot.events


def read_events(path: str | None) -> EventTable:
    """Return the event table of the user's choice, or the one in use; rows left out are said on standard error.

    Raises:
        RequestError: The table cannot be read, or no row of it can.
    """
    table = in_use() if path is None else load(path)
    errors = [problem for problem in table.problems if problem.severity == "error"]
    if errors and not len(table.frame):
        raise RequestError(str(errors[0]))
    if errors and path is not None:
        # The rows that hold are used all the same.
        words = _("{file}: rows were left out; python -m lib validate says which and why.")
        complain(words.format(file=table.name), 1)
    return table
