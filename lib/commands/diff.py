"""``diff``: what differs between two event tables, to read and for machines."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from lib.analysis.moved_figures import figure_name, moved_figures
from lib.commands.command import Command, RequestError, complain, read_day, read_events, say, speak_utf8
from lib.events import change_log
from lib.events.difference import Difference, difference, parted
from lib.events.problems import shown
from lib.text import _, ngettext, number, pgettext

SAME, DIFFERENT, TROUBLE = 0, 1, 2
"""Exit statuses, as diff(1) has them."""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the two tables, the format, and the change log to write to."""
    parser.add_argument("old", metavar="OLD", help=_("the earlier event table, a CSV file"))
    parser.add_argument("new", metavar="NEW", help=_("the later one"))
    parser.add_argument(
        "--format", choices=("text", "csv", "json"), default="text", help=_("text to read (default), or for machines")
    )
    parser.add_argument(
        "--log", metavar="FILE", type=Path, help=_("put the differences, and the figures that moved, at its head")
    )
    parser.add_argument("--date", metavar="DATE", help=_("the day the change log gives, instead of today"))


def run(arguments: argparse.Namespace) -> int:
    """Print what differs between two event tables.

    Returns:
        0 when no row differs, 1 when some do, 2 when the request cannot be met.
    """
    try:
        old, new = read_events(arguments.old), read_events(arguments.new)
        when = read_day(arguments.date) if arguments.date else _today()
        found = difference(old, new)
        figures = None
        if arguments.log:
            figures = moved_figures(old, new)
            change_log.add(arguments.log, found, when, figures)
    except (RequestError, change_log.ChangeLogError) as error:
        return complain(str(error), TROUBLE)
    _PRINT[arguments.format](found, when, figures)
    return SAME if found.same else DIFFERENT


def _today() -> date:
    return datetime.now(tz=UTC).date()


def _print_text(found: Difference, _when: date, figures: pd.DataFrame | None) -> None:
    for line in _lines(found):
        say(line)
    for row in _records(figures) if figures is not None else ():
        say(f"= {figure_name(row['column'])}: {_change_words(row['old'], row['new'])}")


def _lines(found: Difference) -> Iterator[str]:
    """Yield the differences to read: the sum of them, then row by row."""
    if found.same:
        yield _("No row differs ({n}).").format(n=_rows(found.rows[1]))
        if found.old != found.new:
            yield _("The files are written differently (versions {old} and {new}).").format(
                old=found.old, new=found.new
            )
        return
    yield _("{old} \N{RIGHTWARDS ARROW} {new}: {added} added, {removed} removed, {changed} changed").format(
        old=found.old,
        new=found.new,
        added=_rows(len(found.added)),
        removed=_rows(len(found.removed)),
        changed=_rows(found.rows_changed),
    )
    if found.reordered:
        yield _("The rows stand in another order, which decides between reports of one place and day.")
    yield from (f"+ {_who(row)}" for row in _records(found.added))
    yield from (f"- {_who(row)}" for row in _records(found.removed))
    last = ""
    for cell in _records(found.changed):
        if cell["event_id"] != last:
            last = cell["event_id"]
            yield f"~ {_who(cell)}"
        yield f"    {cell['column']}: {_change_words(cell['old'], cell['new'])}"


def _rows(n: int) -> str:
    return ngettext("{n} row", "{n} rows", n).format(n=number(n))


def _records(frame: pd.DataFrame) -> list[dict[str, str]]:
    return [{str(name): str(value) for name, value in row.items()} for row in frame.to_dict("records")]


def _who(row: dict[str, str]) -> str:
    parts = (row[name] for name in ("event_id", "kind", "date_start", "place"))
    return ", ".join(shown(part) for part in parts if part)


def _change_words(old: str, new: str) -> str:
    before, after = (f"'{value}'" if value else pgettext("cell of a table", "blank") for value in parted(old, new))
    return f"{before} \N{RIGHTWARDS ARROW} {after}"


def _print_csv(found: Difference, when: date, figures: pd.DataFrame | None) -> None:
    speak_utf8()
    # A cell that begins with = + - or @ stays as it is: the file is for programs, and a minus begins a number.
    change_log.entry(found, when, figures).to_csv(sys.stdout, index=False, lineterminator="\n")


def _print_json(found: Difference, when: date, figures: pd.DataFrame | None) -> None:
    speak_utf8()
    body = {
        "day": when.isoformat(),
        "old": {"version": found.old, "rows": found.rows[0]},
        "new": {"version": found.new, "rows": found.rows[1]},
        "reordered": found.reordered,
        "added": _records(found.added),
        "removed": _records(found.removed),
        "changed": _records(found.changed),
    }
    if figures is not None:
        body["figures"] = _records(figures)
    say(json.dumps(body, ensure_ascii=False, indent=1))


_PRINT: dict[str, Callable[[Difference, date, pd.DataFrame | None], None]] = {
    "text": _print_text,
    "csv": _print_csv,
    "json": _print_json,
}

COMMAND = Command("diff", _("say what differs between two event tables"), declare, run)
