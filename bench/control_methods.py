"""Ways to tell who holds a place from all the other places: the map's own, simpler ones, and what was tried.

Each takes the state of control of one date and returns, for every place, the side it gives to that point when all
reports of that place are left out. None knows a place by name, and none has a parameter fitted to the places.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from scipy import ndimage
from scipy.spatial import distance

from bench.kriging import estimate, without_each
from lib.analysis.front import field as front_field
from lib.analysis.front import line as front_line
from lib.analysis.front.field import Grid
from lib.geography import basemap

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

REACH = 20_000.0
"""Half the side of the square around a place that is drawn anew when it is left out, metres."""
CROSSING_KM = 3.0
"""Detour that a river adds to the distance of two places on its two banks, where it is counted."""


@dataclass(frozen=True)
class State:
    """Control at a date, as arrays over its places.

    Attributes:
        xy: Points, UTM 37N metres.
        side: Number of the side that holds each.
        confidence: Grade of the latest report.
        age: Its age, days.
        n_sides: How many sides there are.
    """

    xy: Floats
    side: Ints
    confidence: npt.NDArray[np.object_]
    age: Floats
    n_sides: int

    @property
    def km(self) -> Floats:
        """Distances between places, km."""
        return np.asarray(distance.cdist(self.xy, self.xy) / 1000.0)

    @property
    def indicator(self) -> Floats:
        """1 where a side holds a place, else 0: shape (places, sides)."""
        return np.asarray(np.eye(self.n_sides)[self.side])


Method = Callable[[State], Ints]


def nearest_place(state: State) -> Ints:
    """Give each place the side of the one nearest to it, shape (places,), as every method here does."""
    km = state.km
    np.fill_diagonal(km, np.inf)
    return np.asarray(state.side[km.argmin(axis=1)])


def weighted_neighbours(state: State, count: int = 8, power: float = 2.0) -> Ints:
    """Give each point the side with most weight among the nearest places, weights falling with the distance."""
    km = state.km
    np.fill_diagonal(km, np.inf)
    near = np.argsort(km, axis=1, kind="stable")[:, :count]
    weight = np.maximum(np.take_along_axis(km, near, axis=1), 0.1) ** -power
    return np.asarray((weight[:, :, None] * state.indicator[near]).sum(axis=1).argmax(axis=1))


def each_sides_nearest(state: State, count: int = 3, power: float = 4.0) -> Ints:
    """Give each point the side that is nearest by its own three nearest places together: this map's first method."""
    km = state.km
    np.fill_diagonal(km, np.inf)
    weight = np.zeros((len(km), state.n_sides))
    for number in range(state.n_sides):
        closest = np.sort(km[:, state.side == number], axis=1)[:, :count]
        weight[:, number] = (np.maximum(closest, 0.1) ** -power).sum(axis=1)
    return np.asarray(weight.argmax(axis=1))


def kriging(state: State) -> Ints:
    """Compute the map's own estimate at the point, without grid, smoothing and the rule on single villages."""
    return np.asarray(without_each(state.xy, state.side, state.n_sides)[0].argmax(axis=1))


def kriging_with(state: State, exponent: float = 1.0, nugget: float | Floats = 0.01, km: Floats | None = None) -> Ints:
    """Krige with another variogram, another trust in single reports or another measure of distance."""
    return np.asarray(_left_out(state.km if km is None else km, state.indicator, exponent, nugget).argmax(axis=1))


def _left_out(km: Floats, indicator: Floats, exponent: float, nugget: float | Floats) -> Floats:
    """Compute ordinary kriging at each place from the others, shape (places, sides)."""
    n = len(km)
    system = np.ones((n + 1, n + 1))
    system[:n, :n] = -(km**exponent) + np.diag(np.broadcast_to(nugget, n))
    system[n, n] = 0.0
    inverse = np.linalg.inv(system)[:n, :n]
    return np.asarray(indicator - (inverse @ indicator) / np.diag(inverse)[:, None])


def by_confidence(state: State) -> Ints:
    """Krige with less trust in reports of medium and low confidence."""
    variance = {"high": 0.01, "medium": 0.5, "low": 2.0}
    return kriging_with(state, nugget=np.array([variance.get(str(grade), 2.0) for grade in state.confidence]))


def by_age(state: State) -> Ints:
    """Krige with less trust in a report the older it is: after 30 days as if it stood a kilometre off."""
    return kriging_with(state, nugget=0.01 + state.age / 30.0)


def across_rivers(state: State) -> Ints:
    """Krige so that a river between two places makes them ``CROSSING_KM`` farther from each other."""
    first, second = np.triu_indices(len(state.xy), k=1)
    straight = shapely.linestrings(np.stack([state.xy[first], state.xy[second]], axis=1))
    crosses = shapely.intersects(_rivers(), straight)
    km = state.km
    km[first[crosses], second[crosses]] += CROSSING_KM
    return kriging_with(state, km=np.maximum(km, km.T))


@cache
def _rivers() -> shapely.Geometry:
    """Return the rivers of the base map, UTM 37N."""
    lines = gpd.read_file(basemap.FOLDER / "rivers.geojson").geometry.to_numpy()
    joined = front_line.to_metres(shapely.union_all(lines))
    shapely.prepare(joined)
    return joined


def as_drawn(state: State) -> Ints:
    """Give each point the side in whose area it lies when the map is drawn without it, with all of the map's steps."""
    return _drawn(state, front_field.SUPPORT)


def drawn_with_single_villages(state: State) -> Ints:
    """Do as :func:`as_drawn`, but let a single place make an area too."""
    return _drawn(state, 0)


def _drawn(state: State, support: int) -> Ints:
    """Compute the side of each point when the country around it is drawn without it."""
    _, without = without_each(state.xy, state.side, state.n_sides)
    others = np.ones(len(state.xy), dtype=bool)
    found = np.empty(len(state.xy), dtype=np.intp)
    for number, point in enumerate(state.xy):
        grid = _window(point)
        field = front_field.smoothed(grid, estimate(grid.xy, state.xy, without(number)))
        others[number] = False
        found[number] = _side_at(grid, field, point, (state.xy[others], state.side[others]), support)
        others[number] = True
    return found


def _window(point: Floats) -> Grid:
    """Cut out the part of the map's grid around a point."""
    cells = int(REACH // front_field.CELL)
    x0, y0 = (np.floor(point / front_field.CELL) - cells) * front_field.CELL
    return Grid(float(x0), float(y0), 2 * cells + 2, 2 * cells + 2)


def _side_at(grid: Grid, field: Floats, point: Floats, places: tuple[Floats, Ints], support: int) -> int:
    """Read the side of a point between the samples; areas that end in the window and lack support are given away."""
    column, row = (point - [grid.x0, grid.y0]) / grid.cell
    at = [[row], [column]]
    corner = slice(int(row), int(row) + 2), slice(int(column), int(column) + 2)
    xy, side = places
    near = (np.abs(xy - point) < REACH).all(axis=1)
    cells = grid.cell_of(xy[near])
    while True:
        value = [float(ndimage.map_coordinates(part, at, order=1)[0]) for part in field]
        winner = int(np.nanargmin(value))
        area, _ = ndimage.label(field.argmin(axis=0) == winner)
        here = int(area[corner].max())
        rim = np.concatenate([area[0], area[-1], area[:, 0], area[:, -1]])
        own = int((area[cells][side[near] == winner] == here).sum())
        if here == 0 or here in rim or own >= support:
            return winner
        # Above every share there is, yet finite, so that values between samples stay defined.
        field[winner][area == here] = 1e6
