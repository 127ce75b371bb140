"""What changed in the event table, an item a version: the same for every format of feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lib.analysis import change_words
from lib.config.crisis import CRISIS
from lib.events import change_log
from lib.events.change_log import ChangeLogError, Entry
from lib.events.query import FIRST_DAY, OPENS_TO
from lib.events.table import EventTable
from lib.exports.feeds.text import fit, name, on_one_line
from lib.geography.places import local
from lib.text import _, day, enumerated, ngettext, number, span, spells
from lib.text.vocabulary import in_words

MOST_ROWS: Final = 60
"""Rows of a version that an item lists; the change log has all."""
MOST_ITEMS: Final = 30
"""Versions that a feed tells of, the newest; the change log has all."""


@dataclass(frozen=True)
class Item:
    """A version of the event table.

    Attributes:
        id: Its name, the same wherever and whenever it is told.
        title: One line.
        summary: One line: how many rows, and which days are new.
        html: All that is told of it, every value escaped.
        at: When it came to be.
        kinds: Kinds of report of which rows changed.
    """

    id: str
    title: str
    summary: str
    html: str
    at: datetime
    kinds: tuple[str, ...]


def items(events: EventTable, since: datetime) -> list[Item]:
    """Return the versions up to that of a table, newest first.

    Args:
        events: The server's own event table.
        since: Since when the server has it: the time of a version that the change log does not tell of.

    Returns:
        Those that the change log has; for a table that it does not know, that table alone. None for a coarsened table:
        a change names its row.
    """
    if events.coarse is not None:
        return []
    try:
        entries = change_log.read()
    except ChangeLogError:
        entries = []
    at = next((at for at, entry in enumerate(entries) if entry.new == events.version), None)
    if at is None:
        return [_unknown(events, since)]
    told = entries[at : at + MOST_ITEMS]
    return [_item(entry, days, since) for entry, days in zip(told, change_words.new_days(events, told), strict=True)]


def _item(entry: Entry, days: Sequence[date], since: datetime) -> Item:
    counts, new = change_words.counts(entry), _new(days)
    rows = _rows(entry)
    html = _environment().get_template("changes.html").render(
        whole=change_words.rows_before_and_after(entry),
        kinds=change_words.by_kind(entry),
        figures_of=_("Figures of {days}:").format(days=span(FIRST_DAY, OPENS_TO)),
        figures=change_words.moved(entry),
        new=new,
        rows=rows[:MOST_ROWS],
        more=_more(len(rows) - MOST_ROWS),
    )  # fmt: skip
    at = _moment(entry.day) or since
    title = _("{day}: version {version}").format(day=day(at.date()), version=entry.new)
    return Item(
        name("version", entry.old, entry.new, entry.day).urn,
        on_one_line(f"{title} \N{MIDDLE DOT} {counts}"),
        on_one_line(f"{counts}. {new}"),
        fit(html),
        at,
        tuple(sorted({on_one_line(str(kind)) for kind in entry.by_kind().index} - {""})),
    )


def _unknown(events: EventTable, since: datetime) -> Item:
    """Describe a table that the change log does not know."""
    days = events.frame["date_start"].dropna()
    n = ngettext("{n} report", "{n} reports", len(events.frame)).format(n=number(len(events.frame)))
    of = "" if days.empty else span(days.min().date(), days.max().date())
    words = _("The table in use ({file}, version {version}) is none of those in the change log.")
    told = words.format(file=events.name, version=events.version)
    html = _environment().get_template("changes.html").render(
        whole=told, kinds=[f"{n}, {of}" if of else n], figures_of="", figures=[], new="", rows=[], more=""
    )  # fmt: skip
    title = _("{day}: version {version}").format(day=day(since.date()), version=events.version)
    return Item(name("version", events.version).urn, on_one_line(title), on_one_line(told), fit(html), since, ())


def _new(days: Sequence[date]) -> str:
    """Say which days have a report for the first time; "" where none has."""
    if not days:
        return ""
    words = ngettext(
        "{n} day has a report for the first time: {days}.", "{n} days have a report for the first time: {days}.",
        len(days),
    )  # fmt: skip
    return words.format(n=number(len(days)), days=spells(days))


def _more(n: int) -> str:
    if n <= 0:
        return ""
    return ngettext("and {n} other row", "and {n} other rows", n).format(n=number(n))


def _rows(entry: Entry) -> list[dict[str, Any]]:
    """Return the rows that a version changed, each once: what became of it, which columns, what, when and where."""
    verbs = {"added": _("added"), "removed": _("removed"), "changed": _("changed")}
    rows = entry.changes.loc[entry.changes["change"].isin(change_log.ROW_CHANGES)]
    known = ["change", "event_id", "kind", "date_start", "place"]
    grouped = rows.groupby(known, sort=False)["column"].agg(list).reset_index()
    return [
        {
            "verb": verbs[row["change"]],
            "columns": enumerated(filter(None, row["column"])),
            "what": in_words(str(row["kind"])),
            "when": row["date_start"],
            "where": local(str(row["place"])),
            "id": row["event_id"],
        }
        for row in grouped.head(MOST_ROWS).to_dict("records")
    ] + [{}] * max(len(grouped) - MOST_ROWS, 0)


def _moment(text: str) -> datetime | None:
    """Return the start of a day of the change log, in UTC; None for what is no day."""
    try:
        return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
    except ValueError:
        return None


def title() -> str:
    """Return what the feed is called."""
    return on_one_line(_("{site}: changes of the event table").format(site=str(CRISIS.title)))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    folder = Path(__file__).parents[1] / "templates"
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, auto_reload=False)
