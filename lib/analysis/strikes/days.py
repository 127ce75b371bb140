"""When and where most strikes were reported, and what such counts leave out.

Everything is counted as on the map: primary reports only, a report that names several days on each of them, tolls as
sums of the lows and of the highs over the reports that give a figure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.analysis import daily, range_index
from lib.analysis.strikes import strikes
from lib.analysis.tally import DAYS, EPOCH, span_of
from lib.events.query import Query
from lib.events.table import EventTable


@dataclass(frozen=True)
class Coverage:
    """What the count of a view rests on: numbers of days, and of primary strike reports.

    ``quiet`` of the ``days`` have no report of a strike that passes the filter. Of the ``strikes``, ``without_target``
    name no target, ``without_figure`` no number of civilians killed, ``without_point`` no point that a map can draw,
    ``without_day`` no single day; ``contested`` are attributed to more than one side.
    """

    days: int
    quiet: int
    strikes: int
    without_target: int
    without_figure: int
    without_point: int
    without_day: int
    contested: int


def by_day(events: EventTable, query: Query) -> pd.DataFrame:
    """Count strikes of each day that the map covers, under the filters of ``query``, inside its range or not.

    Returns:
        One row a day: day (timestamp), strikes, low, high (civilians reported killed; missing where no report gives a
        figure), silent (reports without a figure), inside (whether the day lies in the range).
    """
    begun, ended = (np.cumsum(part, axis=0) for part in daily.view(events, query).strikes.by_day())
    earlier = np.vstack([np.zeros((1, ended.shape[1]), dtype=np.int64), ended[:-1]])
    figures = dict(zip(range_index.FIGURES, (begun - earlier).T, strict=True))
    first, last = span_of(query)
    number = np.arange(DAYS)
    given = figures["given"] > 0
    return pd.DataFrame(
        {
            "day": EPOCH + pd.to_timedelta(number, unit="D"),
            "strikes": figures["count"],
            "low": pd.array(figures["low"], dtype="Int64"),
            "high": pd.array(np.maximum(figures["low"], figures["high"]), dtype="Int64"),
            "silent": figures["count"] - figures["given"],
            "inside": (number >= first) & (number <= last),
        }
    ).assign(**{name: lambda frame, name=name: frame[name].where(given) for name in ("low", "high")})


def worst_days(events: EventTable, query: Query) -> pd.DataFrame:
    """Return the range's days with a strike, as :func:`by_day` counts them; most strikes first, then most killed."""
    days = by_day(events, query)
    return _worst_first(days.loc[days["inside"] & (days["strikes"] > 0)].drop(columns="inside"), "day")


def worst_places(rows: pd.DataFrame) -> pd.DataFrame:
    """Rank places by the strikes reported at them.

    Args:
        rows: Primary strike rows, as :func:`lib.analysis.strikes.strikes` gives them.

    Returns:
        One row a place, by its name and point: place, place_ar, admin3, strikes, low, high (civilians reported killed;
        missing where no report gives a figure), silent, located (whether a map can draw it), lat, lon (WGS 84 degrees);
        most strikes first, then most killed.
    """
    low, high = rows["civilian_deaths_low"], rows["civilian_deaths_high"]
    figures = rows.assign(
        low=low,
        high=high.fillna(low),
        silent=low.isna() & high.isna(),
        located=rows["lat"].notna() & rows["lon"].notna(),
    )
    groups = figures.groupby(["place", "lat", "lon"], sort=True, dropna=False)
    summed = groups[["low", "high"]].sum(min_count=1)
    places = groups.agg(
        place_ar=("place_ar", "first"),
        admin3=("admin3", "first"),
        strikes=("event_id", "size"),
        silent=("silent", "sum"),
        located=("located", "any"),
    )
    # "Up to 5" is a high without a low: as a sum it adds nothing to the lows.
    low_sum = summed["low"].mask(summed["low"].isna() & summed["high"].notna(), 0)
    high_sum = summed["high"].where(summed["high"].isna() | (summed["high"] >= low_sum), low_sum)
    return _worst_first(places.assign(low=low_sum, high=high_sum).reset_index(), "place")


def _worst_first(frame: pd.DataFrame, last: str) -> pd.DataFrame:
    ordered = frame.sort_values(
        ["strikes", "high", last], ascending=[False, False, True], na_position="last", kind="stable"
    )
    return ordered.reset_index(drop=True)


def coverage(events: EventTable, query: Query) -> Coverage:
    """Tell what the strikes counted in a view rest on."""
    rows = strikes(events, query)
    days = by_day(events, query)
    days = days.loc[days["inside"]]
    return Coverage(
        days=len(days),
        quiet=int((days["strikes"] == 0).sum()),
        strikes=len(rows),
        without_target=int((rows["target_kind"] == "").sum()),
        without_figure=int((rows["civilian_deaths_low"].isna() & rows["civilian_deaths_high"].isna()).sum()),
        without_point=int((rows["lat"].isna() | rows["lon"].isna()).sum()),
        without_day=int((rows["date_precision"] != "day").sum()),
        contested=int((rows["attribution"] == "contested").sum()),
    )
