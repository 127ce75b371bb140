"""The strikes of a view with their distance from what the reader asks about, nearest first."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lib.analysis.strikes import distance as strike_distance
from lib.analysis.strikes import strikes
from lib.analysis.strikes.distance import FINE
from lib.events.query import NEAR, Query
from lib.events.table import EventTable


@dataclass(frozen=True)
class Near:
    """Strikes with their distance.

    ``rows`` are primary strike rows with distance_km, nearest (name of the site or place; "" for a line) and as_of (the
    control date of the front line measured to, else missing), nearest first. ``coarse`` is the number of strikes in the
    view that are located more coarsely than a settlement, or not at all; ``unmeasured`` of those that are located, but
    have nothing to be measured to.
    """

    rows: pd.DataFrame
    coarse: int
    unmeasured: int

    def within(self, km: float) -> pd.DataFrame:
        """Return the rows not farther than ``km`` kilometres."""
        return self.rows.loc[self.rows["distance_km"] <= km]


def near(events: EventTable, query: Query) -> Near:
    """Return the strikes of a view, however near, with their distance to what ``query.near`` names.

    Raises:
        BaseLayerError: The border's file is missing or damaged.
        PlacesError: The file of camps and crossings is.
    """
    rows = strikes(events, replace(query, near=NEAR[0]))
    fine = rows.loc[rows["geo_precision"].isin(FINE) & rows["lat"].notna() & rows["lon"].notna()]
    measured = strike_distance.distances(events, query.near)
    at = fine.index.to_numpy()
    with_distance = fine.assign(distance_km=measured.km[at], nearest=measured.nearest[at], as_of=measured.as_of[at])
    known = np.isfinite(with_distance["distance_km"])
    ordered = with_distance.loc[known].sort_values(["distance_km", "date_start", "event_id"], kind="stable")
    return Near(ordered, len(rows) - len(fine), int((~known).sum()))
