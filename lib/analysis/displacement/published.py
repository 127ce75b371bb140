"""Running totals, shelter and returns, each figure as its publisher gave it; nothing is added up.

Running totals of two publishers, or since two dates, or of two areas, are different series: no line joins them. Only
between the figures of the one series that counts (:func:`lib.analysis.displacement.published`) steps are taken.
"""

from __future__ import annotations

import pandas as pd

from lib.analysis import daily, displacement
from lib.analysis.displacement import WHOLE_AREA
from lib.config.crisis import CRISIS
from lib.events.query import Query, in_range
from lib.events.table import EventTable

SHELTER = ("in_the_open", "in_tents", "in_unfinished_buildings")
"""Metrics of how people are sheltered."""


def published(events: EventTable, query: Query) -> pd.DataFrame:
    """Return every published running total of persons displaced, whatever its date; filters other than time apply.

    Returns:
        date_end, date_start (since when it counts), counter, persons_low, persons_high, origin_place, place,
        is_primary, whole (of the whole area, not a part of it), main (one of the series that steps are taken
        of), source, source_url, event_id; in order of date.
    """
    rows = events.displacement
    rows = rows.loc[(rows["subkind"] == "cumulative") & (rows["metric"] == "displaced")]
    rows = rows.loc[displacement.has_number(rows)]
    rows = rows.loc[daily.passing(events, rows, query)]
    main = set(displacement.totals(events)["event_id"])
    rows = rows.assign(
        whole=(rows["place"] == "") & (rows["origin_place"] == WHOLE_AREA), main=rows["event_id"].isin(main)
    )
    columns = [
        "date_end", "date_start", "counter", "persons_low", "persons_high", "origin_place", "place", "is_primary",
        "whole", "main", "source", "source_url", "event_id",
    ]  # fmt: skip
    return rows[columns].sort_values(["date_end", "event_id"], kind="stable").reset_index(drop=True)


def steps(events: EventTable, query: Query) -> pd.DataFrame:
    """Compute the steps between the totals of the one series that counts, as far as they overlap the range.

    Returns:
        since, until (dates the step stands for), low, high (persons: the later total minus the earlier), days,
        low_a_day, high_a_day, falls (the later total is below the earlier: two publications differ, no figure),
        source, source_url of the later total. In order of date.
    """
    series = displacement.totals(events)
    earlier = series.shift()
    before = earlier[["persons_low", "persons_high"]].astype(float)
    before.iloc[:1] = 0.0  # the series starts from nothing
    low = series["persons_low"].astype(float) - before["persons_high"]
    high = series["persons_high"].astype(float) - before["persons_low"]
    since = (earlier["date_end"] + pd.Timedelta(days=1)).fillna(series["date_start"])
    falls = high.fillna(low) < 0
    found = pd.DataFrame(
        {
            "since": since,
            "until": series["date_end"],
            "low": low.clip(lower=0).where(~falls),
            "high": high.where(~falls),
            "days": (series["date_end"] - since).dt.days + 1,
            "falls": falls,
            "source": series["source"],
            "source_url": series["source_url"],
        }
    )
    found = found.assign(low_a_day=found["low"] / found["days"], high_a_day=found["high"] / found["days"])
    inside = (found["since"] <= pd.Timestamp(query.end)) & (found["until"] >= pd.Timestamp(query.start))
    return found.loc[inside].reset_index(drop=True)


def shelter(events: EventTable, query: Query) -> pd.DataFrame:
    """Return how many were in the open, in tents or in unfinished buildings, on dates of the range, as published.

    Returns:
        date_end, metric, persons_low, persons_high, counter, place, source, source_url; in order of date.
    """
    rows = events.displacement
    rows = rows.loc[rows["is_primary"] & (rows["subkind"] == "stock") & rows["metric"].isin(SHELTER)]
    return _listed(events, rows.loc[in_range(rows, query.start, query.end)], query)


def stocks(events: EventTable, query: Query) -> pd.DataFrame:
    """Return how many displaced people were where on dates of the range, as published; columns as :func:`shelter`."""
    rows = events.displacement
    rows = rows.loc[rows["is_primary"] & (rows["subkind"] == "stock") & ~rows["metric"].isin(SHELTER)]
    return _listed(events, rows.loc[in_range(rows, query.start, query.end)], query)


def returns(events: EventTable, query: Query) -> pd.DataFrame:
    """List returns after the last turning point, whatever the range: most are published after the days the map covers.

    Returns:
        As :func:`shelter`, with date_start, subkind, origin_place and is_primary; second reports are among them.
    """
    rows = events.displacement
    back = (rows["subkind"] == "return") | (rows["metric"] == "returned")
    return _listed(events, rows.loc[back & (rows["date_end"] > pd.Timestamp(CRISIS.last_turn))], query)


def _listed(events: EventTable, rows: pd.DataFrame, query: Query) -> pd.DataFrame:
    columns = [
        "date_start", "date_end", "subkind", "metric", "persons_low", "persons_high", "counter", "origin_place",
        "place", "is_primary", "source", "source_url", "event_id",
    ]  # fmt: skip
    kept = rows.loc[daily.passing(events, rows, query), columns]
    return kept.sort_values(["date_end", "event_id"], kind="stable").reset_index(drop=True)
