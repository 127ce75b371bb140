"""``export``: the map of a range of days in a file, for a nightly briefing as for a single picture."""

from __future__ import annotations

import argparse
from pathlib import Path
from urllib.parse import parse_qsl

from lib.commands.command import Command, complain
from lib.events.query import parse
from lib.events.store import current
from lib.exports.order import EXPORT_PARAMETERS, MEDIA_TYPES, read_order
from lib.text import _

FORMATS = tuple(MEDIA_TYPES)
"""Formats a map can be exported to."""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the range, the layers, the format, what an export is asked for besides, and the file to write."""
    parser.add_argument("--from", metavar="DATE", dest="start", help=_("first day, as YYYY-MM-DD"))
    parser.add_argument("--to", metavar="DATE", dest="end", help=_("last day, as YYYY-MM-DD"))
    parser.add_argument("--layers", metavar="NAMES", help=_("layers drawn, separated by commas"))
    parser.add_argument(
        "--format",
        choices=FORMATS,
        required=True,
        help=_("html: the map in one file, with its clock; report: the situation report, a PDF of one page"),
    )
    for parameter in EXPORT_PARAMETERS:
        parser.add_argument(f"--{parameter.name}", metavar="TEXT", help=parameter.meaning.replace("%", "%%"))
    parser.add_argument(
        "--filter", metavar="PARAMETERS", default="", help=_("more parameters as in an address: 'kinds=strike&lang=ar'")
    )
    parser.add_argument("--link", metavar="ADDRESS", default="", help=_("address of this view, for the margin"))
    parser.add_argument("--out", metavar="FILE", required=True, type=Path, help=_("where to write it"))


def run(arguments: argparse.Namespace) -> int:
    """Write the map of a range of days to a file.

    Returns:
        0 when it is written, 2 when the request cannot be met; then one sentence says why and no file is left.
    """
    # Only this command needs the libraries that draw: the others start a second sooner without them.
    from lib.exports.render import CLIENT_ERRORS, SERVER_ERRORS, render  # noqa: PLC0415

    named = {"from": arguments.start, "to": arguments.end, "layers": arguments.layers}
    asked = dict(parse_qsl(arguments.filter)) | {name: value for name, value in named.items() if value}
    query, notes = parse(asked)
    if notes:
        return complain(" ".join(notes), 2)
    if not arguments.out.parent.is_dir():
        return complain(_("{file} cannot be written: there is no such folder.").format(file=arguments.out), 2)
    partial = arguments.out.with_name(f"{arguments.out.name}.part")
    try:
        given = {parameter.name: getattr(arguments, parameter.name) or "" for parameter in EXPORT_PARAMETERS}
        order = read_order(given, arguments.format)
        snapshot = current()
        if snapshot.kept:
            complain(str(snapshot.kept), 0)
        body = render(snapshot, query, order, arguments.format, arguments.link)
    except (*CLIENT_ERRORS, *SERVER_ERRORS) as error:
        return complain(str(error), 2)
    except OSError as error:
        return complain(_("{file} cannot be read: {why}").format(file=error.filename, why=error.strerror), 2)
    try:
        partial.write_bytes(body)
        partial.replace(arguments.out)
    except OSError as error:
        partial.unlink(missing_ok=True)
        return complain(_("{file} cannot be written: {why}").format(file=arguments.out, why=error.strerror), 2)
    return 0


COMMAND = Command("export", _("write the map of a range of days to a file"), declare, run)
