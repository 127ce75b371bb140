"""What the browser's clock counts with: for every range of days, without asking again, the figures of the page.

The shape of :func:`clock`, where *sums* is ``[begun, ended]``, two lists of ``days`` whole numbers: what begins on each
day, and what ends on it. What overlaps the range from ``a`` to ``b`` is all begun up to ``b`` less all ended before
``a`` (:mod:`lib.analysis.tally`)::

    {"epoch", "days", "front_km": [[first day, km], …] or null,
     "strikes": {"count": sums, "without_point": sums, "civilians": {"given": sums, "low": sums, "high": sums},
                 "unsure": {"strikes": sums, "killed": sums}, "coarse": sums},
     "flows": sums,
     "changes": [number by day], "controllers": ["", …],
     "changes_by_place": [[place, [[day, before, after, unsure], …]], …],
     "displaced": {"counter", "totals": [[day, low or null, high or null, unsure], …],
                   "others": [[first day, last day, low or null, high or null, unsure], …]},
     "milestones": [{"day", "day_end", "title", "text", "subkind", "source", "source_url"}, …]}

``before`` and ``after`` count in ``controllers``; 0 is "not known". ``unsure`` is 1 for a report of low confidence. The
front's length is in :mod:`lib.layers.sequence`, so that a new filter need not wait for front lines; ``front_km`` is
that inside an area of the reader's own, from each control date on, and null where there is none. :func:`figures` is
the rule by which the browser makes the page's figures of it; the tests hold it against
:func:`lib.analysis.summary.figures`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from lib.analysis import control, daily, displacement, inside_area, range_index, summary
from lib.analysis.control import state as control_state
from lib.analysis.tally import DAYS, EPOCH, days_of
from lib.events.query import FIRST_DAY, LAST_DAY, Query, in_range
from lib.events.schema import CONTROLLERS
from lib.events.table import EventTable

HOLDERS = ("", *CONTROLLERS)
"""Who may hold a place; the first stands for "not known"."""


def clock(events: EventTable, query: Query) -> dict[str, Any]:
    """Return the sums of a table under the filters of ``query`` that are not time."""
    begun, ended = daily.view(events, query).strikes.by_day()
    sums = {name: [begun[:, at].tolist(), ended[:, at].tolist()] for at, name in enumerate(range_index.FIGURES)}
    return {
        "epoch": FIRST_DAY.isoformat(),
        "days": DAYS,
        "front_km": _front_inside(events, query),
        "strikes": {
            "count": sums["count"],
            "without_point": sums["without_point"],
            "civilians": {name: sums[name] for name in ("given", "low", "high")},
            "unsure": {"strikes": sums["unsure"], "killed": sums["unsure_killed"]},
            "coarse": sums["coarse"],
        },
        "flows": _flows(events, query),
        **_changes(events, query),
        "displaced": _displaced(events),
        "milestones": _milestones(events, query),
    }


def _front_inside(events: EventTable, query: Query) -> list[list[float]] | None:
    """Measure the front inside the reader's own area on every control date of the clock; None where there is none."""
    if not query.within_area:
        return None
    dates = control.dates_since(events, FIRST_DAY - timedelta(days=1))
    return [[(day - FIRST_DAY).days, round(inside_area.front_km(events, day, query.within_area), 1)] for day in dates]


def _flows(events: EventTable, query: Query) -> list[list[int]]:
    """Count rows behind the arrows, by the day on which they begin and end."""
    start, end = days_of(displacement.all_flows(events, query))
    inside = start < DAYS
    return [np.bincount(days[inside], minlength=DAYS).tolist() for days in (start, end)]


def _changes(events: EventTable, query: Query) -> dict[str, Any]:
    """Return reports that name a new holder by day, and each place's holders before and after each of its reports."""
    reports = control_state.reports_of(events)
    day = (reports["since"] - EPOCH).dt.days.to_numpy(np.int64)
    before = reports.groupby("key", sort=False)["controller"].shift()
    before = before.where(before.notna(), reports["previous_controller"])
    counted = ~reports["is_baseline"].to_numpy(dtype=bool) & (day >= 0) & (day < DAYS)
    counted &= day >= _first_day(events)
    counted &= inside_area.reports_inside(events, query)
    held, holds = (pd.Index(HOLDERS).get_indexer(pd.Index(column)) for column in (before, reports["controller"]))
    unsure = (reports["confidence"] == displacement.LOW).to_numpy(np.int64)
    rows = np.stack([day, np.maximum(held, 0), np.maximum(holds, 0), unsure], axis=1)[counted]
    kept = reports.loc[counted, ["key", "place"]].reset_index(drop=True)
    by_place = kept.groupby("key", sort=False).indices
    changed = rows[:, 1] != rows[:, 2]
    return {
        "changes": np.bincount(rows[changed, 0], minlength=DAYS).tolist(),
        "controllers": list(HOLDERS),
        "changes_by_place": [[kept["place"].iloc[at[-1]], rows[at].tolist()] for at in by_place.values()],
    }


def _first_day(events: EventTable) -> int:
    """Return the first day with a known state of control."""
    dates = control_state.control_dates(events)
    return (dates[0] - FIRST_DAY).days if dates else 0


def _displaced(events: EventTable) -> dict[str, Any]:
    """Return the totals whose differences are the persons displaced in a range, and those of no series with them."""
    totals = [row[1:] for row in _spans(displacement.totals(events)) if row[1] < DAYS]
    others = [row for row in _spans(displacement.other_totals(events)) if row[0] >= 0 and row[1] < DAYS]
    return {"counter": displacement.total_counter(events), "totals": totals, "others": others}


def _spans(rows: pd.DataFrame) -> list[list[Any]]:
    """List first day, last day, low and high of some totals, in their order, and whether they are unsure."""
    since, until = ((rows[name] - EPOCH).dt.days for name in ("date_start", "date_end"))
    figures = rows[["persons_low", "persons_high"]].astype(object)
    figures = figures.where(figures.notna(), None)
    low, high = figures["persons_low"], figures["persons_high"]
    unsure = (rows["confidence"] == displacement.LOW).astype(int).tolist()
    return [list(row) for row in zip(since.tolist(), until.tolist(), low, high, unsure, strict=True)]


def _milestones(events: EventTable, query: Query) -> list[dict[str, Any]]:
    """Return milestones that overlap the days covered and pass the filter, in order of date."""
    rows = events.milestones
    rows = rows.loc[in_range(rows, FIRST_DAY, LAST_DAY) & daily.passing(events, rows, query)]
    rows = rows.sort_values(["date_start", "event_id"], kind="stable")
    words = [summary.milestone_words(*row) for row in zip(rows["note"], rows["subkind"], strict=True)]
    table = pd.DataFrame(
        {
            "day": (rows["date_start"] - EPOCH).dt.days,
            "day_end": (rows["date_end"] - EPOCH).dt.days,
            "title": [title for title, _text in words],
            "text": [text for _title, text in words],
            "subkind": rows["subkind"],
            "source": rows["source"],
            "source_url": rows["source_url"],
        }
    )
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
