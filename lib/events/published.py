"""Totals that others have published of what a figure of the map counts too: ``published.csv``, one row a total.

They stand beside our figure of the same days, with their own scope, and are never mixed with it. The file is optional;
its columns stand in ``docs/event-table.md``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qsl

from lib.config import paths
from lib.events.problems import shown
from lib.events.query import FIRST_DAY, Query, parse
from lib.text import _, enumerated, language

FIGURES = {
    "strikes": "strikes",
    "killed": "strikes",
    "civilians": "civilians",
    "displaced": "displaced",
    "changed": "changed",
    "gained": "changed",
    "held": "front",
    "share": "front",
}
"""What a total may count, and the figure of the strip that it stands beside."""
GROUND = ("gained", "held", "share")
"""Those that measure ground: their filter names one side, and may name a governorate."""
SIDED = (*GROUND, "changed")
"""Those that may be of one side: settlements may have changed hands to whomever."""
COLUMNS = {
    "figure": "What is counted: `strikes`, `killed` (people, in strikes), `civilians` killed, people `displaced`, "
    "settlements `changed` hands; or ground: km² `gained`, km² `held`, or the `share` of a governorate in percent.",
    "filter": "What our figure is narrowed to, as an address says it (docs/addresses.md). Blank: nothing. Of ground it "
    "names the side, and the governorate by its P-code: `controllers=…&area=…`. Of settlements it may name the side "
    "that they passed to.",
    "what": "What was counted, in own words; of ground the unit comes first.",
    "scope": "Of where, and by which rule, where that is not ours.",
    "date_start": "First day it stands for, YYYY-MM-DD; of ground held, and of a share, the same as the last.",
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
    """One total of the days from ``start`` to ``end``; ``query`` holds what our figure of them is narrowed to.

    Ground may be gained since a day before those that the map covers, which ``query`` then begins with.
    """

    figure: str
    start: date
    end: date
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

    @property
    def beside(self) -> str:
        """The figure of the strip that it stands beside, by its key."""
        return FIGURES[self.figure]

    @property
    def side(self) -> str:
        """Whose ground it measures, or whom the settlements passed to; "" for whomever, and for what is neither."""
        return next(iter(self.query.controllers), "") if self.figure in SIDED else ""


def read(path: Path = paths.PUBLISHED) -> tuple[list[PublishedTotal], list[str]]:
    """Read the totals of a file in order of their days, and a sentence for each row that cannot be used.

    A file that is missing has none of either; one that has not changed is not read again.
    """
    try:
        seen = path.stat()
    except OSError:
        return [], []
    try:
        totals, faults = _read(path, (seen.st_mtime_ns, seen.st_size, seen.st_ino), language.get())
    except (OSError, UnicodeDecodeError, csv.Error):
        return [], [_("{file} cannot be read; it has to be CSV in UTF-8.").format(file=path.name)]
    return list(totals), list(faults)


@lru_cache(maxsize=8)
def _read(path: Path, _seen: tuple[int, ...], _lang: str) -> tuple[list[PublishedTotal], list[str]]:
    """Read a file as it was when it was ``_seen``; the sentences are in the language of the page."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        names, rows = reader.fieldnames or (), list(reader)
    if missing := [name for name in COLUMNS if name not in names]:
        words = _("{file}: the columns {names} are missing.")
        return [], [words.format(file=path.name, names=enumerated(missing))]
    totals, faults = [], []
    for number, row in enumerate(rows, 2):
        try:
            totals.append(_total({name: (row[name] or "").strip() for name in COLUMNS}))
        except ValueError as error:
            faults.append(_("{file}, row {row}: {fault}").format(file=path.name, row=number, fault=error))
    return sorted(totals, key=lambda total: (total.start, total.end)), faults


def _total(row: dict[str, str]) -> PublishedTotal:
    """Read one row.

    Raises:
        ValueError: It cannot be used; the message is a sentence that says why.
    """
    if row["figure"] not in FIGURES:
        words = _("'{word}' is no figure that a total can stand beside; there are {names}.")
        raise ValueError(words.format(word=shown(row["figure"]), names=enumerated(FIGURES)))
    start, end = _day(row["date_start"]), _day(row["date_end"])
    covered = max(start, min(FIRST_DAY, end)) if row["figure"] == "gained" else start
    query, notes = parse(dict(parse_qsl(row["filter"])) | {"from": covered.isoformat(), "to": end.isoformat()})
    if notes:
        raise ValueError(" ".join(notes))
    if row["figure"] in GROUND:
        _check_ground(row["figure"], start, end, query)
    if row["figure"] == "changed" and len(query.controllers) > 1:
        raise ValueError(_("settlements pass to one side; write one into the filter, as controllers=SIDE, or none."))
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
    told = {name: row[name] for name in ("what", "scope", "publisher", "source", "source_url", "source_date", "note")}
    return PublishedTotal(row["figure"], start, end, query, low=low, high=high, **told)


def _check_ground(figure: str, start: date, end: date, query: Query) -> None:
    if len(query.controllers) != 1:
        raise ValueError(_("ground is one side's; write whose into the filter, as controllers=SIDE."))
    if figure != "gained" and start != end:
        raise ValueError(
            _("{figure} is of one day; date_start and date_end have to be the same.").format(figure=figure)
        )
    if figure == "share" and not query.area:
        raise ValueError(_("a share is of a governorate; write its P-code into the filter, as area=CODE."))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(_("'{value}' is not a date; write it as YYYY-MM-DD.").format(value=shown(text))) from error


def _count(text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit()):
        raise ValueError(_("'{value}' is no whole number.").format(value=shown(text)))
    return int(text) if text else None
