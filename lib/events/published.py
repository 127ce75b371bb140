"""Totals that others have published of what a figure of the map counts too: ``published.csv``, one row a total.

They stand beside our figure of the same days, with their own scope, and are never mixed with it. The file is optional;
its columns stand in ``docs/event-table.md``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

from lib.config import paths
from lib.events.problems import shown
from lib.events.query import Query, parse
from lib.text import _

FIGURES = ("strikes", "civilians", "displaced", "changed")
"""Figures of the map beside which a total may stand, as the strip names them."""
COLUMNS = {
    "figure": "Which figure it stands beside: " + ", ".join(f"`{name}`" for name in FIGURES) + ".",
    "filter": "What our figure is narrowed to, as an address says it (docs/addresses.md). Blank: nothing.",
    "what": "What was counted, in own words.",
    "scope": "Of where, and by which rule, where that is not ours.",
    "date_start": "First day it stands for, YYYY-MM-DD.",
    "date_end": "Last day.",
    "low": "The lowest figure; without a high one it means at least.",
    "high": "The highest figure; the same as low for a single one.",
    "publisher": "Who counted.",
    "source": "Publisher and title of where it is written.",
    "source_url": "Its address, http or https only.",
    "source_date": "When that was published.",
    "note": "Own words.",
}
"""The columns of the file, and what each holds."""


@dataclass(frozen=True)
class PublishedTotal:
    """One total; ``query`` holds its days, and what our figure is narrowed to."""

    figure: str
    query: Query
    what: str
    scope: str
    low: int | None
    high: int | None
    publisher: str
    source: str
    source_url: str
    source_date: str
    note: str


def read(path: Path = paths.PUBLISHED) -> tuple[list[PublishedTotal], list[str]]:
    """Read the totals of a file in order of their days, and a sentence for each row that cannot be used.

    A file that is missing has none of either.
    """
    if not path.is_file():
        return [], []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            names, rows = reader.fieldnames or (), list(reader)
    except (OSError, UnicodeDecodeError, csv.Error):
        return [], [_("{file} cannot be read; it has to be CSV in UTF-8.").format(file=path.name)]
    if missing := [name for name in COLUMNS if name not in names]:
        words = _("{file}: the columns {names} are missing.")
        return [], [words.format(file=path.name, names=", ".join(missing))]
    totals, faults = [], []
    for number, row in enumerate(rows, 2):
        try:
            totals.append(_total({name: (row[name] or "").strip() for name in COLUMNS}))
        except ValueError as error:
            faults.append(_("{file}, row {row}: {fault}").format(file=path.name, row=number, fault=error))
    return sorted(totals, key=lambda total: (total.query.start, total.query.end)), faults


def _total(row: dict[str, str]) -> PublishedTotal:
    """Read one row.

    Raises:
        ValueError: It cannot be used; the message is a sentence that says why.
    """
    if row["figure"] not in FIGURES:
        words = _("'{word}' is no figure that a total can stand beside; there are {names}.")
        raise ValueError(words.format(word=shown(row["figure"]), names=", ".join(FIGURES)))
    days = {"from": _day(row["date_start"]).isoformat(), "to": _day(row["date_end"]).isoformat()}
    query, notes = parse(dict(parse_qsl(row["filter"])) | days)
    if notes:
        raise ValueError(" ".join(notes))
    low, high = (_count(row[name]) for name in ("low", "high"))
    if low is None and high is None:
        raise ValueError(_("low and high are both blank; a total gives at least one of them."))
    if low is not None and high is not None and low > high:
        raise ValueError(_("low is above high."))
    if not row["source_url"].startswith(("https://", "http://")):
        raise ValueError(_("'{address}' is no web address.").format(address=shown(row["source_url"])))
    for name in ("what", "publisher", "source"):
        if not row[name]:
            raise ValueError(_("{column} is blank.").format(column=name))
    texts = {name: row[name] for name in ("what", "scope", "publisher", "source", "source_url", "source_date", "note")}
    return PublishedTotal(row["figure"], query, low=low, high=high, **texts)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(_("'{value}' is not a date; write it as YYYY-MM-DD.").format(value=shown(text))) from error


def _count(text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit()):
        raise ValueError(_("'{value}' is no whole number.").format(value=shown(text)))
    return int(text) if text else None
