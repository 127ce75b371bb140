"""Points whose latitude and longitude stand in the wrong columns.

Where the two numbers are alike (35.9 N, 36.8 E), a point swapped lies near by, perhaps in the sea. A point outside
the area that would lie in it when swapped is therefore suspect, no more: what decides is the
sea, the name, and the rest of the list.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import Transformer
from scipy.spatial import cKDTree

from lib.config.crisis import CRISIS
from lib.config.crs import DEGREES, METRIC
from lib.geography import basemap, spelling
from lib.geography.places import places
from lib.geography.search import spellings

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

NEAR_DEGREES = 0.1
"""A point within this of a known place of its name (10 km, roughly) is that place."""
NEAR_M = 10_000.0
"""The same in metres."""
FAR_M = 20_000.0
"""A point farther than this from every known place of its name is another place, or wrong."""
MOST = 0.5
"""When more than this share of a list is suspect, its columns are swapped."""
_COAST = 0.03
"""Degrees by which the coast of the base map may be off (3 km)."""


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
    at_sea = ~shapely.intersects_xy(_land(), lon, lat)
    filled = np.isfinite(lat) & np.isfinite(lon)
    most = suspect.sum() > MOST * filled.sum()
    certain = suspect & (at_sea | other_way | most)
    return Swapped(certain, suspect & ~certain)


def _is_known(names: pd.Series, lat: Floats, lon: Floats) -> Bools:
    """Return whether each point is a known place of its name."""
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


@dataclass(frozen=True)
class Named:
    """What a list says of each point besides its coordinates, "" where it says nothing.

    Attributes:
        names: Columns of names of places.
        codes: P-codes.
        governorates: Names of governorates.
    """

    names: tuple[pd.Series, ...]
    codes: pd.Series | None = None
    governorates: pd.Series | None = None
    _pairs: list[pd.DataFrame] = field(default_factory=list, repr=False)

    def of(self, rows: npt.NDArray[np.intp]) -> Named:
        """Return what some of the points say."""

        def taken(column: pd.Series) -> pd.Series:
            return column.iloc[rows].reset_index(drop=True)

        return Named(
            tuple(map(taken, self.names)),
            None if self.codes is None else taken(self.codes),
            None if self.governorates is None else taken(self.governorates),
        )

    def distance(self, lat: Floats, lon: Floats) -> Floats:
        """Return how far each point is from the nearest known place of its name or P-code, in metres.

        NaN where no such place is known.
        """
        pairs = self._owners()
        apart = np.full(len(lat), np.nan)
        if pairs.empty:
            return apart
        rows, owners = pairs["row"].to_numpy(), pairs["owner"].to_numpy()
        x, y = _metric(lat[rows], lon[rows])
        known = _known_metric()[owners]
        with np.errstate(invalid="ignore"):
            nearest = pd.Series(np.hypot(x - known[:, 0], y - known[:, 1])).groupby(rows).min()
        apart[nearest.index.to_numpy()] = nearest.to_numpy()
        return apart

    def in_governorate(self, lat: Floats, lon: Floats) -> Bools:
        """Return which points have a known place of the stated governorate nearest to them, within 10 km."""
        inside = np.zeros(len(lat), dtype=bool)
        if self.governorates is None:
            return inside
        stated = self.governorates.map({name: governorate(name) for name in self.governorates.unique()}).to_numpy()
        x, y = _metric(lat, lon)
        usable = np.flatnonzero(np.isfinite(x) & np.isfinite(y) & (stated != ""))
        if len(usable):
            tree, of = _nearest()
            apart, at = tree.query(np.column_stack([x[usable], y[usable]]), distance_upper_bound=NEAR_M)
            found = np.isfinite(apart)
            inside[usable[found]] = of[at[found]] == stated[usable[found]]
        return inside

    def _owners(self) -> pd.DataFrame:
        """Return each row with each known place that its names or its P-code may mean."""
        if self._pairs:
            return self._pairs[0]
        known = places()
        with_point = known.geometry.notna().to_numpy()
        written = spellings()[["plain", "owner"]].drop_duplicates()
        written = written.loc[with_point[written["owner"].to_numpy()]]
        found = []
        for names in self.names:
            plain = names.map({name: spelling.plain(name) for name in names.unique()})
            asked = pd.DataFrame({"row": np.arange(len(names)), "plain": plain.to_numpy()})
            found.append(asked.loc[asked["plain"] != ""].merge(written, on="plain")[["row", "owner"]])
        if self.codes is not None:
            by_code = pd.DataFrame({"code": known["pcode"], "owner": np.arange(len(known))})
            by_code = by_code.loc[with_point & (by_code["code"] != "").to_numpy()]
            asked = pd.DataFrame({"row": np.arange(len(self.codes)), "code": self.codes.str.upper().to_numpy()})
            found.append(asked.merge(by_code, on="code")[["row", "owner"]])
        self._pairs.append(pd.concat(found).drop_duplicates() if found else pd.DataFrame({"row": [], "owner": []}))
        return self._pairs[0]


class Evidence(NamedTuple):
    """What speaks for a point as written or for its exchange, point by point.

    ``named`` and ``named_exchanged`` say that it is where its name is known, ``home`` and ``home_exchanged`` that it is
    in the country, ``sea`` that it is off every coast, ``box`` and ``box_exchanged`` that it is where points may lie.
    ``apart`` is how far it is from the nearest known place of its name, in metres, NaN where none is known.
    """

    named: Bools
    named_exchanged: Bools
    home: Bools
    home_exchanged: Bools
    sea: Bools
    box: Bools
    box_exchanged: Bools
    apart: Floats

    @property
    def certain(self) -> Bools:
        """Points that can only be exchanged."""
        by_name = self.named_exchanged & ~self.named
        at_sea = ~self.named & self.sea & ~self.home & self.home_exchanged
        return by_name | at_sea | (~self.box & self.box_exchanged)

    @property
    def possible(self) -> Bools:
        """Points in the country only when exchanged, with no known name to tell."""
        return ~self.certain & ~self.named & ~self.home & self.home_exchanged


def evidence(named: Named, lat: Floats, lon: Floats) -> Evidence:
    """Return what speaks for points as written (WGS 84 degrees) and for latitude and longitude exchanged.

    Rows that say the same of the same point are looked at once.
    """
    said = [*named.names, *(column for column in (named.codes, named.governorates) if column is not None)]
    keys = pd.DataFrame({str(at): column.to_numpy() for at, column in enumerate(said)}).assign(lat=lat, lon=lon)
    kinds = keys.groupby(list(keys.columns), sort=False, dropna=False).ngroup().to_numpy()
    _kinds, first = np.unique(kinds, return_index=True)
    found = _evidence(named.of(first), lat[first], lon[first])
    return Evidence(**{name: array[kinds] for name, array in found._asdict().items()})


def _evidence(named: Named, lat: Floats, lon: Floats) -> Evidence:
    apart, apart_exchanged = named.distance(lat, lon), named.distance(lon, lat)
    there, there_exchanged = named.in_governorate(lat, lon), named.in_governorate(lon, lat)
    with np.errstate(invalid="ignore"):
        near = (apart <= FAR_M) | (np.isnan(apart) & there)
        near_exchanged = (apart_exchanged <= NEAR_M) | (np.isnan(apart) & there_exchanged & ~there)
    home = _home()
    inside, inside_exchanged = shapely.intersects_xy(home, lon, lat), shapely.intersects_xy(home, lat, lon)
    sea = shapely.intersects_xy(basemap.EXTENT, lon, lat) & ~shapely.intersects_xy(_shore(), lon, lat)
    return Evidence(near, near_exchanged, inside, inside_exchanged, sea, in_box(lat, lon), in_box(lon, lat), apart)


def in_box(lat: Floats, lon: Floats, box: tuple[float, float, float, float] = CRISIS.boxes.points) -> Bools:
    """Return which points lie in ``box`` (west, south, east, north; WGS 84 degrees), where a point may lie at all."""
    west, south, east, north = box
    with np.errstate(invalid="ignore"):
        inside: Bools = (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)
    return inside


def governorate(name: str) -> str:
    """Return the name of a governorate as names are compared, whichever of its spellings is given."""
    plain = spelling.plain(name)
    return _GOVERNORATES.get(plain, plain)


_GOVERNORATES = {spelling.plain(other): spelling.plain(name) for other, name in CRISIS.areas.spellings.items()}


def _metric(lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
    return _to_metric().transform(lon, lat, errcheck=False)


@lru_cache(maxsize=1)
def _to_metric() -> Transformer:
    return Transformer.from_crs(DEGREES, METRIC, always_xy=True)


@lru_cache(maxsize=1)
def _known_metric() -> Floats:
    """Return where each known place is, in metres; NaN where no point is known."""
    points = places().geometry
    return np.column_stack(_metric(points.y.to_numpy(), points.x.to_numpy()))


@lru_cache(maxsize=1)
def _nearest() -> tuple[cKDTree, npt.NDArray[np.object_]]:
    """Return a tree of the known places that have a governorate, and which."""
    names = places()["admin1"].map(governorate).to_numpy(dtype=object)
    usable = (names != "") & np.isfinite(_known_metric()).all(axis=1)
    return cKDTree(_known_metric()[usable]), names[usable]


@lru_cache(maxsize=1)
def _land() -> shapely.Geometry:
    return shapely.union_all(basemap.layer("countries").geometry.to_numpy())


@lru_cache(maxsize=1)
def _shore() -> shapely.Geometry:
    shore = shapely.buffer(_land(), _COAST)
    shapely.prepare(shore)
    return shore


@lru_cache(maxsize=1)
def _home() -> shapely.Geometry:
    home = basemap.country()
    shapely.prepare(home)
    return home
