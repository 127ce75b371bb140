"""What the variants that draw share: the rows of a window."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from lib.config.crisis import CRISIS
from lib.events.query import Query, in_range
from lib.events.store import current


@lru_cache(maxsize=1)
def strikes() -> pd.DataFrame:
    """Return primary strikes with a point: place, lat, lon (WGS 84 degrees), subkind, date_start and date_end."""
    rows = current().events.strikes
    rows = rows.loc[rows["is_primary"] & rows["lat"].notna() & rows["lon"].notna()]
    return rows[["place", "lat", "lon", "subkind", "date_start", "date_end"]].reset_index(drop=True)


def rows_of(name: str) -> pd.DataFrame:
    """Return the rows of :func:`strikes` that overlap the window."""
    chosen = next(preset for preset in CRISIS.presets if str(preset.name) == name)
    rows = strikes()
    query = Query(start=chosen.first, end=chosen.last)
    return rows.loc[in_range(rows, query.start, query.end)]
