"""The files that ``import`` writes: none in the place of another, and none removed that it did not write itself."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from lib.analysis.same_incident.decisions import KEYS as PAIRS
from lib.commands.command import RequestError, complain
from lib.events.formula_guard import defuse
from lib.events.left_out import WHY
from lib.events.schema import COLUMNS, NAMES, Holds
from lib.text import _

_TEXTS = tuple(column.name for column in COLUMNS if column.holds is Holds.TEXT)
_BEGIN = 100_000
"""Bytes of a file in which its first line ends, if it is one of ours."""
OUTPUTS = ("out", "left_out", "report", "pairs", "save_mapping")
"""Options that name a file to write."""


def refuse_clashes(arguments: argparse.Namespace) -> None:
    """Refuse options that name one file twice, or the file that is read.

    Raises:
        RequestError: They do.
    """
    taken = {_place(arguments.file): "FILE"}
    if arguments.mapping:
        taken[_place(arguments.mapping)] = "--mapping"
    for name in OUTPUTS:
        path: Path | None = getattr(arguments, name)
        if path is None:
            continue
        option = f"--{name.replace('_', '-')}"
        if (other := taken.setdefault(_place(path), option)) != option:
            words = _("{option} names the same file as {other}: {file}. Give another name; nothing was written.")
            raise RequestError(words.format(option=option, other=other, file=path))


def _place(path: Path) -> tuple[int, int] | Path:
    """Return what two names of one file have in common, links included."""
    try:
        found = path.stat()
    except OSError:
        return path.resolve()
    return found.st_dev, found.st_ino


def remove(path: Path | None, *, kept: str = "") -> None:
    """Take away what an earlier run has written where this one has nothing to write, and say so.

    Args:
        path: The file; one that does not begin as those of this command do is left alone.
        kept: Why it is left all the same.

    Raises:
        OSError: It cannot be removed.
    """
    if path is None or not path.is_file():
        return
    if kept or not _is_ours(path):
        words = _("{file} was left as it is: {why}.")
        complain(words.format(file=path, why=kept or _("it is not one that this command wrote")), 0)
        return
    path.unlink()
    complain(_("{file} was of an earlier run and was removed: there is nothing to write into it.").format(file=path), 0)


def _is_ours(path: Path) -> bool:
    """Tell whether a file begins as an event table, rows left out or pairs that this command writes."""
    with path.open("rb") as file:
        line = file.read(_BEGIN).split(b"\n", 1)[0].decode("utf-8-sig", errors="replace").strip()
    return line == ",".join(NAMES) or line.startswith(f"{','.join(PAIRS)},") or line.split(",")[0] == WHY


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write the event table as a file that appears whole or not at all, without what a spreadsheet would run."""
    partial = path.with_name(f"{path.name}.part")
    flags = {"is_primary": frame["is_primary"].map({True: "true", False: "false"})}
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            frame[list(NAMES)].assign(**flags, **{name: defuse(frame[name]) for name in _TEXTS}).to_csv(
                file, index=False, lineterminator="\n", date_format="%Y-%m-%d"
            )
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
