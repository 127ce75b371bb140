"""Points whose latitude and longitude stand in the wrong columns.

Where the two numbers are alike (35.9 N, 36.8 E), a point swapped lies near by, perhaps in the sea. A point outside
the area that would lie in it when swapped is therefore suspect, no more: what decides is the
sea, the name, and the rest of the list.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from lib.geography import basemap, spelling
from lib.geography.places import places

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

NEAR_DEGREES = 0.1
"""A point within this of a known place of its name (10 km, roughly) is that place."""
MOST = 0.5
"""When more than this share of a list is suspect, its columns are swapped."""


class Swapped(NamedTuple):
    """Which points are ``certain`` to be swapped, and for which it is only ``possible``."""

    certain: Bools
    possible: Bools


def swapped(names: pd.Series, lat: Floats, lon: Floats, area: shapely.Geometry) -> Swapped:
    """Return which points of a list have latitude and longitude in the wrong columns.

    Args:
        names: What each point is called, "" where it has no name.
        lat: Latitudes, WGS 84 degrees; NaN where there is none.
        lon: Longitudes, likewise.
        area: The area that the list is about, WGS 84 degrees.

    Returns:
        Certain: outside the area, in it when swapped, and either at sea, or a known place of that name when swapped,
        or so is most of the list. Possible: as much, with nothing to decide it. A known place of that name at the point
        as written is neither.
    """
    suspect: Bools = shapely.intersects_xy(area, lat, lon) & ~shapely.intersects_xy(area, lon, lat)
    if not suspect.any():
        return Swapped(suspect, suspect)
    as_written, other_way = _is_known(names, lat, lon), _is_known(names, lon, lat)
    suspect &= ~as_written
    countries = shapely.union_all(basemap.layer("countries").geometry.to_numpy())
    at_sea = ~shapely.intersects_xy(countries, lon, lat)
    filled = np.isfinite(lat) & np.isfinite(lon)
    most = suspect.sum() > MOST * filled.sum()
    certain = suspect & (at_sea | other_way | most)
    return Swapped(certain, suspect & ~certain)


def _is_known(names: pd.Series, lat: Floats, lon: Floats) -> Bools:
    """Whether each point is a known place of its name."""
    known = places()
    at = pd.DataFrame({"known_lat": known.geometry.y, "known_lon": known.geometry.x})
    both = pd.concat([at.assign(key=known[column].map(spelling.plain)) for column in ("place", "place_ar")])
    plain = {name: spelling.plain(name) for name in names.unique()}
    asked = pd.DataFrame({"key": names.map(plain).to_numpy(), "lat": lat, "lon": lon, "point": np.arange(len(names))})
    pairs = asked.loc[asked["key"] != ""].merge(both, on="key")
    apart = np.hypot(*(pairs[["lat", "lon"]].to_numpy() - pairs[["known_lat", "known_lon"]].to_numpy()).T)
    found = np.zeros(len(names), dtype=bool)
    found[pairs["point"].to_numpy()[apart <= NEAR_DEGREES]] = True
    return found
