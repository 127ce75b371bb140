"""Checks of what a row rests on: its source, how many reported it, and its point."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lib.analysis.checks.check import apart_km, joined, metres, odd
from lib.analysis.checks.groups import POINTED
from lib.events.table import EventTable
from lib.geography import places
from lib.text import _, day, number

ANNOUNCED = ("agreement", "ceasefire", "patrol")
"""Milestones that are agreed on before the day from which they hold."""
MOST_KM_OFF = 1.0
"""How far a point may lie from the place that its P-code names, kilometres."""


def early_sources(events: EventTable) -> pd.Series:
    """Find rows whose source was published before the first of their days.

    What tells of an earlier state (a baseline) or was agreed on beforehand (:data:`ANNOUNCED`) is left out.

    Returns:
        A sentence by row label.
    """
    rows = events.frame
    rows = rows.loc[(rows["source_date"] != "") & (rows["subkind"] != "baseline") & ~rows["subkind"].isin(ANNOUNCED)]
    # A month or a year stands for its last day: what is not known to be before is not said to be.
    days = rows["source_date"].str.len().map({4: 365, 7: 30}).fillna(0)
    last = pd.to_datetime(rows["source_date"], format="ISO8601", errors="coerce") + pd.to_timedelta(days, unit="D")
    found = rows.loc[last < rows["date_start"]]
    words = _("The source is dated {date}, before the event of {day}.")
    lines = [
        words.format(date=dated, day=day(start.date(), short=True))
        for dated, start in zip(found["source_date"], found["date_start"], strict=True)
    ]
    return odd(found.index, lines)


def uncounted_sources(events: EventTable) -> pd.Series:
    """Find counted rows that do not say how many independent reporters there are; a sentence by row label."""
    found = events.primary.index[events.primary["n_sources"].isna()]
    return odd(found, [_("The number of independent reporters is blank.")] * len(found))


def points_off(events: EventTable) -> pd.Series:
    """Find rows whose point, or that of the origin, lies far from the place that its P-code names.

    Returns:
        A sentence by row label; far is more than :data:`MOST_KM_OFF`, km.

    Raises:
        PlacesError: The gazetteer is missing or damaged.
    """
    return joined([_off(events.frame, prefix) for prefix in ("", "origin_")])


def _off(rows: pd.DataFrame, prefix: str) -> pd.Series:
    known = places.places()
    known = known.loc[known.geometry.notna() & (known["pcode"] != "")].drop_duplicates("pcode").set_index("pcode")
    precision = rows["origin_precision" if prefix else "geo_precision"]
    rows = rows.loc[rows[f"{prefix}pcode"].isin(known.index) & rows[f"{prefix}lat"].notna() & precision.isin(POINTED)]
    named = known.loc[rows[f"{prefix}pcode"]]
    there = metres(named.geometry.y, named.geometry.x)
    km = apart_km(metres(rows[f"{prefix}lat"], rows[f"{prefix}lon"]), there)
    off = np.flatnonzero(km > MOST_KM_OFF)
    words = _("The point lies {km} km from {place}, which the P-code {pcode} names.")
    lines = [
        words.format(km=number(km[at], digits=1), place=named["place"].iloc[at], pcode=named.index[at])
        for at in off.tolist()
    ]
    return odd(rows.index[off], lines)
