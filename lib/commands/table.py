"""``table create | load | check``: the event table in a database that many edit."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path
from typing import Any

from lib.commands.command import Command, RequestError, complain, say
from lib.config.settings import settings, variable
from lib.events import database
from lib.events.problems import lines
from lib.events.table import load, read
from lib.text import _, ngettext, number


def declare(parser: argparse.ArgumentParser) -> None:
    """Add ``create``, ``load`` and ``check`` with what each needs."""
    words = parser.add_subparsers(dest="word", required=True, metavar="create | load | check")
    create = words.add_parser("create", help=_("make the table, its version and its history"))
    fill = words.add_parser("load", help=_("put the rows of a file into it, all or none"))
    fill.add_argument("file", type=Path, metavar="FILE", help=_("an event table"))
    fill.add_argument("--replace", action="store_true", help=_("take out the rows that are there"))
    fill.add_argument("--author", default="", help=_("who is named in the history"))
    fill.add_argument("--reason", default="", help=_("why, for the history"))
    check = words.add_parser("check", help=_("say what is wrong with it, and which version it has"))
    for parsed in (create, fill, check):
        parsed.add_argument(
            "--database", default="", metavar="ADDRESS", help=_("postgresql://…; the one of the settings if left out")
        )


def run(arguments: argparse.Namespace) -> int:
    """Make, fill or check the table of a database.

    Returns:
        0 when it is done and nothing is wrong, 1 when something is wrong, 2 when it cannot be done as asked.
    """
    connection: Any = import_module("lib.events.database.connection")
    try:
        address = _address(arguments.database)
        if arguments.word == "create":
            connection.create(address)
            say(_("The table is made. Put a file's rows into it with: python -m lib table load FILE"))
            return 0
        return _load(connection, address, arguments) if arguments.word == "load" else _check(connection, address)
    except (RequestError, connection.DatabaseError) as error:
        return complain(str(error), 2)


def _address(given: str) -> str:
    address = given or settings().table
    if not database.is_address(address):
        words = _("Name the database with --database or {setting}: postgresql://user@host/name.")
        raise RequestError(words.format(setting=variable("table")))
    return address


def _load(connection: Any, address: str, arguments: argparse.Namespace) -> int:
    """Write the rows of a file that can be used; those that cannot are said, and left out as everywhere."""
    events = load(arguments.file)
    for line in lines(events.problems):
        complain(line, 0)
    if events.frame.empty:
        return complain(_("No row of the file can be used: nothing was written."), 1)
    connection.put(address, events.frame, replacing=arguments.replace, author=arguments.author, reason=arguments.reason)
    n = len(events.frame)
    say(ngettext("{n} row was written.", "{n} rows were written.", n).format(n=number(n)))
    return 0


def _check(connection: Any, address: str) -> int:
    """Print what the database lacks, else what is wrong with its rows, and last its version."""
    if faults := connection.faults(address):
        for fault in faults:
            say(fault)
        return 1
    state, data = connection.take(address)
    events = read(data, database.name_of(address))
    told = lines(events.problems)
    for line in told:
        say(line)
    words = ngettext("Version {version}: {n} row.", "Version {version}: {n} rows.", len(events.frame))
    say(words.format(version=number(state.version), n=number(len(events.frame))))
    return int(bool(told))


COMMAND = Command("table", _("make, fill or check the event table in a database"), declare, run)
