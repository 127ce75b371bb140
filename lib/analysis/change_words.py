"""What a version of the event table changed, in words: rows, kinds, figures, and days it is the first to tell of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import pandas as pd

from lib.analysis.moved_figures import figure_name
from lib.events import change_log
from lib.events.change_log import Entry
from lib.events.table import EventTable
from lib.text import _, enumerated, ngettext, number, pgettext, sentence_case
from lib.text.vocabulary import in_words


def counts(entry: Entry) -> str:
    """Say how many rows a version added, removed and changed."""
    return row_counts(*(entry.count(change) for change in change_log.ROW_CHANGES)) or _("no row changed")


def row_counts(added: int, removed: int, changed: int) -> str:
    """Say how many rows were added, removed and changed; "" for none."""
    parts = [
        ngettext("{n} row added", "{n} rows added", added).format(n=number(added)) if added else "",
        ngettext("{n} row removed", "{n} rows removed", removed).format(n=number(removed)) if removed else "",
        ngettext("{n} row changed", "{n} rows changed", changed).format(n=number(changed)) if changed else "",
    ]
    return enumerated(part for part in parts if part)


def rows_before_and_after(entry: Entry) -> str:
    """Say which version a version follows, and how many rows the table had before and after."""
    before, after = (number(int(n)) if n.isascii() and n.isdigit() else _("not told") for n in entry.rows)
    words = _("Since version {old}. Rows before: {before}; after: {after}.")
    return words.format(old=entry.old, before=before, after=after)


def by_kind(entry: Entry) -> list[str]:
    """Say how many rows of each kind a version added, removed and changed."""
    return [
        _("{kind}: {changes}").format(kind=sentence_case(in_words(str(kind))), changes=row_counts(*changes))
        for kind, *changes in entry.by_kind().itertuples(name=None)
    ]


def moved(entry: Entry) -> list[str]:
    """Say what each figure that a version moved was, and what it is."""
    figures = entry.figures[["column", "old", "new"]].itertuples(index=False, name=None)
    return [
        _("{figure}: {old} before, {new} now").format(
            figure=figure_name(key), old=old or pgettext("figure", "none"), new=new
        )
        for key, old, new in figures
    ]


def new_days(events: EventTable, entries: Iterable[Entry]) -> list[list[date]]:
    """Tell for each version the days on which something begins in it, and nothing began in the version before.

    Args:
        events: The event table as the newest of these versions has it.
        entries: Versions of the table, newest first, each following on the next.

    Returns:
        Days in order, a list for each version.
    """
    starts = Counter(
        {str(day): int(n) for day, n in events.frame["date_start"].dt.strftime("%Y-%m-%d").value_counts().items()}
    )
    found = []
    for entry in entries:
        before = Counter(starts)
        before.subtract(_gained(entry.changes))
        found.append(sorted(filter(None, (_day(day) for day, n in starts.items() if n > 0 >= before[day]))))
        starts = before
    return found


def _gained(changes: pd.DataFrame) -> Counter[str]:
    """Count by how many rows each day has more in a version than in the one before."""
    rows = changes.drop_duplicates(["change", "event_id"])
    gained = Counter(rows.loc[rows["change"] == "added", "date_start"])
    gained.subtract(rows.loc[rows["change"] == "removed", "date_start"])
    shifted = changes.loc[(changes["change"] == "changed") & (changes["column"] == "date_start")]
    gained.update(shifted["new"])
    gained.subtract(shifted["old"])
    return gained


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
