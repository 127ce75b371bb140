"""Which figures of the days up to the last that a page opens with differ between two versions of a table."""

from __future__ import annotations

import pandas as pd

from lib.analysis import ground, summary
from lib.analysis.figure_rows import KINDS_OF_FIGURES, figure_rows
from lib.config.crisis import CRISIS
from lib.events.difference import LONG
from lib.events.query import FIRST_DAY, Query
from lib.events.table import EventTable
from lib.text import _, number

FIGURE = "figure"
"""What the change log calls such an entry."""
GAINED = "gained_"
"""Begins the key of the ground that one party to the fighting gained."""


def moved_figures(old: EventTable, new: EventTable) -> pd.DataFrame:
    """Compare the figures of two tables, as the page shows them, and ground gained, km², in tens with its range.

    They are of all days up to the last that a page opens with: a week alone would pass over most of what changed.

    Returns:
        :data:`lib.events.difference.LONG`, one row a figure that differs: change is :data:`FIGURE`, kind is what it is
        counted of, date_start the first day of the range, column the figure's key (:func:`figure_name`), old and new
        its values.
    """
    query = Query(start=FIRST_DAY)
    before, after = _figures(old, query), _figures(new, query)
    rows = [
        {"change": FIGURE, "kind": KINDS_OF_FIGURES.get(key, "control"), "date_start": query.start.isoformat(),
         "column": key, "old": before.get(key, ""), "new": value}
        for key, value in after.items()
        if before.get(key, "") != value
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(LONG), dtype=object).fillna("")


def figure_name(key: str) -> str:
    """Name a figure as the change log does; one that is not known is named by its key."""
    names = {
        "strikes": _("strikes reported"),
        "civilians": _("civilians reported killed"),
        "displaced": _("people displaced"),
        "changed": _("settlements that changed hands"),
        "front": _("length of the front line"),
        **{f"{GAINED}{gain.id}": _("ground that passed to {side}").format(side=gain.to) for gain in CRISIS.gains},
    }
    return names.get(key, key)


def _figures(events: EventTable, query: Query) -> dict[str, str]:
    values = {row.key: row.value for row in figure_rows(summary.figures(events, query), query)}
    for gain, area in ground.passed(events, query.start, query.end).items():
        low, best, high = (round(end, -1) for end in area)
        words = _("{n} km² ({low} to {high})") if high else _("{n} km²")
        values[f"{GAINED}{gain}"] = words.format(n=number(best), low=number(low), high=number(high))
    return values
