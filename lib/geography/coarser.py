"""Ground coarser than a settlement: the sub-district that a point lies in, or the square of a grid.

What is returned of a point is a function of the sub-district or the square alone: two points in the same one cannot be
told apart by it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyproj
from scipy.spatial import KDTree

from lib.config.crs import DEGREES, METRIC
from lib.geography import areas, outlines
from lib.geography.places import places

LEVELS: Final = ("admin1", "admin2", "admin3")
COLUMNS: Final = ("name", "name_ar", "pcode", *LEVELS, "lat", "lon")
"""What is known of a piece of ground: text, "" where not known, and its point, WGS 84 degrees, NaN where none."""
WORDS: Final = {"admin1": "governorate", "admin2": "district", "admin3": "sub-district"}
DIGITS: Final = 4
"""Decimals of the degrees of a square's middle: ten metres."""


def subdistricts_at(lat: pd.Series, lon: pd.Series) -> pd.DataFrame:
    """Return the sub-district of each point: that of the known settlement nearest to it, as its outline is drawn.

    Args:
        lat: Latitudes, WGS 84 degrees; NaN where there is no point.
        lon: Longitudes.

    Returns:
        :data:`COLUMNS` on the index of ``lat``: the point is that of the sub-district. Blank for a point farther than
        :data:`lib.geography.outlines.REACH_M` from every settlement that is known.
    """
    units, tree, unit = _ground()
    found = _blank(lat.index)
    there = np.flatnonzero((lat.notna() & lon.notna()).to_numpy())
    if tree is None or not len(there):
        return found
    away, nearest = tree.query(_metric(lon.iloc[there], lat.iloc[there]), distance_upper_bound=outlines.REACH_M)
    near = np.isfinite(away)
    rows, at = there[near], unit[nearest[near]]
    return _filled(found, rows, units, at)


def named(name: pd.Series, level: str) -> pd.Series:
    """Return names of areas of a level with the word for it, so that none is taken for a settlement's; blank stays."""
    return (name + f" {WORDS[level]}").where(name != "", "").astype("str")


def subdistricts_of(pcode: pd.Series, name: pd.Series) -> pd.DataFrame:
    """Return the sub-district of each place without a point, as far as its P-code or name tells; columns as above.

    The point is left blank: none was given. A code of a coarser area gives that area's names alone.
    """
    known = areas.chains(pcode, name)
    units = _ground()[0]
    keys = {key: at for at, key in enumerate(zip(*(units[level] for level in LEVELS), strict=True))}
    at = np.array([keys.get(key, -1) for key in zip(*(known[level] for level in LEVELS), strict=True)], dtype=np.intp)
    found = _filled(_blank(pcode.index), np.flatnonzero(at >= 0), units, at[at >= 0]).assign(lat=np.nan, lon=np.nan)
    # Codes of areas that are not ours stand in place of their names.
    listed = {level: set(units[level]) for level in LEVELS}
    wide = (at < 0) & (known["admin3"] == "").to_numpy()
    for level in ("admin1", "admin2"):
        sound = wide & known[level].isin(listed[level]).to_numpy()
        found.loc[sound, level] = known[level][sound]
        found.loc[sound, "name"] = named(known[level][sound], level)
    return found


def squares_at(lat: pd.Series, lon: pd.Series, km: int) -> pd.DataFrame:
    """Return the square of a grid of ``km`` kilometres (metric CRS) that each point lies in; columns as above.

    Its point is its middle, its name the number of the square from west and from south, and its governorate that of the
    middle. No district is given: together with the square it would be a smaller piece of ground than either.
    """
    found = _blank(lat.index)
    there = np.flatnonzero((lat.notna() & lon.notna()).to_numpy())
    if not len(there):
        return found
    side = km * 1000.0
    number = np.floor(_metric(lon.iloc[there], lat.iloc[there]) / side)
    middle = (number + 0.5) * side
    back = pyproj.Transformer.from_crs(METRIC, DEGREES, always_xy=True)
    east, north = (np.round(part, DIGITS) for part in back.transform(middle[:, 0], middle[:, 1]))
    inside = subdistricts_at(pd.Series(north), pd.Series(east))["admin1"].to_numpy()
    squares = pd.DataFrame({
        "name": [f"{km} km square {x:.0f}/{y:.0f}" for x, y in number],
        "name_ar": "", "pcode": "", "admin1": inside, "admin2": "", "admin3": "", "lat": north, "lon": east,
    })  # fmt: skip
    return _filled(found, there, squares, np.arange(len(squares)))


def _metric(lon: pd.Series, lat: pd.Series) -> npt.NDArray[np.float64]:
    to = pyproj.Transformer.from_crs(DEGREES, METRIC, always_xy=True)
    return np.column_stack(to.transform(lon.to_numpy(dtype=float), lat.to_numpy(dtype=float)))


def _blank(index: pd.Index) -> pd.DataFrame:
    texts = {name: pd.Series("", index=index, dtype="str") for name in COLUMNS[:-2]}
    return pd.DataFrame({**texts, "lat": np.nan, "lon": np.nan}, index=index)


def _filled(
    found: pd.DataFrame, rows: npt.NDArray[np.intp], units: pd.DataFrame, at: npt.NDArray[np.intp]
) -> pd.DataFrame:
    """Return ``found`` with the ``units`` at some positions in some of its rows."""
    for name in COLUMNS:
        column = found[name].to_numpy(dtype=object, copy=True)
        column[rows] = units[name].to_numpy(dtype=object)[at]
        found[name] = pd.Series(column, index=found.index).astype(found[name].dtype)
    return found


@lru_cache(maxsize=1)
def _ground() -> tuple[pd.DataFrame, KDTree | None, npt.NDArray[np.intp]]:
    """Return every sub-district, the settlements that are known as a tree in metres, and of which each of them is."""
    settled = places()
    settled = settled.loc[(settled["admin3"] != "") & settled.geometry.notna()]
    listed = areas.subdistricts()
    columns = [*LEVELS, "geometry"]
    sites = pd.concat([settled[columns], listed[columns]], ignore_index=True)
    codes, keys = pd.factorize(pd.MultiIndex.from_frame(sites[list(LEVELS)]))
    if not len(sites):
        return pd.DataFrame(columns=list(COLUMNS)), None, codes
    known = gpd.GeoSeries(sites["geometry"], crs=DEGREES)
    metric = _metric(known.x, known.y)
    own = {tuple(row[:3]): row[3:] for row in listed[[*LEVELS, "pcode", "geometry"]].itertuples(index=False)}
    arabic = dict(zip(zip(settled["place"], settled["admin1"], strict=True), settled["place_ar"], strict=True))
    rows = []
    for number, key in enumerate(keys):
        pcode, point = own.get(tuple(key), ("", None))
        point = point if point is not None else known.iloc[_middle(metric, np.flatnonzero(codes == number))]
        in_arabic = arabic.get((key[2], key[0]), "")
        names = (f"{key[2]} {WORDS['admin3']}", f"ناحية {in_arabic}" if in_arabic else "")
        rows.append((*names, pcode, *key, point.y, point.x))
    return pd.DataFrame(rows, columns=list(COLUMNS)), KDTree(metric), codes


def _middle(metric: npt.NDArray[np.float64], members: npt.NDArray[np.intp]) -> int:
    """Return which of some settlements lies nearest to the middle of them all."""
    inside = metric[members]
    return int(members[np.hypot(*(inside - np.median(inside, axis=0)).T).argmin()])
