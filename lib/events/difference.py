"""What differs between two event tables: rows added, removed and changed, matched by ``event_id``.

The tables are compared as they were read: how a file writes a value (12.0 for 12, another order of columns, another
encoding) makes no difference, a value that was refused counts as blank.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.events.problems import shown
from lib.events.schema import BY_NAME, NAMES, Holds
from lib.events.table import EventTable

WHO = ("event_id", "kind", "date_start", "place")
"""The columns by which a reader knows a row."""
COMPARED = tuple(name for name in NAMES if name != "event_id")
LONG = ("change", *WHO, "column", "old", "new")
"""Columns of :meth:`Difference.long`."""

LONGEST = 120
"""Characters of a cell that are shown to a reader; the formats for machines hold all."""
CONTEXT = 20
"""Characters shown before the place where two long cells part."""


@dataclass(frozen=True)
class Difference:
    """What differs between an old and a new event table. All cells are text as a file writes them, "" where blank.

    Attributes:
        old: The version of the old table.
        new: The version of the new one.
        rows: How many rows each of them has.
        added: Rows of the new table alone, all columns of the event table, in its order.
        removed: Rows of the old table alone.
        changed: One row a cell that differs: event_id, kind, date_start, place (of the new table), column, old, new.
        reordered: Whether the rows of both stand in another order. It decides between reports of one place and day.
    """

    old: str
    new: str
    rows: tuple[int, int]
    added: pd.DataFrame
    removed: pd.DataFrame
    changed: pd.DataFrame
    reordered: bool

    @property
    def same(self) -> bool:
        """Whether no row differs, and none has moved."""
        return not (len(self.added) or len(self.removed) or len(self.changed) or self.reordered)

    @property
    def rows_changed(self) -> int:
        """How many rows have a cell that differs."""
        return int(self.changed["event_id"].nunique())

    def long(self) -> pd.DataFrame:
        """Return all differences as one table for machines.

        Returns:
            change (``table``, ``added``, ``removed``, ``changed`` or ``order``), event_id, kind, date_start, place,
            column, old, new. The first row is ``table``: how many rows the two tables have. The cells of an added
            row are in the new table, those of a removed one in the old: only who they are is told here.
        """
        counts = {"change": "table", "column": "rows", "old": str(self.rows[0]), "new": str(self.rows[1])}
        parts = [
            pd.DataFrame([counts]),
            self.added[list(WHO)].assign(change="added"),
            self.removed[list(WHO)].assign(change="removed"),
            self.changed.assign(change="changed"),
            pd.DataFrame({"change": ["order"] * self.reordered}),
        ]
        return pd.concat(parts, ignore_index=True).reindex(columns=list(LONG)).fillna("").astype(object)


def parted(old: str, new: str) -> tuple[str, str]:
    """Shorten two values of a cell to read side by side: of long ones keep the part that differs, cut at both ends."""
    skipped = 0
    if max(len(old), len(new)) > LONGEST:
        alike = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        skipped = max(alike - CONTEXT, 0)
    cut = "\N{HORIZONTAL ELLIPSIS}" if skipped else ""
    left, right = (f"{cut}{shown(value[skipped:], LONGEST)}" if value else "" for value in (old, new))
    return left, right


def difference(old: EventTable, new: EventTable) -> Difference:
    """Compare two event tables row by row."""
    before, after = (table.frame.set_index("event_id") for table in (old, new))
    common = after.index.intersection(before.index, sort=False)
    return Difference(
        old=old.version,
        new=new.version,
        rows=(len(before), len(after)),
        added=_as_text(new.frame.loc[~new.frame["event_id"].isin(before.index)]),
        removed=_as_text(old.frame.loc[~old.frame["event_id"].isin(after.index)]),
        changed=_changed(before.loc[common], after.loc[common]),
        reordered=bool((np.diff(before.index.get_indexer(common)) < 0).any()),
    )


def _changed(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Find the cells that differ between two frames of the same rows, row by row in the order of the frames."""
    parts = [_cells(before[name], after[name]) for name in COMPARED]
    cells = pd.concat(parts)
    cells = cells.iloc[np.argsort(cells["at"].to_numpy(), kind="stable")]
    who = after.iloc[cells["at"].to_numpy()]
    return pd.DataFrame(
        {
            "event_id": who.index,
            "kind": who["kind"].to_numpy(),
            "date_start": _text(who["date_start"]).to_numpy(),
            "place": who["place"].to_numpy(),
            "column": cells["column"].to_numpy(),
            "old": cells["old"].to_numpy(),
            "new": cells["new"].to_numpy(),
        },
        dtype=object,
    )


def _cells(before: pd.Series, after: pd.Series) -> pd.DataFrame:
    """Find the cells of one column that differ: at (position), column, old, new."""
    at = np.flatnonzero(_differs(before, after))
    old, new = (_text(column.iloc[at]).to_numpy() for column in (before, after))
    return pd.DataFrame({"at": at, "column": after.name, "old": old, "new": new})


def _differs(before: pd.Series, after: pd.Series) -> npt.NDArray[np.bool_]:
    """Mark the cells that differ; two blanks do not, whatever stands for them."""
    unlike = (before != after).fillna(value=True).to_numpy(dtype=bool)
    both_blank: npt.NDArray[np.bool_] = (before.isna() & after.isna()).to_numpy()
    differs: npt.NDArray[np.bool_] = unlike & ~both_blank
    return differs


def _as_text(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with every cell as text, in the columns of the event table."""
    return pd.DataFrame({name: _text(rows[name]) for name in NAMES}).reset_index(drop=True)


def _text(column: pd.Series) -> pd.Series:
    """Return a column's cells as a file of the event table writes them."""
    holds = BY_NAME[str(column.name)].holds
    if holds is Holds.DATE:
        days: pd.Series = column.dt.strftime("%Y-%m-%d")
        return days.fillna("").astype(object)
    if holds is Holds.FLAG:
        return column.map({True: "true", False: "false"}).astype(object)
    return column.astype(object).where(column.notna(), "").astype(str).astype(object)
