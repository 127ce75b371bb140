"""``export``: the map of a range of days, or a layer of it, in a file: for a nightly briefing as for one picture."""

from __future__ import annotations

import argparse
from pathlib import Path
from urllib.parse import parse_qsl

from lib import layers
from lib.commands import batch
from lib.commands.command import Command, complain
from lib.events import publishing
from lib.events.query import Query, parse
from lib.events.store import Snapshot, current
from lib.exports import hxl
from lib.exports.geodata.asked import FORMATS as GEODATA
from lib.exports.geodata.asked import SITUATION, WHOLE, known, read, unknown
from lib.exports.order import EXPORT_PARAMETERS, MEDIA_TYPES, Order, OrderError, read_order
from lib.text import _, language

FORMATS = tuple(MEDIA_TYPES)
"""Formats a map can be exported to."""
OF_LAYERS = tuple(dict.fromkeys((*GEODATA, *WHOLE)))
"""Formats a layer can be exported to."""
DECLARED = {"start": "from", "end": "to"}
"""Arguments that are called otherwise on the command line."""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the range, the layers, the format, what an export is asked for besides, and the file to write."""
    parser.add_argument("--from", metavar="DATE", dest="start", help=_("first day, as YYYY-MM-DD"))
    parser.add_argument("--to", metavar="DATE", dest="end", help=_("last day, as YYYY-MM-DD"))
    parser.add_argument("--layers", metavar="NAMES", help=_("layers drawn, separated by commas"))
    parser.add_argument(
        "--format",
        choices=(*FORMATS, *OF_LAYERS),
        help=_("html: the map in one file, with its clock; report: the situation report, a PDF of one page"),
    )
    parser.add_argument(
        "--layer",
        metavar="NAME",
        default="",
        help=_("a layer as data: {layers}; {all}: all of them in one file").format(
            layers=", ".join(layers.addressed()), all=SITUATION
        ),
    )
    for parameter in EXPORT_PARAMETERS:
        parser.add_argument(f"--{parameter.name}", metavar="TEXT", help=parameter.meaning.replace("%", "%%"))
    parser.add_argument(
        f"--{hxl.NAME}",
        action="store_const",
        const="1",
        default="",
        help=_("a second row with hashtags (HXL) under the names of the columns, in a layer as csv"),
    )
    parser.add_argument(
        "--filter", metavar="PARAMETERS", default="", help=_("more parameters as in an address: 'kinds=strike&lang=ar'")
    )
    parser.add_argument("--link", metavar="ADDRESS", default="", help=_("address of this view, for the margin"))
    parser.add_argument("--out", metavar="FILE", type=Path, help=_("where to write it"))
    parser.add_argument(
        "--batch",
        metavar="FILE.toml",
        type=Path,
        help=_("many views by one template, in place of all else; docs/schedule.md has what the file holds"),
    )
    parser.add_argument("--remove", action="store_true", help=_("with --batch: remove files no longer asked for"))


def run(arguments: argparse.Namespace) -> int:
    """Write the map of a range of days, or a layer of it, to a file.

    Returns:
        0 when it is written, 2 when the request cannot be met; then one sentence says why and no file is left. Of a
        batch as :func:`lib.commands.batch.run`.
    """
    if arguments.batch is not None:
        return _batch(arguments)
    if arguments.format is None or arguments.out is None or arguments.remove:
        return complain(_("Name --format and --out, or --batch and a file; --remove goes with --batch alone."), 2)
    return _one(arguments)


def _batch(arguments: argparse.Namespace) -> int:
    alone = {"command", "run", "batch", "remove", "lang"}
    if given := [name for name, value in vars(arguments).items() if value and name not in alone]:
        words = _("The file of a batch says all; leave {names} out.")
        return complain(words.format(names=", ".join(f"--{DECLARED.get(name, name)}" for name in given)), 2)
    return batch.run(arguments.batch, remove=arguments.remove)


def _one(arguments: argparse.Namespace) -> int:
    # Only this command needs the libraries that draw: the others start a second sooner without them.
    from lib.exports.render import CLIENT_ERRORS, SERVER_ERRORS, render  # noqa: PLC0415

    named = {"from": arguments.start, "to": arguments.end, "layers": arguments.layers}
    spoken = {"lang": arguments.lang} if "lang" in arguments else {}
    asked = dict(parse_qsl(arguments.filter)) | spoken | {name: value for name, value in named.items() if value}
    query, notes = parse(asked)
    if notes:
        return complain(" ".join(notes), 2)
    publishing.ask(wanted=query.safe)
    if not arguments.out.parent.is_dir():
        return complain(_("{file} cannot be written: there is no such folder.").format(file=arguments.out), 2)
    partial = arguments.out.with_name(f"{arguments.out.name}.part")
    try:
        given = {parameter.name: getattr(arguments, parameter.name) or "" for parameter in EXPORT_PARAMETERS}
        order = None if arguments.layer else _order(given | {hxl.NAME: arguments.hxl}, arguments.format)
        snapshot = current()
        if snapshot.kept:
            complain(str(snapshot.kept), 0)
        if order is None:
            body = _layer(snapshot, query, arguments, given | asked | {hxl.NAME: arguments.hxl})
        else:
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


def _order(given: dict[str, str], fmt: str) -> Order:
    """Read what is asked of a picture; errors as for :func:`read_order`, and where the format is none of pictures."""
    if given[hxl.NAME]:
        words = _("A map has no rows for hashtags (hxl); name a layer with --layer ({layers}), or leave it out.")
        raise OrderError(words.format(layers=", ".join(layers.addressed())))
    if fmt not in FORMATS:
        words = _("{format} is a format of layers; name one with --layer ({layers}).")
        raise OrderError(words.format(format=fmt, layers=", ".join((*layers.addressed(), SITUATION))))
    return read_order(given, fmt)


def _layer(snapshot: Snapshot, query: Query, arguments: argparse.Namespace, params: dict[str, str]) -> bytes:
    """Return a layer as a file.

    Raises:
        OrderError: There is no such layer, or it cannot be had as asked.
    """
    # Only here are the libraries needed that write such files.
    from lib.exports.geodata.files import write  # noqa: PLC0415

    name, ending = arguments.layer, arguments.format
    if not known(name, ending):
        raise OrderError(unknown(name, ending))
    if idle := [each.name for each in EXPORT_PARAMETERS if params.get(each.name) and each.name != "dates"]:
        raise OrderError(_("A layer as data has no {names}; leave it out.").format(names=", ".join(idle)))
    asked = read(query, name, ending, params)
    language.set(query.lang)
    return write(snapshot, asked, arguments.link, arguments.out.name)


COMMAND = Command("export", _("write the map of a range of days to a file"), declare, run)
