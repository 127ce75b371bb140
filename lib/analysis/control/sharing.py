"""When two tables have one front line: where all that a drawing is made from is the same in both."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from lib.analysis.control.state import ControlReports, control_on, snap
from lib.config.crisis import CRISIS
from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.geography import places as gazetteer


def base_of(events: ControlReports, places: gpd.GeoDataFrame, as_of: date) -> tuple[str, date] | None:
    """Return the reports and control date of the table that ``events`` extends, where that has the places held alike.

    The first is a hash, as :func:`reports_version` gives it.
    """
    base = events.base if isinstance(events, EventTable) else None
    if base is None:
        return None
    day = snap(base, as_of)
    others = control_on(base, day)
    same = len(others) == len(places) and all(
        np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
        for one, other in zip(_drawn_from(places), _drawn_from(others), strict=True)
    )
    return (reports_version(base), day) if same else None


_REPORTS: TableCache[str] = TableCache(8)


def reports_version(events: ControlReports) -> str:
    """Return a hash of what lines come from, so that a corrected strike throws none away.

    It is of the reports of control, and of the days on which sides end.
    """

    def made() -> str:
        # Where a report stands among the others of the file changes with any row before it.
        rows = events.control.drop(columns="row", errors="ignore")
        ends = "".join(f" {side.id} {side.ends}" for side in CRISIS.sides if side.ends)
        return hashlib.sha256((rows.to_csv(index=False) + ends).encode()).hexdigest()

    return _REPORTS.get_or_compute(events, "reports", made)


def content(places: gpd.GeoDataFrame, land: shapely.Geometry) -> str:
    """Return a hash of all that a drawing is made from: the same for tables that differ in other rows."""
    x, y, controller, unsure, radius = _drawn_from(places)
    numbers = (x.tobytes(), y.tobytes(), unsure.tobytes(), radius.tobytes())
    parts = (*numbers, "\n".join(controller).encode(), shapely.to_wkb(land))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _drawn_from(places: gpd.GeoDataFrame) -> tuple[npt.NDArray[Any], ...]:
    """Return all that a drawing is made from."""
    x, y = places.geometry.x.to_numpy(), places.geometry.y.to_numpy()
    return x, y, places["controller"].to_numpy(object), places["in_question"].to_numpy(bool), radius_m(places)


def radius_m(places: gpd.GeoDataFrame) -> npt.NDArray[np.float64]:
    """Return how far each reported place reaches, metres: 0 but for a city whose extent the gazetteer knows."""
    known = gazetteer.radius_of()
    by_name = places["place"].str.strip().str.casefold().map(known)
    # A row of that name with the code of another place is that place.
    own = by_name.where((places["pcode"] == "") | ~places["pcode"].isin(set(gazetteer.places()["pcode"])))
    reach: npt.NDArray[np.float64] = places["pcode"].map(known).fillna(own).fillna(0.0).to_numpy(np.float64)
    return reach
