"""Reports as layers of data: the counted ones of each kind, and the second reports, which are never added up, apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import pandas as pd
import shapely

from lib.analysis.listing import listing
from lib.config.crs import DEGREES
from lib.events.query import Query
from lib.events.schema import KINDS
from lib.events.table import EventTable

NAMES: Final = {"strike": "strikes", "milestone": "milestones"}
"""Layers of reports that have another name than their kind of report and ``_reports``."""
SECOND: Final = "second"


@dataclass(frozen=True)
class Reports:
    """A layer of reports: its name, their kind, and whether they are the counted ones."""

    name: str
    kind: str
    counted: bool


def every() -> tuple[Reports, ...]:
    """Return every layer of reports, the counted ones of a kind before the second ones."""
    return tuple(
        Reports(NAMES.get(kind, f"{kind}_reports") if counted else f"{kind}_{SECOND}_reports", kind, counted)
        for kind in KINDS
        for counted in (True, False)
    )


def rows(events: EventTable, query: Query, asked: Reports) -> gpd.GeoDataFrame:
    """Return the reports of a layer that a filter leaves, found as the downloads of reports find them.

    Returns:
        Every column of the table, and geometry: the point of the place (WGS 84), none where the report has none.
    """
    whole = listing(events, query).frame(events)
    return placed(whole.loc[(whole["kind"] == asked.kind) & (whole["is_primary"] == asked.counted)])


def placed(some: pd.DataFrame) -> gpd.GeoDataFrame:
    """Give reports the point of their place as geometry."""
    points = shapely.points(some["lon"].to_numpy(float), some["lat"].to_numpy(float))
    known = some["lat"].notna().to_numpy() & some["lon"].notna().to_numpy()
    shapes = [point if there else None for point, there in zip(points, known, strict=True)]
    return gpd.GeoDataFrame(some.reset_index(drop=True), geometry=shapes, crs=DEGREES)
