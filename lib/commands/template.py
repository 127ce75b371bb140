"""``template``: an empty event table to fill in."""

from __future__ import annotations

import argparse
from pathlib import Path

from lib.commands.command import Command, complain
from lib.exports.template import FORMATS
from lib.text import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add where to write."""
    parser.add_argument("file", metavar="FILE", type=Path, help=_("where to write it; .csv or .xlsx"))


def run(arguments: argparse.Namespace) -> int:
    """Write the columns, an example row of each kind, and in a workbook notes.

    Returns:
        0 when it was written, 2 when it was not; then a sentence says why.
    """
    path: Path = arguments.file
    ending = path.suffix.removeprefix(".").lower()
    if ending not in FORMATS:
        return complain(_("{file}: the name must end in .csv or .xlsx.").format(file=path), 2)
    make, _media = FORMATS[ending]
    try:
        path.write_bytes(make())
    except OSError as error:
        return complain(_("{file} cannot be written: {why}").format(file=path, why=error.strerror), 2)
    return 0


COMMAND = Command("template", _("write an empty event table to fill in"), declare, run)
