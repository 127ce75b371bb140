"""The change log of the event table: what differs between each version and the one before, newest first.

``data/CHANGES.csv`` holds it, as ``python -m lib diff OLD NEW --log data/CHANGES.csv`` writes it: for each version the
rows of :meth:`lib.events.difference.Difference.long` and the figures that moved
(:func:`lib.analysis.moved_figures.moved_figures`), with the two versions and the day in front.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd

from lib.config import paths
from lib.events.difference import LONG, Difference
from lib.events.problems import shown
from lib.text import _, enumerated

CHANGES = paths.CHANGES
"""The change log of the event table that ships with the map."""
ROW_CHANGES = ("added", "removed", "changed")
"""What may have happened to a row."""
COLUMNS = ("day", "old_version", "new_version", *LONG)


class ChangeLogError(Exception):
    """A change log that cannot be read or written; the message is one sentence for the user."""


@dataclass(frozen=True)
class Entry:
    """What one version changed.

    ``changes`` has the columns of :meth:`lib.events.difference.Difference.long`, its ``table`` row left out;
    ``figures`` has them for the figures that moved: ``column`` names one, ``old`` and ``new`` are its values. ``rows``
    is how many rows the table had before and after, as text, and may be blank.
    """

    day: str
    old: str
    new: str
    rows: tuple[str, str]
    changes: pd.DataFrame
    figures: pd.DataFrame

    def by_kind(self) -> pd.DataFrame:
        """Count the rows of each kind that were added, removed and changed: index the kinds, one column per change."""
        rows = self.changes.loc[self.changes["change"].isin(ROW_CHANGES)].drop_duplicates(["change", "event_id"])
        counted = pd.crosstab(rows["kind"], rows["change"])
        return counted.reindex(columns=list(ROW_CHANGES), fill_value=0)

    def count(self, change: str) -> int:
        """Return how many rows were ``added``, ``removed`` or ``changed``."""
        return int(self.changes.loc[self.changes["change"] == change, "event_id"].nunique())


def entry(found: Difference, day: date, figures: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return differences, and the figures that moved, as the change log holds them: :data:`COLUMNS`, all text."""
    head = {"day": day.isoformat(), "old_version": found.old, "new_version": found.new}
    rows = found.long()
    if figures is not None and len(figures):
        rows = pd.concat([rows.iloc[:1], figures, rows.iloc[1:]])
    return rows.assign(**head)[list(COLUMNS)]


def add(path: Path, found: Difference, day: date, figures: pd.DataFrame | None = None) -> None:
    """Put differences, and the figures that moved, at the head of a change log, which is made when there is none.

    A version that the log's newest entry names already is not told twice.

    Raises:
        ChangeLogError: The file is no change log, does not end in the old version, or cannot be written.
    """
    known = _frame(path) if path.exists() else pd.DataFrame(columns=list(COLUMNS), dtype=object)
    newest = str(known["new_version"].iloc[0]) if len(known) else found.old
    if newest == found.new:
        return
    if found.same:
        # The same rows under another version: another writing, or a reader that has changed.
        found = replace(found, old=newest)
    elif newest != found.old:
        words = _("{file}: its newest version is {newest}, not {old}; compare with the table of that version.")
        raise ChangeLogError(words.format(file=path.name, newest=shown(newest), old=found.old))
    part = path.with_name(f"{path.name}.part")
    try:
        pd.concat([entry(found, day, figures), known]).to_csv(part, index=False, lineterminator="\n", encoding="utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ChangeLogError(_("{file} cannot be written: {why}").format(file=path.name, why=error.strerror)) from error


def read(path: Path = CHANGES) -> list[Entry]:
    """Read the entries of a change log, newest first.

    Raises:
        ChangeLogError: The file is missing, or is no change log.
    """
    frame = _frame(path)
    versions = frame.groupby(["new_version", "old_version", "day"], sort=False)
    return [_entry(str(day), str(old), str(new), rows) for (new, old, day), rows in versions]


@lru_cache(maxsize=8)
def day_of(version: str, path: Path = CHANGES) -> date | None:
    """Return the day of a version of the event table; None for one that the change log does not name."""
    try:
        known = _frame(path)
        days = known.loc[known["new_version"] == version, "day"]
        return date.fromisoformat(str(days.iloc[0])) if len(days) else None
    except (ChangeLogError, ValueError):
        return None


def _entry(day: str, old: str, new: str, rows: pd.DataFrame) -> Entry:
    whole = rows["change"] == "table"
    counts = rows.loc[whole, ["old", "new"]].head(1).to_numpy().ravel().tolist() or ["", ""]
    figure = rows["change"] == "figure"
    changes, figures = (rows.loc[which, list(LONG)].reset_index(drop=True) for which in (~whole & ~figure, figure))
    return Entry(day, old, new, (str(counts[0]), str(counts[1])), changes, figures)


def _frame(path: Path) -> pd.DataFrame:
    """Read a change log as text."""
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except OSError as error:
        raise ChangeLogError(_("{file} cannot be read: {why}").format(file=path.name, why=error.strerror)) from error
    except (ValueError, csv.Error) as error:
        raise ChangeLogError(_("{file} is no change log.").format(file=path.name)) from error
    if missing := set(COLUMNS) - set(frame.columns):
        words = _("{file} is no change log: the columns {names} are missing.")
        raise ChangeLogError(words.format(file=path.name, names=enumerated(sorted(missing))))
    return frame[list(COLUMNS)]
