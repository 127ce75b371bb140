"""Two event tables as one: the rows of both, with reports of the same incident in one group."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import count

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.events.table import EventTable

PREFIX = "own"
"""What goes before a name that both tables have, and a colon."""


def union(ours: EventTable, mine: EventTable, same: npt.NDArray[np.int64]) -> EventTable:
    """Join a reader's table to the map's.

    Args:
        ours: The map's table.
        mine: The reader's.
        same: Pairs of counted rows of the same incident, shape (pairs, 2): position in the frame of ``mine``, and of
            ``ours``. Each row is in one pair at most.

    Returns:
        The rows of ``ours`` as they are, then those of ``mine``. Where two are the same the row of ``ours`` counts;
        that of ``mine``, with all of its group, is a further report of that group. An ``event_id`` or ``group_id`` of
        ``mine`` that ``ours`` has too gets a prefix. ``row`` goes on from that of ``ours``. The table is private.
    """
    theirs, own = ours.frame, mine.frame
    taken = pd.concat([theirs["event_id"], theirs["group_id"]]).unique()
    prefix = _prefix(pd.concat([theirs["event_id"], theirs["group_id"], own["event_id"], own["group_id"]]))
    groups = _apart(own["group_id"], taken, prefix)
    if len(same):
        joined = dict(zip(own["group_id"].iloc[same[:, 0]], theirs["group_id"].iloc[same[:, 1]], strict=True))
        belongs = own["group_id"].map(joined)
        groups = groups.where(belongs.isna(), belongs.fillna("")).astype("str")
    added = own.assign(
        event_id=_apart(own["event_id"], taken, prefix),
        group_id=groups,
        is_primary=not_among(own, same[:, 0]),
        row=own["row"] + int(theirs["row"].max() if len(theirs) else 1),
    )
    digest = hashlib.sha256(f"{ours.version}\n{mine.version}\n{same.tolist()}".encode()).hexdigest()[:12]
    return replace(
        mine,
        frame=pd.concat([theirs, added], ignore_index=True),
        version=digest,
        problems=(),
        rows_read=ours.rows_read + mine.rows_read,
        private=True,
        base=ours,
        added=mine,
    )


def not_among(own: pd.DataFrame, accepted: npt.NDArray[np.int64]) -> pd.Series:
    """Return ``is_primary`` of an event frame with the groups of the rows at some positions no longer counted."""
    gone = own["group_id"].isin(own["group_id"].iloc[accepted].unique())
    kept: pd.Series = own["is_primary"] & ~gone
    return kept


def _apart(names: pd.Series, taken: npt.NDArray[np.object_], prefix: str) -> pd.Series:
    """Return names with ``prefix`` before those that are ``taken``."""
    found: pd.Series = names.where(~names.isin(taken), prefix + names)
    return found.astype("str")


def _prefix(names: pd.Series) -> str:
    """Return a prefix that no name begins with."""
    tried = (PREFIX + (str(n) if n > 1 else "") + ":" for n in count(1))
    return next(prefix for prefix in tried if not names.str.startswith(prefix).any())
